"""What is wrong with the outputs of a handbook that the check accepts: each text must read in them as it was written."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree, html

from handbook.book.build import template_folder
from handbook.book.documents import Library
from handbook.book.typst.compile import typeset
from handbook.checks import check_handbook
from handbook.diagnostics import HandbookError, Severity
from handbook.load.files import write_files
from handbook.load.yaml_style import in_style
from handbook.model.dataset import Dataset, texts_of
from handbook.model.editions import EDITIONS, Edition
from handbook.model.types import Name, Prose
from handbook.model.urls import api_path
from handbook.opendata.citations import build_citations
from handbook.opendata.feeds import build_feeds
from handbook.pages.render import Handbook, render
from handbook.review.brief import build_brief
from handbook.review.compare import compare
from handbook.text.languages import language
from handbook.text.plain_text import plain_text
from tests.helpers.built_site import faults_of, read_site
from tests.helpers.drawn_handbook import MARK
from tests.helpers.linked_data import differing_values, faults_of_pages, graphs
from tests.helpers.mkdocs_site import build_site
from tests.helpers.open_data import differing_answers, differing_tables, open_data, unlike_schema
from tests.helpers.processes import apart
from tests.helpers.search_index import build_documents
from tests.helpers.values_on_pages import squeezed, untyped

#: What is made beside the pages, and not here.
_LATER = re.compile(
    r"^[./]*(?:cards|pagefind|search|pdf|assets|api|data|feed|opensearch|admin|manifest)"
)
#: A mark that is escaped at the start of a line, and is text.
_ESCAPED = re.compile(r"^([ \t>]*)\\(?=([-*+|])(?!\2))", re.MULTILINE)


def faults(dataset: Dataset, folder: Path) -> Iterator[str]:
    """Yield what is wrong with the outputs, made in a folder."""
    try:
        handbook = render(dataset, downloads=True)
    except Exception as error:
        yield f"pages: {_said(error)}"
        return
    yield from _in(_site, handbook, folder)
    yield from apart(_in, _book, handbook, folder)
    yield from _in(_data, handbook, folder)


def _in(
    output: Callable[[Handbook, Path], Iterator[str]], handbook: Handbook, folder: Path
) -> list[str]:
    try:
        return [*output(handbook, folder)]
    except Exception as error:
        return [f"{output.__name__[1:]}: {_said(error)}"]


def faults_of_edit(before: Dataset, after: Dataset) -> Iterator[str]:
    """Yield what is wrong with how an edit is told, in the brief, and written as an edition."""
    try:
        difference = compare(before, after)
        build_brief(difference, [], "", ())
        title = Name(dict.fromkeys(after.languages, "E"))
        edition = Edition(date="2030-01-01", title=title, base="0" * 40, changes=difference.changes)
        path = after.root / EDITIONS / "2030-01-01.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(in_style(edition, after.languages), encoding="utf-8")
        dataset, findings = check_handbook(after.root)
        yield from (each.text("en") for each in findings if each.severity is Severity.ERROR)
        pages = render(dataset).pages
        for lang in dataset.languages:
            told = squeezed(html.fromstring(pages[lang]["changes"].html).text_content())
            for change in dataset.editions[0].changes:
                if change.folder == "corrections":  # told by themselves
                    continue
                for field in change.fields:
                    for side in filter(None, (field.old, field.new)):
                        words = side.get(lang)
                        if words and len(words) < 25 and squeezed(words) not in told:
                            yield f"changes in {lang}: {change.owner} {field.field}: {words!r}"
    except Exception as error:
        yield f"edit: {_said(error)}"


def _said(error: Exception) -> str:
    if isinstance(error, HandbookError):
        return " · ".join(each.text("en") for each in error.diagnostics)[:600]
    trace: Any = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    return f"{type(error).__name__} at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}: {error}"[
        :600
    ]


def wanted(
    dataset: Dataset, *, typed: bool = False, sheet: bool = False
) -> dict[str, tuple[str, str]]:
    """Return where each text is from, and how it reads, by the word of its own it ends with.

    Args:
        dataset: The handbook.
        typed: Whether the marks of lists and tables stand in it, as in data files.
        sheet: Whether the cells of a table are listed as in a sentence, as on sheets.
    """
    texts: dict[str, tuple[str, str]] = {}
    for record in dataset.records.values():
        for path, kind, lang, text in texts_of(record):
            plain = lines = text
            if issubclass(kind, Prose):
                plain = plain_text(dataset, _ESCAPED.sub("\\1\ue000", text), lang)
                between = language(lang, dataset.labels).separator if sheet else ""
                lines = plain if typed else untyped(plain, between)
                plain, lines = (each.replace("\ue000", "") for each in (plain, lines))
            if marks := MARK.findall(plain):
                texts[marks[-1].casefold()] = (
                    f"{record.id}.{'.'.join(map(str, path))}",
                    squeezed(lines),
                )
    return texts


def _unread(
    where: str, read: str, texts: Mapping[str, tuple[str, str]], seen: Counter[str]
) -> Iterator[str]:
    """Yield the texts of which something reads otherwise where their last word stands."""
    read = squeezed(read)
    for mark, (field, text) in texts.items():
        if mark in read:
            seen[mark] += 1
            if read.count(mark) > read.count(text):
                at = next(
                    (
                        m.start()
                        for m in re.finditer(re.escape(mark), read)
                        if not read.endswith(
                            text,
                            0,
                            m.start() + len(mark) + len(text) - text.rfind(mark) - len(mark),
                        )
                    ),
                    0,
                )
                yield f"{where}: {field}: wanted {text[-160:]!r}, read {read[max(0, at - len(text) - 20) : at + 20][-200:]!r}"


def _site(handbook: Handbook, folder: Path) -> Iterator[str]:
    site, dataset = folder / "site", handbook.dataset
    build_site(handbook, site)
    write_files(site, build_feeds(dataset) | build_citations(handbook))
    for file in site.glob("*.xml"):
        etree.parse(str(file))
    pages = read_site(site)
    texts, seen = wanted(dataset), Counter[str]()
    for finding in faults_of(site, dataset.languages):
        if not (finding.code == "site-broken-link" and _LATER.match(str(finding.values["found"]))):
            yield f"site: {finding.text('en')[:300]}"
    for path, page in pages.items():
        for main in page.tree.iter("main"):
            for element in main.xpath(
                ".//a[@class='mark'] | .//rt | .//rp | .//svg | .//*[contains(@class,'headerlink')]"
            ):
                element.drop_tree()
            if path.endswith("api/index.html"):  # an answer as it is sent, in JSON
                for element in main.xpath(".//pre"):
                    element.drop_tree()
            yield from _unread(path, main.text_content(), texts, seen)
    for mark, (field, text) in texts.items():
        # some names are for search, some for lists that may not be, and a statement has no unit
        if not seen[mark] and not re.search(
            r"\.(?:aliases|search_terms|short_title|mark|unit)\.", field
        ):
            yield f"site: {field} reads nowhere: {text[:100]!r}"
    for lang in dataset.languages:
        build_documents(dataset, site, lang)
    yield from (f"site: JSON-LD: {fault[:300]}" for fault in faults_of_pages(dataset, site))


def _book(handbook: Handbook, folder: Path) -> Iterator[str]:
    dataset = handbook.dataset
    texts, on_sheets = wanted(dataset), wanted(dataset, sheet=True)
    with template_folder(dataset) as templates:
        for lang in dataset.languages:
            library = Library(handbook, lang, "")
            for job in (library.handbook(), *library.documents()):
                data = json.loads(job.data)
                shown: list[str] = []
                _strings(data.get("chapters") or [data["head"], *data["blocks"]], shown.append)
                read = on_sheets if ".sheet." in job.name else texts
                yield from _unread(job.name, "".join(shown), read, Counter())
                try:
                    content, *_ = typeset(templates / job.template, job.data, job.timestamp)
                except Exception as error:
                    yield f"{job.name}: {_said(error).splitlines()[0]}"
                    continue
                path = folder / job.name
                path.write_bytes(content)
                if job.name.startswith("handbook."):
                    yield from _lost(path, shown)


def _lost(path: Path, shown: list[str]) -> Iterator[str]:
    """Yield the characters of which a PDF has fewer than its data."""
    command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    read = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    has = Counter(squeezed(read))
    lost = Counter(squeezed("".join(shown))) - has
    lost = Counter(
        {each: count for each, count in lost.items() if each not in "-‐ﬁﬂﬀﬃﬄfi l" and count > 0}
    )
    if lost:
        yield f"{path.name}: lost {lost.most_common(12)}"


def _strings(node: Any, shown: Callable[[str], None]) -> None:
    """Call a function with every text of a document's blocks, without marks and readings."""
    if isinstance(node, str):
        shown(node)
    elif isinstance(node, list):
        for each in node:
            _strings(each, shown)
            if isinstance(each, dict) and "level" in each:
                shown("\n")
    elif isinstance(node, dict):
        if "mark" in node or node.get("t") == "diagram":
            return
        for key in ("part", "title", "terms", "head", "body", "blocks", "c"):
            if key in node and not (key == "part" and "blocks" in node):
                _strings(node[key], shown)


