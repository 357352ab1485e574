"""Pack the PDFs that Typst wrote, and describe finished ones.

Typst writes each object uncompressed, three times as large as needed; most of it is the structure
that screen readers use. `pack` puts the objects into compressed streams (PDF 1.7, 7.5.7).
"""

import hashlib
import io
from pathlib import Path
from urllib.parse import quote, unquote

import pikepdf

_SCHEME = "place:"
#: A stream that ends in a carriage return. PDF/A (ISO 19005-2, 6.1.7.1) wants a line end before
#: `endstream`, so that a strict reader counts the carriage return as part of it, not of the data.
_DOUBTFUL_END = b"\r\nendstream"
#: Every attempt fails for one document in two at most, and independently of the others.
_ATTEMPTS = 100


def internal_link(destination: str, words: str) -> str:
    """Return an address that `pack` turns into a link inside the document.

    Typst would look the heading up for every link, at the cost of as much again as all the rest.

    Args:
        destination: A heading's label in the Typst document.
        words: What a screen reader says for the link.
    """
    return f"{_SCHEME}{quote(destination)} {quote(words)}"


def pack(content: bytes) -> bytes:
    """Return a PDF of Typst's with its links resolved and its objects compressed.

    The same bytes give the same bytes.

    Raises:
        pikepdf.PdfError: `content` is no PDF.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            for annotation in page.get("/Annots", ()):
                _resolve_link(annotation)
        if _DOUBTFUL_END in content:
            for item in pdf.objects:
                if isinstance(item, pikepdf.Stream):
                    _end_plainly(item)
        for attempt in range(_ATTEMPTS):
            packed = io.BytesIO()
            mode = pikepdf.ObjectStreamMode.generate
            pdf.save(packed, object_stream_mode=mode, deterministic_id=True)
            if _DOUBTFUL_END not in packed.getvalue():
                return packed.getvalue()
            # A stream's last byte is of a checksum. Spare objects that are numbered before the
            # pages shift the numbers of all others, and so change each stream of objects.
            spare = [pdf.make_indirect(pikepdf.Dictionary()) for _ in range(attempt + 1)]
            pdf.Root.Pages["/XXSpare"] = pikepdf.Array(spare)
    raise ValueError("a stream ends in a carriage return however the objects are numbered")


def _resolve_link(annotation: pikepdf.Object) -> None:
    address = str(annotation.A.get("/URI", "")) if "/A" in annotation else ""
    if address.startswith(_SCHEME):
        destination, words = map(unquote, address.removeprefix(_SCHEME).split(" "))
        del annotation["/A"]
        annotation.Dest = pikepdf.String(destination.encode())  # as Typst names headings
        annotation.Contents = pikepdf.String(words or destination)


def _end_plainly(stream: pikepdf.Stream) -> None:
    """Add a line end, which means nothing, to data that compresses to a final carriage return."""
    if stream.read_raw_bytes().endswith(b"\r"):
        stream.write(stream.read_bytes() + b"\n")
        if "/Length1" in stream:  # a font's length without compression
            stream.Length1 += 1


def describe(path: Path) -> dict[str, int | str]:
    """Return the facts of a finished PDF: `pages`, `size` in bytes and `sha256`."""
    content = path.read_bytes()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = len(pdf.pages)
    return {"pages": pages, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
