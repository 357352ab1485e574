"""Load data/ and docs/ as a Dataset, with diagnostics for the files' problems.

    data/<folder>/<id>.yml ─ yaml_tree ─ validation ─▶ records, editions ┐
    data/labels.yml, data/vocabulary.yml ────────────▶ labels            ├─▶ Dataset
    docs/**/<page>.<lang>.md ─ front matter ─────────▶ prose             ┘

A problem in the file of a record or page does not raise: the record or page is left out of the data
set, and the problem is reported. Only unusable labels or vocabularies raise.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from handbook.diagnostics import Diagnostic, Location
from handbook.load.files import FileProblem, decode, read_bytes
from handbook.load.folders import data_files, page_files
from handbook.load.labels_file import Unloadable, load_labels, read_labels
from handbook.load.translation_lock import read_lock
from handbook.load.validation import read_model, validate
from handbook.load.yaml_tree import Map, parse
from handbook.model.dataset import Dataset, FrontMatter, ProsePage
from handbook.model.editions import Edition
from handbook.model.records import Record
from handbook.text.translations import stale_texts

__all__ = ["Unloadable", "load", "load_labels"]

_FRONT = re.compile(r"\A---\n(?P<meta>.*?)\n---\n", re.DOTALL)


def load(root: Path) -> tuple[Dataset, list[Diagnostic]]:
    """Load the handbook at `root`.

    Returns:
        The data set, and the problems of reading its files. The rules of the check are not applied.

    Raises:
        Unloadable: The labels or vocabularies are missing or cannot be used.
    """
    labels, trees_by_file, findings = read_labels(root)
    languages = tuple(labels.languages)
    unreadable: set[str] = set()
    editions: dict[str, Edition] = {}
    copies: defaultdict[str, list[tuple[str, Map, Record]]] = defaultdict(list)
    for name, model in data_files(root, findings):
        match read_model(root, name, model, findings, labels):
            case None if model is not Edition:
                unreadable.add(PurePosixPath(name).stem)
            case Edition() as edition, tree:
                editions[name], trees_by_file[name] = edition, tree
            case Record() as record, tree:
                copies[record.id].append((name, tree, record))
    # Of several files with the same id, the one named after the id wins, otherwise the last.
    own = [
        next((copy for copy in held if PurePosixPath(copy[0]).stem == record_id), held[-1])
        for record_id, held in copies.items()
    ]
    prose: dict[tuple[str, str], ProsePage] = {}
    for name, path, lang in page_files(root, languages, findings):
        if page := _read_page(root, name, path, lang, findings):
            prose[path, lang], trees_by_file[name] = page
    records = {record.id: record for _, _, record in own}
    files = {record.id: name for name, _, record in own} | {name: name for name in trees_by_file}
    trees = {record.id: tree for _, tree, record in own} | trees_by_file
    shared = {
        record_id: tuple((name, tree) for name, tree, _ in held)
        for record_id, held in copies.items()
        if len(held) > 1
    }
    dataset = Dataset(
        root,
        labels,
        MappingProxyType(records),
        MappingProxyType(prose),
        MappingProxyType(files),
        MappingProxyType(trees),
        editions_by_file=MappingProxyType(dict(sorted(editions.items(), reverse=True))),
        unreadable=frozenset(unreadable),
        copies=MappingProxyType(shared),
    )
    lock = read_lock(dataset, findings)
    return replace(dataset, lock=lock, stale=stale_texts(dataset, lock)), findings


def _read_page(
    root: Path, name: str, path: str, lang: str, findings: list[Diagnostic]
) -> tuple[ProsePage, Map] | None:
    """Read a hand-written page with the tree of its front matter, or report why not."""
    content = read_bytes(root, name, findings)
    if content is None:
        return None
    text = decode(content)
    if isinstance(text, FileProblem):
        findings.append(text.at(name))
        return None
    text = text.replace("\r\n", "\n")
    front = _FRONT.match(text)
    # A line break replaces the opening dashes, so that positions are those in the file.
    tree, problems = parse(b"\n" + front["meta"].encode()) if front else (None, [])
    if not front or tree is None:
        absent = not front or problems[0].code == "file-empty"
        missing = [Diagnostic("page-front-matter", Location(name))]
        findings += missing if absent else [problem.at(name) for problem in problems]
        return None
    head = validate(FrontMatter, tree, name, findings)
    if head is None:
        return None
    body, first_line = text[front.end() :], text.count("\n", 0, front.end()) + 1
    place = {"path": path, "lang": lang, "file": name, "first_line": first_line}
    return ProsePage.model_validate({**dict(head), **place, "body": body}), tree
