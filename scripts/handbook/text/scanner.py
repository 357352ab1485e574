"""Find the structure of a Markdown text, with offsets: code, headings, links, directives.

The scanner reads as Python-Markdown does with the handbook's extensions. Where it cannot be sure,
the text is `unsure`, and the check compares it with the parser's tree (`parser_difference`).

Wiki links become ordinary links before Markdown is parsed:

    [[joint-patrols]]             the record's title in the page's language, linked
    [[joint-patrols|the scheme]]  other words, linked; a backslash may stand before the bar
    [[boat-incidents]]            a figure: its number with its unit, and its citation
    [[boat-incidents@2024]]       its number of one of several periods, in place of the newest
    [[city-safety-2024#8]]        the mark of a place in a source; #head of its head
"""

import html
import re
import xml.etree.ElementTree as etree
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from markdown.inlinepatterns import AUTOLINK_RE, AUTOMAIL_RE, LinkInlineProcessor

from handbook.model.references import split_locator
from handbook.text.addresses import decoded
from handbook.text.languages import BLANK
from handbook.text.markdown import HEADING_ID, Definitions, document_tree, inline_parser

Span = tuple[int, int]

#: The id of a page's first section, below its title.
OPENING = "opening"

_FENCE = re.compile(r"^(`{3,}|~{3,})([^\n]*)$", re.MULTILINE)
#: What may follow an opening fence: a language, or attributes in braces.
_INFO = re.compile(r"[ \t]*(?:\{.*\}|(?:\.?[\w#.+-]*[ \t]*)?)")
_TICKS = re.compile(r"(\\*)(`+)")
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![ \t]*\n)[^\n]*)*")
_HEADING = re.compile(r"^(#{1,6})((?:\\.|[^\\#\n]|#+(?=[^#\n]))*?)#*$", re.MULTILINE)
#: A wiki link, or a character that a backslash stands before: `\[[id]]` is no link.
_WIKI_LINK = re.compile(
    r"\\.|\[\[(?P<target>[^\[\]|@\n]*?)(?:@(?P<period>[^\[\]|\n]*?))?(?:\\?\|(?P<words>[^\[\]\n]*))?\]\]"
)
_ESCAPE = re.compile(r"\\[\\`*_{}\[\]()>#+\-.!|]")
_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)[^\[\]\n]*\]:[ \t]*(?P<address>\S+)[ \t]*(?:([\"']).*\2|\(.*\))?[ \t]*$",
    re.MULTILINE,
)
_BRACKET = re.compile(r"(?P<directive>:lang)?\[|\]|\n[ \t]*\n")
_ARGUMENT = re.compile(r"\{([^{}\n]+)\}")
#: An address without a character that means anything to the parser.
_ADDRESS = re.compile(r"\(([^\s()<>\"'\\\0]*)\)")
_AUTOLINK = re.compile(f"{AUTOLINK_RE}|{AUTOMAIL_RE}")
#: How deep blocks may stand in one another, and how many brackets may be open at once: readers lose
#: track, and to read what is deeper takes the parser too long.
MOST_DEEP, MOST_OPEN = 6, 12
_SOUGHT = 80  # characters of what is looked for in a text
#: What stands before a line's words: its indent, and each mark that puts it into another block.
_INNER = re.compile(
    r"^(?=[ \t]*\S)(?P<outer>(?:[ \t]|>|(?:[-*+:]|\d+\.)(?=[ \t]|$)){7,}+).*", re.MULTILINE
)
_MARK = re.compile(r" {4}|[>*+:-]|\d+")
#: A line that begins a definition, or one that ends a paragraph.
_DEFINES = re.compile(r"[ \t>*+.\d-]*:[ \t]")
_EMPTY = re.compile(r"[ \t>]*")
_RULE = re.compile(r" {0,3}(?:(?:-+ {0,2}){3,}+|(?:\*+ {0,2}){3,}+)")
#: What opens and closes brackets: the address of a link is closed where nothing in it is unusual.
_OPEN = re.compile(
    r"\\[\\`\[\]()]|\n[ \t]*\n|\["
    r"|\](?:\((?:<[^<>\n]*+>|(?:[^\s()<>\"'\\]|\([^\s()<>\"'\\]*+\))*+)"
    r"(?:[ \t]++\"[^\"\n]*+\")?[ \t]*+\)|(?P<address>\())?"
)
#: A line that is, or is meant to be, the beginning or the end of a ::: block.
_BLOCK_LINE = re.compile(r"^(?=[^\n]*:::|[ \t>*+-]*[:：]{2})[ \t>*+-]*[^\n]*$", re.MULTILINE)
#: What makes a text unsure: a heading in another block, below a table or after a backslash; lines
#: indented below anything but the head of a note; a wiki link after a mark that would take its
#: bracket.
_UNSURE = re.compile(
    r"^(?:[ \t>*+:!?-]|\d+[.)])+#|^(?=[^\n]*\|)[ |:-]+\n(?:[^\n]+\n)*?#|^#[^\n]*\\$|[!\\]\[\["
    r"|^(?!!!! [^\n]*\n {4}\S)[^\n]*\n(?: {4}|\t)|\A(?: {4}|\t|[ \t]+\n)",
    re.MULTILINE,
)
#: A line that makes a heading of the text above it, also in a list, a note or a quotation.
_UNDERLINE = re.compile(r"(?<=\S)[ \t]*\n[ \t>]*(?P<line>=+|-+)[ \t]*$", re.MULTILINE)
#: Texts that need no parser: one line of the first, or a text without any of the second.
_PLAIN = re.compile(r"[^`<(:#\t\n!\\]*")
_MARKUP = re.compile(
    r"[`<\t]|\]\(|(?<!\])\]:|[!\\]\[\[|^ {4}|\A +\n|^[ >*+:!?\d.)-]*#|^[^|\n]*\|[^\n]*\n#",
    re.MULTILINE,
)


_NOT_LINE_END = re.compile(r"[^\n]")


class Heading(NamedTuple):
    """A heading: the span of its line, its level, its words as typed, and its id, if any."""

    start: int
    end: int
    level: int
    words: str
    id: str | None


class Section(NamedTuple):
    """A page's part from one heading to the next: its id, first line (from 0) and text."""

    id: str
    line: int
    text: str


class WikiLink(NamedTuple):
    """One `[[…]]`: its span, its target as typed, its words, and the period asked for."""

    start: int
    end: int
    target: str
    words: str | None
    period: str | None = None

    @property
    def locator(self) -> tuple[str, int] | None:
        """Return (source, place or HEAD) where the link cites one."""
        return split_locator(self.target)

    @property
    def asked(self) -> str:
        """Return the target as typed, with the period that is asked for."""
        return self.target if self.period is None else f"{self.target}@{self.period}"


class Link(NamedTuple):
    """A Markdown link by its kind: `inline`, `image`, `definition` or `automatic`.

    `start` and `end` enclose all of it; `target` is where its address part begins: at the
    `](` of a link or image, and at `start` otherwise.
    """

    start: int
    end: int
    target: int
    address: str
    kind: str = "inline"


class Directive(NamedTuple):
    """A `:lang[words]{code}`; `words` and `argument` are spans."""

    start: int
    end: int
    words: Span
    argument: Span


class Scan:
    """The structure of one text; each part is computed when first asked for."""

    def __init__(self, text: str) -> None:
        """Keep the text."""
        self.text = text

    @cached_property
    def fences(self) -> tuple[Span, ...]:
        """Return the fenced code blocks; the closing fence is as long as the opening one."""
        lines = list(_FENCE.finditer(self.text))
        openings = [line[1] if _INFO.fullmatch(line[2]) else None for line in lines]
        closings = [None if line[2].strip(" \t") else line[1] for line in lines]
        return tuple((lines[a].start(), lines[b].end()) for a, b in _pairs(openings, closings))

    @cached_property
    def inline_code(self) -> tuple[Span, ...]:
        """Return the runs of text between equal numbers of backticks, each in one paragraph."""
        spans: list[Span] = []
        edges = [0, *(edge for fence in self.fences for edge in fence), len(self.text)]
        for start, end in zip(edges[::2], edges[1::2], strict=True) if "`" in self.text else ():
            for paragraph in _PARAGRAPH.finditer(self.text, start, end):
                runs = list(_TICKS.finditer(self.text, *paragraph.span()))
                # an escaped backtick opens nothing, but may stand in the run that closes
                starts = [run.start(2) + len(run[1]) % 2 for run in runs]
                openings = [len(run[2]) - len(run[1]) % 2 or None for run in runs]
                closings = [len(run[2]) for run in runs]
                spans += ((starts[a], runs[b].end()) for a, b in _pairs(openings, closings))
        return tuple(spans)

    @cached_property
    def without_code(self) -> str:
        """Return the text with code masked, line breaks kept."""
        return mask(self.text, (*self.fences, *self.inline_code))

    @cached_property
    def _without_fences(self) -> str:
        return mask(self.text, self.fences) if self.fences else self.text

    @cached_property
    def too_deep(self) -> int | None:
        """Return where blocks stand too deep in one another, or None.

        It is measured on each line by itself, from what stands before its words.
        """
        for line in _INNER.finditer(self._without_fences):
            marks = _MARK.findall(line["outer"].expandtabs(4))
            if len(marks) > MOST_DEEP and not _RULE.fullmatch(line[0]):
                return line.start()
        terms, start, defined = 0, 0, True
        for typed in self._without_fences.split("\n") if ":" in self.text else ():
            # a term that follows a definition without an empty line is part of it
            before, defined = defined, bool(_DEFINES.match(typed))
            terms = 0 if _EMPTY.fullmatch(typed) else terms + (defined and not before)
            if terms > MOST_DEEP:
                return start
            start += len(typed) + 1
        return None

    @cached_property
    def too_open(self) -> int | None:
        """Return where too many brackets of one paragraph are open, or None."""
        opened, addresses = 0, 0
        for match in _OPEN.finditer(self._without_fences) if "[" in self.text else ():
            if match[0][0] == "\n":
                opened, addresses = 0, 0
            elif match[0][0] == "]":
                opened = max(opened - 1, 0)
                addresses += bool(match["address"])
            elif match[0] == "[":
                opened += 1
            if opened + addresses > MOST_OPEN:
                return match.start()
        return None

    @property
    def is_parsed(self) -> bool:
        """Return whether the parser may be given the text."""
        return self.too_deep is None and self.too_open is None

    @cached_property
    def wiki_links(self) -> tuple[WikiLink, ...]:
        """Return the wiki links in their order."""
        return tuple(
            WikiLink(*match.span(), match["target"].strip(), match["words"], match["period"])
            for match in _WIKI_LINK.finditer(self.without_code)
            if match["target"] is not None and BLANK not in match[0]
        )

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """Return the headings in their order."""
        return tuple(self._heading(match) for match in _HEADING.finditer(self.without_code))

    def _heading(self, match: re.Match[str]) -> Heading:
        words, *ids = HEADING_ID.split(self.text[slice(*match.span(2))].strip())
        return Heading(*match.span(), len(match[1]), words, ids[0] if ids else None)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Return the parts of a page's text between headings below the title.

        The first has the id `opening`; a heading without an id gives its words.
        """
        headings = [heading for heading in self.headings if heading.level > 1]
        ids = [OPENING, *(heading.id or heading.words for heading in headings)]
        edges = [0, *(heading.start for heading in headings), len(self.text) + 1]
        lines = accumulate((self.text.count("\n", *span) for span in pairwise(edges)), initial=0)
        return tuple(
            Section(name, line, self.text[start : max(start, end - 1)])
            for name, line, (start, end) in zip(ids, lines, pairwise(edges), strict=False)
        )

    @cached_property
    def underlines(self) -> tuple[Span, ...]:
        """Return the lines that make a heading of the text above them, which are refused."""
        return tuple(match.span("line") for match in _UNDERLINE.finditer(self.without_code))

    @cached_property
    def block_lines(self) -> tuple[re.Match[str], ...]:
        """Return the lines that begin or end a ::: block, or are meant to."""
        return tuple(_BLOCK_LINE.finditer(self.without_code))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Return Markdown links, definitions, automatic links and images by position."""
        return self._inline[0]

    @cached_property
    def directives(self) -> tuple[Directive, ...]:
        """Return the directives in a line by the position of their end."""
        return self._inline[1]

    @cached_property
    def _bare(self) -> str:
        """Return the text with code, wiki links and escaped characters masked."""
        wiki_links = ((link.start, link.end) for link in self.wiki_links)
        return _ESCAPE.sub(BLANK * 2, mask(self.without_code, wiki_links))

    @cached_property
    def _inline(self) -> tuple[tuple[Link, ...], tuple[Directive, ...]]:
        if not re.search(r"\][(:{]|<", self.text) or self.too_open is not None:
            return (), ()
        bare = self._bare
        links: list[Link] = []
        directives: list[Directive] = []
        for match in _DEFINITION.finditer(bare):
            address = match["address"].lstrip("<").rstrip(">")
            end = match.end("address")
            address = self._typed(address, match.start())
            links.append(Link(match.start(), end, match.start(), address, "definition"))
        opened: list[re.Match[str]] = []
        for match in _BRACKET.finditer(bare):
            if match[0][-1] == "[":
                opened.append(match)
            elif match[0] != "]":
                opened = []
            elif opened:
                opening, end = opened.pop(), match.end()
                if opening["directive"] and (argument := _ARGUMENT.match(bare, end)):
                    words = opening.end(), match.start()
                    span = opening.start(), argument.end()
                    directives.append(Directive(*span, words, argument.span(1)))
                elif bare.startswith("(", end) and (found := _target(bare, end)):
                    start = opening.end() - 1
                    kind = "image" if start and bare[start - 1] == "!" else "inline"
                    address = self._typed(found[0], end)
                    links.append(Link(start, found[1], match.start(), address, kind))
        is_linked = covering((link.target, link.end) for link in links)
        for match in _AUTOLINK.finditer(bare) if "<" in bare else ():
            if not is_linked(match.start()):
                address = match[1] or f"mailto:{match[2].removeprefix('mailto:')}"
                links.append(Link(*match.span(), match.start(), address, "automatic"))
        return tuple(sorted(links, key=lambda link: link.start)), tuple(directives)

    def _typed(self, address: str, start: int) -> str:
        """Return an address of the masked text from an offset on as it was typed."""
        at = self._bare.find(address, start) if BLANK in address else -1
        return address if at < 0 else self.text[at : at + len(address)]

    def place_of(self, found: str, start: int = 0) -> int:
        """Return where something that the parser read is typed, from an offset on, or the offset.

        The parser reads no backslash before a mark.
        """
        typed = re.compile("".join(rf"\\?{re.escape(char)}" for char in found[:_SOUGHT]))
        match = typed.search(self.text, start)
        return match.start() if match else start

    @cached_property
    def parsed(self) -> tuple[etree.Element, int, Definitions]:
        """Return what the parser reads: tree, number of fences, definitions of links."""
        text = replace_wiki_links(self.text, lambda link: "x" if link.locator else "[x](site:w)")
        return document_tree(text)

    @property
    def unsure(self) -> bool:
        """Return whether the parser may read the text otherwise than the scanner."""
        if not self.is_parsed:
            return False  # refused for itself
        if _PLAIN.fullmatch(self.text) or not _MARKUP.search(self.text):
            return False
        bare = self._bare
        targets = {link.target for link in self.links}
        return (
            bool(_UNSURE.search(self.without_code))
            or "]:" in bare
            or any(match.start() not in targets for match in re.finditer(r"\]\(", bare))
            or any("\n" in self.text[start:end] for start, end in self.inline_code)
            or any(self._is_unsure(link) for link in self.links)
        )

    def _is_unsure(self, link: Link) -> bool:
        return (
            "\n" in self.text[link.start : link.end]
            or BLANK in self._bare[link.target : link.end]
            or any(link.start < wiki.start < link.end for wiki in self.wiki_links)
        )

    @property
    def parser_difference(self) -> int | None:
        """Return the offset near which the parser reads otherwise, or None.

        Parses only an `unsure` text, and none with underlined headings or typed footnotes,
        which are refused for themselves.
        """
        compared = self.unsure and not self.underlines and "[^" not in self.text
        return self.difference() if compared else None

    def difference(self) -> int | None:
        """Return the offset near which the parser's tree differs, or None."""
        tree, fences, defined = self.parsed
        parsed: list[tuple[Hashable, str]] = [
            ((int(e.tag[1]), e.get("id")), "".join(e.itertext()))
            for e in tree.iter()
            if re.fullmatch("h[1-6]", e.tag)
        ]
        headings = [(heading.start, (heading.level, heading.id)) for heading in self.headings]
        if [key for key, _ in parsed] != [key for _, key in headings]:
            return self._first_other(headings, parsed)
        if fences != len(self.fences):
            in_fence = covering((start, end + 1) for start, end in self.fences)
            starts = (match.start() for match in _FENCE.finditer(self.text))
            return next((start for start in starts if not in_fence(start)), 0)
        words = [html.unescape("".join(e.itertext())) for e in tree.iter("code")]
        code = [(start, _squeezed(self.text[start:end])) for start, end in self.inline_code]
        if [*map(_squeezed, words)] != [key for _, key in code]:
            return self._first_other(code, [(_squeezed(each), each) for each in words])
        if [*tree.iter("pre")]:
            indented = re.search(r"^(?: {8}|\t)|^ {4}", self.text, re.MULTILINE)
            return indented.start() if indented else 0
        definitions = {address for address, _ in defined.values()}
        read_links = [decoded(e.get("href", "")) for e in tree.iter("a")]
        links = [(e.start, decoded(e.address)) for e in self.links if e.kind != "image"]
        links += [(e.start, "site:w") for e in self.wiki_links if not e.locator]
        read, own = Counter(read_links), Counter(address for _, address in links)
        others = {*read, *own} - definitions
        if lost := definitions - own.keys():
            return min(map(self.place_of, lost))
        if any(read[to] != own[to] for to in others):
            links = sorted(each for each in links if each[1] in others)
            return self._first_other(links, [(to, to) for to in read_links if to in others])
        return None

    def _first_other(
        self, own: Sequence[tuple[int, object]], parsed: Sequence[tuple[object, str]]
    ) -> int:
        """Return where what the parser reads first differs from what the scanner reads.

        Args:
            own: The parts with their offsets, in order.
            parsed: What the parser reads in their place, with its words.
        """
        last, nowhere = 0, (len(self.text), None)
        for index in range(len(own) + 1):
            start, key = own[index] if index < len(own) else nowhere
            other, words = parsed[index] if index < len(parsed) else (None, "")
            if key != other and words:
                at = self.place_of(words.strip().partition("\n")[0], last)
                return at if last < at < start or key is None else start
            if key != other:
                return start
            last = start
        return last


@lru_cache(maxsize=1 << 16)
def scan(text: str) -> Scan:
    """Return the structure of a text, computed once."""
    return Scan(text)


def replace_wiki_links(text: str, render: Callable[[WikiLink], str]) -> str:
    """Return the text with every wiki link replaced by what `render` returns for it."""
    if "[[" not in text:
        return text
    parts, last = list[str](), 0
    for link in scan(text).wiki_links:
        parts += (text[last : link.start], render(link))
        last = link.end
    return "".join((*parts, text[last:]))


def rewritten(
    text: str,
    spans: Iterable[Span],
    inside: Callable[[str], str] = str,
    outside: Callable[[str], str] = str,
) -> str:
    """Return a text with what stands in spans, and what stands between them, written anew.

    Args:
        text: The text.
        spans: The spans, in order.
        inside: What writes what stands in a span; without it, it stays.
        outside: The same of all else.
    """
    parts, last = list[str](), 0
    for start, end in spans:
        parts += (outside(text[last:start]), inside(text[start:end]))
        last = end
    return "".join((*parts, outside(text[last:])))


def mask(text: str, spans: Iterable[Span]) -> str:
    """Return the text with spans masked, line breaks kept and every offset unchanged."""
    characters: list[str] = []
    for start, end in spans:
        characters = characters or list(text)
        masked = text[start:end]
        characters[start:end] = (
            _NOT_LINE_END.sub(BLANK, masked) if "\n" in masked else BLANK * len(masked)
        )
    return "".join(characters) if characters else text


def covering(spans: Iterable[Span]) -> Callable[[int], bool]:
    """Return a function that tells quickly whether an offset is in one of the spans.

    Args:
        spans: The spans, none of which begins in another.
    """
    listed = sorted(spans)
    starts = [start for start, _ in listed]
    return lambda offset: offset < (listed[i - 1][1] if (i := bisect_right(starts, offset)) else 0)


def _pairs(openings: Sequence[Hashable], closings: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Yield the indices of marks that open and close code, in linear time.

    Args:
        openings: What each mark opens, or None.
        closings: What each mark closes, or None.
    """
    indices: dict[Hashable, list[int]] = {}
    for index, key in enumerate(closings):
        indices.setdefault(key, []).append(index)
    index = 0
    while index < len(openings):
        candidates = indices.get(openings[index], []) if openings[index] else []
        nearest = bisect_right(candidates, index)
        if nearest < len(candidates):
            yield index, candidates[nearest]
            index = candidates[nearest]
        index += 1


def _squeezed(code: str) -> str:
    return re.sub(r"[\s`]", "", code)


def _target(text: str, at: int) -> tuple[str, int] | None:
    """Return (address, end) of the part of a link in parentheses, which is on one line."""
    if match := _ADDRESS.match(text, at):
        return match[1], match.end()
    line_end = text.find("\n", at)
    line = text[at : line_end if line_end >= 0 else len(text)]
    processor = inline_parser().inlinePatterns["link"]
    assert isinstance(processor, LinkInlineProcessor)
    address, _, end, closed = processor.getLink(line, 0)
    return (address, at + end) if closed else None
