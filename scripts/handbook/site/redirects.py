"""Former addresses, which lead to what took their place.

    former page ──▶ a page that leads on at once, with a link
    id/<id>/ ──▶ a page that leads to the record in the first language, with links to the others
    former PDF, sheet of an entry that has none ──▶ the file that took its place
    former anchor ──▶ anchors.json, which the browser reads where a page lacks an anchor

They are plain files, so any host serves them. Pages that lead on are neither indexed nor searched.
"""

import json
import posixpath
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from handbook.load.files import write_files
from handbook.model.dataset import Dataset
from handbook.model.kinds import kind_of
from handbook.model.resources import jinja_template
from handbook.model.urls import (
    Address,
    Urls,
    addresses,
    anchors_path,
    former_addresses,
    former_ids,
    id_path,
    pdf_path,
    sheet_name,
)
from handbook.pages.render import Handbook
from handbook.text.languages import language

#: Anchors of pages as they once were, as patterns, and what took their place. One that is not here
#: leads to the top of its page.
ANCHORS = {"diagram-(.+)": "$1", "honours": "timeline", "what-is-not-said": "gaps"}

_PAGE = jinja_template("handbook.site", "redirect.html.jinja", autoescape=True)


def is_redirect(page: bytes) -> bool:
    """Return whether a built page only leads to another."""
    return b'<meta http-equiv="refresh"' in page[:1000]


def write_redirects(handbook: Handbook, site: Path, site_url: str = "") -> list[str]:
    """Write pages that lead on and the list of former anchors; return the pages' paths.

    Args:
        handbook: The handbook.
        site: The built site.
        site_url: The address it is published at; empty if not known.
    """
    dataset = handbook.dataset
    urls = Urls(dataset.languages, site_url)
    pages = {
        urls.page(page, lang): _redirect(handbook, urls, urls.page(page, lang), [lang], address)
        for lang in dataset.languages
        for page, address in former_addresses(dataset).items()
        if page not in handbook.pages[lang]
    }
    known = addresses(dataset)
    taken = {urls.page(page, lang) for lang in dataset.languages for page in handbook.pages[lang]}
    for name, record in [*zip(known, known, strict=True), *former_ids(dataset).items()]:
        if record in known and (path := id_path(name)) not in taken:  # `id` is a language, too
            pages[path] = _redirect(handbook, urls, path, dataset.languages, known[record])
    files = {f"{path}index.html": text.encode() for path, text in pages.items()}
    anchors = json.dumps([*former_ids(dataset).items(), *ANCHORS.items()]) + "\n"
    write_files(site, files | {anchors_path(): anchors.encode()})
    return [*files]


def _redirect(
    handbook: Handbook, urls: Urls, page: str, languages: Sequence[str], address: Address
) -> str:
    """Return a page that leads to an address in the first of some languages."""
    dataset = handbook.dataset
    labels, record = dataset.labels, dataset.records.get(address.anchor)
    links = []
    for lang in languages:
        title = handbook.pages[lang][address.page].page.title
        if record:
            title = record.title.resolve(lang)[0]
        folder = posixpath.relpath(f"/{urls.page(address.page, lang)}", f"/{page}")
        anchor = f"#{quote(address.anchor)}" if address.anchor else ""
        links.append((lang, f"{folder}/{anchor}", language(lang, labels).curled(title)))
    lang, link, title = links[0]
    return str(
        _PAGE.render(
            lang=lang,
            link=link,
            canonical=urls.absolute(urls.page(address.page, lang)),
            word=language(lang, labels).curled(labels.word("page_moved", lang))
            if not links[1:]
            else "",
            title=title,
            others=links[1:],
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
