"""The interface's words: all that the program says are there, and each holds in every language the places that are filled in.

    data/labels.yml ─ `handbook words` ─▶ words.txt: each word and its places ─▶ what the check holds every later data/labels.yml against

A test holds words.txt against data/labels.yml, and every word in that against the templates and the code that say it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter

from handbook.checks.subject import Subject
from handbook.errors import Finding, Message, Place
from handbook.labels import LABELS, Labels, needed
from handbook.validation import dotted
from handbook.yaml_tree import Map, locate

WORDS_MISSING = Message(
    "label-words-missing",
    "缺少程序要用的界面用语（$count 条）：$found。", "Interface words that the program says are missing ($count): $found.",
    "请从 git 取回删掉的几行；键名不能改，只改各语言的文字。", "Take the lines back from git; a word's key stays as it is, only its texts change.",
)  # fmt: skip
BRACES = Message(
    "label-braces",
    "花括号没有配成对：$found。", "The braces do not make pairs: $found.",
    "花括号只用来标出要填入的内容，例如 {number}；请补上另一半，或删去。", "Braces mark what is filled in, such as {number}: close them, or remove them.",
)  # fmt: skip
PLACES = Message(
    "label-places",
    "填入内容的位置不对：这里是 $found，应当是 $expected。", "It marks $found to be filled in; it must be $expected.",
    "花括号里的名称照原样写，一个不多、一个不少；次序可以不同。", "Keep the names in braces as they were, all of them and no others; their order is free.",
)  # fmt: skip
LOCALE = Message(
    "label-locale",
    "没有“$found”这个地区，日期写不出来。", "There is no locale '$found' to write dates in.",
    "请改成 CLDR 里有的地区代码，例如 zh_CN、en_GB。", "Use a locale that CLDR knows, for example zh_CN or en_GB.",
)  # fmt: skip

#: So many words that are missing are named.
NAMED = 5
_NONE = {"zh": "（没有）", "en": "(none)"}


def check(subject: Subject) -> Iterator[Finding]:
    """Yield once the words that the program says and that are not there."""
    missing = [key for key in needed() if key not in subject.dataset.labels.words]
    if missing and subject.concerns(LABELS):
        shown = [*missing[:NAMED], "…"] if len(missing) > NAMED else missing
        yield subject.at_field(WORDS_MISSING, LABELS, ("words",), count=len(missing), found=shown)


def unsayable(labels: Labels, tree: Map, known: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    """Yield what would stop the program where it says a word or writes a date; `known` are the names that are filled in, word by word."""
    from babel.core import Locale, UnknownLocaleError

    def at(message: Message, *field: str, **values: object) -> Finding:
        return Finding(message, Place(LABELS, *locate(tree, field), dotted(field)), values)

    for lang, language in labels.languages.items():
        try:
            Locale.parse(language.locale)
        except (UnknownLocaleError, ValueError):
            yield at(LOCALE, "languages", lang, "locale", found=language.locale)
    for key, said in labels.words.items():
        expected = known.get(key)
        for lang, text in said.items():
            try:
                found = places(text)
            except ValueError:
                yield at(BRACES, "words", key, lang, found=text)
                continue
            if expected is None:  # a word that is not in the list: its leading language tells
                expected = found
            if found != expected:
                yield at(PLACES, "words", key, lang, found=_named(found), expected=_named(expected))


def places(text: str) -> frozenset[str]:
    """Return the names in braces of a word as they stand there; raises ValueError where braces make no pairs."""
    if "{" not in text and "}" not in text:
        return frozenset()
    parts = [part for part in Formatter().parse(text) if part[1] is not None]
    return frozenset(f"{name}{f'!{how}' if how else ''}{f':{form}' if form else ''}" for _, name, form, how in parts)


def build_words(words: Mapping[str, Mapping[str, str]]) -> str:
    """Return words.txt: a line for each word, with the names that are filled in."""
    return "".join(" ".join([key, *sorted(places(next(iter(said.values()))))]) + "\n" for key, said in sorted(words.items()))


def _named(names: frozenset[str]) -> object:
    return [f"{{{name}}}" for name in sorted(names)] or _NONE
