"""Diagrams as SVG, from descriptions that hold all their words.

A description has `kind` (pair or flow), `id`, `title`, `says` and `words`, and
what its kind needs.

Every picture is 360 units wide, so that its smallest words stay readable on a phone; of a picture
that comes in two widths, the stylesheet shows one. Colours are attributes, which any renderer
follows; the site's stylesheet overrides them by class for its light and dark colours.
"""

import re
import unicodedata
from collections.abc import Mapping
from html import escape
from typing import Any

from handbook.model.labels import Colours
from handbook.text.languages import is_han

Description = Mapping[str, Any]

WIDTH, WIDE = 360, 664
_SIZE, _LINE = 16, 22
_FONT = "system-ui, 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif"
#: The attributes of each class, in the colours of the handbook; stylesheets override them.
_LOOK = {
    "d-box": 'fill="{tint}" stroke="{draw}"',
    "d-strong": 'fill="{strong}" stroke="{strong}"',
    "d-line": 'fill="none" stroke="{draw}"',
    "d-border": 'fill="none" stroke="{mark}" stroke-dasharray="5 4"',
    "d-words": 'fill="#1c2526"',
    "d-on": 'fill="#ffffff"',
}
#: Characters as wide as a line is high.
_WIDE = r"\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"


def figure(description: Description, colours: Colours) -> str:
    """Return a diagram with its caption, and the same told in words.

    A flow is drawn twice: as narrow as the others, and side by side for wide screens.
    """
    drawings = _drawn(description, colours, WIDTH, description["kind"])
    if description["kind"] == "flow":
        drawings += _drawn(description, colours, WIDE, "wide_flow")
    texts = (escape(description[key]) for key in ("id", "title", "says", "words"))
    name, title, says, words = texts
    return (
        f'<figure class="diagram" id="{name}">{drawings}'
        f"<figcaption>{title}<details><summary>{words}</summary><p>{says}</p></details></figcaption></figure>"
    )


def _drawn(description: Description, colours: Colours, width: int, way: str) -> str:
    drawing = _Drawing(colours)
    height: int = getattr(drawing, way)(description)
    title, says = (escape(description[key]) for key in ("title", "says"))
    name = escape(description["id"]) + ("-wide" if width == WIDE else "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"'
        f' aria-labelledby="{name}-title {name}-desc" font-family="{_FONT}" font-size="{_SIZE}">'
        f'<title id="{name}-title">{title}</title><desc id="{name}-desc">{says}</desc>{"".join(drawing.shapes)}</svg>'
    )


