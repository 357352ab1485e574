"""Every PDF of the built site, held against its pages, its standards and itself."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import page as validation
import pikepdf
import pytest
from lxml import html

from handbook.book import chapters as plan
from handbook.book.documents import Library
from handbook.book.inline_text import shown
from handbook.book.page_estimates import estimate_pages
from handbook.book.typst.pdf import describe
from handbook.model.dataset import Dataset
from handbook.model.kinds import has_sheet
from handbook.model.records import Practice, Source
from handbook.model.references import split_locator
from handbook.pages.build import Page, build_pages
from handbook.pages.queries import Queries, in_order
from handbook.pages.render import render
from handbook.text.languages import language
from handbook.text.markdown import Cited, parser
from tests.helpers.built_site import SITE_URL, Built
from tests.helpers.pdf_structure import HEADING, Element, destinations, structure

needs_poppler = pytest.mark.skipif(
    not shutil.which("pdfinfo"), reason="needs pdfinfo, pdftotext and pdffonts (poppler-utils)"
)


@pytest.fixture(scope="module")
def pdfs(built: Built) -> Path:
    """Return the folder of every PDF of the built site."""
    return built.directory / "pdf"


def text(*command: str | Path) -> str:
    """Return what a program of poppler-utils prints."""
    return subprocess.run(command, capture_output=True, check=True).stdout.decode(
        "utf-8", "replace"
    )


def bare(words: str) -> str:
    """Return a text without white space, soft hyphens and joiners, which pages break lines with."""
    return re.sub(r"[\s\u00ad\u2060\u200b]", "", unicodedata.normalize("NFC", words))


# --- the set -----------------------------------------------------------------------------------------------------------


def test_every_pdf_is_written(real: Dataset, pdfs: Path) -> None:
    """There is a handbook, a PDF of each theme and practice, and a sheet of each practice that has enough to say, in every language.

    At the address of a sheet that there is no more stands the practice's PDF, which nothing offers.
    """
    practices = [practice.id for practice in real.of(Practice)]
    sheets = [practice.id for practice in real.of(Practice) if has_sheet(practice)]
    names = [
        "handbook",
        *(theme.id for theme in real.themes),
        *practices,
        *(f"{name}.sheet" for name in sheets),
    ]
    expected = {f"{name}.{lang}.pdf" for name in names for lang in real.languages}
    former = {
        f"{name}.sheet.{lang}.pdf": f"{name}.{lang}.pdf"
        for name in {*practices} - {*sheets}
        for lang in real.languages
    }
    assert former
    assert {*expected, *former} == {path.name for path in pdfs.iterdir()}
    for old, now in former.items():
        assert (pdfs / now).read_bytes() == (pdfs / old).read_bytes(), old
    shelves = [Queries(real, lang).shelves() for lang in real.languages]
    offered = {path for kinds in shelves for files in kinds.values() for _, path in files}
    assert {f"pdf/{name}" for name in expected} == offered


def test_every_pdf_is_pdf_ua_1_and_pdf_a_2a(pdfs: Path) -> None:
    """Every file is PDF/UA-1 and PDF/A-2a."""
    profiles = (validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A)
    reports = {
        (path.name, profile): validation.validate_pdf(path, profile=profile)
        for path in sorted(pdfs.iterdir())
        for profile in profiles
    }
    assert {} == {
        key: [failure.rule_id for failure in report.failures]
        for key, report in reports.items()
        if not report.is_compliant
    }


def test_every_pdf_has_metadata(pdfs: Path) -> None:
    """Every file says what it is: title, language, author, subject, keywords."""
    for path in sorted(pdfs.iterdir()):
        with pikepdf.open(path) as document:
            assert str(document.Root.Lang).split("-")[0] == path.stem.rsplit(".", 1)[1]
            assert document.Root.ViewerPreferences.DisplayDocTitle
            with document.open_metadata() as about:
                for key in ("dc:title", "dc:creator", "dc:description", "pdf:Keywords"):
                    assert about.get(key), f"{path.name}: {key}"


def test_english_is_set_with_curly_quotation_marks(pdfs: Path) -> None:
    """No English file shows or says a straight mark: in its text, its title, its outline, what it is described by."""
    for path in sorted(pdfs.glob("*.en.pdf")):
        with (
            pikepdf.open(path) as document,
            document.open_metadata() as about,
            document.open_outline() as outline,
        ):
            told = [
                structure(path).text(),
                str(about["dc:title"]),
                str(about["dc:description"]),
                *(item.title for part in outline.root for item in (part, *part.children)),
            ]
        assert [] == [words for words in told if re.search("[\"']", words)], path.name


def test_first_page_of_an_extract_says_whose_account_it_is(real: Dataset, pdfs: Path) -> None:
    """The first page of a theme's or a practice's own PDF says that it relays the authorities' account."""
    for path in sorted(
        path
        for path in pdfs.iterdir()
        if ".sheet." not in path.name and "handbook" not in path.name
    ):
        lang = path.stem.rsplit(".", 1)[1]
        first = "".join(run for _, run in structure(path).runs() if run.page == 1)
        assert bare(
            language(lang, real.labels).curled(real.labels.word("nature_note", lang))
        ) in bare(first), path.name


