"""Every PDF of the built site, held against its pages, its standards and itself."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise, takewhile
from pathlib import Path

import page as validation
import pikepdf
import pytest

from handbook.book.documents import Library
from handbook.book.inline_text import shown
from handbook.book.typst.pdf import describe
from handbook.model.dataset import Dataset, texts_of
from handbook.model.kinds import has_sheet
from handbook.model.records import Correction, Dated, Practice, Source, Term
from handbook.model.references import split_locator
from handbook.model.types import Prose
from handbook.model.urls import address_of
from handbook.pages.build import build_pages
from handbook.pages.queries import Queries
from handbook.pages.render import render
from handbook.text.languages import language
from handbook.text.plain_text import plain_text
from tests.helpers.built_site import SITE_URL, Built
from tests.helpers.page_fill import page_fills
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


def test_every_run_says_its_language(pdfs: Path) -> None:
    """A screen reader speaks no Chinese name in an English voice, nor the English name of a practice in a Chinese one."""
    for path in sorted(pdfs.iterdir()):
        for _, run in structure(path).runs():
            if re.search(r"[\u4e00-\u9fff]", run):
                assert run.lang.startswith("zh"), f"{path.name}: {run}"
            elif re.fullmatch(r"[A-Za-z,.“”’ –-]+", run) and run.count(" ") > 4:
                assert run.lang.startswith("en"), f"{path.name}: {run}"


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


@needs_poppler
def test_no_word_of_a_long_title_is_broken(real: Dataset, pdfs: Path) -> None:
    """On a sheet and on its own PDF, a Chinese title breaks at its marks and beside names in quotation marks alone."""
    broken = 0
    for practice in real.of(Practice):
        title = bare(practice.title.resolve("zh")[0])
        for path in pdfs.glob(f"{practice.id}*.zh.pdf"):
            lines = [*filter(None, map(bare, text("pdftotext", path, "-").splitlines()))]
            parts = next(
                lines[first:last]
                for first in range(len(lines))
                for last in range(first + 1, first + 5)
                if "".join(lines[first:last]) == title
            )
            broken += len(parts) > 1
            for before, after in pairwise(parts):
                assert before[-1] in "”》、：·+" or after[0] in "“《", f"{path.name}: {parts}"
    assert broken > 3


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
                assert bare(real.labels.place(source.locator, place, lang)) in said, practice.id


# --- the plan --------------------------------------------------------------------------------------------------------------


#: The marks of citations, as they stand between letters.
MARKS = re.compile(r"〔(?:\d+|题目)〕|\[(?:¶\d+|title)\]")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_of_a_record_is_missing_from_the_book(real: Dataset, pdfs: Path, lang: str) -> None:
    """Every text of every record stands in the book, as do the pages that open it; but what helps searching, and the inflections of a term."""
    book = MARKS.sub("", bare(structure(pdfs / f"handbook.{lang}.pdf").text())).casefold()
    words = language(lang, real.labels)
    missing = [
        (record.id, path, text)
        for record in real.records.values()
        if not isinstance(record, Correction)
        for path, kind, its_lang, text in texts_of(record)
        if its_lang == lang
        and path[0] != "search_terms"
        and not (path[0] == "aliases" and isinstance(record, Term))
        and bare(
            shown(words.curled(plain_text(real, text, lang) if issubclass(kind, Prose) else text))
        ).casefold()
        not in book
    ]
    assert [] == missing


@pytest.mark.parametrize(("lang", "most"), [("zh", 52), ("en", 60)])
def test_book_is_short_and_its_parts_open_on_the_right(
    real: Dataset, pdfs: Path, lang: str, most: int
) -> None:
    """The handbook stays below a number of pages; the practices at a glance begin on a left page, parts on right ones."""
    with pikepdf.open(pdfs / f"handbook.{lang}.pdf") as document:
        assert len(document.pages) <= most
        places = destinations(document)
    assert 0 == places["practices"] % 2
    opening = [address_of(theme, real).page for theme in real.themes]
    assert [1] * (len(opening) + 1) == [places[page] % 2 for page in (*opening, "figures")]
    contents = next(structure(pdfs / f"handbook.{lang}.pdf").find("TOC"))
    assert {3} == {run.page for _, run in contents.runs() if bare(run)}


def test_book_of_a_theme_has_ten_to_fourteen_pages(real: Dataset, pdfs: Path) -> None:
    """It has the theme's part, and the entries that this part mentions."""
    pages = {
        path.name: describe(path)["pages"]
        for theme in real.themes
        for path in pdfs.glob(f"{theme.id}.*.pdf")
    }
    assert len(pages) == 2 * len(real.themes)
    assert {} == {name: count for name, count in pages.items() if not 10 <= int(count) <= 14}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_book_of_a_theme_has_a_row_for_each_paragraph_it_cites(real: Dataset, lang: str) -> None:
    """Also for those that only its tables cite: every mark leads to its row in the same book."""
    library = Library(render(real, downloads=True), lang, "")
    for theme in real.themes:
        marks = re.findall(r'{[^{}]*"mark"[^{}]*}', library.theme(theme).data)
        assert len(marks) > 20
        assert [] == [mark for mark in marks if '"to"' not in mark]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_book_has_nothing_of_the_web(real: Dataset, pdfs: Path, lang: str) -> None:
    """Neither pages about the site nor lists that repeat others are in the book, and no button is."""
    book = structure(pdfs / f"handbook.{lang}.pdf")
    pages = build_pages(real, lang)
    web = (
        "downloads",
        "data",
        "changes",
        "search",
        "selection",
        "timeline",
        "about/contributing",
        "about/accessibility",
    )
    headings = {bare(heading.text()) for heading in book.find("H1", "H2", "H3")}
    assert not headings & {bare(pages[path].title) for path in web}
    keys = ("look_cite", "look_sheet", "download", "search_open")
    paragraphs = {bare(each.text()) for each in book.find("P", "LI", "TD")}
    assert not paragraphs & {bare(real.labels.word(key, lang)) for key in keys}


