"""The vocabularies: values that name things of the world, with their words in each language."""

from __future__ import annotations

from pydantic import Field

from handbook.model.types import Name, Part, Slug

VOCABULARY = "data/vocabulary.yml"

Values = dict[Slug, Name]


class Vocabulary(Part):
    """The values that records choose from (data/vocabulary.yml), each in the order in which readers see them."""

    sections: Values = Field(default={})
    practice_kinds: Values = Field(default={})
    roles: Values = Field(default={})
    organisation_kinds: Values = Field(default={})
    place_kinds: Values = Field(default={})
    platform_kinds: Values = Field(default={})
    levels: Values = Field(default={})
