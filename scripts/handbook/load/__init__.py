"""data/ and docs/ → the Dataset and everything that is wrong with them.

    data/<folder>/<id>.yml ─ yaml_tree ─ validation ─▶ records ┐
    data/labels.yml, data/vocabulary.yml ─────────────▶ labels ├─▶ Dataset
    docs/**/<page>.<lang>.md ─ front matter ──────────▶ prose  ┘

Loading never raises for what stands in a file: a record that cannot be read is left out of the data set and reported.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from handbook.diagnostics import Diagnostic, Location
from handbook.load import translation_lock
from handbook.load.decoding import decode
from handbook.load.files import read_bytes
from handbook.load.folders import page_files, record_files
from handbook.load.labels_file import Unloadable, load_labels, read_labels
from handbook.load.validation import validate
from handbook.load.yaml_tree import Map, parse
from handbook.model.dataset import Dataset, FrontMatter, ProsePage
from handbook.model.editions import EDITIONS, Edition
from handbook.model.labels import Labels
from handbook.model.records import Record
from handbook.text.translations import stale_texts

__all__ = ["Unloadable", "load", "load_labels"]

_FRONT = re.compile(r"\A---\n(?P<meta>.*?)\n---\n", re.DOTALL)


def load(root: Path) -> tuple[Dataset, list[Diagnostic]]:
    """Load the handbook at `root`.

    Returns:
        The data set, and what is wrong with the files it was read from; no rule of the check has been applied.

    Raises:
        Unloadable: where there is no handbook at all.
    """
    labels, label_trees, findings = read_labels(root)
    languages = tuple(labels.languages)
    records: dict[str, Record] = {}
    files: dict[str, str] = {}
    trees: dict[str, Map] = {}
    unreadable: set[str] = set()
    copies: dict[str, list[tuple[str, Map]]] = {}
    for path, kind in record_files(root, findings):
        name = path.relative_to(root).as_posix()
        record, tree, found = load_record(path, name, kind, labels)
        findings += found
        if record is None or tree is None:
            unreadable.add(path.stem)
            continue
        if record.id in records:
            copies.setdefault(record.id, [(files[record.id], trees[record.id])]).append((name, tree))
        if record.id not in records or PurePosixPath(files[record.id]).stem != record.id:
            records.pop(record.id, None)  # a copy with the original's id gives way, and the order is that of the files that count
            records[record.id], files[record.id], trees[record.id] = record, name, tree
    for name, tree in label_trees.items():
        files[name], trees[name] = name, tree
    prose, found, fronts = load_prose(root, languages)
    findings += found
    for name, front in fronts.items():
        files[name], trees[name] = name, front
    dataset = Dataset(
        root,
        labels,
        MappingProxyType(records),
        MappingProxyType(prose),
        MappingProxyType(files),
        MappingProxyType(trees),
        unreadable=frozenset(unreadable),
        copies=MappingProxyType({record_id: tuple(held) for record_id, held in copies.items()}),
    )
    dataset, found = _with_history(dataset)
    return dataset, [*findings, *found]


def _with_history(dataset: Dataset) -> tuple[Dataset, list[Diagnostic]]:
    """Return the data set with its editions and with what its lock of translations tells, and what is wrong with their files."""
    lock, findings = translation_lock.read_lock(dataset)
    editions: dict[str, Edition] = {}
    trees: dict[str, Map] = {}
    for path in sorted((dataset.root / EDITIONS).glob("*.yml"), reverse=True):
        name = path.relative_to(dataset.root).as_posix()
        content, found = read_bytes(path, name)
        tree, problems = parse(content) if content is not None else (None, [])
        findings += [*found, *(problem.at(name) for problem in problems)]
        if tree is not None:
            edition, found = validate(Edition, tree, name, dataset.languages)
            findings += found
            if edition is not None:
                editions[name], trees[name] = edition, tree
    files = MappingProxyType({**dataset.files, **dict(zip(editions, editions, strict=True))})
    known = MappingProxyType({**dataset.trees, **trees})
    stale = stale_texts(dataset, lock)
    return replace(dataset, files=files, trees=known, editions_by_file=MappingProxyType(editions), lock=lock, stale=stale), findings


def load_record(path: Path, name: str, kind: type[Record], labels: Labels) -> tuple[Record | None, Map | None, list[Diagnostic]]:
    """Return (record, its tree, findings) of one file; record and tree are None where it cannot be read."""
    content, findings = read_bytes(path, name)
    if content is None:
        return None, None, findings
    tree, problems = parse(content)
    if tree is None:
        return None, None, [problem.at(name) for problem in problems]
    record, findings = validate(kind, tree, name, tuple(labels.languages), labels)
    return record, tree, findings


def load_prose(root: Path, languages: tuple[str, ...]) -> tuple[dict[tuple[str, str], ProsePage], list[Diagnostic], dict[str, Map]]:
    """Return the hand-written pages by (path, language), what is wrong with their files, and each file's front matter."""
    pages: dict[tuple[str, str], ProsePage] = {}
    findings: list[Diagnostic] = []
    fronts: dict[str, Map] = {}
    for file, path, lang in page_files(root, languages, findings):
        name = file.relative_to(root).as_posix()
        content, found = read_bytes(file, name)
        findings += found
        if content is None:
            continue
        text, problems = decode(content)
        findings += [problem.at(name) for problem in problems]
        if text is None:
            continue
        page, front, found = _prose_page(text.replace("\r\n", "\n"), path, lang, name)
        findings += found
        if page is not None and front is not None:
            pages[path, lang], fronts[name] = page, front
    return pages, findings, fronts


def _prose_page(text: str, path: str, lang: str, name: str) -> tuple[ProsePage | None, Map | None, list[Diagnostic]]:
    front = _FRONT.match(text)
    if not front:
        return None, None, [Diagnostic("page-front-matter", Location(name))]
    tree, problems = parse(b"\n" + front["meta"].encode())  # the line break stands for the opening dashes: places are the file's
    if tree is None:
        return (
            None,
            None,
            [Diagnostic("page-front-matter", Location(name)) if problem.code == "file-empty" else problem.at(name) for problem in problems],
        )
    head, findings = validate(FrontMatter, tree, name, ())
    if head is None:
        return None, None, findings
    return ProsePage(path, lang, name, head.title, head.description, text[front.end() :], text.count("\n", 0, front.end()) + 1), tree, []
