"""Records and words of the real handbook."""

from __future__ import annotations

import re

from handbook.load.labels_file import engine_words
from handbook.load.yaml_style import in_style
from handbook.model.dataset import Dataset
from handbook.model.labels import LABELS
from handbook.model.records import Called, Cited, Source
from handbook.model.references import citations
from handbook.text import translation_state
from handbook.text.scanner import scan
from handbook.text.translation_state import State
from tests.helpers import ROOT


def test_every_record_of_the_handbook_is_in_style(real: Dataset) -> None:
    """The handbook's own records are kept so."""
    wrong = [
        record.id
        for record in real.records.values()
        if in_style(record, real.languages) != (ROOT / real.files[record.id]).read_text("utf-8")
    ]
    assert [] == wrong


def test_the_handbooks_own_translations_are_recorded(real: Dataset) -> None:
    """Every English text of the real handbook is recorded with the Chinese it was made from."""
    assert {State.FRESH} == {unit.state for unit in translation_state.units(real)}


def test_the_real_handbook_says_only_its_own_words(real: Dataset) -> None:
    """data/labels.yml repeats no word of the engine."""
    own = real.trees[LABELS]["words"]
    assert [] == [
        (key, lang)
        for key, texts in own.items()
        for lang, text in texts.items()
        if engine_words().get(key, {}).get(lang) == text
    ]


def test_real_handbook_has_the_parsers_headings_code_and_links(real: Dataset) -> None:
    """All texts of the handbook, parsed whole."""
    assert [] == [
        passage.file for passage in real.passages if scan(passage.text).difference() is not None
    ]


def test_gaps_are_noun_phrases(real: Dataset) -> None:
    """A page puts "not stated" before them, once, and the full stop after the last."""
    gaps = [passage for passage in real.passages if passage.field[:1] == ("gaps",)]
    assert gaps
    assert [] == [
        (passage.owner, passage.text)
        for passage in gaps
        if passage.text.endswith(("。", "."))
        or re.search(r"原文没有|source (does not|gives no)", passage.text)
    ]


def test_a_record_cites_what_its_texts_say_they_rest_on(real: Dataset) -> None:
    """Where a record cites several paragraphs, its texts or its parts name each, and no other."""
    named: dict[str, set[str]] = {}
    for passage in real.passages:
        locators = {link.target for link in scan(passage.text).wiki_links if link.locator}
        named.setdefault(passage.owner, set()).update(locators)
    wrong = {}
    for record in real.records.values():
        if isinstance(record, Cited) and len(record.cite) > 1:
            parts = {locator for field, locator in citations(record) if field[0] != "cite"}
            if set(record.cite) != named[record.id] | parts:
                wrong[record.id] = set(record.cite) ^ (named[record.id] | parts)
    assert {} == wrong


def test_a_source_says_what_each_paragraph_is_about(real: Dataset) -> None:
    """The marks lead to that."""
    assert [] == [s.id for s in real.of(Source) if len(s.contents) != s.places]


def test_what_has_a_name_in_chinese_has_its_reading(real: Dataset) -> None:
    """English pages print it beside the name."""
    assert [] == [record.id for record in real.of(Called) if not record.pinyin]
