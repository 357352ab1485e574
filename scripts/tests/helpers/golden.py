"""What an output was, kept beside the tests.

`GOLDEN=write` in the environment writes golden files anew for review, and adds to contracts what is new.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
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


def keeps(contract: Path, made: Sequence[str]) -> None:
    """Assert that an output has each line of its contract, and that the contract has each of its lines."""
    kept = contract.read_text(encoding="utf-8").splitlines() if contract.exists() else []
    assert [] == [line for line in kept if line not in made], "this breaks readers: a new version"
    if os.environ.get("GOLDEN") == "write":
        contract.write_text("\n".join(made) + "\n", encoding="utf-8")
    assert contract.read_text(encoding="utf-8").splitlines() == [*made], (
        "what is new stands in CHANGELOG_API.md; then GOLDEN=write adds it to the contract"
    )
