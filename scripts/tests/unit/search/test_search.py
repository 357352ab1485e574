"""The search of a finished site."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from handbook.diagnostics import HandbookError
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.search import build_files, build_opensearch, write_head, write_index
from handbook.search.documents import Document
from handbook.store import Store

#: A page and an entry of it, in two languages.
DOCUMENTS = {
    lang: [
        Document(address, title, f"<h1>{title}</h1><p>{text}</p>", quoted={"content": text})
        for address, title, text in (("", title, "a"), ("about/", "b", "c"), ("about/#d", "e", "f"))
    ]
    for lang, title in {"zh": "首页", "en": "Home"}.items()
}


def files_of(
    dataset: Dataset, lang: str, documents: Mapping[str, list[Document]] = DOCUMENTS
) -> dict[str, bytes]:
    """Return the files of a language."""
    return build_files(dataset, lang, documents, "", Store(dataset.root))


def test_opensearch_description_is_well_formed(dataset: Dataset) -> None:
    """OpenSearch gets a short name of at most 16 characters and the address of the search page."""
    for lang, path in (("zh", "search/"), ("en", "en/search/")):
        tree = etree.fromstring(
            build_opensearch(dataset, lang, "https://handbook.example/a&b/").encode()
        )
        space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
        assert 16 >= len(tree.findtext("o:ShortName", namespaces=space))
        assert f"https://handbook.example/a&b/{path}?q={{searchTerms}}" == tree.find(
            "o:Url", space
        ).get("template")


def test_missing_pagefind_is_reported(dataset: Dataset, tmp_path: Path) -> None:
    """A machine without node_modules is told what is missing."""
    with pytest.raises(HandbookError, match=r"node_modules/\.bin/pagefind"):
        files_of(replace(dataset, root=tmp_path / "bare"), "zh")


@pytest.fixture
def dataset(installed: Path) -> Dataset:
    """Return the data of the small handbook, where npm's packages are installed."""
    return load(installed)[0]


def test_another_script_of_pagefind_stops_the_build(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version with other code is not left unpatched in silence."""
    monkeypatch.setattr("handbook.search.TRIMMED", {"no such code": ""})
    with pytest.raises(HandbookError, match="no such code"):
        files_of(dataset, "zh")


def test_index_is_the_same_in_whatever_order_documents_come(dataset: Dataset) -> None:
    """Documents may come from several processes."""
    turned = {lang: documents[::-1] for lang, documents in DOCUMENTS.items()}
    files = files_of(dataset, "zh")
    assert files == files_of(dataset, "zh", turned)
    names = json.loads(gzip.decompress(files["search/names.zh.json.gz"]))
    quoted = {
        entry["a"]: json.loads(
            gzip.decompress(files[f"pagefind/fragment/{entry['h']}.pf_fragment"])
        )
        for entry in names["entries"]
    }
    assert {document.address: document.quoted for document in DOCUMENTS["zh"]} == quoted


def test_languages_share_an_index(dataset: Dataset, tmp_path: Path) -> None:
    """Each language's own files stand side by side, and Pagefind's list names both by their codes here."""
    built = {lang: files_of(dataset, lang) for lang in DOCUMENTS}
    write_head(dataset, tmp_path, [write_index(tmp_path, files) for files in built.values()])
    head = json.loads((tmp_path / "pagefind/pagefind-entry.json").read_text("utf-8"))
    assert ["zh", "en"] == [*head["languages"]]
    tables = {f"pagefind.{index['hash']}.pf_meta" for index in head["languages"].values()}
    assert tables == {file.name for file in (tmp_path / "pagefind").glob("*.pf_meta")}
    assert {"wasm.unknown.pagefind", "wasm.en.pagefind"} == {
        file.name for file in (tmp_path / "pagefind").glob("wasm.*")
    }
    assert (tmp_path / "licences/pagefind.txt").is_file()
