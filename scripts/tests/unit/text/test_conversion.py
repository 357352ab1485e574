"""A language that is made of another: what is converted, what is not, and that only outputs know it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handbook.checks import check_handbook
from handbook.load import Unloadable, load
from handbook.model.dataset import Dataset
from handbook.text.conversion import Converter, converted
from tests.helpers import handbook_of
from tests.helpers.handbook_of import HANT, with_hant
from tests.helpers.open_data import open_data

EXCEPTIONS = "zh-Hant:\n  河畔: 河畔甲\n  联合巡河: 联合巡河\n"


@pytest.fixture
def hant(root: Path) -> Dataset:
    """Return the small handbook with Traditional Chinese, as outputs get it."""
    return converted(load(with_hant(root, EXCEPTIONS))[0])


@pytest.fixture
def converter(root: Path) -> Converter:
    """Return what writes Traditional Chinese in the small handbook."""
    return Converter("zh-Hant", load(with_hant(root, EXCEPTIONS))[0].labels)


def test_every_text_has_the_converted_language(hant: Dataset) -> None:
    """Records, lists of names, vocabularies, interface words and pages, beside those of the others."""
    practice = hant.records["joint-patrols"]
    assert ("zh", "en", "zh-Hant") == hant.languages == tuple(practice.title.root)
    assert "兩岸联合巡河" == practice.title.get("zh-Hant")
    assert "機制" == hant.labels.vocabulary.practice_kinds["mechanism"].get("zh-Hant")
    assert "出處" == hant.labels.word("kind_sources", "zh-Hant")
    assert "手冊全書（PDF，甲）" == hant.labels.word("book_in", "zh-Hant", language="甲")
    page = hant.prose["safety/river-safety", "zh-Hant"]
    assert ("河岸平安", "docs/safety/river-safety.zh.md") == (page.title, page.file)
    assert "## 誰做什麼 {#who}" in page.body


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[[river-police|派出所]]里[[river-report#2]]。", "[[river-police|派出所]]裡[[river-report#2]]。"),
        ("`处理`和处理", "`处理`和處理"),
        ("```\n处理\n```\n处理", "```\n处理\n```\n處理"),
        ("[处理](../处理.md#处)、<https://example.org/处>", "[處理](../处理.md#处)、<https://example.org/处>"),
        ("写作:lang[气体]{ja}的气体", "寫作:lang[气体]{ja}的氣體"),
        ("他说“要‘说清’”", "他說「要『說清』」"),
        ("Ping’an 河", "Ping’an 河"),
        ("皇后在后面", "皇后在後面"),
        ("河畔派出所的联合巡河和联合执法", "河畔甲派出所的联合巡河和聯合執法"),
    ],
)  # fmt: skip
def test_words_alone_are_converted(converter: Converter, written: str, expected: str) -> None:
    """Ids, addresses, code and other languages stay; exceptions hold; quotation marks are the language's."""
    assert expected == converter.markdown(written)


def test_only_outputs_know_the_language(root: Path) -> None:
    """What is loaded, checked and compared has the languages that people write, and nothing to translate."""
    dataset, findings = check_handbook(with_hant(root, "zh-Hant:\n  河畔: 河畔\n"))
    assert [] == [finding.code for finding in findings]
    assert ("zh", "en") == dataset.languages
    assert {"zh", "en"} == {passage.lang for passage in dataset.passages}


def test_a_handbook_without_such_a_language_is_handed_on_as_it_is(dataset: Dataset) -> None:
    """Nothing is made where nothing is switched on."""
    assert converted(dataset) is dataset


def test_words_of_the_handbook_go_before_converted_ones(root: Path) -> None:
    """A handbook may say a word of the interface otherwise in the converted language."""
    with_hant(root)
    labels = root / "data/labels.yml"
    text = labels.read_text("utf-8").replace("    zh: 出处\n", "    zh: 出处\n    zh-Hant: 來源\n")
    labels.write_text(text, "utf-8")
    assert "來源" == converted(load(root)[0]).labels.word("kind_sources", "zh-Hant")


