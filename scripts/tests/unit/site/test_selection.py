"""The list of records that readers select from."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from handbook.model.dataset import Dataset
from handbook.model.urls import Urls, addresses, selection_path
from handbook.site.selection import build_records, write_records
from tests.helpers import handbook_of
from tests.helpers.handbook_of import changed


def listed(places: list[tuple[str, list[tuple[str, str]]]]) -> dict[str, tuple[str, str]]:
    """Return the address and title of each record by id, in the list's order."""
    return {
        id_: (place + id_ + ("" if place.endswith("#") else "/"), title)
        for place, titles in places
        for id_, title in titles
    }


def test_every_record_is_listed_at_its_address_in_the_order_of_the_book(dataset: Dataset) -> None:
    """A theme comes before its practices, and those before the lists; addresses are those of the language."""
    for lang in dataset.languages:
        found, urls = listed(build_records(dataset, lang)["places"]), Urls(dataset.languages)
        expected = {
            id_: urls.page(at.page, lang, at.anchor) for id_, at in addresses(dataset).items()
        }
        assert expected == {id_: address for id_, (address, _) in found.items()}
        assert ["river-safety", "joint-patrols", "boat-incidents"] == [*found][:3]


def test_titles_are_curled_and_former_ids_lead_on(tmp_path: Path) -> None:
    """A title has the marks of its language, and each former id the record that it was."""
    title = handbook_of.HONOUR.replace("Cleanest river", 'The river\'s "best"')
    dataset = changed(tmp_path, clean_river=f"{title}was:\n  - finest-river\n")
    records = build_records(dataset, "en")
    assert "The river’s “best”" == listed(records["places"])["clean-river"][1]
    assert {"finest-river": "clean-river"} == records["was"]


def test_a_list_is_written_for_each_language_with_its_words(
    dataset: Dataset, tmp_path: Path
) -> None:
    """Every file is packed the same way twice, and has the words of its language."""
    write_records(dataset, tmp_path)
    for lang in dataset.languages:
        content = (tmp_path / selection_path(lang)).read_bytes()
        write_records(dataset, tmp_path)
        assert content == (tmp_path / selection_path(lang)).read_bytes()
        words = json.loads(gzip.decompress(content))["words"]
        assert dataset.labels.word("selection_open", lang) == words["open"]
        assert dataset.labels.word("search_retry", lang) == words["retry"]
