"""Records and words of the real handbook."""

from __future__ import annotations

from handbook.load.labels_file import engine_words
from handbook.load.yaml_style import in_style
from handbook.model.dataset import Dataset
from handbook.model.labels import LABELS
from handbook.text import translations
from handbook.text.scanner import scan
from handbook.text.translations import State
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
    assert {State.FRESH} == {unit.state for unit in translations.units(real)}


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
