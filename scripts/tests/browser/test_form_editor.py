"""The form editor in a real browser: a save changes what was changed and nothing else, and becomes a pull request on the repository's host."""

from __future__ import annotations

import difflib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from handbook.checks import check_handbook
from handbook.model.dataset import Dataset
from handbook.model.records import Figure
from handbook.model.urls import edit_url
from handbook.review.browser import serving
from handbook.site.form_editor import write_admin, write_files
from tests.helpers import ROOT, handbook_of
from tests.helpers.repository import git
from tests.helpers.repository_host import Host

REPOSITORY = "https://github.com/example/handbook"

#: Puts files into the browser's private file system, where the test backend looks for them, and reads one again.
SEED = """async files => {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle("sveltia-cms-test", { create: true });
  for (const [path, text] of Object.entries(files)) {
    const parts = path.split("/"), name = parts.pop();
    let folder = root;
    for (const part of parts) folder = await folder.getDirectoryHandle(part, { create: true });
    const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
    await stream.write(text);
    await stream.close();
  }
}"""


READ = """async path => {
  let folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("sveltia-cms-test");
  const parts = path.split("/"), name = parts.pop();
  for (const part of parts) folder = await folder.getDirectoryHandle(part);
  try {
    return await (await (await folder.getFileHandle(name)).getFile()).text();
  } catch {
    return null; // while it is being written
  }
}"""


@pytest.fixture(scope="module")
def editor(
    browser: Browser, real: Dataset, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Page, str, dict[str, str], list[str]]]:
    """Return (page, address, the records' files, what was asked for) of the editor with the real records, signed in."""
    site = tmp_path_factory.mktemp("admin")
    write_files(real, site / "admin", {"name": "test-repo"})
    files = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in (ROOT / "data").glob("*/*.yml")
    }
    figure = real.of(Figure)[0]
    over_time = handbook_of.SERIES.replace("boat-incidents", "over-time")
    over_time = over_time.replace("river-police", figure.reported_by)
    files["data/figures/over-time.yml"] = over_time.replace("river-report#3", figure.cite[0])
    with serving(site) as host:
        address = f"{host}admin/"
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address + "config.json")
        page.evaluate(SEED, files)
        page.goto(address + "index.html")
        page.get_by_role("button").first.click()  # there is one: work with the test repository
        expect(page.get_by_text("Practices").first).to_be_visible()
        yield page, address, files, asked


@pytest.mark.parametrize(
    "path",
    [
        "practices/ping-zhi-110",
        "figures/border-km",
        "figures/over-time",
        "honours/two-star-golden-tripod",
        "terms/compliance",
        "sources/pinghu-safety-2024",
        "platforms/platform-110",
    ],
)
def test_a_save_changes_what_was_changed(editor, path: str, tmp_path: Path) -> None:
    """Open a record, change its English name, save: one line of its file differs, and the check is content with it."""
    page, address, files, _ = editor
    name = f"data/{path}.yml"
    folder, record = path.split("/")
    page.goto(f"{address}index.html#/collections/{folder}/entries/{record}")
    field = page.get_by_role("textbox", name="English").first
    expect(field).to_be_visible()
    was = field.input_value()
    field.fill(f"{was} again")
    page.get_by_role("button", name="保存").first.click()
    for _ in range(100):  # until the save has reached the file
        if (saved := page.evaluate(READ, name)) not in {None, files[name]}:
            break
        page.wait_for_timeout(200)
    changed = [
        line
        for line in difflib.ndiff(files[name].splitlines(), saved.splitlines())
        if line[0] in "+-"
    ]
    assert 2 == len(changed), changed
    assert all(was.strip("'\"") in line.replace("''", "'") for line in changed)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    (tmp_path / name).write_text(saved, encoding="utf-8")
    told = [finding.code for finding in check_handbook(tmp_path)[1] if finding.place.path == name]
    assert set(told) <= {"translation-unrecorded"}


def test_form_editor_asks_no_other_site(editor) -> None:
    """From opening to saving, the browser asked this site alone."""
    _, address, _, asked = editor
    elsewhere = [
        url
        for url in asked
        if url.startswith("http") and not url.startswith(address.removesuffix("admin/"))
    ]
    assert [] == elsewhere


