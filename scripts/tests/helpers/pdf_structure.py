"""A tagged PDF as a screen reader is given it: the tree of its structure, with the text of each element in reading order.

Only what Typst writes is read: fonts of two-byte codes with a ToUnicode table, marked content, and text that stands for other text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf

_CODES = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")


class Run(str):
    """A piece of text, the page it stands on, counted from 1, and its language."""

    __slots__ = ("lang", "page")

    def __new__(cls, text: str, page: int, lang: str = "") -> Run:
        """Keep all three."""
        made = super().__new__(cls, text)
        made.page, made.lang = page, lang
        return made


@dataclass
class Element:
    """An element of the structure: its kind, its text and elements in order, the name of the place that a link leads to, and its language."""

    kind: str
    parts: list[Element | Run] = field(default_factory=list)
    place: str = ""
    lang: str = ""

    def add(self, run: Run) -> None:
        """Add a piece of text, in the element's language unless it has its own."""
        self.parts.append(Run(run, run.page, run.lang or self.lang))

    def text(self, *without: str) -> str:
        """Return all text in the element, elements of some kinds left out."""
        return "".join(
            part if isinstance(part, str) else "" if part.kind in without else part.text(*without)
            for part in self.parts
        )

    def runs(self, *without: str) -> Iterator[tuple[str, Run]]:
        """Yield each piece of text with the kind of the element, or of the heading, that holds it, elements of some kinds left out."""
        for part in self.parts:
            if isinstance(part, Run):
                yield self.kind, part
            elif part.kind not in without:
                yield from (
                    (part.kind if HEADING.fullmatch(part.kind) else kind, run)
                    for kind, run in part.runs(*without)
                )

    def find(self, *kinds: str) -> Iterator[Element]:
        """Yield the elements of some kinds, in their order."""
        for part in self.parts:
            if isinstance(part, Element):
                if part.kind in kinds:
                    yield part
                yield from part.find(*kinds)


HEADING = re.compile(r"H\d?")
_NOTHING = Run("", 0)


@cache
def structure(path: Path) -> Element:
    """Return a file's structure."""
    with pikepdf.open(path) as document:
        texts = {
            page.obj.objgen: {
                key: Run(text, number, langs.get(key, "")) for key, text in found.items()
            }
            for number, page in enumerate(document.pages, 1)
            for found, langs in [_marked(page)]
        }
        root = Element("Document", lang=str(document.Root.Lang))
        _walk(document.Root.StructTreeRoot.K, None, root, texts)
        return root


def _walk(node: Any, page: Any, into: Element, texts: dict[Any, dict[int, Run]]) -> None:
    if isinstance(node, pikepdf.Array):
        for item in node:
            _walk(item, page, into, texts)
    elif isinstance(node, int):
        into.add(texts[page].get(node, _NOTHING))
    elif node.get("/Type") == "/OBJR":
        into.place = (
            str(node.Obj.get("/Dest", ""))
            if isinstance(node.Obj.get("/Dest"), pikepdf.String)
            else ""
        )
    else:
        page = node.Pg.objgen if "/Pg" in node else page
        if "/S" in node:
            element = Element(str(node.S)[1:], lang=str(node.get("/Lang", into.lang)))
            into.parts.append(element)
            into = element
        if "/MCID" in node:
            into.add(texts[page].get(int(node.MCID), _NOTHING))
        if "/K" in node:
            _walk(node.K, page, into, texts)


def _marked(page: pikepdf.Page) -> tuple[dict[int, str], dict[int, str]]:
    """Return the text of each piece of marked content of a page by its number, and the language of those that have their own."""
    fonts = {
        name: _unicode(font) for name, font in page.get("/Resources", {}).get("/Font", {}).items()
    }
    found: dict[int, str] = {}
    langs: dict[int, str] = {}
    stack: list[tuple[int | None, str | None]] = []
    codes: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page, "BDC BMC EMC Tf Tj TJ"):
        name = str(operator)
        if name == "BMC":
            stack.append((None, None))
        elif name == "BDC":
            properties = operands[1]
            number = (
                int(properties["/MCID"])
                if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties
                else None
            )
            actual = (
                str(properties["/ActualText"])
                if isinstance(properties, pikepdf.Dictionary) and "/ActualText" in properties
                else None
            )
            stack.append((number, actual))
            if number is not None and "/Lang" in properties:
                langs[number] = str(properties["/Lang"])
            if actual is not None:
                _add(found, stack, actual)
        elif name == "EMC":
            stack.pop()
        elif name == "Tf":
            codes = fonts[str(operands[0])]
        elif not any(actual is not None for _, actual in stack):
            pieces = operands[0] if name == "TJ" else [operands[0]]
            _add(
                found,
                stack,
                "".join(
                    _decoded(piece, codes) for piece in pieces if isinstance(piece, pikepdf.String)
                ),
            )
    return found, langs


def _add(found: dict[int, str], stack: list[tuple[int | None, str | None]], text: str) -> None:
    number = next((number for number, _ in reversed(stack) if number is not None), None)
    if number is not None:
        found[number] = found.get(number, "") + text


def _decoded(piece: pikepdf.String, codes: dict[int, str]) -> str:
    raw = bytes(piece)
    return "".join(
        codes.get(int.from_bytes(raw[at : at + 2], "big"), "\ufffd") for at in range(0, len(raw), 2)
    )


def _unicode(font: Any) -> dict[int, str]:
    codes: dict[int, str] = {}
    for kind, body in _CODES.findall(font.ToUnicode.read_bytes()):
        values = [bytes.fromhex(value.decode()) for value in _HEX.findall(body)]
        step = 2 if kind == b"char" else 3
        for at in range(0, len(values) - step + 1, step):
            first = int.from_bytes(values[at], "big")
            last = int.from_bytes(values[at + step - 2], "big")
            start = values[at + step - 1].decode("utf-16-be")
            for offset in range(last - first + 1):
                codes[first + offset] = start[:-1] + chr(ord(start[-1]) + offset)
    return codes


def destinations(document: pikepdf.Pdf) -> dict[str, int]:
    """Return the page of each named destination."""
    tree = document.Root.get("/Names", {}).get("/Dests")
    numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
    return (
        {name: numbers[place[0].objgen] for name, place in pikepdf.NameTree(tree).items()}
        if tree is not None
        else {}
    )
