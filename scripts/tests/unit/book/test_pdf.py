"""Finished PDFs: packing, and the facts of a file."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
import typst

from handbook.book.typst.pdf import Anchor, describe, internal_link, pack
from tests.helpers.pdf_structure import structure
from tests.helpers.processes import apart

DOUBTFUL = b"\r\nendstream"


def compiled(markup: str) -> bytes:
    """Return a PDF as Typst writes it."""
    return apart(_compiled, f'#set document(title: [Title]); #set text(lang: "en");\n{markup}')


def _compiled(source: str) -> bytes:
    return typst.compile(source.encode(), format="pdf", timestamp=0, ignore_system_fonts=True)


def test_packing_keeps_pages_and_structure_and_gives_the_same_bytes_twice(tmp_path: Path) -> None:
    """Only the objects' numbers and places in the file change."""
    content = compiled("= Title\n" + "#lorem(500)\n\n" * 9)
    packed = pack(content)
    assert packed == pack(content)
    assert len(packed) < len(content)
    (tmp_path / "before.pdf").write_bytes(content)
    (tmp_path / "after.pdf").write_bytes(packed)
    before, after = tmp_path / "before.pdf", tmp_path / "after.pdf"
    assert structure(before) == structure(after)
    assert "Lorem" in structure(after).text()
    with pikepdf.open(before) as one, pikepdf.open(after) as other:
        assert [page.Contents.read_bytes() for page in one.pages] == [
            page.Contents.read_bytes() for page in other.pages
        ]


@pytest.mark.parametrize(
    ("words", "alternative"), [("去处 (a) 100%", "去处 (a) 100%"), ("", "there#这里")]
)
def test_internal_link_leads_to_its_heading_and_says_its_words(
    words: str, alternative: str
) -> None:
    """A link without words says where it leads; one to the web is left alone."""
    link = internal_link("there#这里", words)
    content = compiled(
        f'#heading[Goal]#label("there#这里")\n#link("{link}")[words] #link("https://example.org/(a)")[web]\n'
    )
    with pikepdf.open(io.BytesIO(pack(content))) as document:
        inside, outside = document.pages[0].Annots
        assert ("there#这里", alternative) == (bytes(inside.Dest).decode(), str(inside.Contents))
        assert "/A" not in inside
        assert [bytes(inside.Dest)] == [
            bytes(name) for name in [document.Root.Names.Dests.Names[0]]
        ]
        assert "https://example.org/(a)" == str(outside.A.URI)


def test_cells_that_head_rows_are_tagged_as_such(tmp_path: Path) -> None:
    """In the rows that have a head, whatever the table; elsewhere Typst's own heads are left."""
    content = compiled(
        "#table(columns: 2, table.header[A][B], [a], [b])\n"
        "#table(columns: 2, table.header[A][B], [c], [d], [e], [f], table.cell(colspan: 2)[g])\n"
    )
    (tmp_path / "packed.pdf").write_bytes(pack(content, (), [[False], [True, False, True]]))
    kinds = [
        "".join(cell.kind[1] for cell in row.find("TH", "TD"))
        for row in structure(tmp_path / "packed.pdf").find("TR")
    ]
    assert ["HH", "DD", "HH", "HD", "DD", "H"] == kinds
    with pikepdf.open(tmp_path / "packed.pdf") as document:
        scopes = [
            str(item.A[0].Scope)
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH"
        ]
    assert ["/Column"] * 4 + ["/Row"] * 2 == sorted(scopes)


def with_stream(length: int) -> bytes:
    """Return a PDF with a compressed stream and a string of a length; the checksums of both vary with it."""
    with pikepdf.new() as document:
        document.add_blank_page()
        document.Root.Words = document.make_indirect(pikepdf.String("x" * length))
        document.Root.Data = document.make_stream(b"y" * length)
        content = io.BytesIO()
        document.save(content, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True)
    return content.getvalue()


def test_link_leads_to_an_entry_that_is_no_heading() -> None:
    """Typst names headings alone; an anchor is named beside them, in order, at its place."""
    link = internal_link("b#边", "words")
    content = compiled(f'#heading[Goal]#label("c")\n#pagebreak()\n#link("{link}")[words]')
    packed = pack(content, [Anchor("b#边", 2, 72, 100.5), Anchor("a", 1, 72, 50)])
    with pikepdf.open(io.BytesIO(packed)) as document:
        named = document.Root.Names.Dests.Names
        assert ["a", "b#边", "c"] == [bytes(named[at]).decode() for at in (0, 2, 4)]
        assert named[3][0].objgen == document.pages[1].obj.objgen
        height = float(document.pages[1].mediabox[3])
        assert [72, height - 100.5 + 14] == pytest.approx([*map(float, list(named[3])[2:4])])
        [annotation] = document.pages[1].Annots
        assert bytes(named[2]) == bytes(annotation.Dest)


def test_no_stream_ends_in_a_carriage_return() -> None:
    """Of many documents some have such a stream before they are packed, and some get one from qpdf."""
    before = after_qpdf = 0
    for content in map(with_stream, range(512)):
        with pikepdf.open(io.BytesIO(content)) as document:
            data = document.Root.Data.read_bytes()
            by_qpdf = io.BytesIO()
            document.save(
                by_qpdf, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True
            )
        before += DOUBTFUL in content
        after_qpdf += DOUBTFUL in by_qpdf.getvalue() and DOUBTFUL not in content
        packed = pack(content)
        assert DOUBTFUL not in packed
        with pikepdf.open(io.BytesIO(packed)) as document:
            assert data == document.Root.Data.read_bytes().removesuffix(b"\n")
    assert min(before, after_qpdf) > 0


def test_large_book_needs_no_luck(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a thousand streams some end in a carriage return, however the objects are numbered."""
    monkeypatch.setattr("handbook.book.typst.pdf._ATTEMPTS", 3)
    content = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        spare = [document.make_indirect(pikepdf.Dictionary(Number=n)) for n in range(60_000)]
        document.Root["/XXMany"] = pikepdf.Array(spare)
        document.save(content, deterministic_id=True)
    packed = pack(content.getvalue())
    assert packed.count(b"/ObjStm") > 500
    assert DOUBTFUL not in packed
    with pikepdf.open(io.BytesIO(packed)) as document:
        assert list(range(60_000)) == [int(each.Number) for each in document.Root.XXMany]
        assert [] == document.check_pdf_syntax()


def test_file_is_described_by_pages_and_size(tmp_path: Path) -> None:
    """The size is that of the whole file."""
    content = pack(compiled("= One\n#pagebreak()\n= Two"))
    file = tmp_path / "two.pdf"
    file.write_bytes(content)
    assert {"pages": 2, "size": len(content)} == describe(file)
