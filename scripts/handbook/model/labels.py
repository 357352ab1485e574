"""The words of the interface in every language of the handbook, and what each language is called.

The engine's words stand in `locale/`, one file a language; a handbook sets its own over them in
data/labels.yml.
"""

from __future__ import annotations

from enum import StrEnum

from handbook.model.types import HEAD, QUOTES, Choice, Name, Part, Slug, described
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


class Site(Part):
    """What tells this handbook from every other one."""

    id: Slug = described(
        "手册的标识：订阅条目和数据包以它为名，不再更改",
        "Its id: feed entries and the data package are named after it, so it never changes",
        "riverside-handbook",
    )


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
