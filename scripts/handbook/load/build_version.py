"""Versions of published content: the whole edition, and each page, PDF and record.

A version is a date and a hash. The hash depends on the content alone, not on code or on the
interface around a page. The date is that of the commit, so the same commit has the same versions on
any machine.
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from handbook.diagnostics import HandbookError
from handbook.load.revisions import git
from handbook.model.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Version:
    """The version of some content.

    Attributes:
        hash: Eight hexadecimal digits of the content's SHA-256 hash.
        timestamp: The time of the last commit of its files, in Unix seconds; None if not known.
    """

    hash: str
    timestamp: int | None

    @property
    def date(self) -> str:
        """Return the date (UTC, YYYY-MM-DD), or "" if it is not known."""
        if self.timestamp is None:
            return ""
        return datetime.fromtimestamp(self.timestamp, UTC).date().isoformat()

    @property
    def id(self) -> str:
        """Return the version's name: `2026-11-24-3fa9c1b2`, or the hash alone."""
        return f"{self.date}-{self.hash}".lstrip("-")


@dataclass(frozen=True, slots=True)
class History:
    """The times of a handbook's commits.

    Attributes:
        head: The time of the last commit, in Unix seconds; None outside a git repository.
        files: The time of the last commit of each file, by path from the handbook's root.
    """

    head: int | None
    files: Mapping[str, int]

    def version(self, content: object, files: Iterable[str]) -> Version:
        """Return the version of content.

        Args:
            content: A value that JSON can hold.
            files: The files the content is made from. Without a time for each of them, the version
                has none.
        """
        times = [self.files.get(file) for file in files]
        known = [time for time in times if time is not None]
        latest = max(known) if known and len(known) == len(times) else None
        return Version(fingerprint(content), latest)


def read_history(root: Path) -> History:
    """Read the commit times of a repository with one call of git.

    Files last changed at or before the boundary of a shallow clone have no time.
    """
    options = ("--name-only", "--relative", "--format=@%ct %D")
    try:
        log = git(root, "-c", "core.quotePath=off", "log", *options)
    except HandbookError:
        return History(None, {})
    head: int | None = None
    files: dict[str, int] = {}
    moment, complete = 0, True
    for line in filter(None, log.stdout.decode("utf-8", "replace").splitlines()):
        if line.startswith("@"):
            moment, complete = int(line[1:].split()[0]), "grafted" not in line
            head = moment if head is None else head
        elif complete:
            files.setdefault(line, moment)
    return History(head, files)


def edition_of(dataset: Dataset, history: History) -> Version:
    """Return the edition of a data set.

    Its time is SOURCE_DATE_EPOCH, else the time of the last commit, else today's midnight (UTC).
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not re.fullmatch(r"[0-9]{0,11}", epoch):
        raise HandbookError.of("epoch-not-seconds", "SOURCE_DATE_EPOCH", found=epoch)
    seconds = int(epoch) if epoch else history.head
    today = int(time.time()) // 86400 * 86400
    return Version(content_hash(dataset), today if seconds is None else seconds)


def fingerprint(content: object) -> str:
    """Return the first eight hexadecimal digits of the SHA-256 hash of JSON content."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:8]


def content_hash(dataset: Dataset) -> str:
    """Return the fingerprint of all records (without notes), pages and labels."""
    records = [
        [record.folder, record.model_dump(mode="json", exclude={"notes"})]
        for record in dataset.records.values()
    ]
    pages = [
        [page.path, page.lang, page.title, page.description, page.body]
        for page in dataset.prose.values()
    ]
    return fingerprint([records, pages, dataset.labels.model_dump(mode="json")])
