"""The words of the interface in every language of the handbook, and what each language is called.

The engine's words stand in `locale/`, one file a language; a handbook sets its own over them in
data/labels.yml.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from handbook.model.types import COLOUR, HEAD, QUOTES, Choice, Name, Part, Slug, described
from handbook.model.vocabulary import Vocabulary

#: The handbook's own words. In the data set's `files` and `trees` the file stands under this path.
LABELS = "data/labels.yml"
#: The words that each handbook has to set for itself.
OWN_WORDS = ("site_name", "site_short", "site_description")


class LanguageSettings(Part):
    """What a language is called, and marks that its class (text/languages) does not know."""

    name: str = described("语言自己的名称", "Its own name for itself", "简体中文")
    locale: str = described("日期格式所用的地区", "The locale dates are written in", "zh_CN")
    group: str | None = described("千位分隔符", "What parts thousands", ",", default=None)
    separator: str | None = described("并列的分隔", "What stands between the items of a list", "、", default=None)
    colon: str | None = described("冒号", "What stands between a label and its text", "：", default=None)
    quotes: str | None = described(
        "代替直引号的引号：双引号一对、单引号一对", "What stands for straight quotation marks: a double pair, a single pair",
        "“”‘’", default=None, pattern=QUOTES,
    )  # fmt: skip


Colour = Annotated[str, StringConstraints(pattern=COLOUR)]


class Colours(Part):
    """The accents of the site, light and dark, and of the PDFs; beside them all is ink, paper and grey.

    On its ground, each has a contrast of at least 7:1 where it is the colour of text.
    """

    accent: Colour = described("主色：标题、线条", "The main colour: headings, rules", default="#24384f")
    accent_dark: Colour = described("主色，深色界面", "The main colour, in the dark", default="#b5cbe6")
    accent_print: Colour = described("主色，PDF", "The main colour, in PDFs", default="#24384f")
    link: Colour = described("链接", "Links", default="#1d4477")
    link_dark: Colour = described("链接，深色界面", "Links, in the dark", default="#a9c8f0")
    mark: Colour = described("强调色：数字、提示", "The second colour: numbers, notes", default="#5f3d1c")
    mark_dark: Colour = described("强调色，深色界面", "The second colour, in the dark", default="#e3c29b")
    draw: Colour = described("图的线条", "Lines of drawings", default="#4a6483")
    draw_dark: Colour = described("图的线条，深色界面", "Lines of drawings, in the dark", default="#8fb0d4")
    strong: Colour = described("图里白字的底色", "The ground of white words in drawings", default="#24384f")
    strong_dark: Colour = described("图里白字的底色，深色界面", "The ground of white words in drawings, in the dark", default="#2c4766")
    tint: Colour = described("PDF里提示和图的底色", "The ground of notes and drawings in PDFs", default="#eef1f5")
    pale: Colour = described("PDF封面的浅色带", "The pale band on the cover of PDFs", default="#d3dde8")


DEFAULT_COLOURS = Colours()


class Site(Part):
    """What tells this handbook from every other one."""

    id: Slug = described(
        "手册的标识：订阅条目和数据包以它为名，不再更改",
        "Its id: feed entries and the data package are named after it, so it never changes",
        "riverside-handbook",
    )
    colours: Colours = described("颜色", "Its colours", default=DEFAULT_COLOURS)


class LabelsFile(Part):
    """What a handbook says for itself (data/labels.yml)."""

    site: Site | None = described("手册的身份", "Which handbook this is", default=None)

    languages: dict[str, LanguageSettings] = described("语言，第一种为主", "The languages, the first one leading")
    words: dict[str, dict[str, str]] = described("界面用语", "The words, by key and language", default={})
    everyday: dict[str, dict[str, tuple[str, ...]]] = described(
        "日常说法 → 手册用词；空表示搜索时略过",
        "What readers say → the handbook's words, by language; none: search passes over it",
        default={},
    )


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
