"""The interface's words in every language of the handbook, and what each language is called."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from handbook.model.types import HEAD, QUOTES, Part, Section, described

#: Where the interface's words stand; in the data set's `files` and `trees` their file has its own path, as the front matter of pages does.
LABELS = "data/labels.yml"
#: The words that the program says, each with the names that are filled in; `handbook words` writes it.
WORDS = Path(__file__).parents[1] / "words.txt"


@cache
def needed() -> Mapping[str, frozenset[str]]:
    """Return the words that the program says, each with the names that are filled in."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return {key: frozenset(names) for key, *names in map(str.split, lines)}


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


class Labels(Part):
    """The interface's words in every language of the handbook (data/labels.yml)."""

    languages: dict[str, LanguageSettings] = described("语言，第一种为主", "The languages, the first one leading")
    words: dict[str, dict[str, str]] = described("界面用语", "The words, by key and language")
    everyday: dict[str, dict[str, tuple[str, ...]]] = described(
        "日常说法 → 手册用词；空表示搜索时略过",
        "What readers say → the handbook's words, by language; none: search passes over it",
        default={},
    )

    def word(self, key: str, lang: str, **values: object) -> str:
        """Return a word or sentence of the interface with `{name}` filled in, or the key of one that the check tells to be missing.

        Raises KeyError for a word that the program does not know.
        """
        if key not in self.words and key in needed():
            return key
        return self.resolve(key, lang)[0].format(**values)

    def resolve(self, key: str, lang: str) -> tuple[str, str]:
        """Return a word as it is written and its language: the asked one, or the first that has it."""
        texts = self.words[key]
        written_in = lang if lang in texts else next(each for each in self.languages if each in texts)
        return texts[written_in], written_in

    def language_name(self, of: str, lang: str) -> str:
        """Return what a language is called in another, or its own name for itself where no word tells."""
        key = f"language_{of}"
        return self.word(key, lang) if key in self.words else self.languages[of].name

    def place(self, place: int, lang: str) -> str:
        """Return what a place in a source is called: a paragraph by its number, or its head."""
        return self.word("source_head", lang) if place == HEAD else self.word("paragraph", lang, number=place)

    def choice(self, value: StrEnum, lang: str) -> str:
        """Return the word for a value of an enumeration: `PracticeKind.court`; a section's is the one its navigation has."""
        return self.word(f"section_{value}" if isinstance(value, Section) else f"{type(value).__name__}.{value}", lang)
