"""Which Chinese each English text was made from, and so which English texts lag behind their Chinese.

    data/translations.lock.yml      five-joint:            the record, or the page of docs/
                                      en:                  the language
                                        - 1f0c… 9ab2…      a translation's hash, its original's, and the reason it was accepted for

A pair of texts is known by what it says, not by where it stands: moving a passage, or putting one before it, makes nothing stale.
A translation is fresh when the lock has its pair, stale when the lock has it with another original, and new when the lock does not
have it. White space and the width of punctuation do not count. Lists of names differ from language to language and are left out.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from handbook.errors import MESSAGE_LANGUAGES, Finding, Level, Message, Place
from handbook.model import Dataset, ProsePage, texts_of
from handbook.yaml_tree import Map, Seq, parse

#: The id of a page's first section, which stands under its title.
OPENING = "opening"
#: Where the lock stands.
LOCK = "data/translations.lock.yml"

LOCK_FORM = Message(
    "translations-lock-form",
    "译文对照表读不出来（$found），分不清哪些译文已经落后。", "The lock of translations cannot be read ($found), so nothing tells which translations lag behind.",
    "它由命令写成，不要手改：请从 git 取回完整的一份，合并冲突时任取一方的（git checkout HEAD -- data/translations.lock.yml），再运行 handbook translations record。",
    "Commands write it, not people: take a whole one from git, either side's in a merge (`git checkout HEAD -- data/translations.lock.yml`), then run `handbook translations record`.",
)  # fmt: skip
LOCK_MISSING = Message(
    "translations-lock-missing",
    "没有译文对照表，或者它是空的：分不清哪些译文已经落后。", "There is no lock of translations, or it is empty, so nothing tells which translations lag behind.",
    "请从 git 取回（git checkout HEAD -- data/translations.lock.yml）；手册从来没有过这个文件时，才运行 handbook translations record 写一份。",
    "Take it from git (`git checkout HEAD -- data/translations.lock.yml`); only a handbook that never had one begins it with `handbook translations record`.",
    Level.WARNING,
)  # fmt: skip

#: The lock as read: owner → language → hash of the translation → {hash of an original: reason}.
Lock = Mapping[str, Mapping[str, Mapping[str, Mapping[str, str]]]]

_LINE = re.compile(r"^(?P<translation>[0-9a-f]{12}) (?P<original>[0-9a-f]{12})(?: (?P<reason>.+))?$")
_WIDE = str.maketrans("。、“”‘’「」『』《》—", '.,""\'\'""""""-')
_HEADING = re.compile(r"^(#{1,6})\s+(?P<title>.*?)(?:\s*\{#(?P<id>[A-Za-z][\w-]*)\})?\s*$")
_FENCE = re.compile(r"^(`{3,}|~{3,})")


class State(StrEnum):
    """How a text stands in another language."""

    MISSING = "missing"
    STALE = "stale"
    NEW = "new"
    FRESH = "fresh"


@dataclass(frozen=True, slots=True)
class Unit:
    """A text and its translation: whose it is, its field (a page's section by its heading's id), both texts and how it stands."""

    owner: str
    field: tuple[str | int, ...]
    lang: str
    original: str
    translation: str | None
    state: State
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page from one heading to the next: the heading's id, the line it begins on (from 0), and its text."""

    id: str
    line: int
    text: str


def fingerprint(text: str) -> str:
    """Return a hash of what a text says: white space and the width of punctuation do not count."""
    folded = unicodedata.normalize("NFKC", text).translate(_WIDE)
    return hashlib.sha256("".join(folded.split()).encode()).hexdigest()[:12]


def sections(body: str) -> list[Section]:
    """Return the parts of a page's text; the first, under its title, has the id `opening`."""
    found: list[Section] = []
    heading, first, fence = OPENING, 0, ""
    lines: list[str] = []
    for number, line in enumerate(body.split("\n")):
        opening = _FENCE.match(line)
        if fence:
            fence = "" if line.startswith(fence) and not line.strip("`~ ") else fence
        elif opening:
            fence = opening[1]
        elif (match := _HEADING.match(line)) and len(match[1]) > 1:
            found.append(Section(heading, first, "\n".join(lines)))
            heading, first, lines = match["id"] or match["title"], number, []
        lines.append(line)
    return [*found, Section(heading, first, "\n".join(lines))]


def units(dataset: Dataset, lock: Lock | None = None) -> Iterator[Unit]:
    """Yield every text with each of its translations, present or missing."""
    known = dataset.lock if lock is None else lock
    for owner, field, lang, original, translation in _pairs(dataset):
        state, reason = _state(known.get(owner, {}).get(lang, {}), original, translation)
        yield Unit(owner, field, lang, original, translation, state, reason)


def stale_texts(dataset: Dataset, lock: Lock) -> frozenset[tuple[str, str]]:
    """Return the (original, translation) texts that have drifted apart: what pages look up to mark a passage."""
    if not lock:
        return frozenset()
    return frozenset((u.original, u.translation) for u in units(dataset, lock) if u.state is State.STALE and u.translation is not None)


def _state(known: Mapping[str, Mapping[str, str]], original: str, translation: str | None) -> tuple[State, str]:
    if translation is None:
        return State.MISSING, ""
    originals = known.get(fingerprint(translation))
    if originals is None:
        return State.NEW, ""
    reason = originals.get(fingerprint(original))
    return (State.STALE, "") if reason is None else (State.FRESH, reason)


