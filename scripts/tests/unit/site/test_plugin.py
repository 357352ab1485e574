"""The handbook as MkDocs builds it by itself, as under `mkdocs serve`."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import html
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from handbook.checks import check_handbook
from handbook.diagnostics import Severity
from handbook.load import load
from handbook.model.labels import DEFAULT_COLOURS
from handbook.model.urls import Urls
from handbook.pages.render import render
from handbook.site.plugin import HandbookPlugin, make_pages
from tests.helpers import handbook_of
from tests.helpers.mkdocs_site import build_site


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a handbook with a configuration."""
    return handbook_of.write(handbook_of.good(tmp_path / "handbook"), handbook_of.SITE)


def test_plain_mkdocs_builds_the_same_pages(root: Path, tmp_path: Path) -> None:
    """Titles, contents and links are the handbook's, and the edition is told."""
    build(load_config(str(root / "mkdocs.yml"), site_dir=str(tmp_path / "site")))
    page = html.parse(
        str(tmp_path / "site/en/safety/river-safety/joint-patrols/index.html")
    ).getroot()
    assert "Joint river patrols" in page.findtext(".//title")
    assert "../../../places/#river-town" in page.xpath("//article//a/@href")
    assert [] == [
        address
        for address in page.xpath("//article//a/@href")
        if ".md" in address or "site:" in address
    ]
    assert page.xpath("//p[@class='hb-edition']//text()[contains(., 'Version ')]")


def test_name_of_a_page_is_no_part_of_the_frame(root: Path, tmp_path: Path) -> None:
    """The class that tells of a page's kind is none of those that the stylesheet sets the frame by."""
    texts = {"zh": "---\ntitle: 打印\ndescription: 打印。\n---\n\n# 打印\n\n护河。\n"}
    texts["en"] = "---\ntitle: Print\ndescription: Printing.\n---\n\n# Print\n\nThe river.\n"
    handbook_of.write(root, {f"docs/printed.{lang}.md": text for lang, text in texts.items()})
    build(load_config(str(root / "mkdocs.yml"), site_dir=str(tmp_path / "site")))
    page = html.parse(str(tmp_path / "site/printed/index.html")).getroot()
    style = (tmp_path / "site/assets/handbook.css").read_text(encoding="utf-8")
    (kind,) = page.find("body").get("class").split()
    assert f".{kind}" not in style


