"""The list of a built site's files with their SHA-256, by which anyone can check what is served.

site/manifest.json
  version, commit   what the site was made from; no commit where files differ from it
  environment       the variables it was made under, which whoever rebuilds it sets alike
  files             path → size in bytes, SHA-256; every file but the list itself
"""

import hashlib
import json
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

#: The list's path in the site.
MANIFEST = "manifest.json"


def digest(content: bytes) -> dict[str, Any]:
    """Return what the list tells of a file's content."""
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def files_of(site: Path) -> dict[str, dict[str, Any]]:
    """Return what the list tells of each file of a site, by path.

    Links are not followed. A link, and whatever else is neither file nor folder, has no hash.
    """
    files = {}
    for path in site.rglob("*"):
        mode, name = path.lstat().st_mode, path.relative_to(site).as_posix()
        if stat.S_ISREG(mode):
            files[name] = digest(path.read_bytes())
        elif not stat.S_ISDIR(mode):
            files[name] = {"bytes": 0, "sha256": ""}
    return dict(sorted(files.items()))


def write_manifest(
    site: Path, *, version: str, commit: str | None, environment: Mapping[str, str]
) -> None:
    """Write the list of a finished site.

    Args:
        site: The site.
        version: The edition's name.
        commit: The commit that the handbook's files are, or None.
        environment: The variables that the site depends on.
    """
    content = {"version": version, "commit": commit, "environment": dict(environment)}
    files = {path: told for path, told in files_of(site).items() if path != MANIFEST}
    text = json.dumps({**content, "files": files}, ensure_ascii=False, indent=1)
    (site / MANIFEST).write_text(text + "\n", encoding="utf-8")
