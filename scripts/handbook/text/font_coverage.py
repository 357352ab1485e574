"""Which characters the fonts of the book have.

`scripts/tools/fonts.py` writes the list when it cuts the fonts.
"""

import unicodedata
from functools import cache
from importlib.resources import files

FOLDER = files("handbook") / "book" / "fonts"
#: The faces of the book; without one, Typst would silently set another.
FACES = ("NotoSansSC-Bold.ttf", "NotoSansSC-Regular.ttf", "NotoSerifSC-Regular.ttf")
_COVERAGE = "coverage.txt"


def missing_files() -> list[str]:
    """Return the fonts, and the list of their characters, that are not there."""
    return [name for name in (*FACES, _COVERAGE) if not (FOLDER / name).is_file()]


@cache
def _covered() -> frozenset[str]:
    """Return the characters of coverage.txt, whose ranges are hexadecimal: `4E00-4E01 4E03`."""
    text = (FOLDER / _COVERAGE).read_text(encoding="ascii")
    ranges = (part.partition("-") for part in text.split())
    return frozenset(
        chr(code)
        for first, _, last in ranges
        for code in range(int(first, 16), int(last or first, 16) + 1)
    )


def missing_characters(text: str) -> list[str]:
    """Return, sorted, the visible characters of a text that no font of the book has."""
    return sorted(character for character in set(text) - _covered() if _is_seen(character))


def _is_seen(character: str) -> bool:
    # nothing is drawn for controls and separators; the check reports them for what they are
    selector = "VARIATION SELECTOR" in unicodedata.name(character, "")
    return not selector and unicodedata.category(character)[0] not in "CZ"


def character_values(character: str) -> dict[str, str]:
    """Return the values of the message `book-character`."""
    return {"found": character, "code": f"U+{ord(character):04X}"}
