"""The vocabularies: values that name things of the world, with their words in each language."""

from __future__ import annotations

from handbook.model.types import Name, Part, Slug, described

VOCABULARY = "data/vocabulary.yml"


class Vocabulary(Part):
    """The values that records choose from (data/vocabulary.yml), each in the order in which readers see them."""

    sections: dict[Slug, Name] = described("主题所在的栏目", "The sections that hold themes", default={})
    practice_kinds: dict[Slug, Name] = described("做法的类型", "Kinds of practice", default={})
    roles: dict[Slug, Name] = described("机构在做法里的角色", "Roles of organisations in practices", default={})
    organisation_kinds: dict[Slug, Name] = described("机构的类型", "Kinds of organisation", default={})
    place_kinds: dict[Slug, Name] = described("地点的类型", "Kinds of place", default={})
    platform_kinds: dict[Slug, Name] = described("平台的类型", "Kinds of platform", default={})
    levels: dict[Slug, Name] = described("荣誉的级别", "Levels of honours", default={})
