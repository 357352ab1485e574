"""What the models say of their fields."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated

import pytest
import yaml
from pydantic import BaseModel, create_model

from handbook.diagnostics import MESSAGE_LANGUAGES
from handbook.model.dataset import FrontMatter
from handbook.model.editions import Edition
from handbook.model.introspect import dotted, field_at, fields_of
from handbook.model.kinds import KINDS
from handbook.model.labels import Labels, LabelsFile, LanguageSettings
from handbook.model.records import Component, Figure, Honour, Measure, Period, Practice, Record
from handbook.model.types import LOCATOR, FieldDescription, Name, To
from handbook.model.vocabulary import Vocabulary


def test_gaps_cite_and_notes_are_written_last() -> None:
    """Whatever a kind inherits, its own fields stand before its silences, citations and what is for editors."""
    assert ["gaps", "cite", "checked", "notes"] == list(fields_of(Practice))[-4:]
    assert ["id", "title"] == list(fields_of(Practice))[:2]


@pytest.mark.parametrize(
    ("model", "name", "is_list", "value_type"),
    [
        (Figure, "measure", False, Measure),
        (Figure, "period", False, Period),
        (Figure, "unit", False, Name),
        (Figure, "cite", True, str),
        (Practice, "components", True, Component),
        (Labels, "languages", False, LanguageSettings),
    ],
)
def test_type_is_that_of_the_value_or_of_its_items(
    model: type[BaseModel], name: str, is_list: bool, value_type: type
) -> None:
    """Optional, list, mapping and metadata are peeled off an annotation."""
    field = fields_of(model)[name]
    assert (is_list, value_type) == (field.is_list, field.type)


def test_references_and_patterns_are_found_in_lists_and_options() -> None:
    """The metadata of an annotation counts wherever it stands in it."""
    assert To(("organisations", "places")) == fields_of(Honour)["awarded_to"].refers_to
    assert To(("organisations",)) == fields_of(Figure)["reported_by"].refers_to
    assert LOCATOR == fields_of(Figure)["cite"].pattern
    assert fields_of(Figure)["unit"].refers_to is None


@pytest.mark.parametrize(
    ("zh", "en", "label"),
    [
        ("日期：年或月", "The date: a year or a month", {"zh": "日期", "en": "The date"}),
        ("网址（https）", "What it is, in a sentence", {"zh": "网址", "en": "What it is"}),
        (
            "给编者的备注，不发布",
            "A note; not published",
            {"zh": "给编者的备注，不发布", "en": "A note; not published"},
        ),
    ],
)
def test_label_ends_at_colon_bracket_or_comma(zh: str, en: str, label: dict[str, str]) -> None:
    """A description's first words are the field's name for readers."""
    model = create_model("Example", field=(Annotated[str, FieldDescription(zh=zh, en=en)], ...))
    assert label == fields_of(model)["field"].label


def test_field_at_a_path_is_the_innermost_one() -> None:
    """Indexes and languages name no field of their own; a path into nothing has none."""
    assert "title" == field_at(Practice, ("components", 0, "title", "zh")).name
    assert "components" == field_at(Practice, ("components", 0)).name
    assert field_at(Record, ("unheard-of",)) is None


def test_dotted_path_counts_items_from_one() -> None:
    """Editors count from 1."""
    assert "components[2].title.zh" == dotted(("components", 1, "title", "zh"))


def test_every_field_of_the_data_files_is_described_in_each_language_of_messages() -> None:
    """And fields.yml describes nothing else: no field twice, none that a model does not have."""
    models = [
        LabelsFile,
        Vocabulary,
        Edition,
        FrontMatter,
        *(kind.record for kind in KINDS.values()),
    ]
    for model in models:  # grows: parts of a model are models
        fields = fields_of(model)
        assert [] == [
            (model.__name__, name)
            for name, field in fields.items()
            if list(field.description) != list(MESSAGE_LANGUAGES)
        ]
        models += {field.model for field in fields.values() if field.model} - set(models)
    described = {base.__name__ for model in models for base in model.__mro__}
    assert (
        set()
        == set(yaml.safe_load((files("handbook.model") / "fields.yml").read_text("utf-8")))
        - described
    )