#: The buttons on the way from signing in to a proposal, as CONTRIBUTING.md names them, and what the record's state is called after it.
WORDS = {
    "zh-CN": ("使用访问令牌登录", "登录", "复刻", "保存", "提交审核", "审核中"),
    "en-US": (
        "Sign In Using Access Token",
        "Sign In",
        "Fork",
        "Save",
        "Send for Review",
        "In Review",
    ),
}


@pytest.fixture(scope="module")
def published(real: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site with the form editor as it is published for a repository."""
    site = tmp_path_factory.mktemp("published")
    write_admin(real, site, REPOSITORY)
    return site


@pytest.fixture
def host(tmp_path: Path) -> Host:
    """Return a host whose repository holds the real records, with one commit on main."""
    shutil.copytree(ROOT / "data", tmp_path / "work" / "data")
    git(tmp_path, "init", "-q", "-b", "main", str(tmp_path / "work"))
    git(tmp_path / "work", "add", "-A")
    git(tmp_path / "work", "commit", "-qm", "the records as they are")
    return Host(tmp_path / "work" / ".git")


@pytest.mark.parametrize(
    ("locale", "may_write"), [("zh-CN", True), ("en-US", False)], ids=["member", "anybody"]
)
def test_a_save_becomes_a_pull_request(
    browser: Browser, published: Path, host: Host, locale: str, may_write: bool
) -> None:
    """Follow a page's edit link, sign in with a token, save, send for review: a branch with that file alone, and a pull request with the three questions.

    Who may not write to the repository works in a copy of their own. Nobody but this site and the host is asked for anything, and nobody
    can publish from the form.
    """
    sign_in, go, fork, save, send, in_review = WORDS[locale]
    host.may_write = may_write
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale=locale)
    asked: list[str] = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    page.route("https://api.github.com/**", host.answer)
    with serving(published) as own:
        address = f"{own}admin/"
        record = own + edit_url("data/practices/ping-zhi-110.yml", REPOSITORY, forms=True)
        page.goto(record)
        page.get_by_role("button", name=sign_in).click()
        page.get_by_role("textbox").fill("a-token")
        page.get_by_role("button", name=go, exact=True).click()
        if not may_write:
            page.get_by_role("button", name=fork, exact=True).click()
        field = page.get_by_role("textbox", name="English").first
        expect(field).to_be_visible()
        field.fill(f"{field.input_value()} again")
        page.get_by_role("button", name=save, exact=True).click()
        page.get_by_role("button", name=send, exact=True).click()
        page.wait_for_url("**#/collections/practices", timeout=20_000)
        page.goto(record)
        expect(page.get_by_role("button", name=in_review)).to_be_visible()
    page.close()

    [proposal] = host.proposals
    owner, _, branch = proposal["head"].rpartition(":")
    assert ("" if may_write else "an-editor", "main", False) == (
        owner,
        proposal["base"],
        proposal["draft"],
    )
    assert (ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md").read_text(encoding="utf-8") == proposal[
        "body"
    ]
    assert "1\t1\tdata/practices/ping-zhi-110.yml" == host.git("diff", "--numstat", "main", branch)
    assert [] == [
        url
        for url in asked
        if url.startswith("http")
        and not url.startswith((address.removesuffix("admin/"), "https://api.github.com/"))
    ]
    assert not [asked for asked in host.asked if "/merge" in asked or asked.startswith("PUT")]


@pytest.mark.parametrize("locale", WORDS)
def test_the_guide_names_the_buttons_as_they_are(locale: str) -> None:
    """CONTRIBUTING.md calls each button on the way what the form editor calls it."""
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [] == [
        word
        for word in WORDS[locale]
        if (f"“{word}”" if locale == "zh-CN" else f"**{word}**") not in guide
    ]


def test_form_editor_cannot_publish(published: Path) -> None:
    """Every collection leaves merging to the host, after its checks and a review."""
    config = json.loads((published / "admin" / "config.json").read_text(encoding="utf-8"))
    assert "editorial_workflow" == config["publish_mode"]
    assert {False} == {collection["publish"] for collection in config["collections"]}
