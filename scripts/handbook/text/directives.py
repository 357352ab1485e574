"""The fenced directives of the handbook's Markdown.

    :::diagram   a drawing, from a description ─▶ <figure class="diagram"> SVG and its words
    :::paper     for the book alone; `pages.render` takes these two out of the other's text
    :::screen    for the site alone

and, in templates alone:

    :::entries   definitions or a table, each with its `{#id}` ─▶ <div class="entries">
    :::facts     what a record is, in a line                   ─▶ <div class="facts">
    :::gaps      what the source does not say, in a line       ─▶ <div class="gaps">
    :::numbers   a list that begins with numbers               ─▶ <div class="numbers">
    :::filter    ways to parts of a list                       ─▶ <div class="filter">
    :::status    that what is told has come to an end          ─▶ <div class="status">

One of these for one medium alone says so: `:::numbers screen`. There are no others, and each
becomes plain HTML that every output can walk. A directive ends with `:::` on a line of its own.
Unlike code, what a directive of templates holds is parsed.
"""

import json
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.preprocessors import Preprocessor

from handbook.model.labels import Colours
from handbook.text.svg import figure

#: The directives that a hand-written page may have.
NAMES = ("diagram", "paper", "screen")
_CONTAINERS = ("entries", "facts", "filter", "gaps", "numbers", "status")

_OPEN = re.compile(r"^:::([a-z]+(?: (?:paper|screen))?)[ \t]*$")
_BEGIN, _END = "\x02begin:", "\x02end\x03"


def blocks(lines: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield (name, first line, last line) of each block that is closed."""
    name, first = "", 0
    for at, line in enumerate(lines):
        if name and line.rstrip() == ":::":
            yield name, first, at
            name = ""
        elif not name and (opening := _OPEN.match(line)):
            name, first = opening[1], at


def for_medium(lines: Sequence[str], searched: Sequence[str], medium: str) -> list[str]:
    """Return lines without the blocks for the other medium; those for this one lose its name.

    Args:
        lines: The lines of a page.
        searched: The same with code masked, in which nothing is a block.
        medium: `paper` or `screen`.
    """
    left = [*lines]
    for name, first, last in reversed([*blocks(searched)]):
        *kind, of = name.split()
        if of not in ("paper", "screen"):
            continue
        if of != medium:
            del left[first : last + 1]
        elif kind:
            left[first] = f":::{kind[0]}"
        else:
            left[first] = left[last] = ""
    return left


class Fences(Preprocessor):
    """Mark the directives, once code has been taken out of the text."""

    def __init__(self, md: markdown.Markdown, colours: Colours) -> None:
        """Keep the colours of diagrams."""
        super().__init__(md)
        self.colours = colours

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with each container between marks, and each diagram drawn."""
        output: list[str] = []
        last = 0
        for name, first, end in blocks(lines):
            output += lines[last:first]
            output += self._directive(name, lines[first + 1 : end]) or lines[first : end + 1]
            last = end + 1
        return output + lines[last:]

    def _directive(self, name: str, body: list[str]) -> list[str]:
        if name in _CONTAINERS:
            return ["", f"{_BEGIN}{name}\x03", "", *body, "", _END, ""]
        try:
            if name == "diagram":
                drawn = figure(json.loads("\n".join(body)), self.colours)
                return ["", self.md.htmlStash.store(drawn), ""]
        except (ValueError, KeyError):
            pass  # no description: the lines stay as they are
        return []


class Containers(BlockProcessor):
    """Parse what is between the marks as Markdown, in a division named for the directive."""

    def test(self, parent: etree.Element, block: str) -> bool:
        """Return whether a container begins here."""
        return block.startswith(_BEGIN)

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        """Take the blocks up to the end mark."""
        name = blocks.pop(0)[len(_BEGIN) :].partition("\x03")[0]
        inside: list[str] = []
        while blocks and not blocks[0].lstrip("\n").startswith(_END):
            inside.append(blocks.pop(0))
        if blocks:
            blocks.pop(0)
        if any(map(str.strip, inside)):
            self.parser.parseBlocks(etree.SubElement(parent, "div", {"class": name}), inside)


def register(md: markdown.Markdown, colours: Colours) -> None:
    """Teach a parser the directives; diagrams are drawn in these colours."""
    # after fenced_code, so that code stays code
    md.preprocessors.register(Fences(md, colours), "handbook_fences", 24)
    md.parser.blockprocessors.register(Containers(md.parser), "handbook_containers", 110)
