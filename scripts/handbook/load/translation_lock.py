"""The lock of translations: which original each translation was made from.

data/translations.lock.yml      joint-patrols:         the record, or the page of docs/
                                  en:                  the language
                                    - 1f0c… 9ab2…      a translation's hash, its original's, and the reason it was accepted for
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from handbook.diagnostics import MESSAGE_LANGUAGES, Diagnostic, Location, found_of
from handbook.load.yaml_tree import Map, Seq, parse
from handbook.model.dataset import Dataset
from handbook.text.translations import Lock, State, fingerprint, units

#: Where the lock stands.
LOCK = "data/translations.lock.yml"

_LINE = re.compile(r"^(?P<translation>[0-9a-f]{12}) (?P<original>[0-9a-f]{12})(?: (?P<reason>.+))?$")


def read_lock(dataset: Dataset) -> tuple[Lock, list[Diagnostic]]:
    """Return the lock of a data set's translations, empty where it cannot be relied on, and what is wrong with its file."""
    path = dataset.root / LOCK
    content = path.read_bytes() if path.is_file() else b""
    tree, problems = parse(content) if content.strip() else (Map(0, 0), [])
    if tree is None:
        return {}, [_misshapen(p.line, {lang: found_of(p.code, lang, p.values) for lang in MESSAGE_LANGUAGES}) for p in problems]
    if not tree.marks:
        kept = path.exists() or (dataset.root / ".git").exists()  # a handbook outside git, as a revision's copy, may keep none
        return {}, [Diagnostic("translations-lock-missing", Location(LOCK))] if kept and any(
            unit.translation is not None for unit in units(dataset, {})
        ) else []
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


def _misshapen(line: int, found: object) -> Diagnostic:
    return Diagnostic("translations-lock-form", Location(LOCK, line + 1), {"found": found})


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
