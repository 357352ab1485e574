"""The build of a site: what passes between its processes arrives, and one that fails leaves the old site whole."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import signal
import time
from collections.abc import Callable
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from threading import Event, Thread

import pytest

from handbook import build
from handbook.build.swap import replacing
from handbook.diagnostics import Diagnostic, HandbookError, Location, crashes
from handbook.load import load
from handbook.pages import build as pages_build
from handbook.pages import environment
from tests.helpers import handbook_of


def files(directory: Path) -> dict[str, str]:
    """Return the files of a directory with their text."""
    return {
        path.relative_to(directory).as_posix(): path.read_text()
        for path in directory.rglob("*")
        if path.is_file()
    }


def test_finished_build_replaces_the_old_site(tmp_path: Path) -> None:
    """The new site replaces the old one whole, and nothing is left beside it."""
    target = tmp_path / "site"
    target.mkdir()
    (target / "old.html").write_text("old")
    with replacing(target) as made:
        (made / "new.html").write_text("new")
    assert {"new.html": "new"} == files(target)
    assert [target] == list(tmp_path.iterdir())


def test_data_set_survives_pickling_and_stays_frozen(tmp_path: Path) -> None:
    """The process that makes the pages gets the records, the prose, their places and all that is read only."""
    dataset, _ = load(handbook_of.good(tmp_path))
    arrived = ForkingPickler.loads(ForkingPickler.dumps(dataset))
    assert dataset == arrived
    with pytest.raises(TypeError):
        arrived.records["new"] = next(iter(arrived.records.values()))


def test_errors_survive_pickling() -> None:
    """An error passes from one process to the other with its diagnostics and its traceback."""
    error = HandbookError([Diagnostic("process-died", Location("."), {"code": "SIGKILL"})], "trace")
    arrived = ForkingPickler.loads(ForkingPickler.dumps(error))
    assert (error.diagnostics, "trace", str(error)) == (
        arrived.diagnostics,
        arrived.details,
        str(arrived),
    )


def _want_memory(*_: object) -> None:
    raise MemoryError


def _exit(*_: object) -> None:
    os._exit(3)


def _kill(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _raise(*_: object) -> None:
    raise ValueError("not on the list")


def _fill_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("making", "code", "words"),
    [
        (build.write_pages, "program-failed", "mkdocs.yml"),
        (_raise, "internal-error", "ValueError: not on the list"),
        (_fill_disk, "disk-full", "full"),
        (_want_memory, "memory-short", "memory"),
        (_exit, "process-died", "(3)"),
        (_kill, "process-died", "(SIGKILL)"),
    ],
)
def test_failing_step_reports_its_error(
    installed: Path,
    monkeypatch: pytest.MonkeyPatch,
    making: Callable[..., None],
    code: str,
    words: str,
) -> None:
    """Only a process that died without a word is told so; the old site stays, nothing beside it."""
    config = (installed / "mkdocs.yml").read_text()
    menu = "nav:\n  - home: missing.md\n"
    (installed / "mkdocs.yml").write_text(re.sub(r"nav:\n(  .*\n)+", "", config) + menu)
    dataset, _ = load(installed)
    target = installed / "out" / "site"
    target.mkdir(parents=True)
    (target / "old.html").write_text("old")
    monkeypatch.setattr(build, "write_pages", making)
    book = lambda _, folder, **__: (folder / "pdf").mkdir(parents=True)  # noqa: E731
    monkeypatch.setattr(build, "write_books", book)
    with pytest.raises(HandbookError) as caught:
        build.build_all(dataset, target, lambda step: None)
    assert [code] == [finding.code for finding in caught.value.diagnostics]
    assert words in str(caught.value)
    assert (code == "internal-error") == ("_raise" in caught.value.details)
    assert {"old.html": "old"} == files(target)
    assert [target] == list(target.parent.iterdir())


def test_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    """It is no fault of the program."""
    dataset, _ = load(handbook_of.good(tmp_path / "handbook"))
    (tmp_path / "file").touch()
    with pytest.raises(HandbookError) as caught:
        build.build_all(dataset, tmp_path / "file" / "site", lambda step: None)
    assert ["file-access"] == [finding.code for finding in caught.value.diagnostics]


@pytest.mark.parametrize("wrong", ["{{ recrod.title }}\n", "{% if %}\n"])
def test_crash_in_a_template_names_the_template_and_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    """An unknown name and a slip in the syntax are told with their line, in both languages."""
    dataset, _ = load(handbook_of.good(tmp_path))
    templates = tmp_path / "handbook" / "templates"
    shutil.copytree(environment.FOLDER, templates)
    with (templates / "practice.md.jinja").open("a") as file:
        file.write(wrong)
    monkeypatch.setattr(crashes, "_PACKAGE", templates.parent)
    monkeypatch.setattr(environment, "FOLDER", templates)
    environment._environment.cache_clear()
    with pytest.raises(HandbookError) as caught, crashes.crashes_reported():
        pages_build.build_pages(dataset, "zh")
    environment._environment.cache_clear()
    (finding,) = caught.value.diagnostics
    line = len((templates / "practice.md.jinja").read_text().splitlines())
    place = Location("handbook/templates/practice.md.jinja", line)
    assert ("template-error", place) == (finding.code, finding.place)
    assert "maintainers" in finding.message("en")
    assert "维护者" in finding.message("zh")


def test_a_step_that_fails_ends_the_others(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A book that fails ends the pages at once, and pages that fail end the book."""
    dataset, _ = load(installed)

    def faulty(*_: object, **__: object) -> list[Path]:
        raise HandbookError([])

    def slow(*_: object, **__: object) -> None:
        time.sleep(20)
        (installed / "late").touch()

    for pages, book in ((slow, faulty), (faulty, slow)):
        monkeypatch.setattr(build, "write_pages", pages)
        monkeypatch.setattr(build, "write_books", book)
        with pytest.raises(HandbookError):
            build.build_all(dataset, installed / "site", lambda step: None)
    assert not (installed / "late").exists()
    assert [] == multiprocessing.active_children()


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt])
def test_a_failed_or_interrupted_build_leaves_the_old_site(
    tmp_path: Path, failure: type[BaseException]
) -> None:
    """Whatever ends the build, the old site stays and the unfinished one goes."""
    target = tmp_path / "site"
    target.mkdir()
    (target / "old.html").write_text("old")
    with pytest.raises(failure), replacing(target) as made:
        (made / "new.html").write_text("new")
        raise failure
    assert {"old.html": "old"} == files(target)
    assert [target] == list(tmp_path.iterdir())


