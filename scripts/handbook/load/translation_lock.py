"""The translation lock, which records the original of each translation.

data/translations.lock.yml      joint-patrols:         the record, or the page of docs/
                                  en:                  the language
                                    - 1f0c… 9ab2…      the hashes of translation and original, and
                                                       the reason for accepting the pair
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from os.path import lexists

from handbook.diagnostics import MESSAGE_LANGUAGES, Diagnostic, found_of
from handbook.load.files import MAX_WRITTEN, Unloadable, read_text
from handbook.load.yaml_style import written
from handbook.load.yaml_tree import Map, Seq, parse
from handbook.model.dataset import Dataset, Lock
from handbook.text.scanner import scan
from handbook.text.translation_state import WORDS, State, fingerprint, units

#: The lock's file.
LOCK = "data/translations.lock.yml"

_LINE = re.compile(r"^([0-9a-f]{12}) ([0-9a-f]{12})(?: (.+))?$")


def read_lock(dataset: Dataset, findings: list[Diagnostic]) -> Lock:
    """Return the lock of a data set's translations; empty if it is missing or invalid.

    Args:
        dataset: The data set without its lock.
        findings: Receives the problems of the lock's file.
    """
    path = dataset.root / LOCK
    lock: Lock = {}
    wrong: Diagnostic | None = None
    try:
        if lexists(path):
            lock, wrong = _parsed(read_text(dataset.root, LOCK, MAX_WRITTEN))
    except Unloadable as error:
        for each in error.diagnostics:
            if each.code == "file-empty" and not path.read_bytes().strip():
                break
            found = {lang: found_of(each.code, lang, each.values) for lang in MESSAGE_LANGUAGES}
            at = each.place.line
            findings.append(Diagnostic.at("translations-lock-form", LOCK, at, found=found))
        else:
            return {}
    if wrong:
        findings.append(wrong)
    elif not lock:
        # A handbook outside git, such as an exported revision, may have no lock.
        kept = path.exists() or (dataset.root / ".git").exists()
        if kept and any(unit.translation is not None for unit in units(dataset, {})):
            findings.append(Diagnostic.at("translations-lock-missing", LOCK))
    return lock


@lru_cache(maxsize=2)  # a preview reads the same one again and again
def _parsed(text: str) -> tuple[Lock, Diagnostic | None]:
    """Return the lock that a file holds, or an empty one and what is wrong with the file."""
    tree = parse(text, LOCK)
    lock: dict[str, dict[str, dict[str, dict[str, str]]]] = {}
    for owner, lang, line in _entries(tree):
        match = _LINE.match(line or "")
        if not match:
            number, typed = tree.marks[owner][0] + 1, f"{owner}.{lang}: {line}" if line else owner
            return {}, Diagnostic.at("translations-lock-form", LOCK, number, found=typed)
        translation, original, reason = match.groups("")
        pairs = lock.setdefault(owner, {}).setdefault(lang, {})
        pairs.setdefault(translation, {})[original] = reason
    return lock, None


def _entries(tree: Map) -> Iterator[tuple[str, str, str | None]]:
    """Yield (owner, language, line), the line None where the lock has another form."""
    for owner in tree.marks:
        languages = tree.get(owner)
        lists = languages.items() if isinstance(languages, Map) and languages else [("", None)]
        for lang, lines in lists:
            for line in lines if isinstance(lines, Seq) and lines else [None]:
                yield owner, lang, line if isinstance(line, str) else None


def recorded(
    dataset: Dataset, accept: Iterable[str] = (), reason: str = "", *, new: bool = True
) -> str:
    """Return the lock's text with the current pairs of translation and original.

    A stale translation keeps its recorded original; a file that cannot be read keeps its pairs, and
    so does a section whose original left its page. Pairs of texts that no longer exist are dropped.

    Args:
        dataset: The data set, with the current lock.
        accept: The records and pages whose stale translations are confirmed.
        reason: The reason for confirming them.
        new: Whether translations that are not in the lock are taken in.
    """
    accepted, reason = set(accept), " ".join(reason.split())
    # The inner dict serves as an ordered set.
    lines: defaultdict[str, dict[str, dict[str, None]]] = defaultdict(dict)
    for unit in units(dataset):
        if unit.translation is None or (unit.state is State.NEW and not new):
            continue
        translation, original = fingerprint(unit.translation), fingerprint(unit.original)
        originals: Mapping[str, str] = {original: unit.reason}
        if unit.state is State.STALE and unit.owner in accepted:
            originals = {original: reason}
        elif unit.state is State.STALE:
            originals = unit.recorded
        lines[unit.owner].setdefault(unit.lang, {}).update(_lines({translation: originals}))
    for owner, lang, words in _alone(dataset):
        pairs = dataset.lock.get(owner, {}).get(lang, {})
        kept = {each: pairs[each] for each in pairs if each[:WORDS] in words}
        lines[owner].setdefault(lang, {}).update(_lines(kept))
    for owner, lang in _unreadable(dataset):
        lines[owner][lang] = _lines(dataset.lock[owner][lang])
    tree = {
        owner: {lang: list(pairs) for lang, pairs in lines[owner].items()}
        for owner in sorted(lines)
        if any(lines[owner].values())
    }
    return written(tree)


def renamed_lock(before: Dataset, after: Dataset, owners: Mapping[str, str | None]) -> str:
    """Return the lock where the same texts have other names and other links.

    What is known of each stays known, and no more: a fresh translation is fresh, a stale one stale,
    a new one new.

    Args:
        before: The data set with its lock.
        after: The data set with the new names.
        owners: The new name of each record or page; None for one that is gone.
    """
    texts = {(unit.owner, unit.field, unit.lang): unit for unit in units(after, {})}
    hashes: dict[str, str] = {}
    for unit in units(before):
        if twin := texts.get((owners.get(unit.owner, unit.owner) or "", unit.field, unit.lang)):
            hashes[fingerprint(unit.original)] = fingerprint(twin.original)
            hashes[fingerprint(unit.translation or "")] = fingerprint(twin.translation or "")
    lock = {
        owners.get(owner, owner) or "": {
            lang: {
                hashes.get(translation, translation): {
                    hashes.get(original, original): reason for original, reason in known.items()
                }
                for translation, known in pairs.items()
            }
            for lang, pairs in languages.items()
        }
        for owner, languages in before.lock.items()
    }
    return recorded(replace(after, lock=lock), new=False)


def _lines(pairs: Mapping[str, Mapping[str, str]]) -> dict[str, None]:
    return {
        f"{translation} {original} {reason}".rstrip(): None
        for translation, originals in pairs.items()
        for original, reason in originals.items()
    }


def _alone(dataset: Dataset) -> Iterator[tuple[str, str, set[str]]]:
    """Yield (page, language, hashes of words) of the sections that the leading language lacks."""
    for owner, pages in dataset.pages.items():
        sections = {lang: scan(page.body).sections for lang, page in pages.items()}
        originals = {section.id for section in sections.pop(dataset.languages[0], ())}
        for lang, translated in sections.items():
            alone = [each.text for each in translated if each.id not in originals]
            yield owner, lang, {fingerprint(text)[:WORDS] for text in alone}


def _unreadable(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Yield (owner, language) of the lock's files that exist but could not be read."""
    pages = {(f"docs/{path}", lang) for path, lang in dataset.prose}
    for owner, languages in dataset.lock.items():
        for lang in languages:
            file = f"{owner}.{lang}.md" if owner.startswith("docs/") else f"data/*/{owner}.yml"
            known = owner in dataset.records or (owner, lang) in pages
            if not known and any(dataset.root.glob(file)):
                yield owner, lang