def _data(handbook: Handbook, folder: Path) -> Iterator[str]:
    dataset = handbook.dataset
    files = open_data(dataset)
    yield from differing_tables(dataset, files)
    yield from (*differing_answers(dataset, files), *unlike_schema(files))
    json_ld, turtle = graphs(dataset)
    yield from differing_values(dataset, json_ld)
    if {*json_ld} != {*turtle}:
        yield "the files of linked data differ"
    texts = wanted(dataset, typed=True)
    for path, content in files.items():
        if path.endswith(".json"):
            json.loads(content)
        if path.endswith(".csv"):
            for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
                for cell in row:
                    if re.match(r"[=+@＝＋＠－\t\r]|-(?!\d)", cell):
                        yield f"{path}: a formula: {cell[:60]!r}"
    for record in dataset.records.values():
        one = api_path(record.folder, record.id)
        read: list[str] = []
        _values(json.loads(files[one])["data"], read.append)
        lines = "".join(read)
        own = {mark: text for mark, text in texts.items() if text[0].startswith(f"{record.id}.")}
        for field, text in own.values():
            if text not in squeezed(lines):
                yield f"{one}: {field}: wanted {text[:160]!r}"


def _values(node: Any, add: Callable[[str], None]) -> None:
    if isinstance(node, str):
        add(node)
    elif isinstance(node, (list, dict)):
        for each in node.values() if isinstance(node, dict) else node:
            _values(each, add)
