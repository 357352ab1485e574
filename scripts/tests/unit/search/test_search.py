"""The search of a finished site."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from handbook.diagnostics import HandbookError
from handbook.model.dataset import Dataset
from handbook.search import _text, build_index, build_opensearch, trim_pagefind
from handbook.text.languages import language


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
    bare = Dataset(
        tmp_path, dataset.labels, dataset.records, dataset.prose, dataset.files, dataset.trees
    )
    with pytest.raises(HandbookError, match=r"node_modules/\.bin/pagefind"):
        build_index(bare, tmp_path)


def test_text_of_a_document_is_as_readers_see_it(dataset: Dataset) -> None:
    """What Pagefind keeps of a document is read without the index's gaps, with the language's marks, and by section."""
    words = "法院 院 。 It's 办结 结率 率 。 100%"
    anchors = [
        {"element": "h1", "id": "top", "text": "法院 院", "location": 0},
        {"element": "h2", "id": "rate", "text": "办结 结率 率", "location": 4},
        {"element": "dl", "id": "list", "text": "100%", "location": 8},
    ]
    fragment = {"content": words, "meta": {"title": "法院 院"}, "anchors": anchors}
    text = _text(fragment, language("zh", dataset.labels))
    assert {
        "content": "法院。It's办结率。100%",
        "title": "法院",
        "sections": [("rate", "办结率", 7)],
    } == text
    assert text["content"][7:].startswith("办结率")
    assert "It’s" in _text(fragment, language("en", dataset.labels))["content"]


def test_pagefinds_script_loses_what_the_box_does_itself(tmp_path: Path) -> None:
    """The script neither cuts Chinese queries by a dictionary nor brings a program to unpack files."""
    script = tmp_path / "pagefind.js"
    script.write_text(
        "a();if(needsWordSegmentation(trueLanguage)){b()}var u8=Uint8Array;\nvar x;var gz_default=gunzipSync;c();"
    )
    trim_pagefind(script)
    assert "a();if(false){b()}var gz_default;c();" == script.read_text(encoding="utf-8")


def test_another_script_of_pagefind_stops_the_build(tmp_path: Path) -> None:
    """A version with other code is not left unpatched in silence."""
    script = tmp_path / "pagefind.js"
    script.write_text("if(needsWordSegmentation(trueLanguage)){b()}")
    with pytest.raises(HandbookError, match="gunzipSync"):
        trim_pagefind(script)
