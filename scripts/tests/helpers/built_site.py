"""The real handbook, built once for a whole run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html

from handbook.build import build_all
from handbook.diagnostics import Diagnostic
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.site.redirects import is_redirect
from handbook.site.verify import check_site
from tests.helpers import ROOT
from tests.helpers.mkdocs_site import read_facts
from tests.helpers.shared import made_once

#: A published address with a sub-path, as GitHub Pages gives projects.
SITE_URL = "https://handbook.example/pinghu/"
REPO_URL = "https://github.com/example/handbook"


@dataclass(frozen=True, slots=True)
class SitePage:
    """A built page: its path in the site, parsed tree, and how often it has each element id."""

    path: str
    tree: html.HtmlElement
    ids: Counter[str]


def read_site(directory: Path, redirects: bool = False) -> dict[str, SitePage]:
    """Return the pages of a built site by path, without Pagefind's and the form editor's.

    With `redirects` they are the pages that only lead to others, instead of those with content.
    """
    pages: dict[str, SitePage] = {}
    for file in sorted(directory.rglob("*.html")):
        path = file.relative_to(directory).as_posix()
        content = file.read_bytes()
        if not path.startswith(("pagefind/", "admin/")) and is_redirect(content) == redirects:
            tree = html.fromstring(content)
            pages[path] = SitePage(path, tree, Counter(tree.xpath("//@id")))
    return pages


def faults_of(directory: Path, languages: Sequence[str], site_url: str = "") -> list[Diagnostic]:
    """Return what the check of a finished site finds."""
    files = {file.relative_to(directory).as_posix() for file in directory.rglob("*")}
    return [*check_site(files, read_facts(directory, languages, site_url), languages)]


@dataclass(frozen=True)
class Built:
    """A built site: where it lies, its pages, and the data it was made from."""

    directory: Path
    pages: dict[str, SitePage]
    dataset: Dataset


def built_site(tmp_path_factory: pytest.TempPathFactory, name: str, site_url: str) -> Built:
    """Return the real handbook built under a published address, or without one."""

    def build(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("HANDBOOK_SITE_URL", site_url)
            patch.setenv("HANDBOOK_REPO_URL", REPO_URL if site_url else "")
            build_all(load(ROOT)[0], folder / "site", lambda step: None)

    directory = made_once(tmp_path_factory, name, build) / "site"
    return Built(directory, read_site(directory), load(ROOT)[0])
