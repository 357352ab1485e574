"""The list of names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.kinds import search_order
from handbook.search.documents import Document
from handbook.search.names import build_lists
from handbook.text.languages import language
from tests.helpers import handbook_of
from tests.helpers.handbook_of import changed

#: A place in the town whose name is read otherwise than it looks.
QUAY = (
    handbook_of.PLACE.replace("id: river-town", "id: twelve-quays")
    .replace("zh: 河畔镇", "zh: 12码头")
    .replace("en: Riverside", "en: Twelve Quays")
    .replace("pinyin: Hépàn Zhèn", "pinyin: yāo èr mǎtóu")
    .replace("kind: town", "kind: village\nparent: river-town")
)


def lists_of(dataset: Dataset) -> dict[str, Any]:
    """Return the lists of names of a page for each record."""
    documents = [
        Document(f"{record.folder}/{record.id}/", record.title.resolve("zh")[0], "", record.id)
        for record in dataset.records.values()
    ]
    return build_lists(dataset, "zh", {"zh": documents, "en": documents}, {}, {})


def entries_of(dataset: Dataset) -> dict[str, dict[str, Any]]:
    """Return the entry of each record."""
    return {
        entry["a"].strip("/").rpartition("/")[2]: entry
        for entry in lists_of(dataset)[""]["entries"]
    }


def test_each_record_has_one_entry_with_its_names_and_facets(root: Path) -> None:
    """An entry has other names, parts, the other language's names, readings and facets."""
    term = handbook_of.TERM.replace("id: river-chief", "id: mediation").replace(
        "zh: 河长制", "zh: 调解"
    )
    handbook_of.write(
        root, {"data/places/twelve-quays.yml": QUAY, "data/terms/mediation.yml": term}
    )
    dataset = load(root)[0]
    entries = entries_of(dataset)
    assert list(dataset.records) == list(entries)
    assert {"": None}.keys() == lists_of(dataset).keys()
    practice = entries["joint-patrols"]
    assert ["联合巡河"] == practice["n"]
    assert ["夜间值守"] == practice["p"]
    assert ["Joint river patrols", "river patrols"] == practice["o"]["en"]
    assert ["1728起"] == entries["boat-incidents"]["n"]
    assert ["yāo èr mǎtóu"] == entries["twelve-quays"]["n"]
    assert "n" not in entries["river-town"]
    assert "tiao jie" in entries["mediation"]["r"].values()
    facets = {"theme": ["river-safety"], "place": ["river-town"], "year": ["2023"]}
    assert facets == {facet: practice["f"][facet] for facet in facets}
    assert ["twelve-quays", "river-town"] == entries["twelve-quays"]["f"]["place"]
    assert all(
        search_order()[entry["k"]] == dataset.records[id_].folder for id_, entry in entries.items()
    )


@pytest.mark.parametrize(
    ("title", "short", "is_name"),
    [
        ("两岸一起“联巡”", "联合巡河", True),
        ("“联巡”的两岸", "“联巡”", True),
        ("“联巡”的两岸", "联合巡河", False),
        ("两岸联合巡河", "联巡", False),
    ],
)
def test_quotation_is_a_name_where_the_title_ends_with_it_or_is_so_for_short(
    tmp_path: Path, title: str, short: str, is_name: bool
) -> None:
    """A practice is not called what its title only mentions."""
    practice = handbook_of.PRACTICE.replace("zh: 两岸联合巡河", f"zh: {title}")
    practice += f"short_title:\n  zh: {short}\n"
    assert is_name == (
        "q" in entries_of(changed(tmp_path, joint_patrols=practice))["joint-patrols"]
    )


def test_what_became_of_things_is_known_to_the_box(root: Path) -> None:
    """What is over is marked and not suggested, states are a facet, and former names lead to an organisation."""
    dataset = load(handbook_of.changing(root))[0]
    entries, head = entries_of(dataset), lists_of(dataset)[""]
    assert ["joint-patrols", "old-ferry"] == sorted(id_ for id_ in entries if "e" in entries[id_])
    assert ["trial"] == entries["night-boats"]["f"]["state"]
    assert "state" not in entries["river-watch"]["f"]
    assert ("现状", "已结束") == (head["facets"]["state"], head["values"]["state"]["ended"])
    assert {"river-watch", "night-boats"} == set(head["suggested"][0][1])
    assert ["河口派出所"] == entries["river-police"]["n"]


def test_handbook_without_states_has_no_facet_of_them(dataset: Dataset) -> None:
    """Nothing is said of what no source tells."""
    head = lists_of(dataset)[""]
    assert "state" not in head["facets"]
    assert "state" not in head["values"]


def test_names_of_an_entry_differ_in_more_than_punctuation(tmp_path: Path) -> None:
    """What differs from the title or another name in punctuation alone is left out."""
    practice = handbook_of.PRACTICE.replace(
        "- 联合巡河", "- “两岸”联合巡河\n    - 联巡\n    - “联巡”"
    )
    assert ["联巡"] == entries_of(changed(tmp_path, joint_patrols=practice))["joint-patrols"]["n"]


def test_long_list_has_a_whole_and_shards_beside_what_everyone_gets(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a long list everyone gets what the empty box offers; the whole and its shards are files of their own."""
    monkeypatch.setattr("handbook.search.names.WHOLE", len(dataset.records) - 1)
    lists = lists_of(dataset)
    head = lists[""]
    assert {"", ".all", *(f".{n}" for n in range(head["parts"]))} == set(lists)
    assert len(dataset.records) == len(lists[".all"])
    suggested, themes = (ids for _, ids in head["suggested"])
    assert suggested
    assert ["river-safety"] == themes
    offered = {entry["a"].strip("/").rpartition("/")[2] for entry in head["entries"]}
    assert {*suggested, *themes} == offered


def test_queries_are_read_by_the_rules_of_every_language(dataset: Dataset) -> None:
    """A list has the particles of Chinese and the endings of English, whatever its own language."""
    documents: dict[str, list[Document]] = {"zh": [], "en": []}
    heads = [build_lists(dataset, lang, documents, {}, {})[""] for lang in documents]
    rules = [{key: head[key] for key in ("particles", "requests", "endings")} for head in heads]
    chinese, english = language("zh"), language("en")
    endings = {"names": [english.name_ending], "texts": [chinese.text_ending]}
    assert (
        2 * [{"particles": chinese.particles, "requests": chinese.requests, "endings": endings}]
        == rules
    )