def test_interrupted_swap_is_undone_by_the_next_build(tmp_path: Path) -> None:
    """A site that was moved aside when the machine stopped comes back before the next build begins."""
    target = tmp_path / "site"
    aside = tmp_path / ".site-old"
    aside.mkdir()
    (aside / "old.html").write_text("old")
    with replacing(target) as made:
        assert {"old.html": "old"} == files(target)
        (made / "new.html").write_text("new")
    assert {"new.html": "new"} == files(target)
    assert not aside.exists()


def test_a_web_server_may_read_the_new_site(tmp_path: Path) -> None:
    """Folders and files can be read by others, whatever the builder's umask and the files that were copied allow."""
    with replacing(tmp_path / "site") as made:
        (made / "about").mkdir(mode=0o700)
        (made / "about/index.html").touch(mode=0o600)
    modes = {p.name: p.stat().st_mode & 0o777 for p in tmp_path.rglob("*")}
    assert {"site": 0o755, "about": 0o755, "index.html": 0o644} == modes


@pytest.mark.parametrize("name", [".site-new", ".site-old", ".site-1x_k3y9q"])
def test_what_a_killed_build_left_is_removed_first(tmp_path: Path, name: str) -> None:
    """Whatever version of the project left it."""
    handbook_of.write(tmp_path, {"site/old.html": "old", f"{name}/site/half.html": "half"})
    with replacing(tmp_path / "site") as made:
        assert [] == list(made.iterdir())
        assert not (tmp_path / name / "site/half.html").exists()
        (made / "new.html").write_text("new")
    assert {"site/new.html": "new"} == files(tmp_path)


def test_old_site_comes_back_where_the_swap_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the two renames, too."""
    handbook_of.write(tmp_path, {"site/old.html": "old"})
    rename = Path.rename

    def faulty(path: Path, target: Path) -> Path:
        if path.parent.name == ".site-new":
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", faulty)
    with pytest.raises(OSError, match="No space"), replacing(tmp_path / "site"):
        pass
    assert {"site/old.html": "old"} == files(tmp_path)


def test_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    """A web server's folder is replaced in one step where it stands, and nothing else there is touched."""
    served = tmp_path / "served"
    handbook_of.write(served, {"html/old.html": "old", ".html-by-hand/mine.html": "mine"})
    (tmp_path / "handbook").mkdir()
    (link := tmp_path / "handbook" / "site").symlink_to("../served/html")
    with replacing(link) as made:
        assert made.is_relative_to(served)
        (made / "new.html").write_text("new")
    assert link.is_symlink()
    assert {"html/new.html": "new", ".html-by-hand/mine.html": "mine"} == files(served)


@pytest.mark.parametrize("kind", ["file", "link to a file", "link to nowhere", "loop", "read-only"])
def test_what_no_site_can_replace_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Before anything is made."""
    site = tmp_path / "site"
    handbook_of.write(tmp_path, {"note.txt": "mine"})
    match kind:
        case "file":
            site.write_text("mine")
        case "link to a file":
            site.symlink_to("note.txt")
        case "link to nowhere":
            site.symlink_to("gone/site")
        case "loop":
            site.symlink_to("site")
        case "read-only":
            site.mkdir()
            monkeypatch.setattr(os, "access", lambda *_: False)
    before = {*tmp_path.iterdir()}
    with pytest.raises(HandbookError) as caught, replacing(site):
        pytest.fail("it was begun")
    assert ["site-not-replaceable"] == [finding.code for finding in caught.value.diagnostics]
    assert before == {*tmp_path.iterdir()}


def test_second_build_waits_and_says_so(tmp_path: Path) -> None:
    """The first is whole before the second begins."""
    told, order = Event(), []

    def second() -> None:
        with replacing(tmp_path / "site", told.set) as made:
            order.append("second")
            (made / "second.html").write_text("")

    with replacing(tmp_path / "site", lambda: pytest.fail("nobody else is at work")):
        (thread := Thread(target=second)).start()
        assert told.wait(20)
        order.append("first")
    thread.join()
    assert ["first", "second"] == order
    assert {"site/second.html": ""} == files(tmp_path)
