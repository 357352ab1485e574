"""Versions of what is published: the edition of the whole, and of each page, PDF and record.

A version is a day and a hash. The hash changes with what readers are told, and with nothing else: not
with code, nor with the words around a page. The day is that of the commit, so the same commit gives
the same versions on any machine.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from handbook.model.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Version:
    """What something says, and since when.

    Attributes:
        hash: Eight hexadecimal digits of its content.
        timestamp: When its files were last committed, in Unix seconds; None where that is not known.
    """

    hash: str
    timestamp: int | None

    @property
    def date(self) -> str:
        """Return the day (UTC), or nothing where it is not known."""
        if self.timestamp is None:
            return ""
        return datetime.fromtimestamp(self.timestamp, UTC).date().isoformat()

    @property
    def id(self) -> str:
        """Return the version's name: `2026-11-24-3fa9c1b2`, or the hash alone."""
        return f"{self.date}-{self.hash}".lstrip("-")


@dataclass(frozen=True, slots=True)
class History:
    """What git tells of a handbook.

    Attributes:
        head: The time of the last commit, in Unix seconds; None outside of git.
        files: The time of the last commit that touched each file, by its path from the root.
    """

    head: int | None
    files: Mapping[str, int]

    def version(self, content: object, files: Iterable[str]) -> Version:
        """Return the version of content that is made from some files."""
        times = [self.files.get(file) for file in files]
        known = [time for time in times if time is not None]
        return Version(fingerprint(content), max(known) if known and len(known) == len(times) else None)


def read_history(root: Path) -> History:
    """Ask git, once, for the times of its commits; where a shallow clone ends, files have no time."""
    command = ["git", "-c", "core.quotePath=off", "log", "--name-only", "--relative"]
    try:
        log = subprocess.run([*command, "--format=@%ct %D"], cwd=root, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return History(None, {})
    head: int | None = None
    files: dict[str, int] = {}
    moment, complete = 0, True
    for line in filter(None, log.splitlines()):
        if line.startswith("@"):
            moment, complete = int(line[1:].split()[0]), "grafted" not in line
            head = moment if head is None else head
        elif complete:
            files.setdefault(line, moment)
    return History(head, files)


def edition_of(dataset: Dataset, history: History) -> Version:
    """Return the edition of a data set.

    Its time is SOURCE_DATE_EPOCH, or the last commit's, or today's midnight (UTC) without either.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = int(given) if given else history.head
    today = int(time.time()) // 86400 * 86400
    return Version(content_hash(dataset), today if moment is None else moment)


def fingerprint(content: object) -> str:
    """Return eight hexadecimal digits of content that JSON can hold."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:8]


def content_hash(dataset: Dataset) -> str:
    """Return eight hexadecimal digits that change with any text, number or citation, and nothing else."""
    records = [[record.folder, record.model_dump(mode="json", exclude={"notes"})] for record in dataset.records.values()]
    pages = [[page.path, page.lang, page.title, page.description, page.body] for page in dataset.prose.values()]
    return fingerprint([records, pages, dataset.labels.model_dump(mode="json")])
