"""The vocabularies: the values that records choose from, named in each language."""

from pydantic import Field

from handbook.model.types import Choice, Name, Part, Slug

VOCABULARY = "data/vocabulary.yml"

Values = dict[Slug, Name]


class Section(Choice, vocabulary="sections"):
    """A section of the site that holds themes."""


class PracticeKind(Choice, vocabulary="practice_kinds"):
    """What sort of practice it is."""


class Role(Choice, vocabulary="roles"):
    """What an organisation does in a practice, as far as the source says."""


class OrganisationKind(Choice, vocabulary="organisation_kinds"):
    """What sort of body it is."""


class PlaceKind(Choice, vocabulary="place_kinds"):
    """What sort of place it is."""


class PlatformKind(Choice, vocabulary="platform_kinds"):
    """What sort of platform it is."""


class Level(Choice, vocabulary="levels"):
    """The level of government an honour belongs to."""


#: The only vocabulary value that the engine knows: diagrams, lists and search show who leads a
#: practice. A vocabulary may lack it.
LEAD = Role("lead")


class Vocabulary(Part):
    """The vocabularies of data/vocabulary.yml, each in the order shown to readers."""

    sections: Values = Field(default={})
    practice_kinds: Values = Field(default={})
    roles: Values = Field(default={})
    organisation_kinds: Values = Field(default={})
    place_kinds: Values = Field(default={})
    platform_kinds: Values = Field(default={})
    levels: Values = Field(default={})
