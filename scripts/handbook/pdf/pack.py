"""A PDF written again, small: its objects in compressed streams (PDF 1.7, 7.5.7 and 7.5.8), and no stream's end open to doubt.

Typst writes each object in the open, three times as large as needed; the pages' structure for screen readers is most of it. qpdf packs
as well, but a stream of its may end in a carriage return, which strict readers of PDF/A take for part of the line end that follows.
"""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

PLACE = "place:"  # what the templates put before the name of a place in the document
_TOGETHER = 1000  # objects in one compressed stream


def packed(content: bytes) -> bytes:
    """Return the same document, packed: the same bytes for the same bytes. Raises pikepdf.PdfError where the content is no PDF."""
    with pikepdf.open(io.BytesIO(content)) as document:
        _link_places(document)
        objects = list(enumerate(document.objects, 1))  # qpdf numbers from 1 without gaps
        trailer = {key: document.trailer[key] for key in ("/Root", "/Info", "/ID") if key in document.trailer}
        shared = b" ".join(key.encode() + b" " + _unparsed(value) for key, value in trailer.items())
        streams = [(number, found) for number, found in objects if isinstance(found, pikepdf.Stream)]
        others = [(number, found.unparse(resolved=True)) for number, found in objects if not isinstance(found, pikepdf.Stream)]
        return _written(shared, [(number, _stream(found)) for number, found in streams], others)


def _link_places(document: pikepdf.Pdf) -> None:
    """Make links to `place:name words` lead to the place of that name, as Typst names its headings (PDF 1.7, 12.3.2.3), and say the words."""
    for page in document.pages:
        annotations: Any = page.get("/Annots", ())
        for annotation in annotations:
            address = str(annotation.get("/A", {}).get("/URI", ""))
            if address.startswith(PLACE):
                name, _, words = address.removeprefix(PLACE).partition(" ")
                del annotation["/A"]
                annotation["/Dest"] = pikepdf.String(name)
                annotation["/Contents"] = pikepdf.String(words or name)


def _written(trailer: bytes, streams: Sequence[tuple[int, bytes]], others: Sequence[tuple[int, bytes]]) -> bytes:
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places: dict[int, tuple[int, int, int]] = {}

    def add(number: int, body: bytes) -> None:
        places[number] = (1, len(out), 0)
        out.extend(b"%d 0 obj\n" % number + body + b"\nendobj\n")

    for number, body in streams:
        add(number, body)
    last = max((number for number, _ in (*streams, *others)), default=0)
    for at in range(0, len(others), _TOGETHER):
        last += 1
        together = others[at : at + _TOGETHER]
        places.update({number: (2, last, index) for index, (number, _) in enumerate(together)})
        add(last, _object_stream(together))
    last += 1
    start = len(out)
    places[last] = (1, start, 0)
    table = b"".join(_entry(*places.get(number, (0, 0, 65535 if number == 0 else 0))) for number in range(last + 1))
    head = b"/Type /XRef /Size %d /W [1 4 2] " % (last + 1) + trailer
    out.extend(b"%d 0 obj\n" % last + _compressed(head, table) + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start)
    return bytes(out)


def _entry(kind: int, place: int, index: int) -> bytes:
    return bytes((kind,)) + place.to_bytes(4, "big") + index.to_bytes(2, "big")


def _object_stream(objects: Sequence[tuple[int, bytes]]) -> bytes:
    bodies = b" ".join(body for _, body in objects)
    index = b" ".join(_offsets(objects))
    return _compressed(b"/Type /ObjStm /N %d /First %d" % (len(objects), len(index) + 1), index + b"\n" + bodies)


def _offsets(objects: Sequence[tuple[int, bytes]]) -> Iterator[bytes]:
    offset = 0
    for number, body in objects:
        yield b"%d %d" % (number, offset)
        offset += len(body) + 1


def _compressed(head: bytes, data: bytes) -> bytes:
    return _with_data(head, [b"/FlateDecode"], [b"null"], zlib.compress(data, 6))


def _stream(stream: pikepdf.Stream) -> bytes:
    """Return a stream with its data as they are and its length stated anew."""
    entries = {key: _unparsed(value) for key, value in stream.stream_dict.items() if key not in {"/Length", "/Filter", "/DecodeParms"}}
    head = b" ".join(key.encode() + b" " + value for key, value in entries.items())
    filters, parameters = (_listed(stream.stream_dict.get(key)) for key in ("/Filter", "/DecodeParms"))
    return _with_data(head, filters, parameters or [b"null"] * len(filters), stream.read_raw_bytes())


def _listed(value: pikepdf.Object | None) -> list[bytes]:
    if value is None:
        return []
    return [_unparsed(item) for item in value] if isinstance(value, pikepdf.Array) else [_unparsed(value)]


def _unparsed(value: object) -> bytes:
    """Return a value as PDF writes it; numbers and truth values come from pikepdf as Python's own."""
    return value.unparse() if isinstance(value, pikepdf.Object) else pikepdf.Array([value]).unparse().strip(b"[] ")


def _with_data(head: bytes, filters: list[bytes], parameters: list[bytes], data: bytes) -> bytes:
    """Return a stream object's body; data that end in a carriage return are armoured, so that their length stays plain to see."""
    if data.endswith(b"\r"):
        data, filters, parameters = base64.a85encode(data) + b"~>", [b"/ASCII85Decode", *filters], [b"null", *parameters]
    if filters:
        head += b" /Filter [" + b" ".join(filters) + b"]"
    if set(parameters) - {b"null"}:
        head += b" /DecodeParms [" + b" ".join(parameters) + b"]"
    return b"<< " + head + b" /Length %d >>\nstream\n" % len(data) + data + b"\nendstream"
