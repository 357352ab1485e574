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
    """The home page comes first; a page without a number is one of the last, before those that are generated."""
    dataset = with_pages(tmp_path, index="", first="book: 2\n", second="book: 1\n", third="")
    paths = [path for path, lang in dataset.prose if lang == "zh"]
    planned = chapters.handbook(dataset, ["changes", "data", *paths, "search"])
    opening = [
        chapter.path for chapter in planned[: [chapter.level for chapter in planned].index(1, 1)]
    ]
    assert ["", "index", "second", "first"] == opening
    assert ["third", "changes", "data"] == [chapter.path for chapter in planned][-3:]
    assert "search" not in [chapter.path for chapter in planned]


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
