"""The interface words in every language of the handbook, and the names of the languages.

The engine's words are in `locale/`, one file per language; a handbook overrides them in
data/labels.yml.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field, RootModel, StringConstraints

from handbook.model.types import (
    COLOUR,
    HEAD,
    MARK,
    QUOTES,
    Choice,
    HttpsUrl,
    LanguageCode,
    Name,
    Part,
    Slug,
)
from handbook.model.vocabulary import Vocabulary

#: The file of the handbook's own words; also its key in the data set's `files` and `trees`.
LABELS = "data/labels.yml"
#: The file of what a converter does otherwise, by language.
CONVERSIONS = "data/conversions.yml"
#: The words that every handbook must set.
OWN_WORDS = ("site_name", "site_short", "site_description")
#: The plural forms of CLDR that a word may have besides the one for all other numbers.
PLURAL_FORMS = ("zero", "one", "two", "few", "many")


def plural_form(locale: str, count: int) -> str:
    """Return the plural form of a number in a locale: `one`, `few`, `other` …"""
    from babel.core import Locale  # only where something is counted: it takes long to import

    return Locale.parse(locale).plural_form(count)


def counted(key: str) -> str:
    """Return the key of the word that a plural form belongs to, or the key itself."""
    base, _, form = key.rpartition("_")
    return base if form in PLURAL_FORMS else key


class LanguageSettings(Part):
    """A language's name and locale, and punctuation that overrides its language class.

    A language that is converted from another has no texts of its own.
    """

    name: str
    locale: str
    converted_from: LanguageCode | None = None
    converter: str | None = None
    group: str | None = Field(default=None, pattern=MARK)
    separator: str | None = Field(default=None, pattern=MARK)
    colon: str | None = Field(default=None, pattern=MARK)
    quotes: str | None = Field(default=None, pattern=QUOTES)


#: data/conversions.yml: language → words of the original → what stands in their place.
Exceptions = RootModel[dict[LanguageCode, dict[str, str]]]


class Conversion(Part):
    """How a language is made of another.

    Attributes:
        settings: The language's settings, which name the other and the converter.
        exceptions: What stands in place of words of the other, whatever the converter says.
    """

    settings: LanguageSettings
    exceptions: dict[str, str]


Colour = Annotated[str, StringConstraints(pattern=COLOUR)]


class Colours(Part):
    """The accent colours of the site, light and dark, and of the PDFs.

    Everything else is ink, paper and grey. Colours of text have a contrast of at least 7:1 on their
    background.
    """

    accent: Colour = "#24384f"
    accent_dark: Colour = "#b5cbe6"
    accent_print: Colour = "#24384f"
    link: Colour = "#1d4477"
    link_dark: Colour = "#a9c8f0"
    mark: Colour = "#5f3d1c"
    mark_dark: Colour = "#e3c29b"
    draw: Colour = "#4a6483"
    draw_dark: Colour = "#8fb0d4"
    strong: Colour = "#24384f"
    strong_dark: Colour = "#2c4766"
    tint: Colour = "#eef1f5"
    pale: Colour = "#d3dde8"


DEFAULT_COLOURS = Colours()

#: The least contrast of text and ground (WCAG 2, level AAA).
CONTRAST = 7
#: The grounds of the stylesheet, and the colour of its text on the accent, light and dark.
LIGHT = {"paper": "#fcfbf8", "soft": "#f0f3ef", "raised": "#ffffff", "on-accent": "#ffffff"}
DARK = {"paper": "#121a1c", "soft": "#1b2628", "raised": "#19242a", "on-accent": "#0c1b1d"}
_WHITE = "#ffffff"


def low_contrasts(colours: Colours) -> Iterator[tuple[str, str, float]]:
    """Yield (field, ground, contrast) of each colour that stands out too little.

    Of several grounds, the worst is told.
    """
    grounds = {"accent_print": [_WHITE, colours.tint], "strong": [_WHITE], "strong_dark": [_WHITE]}
    for suffix, theme in (("", LIGHT), ("_dark", DARK)):
        grounds[f"accent{suffix}"] = [theme["on-accent"]]
        for name in ("link", "mark"):
            grounds[name + suffix] = [theme["paper"], theme["soft"], theme["raised"]]
    for name, colour in colours:
        ratios = [(_contrast(colour, ground), ground) for ground in grounds.get(name, [])]
        if ratios and min(ratios)[0] < CONTRAST:
            ratio, ground = min(ratios)
            yield name, ground, ratio


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Licence(Part):
    """The licence of a handbook's content, as Data Package writes it."""

    name: str
    title: str
    path: HttpsUrl

    @property
    def short(self) -> str:
        """Return the name as it stands in a sentence: `CC BY 4.0`."""
        return self.name.replace("-", " ")


