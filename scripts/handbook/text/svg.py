"""Diagrams as SVG, from descriptions that hold all their words.

    {"kind": "pair" | "flow" | "tree" | "run" | "rank", "id", "title", "says", "words", …what the kind needs} ──figure()──▶ HTML

Every picture is 360 units wide, so that its smallest words stay readable on a phone. Colours are attributes, which any renderer
follows; the site's stylesheet overrides them by class for its light and dark colours.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

from handbook.text.languages import is_han

Description = Mapping[str, Any]

WIDTH = 360
_SIZE = 16
_LINE = 22
_FONT = "system-ui, 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif"
#: What each class looks like where no stylesheet says otherwise.
_LOOK = {
    "d-box": 'fill="#eef4f2" stroke="#2b6b71"',
    "d-strong": 'fill="#14484d" stroke="#14484d"',
    "d-line": 'fill="none" stroke="#2b6b71"',
    "d-border": 'fill="none" stroke="#8a4b08" stroke-dasharray="5 4"',
    "d-words": 'fill="#1c2526"',
    "d-on": 'fill="#ffffff"',
    "d-quiet": 'fill="#46525a"',
}


def figure(description: Description) -> str:
    """Return a diagram with its caption, and the same told in words."""
    draw: Callable[[Description], tuple[list[str], int]] = _KINDS[description["kind"]]
    shapes, height = draw(description)
    name = escape(description["id"])
    title, says = escape(description["title"]), escape(description["says"])
    return (
        f'<figure class="diagram" id="{name}"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
        f' width="{WIDTH}" height="{height}" role="img" aria-labelledby="{name}-title {name}-desc" font-family="{_FONT}" font-size="{_SIZE}">'
        f'<title id="{name}-title">{title}</title><desc id="{name}-desc">{says}</desc>{"".join(shapes)}</svg>'
        f"<figcaption>{title}"
        f"<details><summary>{escape(description['words'])}</summary><p>{says}</p></details></figcaption></figure>"
    )


def _pair(description: Description) -> tuple[list[str], int]:
    """Draw two sides, the border between them, and what crosses it."""
    half = WIDTH // 2
    sides = max(_tall(description[side], half - 14, 36) for side in ("left", "right"))
    bands: list[str] = []
    y = sides + 14
    for part in description["parts"]:
        tall = _tall(part, WIDTH - 48, 34)
        middle = y + tall // 2
        bands += [*_box(24, y, WIDTH - 48, tall, part, "d-strong"), _line("d-line", f"M4 {middle}H22M{WIDTH - 22} {middle}H{WIDTH - 4}")]
        y += tall + 10
    shapes = [*_box(2, 2, half - 14, sides, description["left"]), *_box(half + 12, 2, half - 14, sides, description["right"])]
    return [*shapes, _line("d-border", f"M{half} 0V{y}"), *bands], y


def _flow(description: Description) -> tuple[list[str], int]:
    """Draw what comes in, gathered on the right, then the steps one below the other."""
    shapes: list[str] = []
    y, middles = 2, []
    width = WIDTH - 44
    for source in description["inputs"]:
        tall = _tall(source, width)
        shapes += _box(2, y, width, tall, source)
        middles.append(y + tall // 2)
        y += tall + 8
    spine = WIDTH - 18
    shapes += [_line("d-line", f"M{width + 2} {middle}H{spine}") for middle in middles]
    y += 14
    steps = description["parts"]
    shapes.append(_line("d-line", f"M{spine} {middles[0]}V{y + 19}H{WIDTH - 62}") + _arrow(WIDTH - 62, y + 19, "left"))
    for index, step in enumerate(steps):
        tall = _tall(step, WIDTH - 124, 38)
        shapes += _box(60, y, WIDTH - 124, tall, step, "d-strong")
        if index < len(steps) - 1:
            shapes.append(_line("d-line", f"M{WIDTH // 2 - 2} {y + tall}V{y + tall + 22}") + _arrow(WIDTH // 2 - 2, y + tall + 24, "down"))
        y += tall + 26
    return shapes, y - 22


def _tree(description: Description) -> tuple[list[str], int]:
    """Draw groups down a spine, and what belongs to each."""
    shapes: list[str] = _box(2, 2, WIDTH - 4, 36, description["root"], "d-strong")
    y, last = 52, 38
    for group in description["groups"]:
        tall = _tall(group["title"], WIDTH - 40)
        shapes += [_line("d-line", f"M14 {y + tall // 2}H28"), *_box(28, y, WIDTH - 32, tall, group["title"])]
        last = y + tall // 2
        y += tall + 6
        for part in group["parts"]:
            lines = _wrapped(part, WIDTH - 64)
            shapes += [
                f'<circle class="d-strong" {_LOOK["d-strong"]} cx="40" cy="{y + 10}" r="3"/>',
                *_words(52, y + 15, lines, "d-words", "start"),
            ]
            y += len(lines) * _LINE + 4
        y += 12
    shapes.append(_line("d-line", f"M14 38V{last}"))
    return shapes, y - 6


def _run(description: Description) -> tuple[list[str], int]:
    """Draw a run: squares in a row, touching, the last one numbered."""
    count, side, row = int(description["count"]), 28, 12
    shapes = []
    for index in range(count):
        x, y = 6 + index % row * 29, 4 + index // row * 34
        last = index == count - 1
        look = "d-strong" if last else "d-box"
        shapes.append(f'<rect class="{look}" {_LOOK[look]} x="{x}" y="{y}" width="{side}" height="{side}"/>')
        shapes += _words(x + side // 2, y + 19, [str(index + 1)], "d-on" if last else "d-quiet")
    return shapes, 4 + (count + row - 1) // row * 34


def _rank(description: Description) -> tuple[list[str], int]:
    """Draw one mark of a first place for each thing ranked."""
    shapes: list[str] = []
    for index in range(int(description["count"])):
        x = 42 + index * 76
        shapes.append(f'<circle class="d-strong" {_LOOK["d-strong"]} cx="{x}" cy="36" r="32"/>')
        shapes += _words(x, 42, [description["mark"]], "d-on")
    return shapes, 72


_KINDS: dict[str, Callable[[Description], tuple[list[str], int]]] = {
    "pair": _pair,
    "flow": _flow,
    "tree": _tree,
    "run": _run,
    "rank": _rank,
}


def _box(x: int, y: int, width: int, height: int, words: str, look: str = "d-box") -> list[str]:
    lines = _wrapped(words, width - 16)
    first = y + height / 2 - (len(lines) - 1) * _LINE / 2 + 5
    return [
        f'<rect class="{look}" {_LOOK[look]} x="{x}" y="{y}" width="{width}" height="{height}" rx="4"/>',
        *_words(x + width / 2, first, lines, "d-on" if look == "d-strong" else "d-words"),
    ]


def _tall(words: str, width: int, least: int = 32) -> int:
    return max(least, len(_wrapped(words, width - 16)) * _LINE + 12)


def _words(x: float, y: float, lines: list[str], look: str, anchor: str = "middle") -> list[str]:
    return [
        f'<text class="{look}" {_LOOK[look]} x="{x:g}" y="{y + index * _LINE:g}" text-anchor="{anchor}">{escape(line)}</text>'
        for index, line in enumerate(lines)
    ]


def _line(look: str, path: str) -> str:
    return f'<path class="{look}" {_LOOK[look]} d="{path}" stroke-width="1.5"/>'


def _arrow(x: int, y: int, way: str) -> str:
    points = {"down": f"M{x - 5} {y - 7}L{x} {y}L{x + 5} {y - 7}", "left": f"M{x + 7} {y - 5}L{x} {y}L{x + 7} {y + 5}"}
    return _line("d-line", points[way])


def _wrapped(words: str, width: int) -> list[str]:
    """Return the words in lines that fit: Latin breaks at spaces, Han between any two characters but not before punctuation."""
    han = any(map(is_han, words))
    lines, line, used = [], "", 0.0
    for piece in _pieces(words):
        size = sum(_SIZE if unicodedata.east_asian_width(c) in "WF" or (han and c in "“”") else _SIZE * 0.56 for c in piece)
        if line and used + size > width and piece.strip() and not unicodedata.category(piece[0]).startswith("P"):
            lines.append(line.rstrip())
            line, used = "", 0.0
        line, used = line + piece, used + size
    return [*lines, line.rstrip()]


def _pieces(words: str) -> Iterator[str]:
    piece = ""
    for c in words:
        if unicodedata.east_asian_width(c) in "WF":
            if piece:
                yield piece
            yield c
            piece = ""
        else:
            piece += c
            if c == " ":
                yield piece
                piece = ""
    if piece:
        yield piece
