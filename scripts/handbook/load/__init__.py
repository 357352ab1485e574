"""Load data/ and docs/ as a Dataset, with diagnostics for the files' problems.

    data/<folder>/<id>.yml ─ yaml_tree ─ validation ─▶ records, editions ┐
    data/labels.yml, data/vocabulary.yml ────────────▶ labels            ├─▶ Dataset
    docs/**/<page>.<lang>.md ─ front matter ─────────▶ prose             ┘

A problem in the file of a record or page does not raise: the record or page is left out of the data
set, and the problem is reported. Only unusable labels or vocabularies raise.
"""

import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from handbook.diagnostics import Diagnostic
from handbook.load.files import Unloadable, read_text
from handbook.load.folders import data_files, page_files
from handbook.load.labels_file import load_labels, read_labels
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
    labels, trees, findings = read_labels(root)
    languages = tuple(labels.languages)
    unreadable: set[str] = set()
    editions: dict[str, Edition] = {}
    copies: defaultdict[str, list[tuple[str, Map, Record]]] = defaultdict(list)
    for name, model in data_files(root, findings):
        try:
            match read_model(root, name, model, labels):
                case Edition() as edition, tree:
                    editions[name], trees[name] = edition, tree
                case Record() as record, tree:
                    copies[record.id].append((name, tree, record))
        except Unloadable as error:
            findings += error.diagnostics
            if model is not Edition:
                unreadable.add(PurePosixPath(name).stem)
    prose: dict[tuple[str, str], ProsePage] = {}
    for name, path, lang in page_files(root, languages, findings):
        try:
            prose[path, lang], trees[name] = _read_page(root, name, path, lang)
        except Unloadable as error:
            findings += error.diagnostics
    files = {name: name for name in trees}
    records: dict[str, Record] = {}
    for record_id, held in copies.items():
        # Of several files with the same id, the one named after the id wins, otherwise the last.
        named = (copy for copy in held if PurePosixPath(copy[0]).stem == record_id)
        files[record_id], trees[record_id], records[record_id] = next(named, held[-1])
    dataset = Dataset(
        root,
        labels,
        MappingProxyType(records),
        MappingProxyType(prose),
        MappingProxyType(files),
        MappingProxyType(trees),
        editions_by_file=MappingProxyType(dict(sorted(editions.items(), reverse=True))),
        unreadable=frozenset(unreadable),
        copies=MappingProxyType(copies),
    )
    lock = read_lock(dataset, findings)
    return replace(dataset, lock=lock, stale=stale_texts(dataset, lock)), findings


def _read_page(root: Path, name: str, path: str, lang: str) -> tuple[ProsePage, Map]:
    """Return a hand-written page with the tree of its front matter."""
    text = read_text(root, name).replace("\r\n", "\n")
    front = _FRONT.match(text)
    meta, end = (front["meta"], front.end()) if front else ("", 0)
    # A line break replaces the opening dashes, so that positions are those in the file.
    tree = parse(f"\n{meta}", name, if_empty="page-front-matter")
    head = validate(FrontMatter, tree, name, root=root)
    place = {"path": path, "lang": lang, "file": name, "first_line": text.count("\n", 0, end) + 1}
    return ProsePage.model_validate({**dict(head), **place, "body": text[end:]}), tree
