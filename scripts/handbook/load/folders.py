"""Discovery of the files of records, editions and pages, and of the site's configuration.

MkDocs publishes every file in docs/, so a file there that is not a page is reported.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from os.path import lexists
from pathlib import Path

from handbook.diagnostics import Diagnostic, Location
from handbook.load.files import Unloadable, read_text
from handbook.load.yaml_tree import Map, parse
from handbook.model.editions import EDITIONS, Edition
from handbook.model.introspect import fields_of
from handbook.model.kinds import KINDS
from handbook.model.records import Record
from handbook.model.types import DEVICES, LANGUAGE, RESERVED_FOLDERS, is_slug

CONFIG = "mkdocs.yml"
#: What the form editor puts into a proposed change.
QUESTIONS = ".github/PULL_REQUEST_TEMPLATE.md"
#: How the names of files begin that office programs leave beside an open one.
_TEMPORARY = "~$"
#: The model of a file of data/.
DataModel = type[Record] | type[Edition]

#: The other entries of data/, beside the folders of records and editions.
_OTHERS = frozenset(
    {"labels.yml", "vocabulary.yml", "conversions.yml", "translations.lock.yml", "schema"}
)
#: How many folders of docs/ may lie in one another.
_DEPTH = 10
#: How the files of word processors end.
_DOCUMENTS = frozenset({".doc", ".docx", ".odt", ".pdf", ".rtf", ".wps"})
_PAGE = re.compile(rf"^docs/(?P<path>.+)\.(?P<lang>{LANGUAGE})\.md$")


def data_files(root: Path, findings: list[Diagnostic]) -> Iterator[tuple[str, DataModel]]:
    """Yield the path and model of each record's and edition's file, by kind and name.

    Args:
        root: The handbook's root.
        findings: Receives a diagnostic for every other file in data/.
    """
    folders = {f"data/{folder}": kind.record for folder, kind in KINDS.items()}
    accepted = [f"{folder}/" for folder in folders]
    models: dict[str, DataModel] = {**folders, EDITIONS: Edition}

    def stray(name: str) -> Diagnostic:
        found = name.rpartition("/")[2]
        code = "file-temporary" if found.startswith(_TEMPORARY) else "file-stray"
        return Diagnostic.at(code, name, found=found, accepted=accepted)

    for entry in _entries(root / "data"):
        name = entry.relative_to(root).as_posix()
        if entry.is_symlink():
            findings.append(Diagnostic.at("file-symlink", name, found=name))
        elif entry.name not in _OTHERS and not (name in models and entry.is_dir()):
            findings.append(stray(name))
    for folder, model in models.items():
        directory = root / folder
        for path in _entries(directory) if not directory.is_symlink() else ():
            if path.suffix == ".yml" and not path.name.startswith(_TEMPORARY):
                yield f"{folder}/{path.name}", model
            else:
                findings.append(stray(f"{folder}/{path.name}"))


def page_files(
    root: Path, languages: tuple[str, ...], findings: list[Diagnostic]
) -> Iterator[tuple[str, str, str]]:
    """Yield (file, path, language) of each hand-written page.

    Args:
        root: The handbook's root.
        languages: The handbook's languages.
        findings: Receives a diagnostic for every other file in docs/, and for invalid paths of
            pages.
    """
    for file in _files(root / "docs"):
        name = file.relative_to(root).as_posix()
        match = _PAGE.match(name)
        if file.is_symlink():
            code, found = "file-symlink", name
        elif file.name.startswith(_TEMPORARY):
            code, found = "file-temporary", file.name
        elif file.suffix in _DOCUMENTS:
            code, found = "page-document", file.name
        elif file.suffix == ".yml" and (kinds := _kinds_of(root, name)):
            values = {"found": file.name, "better": [f"data/{kind}/" for kind in kinds]}
            findings.append(Diagnostic("page-record", Location(name), values))
            continue
        elif file.suffix != ".md":
            code, found = "page-stray", file.name
        elif not match or match["lang"] not in languages:
            code, found = "page-name", file.name
        else:
            yield name, match["path"], match["lang"]
            steps = match["path"].split("/")
            if odd := [step for step in steps if not is_slug(step)]:
                code, found = "page-path", odd[0]
            elif reserved := {*steps[:1]} & {*RESERVED_FOLDERS, *languages} or {*steps} & DEVICES:
                code, found = "page-path-reserved", f"/{min(reserved)}/"
            else:
                continue
        findings.append(Diagnostic.at(code, name, found=found, accepted=languages))


def _kinds_of(root: Path, name: str) -> list[str]:
    """Return the folders of the kinds of which a file has all fields that they ask for, and no others."""
    with suppress(Unloadable):
        names = {*parse(read_text(root, name), name)}
        known = {folder: fields_of(kind.record) for folder, kind in KINDS.items()}
        return [
            folder
            for folder, fields in known.items()
            if {each.name for each in fields.values() if each.required} <= names <= {*fields}
        ]
    return []


def licences(root: Path) -> list[str]:
    """Return the names of a handbook's own licences, which the site carries."""
    return sorted(path.name for path in root.glob("LICENSE*"))


def unsuitable_copies(root: Path) -> Iterator[Diagnostic]:
    """Yield why files outside data/ and docs/ cannot be copied to the site."""
    for name in (*licences(root), *([QUESTIONS] if lexists(root / QUESTIONS) else [])):
        try:
            read_text(root, name)
        except Unloadable as error:
            yield from error.diagnostics
    own = root / "custom"
    for path in [own] if own.is_symlink() else _files(own):
        if path.is_symlink():
            name = path.relative_to(root).as_posix()
            yield Diagnostic.at("file-symlink", name, found=name)


def site_config(root: Path) -> Map:
    """Return the site's configuration as it is written; tags such as `!ENV` are not resolved.

    Raises:
        Unloadable: There is none, or it cannot be read.
    """
    text = read_text(root, CONFIG, if_empty="site-config") if lexists(root / CONFIG) else ""
    return parse(text, CONFIG, if_empty="site-config", tagged=True)


def _entries(directory: Path) -> list[Path]:
    """Return a folder's entries by name, without hidden ones; none if the folder is missing."""
    entries = directory.iterdir() if directory.is_dir() else ()
    shown = (path for path in entries if not path.name.startswith("."))
    return sorted(shown, key=lambda path: path.name)


def _files(directory: Path, depth: int = 0) -> Iterator[Path]:
    """Yield every file and symbolic link in a folder, recursively, and a folder that is too deep."""
    for path in _entries(directory):
        if path.is_dir() and not path.is_symlink() and depth < _DEPTH:
            yield from _files(path, depth + 1)
        else:
            yield path
