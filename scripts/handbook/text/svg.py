"""Diagrams as SVG, from descriptions that hold all their words.

A description has `kind` (pair, flow or series), `id`, `title`, `says` and what its kind needs; and
`words`, the name of what it says, unless that stands beside it. `caption` is what stands below it, if
that is not its title.

Every picture is 360 units wide, so that its smallest words stay readable on a phone; of a picture
that comes in two widths, the stylesheet shows one. Colours are attributes, which any renderer
follows; the site's stylesheet overrides them by class for its light and dark colours.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from handbook.model.labels import Colours
from handbook.text.languages import is_han

Description = Mapping[str, Any]

WIDTH, WIDE = 360, 664
_SIZE, _LINE = 16, 22
#: The size of the words of a series, the height of its drawing and of a line below it.
_SMALL, _HEIGHT, _ROW = 14, 150, 18
#: How wide a bar may be, and what share of its period it covers; the room between bars and words.
_BAR, _COVERED, _BETWEEN, _APART = 64, 0.74, 3, 8
_FONT = "system-ui, 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif"
#: The attributes of each class, in the colours of the handbook; stylesheets override them.
_LOOK = {
    "d-box": 'fill="{tint}" stroke="{draw}"',
    "d-bar": 'fill="{draw}" stroke="{draw}"',
    "d-strong": 'fill="{strong}" stroke="{strong}"',
    "d-line": 'fill="none" stroke="{draw}"',
    "d-grid": 'fill="none" stroke="{draw}" stroke-opacity="0.3"',
    "d-border": 'fill="none" stroke="{mark}" stroke-dasharray="5 4"',
    "d-words": 'fill="#1c2526"',
    "d-on": 'fill="#ffffff"',
}
#: Characters as wide as a line is high.
_WIDE = r"\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"


def figure(description: Description, colours: Colours) -> str:
    """Return a diagram with its caption, and the same told in words.

    Flows and series are drawn twice: as narrow as a phone, and for wide screens.
    """
    drawings = _drawn(description, colours, WIDTH, description["kind"])
    if hasattr(_Drawing, wide := f"wide_{description['kind']}"):
        drawings += _drawn(description, colours, WIDE, wide)
    caption = escape(description.get("caption") or description["title"])
    name, says, words = (escape(description.get(key, "")) for key in ("id", "says", "words"))
    told = f"<details><summary>{words}</summary><p>{says}</p></details>" if words else ""
    return f'<figure class="diagram" id="{name}">{drawings}<figcaption>{caption}{told}</figcaption></figure>'


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
            self._arrow(middle, bottom, y)
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
                self._arrow(right + width // 2, y - 22, y)
            else:
                entry = (y + bottom) // 2
            y = bottom + 22
        self._line(f"M{spine} {min(joints[0], entry)}V{max(joints[-1], entry)}")
        self._line(f"M{spine} {entry}H{right - 4}")
        self._line(f"M{right - 9} {entry - 5}L{right - 2} {entry}L{right - 9} {entry + 5}")
        return max(lowest - 8, y - 22) + 2

    def series(self, description: Description) -> int:
        """Draw the numbers of periods, as narrow as a phone."""
        return self._series(description, WIDTH)

    def wide_series(self, description: Description) -> int:
        """Draw the numbers of periods for wide screens."""
        return self._series(description, WIDE)

    def _series(self, description: Description, width: int) -> int:
        """Draw each number at its time, as a bar from zero or as a point of a line; what is not known is a gap."""
        periods, is_line = description["periods"], description["line"]
        numbers = [number for period in periods for number in period["numbers"]]
        # where each number has room for its words, it needs no scale
        scale = _Scale(description, width, grid=False)
        places = [scale.places(period) for period in periods]
        pairs = [*zip(numbers, (at for each in places for at in each), strict=True)]
        is_labelled = _fit([(at, number["label"]) for number, at in pairs])
        if not is_labelled:
            scale = _Scale(description, width, grid=True)
            places = [scale.places(period) for period in periods]
            for value, label in description["grid"]:
                self._line(f"M{scale.left:g} {scale.y(value):g}H{width}", "d-grid")
                self._small(scale.left - 6, scale.y(value) + 5, label, "end")
        self._line(f"M{scale.left:g} {scale.bottom if scale.falls else scale.y(0):g}H{width}")
        for (before, (*_, left)), (after, (right, *_)) in pairwise(
            zip(periods, places, strict=True)
        ):
            if after["breaks"]:
                edge = (
                    (left + right) / 2
                    if is_line
                    else (scale.x(before["to"]) + scale.x(after["from"])) / 2
                )
                self._line(f"M{edge:.1f} 2V{scale.bottom}", "d-border")
            if is_line and after["joined"]:
                old, new = (scale.y(each["numbers"][0]["value"]) for each in (before, after))
                self._line(f"M{left:.1f} {old:.1f}L{right:.1f} {new:.1f}")
        for period, middles in zip(periods, places, strict=True):
            for number, middle in zip(period["numbers"], middles, strict=True):
                look = "d-box" if number["open"] else "d-bar"
                y, zero = scale.y(number["value"]), scale.y(0)
                if is_line:
                    place = f'cx="{middle:.1f}" cy="{y:.1f}" r="4.5"'
                    self.shapes.append(f"<circle {self.looks[look]} {place}/>")
                else:
                    self._rect(
                        middle - scale.bar(period) / 2,
                        min(y, zero),
                        scale.bar(period),
                        abs(y - zero),
                        look,
                    )
                if is_labelled:
                    least = min(each["value"] for each in period["numbers"])
                    is_below = number["value"] < 0 or (
                        is_line and len(middles) > 1 and number["value"] == least
                    )
                    self._small(middle, y + (_ROW if is_below else -8), number["label"])
        return self._axis(periods, [sum(each) / len(each) for each in places], scale)

    def _axis(
        self, periods: Sequence[Description], middles: Sequence[float], scale: "_Scale"
    ) -> int:
        """Write the periods below their numbers, as many as have room; return the bottom."""
        ticks: list[tuple[float, tuple[str, str]]] = []
        for middle, period in zip(middles, periods, strict=True):
            half = max(map(_wide, period["tick"])) / 2  # within the drawing
            ticks.append((min(max(middle, half), scale.width - half), period["tick"]))
        step = 1
        while not _fit([(at, max(tick, key=_wide)) for at, tick in ticks[::-step]][::-1]):
            step += 1
        shown, y = ticks[::-step][::-1], scale.bottom + _ROW
        for number, (at, (words, year)) in enumerate(shown):
            self._small(at, y, words)
            if year and (not number or year != shown[number - 1][1][1]):
                self._small(at, y + _ROW, year)
        return y + 6 + _ROW * any(year for _, (_, year) in shown)

    def _small(self, x: float, y: float, words: str, anchor: str = "middle") -> None:
        """Write words of a series."""
        place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{_SMALL}"'
        self.shapes.append(f"<text {self.looks['d-words']} {place}>{escape(words)}</text>")

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

    def _rect(
        self, x: float, y: float, width: float, height: float, look: str, corners: str = ""
    ) -> None:
        place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"{corners}'
        self.shapes.append(f"<rect {self.looks[look]} {place}/>")

    def _arrow(self, x: int, top: int, bottom: int) -> None:
        """Draw an arrow down."""
        self._line(f"M{x} {top}V{bottom - 4}")
        self._line(f"M{x - 5} {bottom - 9}L{x} {bottom - 2}L{x + 5} {bottom - 9}")

    def _line(self, path: str, look: str = "d-line") -> None:
        self.shapes.append(f'<path {self.looks[look]} d="{path}" stroke-width="1.5"/>')


class _Scale:
    """Where the numbers and periods of a series stand in a drawing."""

    def __init__(self, description: Description, width: int, grid: bool) -> None:
        """Measure the drawing, with or without a scale of numbers on its left."""
        periods, self.width = description["periods"], width
        self.is_line: bool = description["line"]
        self.falls: bool = description["falls"]
        values: list[float] = [
            number["value"] for period in periods for number in period["numbers"]
        ]
        values += [value for value, _ in description["grid"]] if grid else []
        self.least = 1 if self.falls else min(0, *values)
        self.most = max(self.least + 1 if self.falls else 0, *values) or 1
        self.left: float = max(_wide(label) for _, label in description["grid"]) + 6 if grid else 0
        self.top = _ROW + 8
        self.bottom = self.top + _HEIGHT + (_ROW if self.least < 0 or self.falls else 0)
        ends = [period["at"] for period in periods]
        self.begin: float = ends[0] if self.is_line else periods[0]["from"]
        self.end: float = ends[-1] if self.is_line else periods[-1]["to"]
        self.inset = 34 if self.is_line else 2

    def x(self, time: float) -> float:
        """Return where a time stands."""
        room = self.width - self.left - 2 * self.inset
        return self.left + self.inset + room * (time - self.begin) / (self.end - self.begin)

    def y(self, value: float) -> float:
        """Return where a number stands; the first rank is at the top."""
        share = (self.most - value) / (self.most - self.least)
        return round(self.top + _HEIGHT * (1 - share if self.falls else share), 1)

    def bar(self, period: Description) -> float:
        """Return how wide each bar of a period is."""
        room = (self.x(period["to"]) - self.x(period["from"])) * _COVERED
        return round(max(1.5, min(_BAR, room / len(period["numbers"]))), 1)

    def places(self, period: Description) -> list[float]:
        """Return where the middle of each number of a period stands."""
        middle, count = self.x(period["at"]), len(period["numbers"])
        if self.is_line:
            return [middle] * count
        return [
            middle + (n - (count - 1) / 2) * (self.bar(period) + _BETWEEN) for n in range(count)
        ]


def _wide(words: str) -> float:
    """Return how wide small words are."""
    return sum(_SMALL if re.match(f"[{_WIDE}]", char) else _SMALL * 0.58 for char in words)


def _fit(words: Sequence[tuple[float, str]]) -> bool:
    """Return whether words have room beside one another; those at one place stand above one another."""
    return all(
        left == right or right - left >= (_wide(one) + _wide(other)) / 2 + _APART
        for (left, one), (right, other) in pairwise(words)
    )


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
