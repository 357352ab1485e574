"""The vocabularies: the values that records choose from, named in each language."""

from __future__ import annotations

from pydantic import Field

from handbook.model.types import Name, Part, Slug

VOCABULARY = "data/vocabulary.yml"

Values = dict[Slug, Name]


class Vocabulary(Part):
    """The vocabularies of data/vocabulary.yml, each in the order shown to readers."""

    sections: Values = Field(default={})
    practice_kinds: Values = Field(default={})
    roles: Values = Field(default={})
    organisation_kinds: Values = Field(default={})
    place_kinds: Values = Field(default={})
    platform_kinds: Values = Field(default={})
    levels: Values = Field(default={})