def test_the_other_script_is_no_other_language(hant: Dataset) -> None:
    """A converted name stands beside no other: both are the same words."""
    beside = {lang: hant.labels.beside(lang) for lang in hant.languages}
    assert {"zh": ("en",), "en": ("zh",), "zh-Hant": ("en",)} == beside


def test_it_says_what_it_is_converted_from(hant: Dataset) -> None:
    """The note names the original in the characters of the page; the original has none."""
    assert "簡體中文" in hant.labels.converted_note("zh-Hant")
    assert ["", ""] == [hant.labels.converted_note(lang) for lang in ("zh", "en")]


def test_data_say_how_it_was_converted(root: Path) -> None:
    """Texts have the language, and each answer says that nobody wrote it; without it nothing is said."""
    plain = open_data(converted(load(root)[0]))["api/v1/index.json"]
    assert "converted" not in json.loads(plain)
    files = open_data(converted(load(with_hant(root))[0]))
    answer = json.loads(files["api/v1/figures/boat-incidents.json"])
    package = json.loads(files["data/datapackage.json"])
    assert {"zh-Hant": {"from": "zh", "by": "OpenCC s2tw"}} == answer["converted"]
    assert answer["converted"] == package["converted"]
    assert "處理的船隻糾紛" == answer["data"]["title"]["zh-Hant"]
    assert "title_zh-Hant" in files["data/figures.csv"].decode("utf-8-sig").partition("\n")[0]


def test_exceptions_that_no_text_has_are_told(root: Path) -> None:
    """At the line of the entry; and so are those of a language that is not converted."""
    with_hant(root, "zh-Hant:\n  出处: 來源\n  河神: 河神\nen:\n  River: river\n")
    findings = check_handbook(root)[1]
    assert [
        ("conversion-unused", "data/conversions.yml", 3),
        ("conversion-language", "data/conversions.yml", 4),
    ] == [(each.code, each.place.path, each.place.line) for each in findings]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ("converted_from: fr, converter: s2tw", "conversion-original"),
        ("converted_from: zh-Hant, converter: s2tw", "conversion-original"),
        ("converted_from: zh, converter: s2t", "conversion-converter"),
        ("converted_from: zh", "conversion-half"),
        ("converter: s2tw", "conversion-half"),
    ],
)
def test_a_language_that_cannot_be_converted_is_told(root: Path, settings: str, code: str) -> None:
    """Its original is a language with texts, and its converter one that there is."""
    line = HANT.replace("converted_from: zh, converter: s2tw", settings)
    with pytest.raises(Unloadable) as stopped:
        load(with_hant(root, line=line))
    assert [code] == [each.code for each in stopped.value.diagnostics]


def test_a_character_that_the_book_cannot_show_is_told(root: Path) -> None:
    """What a text is converted to is looked for in the fonts of the converted language."""
    with_hant(root)
    record = root / "data/practices/joint-patrols.yml"
    text = record.read_text("utf-8")
    record.write_text(text.replace("zh: 夜里轮流值守。", "zh: 夜里叁处值守。"), "utf-8")
    [finding] = check_handbook(root)[1]
    assert ("conversion-character", "叁", "叄") == (
        finding.code, finding.values["written"], finding.values["found"],
    )  # fmt: skip
    (root / "data/conversions.yml").write_text("zh-Hant:\n  叁处: 三處\n", "utf-8")
    assert [] == check_handbook(root)[1]


def test_the_fixture_has_one_line_more(root: Path) -> None:
    """One line of configuration switches it on."""
    before = (root / "data/labels.yml").read_text("utf-8").splitlines()
    after = (with_hant(root) / "data/labels.yml").read_text("utf-8").splitlines()
    assert 1 == len(after) - len(before)
    assert handbook_of.LABELS.splitlines() == before