class Site(Part):
    """The identity of a handbook: its id, its licence if it has chosen one, and its colours."""

    id: Slug
    licence: Licence | None = None
    colours: Colours = DEFAULT_COLOURS


class LabelsFile(Part):
    """The content of data/labels.yml."""

    site: Site | None = None

    languages: dict[LanguageCode, LanguageSettings]
    words: dict[str, dict[str, str]] = Field(default={})
    everyday: dict[str, dict[str, tuple[str, ...]]] = Field(default={})


class Labels(LabelsFile):
    """The languages of a handbook, all words of its interface, and its vocabularies.

    Languages that are converted are no languages of the handbook until `text.conversion` has made
    them.
    """

    site: Site
    vocabulary: Vocabulary = Vocabulary()
    conversions: dict[LanguageCode, Conversion] = Field(default={})

    def beside(self, lang: str) -> tuple[str, ...]:
        """Return the languages that say in other words what a language says.

        One that is converted says it in the words of its original.
        """
        own = self.original(lang)
        return tuple(each for each in self.languages if self.original(each) == each != own)

    def converted_note(self, lang: str) -> str:
        """Return the sentence that says what a language is converted from; nothing of another."""
        original = self.original(lang)
        name = self.languages[original].name
        return "" if original == lang else self.word("converted_note", lang, original=name)

    def original(self, lang: str) -> str:
        """Return the language that a language is converted from, or the language itself."""
        return self.languages[lang].converted_from or lang

    def word(self, key: str, lang: str, **values: object) -> str:
        """Return a word of the interface with its `{name}` placeholders filled in.

        Raises:
            KeyError: The interface has no such word.
        """
        return self.resolve(key, lang, values.get("count"))[0].format(**values)

    def resolve(self, key: str, lang: str, count: object = None) -> tuple[str, str]:
        """Return (text, its language) of a word, falling back to the first language that has it.

        Args:
            key: The word.
            lang: The language.
            count: The number that the word tells, if any; `<key>_one` is how it is told of one
                thing, and so with the language's other plural forms (CLDR).

        Raises:
            KeyError: The interface has no such word.
        """
        texts = self.words[key]
        written_in = next(each for each in (lang, *self.languages, *texts) if each in texts)
        if isinstance(count, int) and written_in in self.languages:
            form = plural_form(self.languages[written_in].locale, count)
            texts = texts | self.words.get(f"{key}_{form}", {})
        return texts[written_in], written_in

    def language_name(self, of: str, lang: str) -> str:
        """Return a language's name in another language.

        Without an interface word for it, the name is the one the language has for itself.

        Args:
            of: The language to name.
            lang: The language of the name.
        """
        key = f"language_{of}"
        return self.word(key, lang) if key in self.words else self.languages[of].name

    def place(self, kind: StrEnum, place: int, lang: str) -> str:
        """Return the name of a place in a source: a numbered paragraph, page …, or the head."""
        key = "source_head" if place == HEAD else f"place_{kind}"
        return self.word(key, lang, number=place)

    def choices(self, kind: type[Choice] | type[StrEnum]) -> list[Choice] | list[StrEnum]:
        """Return the values of a vocabulary or an enumeration in their order."""
        if issubclass(kind, Choice):
            return [kind(value) for value in getattr(self.vocabulary, kind.vocabulary)]
        return list(kind)

    def resolve_choice(self, value: Choice | StrEnum, lang: str) -> tuple[str, str]:
        """Return (text, its language) of the word for a value of a vocabulary or an enumeration."""
        if isinstance(value, Choice):
            name: Name = getattr(self.vocabulary, value.vocabulary)[value]
            return name.resolve(lang)
        return self.resolve(f"{type(value).__name__}.{value}", lang)

    def choice(self, value: Choice | StrEnum, lang: str) -> str:
        """Return the word for a value of a vocabulary or an enumeration (`Measure.count`)."""
        return self.resolve_choice(value, lang)[0]

    def section(self, name: str, lang: str) -> str:
        """Return the name of a section of the navigation, whether it holds themes or not."""
        if name in self.vocabulary.sections:
            return self.vocabulary.sections[name].resolve(lang)[0]
        return self.word(f"section_{name}", lang)
