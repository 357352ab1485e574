"""The book: every PDF of the real handbook, made once, held against its pages, its standards and itself."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import page as validation
import pikepdf
import pytest
from lxml import html

from handbook.book import BookFaulty, build_book, describe, plan, write_books
from handbook.book.tree import UnknownElement, leaf, shown
from handbook.edition import content_hash, edition
from handbook.load import load
from handbook.markdown import parser
from handbook.model import Dataset, Practice, Prose
from handbook.pages import Page, build_pages
from handbook.pdf.pack import _with_data, packed
from tests import handbook_of

ROOT = Path(__file__).parents[2]
SITE = "https://example.org/pinghu/"
MOMENT = "1700000000"

needs_poppler = pytest.mark.skipif(not shutil.which("pdfinfo"), reason="needs pdfinfo, pdftotext and pdffonts (poppler-utils)")


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Return the real handbook."""
    return load(ROOT)[0]


@pytest.fixture(scope="module", autouse=True)
def moment() -> Iterator[None]:
    """Hold the moment of the edition fixed."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = MOMENT
    yield
    if before is None:
        del os.environ["SOURCE_DATE_EPOCH"]
    else:
        os.environ["SOURCE_DATE_EPOCH"] = before


@pytest.fixture(scope="module")
def folder(dataset: Dataset, moment: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of every PDF of the real handbook."""
    target = tmp_path_factory.mktemp("site")
    write_books(dataset, target, site_url=SITE)
    return target / "pdf"


def text(*command: str | Path) -> str:
    """Return what a program of poppler-utils prints."""
    return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace")


def bare(said: str) -> str:
    """Return a text without white space, soft hyphens and joiners, which pages break lines with."""
    return re.sub(r"[\s\u00ad\u2060\u200b]", "", unicodedata.normalize("NFKC", said))


# --- the set -----------------------------------------------------------------------------------------------------------


def test_every_file_is_there(dataset: Dataset, folder: Path) -> None:
    """There is a handbook, a PDF of each theme and practice, and a sheet of each practice, in every language."""
    practices = [practice.id for practice in dataset.of(Practice)]
    names = ["handbook", *(theme.id for theme in dataset.themes), *practices, *(f"{name}.sheet" for name in practices)]
    assert {f"{name}.{lang}.pdf" for name in names for lang in dataset.languages} == {path.name for path in folder.iterdir()}


def test_standards(folder: Path) -> None:
    """Every file is PDF/UA-1 and PDF/A-2a."""
    profiles = (validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A)
    reports = {
        (path.name, profile): validation.validate_pdf(path, profile=profile) for path in sorted(folder.iterdir()) for profile in profiles
    }
    assert {} == {key: [failure.rule_id for failure in report.failures] for key, report in reports.items() if not report.is_compliant}


def test_sound(folder: Path) -> None:
    """Every file is sound to qpdf's eyes, and says what it is: title, language, author, subject, keywords."""
    for path in sorted(folder.iterdir()):
        with pikepdf.open(path) as document:
            assert [] == document.check_pdf_syntax() if hasattr(document, "check_pdf_syntax") else document.check() == []
            assert str(document.Root.Lang).split("-")[0] == path.stem.rsplit(".", 1)[1]
            assert document.Root.ViewerPreferences.DisplayDocTitle
            with document.open_metadata() as about:
                for key in ("dc:title", "dc:creator", "dc:description", "pdf:Keywords"):
                    assert about.get(key), f"{path.name}: {key}"


def test_one_page_sheets(folder: Path) -> None:
    """A notice-board sheet is one page, with a picture that is told in words."""
    for path in folder.glob("*.sheet.*.pdf"):
        assert 1 == describe(path).pages, path.name


def test_described(folder: Path) -> None:
    """A download is described by its path, size, pages and checksum."""
    path = folder / "handbook.zh.pdf"
    told = describe(path)
    assert ("pdf/handbook.zh.pdf", path.stat().st_size) == (told.path, told.size)
    assert told.pages > 50
    assert 64 == len(told.sha256)


