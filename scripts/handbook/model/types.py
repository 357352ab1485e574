"""The types of the records' fields: texts, ids, dates, numbers and enumerations.

A record's texts have four types, because rules treat them differently:

* `Name`  – the name of a thing; no links, and its numbers are part of the name;
* `Prose` – sentences of one paragraph, for rows and items; wiki links are allowed, and numbers come
  from figures;
* `Paragraphs` – prose of several paragraphs and lists;
* `Names` – other names, a list for each language.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Generic, LiteralString, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    RootModel,
    StringConstraints,
    ValidationInfo,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from handbook.model.resources import yaml_data

SLUG = r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$"
#: A place in a source by its number, or the head: title and by-line, which have no number.
LOCATOR = r"^(?P<source>[a-z0-9-]+)#(?:head|(?P<place>[1-9][0-9]*))$"
#: The number of a source's head, which precedes its first place.
HEAD = 0
#: There was no year 0.
_YEAR = "(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_DATE = rf"{_YEAR}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
DATE = f"^{_DATE}$"
#: A date, a quarter of a year, or the first and the last of several years, months or days.
PERIOD = f"^(?:{_YEAR}-Q[1-4]|{_DATE}(?:/{_DATE})?)$"
#: The characters of RFC 3986 without brackets, and letters of any script, which browsers encode.
HTTPS = r'^https://[^\s\x00-\x20"<>\[\]\\^`{|}\x7f-\x9f]+$'
_WEB = re.compile(
    r"https://(?P<host>\w(?:[\w-]|\.(?=\w))*)\.?(?::(?P<port>[0-9]{1,5}))?"
    r"(?:[/?#](?:[^%]|%[0-9A-Fa-f]{2})*)?"
)
_MAX_PORT = 65535
COLOUR = r"^#[0-9a-f]{6}$"
QUOTES = r"^[^\s\w\"'|<>&`*\[\]\\#~]{4}$"
#: The code of a language: that of BCP 47, with a script or a region if need be.
LANGUAGE = r"[a-z]{2,3}(?:-(?:[A-Z][a-z]{3}|[A-Z]{2}))?"
#: What stands between words wherever they stand, so that it cannot be markup.
MARK = r"^[^\n|<>&`*_\[\]\\#~]*$"

MAX_ID = 60
#: How many digits programs that read JSON keep.
_MOST_DIGITS = 15
#: Marks the texts that an editor fills in, in a new file.
PLACEHOLDER = "…"

#: Ids whose address the site uses otherwise: for the book, pages, index and data.
RESERVED = frozenset({"handbook", "index", "search", "selection", "api", "pdf", "data", "admin"})
#: Folders of the site and of docs/ that hold no pages. MkDocs or the theme's filter skips the last
#: two.
_FOLDERS = frozenset({"cards", "licences", "pagefind", "templates", "assets"})
RESERVED_FOLDERS = RESERVED - {"index"} | _FOLDERS
#: Names of devices, by which Windows can have no file, whatever its extension.
DEVICES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
)


@dataclass(frozen=True, slots=True)
class To:
    """A mark on a field that holds the id of a record.

    Attributes:
        folders: The folders of the accepted kinds; empty if the record may be of any kind.
    """

    folders: tuple[str, ...] = ()


def is_slug(text: str) -> bool:
    """Return whether a text is a well-formed id."""
    return re.fullmatch(SLUG, text) is not None and len(text) <= MAX_ID


def web_host(text: str) -> str:
    """Return the host that a text names as an https address, in lower case; empty if none."""
    parts = _WEB.match(text)
    return parts["host"].lower() if parts else ""


def _only(is_right: Callable[[str], bool], code: LiteralString) -> AfterValidator:
    """Return what refuses a text that is not right, with a message's code."""

    def checked(text: str) -> str:
        if not is_right(text):
            raise PydanticCustomError(code, "{found}", {"found": text})
        return text

    return AfterValidator(checked)


def _is_language(code: str) -> bool:
    return re.fullmatch(LANGUAGE, code) is not None and code not in RESERVED_FOLDERS


LanguageCode = Annotated[str, _only(_is_language, "language-form")]
Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=MAX_ID)]
Locator = Annotated[str, StringConstraints(pattern=LOCATOR)]


_FULL_WIDTH = frozenset("（）【】《》“”，。；！？、")


def is_web_address(text: str) -> bool:
    """Return whether a text is an https address that leads where it seems to.

    It names a host and no user, which stands before an @ and reads like one. The host is of letters,
    digits and hyphens, the port exists, every percent sign begins a code, and no character is
    invisible or a bracket or mark of a text around it.
    """
    parts = _WEB.fullmatch(text)
    return (
        parts is not None
        and re.match(HTTPS, text) is not None
        and int(parts["port"] or 0) <= _MAX_PORT
        and unicodedata.is_normalized("NFKC", parts["host"])
        and not any(unicodedata.category(char)[0] in "CZ" for char in text)
        and _FULL_WIDTH.isdisjoint(text)
    )


HttpsUrl = Annotated[str, StringConstraints(pattern=HTTPS), _only(is_web_address, "url-form")]
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"
Pinyin = Annotated[str, StringConstraints(pattern=rf"^[a-zA-Z{_TONED}{_TONED.upper()}'’\- ,]+$")]


