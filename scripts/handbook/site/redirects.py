"""Former addresses, which lead to what took their place.

    former page ──▶ a page that leads on at once, with a link
    former PDF, sheet of an entry that has none ──▶ the file that took its place
    former anchor ──▶ anchors.json, which the browser reads where a page lacks an anchor

They are plain files, so any host serves them. Former pages are neither indexed nor searched.
"""

import json
import posixpath
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

import jinja2

from handbook.model.dataset import Dataset
from handbook.model.kinds import kind_of
from handbook.model.urls import (
    Address,
    Urls,
    anchors_path,
    former_addresses,
    former_ids,
    pdf_path,
    sheet_name,
)
from handbook.pages.render import Handbook
from handbook.text.languages import language

#: Anchors of pages as they once were, as patterns, and what took their place. One that is not here
#: leads to the top of its page.
ANCHORS = {"diagram-(.+)": "$1", "honours": "timeline", "what-is-not-said": "gaps"}

_TEMPLATE = files("handbook.site") / "redirect.html.jinja"
_PAGE = jinja2.Template(
    _TEMPLATE.read_text("utf-8"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def is_redirect(page: bytes) -> bool:
    """Return whether a built page only leads to another."""
    return b'<meta http-equiv="refresh"' in page[:1000]


def write_redirects(handbook: Handbook, site: Path, site_url: str = "") -> list[str]:
    """Write former pages and the list of former anchors into a site; return the pages' paths.

    Args:
        handbook: The handbook.
        site: The built site.
        site_url: The address it is published at; empty if not known.
    """
    dataset = handbook.dataset
    urls = Urls(dataset.languages, site_url)
    written = []
    for lang in dataset.languages:
        for page, address in former_addresses(dataset).items():
            if page not in handbook.pages[lang]:
                name = f"{urls.page(page, lang)}index.html"
                (site / name).parent.mkdir(parents=True, exist_ok=True)
                text = _redirect(handbook, urls, lang, page, address)
                (site / name).write_text(text, encoding="utf-8")
                written.append(name)
    anchors = [*former_ids(dataset).items(), *ANCHORS.items()]
    (site / anchors_path()).write_text(json.dumps(anchors) + "\n", encoding="utf-8")
    return written


def _redirect(handbook: Handbook, urls: Urls, lang: str, page: str, address: Address) -> str:
    written, labels = language(lang, handbook.dataset.labels), handbook.dataset.labels
    record, target = handbook.dataset.records.get(address.anchor), urls.page(address.page, lang)
    title = (
        record.title.resolve(lang)[0] if record else handbook.pages[lang][address.page].page.title
    )
    folder = posixpath.relpath(f"/{target}", f"/{urls.page(page, lang)}")
    return str(
        _PAGE.render(
            lang=lang,
            link=f"{folder}/{f'#{quote(address.anchor)}' if address.anchor else ''}",
            canonical=urls.absolute(target),
            word=written.curled(labels.word("page_moved", lang)),
            title=written.curled(title),
        )
    )


def write_former_pdfs(dataset: Dataset, site: Path) -> None:
    """Put PDFs at the addresses of former ids, and an entry's own where it has no sheet."""
    for old, new in _former_pdfs(dataset):
        if (site / new).exists() and not (site / old).exists():
            shutil.copyfile(site / new, site / old)


def _former_pdfs(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Yield addresses of PDFs, each with the file that answers where it is missing."""
    for record in dataset.records.values():
        kind = kind_of(record)
        for lang in dataset.languages if kind.pdf else ():
            for name in (record.id, *record.was):
                yield pdf_path(name, lang), pdf_path(record.id, lang)
                if kind.sheet:
                    yield pdf_path(sheet_name(name), lang), pdf_path(sheet_name(record.id), lang)
                    yield pdf_path(sheet_name(name), lang), pdf_path(record.id, lang)