def test_error_in_the_data_ends_plain_mkdocs_with_its_place(
    root: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """No page is built from data that are wrong."""
    handbook_of.write(root, {"data/terms/river-chief.yml": "id: [\n"})
    with pytest.raises(Abort):
        build(load_config(str(root / "mkdocs.yml"), site_dir=str(tmp_path / "site")))
    assert "data/terms/river-chief.yml:1:5" in caplog.text


def test_plain_mkdocs_knows_the_published_address(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """In any spelling; what is no address ends the build in one line."""
    config = root / "mkdocs.yml"
    monkeypatch.setenv("HANDBOOK_SITE_URL", "Handbook.Example/river")
    build(load_config(str(config), site_dir=str(tmp_path / "site")))
    page = html.parse(str(tmp_path / "site/en/figures/index.html")).getroot()
    assert ["https://handbook.example/river/en/figures/"] == page.xpath(
        "//link[@rel='canonical']/@href"
    )
    monkeypatch.setenv("HANDBOOK_SITE_URL", "ftp://handbook.example")
    with pytest.raises(Abort):
        build(load_config(str(config), site_dir=str(tmp_path / "site")))
    assert "HANDBOOK_SITE_URL: 'ftp://handbook.example'" in caplog.text


@pytest.mark.parametrize(
    ("repository", "address", "words"),
    [
        (
            "https://github.com/a/b",
            "../../../../admin/#/collections/practices/entries/joint-patrols",
            "Edit in the form",
        ),
        (
            "https://codeberg.org/a/b",
            "https://codeberg.org/a/b/_edit/published/data/practices/joint-patrols.yml",
            "Edit the file",
        ),
    ],
)
def test_edit_link_says_where_it_leads(
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    repository: str,
    address: str,
    words: str,
) -> None:
    """To the record's form where there is a form editor, else to its file on the branch that is published; errors are reported there, too."""
    monkeypatch.setenv("HANDBOOK_REPO_URL", repository)
    monkeypatch.setenv("HANDBOOK_BRANCH", "published")
    build_site(render(load(root)[0]), tmp_path / "site")
    name = "site/en/safety/river-safety/joint-patrols/index.html"
    page = html.parse(str(tmp_path / name)).getroot()
    [link] = page.xpath("//a[@data-edit]")
    assert (address, words) == (link.get("href"), link.text)
    assert page.xpath("//footer//a/@href[. = $issues]", issues=f"{repository}/issues")
    if repository.startswith("https://github.com"):  # plain MkDocs makes no form editor
        build(load_config(str(root / "mkdocs.yml"), site_dir=str(tmp_path / "plain")))
        plain = html.parse(str(tmp_path / name.replace("site", "plain", 1))).getroot()
        assert "/edit/published/" in plain.xpath("//a[@data-edit]/@href")[0]


def test_handbooks_own_colours_end_the_stylesheet(root: Path, tmp_path: Path) -> None:
    """Each name has the handbook's colour, or else the engine's."""
    labels = handbook_of.LABELS.replace("site:\n", "site:\n  colours: {accent: '#5a1020'}\n", 1)
    handbook_of.write(root, {"data/labels.yml": labels})
    build(load_config(str(root / "mkdocs.yml"), site_dir=str(tmp_path / "site")))
    style = (tmp_path / "site/assets/handbook.css").read_text(encoding="utf-8")
    assert 1 == style.count("--accent: #5a1020;")
    assert f"--link: {DEFAULT_COLOURS.link};" in style


def test_a_title_is_shown_as_it_is_written_wherever_it_stands(
    installed: Path, tmp_path: Path
) -> None:
    """What is typed into a title or a word of the interface is text: in the window's title, the path, the menu, the foot, a caption."""
    hostile = "`<x-evil onclick=1>` </title><x-evil>&lt;/title&gt;&lt;x-evil&gt; \"' A & B"
    dataset, _ = load(installed)

    def added(texts: Mapping[str, str]) -> dict[str, str]:
        return {lang: f"{text} {hostile}" for lang, text in texts.items()}

    attacked = dataclasses.replace(
        dataset,
        records={
            name: record.model_copy(
                update={"title": type(record.title)(added(dict(record.title.items())))}
            )
            for name, record in dataset.records.items()
        },
        prose={
            key: page.model_copy(update={"title": f"{page.title} {hostile}"})
            for key, page in dataset.prose.items()
        },
        labels=dataset.labels.model_copy(
            update={"words": {key: added(texts) for key, texts in dataset.labels.words.items()}}
        ),
    )
    build_site(render(attacked), tmp_path / "site")
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 30
    for path in pages:
        assert [] == html.fromstring(path.read_bytes()).xpath("//x-evil | //@onclick"), path
    page = html.fromstring(
        (tmp_path / "site/safety/river-safety/joint-patrols/index.html").read_bytes()
    )
    for place in (
        "//title",
        "//nav[@class='hb-path']//li[last()]",
        "//footer//li[1]",
        "//p[@class='hb-nature']",
    ):
        assert hostile in page.xpath(place)[0].text_content()


def test_preview_says_where_it_is_and_how_it_ends(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever pastes the command among others learns in their language that it goes on until it is ended."""
    server = SimpleNamespace(url="http://127.0.0.1:8000/")
    for lang, words in (("zh", "按 Ctrl-C 停止"), ("en", "end it with Ctrl-C")):
        monkeypatch.setenv("HANDBOOK_LANG", lang)
        HandbookPlugin().on_serve(server)
        told = capsys.readouterr().err
        assert words in told
        assert server.url in told


@pytest.mark.parametrize("command", ["build", "serve"])
def test_preview_alone_lacks_the_security_policy(root: Path, tmp_path: Path, command: str) -> None:
    """What reloads a preview is a script in the page."""
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
    config.plugins.on_startup(command=command, dirty=False)  # type: ignore[arg-type]
    build(config)
    config.plugins.on_startup(command="build", dirty=False)  # the plugin serves the next test, too
    page = (tmp_path / "site/figures/index.html").read_text(encoding="utf-8")
    assert ("Content-Security-Policy" in page) == (command == "build")


def test_preview_goes_on_with_what_was_last_whole(
    root: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A slip is told where the preview runs, and pages are answered; once it is mended, the preview follows."""
    term = root / "data/terms/river-chief.yml"
    texts = [term.read_text(encoding="utf-8"), "id: [\n"]
    texts.append(texts[0].replace("每条河", "每条大河"))
    shown = []
    for text in texts:
        term.write_text(text, encoding="utf-8")
        # read anew for each build; MkDocs keeps plugins that know of a preview, from test to test, too
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
        config.plugins["handbook"].given = None
        config.plugins.on_startup(command="serve", dirty=False)
        build(config)
        page = (tmp_path / "site/glossary/index.html").read_text(encoding="utf-8")
        shown.append(("每条河" in page, "每条大河" in page))
    assert [(True, False), (True, False), (False, True)] == shown
    assert 1 == caplog.text.count("data/terms/river-chief.yml:1:5")
    config.plugins.on_startup(command="build", dirty=False)


@pytest.mark.parametrize(
    "menu",
    ["nav:\n  - home: index.md\n", "", "nav:\n  - home: index.md\n  - about: [sources.md]\n"],
)
def test_a_handbook_at_its_beginning_is_built(root: Path, tmp_path: Path, menu: str) -> None:
    """With hardly any record, and a menu that names next to nothing, every page has a place in it."""
    for path in [*(root / "data").rglob("*.yml"), *(root / "docs/safety").iterdir()]:
        kept = {"labels.yml", "vocabulary.yml", "river-report.yml", "river-police.yml"}
        if path.name not in kept and "schema" not in path.parts:
            path.unlink()
    organisation = handbook_of.ORGANISATION.replace("place: river-town\n", "")
    config = re.sub(r"(?m)^nav:\n(?:  .*\n)+", menu, handbook_of.CONFIG)
    handbook_of.write(
        root, {"mkdocs.yml": config, "data/organisations/river-police.yml": organisation}
    )
    dataset, findings = check_handbook(root)
    assert [] == [finding for finding in findings if finding.severity is Severity.ERROR]
    build_site(render(dataset), tmp_path / "site")
    front = html.parse(str(tmp_path / "site/index.html")).getroot()
    assert {"timeline/", "organisations/", "sources/"} <= {
        address.removeprefix("./") for address in front.xpath("//nav//a/@href")
    }


def test_pages_made_apart_are_those_of_the_whole_site(installed: Path, tmp_path: Path) -> None:
    """Whichever pages are made together, each has the menu and the frame that MkDocs gives it among all."""
    handbook = render(load(installed)[0], downloads=True)
    build_site(handbook, tmp_path / "site")
    for lang, root in (("zh", ""), ("en", "en/")):
        paths = sorted(handbook.pages[lang])
        made = make_pages(handbook, lang, [*paths[::2], "404.html"])
        made |= make_pages(handbook, lang, paths[1::2])
        assert {*paths, "404.html"} == made.keys()
        for path, text in made.items():
            page = Urls(handbook.dataset.languages).page(path, lang)
            file = f"{root}{path}" if path == "404.html" else f"{page}index.html"
            assert (tmp_path / "site" / file).read_text("utf-8") == text, file