@needs_poppler
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_edition_is_a_month_on_the_title_and_an_id_on_two_pages(
    real: Dataset, pdfs: Path, lang: str
) -> None:
    """The id stands behind the title and on the last page, and nowhere else."""
    path = pdfs / f"handbook.{lang}.pdf"
    pages = [bare(page) for page in text("pdftotext", path, "-").split("\f")[:-1]]
    edition = render(real).edition
    holding = [number for number, page in enumerate(pages, 1) if edition.hash in page]
    assert [2, len(pages)] == holding
    month = language(lang, real.labels).date(Dated(date=edition.date[:7]))
    assert bare(real.labels.word("book_edition_of", lang, month=month)) in pages[0]


@needs_poppler
def test_no_page_is_under_half_full(
    real: Dataset, pdfs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """But title, imprint, contents, the last page of a part and a blank one before a part."""
    for lang in real.languages:
        path = pdfs / f"handbook.{lang}.pdf"
        fills = page_fills(path)
        data = json.loads(Library(render(real), lang, SITE_URL).handbook().data)
        with pikepdf.open(path) as document:
            places = destinations(document)
        begin = [places[each["blocks"][0]["label"]] for each in data["chapters"] if each["opens"]]
        last = {
            max(number for number in range(1, page) if fills[number - 1])
            for page in begin
            if page > 1
        }
        blank = {page - 1 for page in begin} - last
        excused = {1, 2, 3, len(fills), *last, *blank}
        with capsys.disabled():
            print(
                f"\n{path.name}: how full its {len(fills)} pages are, in %; * may be less than half"
            )
            cells = [
                f"{number:3}:{fill:4.0%}{'*' if number in excused else ' '}".replace("%", "")
                for number, fill in enumerate(fills, 1)
            ]
            print("\n".join(" ".join(cells[at : at + 10]) for at in range(0, len(cells), 10)))
        assert [] == [
            (number, fill)
            for number, fill in enumerate(fills, 1)
            if fill < 0.5 and number not in excused
        ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_beside_a_link_is_that_of_its_target(pdfs: Path, lang: str) -> None:
    """The number of the page to turn to, at the end of an entry, is that of the page it leads to."""
    path = pdfs / f"handbook.{lang}.pdf"
    with pikepdf.open(path) as document:
        places = destinations(document)
    told = []
    for paragraph in structure(path).find("P", "LBody", "TD"):
        for at, link in enumerate(paragraph.parts):
            after = "".join(
                takewhile(lambda part: isinstance(part, str), paragraph.parts[at + 1 :])
            )  # type: ignore[arg-type]
            number = re.match(r"[”》]?[\xa0\u2060]+(?:p\. )?(\d+)", after)
            if isinstance(link, Element) and link.place and number:
                told.append((link.place, int(number[1])))
    assert len(told) > 100
    assert [] == [(place, page) for place, page in told if places[place] != page]


def linked(path: Path) -> tuple[dict[str, set[int]], list[Element]]:
    """Return the pages on which links to each place of a handbook stand, and the paragraphs of its index; links there and in the contents do not count."""
    root = structure(path)
    contents = [*next(root.find("TOC")).find("Link")]
    elements = [*root.find("H1", "Link", "P")]
    end = max(at for at, element in enumerate(elements) if element.kind == "H1")
    pages: dict[str, set[int]] = {}
    for link in elements[:end]:
        if link.place and not any(link is each for each in contents):
            pages.setdefault(link.place, set()).add(next(run.page for _, run in link.runs()))
    return pages, [element for element in elements[end:] if element.kind == "P"]


def numbers_in(words: str) -> set[int]:
    """Return the pages that a list of numbers and ranges names."""
    ranges = re.findall(r"(\d+)(?:–(\d+))?", bare(words))
    return {page for a, b in ranges for page in range(int(a), int(b or a) + 1)}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_source_names_the_pages_where_a_paragraph_is_cited(
    real: Dataset, pdfs: Path, lang: str
) -> None:
    """Beside each paragraph stand all pages on which a mark leads to it, and no other."""
    path = pdfs / f"handbook.{lang}.pdf"
    pages, _ = linked(path)
    [source] = real.of(Source)
    rows = {}
    for row in structure(path).find("TR"):
        first, *_, last = row.find("TH", "TD")
        rows[bare(first.text()).casefold()] = last
    for at in range(source.places + 1):
        cell = rows[bare(real.labels.place(source.locator, at, lang)).casefold()]
        cited = pages.get(f"{address_of(source, real)}#p{at}", set())
        assert cited == numbers_in(cell.text()), at
    assert len([place for place in pages if "#p" in place]) > 15


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_index_names_the_pages_where_a_link_leads_to_an_entry(
    real: Dataset, pdfs: Path, lang: str
) -> None:
    """Behind a name stand the page of its entry and all on which a link to it stands, and no other."""
    path = pdfs / f"handbook.{lang}.pdf"
    pages, paragraphs = linked(path)
    with pikepdf.open(path) as document:
        places = destinations(document)
    printed = {}
    for paragraph in paragraphs:
        link = next(paragraph.find("Link"), None)
        if link:
            at = paragraph.parts.index(link)
            name, told = (
                Element("P", parts).text() for parts in (paragraph.parts[:at], paragraph.parts[at:])
            )
            printed[bare(name)] = numbers_in(told)
    sections = json.loads(Library(render(real), lang, SITE_URL).handbook().data)["index"]
    expected = {
        bare(each["name"]): {places[place] for place in each["places"]}.union(
            *(pages.get(place, ()) for place in each["named"])
        )
        for section in sections
        for each in section["names"]
    }
    assert expected == printed
    assert len(expected) > 100


# --- how it is set ---------------------------------------------------------------------------------------------------------


def test_no_heading_at_the_foot_of_a_page(pdfs: Path) -> None:
    """What follows a heading begins on the heading's page."""
    for path in sorted(pdfs.iterdir()):
        runs = [(kind, run) for kind, run in structure(path).runs() if bare(run)]
        for (kind, run), (_, following) in pairwise(runs):
            assert not HEADING.fullmatch(kind) or run.page == following.page, (
                f"{path.name}, page {run.page}: {run}"
            )


def page_tops(path: Path) -> dict[int, tuple[str, str, str]]:
    """Return what each page begins with below its head: the kind and words of the text, and the chapter it stands in."""
    tops: dict[int, tuple[str, str, str]] = {}
    titles = [[*title.runs()] for title in structure(path).find("H1")]
    chapter = ""
    for kind, run in structure(path).runs():
        for runs in titles:
            chapter = "".join(words for _, words in runs) if run is runs[0][1] else chapter
        if bare(run):
            tops.setdefault(run.page, (kind, run, chapter))
    return tops


@needs_poppler
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_head_of_a_page_names_the_chapter_it_begins_in(
    real: Dataset, pdfs: Path, lang: str
) -> None:
    """A chapter that begins further down is named from the next page on."""
    path, site = pdfs / f"handbook.{lang}.pdf", real.labels.word("site_short", lang)
    site = bare(language(lang, real.labels).curled(site))
    head = ("-x", "0", "-y", "0", "-W", "595", "-H", "80")  # in points
    shown = [bare(page) for page in text("pdftotext", *head, path, "-").split("\f")]
    tops = {page: bare(chapter) for page, (_, _, chapter) in page_tops(path).items() if page > 2}
    assert len({*tops.values()}) > 8
    assert {} == {
        page: chapter
        for page, chapter in tops.items()
        if shown[page - 1] not in (site + chapter, chapter + site)
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_rule_above_what_goes_on_from_the_page_before(
    real: Dataset, pdfs: Path, lang: str
) -> None:
    """The rule that parts the practices stands at the top of a page only if one begins there."""
    path = pdfs / f"handbook.{lang}.pdf"
    ruled = set()
    with pikepdf.open(path) as document:
        for number, page in enumerate(document.pages, 1):
            drawn = [[*map(float, each)] for each, _ in pikepdf.parse_content_stream(page, "cm m")]
            tops = (at for at, line in pairwise(drawn) if line == [0.0, 0.25])
            ruled |= {number for _, *_, y in tops if abs(y - 841.89 + 85.04) < 1}
    titles = {
        bare(language(lang, real.labels).curled(p.title.resolve(lang)[0]))
        for p in real.of(Practice)
    }
    begun = {
        page
        for page, (kind, run, _) in page_tops(path).items()
        if kind == "H2" and any(title.startswith(bare(run)) for title in titles)
    }
    assert begun
    assert begun == ruled


def test_no_page_holds_a_heading_and_its_line_alone(real: Dataset, pdfs: Path) -> None:
    """What would be left over for a last page takes with it what stands before."""
    for lang in real.languages:
        runs = structure(pdfs / f"handbook.{lang}.pdf").runs()
        held = Counter(run.page for _, run in runs if bare(run))
        assert [] == [page for page, count in held.items() if count < 3]


def test_every_table_has_a_head_and_even_rows(pdfs: Path) -> None:
    """Every table has a head that says so, and as many cells in each row; or two, where one stands over the rows below it."""
    for lang in ("zh", "en"):
        for table in structure(pdfs / f"handbook.{lang}.pdf").find("Table"):
            assert list(table.find("TH"))
            assert 1 == len(
                {len(list(row.find("TH", "TD"))) for row in table.find("TR")} - {2} or {2}
            )


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
    assert len(beside) > 40
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
