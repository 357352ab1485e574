"""Find the files of records and pages in data/ and docs/, and report all others.

No file in docs/ is passed over: MkDocs publishes every file there as it is, so one that no rule reads is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from handbook.diagnostics import Diagnostic, Location
from handbook.model.editions import EDITIONS
from handbook.model.kinds import KINDS
from handbook.model.records import Record
from handbook.model.types import RESERVED_FOLDERS, is_slug

#: What data/ holds besides the folders of records and editions.
_OTHERS = frozenset({"labels.yml", "vocabulary.yml", "translations.lock.yml", "schema"})
_EDITIONS = EDITIONS.removeprefix("data/")  # YAML as well, though no records

_PAGE = re.compile(r"^(?P<path>.+)\.(?P<lang>[a-z]{2,3}(?:-[A-Za-z]+)?)\.md$")


def record_files(root: Path, findings: list[Diagnostic]) -> Iterator[tuple[Path, type[Record]]]:
    """Yield each record's file with its kind, in the order of kinds and names.

    Args:
        findings: Receives a diagnostic for every other file in data/.
    """
    accepted = [f"data/{folder}/" for folder in KINDS]

    def stray(name: str) -> None:
        findings.append(Diagnostic("file-stray", Location(f"data/{name}"), {"found": name.rpartition("/")[2], "accepted": accepted}))

    for entry in _entries(root / "data", root, findings):
        if entry.name not in KINDS and entry.name != _EDITIONS and entry.name not in _OTHERS:
            stray(entry.name)
    for folder in (*KINDS, _EDITIONS):
        directory = root / "data" / folder
        for path in _entries(directory, root) if directory.is_dir() and not directory.is_symlink() else ():
            if path.suffix != ".yml":
                stray(f"{folder}/{path.name}")
            elif folder in KINDS:
                yield path, KINDS[folder].record


def page_files(root: Path, languages: tuple[str, ...], findings: list[Diagnostic]) -> Iterator[tuple[Path, str, str]]:
    """Yield (file, path, language) of each hand-written page.

    Args:
        findings: Receives a diagnostic for every other file in docs/, and for paths that no page may have.
    """
    docs = root / "docs"
    for file in _files(docs, root, findings) if docs.is_dir() else ():
        name, match = file.relative_to(docs).as_posix(), _PAGE.match(file.relative_to(docs).as_posix())
        place = Location(f"docs/{name}")
        if file.suffix != ".md":
            findings.append(Diagnostic("page-stray", place, {"found": file.name}))
            continue
        if not match or match["lang"] not in languages:
            findings.append(Diagnostic("page-name", place, {"found": file.name, "accepted": languages}))
            continue
        yield file, match["path"], match["lang"]
        steps = match["path"].split("/")
        if odd := next((step for step in steps if not is_slug(step)), None):
            findings.append(Diagnostic("page-path", place, {"found": odd}))
        elif steps[0] in RESERVED_FOLDERS or steps[0] in languages:
            findings.append(Diagnostic("page-path-reserved", place, {"found": f"/{steps[0]}/"}))


def link_at(path: Path, name: str) -> list[Diagnostic]:
    """Return a diagnostic where a file or folder is a symbolic link."""
    return [Diagnostic("file-symlink", Location(name), {"found": name})] if path.is_symlink() else []


def _entries(directory: Path, root: Path, findings: list[Diagnostic] | None = None) -> Iterator[Path]:
    """Yield what lies in a folder, hidden files left out; with `findings`, report links rather than yield them."""
    for path in sorted(directory.iterdir()):
        if path.name.startswith("."):
            continue
        found = link_at(path, path.relative_to(root).as_posix()) if findings is not None else []
        if findings is None or not found:
            yield path
        else:
            findings += found


def _files(directory: Path, root: Path, findings: list[Diagnostic]) -> Iterator[Path]:
    """Yield every file in a folder and in those inside it."""
    for path in _entries(directory, root, findings):
        if path.is_dir():
            yield from _files(path, root, findings)
        else:
            yield path
