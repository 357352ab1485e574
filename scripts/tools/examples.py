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
from handbook.load import load
from handbook.load.translation_lock import LOCK, recorded
from tests.helpers import handbook_of
from tests.helpers.several_sources import several
from tests.helpers.slips import FIGURE, PRACTICE, SLIPS

PLACE = "data/places/river-town.yml"
CASES = Path(__file__).parents[1] / "tests/unit/checks/rules"
#: The day of the examples, after which no date has come yet.
TODAY = "2026-03-01"
#: An example of more lines explains less.
MOST_LINES = 8

_NIGHT = "      zh: 夜里轮流值守。\n      en: Both banks take turns at night.\n"
#: (code, file, what stands there, what is wrong, what is right) of mistakes that no case of a rule makes.
MORE = (
    (
        "translation-stale",
        PRACTICE,
        _NIGHT,
        _NIGHT.replace("夜里", "夜里和清晨"),
        _NIGHT.replace("夜里", "夜里和清晨").replace("night", "night and at dawn"),
    ),
    (
        "translation-unfilled",
        PRACTICE,
        _NIGHT,
        _NIGHT.replace("Both banks take turns at night.", "…"),
        _NIGHT.partition("      en")[0],
    ),
    (
        "file-merge-conflict",
        PRACTICE,
        "kind: mechanism\n",
        "<<<<<<< HEAD\nkind: mechanism\n=======\nkind: agreement\n>>>>>>> main\n",
        "kind: mechanism\n",
    ),
    ("yaml-text-after-quote", PRACTICE, "zh: 夜里轮", 'zh: "夜里"轮', "zh: “夜里”轮"),
    ("figure-value", FIGURE, "value: 1728\n", "", "value: 1728\n"),
    (
        "status-by-missing",
        PRACTICE,
        "results:\n",
        "status:\n  state: replaced\nresults:\n",
        "status:\n  state: ended\nresults:\n",
    ),
    (
        "status-by-surplus",
        PRACTICE,
        "results:\n",
        "status:\n  state: ended\n  by: joint-patrols\nresults:\n",
        "status:\n  state: ended\nresults:\n",
    ),
    (
        "day-form",
        PLACE,
        "kind: town\n",
        "kind: town\nchecked: 2026-03\n",
        "kind: town\nchecked: 2026-03-01\n",
    ),
    ("pinyin-form", PLACE, "pinyin: Hépàn Zhèn", "pinyin: 河畔镇", "pinyin: Hépàn Zhèn"),
    ("id-taken", PLACE, "id: river-town", "id: river-line", "id: river-town"),
)


def examples() -> dict[str, dict[str, str]]:
    """Return each code's first short example: file, message, what was wrong and right."""
    found: dict[str, dict[str, str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        roots = handbook_of.good(Path(folder) / "good"), several(Path(folder) / "several")
        locks = [recorded(load(root)[0]) for root in roots]
        for of_several, code, path, wrong, right in _changes():
            if code in found:
                continue
            root = roots[of_several]
            handbook_of.write(root, {LOCK: locks[of_several]})
            good = (root / path).read_text(encoding="utf-8")
            broken, mended = (good.replace(wrong[0], new, 1) for new in (wrong[1], right))
            lines = _told(broken, mended, "\n" in right)
            (root / path).write_text(broken, encoding="utf-8")
            finding = next(
                (f for f in check_handbook(root, today=TODAY)[1] if f.code == code), None
            )
            (root / path).write_text(good, encoding="utf-8")
            if finding and lines and len(lines) <= MOST_LINES:
                told = {lang: finding.message(lang) for lang in MESSAGE_LANGUAGES}
                found[code] = {"path": path, **told, "change": "\n".join(lines)}
    return dict(sorted(found.items()))


def _told(broken: str, mended: str, several: bool) -> list[str]:
    """Return the lines that differ; several, or lines only added, with those beside them."""
    lines = [line for line in ndiff(broken.split("\n"), mended.split("\n")) if line[0] != "?"]
    changed = [place for place, line in enumerate(lines) if line[0] != " "]
    if changed and (several or all(lines[place][0] == "+" for place in changed)):
        return [line.rstrip() for line in lines[max(0, changed[0] - 1) : changed[-1] + 2]]
    return [lines[place] for place in changed if lines[place][2:].strip()]


def _changes() -> Iterator[tuple[bool, str, str, tuple[str, str], str]]:
    """Yield (whether of several sources, code, file, (what is replaced, by what), what is right)."""
    for file in sorted(CASES.glob("*.yml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            if "fixed" in case:
                for code in case["finds"]:
                    yield (
                        "several" in case,
                        code,
                        case["file"],
                        (case["replace"], case["by"]),
                        case["fixed"],
                    )
    for code, path, *texts in MORE:
        yield False, code, path, (texts[0], texts[1]), texts[2]
    for slip in SLIPS:
        if slip.old:
            yield False, slip.code, slip.file, (slip.old, slip.new), slip.old


def build_examples() -> str:
    """Return the text of the file of examples."""
    head = "# An example of each message, from the cases of the tests: `python -m tools.examples` writes it.\n"
    tree: Any = examples()
    return head + yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=1000)


if __name__ == "__main__":
    EXAMPLES.write_text(build_examples(), encoding="utf-8")
