"""The models of the records.

Every field and limit of the data is declared here, with the types of `model.types`. The loader
validates with these models, the check reads their limits, and `handbook new` is generated from
them.
"""

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from handbook.model import vocabulary
from handbook.model.types import (
    Date,
    HttpsUrl,
    Locator,
    Name,
    Names,
    Number,
    Paragraphs,
    Part,
    Pinyin,
    Prose,
    Slug,
    To,
    Whole,
)

# --- what records refer to ---

AnyId = Annotated[Slug, To()]
ThemeId = Annotated[Slug, To(("themes",))]
PracticeId = Annotated[Slug, To(("practices",))]
OrganisationId = Annotated[Slug, To(("organisations",))]
PlaceId = Annotated[Slug, To(("places",))]
HolderId = Annotated[Slug, To(("organisations", "places"))]
PlatformId = Annotated[Slug, To(("platforms",))]
FigureId = Annotated[Slug, To(("figures",))]
HonourId = Annotated[Slug, To(("honours",))]
TermId = Annotated[Slug, To(("terms",))]
SourceId = Annotated[Slug, To(("sources",))]
Cites = Annotated[tuple[Locator, ...], Field(min_length=1)]


class LocatorKind(StrEnum):
    """What the places of a source are that citations name by number."""

    PARAGRAPH = "paragraph"
    PAGE = "page"
    SECTION = "section"
    TABLE = "table"


class Measure(StrEnum):
    """What a figure measures, and so how it is drawn."""

    COUNT = "count"
    LENGTH = "length"
    SHARE = "share"
    RUN = "run"
    RANK = "rank"
    TREND = "trend"


# --- parts ---


class Dated(Part):
    """A date as precise as the source gives it."""

    date: Date
    inferred: bool = False
    basis: Prose | None = None

    @model_validator(mode="after")
    def _rests_on_something(self) -> Self:
        if self.inferred and self.basis is None:
            raise PydanticCustomError("date-basis", "basis")
        if self.basis and not self.inferred:
            raise PydanticCustomError("date-inferred", "inferred")
        return self

    @property
    def precision(self) -> str:
        """Return `year`, `month` or `day`."""
        return ("year", "month", "day")[self.date.count("-")]


class Component(Part):
    """One of the parts a practice consists of, or one of its steps."""

    id: Slug
    title: Name
    text: Paragraphs | None = None
    platforms: tuple[PlatformId, ...] = ()
    cite: tuple[Locator, ...] = ()


class Actor(Part):
    """An organisation that takes part in a practice."""

    organisation: OrganisationId
    role: vocabulary.Role
    inferred: bool = False
    text: Prose | None = None
    cite: tuple[Locator, ...] = ()


class Happening(Part):
    """Something that happened once a practice had begun, and has a date."""

    text: Prose
    date: Dated
    cite: tuple[Locator, ...] = ()


class Statement(Part):
    """A result reported in words."""

    text: Prose
    cite: tuple[Locator, ...] = ()


class Results(Part):
    """What a practice is reported to have achieved."""

    figures: tuple[FigureId, ...] = ()
    honours: tuple[HonourId, ...] = ()
    statements: tuple[Statement, ...] = ()


class Account(Part):
    """What a source says, where another says something else."""

    text: Prose
    cite: Cites