class _Drawing:
    """The shapes of a picture; the method of each kind draws it and returns its height."""

    def __init__(self, colours: Colours) -> None:
        self.shapes: list[str] = []
        values = colours.model_dump()
        self.looks = {
            name: f'class="{name}" {look.format_map(values)}' for name, look in _LOOK.items()
        }

    def pair(self, description: Description) -> int:
        """Draw two sides, the border between them, and what crosses it."""
        half = WIDTH // 2
        sides = max(_height(description[side], half - 14, 36) for side in ("left", "right"))
        self._box(2, 2, half - 14, description["left"], least=sides)
        self._box(half + 12, 2, half - 14, description["right"], least=sides)
        border = len(self.shapes)
        y = sides + 14
        for part in description["parts"]:
            bottom = self._box(24, y, WIDTH - 48, part, "d-strong", least=34)
            middle = (y + bottom) // 2
            self._line(f"M4 {middle}H22M{WIDTH - 22} {middle}H{WIDTH - 4}")
            y = bottom + 10
        self._line(f"M{half} 0V{y}", "d-border")
        self.shapes.insert(border, self.shapes.pop())  # below what crosses it
        return y

    def flow(self, description: Description) -> int:
        """Draw the inputs, joined on the right, then the steps, one below the other."""
        y, width, spine, middle = 2, WIDTH - 44, WIDTH - 18, WIDTH // 2 - 2
        joints = []
        for source in description["inputs"]:
            bottom = self._box(2, y, width, source)
            joints.append((y + bottom) // 2)
            y = bottom + 8
        for joint in joints:
            self._line(f"M{width + 2} {joint}H{spine}")
        y += 14
        self._line(f"M{spine} {joints[0]}V{y + 19}H{WIDTH - 62}")
        self._line(f"M{WIDTH - 55} {y + 14}L{WIDTH - 62} {y + 19}L{WIDTH - 55} {y + 24}")
        *steps, last = description["parts"]
        for step in steps:
            bottom = self._box(60, y, WIDTH - 124, step, "d-strong", least=38)
            y = bottom + 26
            self._line(f"M{middle} {bottom}V{y - 4}")
            self._line(f"M{middle - 5} {y - 9}L{middle} {y - 2}L{middle + 5} {y - 9}")
        return self._box(60, y, WIDTH - 124, last, "d-strong", least=38) + 4

    def wide_flow(self, description: Description) -> int:
        """Draw the inputs on the left, joined, and the steps on the right."""
        left, spine, right, width, y = 300, 326, 366, WIDE - 368, 2
        joints = []
        for source in description["inputs"]:
            bottom = self._box(2, y, left - 2, source)
            joints.append((y + bottom) // 2)
            self._line(f"M{left} {joints[-1]}H{spine}")
            y = bottom + 8
        lowest, y = y, 2
        entry = 0
        for number, step in enumerate(description["parts"]):
            bottom = self._box(right, y, width, step, "d-strong", least=38)
            if number:
                middle = right + width // 2
                self._line(f"M{middle} {y - 22}V{y - 4}")
                self._line(f"M{middle - 5} {y - 9}L{middle} {y - 2}L{middle + 5} {y - 9}")
            else:
                entry = (y + bottom) // 2
            y = bottom + 22
        self._line(f"M{spine} {min(joints[0], entry)}V{max(joints[-1], entry)}")
        self._line(f"M{spine} {entry}H{right - 4}")
        self._line(f"M{right - 9} {entry - 5}L{right - 2} {entry}L{right - 9} {entry + 5}")
        return max(lowest - 8, y - 22) + 2

    def _box(
        self, x: int, y: int, width: int, words: str, look: str = "d-box", least: int = 32
    ) -> int:
        """Draw a box around words, as high as they need, and return its bottom."""
        height = _height(words, width, least)
        lines = _wrapped(words, width - 16)
        self._rect(x, y, width, height, look, ' rx="4"')
        first = y + height / 2 - (len(lines) - 1) * _LINE / 2 + 5
        self._text(x + width / 2, first, lines, "d-on" if look == "d-strong" else "d-words")
        return y + height

    def _text(self, x: float, y: float, lines: list[str], look: str) -> None:
        for index, line in enumerate(lines):
            place = f'x="{x:g}" y="{y + index * _LINE:g}" text-anchor="middle"'
            self.shapes.append(f"<text {self.looks[look]} {place}>{escape(line)}</text>")

    def _rect(self, x: int, y: int, width: int, height: int, look: str, corners: str = "") -> None:
        place = f'x="{x}" y="{y}" width="{width}" height="{height}"{corners}'
        self.shapes.append(f"<rect {self.looks[look]} {place}/>")

    def _line(self, path: str, look: str = "d-line") -> None:
        self.shapes.append(f'<path {self.looks[look]} d="{path}" stroke-width="1.5"/>')


def _height(words: str, width: int, least: int = 32) -> int:
    """Return how high a box around words is."""
    return max(least, len(_wrapped(words, width - 16)) * _LINE + 12)


def _wrapped(words: str, width: int) -> list[str]:
    """Return lines that fit: Latin breaks at spaces, Han anywhere but before punctuation."""
    wide = re.compile(f"[{_WIDE}“”]" if any(map(is_han, words)) else f"[{_WIDE}]")
    lines, line, used = [], "", 0.0
    longest = int(width / _SIZE / 0.56)
    for piece in re.findall(f"[{_WIDE}]|[^ {_WIDE}]{{1,{longest}}} ?| ", words):
        size = sum(_SIZE if wide.match(c) else _SIZE * 0.56 for c in piece)
        if line and used + size > width and unicodedata.category(piece[0])[0] not in "PZ":
            lines.append(line.rstrip())
            line, used = "", 0.0
        line, used = line + piece, used + size
    return [*lines, line.rstrip()]
