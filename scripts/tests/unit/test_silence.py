"""What no editor wrote is not printed: of the source's silence only gaps speak."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from handbook.book.build import write_books
from handbook.book.notice_sheet import sheet_page
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.introspect import fields_of
from handbook.model.records import Practice
from handbook.pages.build import build_pages
from handbook.pages.render import render
from tests.helpers import handbook_of

#: What says that a source leaves something out.
SILENCE = re.compile(
    r"原文没有|没有(?:说明|写明|提到|给出)|未(?:说明|写明|提及)|不详|不明|哪里不清楚|not\s+(?:stated|say|said|given|known)|unclear|unknown",
    re.IGNORECASE,
)
#: A figure has a number or a statement, a term an editor's note or marks, and a row of the table of all
#: practices those who act or, where none is named, the places.
OTHERWISE = frozenset({"value", "unit", "statement", "editorial", "actors"})
#: Pages that tell what each field means, that of what a source does not say among them.
DESCRIBE_FIELDS = frozenset({"api", "data"})
GAPS = "gaps:\n  - zh: 经费\n    en: its cost\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return the small handbook, with a gap of each record."""
    files = {**handbook_of.FILES, **handbook_of.SITE}
    for path, text in files.items():
        if path.startswith("data/") and "cite:\n" in text:
            head, _, tail = re.sub(r"^gaps:\n(?:  .*\n)+", "", text, flags=re.M).rpartition(
                "\ncite:\n"
            )
            files[path] = f"{head}\n{GAPS}cite:\n{tail}" if head else text
    return handbook_of.write(tmp_path / "handbook", files)


def gapless(dataset: Dataset) -> Dataset:
    """Return a data set without any gap."""
    return replace(
        dataset,
        records={
            key: record.model_copy(update={"gaps": ()} if hasattr(record, "gaps") else {})
            for key, record in dataset.records.items()
        },
    )


def printed(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Yield (name, Markdown) of every page and sheet, in every language."""
    for lang in dataset.languages:
        for path, page in build_pages(dataset, lang, downloads=True).items():
            yield f"{path}.{lang}", page.markdown
        for practice in dataset.of(Practice):
            yield f"{practice.id}.sheet.{lang}", sheet_page(practice, dataset, lang).markdown


def test_without_gaps_no_page_speaks_of_silence(small: Path) -> None:
    """On pages and sheets the source is silent where an editor wrote what about, and nowhere else."""
    dataset = load(small)[0]
    silent = {name for name, text in printed(dataset) if SILENCE.search(text)}
    assert {
        "figures.en",
        "honours.zh",
        "places.en",
        "glossary.zh",
        "joint-patrols.sheet.zh",
    } < silent
    assert {} == {
        name: found[0]
        for name, text in printed(gapless(dataset))
        if name.partition(".")[0] not in DESCRIBE_FIELDS and (found := SILENCE.search(text))
    }


def test_without_gaps_no_pdf_speaks_of_silence(small: Path, tmp_path: Path) -> None:
    """In no PDF either, but for the handbooks' one explanation of the words."""
    dataset = load(small)[0]
    told = {}
    for name, each in (("with", dataset), ("without", gapless(dataset))):
        paths = write_books(render(each), tmp_path / name)
        command = [shutil.which("pdftotext") or "pdftotext", "-enc", "UTF-8"]
        texts = {
            path.name: subprocess.run(
                [*command, path, "-"], capture_output=True, check=True, text=True
            ).stdout
            for path in paths
        }
        told[name] = {
            path
            for path, text in texts.items()
            if len(SILENCE.findall(text)) > path.startswith("handbook.")
        }
    assert {"handbook.zh.pdf", "handbook.en.pdf", "joint-patrols.en.pdf"} <= told["with"]
    assert set() == told["without"]


def test_absent_field_prints_nothing(small: Path) -> None:
    """Without a field that may be left out, no page or sheet has a word that it has not with it."""
    dataset = load(small)[0]

    def words(state: Dataset) -> dict[str, set[str]]:
        return {name: set(re.findall(r"[A-Za-z]+|\w", text)) for name, text in printed(state)}

    full, tried = words(dataset), 0
    for record in dataset.records.values():
        for field in fields_of(type(record)).values():
            if field.required or field.name in OTHERWISE or not getattr(record, field.name):
                continue
            absent = type(record).model_fields[field.name].get_default()
            bare = record.model_copy(update={field.name: absent})
            found = words(replace(dataset, records={**dataset.records, record.id: bare}))
            added = {name: new - full[name] for name, new in found.items() if new - full[name]}
            assert {} == added, (record.id, field.name)
            tried += 1
    assert 30 < tried
