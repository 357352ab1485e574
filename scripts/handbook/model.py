"""The records of the handbook and the frozen data set they form.

Every enumeration, field and limit of the data is stated here and nowhere else: the loader validates with these models, the
check reads their limits, ``handbook new`` and the JSON Schemas are generated from them.

A record's texts come in three types, because rules treat them differently:

* `Name`  – what a thing is called; no links, and numbers in it are part of the name;
* `Prose` – sentences about it; wiki links allowed, numbers come from figures;
* `Names` – other names, a list for each language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

SLUG = r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$"
LOCATOR = r"^(?P<source>[a-z0-9-]+)#(?P<paragraph>[1-9][0-9]*)$"
DATE = r"^[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?$"
HTTPS = r"^https://[^\s]+$"

MAX_ID = 60

#: Ids that would take the address of something else (design §5).
RESERVED = frozenset({"handbook", "index", "search", "api", "pdf", "data", "admin"})


@dataclass(frozen=True, slots=True)
class To:
    """Marks a field as the id of a record of one of these folders; of any kind where none is named."""

    folders: tuple[str, ...] = ()


def is_slug(text: str) -> bool:
    """Return whether a text is a well-formed id."""
    return re.fullmatch(SLUG, text) is not None and len(text) <= MAX_ID


Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=MAX_ID)]
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
Locator = Annotated[str, StringConstraints(pattern=LOCATOR)]
Pinyin = Annotated[str, StringConstraints(pattern=r"^[a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü'’\- ,]+$")]


def described(zh: str, en: str, *examples: Any, **constraints: Any) -> Any:
    """Return a pydantic field described in both languages; the only field is required unless a default is given."""
    return Field(description=en, examples=list(examples) or None, json_schema_extra={"x-zh": zh}, **constraints)


class Part(BaseModel):
    """Anything written inside a record: frozen, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=False)


