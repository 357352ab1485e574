"""The build of a site: what passes between its two processes arrives, and one that fails leaves the old site whole."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from multiprocessing.reduction import ForkingPickler
from pathlib import Path

import pytest

from handbook import build
from handbook.book import BookFaulty
from handbook.build import replacing
from handbook.diagnostics import Diagnostic, HandbookError, Location
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.site.plugin import BuildFailed
from tests.helpers import handbook_of


def files(directory: Path) -> dict[str, str]:
    """Return the files of a directory with their text."""
    return {path.relative_to(directory).as_posix(): path.read_text() for path in directory.rglob("*") if path.is_file()}


def test_a_finished_build_takes_the_old_ones_place(tmp_path: Path) -> None:
    """The new site replaces the old one whole, and nothing is left beside it."""
    target = tmp_path / "site"
    target.mkdir()
    (target / "old.html").write_text("old")
    with replacing(target) as made:
        (made / "new.html").write_text("new")
    assert {"new.html": "new"} == files(target)
    assert [target] == list(tmp_path.iterdir())


def test_a_data_set_arrives_whole_and_as_frozen_as_it_was(tmp_path: Path) -> None:
    """The process that makes the pages gets the records, the prose, their places and all that is read only."""
    dataset, _ = load(handbook_of.good(tmp_path))
    arrived = ForkingPickler.loads(ForkingPickler.dumps(dataset))
    assert dataset == arrived
    with pytest.raises(TypeError):
        arrived.records["new"] = next(iter(arrived.records.values()))


@pytest.mark.parametrize("failure", [BuildFailed("one\ntwo"), HandbookError([Diagnostic("package-missing", Location("node"))])])
def test_what_went_wrong_arrives(failure: Exception) -> None:
    """What the process that makes the pages could not do is told in the same words."""
    arrived = ForkingPickler.loads(ForkingPickler.dumps(failure))
    assert (type(failure), str(failure)) == (type(arrived), str(arrived))


def _ends(*_: object) -> None:
    os._exit(1)


@pytest.mark.parametrize(("making", "told"), [(build._write_site, BuildFailed), (_ends, build.PagesLost)])
def test_pages_that_cannot_be_made_leave_the_old_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, making: Callable[..., None], told: type[Exception]
) -> None:
    """Whether MkDocs finds no configuration or its process ends midway: the build fails in so many words, and nothing lies about."""
    dataset, _ = load(handbook_of.good(tmp_path / "handbook"))
    target = tmp_path / "out" / "site"
    target.mkdir(parents=True)
    (target / "old.html").write_text("old")
    monkeypatch.setattr(build, "_write_site", making)
    monkeypatch.setattr(build, "write_books", lambda *_, **__: [])
    with pytest.raises(told):
        build.build_all(dataset, target, lambda step, done: None)
    assert {"old.html": "old"} == files(target)
    assert [target] == list(target.parent.iterdir())


def _slow(dataset: Dataset, *_: object) -> None:
    time.sleep(20)
    (dataset.root / "late").touch()


def test_what_one_half_cannot_do_is_told_while_the_other_is_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A book that fails ends the pages' process at once, and pages that fail stop the book at its next file."""
    dataset, _ = load(handbook_of.good(tmp_path / "handbook"))

    def faulty(*_: object, **__: object) -> list[Path]:
        raise BookFaulty([])

    def long(*_: object, progress: Callable[[str], None], **__: object) -> list[Path]:
        for _file in range(2000):
            time.sleep(0.01)
            progress("a.pdf")
        pytest.fail("the book was made to its end")

    for making, printing, told in ((_slow, faulty, BookFaulty), (build._write_site, long, BuildFailed)):
        monkeypatch.setattr(build, "_write_site", making)
        monkeypatch.setattr(build, "write_books", printing)
        with pytest.raises(told):
            build.build_all(dataset, tmp_path / "site", lambda step, done: None)
    assert not (dataset.root / "late").exists()
    assert [] == multiprocessing.active_children()


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt])
def test_a_failed_or_interrupted_build_leaves_the_old_site(tmp_path: Path, failure: type[BaseException]) -> None:
    """Whatever ends the build, the old site stays and the unfinished one goes."""
    target = tmp_path / "site"
    target.mkdir()
    (target / "old.html").write_text("old")
    with pytest.raises(failure), replacing(target) as made:
        (made / "new.html").write_text("new")
        raise failure
    assert {"old.html": "old"} == files(target)
    assert [target] == list(tmp_path.iterdir())


def test_a_swap_cut_short_is_mended(tmp_path: Path) -> None:
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
    """The new directory can be read by others, as a web server needs."""
    with replacing(tmp_path / "site"):
        pass
    assert 0o755 == (tmp_path / "site").stat().st_mode & 0o777
