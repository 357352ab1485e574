"""The finished pages → a Pagefind index beside them, one for each language, read from page content only."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

#: What is not content: ways back from footnotes, and the note that stands on every page.
EXCLUDED = ".footnote-backref, .hb-nature"


class IndexFailed(Exception):
    """Pagefind is not there or could not index the site; the message says which."""


def build_index(root: Path, site: Path) -> None:
    """Index a finished site into its `pagefind/`; raises IndexFailed.

    The binary is the one that package-lock.json pins, run from node_modules so that nothing is fetched.
    """
    program = root / "node_modules" / ".bin" / "pagefind"
    if not program.exists():
        raise IndexFailed("node_modules/.bin/pagefind")
    command = [str(program), "--site", str(site), "--root-selector", "article", "--exclude-selectors", EXCLUDED, "--quiet"]
    if not shutil.which("node"):
        raise IndexFailed("node")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise IndexFailed(done.stderr.strip() or done.stdout.strip())
