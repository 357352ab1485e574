"""Which characters the fonts of the book have.

`scripts/tools/fonts.py` writes the list when it cuts the fonts.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

FOLDER = files("handbook") / "book" / "fonts"
#: The faces of the book; without one, Typst would silently set another.
FACES = (
    *("NotoSansSC-Bold.ttf", "NotoSansSC-Regular.ttf", "NotoSerifSC-Regular.ttf"),
    *("NotoSansTC-Bold.ttf", "NotoSansTC-Regular.ttf", "NotoSerifTC-Regular.ttf"),
)
COVERAGE = "coverage.txt"
#: The list of the characters of the Simplified faces, and of those that the Traditional ones add.
LISTS = {"SC": COVERAGE, "TC": "coverage-traditional.txt"}
#: A handbook's own fonts, for what the engine's lack; `handbook fonts` cuts them.
OWN = "custom/book/fonts"


def missing_files() -> list[str]:
    """Return the fonts, and the list of their characters, that are not there."""
    return [name for name in (*FACES, *LISTS.values()) if not (FOLDER / name).is_file()]


@cache
def _covered(faces: str) -> frozenset[str]:
    return _listed((FOLDER / LISTS[faces]).read_text(encoding="ascii"))


def own_characters(root: Path) -> frozenset[str]:
    """Return the characters of a handbook's own fonts; none where it has no such fonts."""
    file = root / OWN / COVERAGE
    return _listed(file.read_text(encoding="ascii")) if file.is_file() else frozenset()


def own_families(root: Path) -> dict[str, list[str]]:
    """Return the families of a handbook's own fonts: of those with serifs and those without."""
    there = (root / OWN / COVERAGE).is_file()
    return {kind: [f"Handbook {kind.title()}"] * there for kind in ("sans", "serif")}


def _listed(text: str) -> frozenset[str]:
    """Return the characters of a list, whose ranges are hexadecimal: `4E00-4E01 4E03`."""
    parts = (part.partition("-") for part in text.split())
    return frozenset(
        chr(code)
        for first, _, last in parts
        for code in range(int(first, 16), int(last or first, 16) + 1)
    )


def ranges(characters: Iterable[str]) -> str:
    """Return characters as a list of their ranges, sixteen a line."""
    runs: list[list[int]] = []
    for code in sorted(map(ord, characters)):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    written = [f"{first:X}" if first == last else f"{first:X}-{last:X}" for first, last in runs]
    return "".join(" ".join(written[at : at + 16]) + "\n" for at in range(0, len(written), 16))


def missing_characters(text: str, faces: str = "SC") -> list[str]:
    """Return, sorted, the visible characters of a text that no font of the book has.

    Args:
        text: The text.
        faces: The faces that it is set in (`Language.faces`); those of SC stand behind all others.
    """
    missing = set(text).difference(_covered("SC"), _covered(faces))
    return sorted(character for character in missing if _is_seen(character))


def _is_seen(character: str) -> bool:
    # nothing is drawn for controls and separators; the check reports them for what they are
    selector = "VARIATION SELECTOR" in unicodedata.name(character, "")
    return not selector and unicodedata.category(character)[0] not in "CZ"


def character_values(character: str) -> dict[str, str]:
    """Return the values of the message `book-character`."""
    return {"found": character, "code": f"U+{ord(character):04X}"}
