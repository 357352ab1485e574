"""Golden files: what an output was, kept beside the tests; `GOLDEN=write` in the environment writes them anew for review."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "unit" / "golden"


def agrees(name: str, made: str) -> None:
    """Assert that an output is what its golden file holds."""
    file = FOLDER / name
    if os.environ.get("GOLDEN") == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(made, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == made, (
        f"{file} differs; if the change is meant, write it anew with GOLDEN=write"
    )