def plain_pinyin(pinyin: str) -> str:
    """Return pinyin as typed: lower-case letters without tones and spaces, u for ü."""
    return "".join(
        c for c in unicodedata.normalize("NFD", pinyin.lower()) if c.isascii() and c.isalpha()
    )


class FieldDescription(dict[str, str]):
    """The description of a field by message language."""


class Part(BaseModel):
    """Anything written inside a record: frozen, and closed to unknown fields.

    Its fields are described in fields.yml, by language, with an example.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        for name, texts in yaml_data("handbook.model", "fields.yml").get(cls.__name__, {}).items():
            if (field := cls.model_fields.get(name)) is None:  # one that `create_model` adds
                continue
            description = FieldDescription(texts)
            field.examples = [description.pop("example")] if "example" in description else None
            field.description = "\n\n".join(description.values())
            field.metadata.append(description)


V = TypeVar("V")


class ByLanguage(RootModel[dict[str, V]], Generic[V]):
    """A value in languages of the handbook."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    first_required: ClassVar[bool] = True

    @model_validator(mode="after")
    def _languages(self, info: ValidationInfo) -> Self:
        languages: tuple[str, ...] = (info.context or {}).get("languages", ())
        if not languages:  # made by the program, not read from a file
            return self
        for lang in self.root:
            if lang not in languages:
                values = {"found": lang, "accepted": list(languages)}
                raise PydanticCustomError("language-unknown", "{found}", values)
        if self.first_required and languages[0] not in self.root:
            missing = {"missing": languages[0]}
            raise PydanticCustomError("language-first-missing", "{missing}", missing)
        return self

    def items(self) -> Iterator[tuple[str, V]]:
        """Yield each language with its value."""
        yield from self.root.items()


class Text(ByLanguage[str]):
    """One text in every language of the handbook; the first language is always there."""

    def __contains__(self, lang: str) -> bool:
        return lang in self.root

    def get(self, lang: str) -> str | None:
        """Return the text in a language, or None if it has none."""
        return self.root.get(lang)

    def resolve(self, lang: str) -> tuple[str, str]:
        """Return (text, its language), falling back to the first language."""
        written_in = lang if lang in self.root else next(iter(self.root))
        return self.root[written_in], written_in


class Name(Text):
    """What something is called."""


class Prose(Text):
    """Sentences: `[[id]]` links to a record and `[[source#8]]` cites a place in a source."""


class Paragraphs(Prose):
    """Sentences, which may stand in several paragraphs and in lists."""


class Names(ByLanguage[tuple[str, ...]]):
    """Other names by which readers look for something, a list for each language."""

    first_required = False

    def get(self, lang: str) -> tuple[str, ...]:
        """Return the other names in a language."""
        return self.root.get(lang, ())


# --- values to choose from ---


class Choice(str):
    """A value of one of the vocabularies in data/vocabulary.yml."""

    __slots__ = ()
    #: The name of its vocabulary.
    vocabulary: ClassVar[str]

    def __init_subclass__(cls, vocabulary: str) -> None:
        cls.vocabulary = vocabulary

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Accept the values of the vocabulary in the validation context; without one, any value."""
        return core_schema.with_info_after_validator_function(
            cls._accepted, core_schema.str_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "x-vocabulary": cls.vocabulary}

    @classmethod
    def _accepted(cls, value: str, info: ValidationInfo) -> Self:
        vocabulary = (info.context or {}).get("vocabulary")
        if vocabulary is not None and value not in getattr(vocabulary, cls.vocabulary):
            raise PydanticCustomError("enum", "{found}", {"found": value})
        return cls(value)


# --- dates and numbers ---


def is_day(value: str) -> bool:
    """Return whether a date in the form YYYY-MM-DD exists."""
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_before(date: str, other: str) -> bool:
    """Return whether a date is before another, as far as both are precise."""
    return date[: len(other)] < other[: len(date)]


def _real_day(value: str) -> str:
    if len(value) == 10 and not is_day(value):
        raise PydanticCustomError("date-form", "{found}", {"found": value})
    return value


Date = Annotated[str, StringConstraints(pattern=DATE), AfterValidator(_real_day)]


def _real_period(value: str) -> str:
    first, _, last = value.partition("/")
    for date in filter(None, (first, last)):
        _real_day(date)
    if last and (len(first) != len(last) or first >= last):
        raise PydanticCustomError("period-order", "{found}", {"found": value})
    return value


PeriodDate = Annotated[str, StringConstraints(pattern=PERIOD), AfterValidator(_real_period)]


Day = Annotated[Date, _only(is_day, "day-form")]


def is_number(text: str) -> bool:
    """Return whether a text is a number in the form that records use."""
    return re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", text) is not None


def _ascii_number(value: object) -> object:
    """Reject １７２８, 1_728 and 1e3, which Pydantic accepts: they may be typing errors.

    A number has no more digits than data files can hold.
    """
    if isinstance(value, str) and not (
        is_number(value) and len(value.lstrip("-0.").replace(".", "")) <= _MOST_DIGITS
    ):
        raise PydanticCustomError("number-form", "{found}", {"found": value})
    return value


def _json_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


Number = Annotated[
    Decimal, BeforeValidator(_ascii_number), PlainSerializer(_json_number, when_used="json")
]
Whole = Annotated[int, BeforeValidator(_ascii_number)]