# --- the same as the site -----------------------------------------------------------------------------------------------


class Struct:
    """A node of the structure that a screen reader is given: its kind, its own text, and what is in it."""

    def __init__(self, kind: str) -> None:
        """Start a node."""
        self.kind, self.parts = kind, list["Struct | str"]()

    def text(self, without: frozenset[str] = frozenset()) -> str:
        """Return all text in the node, some kinds left out."""
        return "".join(part if isinstance(part, str) else "" if part.kind in without else part.text(without) for part in self.parts)

    def find(self, *kinds: str) -> Iterator[Struct]:
        """Yield the nodes of some kinds, in their order."""
        for part in self.parts:
            if isinstance(part, Struct):
                if part.kind in kinds:
                    yield part
                yield from part.find(*kinds)


def structure(path: Path) -> Struct:
    """Return a file's structure as pdfinfo tells it, by indentation."""
    root = Struct("Document")
    stack = [(-1, root)]
    for line in text("pdfinfo", "-struct-text", path).split("\n"):
        said = line.strip()
        depth = len(line) - len(line.lstrip())
        if not said or said.startswith("/"):
            continue
        while stack[-1][0] >= depth:
            stack.pop()
        if said.startswith('"'):
            stack[-1][1].parts.append(said.strip('"') if said.endswith('"') else said[1:])
        elif not said.startswith("Object "):
            node = Struct(re.split(r"[ :(]", said, maxsplit=1)[0])
            stack[-1][1].parts.append(node)
            stack.append((depth, node))
    return root


def told(page: Page) -> tuple[str, list[str], list[str]]:
    """Return what a page of the site says: its text without footnotes and pictures, its headings, its footnotes."""
    root = html.fragment_fromstring(parser().convert(page.markdown), create_parent="div")
    for drawing in root.iter("figure"):
        drawing.clear(keep_tail=True)
    for mark in [*root.find_class("footnote-ref"), *root.find_class("footnote-backref"), *root.xpath(".//rp")]:
        mark.drop_tree()
    for reading in root.iter("rt"):
        reading.text = f"({reading.text})"
    notes = [item.text_content() for item in root.xpath("./div[@class='footnote']/ol/li")]
    for block in root.find_class("footnote"):
        block.drop_tree()
    headings = [heading.text_content() for heading in root.iter("h1", "h2", "h3")]
    return shown(root.text_content().replace("\n", " ")), headings, notes


@needs_poppler
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_fidelity(dataset: Dataset, folder: Path, lang: str) -> None:
    """What every page of the site says stands in the book, in the same order: text, headings and footnotes."""
    said = bare(text("pdftotext", "-raw", folder / f"handbook.{lang}.pdf", "-"))
    book = structure(folder / f"handbook.{lang}.pdf")
    headings = [bare(heading.text()) for heading in book.find("H1", "H2", "H3", "H4", "H5")]
    notes = {bare(note.text(frozenset({"Lbl"}))) for note in book.find("Note")}
    pages = build_pages(dataset, lang)
    at = 0
    for chapter in plan.handbook(dataset, pages):
        if not chapter.path:
            continue
        words, titles, footnotes = told(pages[chapter.path])
        for title in map(bare, titles):
            assert title in headings[at:], f"{chapter.path}: {title}"
            at = headings.index(title, at) + 1
        for note in footnotes:
            assert bare(note) in notes, f"{chapter.path}: {note}"
        lost = [sentence for sentence in _sentences(words) if sentence not in said]
        assert len(lost) <= len(list(_sentences(words))) // 5 + 3, f"{chapter.path}: {lost}"  # lines that page breaks or page numbers part
    assert {"search", "downloads"} == set(pages) - {chapter.path for chapter in plan.handbook(dataset, pages)}


def _sentences(words: str) -> Iterator[str]:
    for sentence in re.split(r"[。；：，、,;:.]|\s{2,}", words):
        if len(bare(sentence)) > 5:
            yield bare(sentence)


