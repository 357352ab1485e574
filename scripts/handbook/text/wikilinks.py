"""Wiki links, references and citations: what a record points at, where that stands, and what points back.

    [[five-joint]]              the record's title in the page's language, linked
    [[five-joint|the scheme]]   other words, linked
    [[border-km]]               a figure: its number with its unit, and its footnote
    [[pinghu-safety-2024#8]]    the footnote of a paragraph of a source; #head of its title and by-line

They become ordinary Markdown links before the Markdown is parsed; inside code they stay as they are.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel

from handbook.model.introspect import fields_of
from handbook.model.records import Correction, Dataset, Figure, Honour, Practice, Record, Term, Theme
from handbook.model.types import HEAD, LOCATOR, To

_LINK = re.compile(r"\[\[(?P<target>[^\[\]|\n]*)(?:\|(?P<words>[^\[\]\n]*))?\]\]")
_FENCE = re.compile(r"^(`{3,}|~{3,})([^\n]*)$", re.MULTILINE)
_TICKS = re.compile(r"`+|\n[ \t]*\n")
_LOCATOR = re.compile(LOCATOR)

#: Kinds whose records are elements of one page, and that page.
PAGE_OF_KIND: dict[type[Record], str] = {Figure: "figures", Honour: "honours", Term: "glossary", Correction: "changes"}
#: Pages made from one kind of record, or from all of them; each is a template of the same name.
INDEX_PAGES = (
    "practices", "figures", "honours", "organisations", "places", "platforms", "glossary", "timeline", "sources",
    "downloads", "data", "changes", "search",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WikiLink:
    """One `[[…]]` in a text: its span, its target as typed, and the words set for it."""

    start: int
    end: int
    target: str
    words: str | None

    @property
    def locator(self) -> tuple[str, int] | None:
        """Return (source, paragraph or HEAD) where the link cites one."""
        return split_locator(self.target)


def split_locator(locator: str) -> tuple[str, int] | None:
    """Return (source, paragraph or HEAD), or None where the text is no locator."""
    match = _LOCATOR.match(locator)
    return (match["source"], int(match["paragraph"] or HEAD)) if match else None


def find(text: str) -> Iterator[WikiLink]:
    """Yield the wiki links of a text in their order, those inside code left out."""
    if "[[" not in text:
        return
    code = code_spans(text)
    next_code = 0
    for match in _LINK.finditer(text):
        while next_code < len(code) and code[next_code][1] <= match.start():
            next_code += 1
        if next_code == len(code) or match.end() <= code[next_code][0]:
            yield WikiLink(match.start(), match.end(), match["target"].strip(), match["words"])


def code_spans(text: str) -> list[tuple[int, int]]:
    """Return where code stands in a text: fenced blocks, and runs between equal numbers of backticks in one paragraph.

    Each opening finds its end by one look-up, so that a text of nothing but backticks takes no longer than another.
    """
    if "`" not in text and "~~~" not in text:
        return []
    spans: list[tuple[int, int]] = []
    fences = list(_FENCE.finditer(text))
    closing: dict[str, list[int]] = {}
    for index, fence in enumerate(fences):
        if not fence[2].strip():
            closing.setdefault(fence[1], []).append(index)
    at = 0
    while at < len(fences):
        ends = closing.get(fences[at][1], [])
        found = bisect_right(ends, at)
        if found < len(ends):
            spans.append((fences[at].start(), fences[ends[found]].end()))
            at = ends[found]
        at += 1
    last = 0
    inline: list[tuple[int, int]] = []
    for start, end in [*spans, (len(text), len(text))]:
        inline += _inline_code(text, last, start)
        last = end
    return sorted(spans + inline)


def _inline_code(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    runs: list[re.Match[str]] = []
    for match in _TICKS.finditer(text, start, end):
        if match[0][0] == "`":
            runs.append(match)
        else:
            yield from _paired(runs)
            runs = []
    yield from _paired(runs)


def _paired(runs: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    of_length: dict[int, list[int]] = {}
    for index, run in enumerate(runs):
        of_length.setdefault(len(run[0]), []).append(index)
    at = 0
    while at < len(runs):
        same = of_length[len(runs[at][0])]
        found = bisect_right(same, at)
        if found < len(same):
            yield runs[at].start(), runs[same[found]].end()
            at = same[found]
        at += 1


def replace(text: str, render: Callable[[WikiLink], str]) -> str:
    """Return the text with every wiki link replaced by what `render` makes of it."""
    parts: list[str] = []
    last = 0
    for link in find(text):
        parts += (text[last : link.start], render(link))
        last = link.end
    return "".join((*parts, text[last:]))


@dataclass(frozen=True, slots=True)
class Address:
    """Where a record is read: a page's path from the root without language and ending, and an anchor on it."""

    page: str
    anchor: str = ""

    def from_page(self, page: str) -> str:
        """Return the link to this address from a page, as Markdown files link to each other."""
        if page == self.page and self.anchor:
            return f"#{self.anchor}"
        path = posixpath.relpath(f"{self.page}.md", posixpath.dirname(page) or ".")
        return f"{path}#{self.anchor}" if self.anchor else path


