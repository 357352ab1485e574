"""Load data/ and docs/ as a Dataset, with diagnostics for the files' problems.

    data/<folder>/<id>.yml ─ yaml_tree ─ validation ─▶ records, editions ┐
    data/labels.yml, data/vocabulary.yml ────────────▶ labels            ├─▶ Dataset
    docs/**/<page>.<lang>.md ─ front matter ─────────▶ prose             ┘

A problem in the file of a record or page does not raise: the record or page is left out of the data
set, and the problem is reported. Only unusable labels or vocabularies raise.

What is made of a file that the last load of the process read with the same content is made of it
again without parsing, and is the same object.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, TypeVar

from handbook.diagnostics import Diagnostic
from handbook.load.files import MAX_BYTES, MAX_WRITTEN, Unloadable, decode, read_bytes
from handbook.load.folders import CONFIG, data_files, page_files
from handbook.load.labels_file import load_labels, read_labels
from handbook.load.translation_lock import read_lock
from handbook.load.validation import as_model, validate
from handbook.load.yaml_tree import Map, parse
from handbook.model.dataset import Dataset, FrontMatter, ProsePage
from handbook.model.editions import Edition
from handbook.model.records import Record
from handbook.model.types import is_slug
from handbook.text.translation_state import stale_texts

__all__ = ["Unloadable", "load", "load_labels"]

_FRONT = re.compile(r"\A---\n(?P<meta>.*?)\n---\n", re.DOTALL)
#: What stands in place of the line that opens a page's front matter, and a line of its.
_NOT_FRONT = re.compile(
    r"\A(?P<before>(?:(?!---$).*\n){1,3})(?:---\n)?(?=(?:title|description): )", re.MULTILINE
)
_OPEN_FRONT = re.compile(r"---\n(?:[a-z_]+:.*\n|- .*\n|  .*\n)*")

T = TypeVar("T")
#: What the last load made of each file, by its path and content; and of what they depend on beside
#: that, the languages and vocabularies.
_last: tuple[object, dict[tuple[str, bytes], Any]] = (None, {})


def load(root: Path) -> tuple[Dataset, list[Diagnostic]]:
    """Load the handbook at `root`.

    Returns:
        The data set, and the problems of reading its files. The rules of the check are not applied.

    Raises:
        Unloadable: The labels or vocabularies are missing or cannot be used.
    """
    global _last
    labels, trees, findings = read_labels(root)
    languages = tuple(labels.languages)
    accepted = languages, labels.vocabulary
    known, made = _last[1] if accepted == _last[0] else {}, dict[tuple[str, bytes], Any]()

    def made_of(name: str, make: Callable[[str], T], most: int = MAX_BYTES) -> T:
        file = name, read_bytes(root, name, most)
        value: T = known[file] if file in known else make(decode(file[1], name))
        made[file] = value
        return value

    strays: list[Diagnostic] = []
    listed = [*data_files(root, strays)]
    # a record under a wrong name, or in a wrong folder, is there all the same
    paths = (each.place.path for each in strays)
    near = (file.name for path in paths for file in (root / path, *root.glob(f"{path}/*")))
    stems = (name.partition(".")[0] for name in near if ".y" in name.lower())
    unreadable = set(filter(is_slug, stems))
    findings += strays
    editions: dict[str, Edition] = {}
    copies: defaultdict[str, list[tuple[str, Map, Record]]] = defaultdict(list)
    for name, model in listed:
        try:
            most = MAX_WRITTEN if model is Edition else MAX_BYTES
            read = partial(as_model, root=root, name=name, model=model, labels=labels)
            match made_of(name, read, most):
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
            read_page = partial(_as_page, root=root, name=name, path=path, lang=lang)
            prose[path, lang], trees[name] = made_of(name, read_page)
        except Unloadable as error:
            findings += error.diagnostics
    menu: list[dict[str, Any]] = []
    with suppress(Unloadable):  # what is wrong with it, a rule tells
        menu = made_of(CONFIG, _as_menu)
    _last = accepted, made
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
        menu=menu,
        editions_by_file=MappingProxyType(dict(sorted(editions.items(), reverse=True))),
        unreadable=frozenset(unreadable),
        copies=MappingProxyType(copies),
    )
    lock = read_lock(dataset, findings)
    return replace(dataset, lock=lock, stale=stale_texts(dataset, lock)), findings


def _as_page(text: str, root: Path, name: str, path: str, lang: str) -> tuple[ProsePage, Map]:
    """Return a hand-written page with the tree of its front matter."""
    text = text.replace("\r\n", "\n")
    front = _FRONT.match(text)
    meta, end = (front["meta"], front.end()) if front else ("", 0)
    if not front and (before := _NOT_FRONT.match(text)):
        raise Unloadable.of("page-front-first", name, found=before["before"].strip())
    if not front and (opened := _OPEN_FRONT.match(text)):
        line = opened[0].count("\n") + 1
        raise Unloadable.of("page-front-open", name, line)
    # A line break replaces the opening dashes, so that positions are those in the file.
    tree = parse(f"\n{meta}", name, if_empty="page-front-matter")
    head = validate(FrontMatter, tree, name, root=root)
    place = {"path": path, "lang": lang, "file": name, "first_line": text.count("\n", 0, end) + 1}
    return ProsePage.model_validate({**dict(head), **place, "body": text[end:]}), tree


def _as_menu(text: str) -> list[dict[str, Any]]:
    """Return the sections of the menu that a site's configuration has."""
    sections = parse(text, CONFIG, tagged=True).get("nav")
    return [
        {name: pages if isinstance(pages, str) else [*pages]}
        for section in (sections if isinstance(sections, list) else ())
        for name, pages in (section.items() if isinstance(section, dict) else ())
        if all(isinstance(page, str) for page in pages)
    ]
