"""The models of the records.

Every field and limit of the data is declared here, with the types of `model.types`. The loader
validates with these models, the check reads their limits, and `handbook new` is generated from
them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, create_model, model_validator
from pydantic_core import PydanticCustomError

from handbook.model import vocabulary
from handbook.model.types import (
    Date,
    Day,
    HttpsUrl,
    Locator,
    Name,
    Names,
    Number,
    Paragraphs,
    Part,
    PeriodDate,
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


class Revision(StrEnum):
    """Whether a number may yet change, or has been changed."""

    PROVISIONAL = "provisional"
    REVISED = "revised"


class PracticeState(StrEnum):
    """Whether a practice goes on."""

    IN_FORCE = "in-force"
    TRIAL = "trial"
    ENDED = "ended"
    REPLACED = "replaced"


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
    def span(self) -> tuple[str, str]:
        """Return the first and the last date, which are the same but for a period."""
        return self.date, self.date


class Period(Dated):
    """What a number is of: a date, a quarter, or the time from one date to another."""

    date: PeriodDate
    cumulative: bool = False

    @property
    def span(self) -> tuple[str, str]:
        """Return the first and the last date: 2024-01 and 2024-03 of 2024-Q1."""
        year, _, quarter = self.date.partition("-Q")
        if quarter:
            return f"{year}-{int(quarter) * 3 - 2:02}", f"{year}-{int(quarter) * 3:02}"
        first, _, last = self.date.partition("/")
        return first, last or first


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


class Status(Part):
    """Whether a practice goes on, as the source tells it."""

    state: PracticeState
    since: Dated | None = None
    by: PracticeId | None = None
    cite: tuple[Locator, ...] = ()

    @model_validator(mode="after")
    def _replaced_by_something(self) -> Self:
        if self.state is PracticeState.REPLACED and self.by is None:
            raise PydanticCustomError("status-by-missing", "by")
        if self.by and self.state is not PracticeState.REPLACED:
            raise PydanticCustomError("status-by-surplus", "by")
        return self

    @property
    def is_over(self) -> bool:
        """Return whether the practice has ended, or another has taken its place."""
        return self.state in (PracticeState.ENDED, PracticeState.REPLACED)


class FormerName(Part):
    """What an organisation was called before."""

    name: Name
    until: Dated | None = None
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


class Observation(Part):
    """What a source reports of a figure for one period."""

    period: Period
    value: Number | None = Field(default=None, allow_inf_nan=False)
    statement: Prose | None = None
    unit: Name | None = None
    scope: Prose | None = None
    reported_by: OrganisationId | None = None
    status: Revision | None = None
    cite: Cites

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        _value_or_statement(self.value, self.statement)
        return self


# No class can declare a field whose name Python keeps for itself.
Observation = create_model(  # type: ignore[misc, call-overload]
    "Observation",
    __base__=Observation,
    __doc__=Observation.__doc__,
    **{"break": (Prose | None, None)},
)


def _value_or_statement(value: Number | None, statement: Prose | None) -> None:
    if (value is None) == (statement is None):
        raise PydanticCustomError("figure-value", "value or statement")


@dataclass(frozen=True, slots=True)
class Observed:
    """One number of a figure, or what is told in its place, with all that says what it means.

    Attributes:
        resumes: Why the series does not go on from the period before; None if it does.
    """

    measure: Measure
    value: Number | None
    statement: Prose | None
    unit: Name | None
    period: Period | None
    scope: Prose | None
    reported_by: str
    cite: tuple[str, ...]
    status: Revision | None = None
    resumes: Prose | None = None

    @property
    def as_observation(self) -> Observation:
        """Return it as a record has it, with what it has from its figure."""
        fields = {name: getattr(self, name, None) for name in Observation.model_fields}
        return Observation.model_construct(**fields | {"break": self.resumes})

    @property
    def said(self) -> tuple[object, ...]:
        """Return what two sources must agree on to say the same."""
        return self.value, self.statement, self.unit


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
    checked: Day | None = None


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
    status: Status | None = None
    happened: tuple[Happening, ...] = ()
    results: Results = Results()
    related: tuple[AnyId, ...] = ()
    tags: tuple[TermId, ...] = ()

    @property
    def is_over(self) -> bool:
        """Return whether it is told to have ended, or to have been replaced."""
        return self.status is not None and self.status.is_over


class Organisation(Called, Cited):
    """A body that acts."""

    folder = "organisations"
    kind: vocabulary.OrganisationKind
    parent: OrganisationId | None = None
    place: PlaceId | None = None
    former_names: tuple[FormerName, ...] = ()
    succeeded_by: OrganisationId | None = None
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
    """A number or a trend in words, with what it means; or one for each period."""

    folder = "figures"
    expected = ("value", "unit")
    headline: Whole | None = Field(default=None, ge=1)
    measure: Measure
    value: Number | None = Field(default=None, allow_inf_nan=False)
    statement: Prose | None = None
    unit: Name | None = None
    period: Period | None = None
    scope: Prose | None = None
    reported_by: OrganisationId
    observations: tuple[Observation, ...] = ()

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if not self.observations:
            _value_or_statement(self.value, self.statement)
        elif (self.value, self.statement, self.period) != (None, None, None):
            raise PydanticCustomError("figure-twice", "value or observations")
        if any(each.value is not None and each.unit is None for each in self.observed):
            raise PydanticCustomError("figure-unit", "unit")
        return self

    @property
    def observed(self) -> tuple[Observed, ...]:
        """Return what is reported, the oldest first; of a figure without observations, its number."""
        told: Sequence[Any] = in_time(self.observations) or [self]
        return tuple(
            Observed(
                self.measure,
                one.value,
                one.statement,
                one.unit or self.unit,
                one.period,
                one.scope or self.scope,
                one.reported_by or self.reported_by,
                one.cite,
                None if one is self else one.status,
                None if one is self else getattr(one, "break"),
            )
            for one in told
        )

    @property
    def periods(self) -> tuple[tuple[Observed, ...], ...]:
        """Return the accounts of each period, the oldest first; sources that agree give one."""
        groups = groupby(self.observed, key=lambda each: each.period and each.period.date)
        return tuple(_accounts(group) for _, group in groups)

    @property
    def is_series(self) -> bool:
        """Return whether there is more than one period."""
        return len(self.periods) > 1

    @property
    def latest(self) -> Period | None:
        """Return the newest period, if one is told."""
        return self.observed[-1].period

    @property
    def has_number(self) -> bool:
        """Return whether its newest period has a number."""
        return self.observed[-1].value is not None

    def at(self, period: str | None = None) -> tuple[Observed, ...]:
        """Return the accounts of a period as records write it, by default the newest."""
        told = [each for each in self.periods if each[0].period and each[0].period.date == period]
        return (told or self.periods)[-1]

    @property
    def dates(self) -> tuple[str, ...]:
        """Return the periods as records write them, the oldest first."""
        return tuple(each[0].period.date for each in self.periods if each[0].period)


def in_time(observations: Iterable[Observation]) -> list[Observation]:
    """Return observations by the end of their period, a year after its parts."""

    def key(observation: Observation) -> tuple[str, str]:
        first, last = observation.period.span
        return f"{last}-99", first

    return sorted(observations, key=key)


def _accounts(observed: Iterable[Observed]) -> tuple[Observed, ...]:
    """Return each account once, with the citations of all that give it; a revised one first."""
    accounts: list[Observed] = []
    for each in observed:
        same = [index for index, known in enumerate(accounts) if known.said == each.said]
        if not same:
            accounts.append(each)
        for index in same:
            cite = dict.fromkeys((*accounts[index].cite, *each.cite))
            accounts[index] = replace(accounts[index], cite=tuple(cite))
    return tuple(sorted(accounts, key=lambda each: each.status is not Revision.REVISED))


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
    expected = ("mark", "locator")
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
