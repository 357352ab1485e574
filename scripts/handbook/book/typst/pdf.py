"""Pack the PDFs that Typst wrote, and describe finished ones.

Typst writes each object uncompressed, three times as large as needed; most of it is the structure
that screen readers use. `pack` puts the objects into compressed streams (PDF 1.7, 7.5.7).
"""

import io
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf

_SCHEME = "place:"
#: How many points of a page are shown above the line of an anchor.
_ABOVE = 14
#: A stream that ends in a carriage return. PDF/A (ISO 19005-2, 6.1.7.1) wants a line end before
#: `endstream`, so that a strict reader counts the carriage return as part of it, not of the data.
_DOUBTFUL_END = b"\r\nendstream"
#: A stream of objects as qpdf writes it: its length, and where the objects begin in it.
_OBJECTS = re.compile(rb"/Type /ObjStm /Length (\d+) [^>]*/First (\d+) >>\nstream\n")
#: Only the last stream of a file is left to chance, the table of objects: 1 in 256 fails at each.
_ATTEMPTS = 20


class Anchor(NamedTuple):
    """Where an entry stands that is no heading: label, page, and points from top left."""

    label: str
    page: int
    x: float
    y: float


def internal_link(destination: str, words: str) -> str:
    """Return an address that `pack` turns into a link inside the document.

    Typst would look the heading up for every link, at the cost of as much again as all the rest.

    Args:
        destination: The label of a heading or an anchor in the Typst document.
        words: What a screen reader says for the link.
    """
    return f"{_SCHEME}{destination.encode().hex()} {words.encode().hex()}"


def pack(
    content: bytes, anchors: Iterable[Anchor] = (), row_heads: Iterable[Sequence[bool]] = ()
) -> bytes:
    """Return a PDF of Typst's with its links resolved and its objects compressed.

    The same bytes give the same bytes.

    Args:
        content: The PDF.
        anchors: The places that links lead to besides headings, which Typst names.
        row_heads: For each table, whether the first cell of each row below its head heads the row.

    Raises:
        pikepdf.PdfError: `content` is no PDF.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            for annotation in page.get("/Annots", ()):
                _resolve_link(annotation)
        _name_places(pdf, anchors)
        tables = _elements(pdf.Root.get("/StructTreeRoot"), "/Table")
        for heads, table in zip(row_heads, tables, strict=False):
            _tag_row_heads(table, heads)
        if _DOUBTFUL_END in content:
            for item in pdf.objects:
                if isinstance(item, pikepdf.Stream):
                    _end_plainly(item)
        for attempt in range(_ATTEMPTS):
            saved = io.BytesIO()
            mode = pikepdf.ObjectStreamMode.generate
            pdf.save(saved, object_stream_mode=mode, deterministic_id=True)
            packed = _with_plain_ends(saved.getvalue())
            if _DOUBTFUL_END not in packed:
                return packed
            # Spare objects shift the numbers of all others, and so change the table of objects.
            spare = [pdf.make_indirect(pikepdf.Dictionary()) for _ in range(attempt + 1)]
            pdf.Root.Pages["/XXSpare"] = pikepdf.Array(spare)
    raise ValueError("a stream ends in a carriage return however the objects are numbered")


def _with_plain_ends(packed: bytes) -> bytes:
    """Change a blank between numbers in each stream of objects that ends in a carriage return.

    A stream's last byte is of its checksum. The file keeps its length, and so its table of objects;
    before an object's number PDF/A wants a line end.
    """
    content = bytearray(packed)
    for head in _OBJECTS.finditer(packed):
        length = int(head[1])
        end = head.end() + length
        if not packed.startswith(_DOUBTFUL_END, end - 1):
            continue
        data = zlib.decompress(packed[head.end() : end])
        for blank in (at for at, byte in enumerate(data[: int(head[2])]) if byte == ord(" ")):
            other = zlib.compress(data[:blank] + b"\n" + data[blank + 1 :], 9)
            if len(other) <= length and not other.endswith(b"\r"):
                content[slice(*head.span(1))] = b"%*d" % (len(head[1]), len(other))
                after = _DOUBTFUL_END[1:] + b"\nendobj\n"
                content[head.end() : end + len(after)] = (other + after).ljust(
                    length + len(after), b"\n"
                )
                break
    return bytes(content)


def _resolve_link(annotation: pikepdf.Object) -> None:
    address = str(annotation.A.get("/URI", "")) if "/A" in annotation else ""
    if address.startswith(_SCHEME):
        destination, words = map(bytes.fromhex, address.removeprefix(_SCHEME).split(" "))
        del annotation["/A"]
        annotation.Dest = pikepdf.String(destination)  # as Typst names headings
        annotation.Contents = pikepdf.String((words or destination).decode())


def _name_places(pdf: pikepdf.Pdf, anchors: Iterable[Anchor]) -> None:
    """Add anchors to the places that links can name, which stand in one sorted list."""
    if "/Names" not in pdf.Root or "/Dests" not in pdf.Root.Names:
        return  # a sheet has no labels
    named = pdf.Root.Names.Dests.Names
    places = {bytes(named[at]): named[at + 1] for at in range(0, len(named), 2)}
    for anchor in anchors:
        page = pdf.pages[anchor.page - 1]
        top = float(page.mediabox[3]) - anchor.y + _ABOVE
        view = [pikepdf.Name.XYZ, round(anchor.x, 2), round(top, 2), None]
        places[anchor.label.encode()] = pikepdf.Array([page.obj, *view])
    listed = [each for name in sorted(places) for each in (pikepdf.String(name), places[name])]
    pdf.Root.Names.Dests.Names = pikepdf.Array(listed)


def _elements(node: Any, kind: str) -> Iterator[pikepdf.Object]:
    """Yield the elements of a kind in a part of the structure, but none inside another."""
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from _elements(each, kind)
    elif isinstance(node, pikepdf.Dictionary):
        if node.get("/S") == kind:
            yield node
        else:
            yield from _elements(node.get("/K"), kind)


def _tag_row_heads(table: pikepdf.Object, heads: Iterable[bool]) -> None:
    """Tag the cells that head rows as such, which Typst 0.15 cannot.

    The scopes of both heads then tell what heads a cell; the lists that Typst writes would contradict.
    """
    rows = (row for body in _elements(table.K, "/TBody") for row in _elements(body.K, "/TR"))
    for row, is_head in zip(rows, heads, strict=True):
        if is_head:
            row.K[0].S = pikepdf.Name.TH
            row.K[0].A[0].Scope = pikepdf.Name.Row
            for cell in row.K:
                del cell.A[0]["/Headers"]


def _end_plainly(stream: pikepdf.Stream) -> None:
    """Add a line end, which means nothing, to data that compresses to a final carriage return."""
    if stream.read_raw_bytes().endswith(b"\r"):
        stream.write(stream.read_bytes() + b"\n")
        if "/Length1" in stream:  # a font's length without compression
            stream.Length1 += 1


def describe(path: Path) -> dict[str, int | str]:
    """Return the facts of a finished PDF: `pages` and `size` in bytes."""
    content = path.read_bytes()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = len(pdf.pages)
    return {"pages": pages, "size": len(content)}
