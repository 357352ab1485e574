"""The search of a folder of finished pages, made as a build makes it."""

from __future__ import annotations

import shutil
from pathlib import Path

from handbook.build.pages import UNSEARCHED
from handbook.model.dataset import Dataset
from handbook.model.urls import Urls
from handbook.search import build_files, write_head
from handbook.search import write_index as write_language
from handbook.search.documents import LEADS, Document, documents_of, records_by_page
from handbook.store import Store
from handbook.text.languages import language


def build_documents(dataset: Dataset, site: Path, lang: str) -> list[Document]:
    """Return the documents of a language, read from the finished pages."""
    folder = site / Urls(dataset.languages).root(lang)
    records, written = records_by_page(dataset, lang), language(lang, dataset.labels)
    leads = {dataset.labels.word(lead, lang) for lead in LEADS}
    documents: list[Document] = []
    for file in sorted(folder.rglob("index.html")):
        path = file.parent.relative_to(folder).as_posix()
        if path.split("/")[0] not in (*UNSEARCHED, *dataset.languages[1:]):
            url = "" if path == "." else f"{path}/"
            page = file.read_text("utf-8")
            documents += documents_of(page, url, records.get(url, {}), written, leads)
    return documents


def write_index(dataset: Dataset, site: Path, site_url: str = "") -> None:
    """Write what the search box reads into a folder of finished pages."""
    shutil.rmtree(site / "pagefind", ignore_errors=True)
    documents = {lang: build_documents(dataset, site, lang) for lang in dataset.languages}
    built = [
        build_files(dataset, lang, documents, site_url, Store(dataset.root)) for lang in documents
    ]
    write_head(dataset, site, [write_language(site, files) for files in built])