@needs_poppler
def test_lists_and_tables(dataset: Dataset, folder: Path) -> None:
    """Lists and tables of a practice and of the figures are lists and tables to a screen reader, heads marked."""
    book = structure(folder / "handbook.en.pdf")
    tables = list(book.find("Table"))
    assert tables
    for table in tables:
        assert list(table.find("TH")), "a table without a head"
        rows = list(table.find("TR"))
        assert 1 == len({sum(isinstance(cell, Struct) and cell.kind in {"TH", "TD"} for cell in row.parts) for row in rows})
    assert sum(1 for _ in book.find("LI")) > 500


# --- fonts, outline, links ----------------------------------------------------------------------------------------------


@needs_poppler
def test_fonts(folder: Path) -> None:
    """Every font is embedded and cut to what is used, and every character can be read back."""
    for name in ("handbook.zh.pdf", "handbook.en.pdf", "five-joint.sheet.zh.pdf"):
        rows = text("pdffonts", folder / name).splitlines()[2:]
        assert rows
        for row in rows:
            assert re.match(r"[A-Z]{6}\+\S+ .*\byes\s+yes\s+yes\s+\d+\s+\d+$", row), row
        assert "\ufffd" not in text("pdftotext", folder / name, "-")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_outline_and_contents_agree(folder: Path, lang: str) -> None:
    """The outline beside the page names the same chapters, in the same order and depth, as the book's headings of two levels."""
    with pikepdf.open(folder / f"handbook.{lang}.pdf") as document, document.open_outline() as outline:
        found = [(1, item.title) for item in outline.root]
        parts = [part for item in outline.root for part in ((1, item.title), *((2, child.title) for child in item.children))]
        assert len(found) > 10
    if shutil.which("pdfinfo"):
        contents = next(structure(folder / f"handbook.{lang}.pdf").find("TOC"))
        names = [bare(entry.text(frozenset({"TOC"}))) for entry in contents.find("TOCI")]
        assert [bare(title) for _, title in parts] == [re.sub(r"[.\d]*$", "", name) or name for name in names] or [
            bare(title) for _, title in parts
        ] == names


def test_every_link_resolves(folder: Path) -> None:
    """Every link leads to a place in its file or to an address on the web, and says in words where."""
    for path in sorted(folder.iterdir()):
        with pikepdf.open(path) as document:
            places = _names(document)
            for page in document.pages:
                for link in page.get("/Annots", ()):
                    assert str(link.get("/Contents", "")), path.name
                    if "/Dest" in link:
                        target = link.Dest
                        assert not isinstance(target, pikepdf.String) or str(target) in places, f"{path.name}: {target}"
                    elif "/URI" in link.A:
                        assert str(link.A.URI).startswith(("https://", "mailto:")), f"{path.name}: {link.A.URI}"


def _names(document: pikepdf.Pdf) -> set[str]:
    tree = document.Root.get("/Names", {}).get("/Dests")
    return set(pikepdf.NameTree(tree)) if tree is not None else set()


# --- the same bytes -----------------------------------------------------------------------------------------------------


def test_same_bytes(folder: Path, tmp_path: Path) -> None:
    """A second run, from another directory and in another time zone, gives the same bytes."""
    program = (
        "import sys; from pathlib import Path; from handbook.load import load; from handbook.book import write_books;"
        f"write_books(load(Path({str(ROOT)!r}))[0], Path(sys.argv[1]), site_url={SITE!r})"
    )
    environment = {**os.environ, "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "RAYON_NUM_THREADS": "3"}
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=tmp_path, env=environment, check=True)
    different = [path.name for path in sorted(folder.iterdir()) if path.read_bytes() != (tmp_path / "pdf" / path.name).read_bytes()]
    assert [] == different


def test_edition(dataset: Dataset) -> None:
    """An edition is a date and a hash of the content: another text, another hash; a note for editors changes nothing."""
    made = edition(dataset)
    assert "2023-11-14-" + content_hash(dataset) == made.id
    first = dataset.of(Practice)[0]
    other = first.model_copy(update={"summary": Prose({"zh": "另一句话。"})})
    noted = first.model_copy(update={"notes": "for editors"})
    assert content_hash(dataset) != content_hash(with_record(dataset, other))
    assert content_hash(dataset) == content_hash(with_record(dataset, noted))


