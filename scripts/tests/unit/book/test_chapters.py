"""The order of the book's chapters comes from the data."""

from __future__ import annotations

from pathlib import Path

from handbook.book import chapters
from handbook.load import load
from handbook.model.dataset import Dataset
from tests.helpers import handbook_of


def with_pages(root: Path, **numbers: str) -> Dataset:
    """Return the small handbook with pages that stand in the book where their front matter says."""
    handbook_of.good(root)
    for name, front in numbers.items():
        for lang, title in (("zh", "页"), ("en", "Page")):
            text = f"---\ntitle: {title}\ndescription: {title}\n{front if lang == 'zh' else ''}---\n\n# {title}\n"
            (root / f"docs/{name}.{lang}.md").write_text(text, encoding="utf-8")
    return load(root)[0]


def test_pages_open_the_book_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    """Then come the numbers of the home page and the practices, on a left page; a page without a number is in no book."""
    dataset = with_pages(tmp_path, index="", first="book: 2\n", second="book: 1\n", third="")
    planned = [*chapters.handbook(dataset)]
    paths = [chapter.path for chapter in planned]
    assert ["second", "first", "index", "practices"] == paths[:4]
    assert "left" == planned[3].opens
    assert "third" not in paths


def test_a_part_holds_the_theme_its_practices_and_what_closes_it(dataset: Dataset) -> None:
    """It opens on a right page; every kind but those that parts tell is looked up after them, and none of the web's lists."""
    planned = [*chapters.handbook(dataset)]
    page = "safety/river-safety"
    at = [chapter.path for chapter in planned].index(page)
    opening, practice, closing = planned[at : at + 3]
    assert ("right", True, 1) == (opening.opens, opening.ends, opening.level)
    assert (f"{page}/joint-patrols", 2) == (practice.path, practice.level)
    assert (page, opening.part, False) == (closing.path, closing.part, closing.ends)
    assert [
        "about/reading-figures", "figures", "honours", "organisations", "places", "platforms",
        "glossary", "sources", "sources/river-report",
    ] == [chapter.path for chapter in planned[at + 3 :]]  # fmt: skip


def test_the_book_of_a_theme_has_the_entries_that_it_mentions(dataset: Dataset) -> None:
    """Lists hold these alone; a source that it does not cite is left out."""
    [theme] = dataset.themes
    for mentioned, has in (({"places#river-town"}, False), ({"sources/river-report"}, True)):
        planned = [*chapters.of_theme(theme, dataset, mentioned)]
        assert has == ("sources/river-report" in [chapter.path for chapter in planned])
        assert {None, *map(id, [mentioned])} == {each.only and id(each.only) for each in planned}


def test_number_that_is_none_is_reported(tmp_path: Path) -> None:
    """An editor's slip in the front matter is told with its place."""
    with_pages(tmp_path, first="book: soon\n")
    found = [
        diagnostic
        for diagnostic in load(tmp_path)[1]
        if diagnostic.place.path == "docs/first.zh.md"
    ]
    assert [("book", 4)] == [
        (diagnostic.place.field, diagnostic.place.line) for diagnostic in found
    ]
