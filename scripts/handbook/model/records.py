"""The records of the handbook and the frozen data set they form.

Every field and limit of the data is stated here (its make in `fields`) and nowhere else: the loader validates with these models, the
check reads their limits, and `handbook new` is generated from them.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from handbook.model.types import (
    HTTPS,
    AnyId,
    Cites,
    Date,
    FigureId,
    HolderId,
    HonourId,
    Level,
    Locator,
    Measure,
    Name,
    Names,
    Number,
    OrganisationId,
    OrganisationKind,
    Part,
    Pinyin,
    PlaceId,
    PlaceKind,
    PlatformId,
    PlatformKind,
    PracticeId,
    PracticeKind,
    Prose,
    Role,
    Section,
    Slug,
    TermId,
    ThemeId,
    Whole,
    described,
)


class Dated(Part):
    """A date as precise as the source gives it."""

    date: Date = described("日期：年、年-月或年-月-日", "The date: a year, a month or a day", "2023-08")
    inferred: bool = described("是否由上下文推断", "Whether it is inferred rather than stated", "true", default=False)
    basis: Prose | None = described("依据：原文怎么说", "What the source says that it rests on", default=None)

    @model_validator(mode="after")
    def _rests_on_something(self) -> Self:
        if self.inferred and self.basis is None:
            raise PydanticCustomError("date-basis", "basis")
        return self

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

    organisation: OrganisationId = described("机构（写标识）", "The organisation, by its id", "court")
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

    id: Slug = described("标识：小写英文、数字和连字符，与文件名相同", "Lower-case id, the same as the file's name", "joint-patrols")
    title: Name = described("名称", "Its name")


class Described(Record):
    """A record that readers can look up under several names."""

    aliases: Names = described("别名：读者可能用的其他叫法", "Other names readers may use", default=Names({}))
    summary: Prose = described("一两句话说明它是什么", "What it is, in a sentence or two")


class Cited(Part):
    """What rests on the source: its citations, its silences, and the editors' notes."""

    gaps: tuple[Prose, ...] = described("原文没有说明的地方", "What the source does not say", default=())
    cite: Cites = described(
        "出处：来源标识#段落号，题目或署名写#head",
        "Citations: source id # paragraph, or #head for title and by-line",
        "city-safety-2024#8",
    )
    notes: str | None = described("给编者的备注，不发布", "A note for editors; not published", default=None)


class Theme(Described, Cited):
    """One of the handbook's themes, with a page of its own."""

    folder = "themes"
    section: Section = described("所在栏目", "The section it stands in", "safety")
    order: Whole = described("次序", "Its place in the order of themes", "1", ge=1)


class Practice(Described, Cited):
    """Something that is done: a mechanism, service, agreement, campaign …"""

    folder = "practices"
    theme: ThemeId = described("主题（写标识）", "The theme, by its id", "grassroots-governance")
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
    place: PlaceId | None = described("所在地", "The place it serves", "riverside", default=None)
    text: Prose | None = described("正文", "What the source says of it", default=None)


class Place(Described, Cited):
    """Somewhere that things happen."""

    folder = "places"
    short_title: Name | None = described("简称", "Its short name", default=None)
    pinyin: Pinyin | None = described("拼音（标声调）", "Pinyin with tones", "Hé'àn Zhèn", default=None)
    kind: PlaceKind = described("类型", "Its kind", "town")
    parent: PlaceId | None = described("上级地方", "The place it lies in", "riverside", default=None)
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
    value: Number | None = described("数值", "The number", "17282", default=None, allow_inf_nan=False)
    statement: Prose | None = described("没有数字时的文字表述", "What is reported, where there is no number", default=None)
    unit: Name | None = described("单位", "The unit", default=None)
    period: Dated | None = described("时期", "The period it covers", default=None)
    scope: Prose | None = described("统计范围", "What it covers", default=None)
    reported_by: OrganisationId = described("由谁报告", "Who reports it", "city-media")

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if (self.value is None) == (self.statement is None):
            raise PydanticCustomError("figure-value", "value or statement")
        if self.value is not None and self.unit is None:
            raise PydanticCustomError("figure-unit", "unit")
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
    publisher: OrganisationId = described("发布者", "The organisation that published it", "city-media")
    date: Dated = described("日期", "When it was published")
    url: Annotated[str, StringConstraints(pattern=HTTPS)] | None = described("网址（https）", "Its address", default=None)
    paragraphs: Whole = described("段落数", "How many numbered paragraphs it has", "20", ge=1, le=9999)
    summary: Prose = described("内容概要", "What it is about")
    nature: Prose = described("性质：谁说的、能说明什么", "Its nature: whose account it is")
    gaps: tuple[Prose, ...] = described("它没有说明的地方", "What it does not say of itself", default=())
    notes: str | None = described("给编者的备注，不发布", "A note for editors; not published", default=None)

    @property
    def cite(self) -> tuple[str, ...]:
        """Return nothing: a source rests on itself."""
        return ()


class Correction(Record):
    """An error that was published, and what stands there now."""

    folder = "corrections"
    about: AnyId = described("更正的是哪一条", "The record that was wrong", "boat-incidents")
    wrong: Prose = described("原来错在哪里", "What was wrong")
    since: Dated | None = described("从什么时候起是错的", "Since when it was wrong", default=None)
    now: Prose = described("现在怎样写", "What it says now")
    corrected: Dated = described("更正日期", "When it was corrected")
    noticed_by: Name | None = described("谁发现的（不写普通居民的姓名）", "Who noticed it (no private individual is named)", default=None)
    cite: tuple[Locator, ...] = described("更正的依据", "What the correction rests on", "city-safety-2024#8", default=())
    notes: str | None = described("给编者的备注，不发布", "A note for editors; not published", default=None)

    @property
    def summary(self) -> Prose:
        """Return what it says now, which is a correction's summary wherever records are listed."""
        return self.now
