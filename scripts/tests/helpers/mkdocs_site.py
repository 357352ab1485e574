"""Sites as MkDocs builds them by itself, and what the check of a finished site reads of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mkdocs.commands.build import build

from handbook.pages.render import Handbook
from handbook.site.plugin import configured
from handbook.site.verify import PageFacts, facts_of, language_of


def build_site(handbook: Handbook, directory: Path) -> None:
    """Build the pages of a handbook into a directory; facts of the PDFs are still blank."""
    with configured(handbook, directory) as config:
        build(config)


def read_facts(
    directory: Path, languages: Sequence[str], site_url: str = ""
) -> dict[str, PageFacts]:
    """Return the facts of a site's pages by path, without Pagefind's and the form editor's."""
    files = {file.relative_to(directory).as_posix(): file for file in directory.rglob("*.html")}
    return {
        path: facts_of(path, file.read_bytes(), language_of(path, languages), site_url)
        for path, file in sorted(files.items())
        if not path.startswith(("pagefind/", "admin/"))
    }
