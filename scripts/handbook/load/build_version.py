"""Which edition of the handbook this is: the day of its commit and a hash of all that readers are told.

The same commit gives the same edition on any machine. A change of a record, a page or a word of the
interface gives another hash; a change of code alone does not.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from handbook.model.dataset import Dataset


@dataclass(frozen=True, slots=True)
class BuildVersion:
    """The edition that is built.

    Attributes:
        hash: Eight hexadecimal digits of all that readers are told.
        timestamp: The edition's moment in Unix seconds.
    """

    hash: str
    timestamp: int

    @property
    def date(self) -> str:
        """Return the edition's day (UTC)."""
        return datetime.fromtimestamp(self.timestamp, UTC).date().isoformat()

    @property
    def id(self) -> str:
        """Return the name the edition is known by: `2026-11-24-3fa9c1b2`."""
        return f"{self.date}-{self.hash}"


def build_version(dataset: Dataset) -> BuildVersion:
    """Return the edition of a data set; it asks git, so call it once a build and hand it on."""
    return BuildVersion(content_hash(dataset), timestamp(dataset.root))


def content_hash(dataset: Dataset) -> str:
    """Return eight hexadecimal digits that change with any text, number or citation, and with nothing else."""
    hashed = hashlib.sha256()
    for record in dataset.records.values():
        content = [record.folder, record.model_dump(mode="json", exclude={"notes"})]
        hashed.update(json.dumps(content, ensure_ascii=False).encode())
    for page in dataset.prose.values():
        content = [page.path, page.lang, page.title, page.description, page.body]
        hashed.update(json.dumps(content, ensure_ascii=False).encode())
    hashed.update(dataset.labels.model_dump_json().encode())
    return hashed.hexdigest()[:8]


def timestamp(root: Path) -> int:
    """Return the edition's moment in Unix seconds.

    It is SOURCE_DATE_EPOCH, or the commit's, or today's midnight (UTC) without either.
    """
    if given := os.environ.get("SOURCE_DATE_EPOCH", ""):
        return int(given)
    command = ["git", "log", "-1", "--format=%ct"]
    try:
        return int(subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout)
    except (OSError, subprocess.CalledProcessError, ValueError):
        return int(time.time()) // 86400 * 86400