def test_sheet_is_one_page(real: Dataset, pdfs: Path) -> None:
    """A notice-board sheet is one page, with a picture that is told in words."""
    for practice in filter(has_sheet, real.of(Practice)):
        for path in pdfs.glob(f"{practice.id}.sheet.*.pdf"):
            assert 1 == describe(path)["pages"], path.name


def test_practice_is_one_page(real: Dataset, pdfs: Path) -> None:
    """A practice's own PDF is one page at what there is to tell today; a longer one may have more."""
    pages = {
        path.name: describe(path)["pages"]
        for practice in real.of(Practice)
        for path in pdfs.glob(f"{practice.id}.??.pdf")
    }
    assert len(pages) == 2 * len(real.of(Practice))
    assert {} == {name: count for name, count in pages.items() if count != 1}


def test_code_of_a_sheet_is_30_mm_and_leads_to_the_page(real: Dataset, pdfs: Path) -> None:
    """A telephone reads it from two steps away; beside it stands an address short enough to type."""
    for path in pdfs.glob("*.sheet.*.pdf"):
        practice = path.name.partition(".")[0]
        if not has_sheet(real.records[practice]):
            continue
        with pikepdf.open(path) as document:
            [box] = [
                [*map(float, item.A[0].BBox)]
                for item in document.objects
                if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
            ]
        assert (85, 85) == (round(box[2] - box[0]), round(box[3] - box[1])), path.name
        said = bare(structure(path).text())
        assert SITE_URL.removeprefix("https://").rstrip("/") in said


def test_sheet_names_its_source(real: Dataset, pdfs: Path) -> None:
    """Whoever reads a sheet on a wall sees whose account it is, and in which paragraphs of which article."""
    source = next(iter(real.of(Source)))
    for lang in real.languages:
        title = language(lang, real.labels).curled(source.title.resolve(lang)[0])
        publisher = real.records[source.publisher].title.resolve(lang)[0]
        for practice in real.of(Practice):
            said = bare(
                "".join(
                    run for _, run in structure(pdfs / f"{practice.id}.sheet.{lang}.pdf").runs()
                )
            )
            assert bare(title) in said
            assert bare(publisher) in said
            for _, place in filter(None, map(split_locator, practice.cite)):
                assert bare(real.labels.place(place, lang)) in said, practice.id


# --- the same as the site -----------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Told:
    """What a page of the site says: its text without marks, its headings, and the shape of its lists and tables."""

    words: str
    headings: list[str]
    shape: str


def told(page: Page, quotes_of: Callable[[str], str]) -> Told:
    """Return what a page of the site says; of a drawing, its caption, since it is told in words to who cannot see it."""
    cited = Cited("", "", "")
    md = parser(quotes_of(page.lang), lambda source, place: cited, quotes_of=quotes_of)
    root = html.fragment_fromstring(md.convert(page.markdown), create_parent="div")
    for drawn in root.xpath(".//figure/svg | .//figure//details"):
        drawn.drop_tree()
    headings = [heading.text_content() for heading in root.iter("h1", "h2", "h3")]
    return Told(
        bare(shown(root.text_content().replace("\n", " "))),
        [bare(shown(h)) for h in headings],
        html_shape(root),
    )


#: How the elements of a page and of a PDF's structure are written in one short form.
SHAPES = {"ul": "L", "ol": "L", "dl": "L", "li": "i", "dt": "i", "table": "T", "tr": "r", "th": "h", "td": "d"} | {
    "L": "L", "LI": "i", "Table": "T", "TR": "r", "TH": "h", "TD": "d",
}  # fmt: skip


