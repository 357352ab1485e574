"""A PDF as Typst writes it → the same PDF, small: objects in compressed streams (PDF 1.7, 7.5.7 and 7.5.8), and no stream's end open to doubt.

Typst writes each object in the open, three times as large as needed; the pages' structure for screen readers is most of it. qpdf packs
as well, but a stream of its may end in a carriage return, which strict readers of PDF/A take for part of the line end that follows;
and to hand it twenty thousand objects one by one costs a third of what typesetting does. So the file is cut where its own table of
objects says, and put together again. What does not look as Typst writes it is refused.
"""

from __future__ import annotations

import base64
import re
import struct
import zlib
from collections.abc import Sequence
from itertools import accumulate
from urllib.parse import unquote

_PLACE = "place:"  # stands before the name of a place in the document
_TOGETHER = 1000  # objects in one compressed stream
_TAIL = re.compile(rb"trailer\n<<(?P<entries>[^\n]*)>>\nstartxref\n(?P<start>\d+)\n%%EOF\s*\Z")
_SIZE, _LENGTH = re.compile(rb"/Size \d+"), re.compile(rb"/Length \d+")
_ENTRY = 20  # bytes of an object's entry in the table
_FILTER = re.compile(rb"/Filter(/\w+|\[[^\]]*\])")
#: A link as `link_to` makes it, and what is read aloud for it: each a string in parentheses or in hexadecimal digits.
_LINK = re.compile(rb"/A<</Type/Action/S/URI/URI(\([^()\\]*\)|<[0-9A-F]*>)>>(.*)/Contents(?:\([^()\\]*\)|<[0-9A-F]*>)")
#: What a string in parentheses could not hold as it is, and the sign that escapes it.
_ESCAPED = str.maketrans({sign: f"%{ord(sign):02X}" for sign in "%()\\ "})


def link_to(name: str, words: str) -> str:
    """Return an address that stands for a link to a place of this name in the same document, for which these words are read aloud."""
    return f"{_PLACE}{name.translate(_ESCAPED)} {words.translate(_ESCAPED)}"


def packed(content: bytes) -> bytes:
    """Return the same document, packed: the same bytes for the same bytes. Raises ValueError where the content is not as Typst writes it."""
    tail = _TAIL.search(content, max(0, len(content) - 1000))
    if not tail:
        raise ValueError("no table of objects")
    bodies = _bodies(content, int(tail["start"]))
    streams = [(number, _stream(body)) for number, body in enumerate(bodies, 1) if body.endswith(b"\nendstream")]
    others = [(number, _linked(body)) for number, body in enumerate(bodies, 1) if not body.endswith(b"\nendstream")]
    return _written(_SIZE.sub(b"", tail["entries"]), streams, others)


def _bodies(content: bytes, start: int) -> list[bytes]:
    """Return what each object holds, from the first on: the table has them in order, and so has the file."""
    head = content.index(b"\n", start + 5)
    count = int(content[start + 5 : head].removeprefix(b"0 "))
    entries = [content[at : at + _ENTRY] for at in range(head + 1 + _ENTRY, head + 1 + count * _ENTRY, _ENTRY)]
    places = [int(entry[:10]) for entry in entries]
    found = []
    for number, (at, end) in enumerate(zip(places, [*places[1:], start], strict=True), 1):
        before = b"%d 0 obj\n" % number
        if content[at : at + len(before)] != before or content[end - 8 : end] != b"\nendobj\n":
            raise ValueError(f"object {number}")
        found.append(content[at + len(before) : end - 8])
    return found


def _linked(body: bytes) -> bytes:
    """Return an object; what `link_to` made leads to the place of that name, as Typst names its headings (12.3.2.3), and says the words."""
    link = _LINK.search(body) if body.startswith(b"<</Type/Annot/Subtype/Link") else None
    if not link:
        return body
    address = _text(link[1])
    if not address.startswith(_PLACE):
        return body
    name, _, words = map(unquote, address.removeprefix(_PLACE).partition(" "))
    dest, said = name.encode().hex().encode(), (words or name).encode("utf-16-be").hex().encode()
    return body[: link.start()] + b"/Dest<%b>" % dest + link[2] + b"/Contents<FEFF%b>" % said + body[link.end() :]


def _text(string: bytes) -> str:
    """Return an address as Typst writes it: ASCII in parentheses, or UTF-8 in hexadecimal digits."""
    if string.startswith(b"<"):
        return bytes.fromhex(string[1:-1].decode()).decode()
    return string[1:-1].decode()


def _stream(body: bytes) -> bytes:
    """Return a stream; data that end in a carriage return are armoured, so that their length stays plain to see."""
    head, _, rest = body.partition(b"\nstream\n")
    return _with_data(head.removeprefix(b"<<").removesuffix(b">>"), rest.removesuffix(b"\nendstream"))


def _with_data(entries: bytes, data: bytes) -> bytes:
    if data.endswith(b"\r"):
        data = base64.a85encode(data) + b"~>"
        given = _FILTER.search(entries)
        before = given[1].strip(b"[]") if given else b""
        if b"/DecodeParms" in entries:
            raise ValueError("a stream with parameters")
        entries = _FILTER.sub(b"", entries) + b"/Filter[/ASCII85Decode%b]" % before
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (_LENGTH.sub(b"", entries), len(data), data)


def _written(trailer: bytes, streams: Sequence[tuple[int, bytes]], others: Sequence[tuple[int, bytes]]) -> bytes:
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}

    def add(number: int, body: bytes) -> None:
        places[number] = (1, len(out), 0)
        out.extend(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    for number, body in streams:
        add(number, body)
    last = len(streams) + len(others)
    for at in range(0, len(others), _TOGETHER):
        last += 1
        together = others[at : at + _TOGETHER]
        places.update({number: (2, last, index) for index, (number, _) in enumerate(together)})
        add(last, _object_stream(together))
    last += 1
    start = len(out)
    places[last] = (1, start, 0)
    table = b"".join(struct.pack(">BIH", *places[number]) for number in range(last + 1))
    add(last, _compressed(b"/Type/XRef/Size %d/W[1 4 2]%b" % (last + 1, trailer), table))
    out.extend(b"startxref\n%d\n%%%%EOF\n" % start)
    return bytes(out)


def _object_stream(objects: Sequence[tuple[int, bytes]]) -> bytes:
    offsets = accumulate((len(body) + 1 for _, body in objects), initial=0)
    index = b" ".join(b"%d %d" % (number, offset) for (number, _), offset in zip(objects, offsets, strict=False))
    head = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(index) + 1)
    return _compressed(head, index + b"\n" + b" ".join(body for _, body in objects))


def _compressed(entries: bytes, data: bytes) -> bytes:
    return _with_data(entries + b"/Filter/FlateDecode", zlib.compress(data, 6))