def address(record: Record, dataset: Dataset) -> Address:
    """Return where a record is read: on a page of its own, or at its anchor on the page of its kind."""
    if isinstance(record, Theme):
        return Address(f"{record.section.value}/{record.id}")
    if isinstance(record, Practice):
        return Address(f"{address(dataset.records[record.theme], dataset).page}/{record.id}")
    if page := PAGE_OF_KIND.get(type(record)):
        return Address(page, record.id)
    return Address(f"{record.folder}/{record.id}")


def site_path(path: str, anchor: str = "") -> str:
    """Return the `site:` link to a page in the leading language, which stands at the site's root."""
    url = "" if path == "index" else f"{path.removesuffix('/index')}/"
    return f"site:{url}#{anchor}" if anchor else f"site:{url}"


def place_address(source: str, place: int) -> Address:
    """Return where all that rests on a paragraph of a source, or on its head, is listed."""
    return Address(f"sources/{source}", f"p{place}")


@cache
def _plan(kind: type[BaseModel]) -> tuple[tuple[str, To | None], ...]:
    """Return the fields of a model that hold references, or parts that may hold some."""
    fields = fields_of(kind)
    return tuple((name, fields[name].refers_to) for name in kind.model_fields if fields and (fields[name].refers_to or fields[name].model))


Path = tuple["str | int", ...]


def references(part: BaseModel) -> Iterator[tuple[Path, str, To]]:
    """Yield (path, id, what it must be) for every field of a record that names another record."""
    for name, to in _plan(type(part)):
        value = getattr(part, name)
        items = enumerate(value) if isinstance(value, tuple) else ((None, value),)
        for index, item in items:
            where: Path = (name,) if index is None else (name, index)
            if isinstance(item, BaseModel):
                for path, target, kind in references(item):
                    yield (*where, *path), target, kind
            elif isinstance(item, str) and to is not None:
                yield where, item, to


def citations(part: BaseModel) -> Iterator[tuple[Path, str]]:
    """Yield (path, locator) for every citation in a record's `cite` fields."""
    for name, value in part.__dict__.items():
        if name == "cite":
            yield from (((name, index), locator) for index, locator in enumerate(value))
        elif isinstance(value, BaseModel):
            yield from (((name, *path), locator) for path, locator in citations(value))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from (((name, index, *path), locator) for path, locator in citations(item))


def ids_by_name(records: Iterable[Record]) -> Mapping[str, str]:
    """Return the id of each record by its title, short title and other names in every language; the first record's where several share one."""
    found: dict[str, str] = {}
    for record in records:
        for title in (record.title, getattr(record, "short_title", None)):
            for _, name in title.items() if title else ():
                found.setdefault(name, record.id)
        for _, names in record.aliases.items() if hasattr(record, "aliases") else ():
            for name in names:
                found.setdefault(name, record.id)
    return found


def backlinks(dataset: Dataset) -> Mapping[str, tuple[str, ...]]:
    """Return for each record the owners – record ids, or `docs/…` pages – that mention it, in the data set's order."""
    found: dict[str, dict[str, None]] = {}

    def add(owner: str, target: str) -> None:
        if target in dataset.records and target != owner:
            found.setdefault(target, {})[owner] = None

    for record in dataset.records.values():
        for _, target, _ in references(record):
            add(record.id, target)
    for passage in dataset.passages:
        for link in find(passage.text):
            locator = link.locator
            add(passage.owner, locator[0] if locator else link.target)
    return {target: tuple(owners) for target, owners in found.items()}


def resting_on(dataset: Dataset) -> Mapping[tuple[str, int], tuple[str, ...]]:
    """Return for each (source, paragraph or HEAD) the owners that cite it."""
    found: dict[tuple[str, int], dict[str, None]] = {}
    for record in dataset.records.values():
        for _, locator in citations(record):
            if split := split_locator(locator):
                found.setdefault(split, {})[record.id] = None
    for passage in dataset.passages:
        for link in find(passage.text):
            if split := link.locator:
                found.setdefault(split, {})[passage.owner] = None
    return {place: tuple(owners) for place, owners in found.items()}
