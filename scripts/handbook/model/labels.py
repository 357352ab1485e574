"""The words of the interface in every language of the handbook, and what each language is called.

The engine's words stand in `locale/`, one file a language; a handbook sets its own over them in
data/labels.yml.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from handbook.model.types import COLOUR, HEAD, QUOTES, Choice, Name, Part, Slug
from handbook.model.vocabulary import Vocabulary

#: The handbook's own words. In the data set's `files` and `trees` the file stands under this path.
LABELS = "data/labels.yml"
#: The words that each handbook has to set for itself.
OWN_WORDS = ("site_name", "site_short", "site_description")


class LanguageSettings(Part):
    """What a language is called, and marks that its class (text/languages) does not know."""

    name: str
    locale: str
    group: str | None = None
    separator: str | None = None
    colon: str | None = None
    quotes: str | None = Field(default=None, pattern=QUOTES)


Colour = Annotated[str, StringConstraints(pattern=COLOUR)]


class Colours(Part):
    """The accents of the site, light and dark, and of the PDFs; beside them all is ink, paper and grey.

    On its ground, each has a contrast of at least 7:1 where it is the colour of text.
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


class Site(Part):
    """What tells this handbook from every other one."""

    id: Slug
    colours: Colours = DEFAULT_COLOURS


class LabelsFile(Part):
    """What a handbook says for itself (data/labels.yml)."""

    site: Site | None = None

    languages: dict[str, LanguageSettings]
    words: dict[str, dict[str, str]] = Field(default={})
    everyday: dict[str, dict[str, tuple[str, ...]]] = Field(default={})


class Labels(LabelsFile):
    """The languages of a handbook, all words of its interface, and its vocabularies."""

    site: Site
    vocabulary: Vocabulary = Vocabulary()

    def word(self, key: str, lang: str, **values: object) -> str:
        """Return a word of the interface with its `{name}` placeholders filled in.

        Raises:
            KeyError: The interface has no such word.
        """
        return self.resolve(key, lang)[0].format(**values)

    def resolve(self, key: str, lang: str) -> tuple[str, str]:
        """Return (text, its language) of a word, falling back to the first language that has it.

        Raises:
            KeyError: The interface has no such word.
        """
        texts = self.words[key]
        written_in = next(each for each in (lang, *self.languages, *texts) if each in texts)
        return texts[written_in], written_in

    def language_name(self, of: str, lang: str) -> str:
        """Return what a language is called in another, or its own name for itself where no word tells."""
        key = f"language_{of}"
        return self.word(key, lang) if key in self.words else self.languages[of].name

    def place(self, place: int, lang: str) -> str:
        """Return what a place in a source is called: a paragraph by its number, or its head."""
        return self.word("source_head", lang) if place == HEAD else self.word("paragraph", lang, number=place)

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
        """Return the word for a value of a vocabulary, or of an enumeration: `Measure.count`."""
        return self.resolve_choice(value, lang)[0]

    def section(self, name: str, lang: str) -> str:
        """Return the name of a section of the navigation: one that holds themes, or another."""
        if name in self.vocabulary.sections:
            return self.vocabulary.sections[name].resolve(lang)[0]
        return self.word(f"section_{name}", lang)