class Disagreement(Part):
    """Something that sources tell differently: what each of them says, side by side."""

    about: Prose
    accounts: tuple[Account, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _of_several_sources(self) -> Self:
        cited = (locator for account in self.accounts for locator in account.cite)
        if len(self.accounts) < 2 or len({each.partition("#")[0] for each in cited}) < 2:
            raise PydanticCustomError("differences-sources", "accounts")
        return self


class Archive(Part):
    """A copy of a source in an archive of the web."""

    url: HttpsUrl
    date: Date


class Answer(Part):
    """What a record did not state before there was the source."""

    record: AnyId
    gap: Prose


# --- records ---


class Record(Part):
    """What every record has.

    Attributes:
        folder: The folder of data/ that holds the files.
        expected: The fields that a starting file has besides those that no record can do without.
    """

    folder: ClassVar[str]
    expected: ClassVar[tuple[str, ...]] = ()

    id: Slug
    title: Name
    was: tuple[Slug, ...] = ()


class Named(Record):
    """A record that readers can look up under several names."""

    aliases: Names = Names({})
    search_terms: Names = Names({})


class Described(Named):
    """A record that says in a sentence or two what it is about."""

    summary: Prose


class Called(Described):
    """What a record is called in short, and how that is read."""

    expected = ("pinyin",)
    short_title: Name | None = None
    pinyin: Pinyin | None = None


class Cited(Part):
    """What rests on sources: where they differ, what they do not state, the citations, notes."""

    differences: tuple[Disagreement, ...] = ()
    gaps: tuple[Prose, ...] = ()
    cite: Cites
    notes: str | None = None


class Theme(Described, Cited):
    """One of the handbook's themes, with a page of its own."""

    folder = "themes"
    section: vocabulary.Section
    order: Whole = Field(ge=1)


class Practice(Called, Cited):
    """Something that is done: a mechanism, service, agreement, campaign …"""

    folder = "practices"
    theme: ThemeId
    kind: vocabulary.PracticeKind
    order: Whole | None = Field(default=None, ge=1)
    problem: Paragraphs | None = None
    how: Paragraphs | None = None
    components: tuple[Component, ...] = ()
    steps: tuple[Component, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[PlaceId, ...] = ()
    platforms: tuple[PlatformId, ...] = ()
    started: Dated | None = None
    happened: tuple[Happening, ...] = ()
    results: Results = Results()
    related: tuple[AnyId, ...] = ()
    tags: tuple[TermId, ...] = ()


class Organisation(Called, Cited):
    """A body that acts."""

    folder = "organisations"
    kind: vocabulary.OrganisationKind
    parent: OrganisationId | None = None
    place: PlaceId | None = None
    text: Paragraphs | None = None


class Place(Called, Cited):
    """Somewhere that things happen."""

    folder = "places"
    kind: vocabulary.PlaceKind
    parent: PlaceId | None = None
    text: Paragraphs | None = None


class Platform(Called, Cited):
    """A hotline or information system."""

    folder = "platforms"
    kind: vocabulary.PlatformKind
    text: Paragraphs | None = None


class Figure(Described, Cited):
    """One number, or one trend in words, with all that says what it means."""

    folder = "figures"
    expected = ("value", "unit")
    headline: Whole | None = Field(default=None, ge=1)
    measure: Measure
    value: Number | None = Field(default=None, allow_inf_nan=False)
    statement: Prose | None = None
    unit: Name | None = None
    period: Dated | None = None
    scope: Prose | None = None
    reported_by: OrganisationId

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if (self.value is None) == (self.statement is None):
            raise PydanticCustomError("figure-value", "value or statement")
        if self.value is not None and self.unit is None:
            raise PydanticCustomError("figure-unit", "unit")
        return self


class Honour(Called, Cited):
    """A distinction the source reports."""

    folder = "honours"
    level: vocabulary.Level
    year: Dated | None = None
    awarded_to: tuple[HolderId, ...] = ()
    awarded_for: tuple[PracticeId, ...] = ()
    figures: tuple[FigureId, ...] = ()


class Term(Named, Cited):
    """A word the handbook uses in one agreed way."""

    folder = "terms"
    pinyin: Pinyin
    definition: Prose
    editorial: bool = False
    usage: Prose | None = None
    related: tuple[AnyId, ...] = ()

    @property
    def summary(self) -> Prose:
        """Return the definition, which serves as the summary in lists of records."""
        return self.definition


class Source(Record):
    """A published text that facts are taken from."""

    folder = "sources"
    expected = ("mark",)
    authors: tuple[Name, ...] = ()
    publisher: OrganisationId
    date: Dated
    url: HttpsUrl | None = None
    archives: tuple[Archive, ...] = ()
    mark: Name | None = None
    locator: LocatorKind = LocatorKind.PARAGRAPH
    places: Whole = Field(ge=1, le=9999)
    contents: tuple[Prose, ...] = ()
    summary: Prose
    nature: Prose
    corrects: tuple[SourceId, ...] = ()
    supersedes: tuple[SourceId, ...] = ()
    answers: tuple[Answer, ...] = ()
    gaps: tuple[Prose, ...] = ()
    notes: str | None = None

    @property
    def cite(self) -> tuple[str, ...]:
        """Return no citations: a source cites nothing."""
        return ()


class Correction(Record):
    """An error that was published, and what stands there now."""

    folder = "corrections"
    about: AnyId
    wrong: Prose
    since: Dated | None = None
    now: Prose
    corrected: Dated
    noticed_by: Name | None = None
    cite: tuple[Locator, ...] = ()
    notes: str | None = None

    @property
    def summary(self) -> Prose:
        """Return the corrected text, which serves as the summary in lists of records."""
        return self.now