def test_packed_streams_never_end_in_a_carriage_return() -> None:
    """Data that end in a carriage return, which a reader may take for the line's end, are armoured."""
    assert b"/ASCII85Decode" in _with_data(b"", [b"/FlateDecode"], [b"null"], b"data\r")
    assert b"/ASCII85Decode" not in _with_data(b"", [b"/FlateDecode"], [b"null"], b"data")


def test_packing_changes_nothing_but_size() -> None:
    """A packed document has the same pages and words as before, and is the same however often it is packed."""
    document = pikepdf.new()
    document.add_blank_page()
    document.pages[0].Contents = document.make_stream(b"q Q " * 400)
    document.save("/dev/null") if False else None
    import io

    out = io.BytesIO()
    document.save(out)
    small = packed(out.getvalue())
    with pikepdf.open(io.BytesIO(small)) as again:
        assert b"q Q " * 400 == again.pages[0].Contents.read_bytes()
    assert small == packed(out.getvalue())


# --- hostile and faulty text ----------------------------------------------------------------------------------------------

HOSTILE = '#import "@preview/x" $x$ @ref // ] } "\u202e" \\u202e #panic() <a> [b] *c* `d` = e'


def with_record(dataset: Dataset, record: Practice) -> Dataset:
    """Return a data set with a record replaced."""
    return dataclasses.replace(dataset, records=MappingProxyType({**dataset.records, record.id: record}))


@needs_poppler
def test_hostile_text_comes_out_as_itself(dataset: Dataset, tmp_path: Path) -> None:
    """What means something to Typst means nothing in a record; characters without a shape are shown by their codes."""
    first = dataset.of(Practice)[0]
    hostile = first.model_copy(update={"title": type(first.title)({"zh": HOSTILE, "en": HOSTILE})})
    (tmp_path / "book.pdf").write_bytes(build_book(with_record(dataset, hostile), "en"))
    book = structure(tmp_path / "book.pdf")
    assert bare(HOSTILE.replace("\u202e", "\\u202e")) in {bare(heading.text()) for heading in book.find("H2")}


def test_missing_character_is_named(dataset: Dataset, tmp_path: Path) -> None:
    """A character the fonts lack is an error that names it, its record's file and the command that adds it."""
    root = handbook_of.good(tmp_path)
    for name in ("data/labels.yml",):
        shutil.copy(ROOT / name, root / name)
    file = root / "data/practices/joint-patrols.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("派出所]]每月", "派出所]]每月\U0001f6a4"), encoding="utf-8")
    with pytest.raises(BookFaulty) as caught:
        build_book(load(root)[0], "zh")
    assert ["book-character"] == [finding.message.code for finding in caught.value.findings]
    said = caught.value.findings[0].text("en")
    assert said.startswith("data/practices/joint-patrols.yml:")
    assert "U+1F6A4" in said
    assert "scripts/fonts.py" in said


def test_unknown_element_is_named() -> None:
    """An element the book has no form for is an error that names the page's file."""
    page = Page("index", "en", "", "", "text", "docs/index.en.md")

    class Other:
        def reset(self) -> None: ...

        def convert(self, markdown: str) -> str:
            return "<p><video></video></p>"

    with pytest.raises(UnknownElement, match=r"docs/index\.en\.md: <video>"):
        leaf(page, Other(), {}, "", "")  # type: ignore[arg-type]


def test_every_page_has_a_place(dataset: Dataset) -> None:
    """Every page of the site is in the book but those of use on the web alone, and none twice."""
    paths = list(build_pages(dataset, "zh"))
    placed = [chapter.path for chapter in plan.handbook(dataset, paths) if chapter.path]
    assert sorted(set(paths) - plan.WEB_ONLY) == sorted(placed)
