"""Everything from the Dataset to `site/`: pages, data files, book, search index, checks of the finished site, and the swap.

The site is made in a directory beside the old one and put in its place at the end, so a build that fails or is interrupted leaves
the previous site whole.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from handbook.admin import write_admin
from handbook.api import write_api
from handbook.book import write_books
from handbook.errors import Finding
from handbook.feed import write_feeds
from handbook.model import Dataset
from handbook.plugin import build_site
from handbook.search import build_index
from handbook.site import check_site


class SiteFaulty(Exception):
    """The finished site has faults, so it was not put in place; carries the findings."""

    def __init__(self, findings: list[Finding]) -> None:
        """Keep what was found."""
        super().__init__(f"{len(findings)} faults")
        self.findings = findings


def build_all(dataset: Dataset, target: Path, progress: Callable[[str], None]) -> None:
    """Build the whole site into `target`, saying each step's key to `progress`; raises what a step raises, and SiteFaulty."""
    site_url = os.environ.get("HANDBOOK_SITE_URL", "")
    with replacing(target) as made:
        progress("pages")
        build_site(dataset, made)
        progress("data")
        write_api(dataset, made)
        write_feeds(dataset, made, site_url)
        progress("book")
        write_books(dataset, made, site_url=site_url)
        progress("search")
        build_index(dataset.root, made)
        progress("verify")
        if findings := check_site(made, dataset.languages, site_url):
            raise SiteFaulty(findings)
        # last: it is no reader's page, and neither indexed nor held to what readers' pages must have
        write_admin(dataset, made, os.environ.get("HANDBOOK_REPO_URL", ""))


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give an empty directory beside `target` that takes its place if the block ends well, and is removed if not."""
    old = target.with_name(f".{target.name}-old")
    if old.exists() and not target.exists():  # the last swap was cut short between its two renames
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    made.chmod(0o755)  # mkdtemp's 0700 would keep a web server out
    try:
        yield made
        if target.exists():
            target.rename(old)
        made.rename(target)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
