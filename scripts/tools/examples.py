"""Write what `handbook check --explain` shows: an example of each message, from the cases of the tests.

    unit/checks/rules/*.yml, helpers/slips.py ─▶ handbook/diagnostics/examples.yml

PYTHONPATH=scripts .venv/bin/python -m tools.examples
"""

import tempfile
from collections.abc import Iterator
from difflib import ndiff
from pathlib import Path
from typing import Any

import yaml

from handbook.checks import check_handbook
from handbook.diagnostics import EXAMPLES, MESSAGE_LANGUAGES
from tests.helpers import handbook_of
from tests.helpers.slips import SLIPS

CASES = Path(__file__).parents[1] / "tests/unit/checks/rules"
#: An example of more lines explains less.
MOST_LINES = 8


def examples() -> dict[str, dict[str, str]]:
    """Return each code's first short example: file, message, what was wrong and right."""
    found: dict[str, dict[str, str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for code, path, wrong, right in _changes():
            if code in found:
                continue
            root = handbook_of.good(Path(folder))
            good = (root / path).read_text(encoding="utf-8")
            broken, mended = (good.replace(wrong[0], new, 1) for new in (wrong[1], right))
            lines = [
                line
                for line in ndiff(broken.split("\n"), mended.split("\n"))
                if line[0] in "+-" and line[2:].strip()
            ]
            (root / path).write_text(broken, encoding="utf-8")
            finding = next((f for f in check_handbook(root)[1] if f.code == code), None)
            (root / path).write_text(good, encoding="utf-8")
            if finding and lines and len(lines) <= MOST_LINES:
                told = {lang: finding.message(lang) for lang in MESSAGE_LANGUAGES}
                found[code] = {"path": path, **told, "change": "\n".join(lines)}
    return dict(sorted(found.items()))


def _changes() -> Iterator[tuple[str, str, tuple[str, str], str]]:
    """Yield (code, file, what is replaced and by what, what should stand there) of each case."""
    for file in sorted(CASES.glob("*.yml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            if "fixed" in case:
                for code in case["finds"]:
                    yield code, case["file"], (case["replace"], case["by"]), case["fixed"]
    for slip in SLIPS:
        if slip.old:
            yield slip.code, slip.file, (slip.old, slip.new), slip.old


def build_examples() -> str:
    """Return the text of the file of examples."""
    head = "# An example of each message, from the cases of the tests: `python -m tools.examples` writes it.\n"
    tree: Any = examples()
    return head + yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=1000)


if __name__ == "__main__":
    EXAMPLES.write_text(build_examples(), encoding="utf-8")
