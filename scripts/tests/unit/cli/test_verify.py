"""`handbook verify`: a published site is compared with the one that was built."""

from __future__ import annotations

import gzip
import os
import shutil
from pathlib import Path

import pytest

from handbook.cli import verify
from handbook.review.browser import Quiet, serving
from handbook.site.manifest import write_manifest
from tests.helpers.commands import run

FILES = {"index.html": "<h1>首页</h1>", "en/index.html": "<h1>Home</h1>", "图/a b.svg": "<svg/>"}


def made(site: Path, commit: str = "c0ffee") -> Path:
    """Write a small site with its list of files; return it."""
    for name, text in FILES.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    write_manifest(site, version="v", commit=commit, environment={"HANDBOOK_SITE_URL": ""})
    return site


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a published copy of the site that stands in the current directory."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(made(tmp_path / "site"), tmp_path / "published"))


def test_same_site_is_verified(published: Path) -> None:
    """At an address or in a folder, whatever characters its files' names have."""
    with serving(published) as url:
        for where in (url, url.rstrip("/"), "published"):
            done = run("verify", where, "--lang", "en")
            assert (0, f"All 3 files of {where} are those built here.\n") == (
                done.exit_code,
                done.output,
            )


def test_each_difference_is_named(published: Path) -> None:
    """A changed byte, a file that is gone, and one that was added and is listed."""
    (published / "index.html").write_text("<h1>首页！</h1>", encoding="utf-8")
    (published / "new.html").touch()
    (published / "图/a b.svg").unlink()
    write_manifest(published, version="v", commit="bad", environment={"HANDBOOK_SITE_URL": "x"})
    expected = [
        "index.html: its content differs.",
        "manifest.json: its content differs.",
        "new.html: no such file was built here.",
        "图/a b.svg: there is no such file.",
        "commit: published with 'bad', here 'c0ffee'.",
        "HANDBOOK_SITE_URL: published with 'x', here ''.",
    ]
    with serving(published) as url:
        for where in (url, "published"):
            done = run("verify", where, "--lang", "en")
            assert 1 == done.exit_code
            assert expected == done.output.splitlines()[:-1]
            assert "differs from what was built here in 4 places" in done.output


def test_one_byte_of_a_page_is_enough(published: Path) -> None:
    """What is served is hashed, whatever its list of files says."""
    page = published / "index.html"
    page.write_bytes(page.read_bytes().replace(b"h1", b"h2", 1))
    with serving(published) as url:
        done = run("verify", url, "--lang", "en")
    assert (1, "index.html: its content differs.") == (done.exit_code, done.stdout.strip())


@pytest.mark.parametrize("manifest", [b"", b"[]", b"[" * 100_000, b'{"files": 3}', b"\xff", None])
def test_broken_list_of_files_is_a_difference(published: Path, manifest: bytes | None) -> None:
    """The files are compared all the same."""
    (published / "manifest.json").unlink()
    if manifest is not None:
        (published / "manifest.json").write_bytes(manifest)
    with serving(published) as url:
        for where in (url, "published"):
            done = run("verify", where, "--lang", "en")
            assert 1 == done.exit_code
            assert ["manifest.json"] == [
                line.partition(":")[0] for line in done.stdout.splitlines()
            ]


def test_server_that_answers_every_address_is_told(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An address that is not there must say so, with status 404; one that fails or is silent is named."""
    statuses = {verify.NOWHERE: 200, "index.html": 500, "en/index.html": 0}
    ask = verify.answer

    def answer(url: str, path: str) -> tuple[int, bytes]:
        return (statuses[path], b"") if path in statuses else ask(url, path)

    monkeypatch.setattr(verify, "answer", answer)
    with serving(published) as url:
        done = run("verify", url, "--lang", "en")
    assert 1 == done.exit_code
    assert [
        "en/index.html does not answer.",
        "index.html: the server answers 500 instead of 200.",
        f"{verify.NOWHERE}: the server answers 200 instead of 404.",
    ] == done.stdout.splitlines()


class AsDeployed(Quiet):
    """Sends everything compressed, and its page for errors with nothing but a 404."""

    def do_GET(self) -> None:
        """Answer."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        here = path.is_file() and path.name != "404.html"
        self.send_response(200 if here else 404)
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        content = (path if here else Path(self.directory) / "404.html").read_bytes()
        self.wfile.write(gzip.compress(content))


def test_site_is_verified_as_servers_send_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compressed, and with the page for errors where nothing is, its own address too."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/404.html").write_text("missing")
    with serving(made(tmp_path / "site"), AsDeployed) as url:
        done = run("verify", url, "--lang", "en")
        assert (0, True) == (done.exit_code, "All 4 files" in done.output)
        shutil.copytree("site", "published")
    (tmp_path / "published/404.html").write_text("parked")
    with serving(tmp_path / "published", AsDeployed) as url:
        done = run("verify", url, "--lang", "en")
    assert (1, "404.html: its content differs.\n") == (done.exit_code, done.stdout)


def test_without_a_site_to_compare_it_says_what_to_do(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No site built, a folder that is not there, an address where nothing answers: one sentence each."""
    done = run("verify", "nowhere", "--lang", "zh")
    assert (2, True) == (done.exit_code, done.stderr.endswith("没有这个文件：nowhere\n"))
    with serving(published) as url:
        pass
    done = run("verify", url, "--lang", "zh")
    assert (1, f"{url} 没有回应。\n") == (done.exit_code, done.output)
    monkeypatch.chdir(published)
    done = run("verify", ".", "--lang", "en")
    assert (1, True) == (done.exit_code, "run make site" in done.stderr)


def test_what_is_no_file_is_a_difference(published: Path, tmp_path: Path) -> None:
    """A linked folder, a link in place of a file, and a pipe could be or become anything."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/evil.html").touch()
    (published / "evil").symlink_to(tmp_path / "elsewhere")
    (published / "lost").symlink_to("nowhere")
    os.mkfifo(published / "pipe")
    (published / "index.html").unlink()
    (published / "index.html").symlink_to(tmp_path / "site/index.html")
    done = run("verify", "published", "--lang", "en")
    told = {line.partition(":")[0] for line in done.stdout.splitlines()}
    assert (1, {"evil", "lost", "pipe", "index.html"}) == (done.exit_code, told)


@pytest.mark.parametrize("where", ["", "http://[::1/", "https://"])
def test_what_is_no_place_is_wrong_usage(published: Path, where: str) -> None:
    """It is told in a sentence."""
    done = run("verify", where, "--lang", "en")
    assert (2, "") == (done.exit_code, done.stdout)
    assert where in done.stderr


def test_address_may_be_typed_in_capitals(published: Path) -> None:
    """A scheme has no case."""
    with serving(published) as url:
        assert 0 == run("verify", url.replace("http", "HTTP"), "--lang", "en").exit_code


@pytest.mark.parametrize("content", ["", "{", "[]", "{}"])
def test_damaged_list_of_the_site_is_told(published: Path, content: str) -> None:
    """The site is to be built again."""
    Path("site/manifest.json").write_text(content)
    done = run("verify", "published", "--lang", "en")
    assert (1, True) == (done.exit_code, "is missing or damaged" in done.stderr)