class Text(RootModel[dict[str, str]]):
    """One text in every language of the handbook; the first language is always there."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="after")
    def _languages(self, info: ValidationInfo) -> Self:
        _known_languages(self.root, info)
        return self

    def __contains__(self, lang: str) -> bool:
        return lang in self.root

    def items(self) -> Iterator[tuple[str, str]]:
        """Yield each language with its text."""
        yield from self.root.items()

    def get(self, lang: str) -> str | None:
        """Return the text in a language, or None where nobody has written it."""
        return self.root.get(lang)

    def resolve(self, lang: str) -> tuple[str, str]:
        """Return (text, its language): the asked language, or the first one where that is missing."""
        if lang in self.root:
            return self.root[lang], lang
        first = next(iter(self.root))
        return self.root[first], first


class Name(Text):
    """What something is called."""


class Prose(Text):
    """Sentences about something; `[[id]]` links to a record and `[[source#8]]` cites a paragraph."""


class Names(RootModel[dict[str, tuple[str, ...]]]):
    """Other names by which readers look for something, a list for each language."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="after")
    def _languages(self, info: ValidationInfo) -> Self:
        if self.root:
            _known_languages(self.root, info, first_required=False)
        return self

    def get(self, lang: str) -> tuple[str, ...]:
        """Return the other names in a language."""
        return self.root.get(lang, ())

    def items(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each language with its names."""
        yield from self.root.items()


def _known_languages(given: Mapping[str, object], info: ValidationInfo, first_required: bool = True) -> None:
    languages: tuple[str, ...] = (info.context or {}).get("languages", ("zh", "en"))
    for lang in given:
        if lang not in languages:
            raise PydanticCustomError("language_unknown", "{found}", {"found": lang, "accepted": list(languages)})
    if first_required and languages[0] not in given:
        raise PydanticCustomError("language_missing", "{missing}", {"missing": languages[0]})


# --- enumerations: the values; their words in each language stand in data/labels.yml -----------------------------------


class Section(StrEnum):
    """The parts of the site that hold themes."""

    SAFETY = "safety"
    BUSINESS_ENVIRONMENT = "business-environment"


class PracticeKind(StrEnum):
    """What sort of practice it is."""

    MECHANISM = "mechanism"
    SERVICE = "service"
    AGREEMENT = "agreement"
    CAMPAIGN = "campaign"
    OUTREACH = "outreach"
    ENFORCEMENT = "enforcement"
    COURT = "court"
    PROSECUTION = "prosecution"
    TEAM = "team"
    REFORM = "reform"


class Role(StrEnum):
    """What an organisation does in a practice, as far as the source says."""

    LEAD = "lead"
    PARTNER = "partner"
    SIGNATORY = "signatory"
    STATIONED = "stationed"


class OrganisationKind(StrEnum):
    """What sort of body it is."""

    POLICE = "police"
    PROCURATORATE = "procuratorate"
    COURT = "court"
    JUSTICE = "justice"
    FEDERATION = "federation"
    CENTRE = "centre"
    TOWN = "town"
    MEDIA = "media"


class PlaceKind(StrEnum):
    """What sort of place it is."""

    COUNTY_LEVEL_CITY = "county-level-city"
    DISTRICT = "district"
    TOWN = "town"
    VILLAGE = "village"
    MARKET = "market"


class PlatformKind(StrEnum):
    """What sort of platform it is."""

    HOTLINE = "hotline"
    INFORMATION_SYSTEM = "information-system"


class Measure(StrEnum):
    """What a figure measures, and so how it is drawn."""

    COUNT = "count"
    LENGTH = "length"
    SHARE = "share"
    RUN = "run"
    RANK = "rank"
    TREND = "trend"


class Level(StrEnum):
    """The level of government an honour belongs to."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    PREFECTURAL = "prefectural"


# --- parts of records ------------------------------------------------------------------------------------------------


def _real_day(value: str) -> str:
    if len(value) == 10:
        import datetime

        try:
            datetime.date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("no_such_day", "{found}", {"found": value}) from None
    return value


Date = Annotated[str, StringConstraints(pattern=DATE), AfterValidator(_real_day)]
Cites = Annotated[tuple[Locator, ...], Field(min_length=1)]


class Dated(Part):
    """A date as precise as the source gives it."""

    date: Date = described("日期：年、年-月或年-月-日", "The date: a year, a month or a day", "2023-08")
    inferred: bool = described("是否由上下文推断", "Whether it is inferred rather than stated", "true", default=False)
    basis: Prose | None = described("依据：原文怎么说", "What the source says that it rests on", default=None)

    @property
    def precision(self) -> str:
        """Return `year`, `month` or `day`."""
        return ("year", "month", "day")[self.date.count("-")]


class Component(Part):
    """One of the parts a practice consists of, or one of its steps."""

    id: Slug = described("部分的标识（页内锚点）", "Its id, the anchor on the page", "joint-mediation")
    title: Name = described("名称", "What it is called")
    text: Prose | None = described("说明", "What it is", default=None)
    platforms: tuple[PlatformId, ...] = described("涉及的平台", "Platforms it uses", default=())
    cite: tuple[Locator, ...] = described("出处（缺省用整条记录的出处）", "Citations, if not the record's", default=())


class Actor(Part):
    """An organisation that takes part in a practice."""

    organisation: OrganisationId = described("机构的标识", "The organisation's id", "court")
    role: Role = described("角色", "Its role", "lead")
    text: Prose | None = described("做什么", "What it does", default=None)
    cite: tuple[Locator, ...] = described("出处（缺省用整条记录的出处）", "Citations, if not the record's", default=())


class Statement(Part):
    """A result reported in words."""

    text: Prose = described("内容", "What is reported")
    cite: tuple[Locator, ...] = described("出处（缺省用整条记录的出处）", "Citations, if not the record's", default=())


class Results(Part):
    """What a practice is reported to have achieved."""

    figures: tuple[FigureId, ...] = described("数字", "Figures", default=())
    honours: tuple[HonourId, ...] = described("荣誉", "Honours", default=())
    statements: tuple[Statement, ...] = described("用文字报告的成效", "Results reported in words", default=())


# --- records ---------------------------------------------------------------------------------------------------------


class Record(Part):
    """What every record has."""

    folder: ClassVar[str]

    id: Slug = described("标识：小写英文、数字和连字符，与文件名相同", "Lower-case id, the same as the file's name", "five-joint")
    title: Name = described("名称", "Its name")


class Described(Record):
    """A record that readers can look up under several names."""

    aliases: Names = described("别名：读者可能用的其他叫法", "Other names readers may use", default=Names({}))
    summary: Prose = described("一两句话说明它是什么", "What it is, in a sentence or two")


class Cited(Part):
    """What rests on the source: its citations, its silences, and the editors' notes."""

    gaps: tuple[Prose, ...] = described("原文没有说明的地方", "What the source does not say", default=())
    cite: Cites = described("出处：来源标识#段落号", "Citations: source id # paragraph", "pinghu-safety-2024#8")
    notes: str | None = described("给编者的备注，不发布", "A note for editors; not published", default=None)


class Theme(Described, Cited):
    """One of the handbook's themes, with a page of its own."""

    folder = "themes"
    section: Section = described("所在栏目", "The section it stands in", "safety")
    order: int = described("次序", "Its place in the order of themes", "1", ge=1)


class Practice(Described, Cited):
    """Something that is done: a mechanism, service, agreement, campaign …"""

    folder = "practices"
    theme: ThemeId = described("主题的标识", "The theme's id", "grassroots-governance")
    kind: PracticeKind = described("类型", "Its kind", "mechanism")
    problem: Prose | None = described("它回应什么问题", "What problem it answers", default=None)
    how: Prose | None = described("怎样运作", "How it works", default=None)
    components: tuple[Component, ...] = described("组成部分", "The parts it consists of", default=())
    steps: tuple[Component, ...] = described("步骤，按先后", "Its steps, in order", default=())
    actors: tuple[Actor, ...] = described("谁来做", "Who does what", default=())
    places: tuple[PlaceId, ...] = described("地点", "Where", default=())
    platforms: tuple[PlatformId, ...] = described("平台", "The platforms it uses", default=())
    started: Dated | None = described("何时开始", "When it began", default=None)
    results: Results = described("报告的成效", "What it is reported to have achieved", default=Results())
    related: tuple[AnyId, ...] = described("相关的条目", "What it belongs with", default=())
    tags: tuple[TermId, ...] = described("所涉术语", "The terms it is about", "one-window", default=())


class Organisation(Described, Cited):
    """A body that acts."""

    folder = "organisations"
    short_title: Name | None = described("简称", "Its short name", default=None)
    kind: OrganisationKind = described("类型", "Its kind", "court")
    parent: OrganisationId | None = described("上级机构", "The organisation it belongs to", default=None)
    place: PlaceId | None = described("所在地", "The place it serves", "pinghu", default=None)
    text: Prose | None = described("正文", "What the source says of it", default=None)


class Place(Described, Cited):
    """Somewhere that things happen."""

    folder = "places"
    short_title: Name | None = described("简称", "Its short name", default=None)
    pinyin: Pinyin | None = described("拼音（标声调）", "Pinyin with tones", "Pínghú", default=None)
    kind: PlaceKind = described("类型", "Its kind", "town")
    parent: PlaceId | None = described("上级地方", "The place it lies in", "pinghu", default=None)
    text: Prose | None = described("正文", "What the source says of it", default=None)


class Platform(Described, Cited):
    """A hotline or information system."""

    folder = "platforms"
    short_title: Name | None = described("简称", "Its short name", default=None)
    kind: PlatformKind = described("类型", "Its kind", "hotline")
    text: Prose | None = described("正文", "What the source says of it", default=None)


class Figure(Described, Cited):
    """One number, or one trend in words, with all that says what it means."""

    folder = "figures"
    measure: Measure = described("度量方式", "What it measures", "count")
    value: Decimal | None = described("数值", "The number", "17282", default=None, allow_inf_nan=False)
    statement: Prose | None = described("没有数字时的文字表述", "What is reported, where there is no number", default=None)
    unit: Name | None = described("单位", "The unit", default=None)
    period: Dated | None = described("时期", "The period it covers", default=None)
    scope: Prose | None = described("统计范围", "What it covers", default=None)
    reported_by: OrganisationId = described("由谁报告", "Who reports it", "jiaxing-political-legal-media")

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if (self.value is None) == (self.statement is None):
            raise PydanticCustomError("figure_value", "value or statement")
        if self.value is not None and self.unit is None:
            raise PydanticCustomError("figure_unit", "unit")
        return self


class Honour(Described, Cited):
    """A distinction the source reports."""

    folder = "honours"
    level: Level = described("级别", "The level of government", "provincial")
    year: Dated | None = described("年份", "The year", default=None)
    awarded_to: tuple[HolderId, ...] = described("授予谁", "Who or what received it", default=())
    awarded_for: tuple[PracticeId, ...] = described("因何授予", "What it was given for", default=())
    figures: tuple[FigureId, ...] = described("相关数字", "Figures that belong to it", default=())


class Term(Record, Cited):
    """A word the handbook uses in one agreed way."""

    folder = "terms"
    pinyin: Pinyin = described("拼音（标声调）", "Pinyin with tones", "píng'ān jiànshè")
    aliases: Names = described("别名，以及英文里可用的其他写法", "Other names, and other English forms that may stand", default=Names({}))
    definition: Prose = described("释义", "What it means")
    editorial: bool = described("释义是否超出原文", "Whether the definition goes beyond the source", "true", default=False)
    usage: Prose | None = described("原文怎样用它", "How the source uses it", default=None)
    related: tuple[AnyId, ...] = described("参见", "See also", default=())

    @property
    def summary(self) -> Prose:
        """Return the definition, which is a term's summary wherever records are listed."""
        return self.definition


class Source(Record):
    """A published text that facts are taken from."""

    folder = "sources"
    authors: tuple[Name, ...] = described("署名", "By-line", default=())
    publisher: OrganisationId = described("发布者", "The organisation that published it")
    date: Dated = described("日期", "When it was published")
    url: Annotated[str, StringConstraints(pattern=HTTPS)] | None = described("网址（https）", "Its address", default=None)
    paragraphs: int = described("段落数", "How many numbered paragraphs it has", "20", ge=1, le=9999)
    summary: Prose = described("内容概要", "What it is about")
    nature: Prose = described("性质：谁说的、能说明什么", "Its nature: whose account it is")
    gaps: tuple[Prose, ...] = described("它没有说明的地方", "What it does not say of itself", default=())
    notes: str | None = described("给编者的备注，不发布", "A note for editors; not published", default=None)

    @property
    def cite(self) -> tuple[str, ...]:
        """Return nothing: a source rests on itself."""
        return ()


#: Every kind of record by the folder its files stand in, in the order in which they are listed to readers.
KINDS: dict[str, type[Record]] = {
    kind.folder: kind for kind in (Theme, Practice, Organisation, Place, Platform, Figure, Honour, Term, Source)
}

R = TypeVar("R", bound=Record)


# --- prose, words, and the data set ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProsePage:
    """A hand-written page in one language: its path below docs/ without language, and its text after the front matter."""

    path: str
    lang: str
    file: str
    title: str
    description: str
    body: str
    first_line: int


class Language(Part):
    """How a language is named and how it writes numbers and lists."""

    name: str = described("语言自己的名称", "Its own name for itself", "简体中文")
    locale: str = described("日期格式所用的地区", "The locale dates are written in", "zh_CN")
    group: str = described("千位分隔符", "What parts thousands", ",", default="")
    separator: str = described("并列的分隔", "What stands between the items of a list", "、", default=", ")
    colon: str = described("冒号", "What stands between a label and its text", "：", default=": ")
    open_quote: str = described("引号（开）", "The opening quotation mark", "“", default='"')
    close_quote: str = described("引号（闭）", "The closing quotation mark", "”", default='"')


class Labels(Part):
    """The interface's words in every language of the handbook (data/labels.yml)."""

    languages: dict[str, Language] = described("语言，第一种为主", "The languages, the first one leading")
    words: dict[str, dict[str, str]] = described("界面用语", "The words, by key and language")

    def word(self, key: str, lang: str, **values: object) -> str:
        """Return a word or sentence of the interface with `{name}` filled in; KeyError names a key that is not there."""
        return self.words[key][lang].format(**values)


@dataclass(frozen=True)
class Passage:
    """One text of a record or page in one language, with where it stands."""

    owner: str
    file: str
    field: tuple[str | int, ...]
    lang: str
    text: str
    type: type[Text]


@dataclass(frozen=True)
class Dataset:
    """Everything the outputs are made from, loaded once and never changed.

    `records` are by id, in the order of `KINDS` and then of ids; `prose` by (path, language); `trees` hold each record's places.
    """

    root: Path
    labels: Labels
    records: Mapping[str, Record]
    prose: Mapping[tuple[str, str], ProsePage]
    files: Mapping[str, str]
    trees: Mapping[str, Any] = field(repr=False)

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages, the leading one first."""
        return tuple(self.labels.languages)

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """Return the records of a kind."""
        return tuple(record for record in self.records.values() if isinstance(record, kind))

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """Return the themes in their order."""
        return tuple(sorted(self.of(Theme), key=lambda theme: theme.order))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Return every text of every record, then every page of prose."""
        found = [
            Passage(record.id, self.files[record.id], where, lang, text, kind)
            for record in self.records.values()
            for where, kind, lang, text in texts_of(record)
        ]
        found += [Passage(f"docs/{page.path}", page.file, (), page.lang, page.body, Prose) for page in self.prose.values()]
        return tuple(found)


def texts_of(part: BaseModel) -> Iterator[tuple[tuple[str | int, ...], type[Text], str, str]]:
    """Yield (path, type, language, text) for every text inside a record, in the order of its fields."""
    for name, value in part.__dict__.items():
        yield from _texts((name,), value)


def _texts(where: tuple[str | int, ...], value: object) -> Iterator[tuple[tuple[str | int, ...], type[Text], str, str]]:
    if isinstance(value, Text):
        for lang, text in value.items():
            yield (*where, lang), type(value), lang, text
    elif isinstance(value, Names):
        for lang, names in value.items():
            for index, name in enumerate(names):
                yield (*where, lang, index), Name, lang, name
    elif isinstance(value, BaseModel):
        for path, kind, lang, text in texts_of(value):
            yield (*where, *path), kind, lang, text
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts((*where, index), item)