def html_shape(element: html.HtmlElement) -> str:
    """Return the nesting of lists and tables on a page; the parts of a definition are one item.

    A PDF has a list in an item beside the item: `L(i()i()L(i()))`.
    """
    inside = "".join(map(html_shape, element))
    return shaped(SHAPES.get(element.tag, ""), inside)


def shaped(sign: str, inside: str) -> str:
    """Return the sign of an element with what is inside; an item's lists stand beside it."""
    return f"i(){inside}" if sign == "i" else f"{sign}({inside})" if sign else inside


def pdf_shape(element: Element) -> str:
    """Return the nesting of lists and tables in a PDF."""
    inside = "".join(pdf_shape(part) for part in element.parts if isinstance(part, Element))
    return shaped(SHAPES.get(element.kind, ""), inside)


#: The marks of citations.
MARKS = re.compile(r"\u2060?(?:〔(?:\d+|题目)〕|\[(?:¶\d+|title)\])")
#: The number of the page to turn to at the end of a link, which no line breaks.
PAGE_MARK = re.compile(r"\xa0(第\u2060?\d+\u2060?页|p\.\xa0\u2060?\d+)\u2060*$")


def said(element: Element) -> str:
    """Return what an element says to a reader of the site: without marks, page numbers and the signs of list items."""
    words = []
    for part in element.parts:
        if isinstance(part, str):
            words.append(part)
        elif part.kind == "Figure" or (
            part.kind == "Lbl" and re.fullmatch(r"•|\d+\.", part.text())
        ):
            continue
        else:
            words.append(said(part))
    told = "".join(words)
    return MARKS.sub("", PAGE_MARK.sub("", told)) if element.kind == "Link" else told


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_handbook_has_the_text_of_every_page_in_order(real: Dataset, pdfs: Path, lang: str) -> None:
    """What every page of the site says stands in the book, in the same order: text, headings, lists and tables."""
    book = structure(pdfs / f"handbook.{lang}.pdf")
    words, shape = bare(said(book)), pdf_shape(book)
    pages = build_pages(real, lang)
    headings: list[str] = []
    at = shape_at = 0
    for path in (
        chapter.path for chapter in plan.handbook(in_order(real, lang), pages) if chapter.path
    ):
        page = told(pages[path], lambda each: language(each, real.labels).quotes)
        found = words.find(page.words, at)
        assert found >= 0, f"{path}: …{_parting(page.words, words)}"
        at = found + len(page.words)
        shape_at = shape.find(page.shape, shape_at) + len(page.shape)
        assert shape_at >= len(page.shape), f"{path}: {page.shape}"
        headings += page.headings
    own = {
        bare(real.labels.word(key, lang))
        for key in ("book_how_to_read", "book_contents", "book_about", "book_index")
    }
    assert headings == [
        title
        for title in (bare(said(h)) for h in book.find("H1", "H2", "H3", "H4"))
        if title not in own
    ]


def _parting(page: str, book: str) -> str:
    """Return where a page's text leaves the book's."""
    length = max(n for n in range(len(page)) if page[:n] in book)
    return page[max(0, length - 30) : length] + " | " + page[length : length + 40]


def test_no_heading_at_the_foot_of_a_page(pdfs: Path) -> None:
    """What follows a heading begins on the heading's page."""
    for path in sorted(pdfs.iterdir()):
        runs = [(kind, run) for kind, run in structure(path).runs() if bare(run)]
        for (kind, run), (_, following) in pairwise(runs):
            assert not HEADING.fullmatch(kind) or run.page == following.page, (
                f"{path.name}, page {run.page}: {run}"
            )


def test_no_page_holds_a_heading_and_its_line_alone(real: Dataset, pdfs: Path) -> None:
    """What would be left over for a last page takes with it what stands before."""
    for lang in real.languages:
        runs = structure(pdfs / f"handbook.{lang}.pdf").runs()
        held = Counter(run.page for _, run in runs if bare(run))
        assert [] == [page for page, count in held.items() if count < 3]


def test_every_table_has_a_head_and_even_rows(pdfs: Path) -> None:
    """Every table has a head that says so, and as many cells in each row."""
    for lang in ("zh", "en"):
        for table in structure(pdfs / f"handbook.{lang}.pdf").find("Table"):
            assert list(table.find("TH"))
            assert 1 == len({len(list(row.find("TH", "TD"))) for row in table.find("TR")})


