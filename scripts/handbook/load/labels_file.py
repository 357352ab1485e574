"""data/labels.yml → the interface's words, or what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from handbook.diagnostics import Diagnostic, Location, Message
from handbook.load.files import read_bytes
from handbook.load.validation import dotted, validate
from handbook.load.yaml_tree import Map, locate, parse
from handbook.model.labels import LABELS, Labels, needed

NO_HANDBOOK = Message(
    "handbook-missing",
    "这里不是手册的根目录：找不到 $found。", "This is not the handbook's root: $found is not here.",
    "请先进入含有 mkdocs.yml 和 data/ 的目录。", "Change to the directory that holds mkdocs.yml and data/.",
)  # fmt: skip
LABEL_MISSING = Message(
    "label-missing",
    "界面用语“$found”缺少 $lang 的说法。", "The interface word `$found` has no $lang text.",
    "请在 data/labels.yml 里补上。", "Add it in data/labels.yml.",
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

_NONE = {"zh": "（没有）", "en": "(none)"}


class Unloadable(Exception):
    """The handbook's root or its labels cannot be used, so there is no data set; carries the findings."""

    def __init__(self, findings: list[Diagnostic]) -> None:
        """Keep what was found."""
        super().__init__(findings[0].text("en") if findings else "")
        self.findings = findings


def load_labels(root: Path) -> Labels:
    """Return the interface's words; raises Unloadable where they are missing or wrong."""
    return read_labels(root)[0]


def read_labels(root: Path) -> tuple[Labels, Map]:
    if not (root / LABELS).is_file():
        raise Unloadable([Diagnostic(NO_HANDBOOK, Location("."), {"found": LABELS})])
    content, findings = read_bytes(root / LABELS, LABELS)
    if content is None:
        raise Unloadable(findings)
    tree, problems = parse(content)
    if tree is None:
        raise Unloadable([problem.at(LABELS) for problem in problems])
    labels, findings = validate(Labels, tree, LABELS, ())
    if labels is None:
        raise Unloadable(findings)
    missing = [
        Diagnostic(LABEL_MISSING, Location(LABELS, *_word_place(tree, key)), {"found": key, "lang": lang})
        for key, words in labels.words.items()
        for lang in labels.languages
        if lang not in words
    ]
    if wrong := [*missing, *_unsayable(labels, tree)]:
        raise Unloadable(wrong)
    return labels, tree


def _word_place(tree: Map, key: str) -> tuple[int, int]:
    line, column, *_ = tree["words"].marks[key]
    return line + 1, column + 1


def _unsayable(labels: Labels, tree: Map) -> Iterator[Diagnostic]:
    """Yield what would stop the program where it says a word or writes a date."""
    from babel.core import Locale, UnknownLocaleError

    def at(message: Message, *field: str, **values: object) -> Diagnostic:
        return Diagnostic(message, Location(LABELS, *locate(tree, field), dotted(field)), values)

    for lang, language in labels.languages.items():
        try:
            Locale.parse(language.locale)
        except (UnknownLocaleError, ValueError):
            yield at(LOCALE, "languages", lang, "locale", found=language.locale)
    for key, said in labels.words.items():
        expected = needed().get(key)
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


def _named(names: frozenset[str]) -> object:
    return [f"{{{name}}}" for name in sorted(names)] or _NONE
