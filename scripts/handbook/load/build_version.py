"""Which edition of the handbook this is: the day of its commit and a short hash of all that readers are told.

The same commit gives the same edition on any machine. Whoever changes a record, a page or a word of the interface gets another hash;
whoever changes code alone does not.
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
class Edition:
    """An edition: `id` is date and hash (`2026-11-24-3fa9c1b2`), `timestamp` the date's moment in Unix seconds."""

    date: str
    hash: str
    timestamp: int

    @property
    def id(self) -> str:
        """Return the name the edition is known by."""
        return f"{self.date}-{self.hash}"


def edition(dataset: Dataset) -> Edition:
    """Return the edition of a data set."""
    moment = timestamp(dataset.root)
    return Edition(datetime.fromtimestamp(moment, UTC).date().isoformat(), content_hash(dataset), moment)


def content_hash(dataset: Dataset) -> str:
    """Return eight hexadecimal digits that change with any text, number or citation, and with nothing else."""
    hashed = hashlib.sha256()
    for record in dataset.records.values():
        hashed.update(json.dumps([record.folder, record.model_dump(mode="json", exclude={"notes"})], ensure_ascii=False).encode())
    for page in dataset.prose.values():
        hashed.update(json.dumps([page.path, page.lang, page.title, page.description, page.body], ensure_ascii=False).encode())
    hashed.update(dataset.labels.model_dump_json().encode())
    return hashed.hexdigest()[:8]


def timestamp(root: Path) -> int:
    """Return the moment of the edition in Unix seconds: SOURCE_DATE_EPOCH, or the commit's, or today's midnight (UTC) without either."""
    if given := os.environ.get("SOURCE_DATE_EPOCH", ""):
        return int(given)
    try:
        asked = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True, check=True)
        return int(asked.stdout)
    except (OSError, subprocess.CalledProcessError, ValueError):
        return int(time.time()) // 86400 * 86400