# --- fonts, outline, links ----------------------------------------------------------------------------------------------


@needs_poppler
def test_every_font_is_embedded_and_every_character_readable(pdfs: Path) -> None:
    """Every font of every file is embedded and cut to what is used, and every character has a shape and can be read back."""
    for path in sorted(pdfs.iterdir()):
        rows = text("pdffonts", path).splitlines()[2:]
        assert rows, path.name
        for row in rows:
            assert re.match(r"[A-Z]{6}\+\S+ .*\byes\s+yes\s+yes\s+\d+\s+\d+$", row), (
                f"{path.name}: {row}"
            )
        assert not set("\ufffd\0") & set(structure(path).text()), path.name
        assert not set("\ufffd\0") & set(text("pdftotext", path, "-")), path.name


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_outline_and_contents_agree(pdfs: Path, lang: str) -> None:
    """The outline beside the page names the same chapters, in the same order and depth, as the book's headings of two levels."""
    with (
        pikepdf.open(pdfs / f"handbook.{lang}.pdf") as document,
        document.open_outline() as outline,
    ):
        beside = [
            (depth, bare(item.title))
            for part in outline.root
            for depth, item in ((1, part), *((2, child) for child in part.children))
        ]
    contents = next(structure(pdfs / f"handbook.{lang}.pdf").find("TOC"))
    listed = [(depth, bare(entry.text("TOC"))) for depth, entry in _entries(contents, 1)]
    assert len(beside) > 50
    for (depth, title), (listed_depth, entry) in zip(beside, listed, strict=True):
        assert depth == listed_depth, title
        assert re.fullmatch(re.escape(title) + r"\.*\d+", entry), entry


def _entries(contents: Element, depth: int) -> Iterator[tuple[int, Element]]:
    for part in contents.parts:
        if isinstance(part, Element):
            if part.kind == "TOCI":
                yield depth, part
            yield from _entries(part, depth + (part.kind == "TOC"))


def test_every_link_of_a_pdf_resolves(pdfs: Path) -> None:
    """Every link leads to a place in its file or to an address on the web, and says in words where."""
    for path in sorted(pdfs.iterdir()):
        with pikepdf.open(path) as document:
            places = destinations(document)
            for page in document.pages:
                for link in page.get("/Annots", ()):
                    assert str(link.get("/Contents", "")), path.name
                    if "/Dest" in link:
                        target = link.Dest
                        assert not isinstance(target, pikepdf.String) or str(target) in places, (
                            f"{path.name}: {target}"
                        )
                    elif "/URI" in link.A:
                        assert str(link.A.URI).startswith(("https://", "mailto:")), (
                            f"{path.name}: {link.A.URI}"
                        )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_estimates_are_near_the_pages(real: Dataset, pdfs: Path, lang: str) -> None:
    """They spare Typst work only as long as they follow the layout: three pages off at most, on average."""
    runs = json.loads(Library(render(real), lang, SITE_URL).handbook().data)
    estimates = estimate_pages([run["blocks"] for run in runs["runs"]], runs["contents_pages"])
    with pikepdf.open(pdfs / f"handbook.{lang}.pdf") as document:
        pages = destinations(document)
    distances = [abs(estimates[label] - pages[label]) for label in estimates]
    assert len(distances) > 80
    assert sum(distances) / len(distances) < 3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_number_beside_a_link_is_that_of_its_target(pdfs: Path, lang: str) -> None:
    """The number of the page to turn to, which stands beside a link, is that of the page it leads to."""
    path = pdfs / f"handbook.{lang}.pdf"
    with pikepdf.open(path) as document:
        places = destinations(document)
    told = [
        (link.place, mark[1])
        for link in structure(path).find("Link")
        if (mark := PAGE_MARK.search(link.text()))
    ]
    assert len(told) > 400
    for place, mark in told:
        assert str(places[place]) == re.sub(r"\D", "", mark), place


def test_every_page_is_in_the_book_once(real: Dataset) -> None:
    """Every page of the site is in the book but those of use on the web alone, and none twice."""
    pages = list(build_pages(real, "zh"))
    placed = [chapter.path for chapter in plan.handbook(real, pages) if chapter.path]
    assert sorted(set(pages) - plan.WEB_ONLY) == sorted(placed)
