"""PDFs of the handbook."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from itertools import count
from pathlib import Path
from types import MappingProxyType

import pytest

from handbook.book.build import write_books
from handbook.book.inline_text import shown
from handbook.diagnostics import HandbookError
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.pages.build import build_pages
from handbook.pages.queries import Queries
from handbook.pages.render import render
from handbook.text.languages import language
from handbook.text.markdown import parser
from handbook.text.quotes import curled
from tests.helpers import handbook_of
from tests.helpers.other_machine import OTHER_MACHINE
from tests.helpers.pdf_structure import structure
from tests.helpers.rewritten import rewritten


@pytest.mark.parametrize(
    ("typed", "named"), [("\U0001f6a4", {"U+1F6A4"}), ("\u2764\ufe0f", {"U+2764", "U+FE0F"})]
)
def test_missing_character_is_named(tmp_path: Path, typed: str, named: set[str]) -> None:
    """A character the fonts lack is an error that names it, its record's file and the command that adds it."""
    root = handbook_of.good(tmp_path)
    file = root / "data/practices/joint-patrols.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("派出所]]每月", f"派出所]]每月{typed}"),
        encoding="utf-8",
    )
    with pytest.raises(HandbookError) as caught:
        write_books(render(load(root)[0]), tmp_path / "site", extracts=False)
    for finding in caught.value.diagnostics:
        said = finding.text("en")
        assert "book-character" == finding.code
        assert said.startswith("data/practices/joint-patrols.yml:")
        assert "./handbook fonts" in said
    assert named >= {finding.values["code"] for finding in caught.value.diagnostics}


#: What means something to Typst, to a shell or to a reader of text from right to left; nothing of it is Markdown.
HOSTILE = '#import "@preview/x": y; $x^2$ @ref // ] } "\u202e" /* #panic() = #[e] <label> \\u{41}'


def test_hostile_text_in_any_field_comes_out_as_itself(tmp_path: Path) -> None:
    """Hostile text in any field of any record, in any word of a page, comes out in the book as itself wherever the site shows it."""
    root = handbook_of.good(tmp_path)
    dataset: Dataset = load(root)[0]
    numbers = count(1)

    def attack(said: str) -> str:
        return f"{said} {HOSTILE} h{next(numbers)}h".lstrip()

    records = {key: rewritten(record, attack) for key, record in dataset.records.items()}
    prose = {
        key: page.model_copy(
            update={
                "body": f"{page.body}\n\nA {HOSTILE} h{next(numbers)}h\n",
                "title": f"{page.title} {HOSTILE}",
            }
        )
        for key, page in dataset.prose.items()
    }
    words = dict(dataset.labels.words)
    words["nature_note"] = {
        lang: f"{said} {HOSTILE.replace('{', '{{').replace('}', '}}')}"
        for lang, said in words["nature_note"].items()
    }
    attacked = dataclasses.replace(
        dataset,
        records=MappingProxyType(records),
        prose=MappingProxyType(prose),
        labels=dataset.labels.model_copy(update={"words": words}),
    )
    write_books(render(attacked), tmp_path / "site", extracts=False)
    for lang in dataset.languages:
        book = re.sub(r"[\s\xad]", "", structure(tmp_path / f"site/pdf/handbook.{lang}.pdf").text())
        quotes = language(lang, attacked.labels).quotes
        site = "".join(
            parser(quotes).convert(page.markdown) for page in build_pages(attacked, lang).values()
        )
        seen = set(re.findall(r"h\d+h", site))
        assert len(seen) > 20
        bare = re.sub(r"\s", "", shown(curled(HOSTILE, quotes)))
        # words in another language have that one's marks
        marks = str.maketrans("“”", '""')
        told, bare = book.translate(marks), bare.translate(marks)
        assert [] == sorted(number for number in seen if f"{bare}{number}" not in told)
        nature = re.sub(
            r"\s",
            "",
            shown(
                language(lang, attacked.labels).curled(attacked.labels.word("nature_note", lang))
            ),
        )
        assert 2 == book.count(nature)  # on the cover and behind it
        assert "\u202e" not in book


def test_files_are_those_that_the_site_offers(root: Path, tmp_path: Path) -> None:
    """What is written is what the site says there is."""
    dataset = load(root)[0]
    written = write_books(render(dataset), tmp_path / "site")
    shelves = [Queries(dataset, lang).shelves() for lang in dataset.languages]
    offered = {path for kinds in shelves for files in kinds.values() for _, path in files}
    assert sorted(offered) == [path.relative_to(tmp_path / "site").as_posix() for path in written]


def test_files_have_the_same_bytes_on_another_machine(root: Path, tmp_path: Path) -> None:
    """Neither folder, time zone, locale, number of processors nor permissions change a byte."""
    written = write_books(render(load(root)[0]), tmp_path / "site")
    program = (
        "import sys; from pathlib import Path; from handbook.load import load;"
        "from handbook.book.build import write_books; from handbook.pages.render import render;"
        "write_books(render(load(Path(sys.argv[1]))[0]), Path('again'))"
    )
    subprocess.run(
        [sys.executable, "-c", program, str(root)],
        cwd=tmp_path,
        env=OTHER_MACHINE,
        umask=0o077,
        check=True,
    )
    assert [path.read_bytes() for path in written] == [
        (tmp_path / "again/pdf" / path.name).read_bytes() for path in written
    ]
