"""A handbook that is loaded and checked again is as if it were the first time, and costs what changed."""

from __future__ import annotations

import random
from collections.abc import Callable
from cProfile import Profile
from pathlib import Path

import pytest

import handbook.load
from handbook.checks import check_handbook
from handbook.load import load
from handbook.load.translation_lock import LOCK, recorded
from handbook.model.dataset import Dataset
from handbook.model.labels import LABELS
from handbook.model.vocabulary import VOCABULARY
from handbook.pages.build import build_pages
from tests.helpers import handbook_of
from tests.helpers.slips import FIGURE, PAGE, PRACTICE, TERM

SOURCE = "data/sources/river-report.yml"
ENGLISH_PAGE = PAGE.replace(".zh.", ".en.")
#: What an editor does between two looks at the handbook: a file, what goes from it, and what comes.
EDITS = {
    "text": (PRACTICE, "每月", "每周"),
    "number": (PRACTICE, "12人", "13人"),
    "title": (PRACTICE, "两岸联合巡河", "两岸共同巡河"),
    "agreed name": (TERM, "zh: 河长制", "zh: 溪长制"),
    "value of a figure": (FIGURE, "value: 1728", "value: 1729"),
    "places of a source": (SOURCE, "places: 12", "places: 1"),
    "reference": (PRACTICE, "theme: river-safety", "theme: river-police"),
    "page": (PAGE, "{#", "。。{#"),
    "translation of a page": (ENGLISH_PAGE, "{#", "1,728 {#"),
    "front matter": (PAGE, "title:", "titel:"),
    "file that cannot be read": (PRACTICE, "kind: mechanism", "kind: mechanics"),
    "id": (TERM, "id: river-chief", "id: river-head"),
    "language": (LABELS, "  en:\n    name: English\n    locale: en_GB\n", ""),
    "word": (LABELS, "zh: 河畔手册", "zh: 河畔 手册"),
    "vocabulary": (VOCABULARY, "  mechanism:", "  mechanisms:"),
    "lock": (LOCK, "    - ", "    - 0123456789ab "),
    "no lock": (LOCK, None, None),
    "deleted": (TERM, None, None),
    "deleted source": (SOURCE, None, None),
    "deleted page": (PAGE, None, None),
    "deleted translation": (ENGLISH_PAGE, None, None),
}


def told(root: Path) -> tuple[object, ...]:
    """Return what is known of a handbook: what the check finds, its records, texts and stale texts."""
    try:
        dataset, findings = check_handbook(root)
    except handbook.load.Unloadable as error:
        return (error.diagnostics,)
    texts = [(each.file, each.field, each.text) for each in dataset.passages]
    return findings, dict(dataset.records), texts, dataset.stale, dataset.lock


@pytest.fixture
def afresh(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], tuple[object, ...]]:
    """Return a function that tells the same as `told`, with nothing known from before."""

    def of(root: Path) -> tuple[object, ...]:
        with monkeypatch.context() as patched:
            patched.setattr(handbook.load, "_last", (None, {}))
            return told(root)

    return of


def edit(root: Path, file: str, old: str | None, new: str | None) -> Callable[[], object]:
    """Change a handbook, and return what undoes the change."""
    path = root / file
    content = path.read_text(encoding="utf-8")
    if old is None or new is None:
        path.unlink()
    else:
        assert old in content, f"{old!r} is not in {file}"
        path.write_text(content.replace(old, new), encoding="utf-8")
    return lambda: path.write_text(content, encoding="utf-8")


@pytest.fixture
def locked(root: Path, dataset: Dataset) -> Path:
    """Return the root of the small good handbook, whose translations are recorded."""
    (root / LOCK).write_text(recorded(dataset), encoding="utf-8")
    return root


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
def test_what_is_loaded_again_is_what_is_there(
    locked: Path, afresh: Callable[[Path], tuple[object, ...]], change: tuple[str, str, str]
) -> None:
    """After each kind of change, and after it is undone, all is as on a first look."""
    before = told(locked)
    assert afresh(locked) == before
    undo = edit(locked, *change)
    assert afresh(locked) == told(locked) != before
    undo()
    assert before == told(locked)


def test_a_new_name_is_found_in_texts_that_stay(
    root: Path, afresh: Callable[[Path], tuple[object, ...]]
) -> None:
    """A number is compared between languages until a name has it."""
    edit(root, *EDITS["number"])
    assert "number-differs" in str(told(root)[0])
    edit(root, TERM, "aliases:\n", "aliases:\n  zh:\n    - 13人分三组\n")
    assert "number-differs" not in str(told(root)[0])
    assert afresh(root) == told(root)


def test_changes_that_follow_each_other_are_seen(
    locked: Path, afresh: Callable[[Path], tuple[object, ...]]
) -> None:
    """What was found under one change is forgotten under the next, in any order."""
    dice, undoing = random.Random(3), dict[str, Callable[[], object]]()
    for _ in range(40):
        name = dice.choice(list(EDITS))
        file = EDITS[name][0]
        if file in undoing:
            undoing.pop(file)()
        else:
            undoing[file] = edit(locked, *EDITS[name])
        assert afresh(locked) == told(locked), name


def calls(of: Callable[[], object]) -> dict[object, int]:
    """Return how often each function is called."""
    profile = Profile()
    profile.runcall(of)
    return {each.code: each.callcount for each in profile.getstats()}


def test_no_function_is_called_more_often_than_there_are_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four times the records take four times the calls, to load, to check and to make pages; a change takes few."""
    counted = []
    for size in (5, 40, 160):  # the first time, languages are learned
        root = handbook_of.synthetic(tmp_path / str(size), size)
        monkeypatch.setattr(handbook.load, "_last", (None, {}))
        first = calls(lambda root=root: check_handbook(root))
        dataset = load(root)[0]
        pages = calls(
            lambda dataset=dataset: [build_pages(dataset, each) for each in dataset.languages]
        )
        edit(root, PRACTICE, "每月", "每周")
        counted.append((first, pages, calls(lambda root=root: check_handbook(root))))
    _, (first, pages, _), (more, most, again) = counted
    for few, many in (
        (first, more),
        (pages, most),
    ):  # of pairs of records there are 16 times as many
        often = {code: count for code, count in many.items() if count > 1000}
        assert [] == [code for code, count in often.items() if count > 8 * few.get(code, 0)]
    assert 10 * sum(again.values()) < sum(more.values())