def _pairs(dataset: Dataset) -> Iterator[tuple[str, tuple[str | int, ...], str, str, str | None]]:
    """Yield (owner, field, language, original, translation) for every text in every language but the leading one."""
    leading, *others = dataset.languages
    for record in dataset.records.values():
        versions: dict[tuple[str | int, ...], dict[str, str]] = {}
        for where, _, lang, text in texts_of(record):
            if isinstance(where[-1], str):  # the names of a list end in their index
                versions.setdefault(where[:-1], {})[lang] = text
        for field, texts in versions.items():
            for lang in others:
                yield record.id, field, lang, texts[leading], texts.get(lang)
    for (path, written_in), page in dataset.prose.items():
        if written_in == leading:
            for lang in others:
                yield from _page_pairs(page, dataset.prose.get((path, lang)), lang)


def _page_pairs(page: ProsePage, twin: ProsePage | None, lang: str) -> Iterator[tuple[str, tuple[str | int, ...], str, str, str | None]]:
    owner = f"docs/{page.path}"
    yield owner, ("description",), lang, page.description, twin.description if twin else None
    translated = {section.id: section.text for section in sections(twin.body)} if twin else {}
    for section in sections(page.body):
        yield owner, (section.id,), lang, section.text, translated.get(section.id)


# --- the lock ---


def read_lock(dataset: Dataset) -> tuple[Lock, list[Finding]]:
    """Return the lock of a data set's translations, empty where it cannot be relied on, and what is wrong with its file."""
    path = dataset.root / LOCK
    content = path.read_bytes() if path.is_file() else b""
    tree, problems = parse(content) if content.strip() else (Map(0, 0), [])
    if tree is None:
        return {}, [_misshapen(p.line, {lang: p.message.found(lang, p.values) for lang in MESSAGE_LANGUAGES}) for p in problems]
    if not tree.marks:
        kept = path.exists() or (dataset.root / ".git").exists()  # a handbook outside git, as a revision's copy, may keep none
        return {}, [Finding(LOCK_MISSING, Place(LOCK))] if kept and any(unit.translation is not None for unit in units(dataset, {})) else []
    lock: dict[str, dict[str, dict[str, dict[str, str]]]] = {}
    for owner, lang, line in _entries(tree):
        match = _LINE.match(line or "")
        if not match:
            return {}, [_misshapen(tree.marks[owner][0], f"{owner}.{lang}: {line}" if line else owner)]
        pairs = lock.setdefault(owner, {}).setdefault(lang, {}).setdefault(match["translation"], {})
        pairs[match["original"]] = match["reason"] or ""
    return lock, []


def _entries(tree: Map) -> Iterator[tuple[str, str, str | None]]:
    """Yield (owner, language, line) of a lock's tree, no line where something else than languages with their lists stands."""
    for owner in tree.marks:
        languages = tree.get(owner)
        for lang, lines in languages.items() if isinstance(languages, Map) and languages else [("", None)]:
            for line in lines if isinstance(lines, Seq) and lines else [None]:
                yield owner, lang, line if isinstance(line, str) else None


def _misshapen(line: int, found: object) -> Finding:
    return Finding(LOCK_FORM, Place(LOCK, line + 1), {"found": found})


def recorded(dataset: Dataset, accept: Iterable[str] = (), reason: str = "") -> str:
    """Return the lock's text with new pairs recorded, and with the stale ones of the records in `accept` confirmed for a reason.

    A stale pair keeps the original that it was made from, and a file that cannot be read keeps its pairs; what stands nowhere any more is dropped.
    """
    accepted = set(accept)
    lines: dict[str, dict[str, dict[str, None]]] = {}
    for unit in units(dataset):
        if unit.translation is None:
            continue
        known = dataset.lock.get(unit.owner, {}).get(unit.lang, {}).get(fingerprint(unit.translation), {})
        made, original = fingerprint(unit.translation), fingerprint(unit.original)
        of = lines.setdefault(unit.owner, {}).setdefault(unit.lang, {})
        if unit.state is State.STALE and unit.owner in accepted:
            of[f"{made} {original} {' '.join(reason.split())}"] = None
        elif unit.state is State.STALE:
            of.update({_line(made, old, why): None for old, why in known.items()})
        else:
            of[_line(made, original, unit.reason)] = None
    for owner, lang in _unreadable(dataset):  # what cannot be read today is not gone
        pairs = dataset.lock[owner][lang].items()
        lines.setdefault(owner, {})[lang] = {_line(made, old, why): None for made, of_it in pairs for old, why in of_it.items()}
    return "".join(_written(lines))


def _unreadable(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Yield the (owner, language) in the lock whose file is there and could not be read."""
    pages = {(f"docs/{path}", lang) for path, lang in dataset.prose}
    for owner, languages in dataset.lock.items():
        for lang in languages:
            if owner in dataset.records or (owner, lang) in pages:
                continue
            file = f"{owner}.{lang}.md" if owner.startswith("docs/") else f"data/*/{owner}.yml"
            if any(dataset.root.glob(file)):
                yield owner, lang


def _line(translation: str, original: str, reason: str) -> str:
    return f"{translation} {original} {reason}".rstrip()


def _written(lines: Mapping[str, Mapping[str, Iterable[str]]]) -> Iterator[str]:
    for owner in sorted(lines):
        yield f"{owner}:\n"
        for lang, pairs in lines[owner].items():
            yield f"  {lang}:\n"
            for pair in pairs:
                yield f"    - {_quoted(pair)}\n"


def _quoted(line: str) -> str:
    """Return a line of the lock as YAML: a reason may hold what YAML would read otherwise."""
    return "'" + line.replace("'", "''") + "'" if ": " in line or " #" in line or line.endswith(":") else line
