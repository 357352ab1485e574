"""What the search box reads: documents, word files, names, folding tables, the browser's description."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import cbor2
import pytest
from lxml import etree

from handbook.diagnostics import HandbookError
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.kinds import search_order
from handbook.model.types import plain_pinyin
from handbook.search import build_index, build_opensearch
from handbook.search.bigrams import NOTHING, paired, restored
from handbook.search.documents import Document, build_documents
from handbook.search.index_files import SHARE, split_chunks
from handbook.search.name_shards import SHARED, build_parts, number
from handbook.search.names import Index, build_lists
from handbook.text.languages import folded, language
from tests.helpers import ROOT

PAGE = """<!doctype html><html lang="zh"><body><nav>导航</nav><article>
<a class="md-content__button" href="#">编辑</a>
<h1 id="top">数字</h1><p>总说。<sup id="r1"><a class="footnote-ref" href="#n1">1</a></sup></p>
<h2 id="border-km">边界线<a class="headerlink" href="#border-km">¶</a></h2><p>58公里，与<em>金山</em>相接。</p>
<dl><dt>其他叫法</dt><dd>边界长度</dd></dl>
<h2 id="coastline-km">海岸线</h2><p>27公里。</p>
<div class="footnote"><ol><li id="n1">注<a class="footnote-backref" href="#r1">↩</a></li></ol></div>
<aside class="hb-nature">说明</aside><script>1</script></article></body></html>"""


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Return the real handbook's data."""
    return load(ROOT)[0]


@pytest.fixture
def documents(dataset: Dataset, tmp_path: Path) -> dict[str, Document]:
    """Return the documents of a page of figures, by address."""
    page = tmp_path / "figures" / "index.html"
    page.parent.mkdir()
    page.write_text(PAGE, encoding="utf-8")
    twin = tmp_path / "en" / "figures" / "index.html"
    twin.parent.mkdir(parents=True)
    twin.write_text(PAGE, encoding="utf-8")
    return {made.at: made for made in build_documents(dataset, tmp_path, "zh")}


def test_each_record_of_a_page_is_a_document_of_its_own(documents: dict[str, Document]) -> None:
    """A figure is indexed by itself under its anchor, and the page without it; the other language's pages are not among them."""
    assert ["figures/", "figures/#border-km", "figures/#coastline-km"] == sorted(documents)
    assert "border-km" == documents["figures/#border-km"].record
    assert "边界线" == documents["figures/#border-km"].title
    text = etree.fromstring(documents["figures/"].content).xpath("string()").replace(" ", "")
    assert "总说" in text
    assert "公里" not in text
    assert "注" in text


def test_only_content_is_indexed(documents: dict[str, Document]) -> None:
    """Navigation, footnote marks, heading links, the note of every page and scripts are no content."""
    content = "".join(etree.fromstring(made.content).xpath("string()") for made in documents.values()).replace(" ", "")
    assert [] == [word for word in ("导航", "编辑", "¶", "↩", "说明", "总说。1") if word in content]


def test_the_index_has_marks_as_they_are_typed(dataset: Dataset, tmp_path: Path) -> None:
    """A page's curly marks are straight in the index, but not in what it quotes from another language."""
    page = tmp_path / "en" / "about" / "index.html"
    page.parent.mkdir(parents=True)
    words = '<h1>The court’s</h1><p>“Five <em>Joint”</em> is <span lang="zh">“五联”</span>’s</p>'
    page.write_text(f'<html lang="en"><body><article>{words}</article></body></html>', encoding="utf-8")
    made = build_documents(dataset, tmp_path, "en")[0]
    text = etree.fromstring(made.content).xpath("string()").replace(" ", "").replace("\u2060", "")
    assert "The court's" == made.title
    assert '"FiveJoint"is“五' in text
    assert "联”'s" in text


def indexed(dataset: Dataset, folder: Path, lang: str, article: str) -> etree._Element:
    """Return what is indexed of an article."""
    page = folder / ("" if lang == "zh" else lang) / "some" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(f'<html lang="{lang}"><body><article>{article}</article></body></html>', encoding="utf-8")
    (made,) = build_documents(dataset, folder, lang)
    return etree.fromstring(made.content)


def as_read(element: etree._Element) -> str:
    """Return a text of the index as it is read, without spaces."""
    return restored(" ".join(str(element.xpath("string()")).split())).replace(" ", "").replace(NOTHING, "")


def test_how_to_cite_and_download_is_no_content(dataset: Dataset, tmp_path: Path) -> None:
    """The section on citing an entry is left out, and of a list of files all but their names."""
    made = indexed(dataset, tmp_path, "zh", (
        "<h1>下载</h1><p>正文。</p>"
        "<table><tr><th>文件</th><th>大小</th><th>SHA-256</th></tr><tr><th>手册</th><td>1412</td><td><code>e23f</code></td></tr></table>"
        "<table><tr><th>机构</th><th>地点</th></tr><tr><th>法院</th><td>平湖</td></tr></table>"
        '<h2 id="use">引用、下载与数据</h2><dl><dt>引用格式</dt><dd>“下载”</dd></dl>'
        '<div class="footnote"><ol><li>出处。</li></ol></div>'
    ))  # fmt: skip
    assert "下载。正文。文件；手册；机构：地点；法院：平湖；出处。" == as_read(made)


@pytest.mark.parametrize(
    ("lang", "article", "read"),
    [
        ("zh", "<h1>办结率</h1><p><b>100%</b></p><p>所处置的</p><h2>度量</h2><p>已“办结”。</p>", "办结率。100%。所处置的。度量。已“办结”。"),
        ("en", "<h1>Rate of “X”</h1><p>100%</p><p>58 km</p><p>The share:</p>", 'Rateof"X"100%.58kmTheshare:'),
        ("zh", '<div class="cards"><ul><li><strong>山塘</strong> 村：小</li><li><strong>变化：</strong>减少</li></ul></div>', "山塘。村：小；变化：减少；"),
    ],
)  # fmt: skip
def test_lines_do_not_run_together(dataset: Dataset, tmp_path: Path, lang: str, article: str, read: str) -> None:
    """A line that ends without a mark gets a full stop where Pagefind sets none, and so does the name on a card; a heading stays as it is."""
    made = indexed(dataset, tmp_path, lang, article)
    assert read == as_read(made)
    assert [] == [heading for heading in map(as_read, made.xpath("//h1 | //h2")) if heading.endswith("。")]


def test_title_other_names_and_first_paragraph_weigh_more(documents: dict[str, Document]) -> None:
    """The title, the other names and the summary carry their weights."""
    tree = etree.fromstring(documents["figures/#border-km"].content)
    assert {"h1": "10", "p": "4", "dd": "9"} == {e.tag: e.get("data-pagefind-weight") for e in tree.xpath("//*[@data-pagefind-weight]")}


def test_each_character_is_indexed_with_the_next(documents: dict[str, Document]) -> None:
    """A phrase is a run of pairs, across the borders of inline markup too, and a number goes with the character after it."""
    text = etree.fromstring(documents["figures/#border-km"].content).xpath("string(//p)")
    assert ["58", "58公", "公里", "里", "，", "与金", "金山", "山相", "相接", "接", "。"] == text.split()


def test_pairs_end_where_a_phrase_ends() -> None:
    """A space between characters is none; a block's end, a mark or a Latin word is an end, after which a character stands alone."""
    assert ["息事", "事无", "无讼", "讼"] == "".join(paired(["息事", " 无讼"])).split()
    assert ["平治", "治", "110", "110警", "警情", "情"] == "".join(paired(["平治110警情"])).split()
    assert ["mp3", "mp3播", "播"] == "".join(paired(["mp3播"])).split()
    assert ["无讼 ", " 讼"] == [piece[-3:] if "无" in piece else piece[:2] for piece in paired(["无", "讼"])]


@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        (["Guangchen–Langxia"], ["Guangchen–", "Langxia"]),
        (["the Exit", "–Entry"], ["the", "Exit–", "Entry"]),
        (["a co-owner, and/or Pínghú—so"], ["a", "co-", "owner,", "and/", "or", "Pínghú—", "so"]),
        (["A‐B C‑D E−F"], ["A‐", "B", "C‑", "D", "E−", "F"]),
        (["2018–2024年"], ["2018–", "2024", "2024年", "年"]),
        (["village – well, -5, 3-"], ["village", "–", "well,", "-5,", "3-"]),
    ],
)
def test_words_part_where_a_dash_joins_them(pieces: list[str], words: list[str]) -> None:
    """A hyphen, dash or stroke between letters or digits ends a word, across inline markup too; elsewhere it does not."""
    assert words == "".join(paired(pieces)).replace(NOTHING, "").split()


@pytest.mark.parametrize("text", ["平治110警情，27公里。", "廊陈–Langxia 2018–2024年", "Guangchen–Langxia co-governance – and/or"])
def test_an_indexed_text_can_be_read_again(text: str) -> None:
    """Of each pair the first character is shown, of a word that only the index needs nothing, and the number of words stays."""
    cut = "".join(paired([text]))
    shown = restored(cut)
    assert len(cut.split()) == len(shown.split())
    assert text.replace(" ", "") == shown.replace(" ", "").replace(NOTHING, "")


def write_bundle(folder: Path, words: list[object]) -> None:
    """Write a bundle as Pagefind does, in one file of words."""

    def packed(value: object) -> bytes:
        return gzip.compress(b"pagefind_dcd" + cbor2.dumps(value))

    (folder / "index").mkdir(parents=True)
    (folder / "index" / "zh_1.pf_index").write_bytes(packed([words]))
    (folder / "pagefind.zh_x.pf_meta").write_bytes(packed(["1.6.0", [], [[words[0][0], words[-1][0], "zh_1"]], [], [], ["title"]]))  # type: ignore[index]


def read(file: Path) -> Any:
    """Return what a file of a bundle holds."""
    return cbor2.loads(gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd"))


def chunks_of(folder: Path, words: list[object]) -> tuple[list[Any], dict[str, list[str]], list[list[Any]]]:
    """Cut a bundle of words; return its table, the spread characters and the words of each file."""
    write_bundle(folder, words)
    spread = split_chunks(folder, "zh")
    meta = read(folder / "pagefind.zh_x.pf_meta")
    return meta, spread, [read(folder / "index" / f"{name}.pf_index")[0] for _, _, name in meta[2]]


def test_word_files_are_cut_smaller_and_lose_nothing(tmp_path: Path) -> None:
    """All words are there after the cut, in their order, and the table names each file by its first and last word."""
    words: list[object] = [[f"w{number:05}", [[number, [1, 2, 3], []]], []] for number in range(3000)]
    meta, spread, chunks = chunks_of(tmp_path, words)
    assert ["1.6.0", [], [], [], ["title"]] == [*meta[:2], *meta[3:]]
    assert [(chunk[0][0], chunk[-1][0]) for chunk in chunks] == [(first, last) for first, last, _ in meta[2]]
    assert words == [word for chunk in chunks for word in chunk]
    assert len(chunks) == len(list((tmp_path / "index").iterdir())) > 10
    assert {} == spread


def test_files_and_their_number_grow_with_the_root_of_the_whole(tmp_path: Path) -> None:
    """Nine times the words make three times the files, each three times as large."""
    few, many = (
        chunks_of(tmp_path / str(count), [[f"w{number:05}", [[1, [1, 2, 3], []]], []] for number in range(count)])[2]
        for count in (1000, 9000)
    )
    assert 2.7 <= len(many) / len(few) <= 3.3
    assert SHARE * len(cbor2.dumps(few)) ** 0.5 >= len(cbor2.dumps(few[0])) - 10


def test_pairs_of_a_character_stay_together_or_are_named(tmp_path: Path) -> None:
    """A character's pairs stand in one file where they fit, and where not it is said with which word each further file begins."""
    words: list[object] = [[f"{first}{chr(0x4E00 + number)}", [[1, [1, 2, 3], []]], []] for first in "一三事" for number in range(400)]
    _, spread, chunks = chunks_of(tmp_path, words)
    assert {"一", "三", "事"} == set(spread)
    for character, starts in spread.items():
        holding = [chunk for chunk in chunks if any(word[0][0] == character for word in chunk)]
        assert starts == [chunk[0][0] for chunk in holding[1:]]
    few: list[object] = [[f"{chr(0x4E00 + number)}{second}", [[1, [1], []]], []] for number in range(900) for second in "一三"]
    assert {} == chunks_of(tmp_path / "few", few)[1]


def test_traditional_characters_fold_unless_the_text_uses_them() -> None:
    """聯 folds to 联 and 鍵 to 键, Hong Kong's and Taiwan's forms as well; a character of the text itself stays."""
    table = language("zh").folding_table("五联一键著线里")
    pairs = dict(zip(table[::2], table[1::2], strict=True))
    assert {"聯": "联", "鍵": "键", "線": "线", "裏": "里", "裡": "里"}.items() <= pairs.items()
    assert "著" not in pairs
    assert "五" not in pairs


def test_the_table_of_pinyin_reads_what_browsers_decode() -> None:
    """The runs cover the 3,755 characters of GB 2312's first level, in the order a browser decodes them."""
    codes = [bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
    characters = b"".join(codes).decode("gb2312", errors="ignore")
    syllables: list[str] = []
    for run in language("zh").reading_table().split():
        syllable = run.rstrip("0123456789")
        syllables += [syllable] * int(run[len(syllable) :] or 1)
    assert 3755 == len(characters) == len(syllables)
    read = dict(zip(characters, syllables, strict=True))
    assert ["ping", "hu", "wu", "lian", "nu", "lu"] == [read[c] for c in "平湖五联女绿"]


def test_names_are_read_in_their_context() -> None:
    """A character with several readings takes the one of its word; only names that differ from the table are listed."""
    assert ["tiao", "jie", "lu"] == language("zh").reading("调解率")
    assert {"银行长": "yin hang zhang"} == language("zh").readings(["银行长", "平湖"])
    assert "pingan" == plain_pinyin("píng'ān")


def entries_of(dataset: Dataset) -> list[dict[str, Any]]:
    """Return the list of names of a page for each record."""
    made = [Document(f"{record.folder}/{record.id}/", record.title.resolve("zh")[0], "", record.id) for record in dataset.records.values()]
    lists = build_lists(dataset, "zh", {"zh": made, "en": made}, Index({}, {}))
    assert {""} == set(lists)
    entries: list[dict[str, Any]] = lists[""]["entries"]
    return entries


def test_every_record_is_in_the_list_of_names(dataset: Dataset) -> None:
    """Each record stands in the list once, with its title, its names and its parts."""
    entries = entries_of(dataset)
    assert len(dataset.records) == len(entries)
    lines = {entry["a"].strip("/").rpartition("/")[2]: entry for entry in entries}
    assert "五联机制" in lines["five-joint"]["n"]
    assert "违法犯罪联查" in lines["five-joint"]["p"]
    assert "Five Joint mechanism" in lines["five-joint"]["o"]["en"]
    assert "58公里" in lines["border-km"]["n"]
    assert "yāo èr sān sì wǔ rèxiàn" in lines["government-hotline"]["n"]
    assert "tiao jie" in lines["mediation"]["r"].values()
    assert ["pinghu"] == lines["court"]["f"]["place"]
    assert ["jinshan"] == [p for p in lines["langxia"]["f"]["place"] if p != "langxia"]
    assert all(search_order()[entry["k"]] == dataset.records[id_].folder for id_, entry in lines.items())


def test_a_quotation_is_a_name_where_it_is_the_name(dataset: Dataset) -> None:
    """A practice is called what its title quotes if the title ends with it or an alias says so; what it only mentions is no name of it."""
    lines = {entry["a"].strip("/").rpartition("/")[2]: entry for entry in entries_of(dataset)}
    assert all("q" in lines[id_] for id_ in ("five-joint", "guangchen-model", "ping-zhi-110", "xi-shi-wu-song"))
    assert not any("q" in lines[id_] for id_ in ("sixteen-measures", "safe-border-volunteers", "safe-border"))


def test_no_name_is_listed_twice_for_a_record(dataset: Dataset) -> None:
    """What differs from the title or another name in punctuation alone is left out."""
    for entry in entries_of(dataset):
        letters = ["".join(c for c in name.casefold() if c.isalnum()) for name in (entry["t"], *entry.get("n", ()))]
        assert {1} == set(Counter(letters).values()), entry


def test_a_long_list_of_names_comes_in_parts(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a long list everyone gets what the empty box offers; the whole and its parts are files of their own."""
    monkeypatch.setattr("handbook.search.names.WHOLE", 50)
    made = [Document(f"{record.folder}/{record.id}/", record.title.resolve("zh")[0], "", record.id) for record in dataset.records.values()]
    lists = build_lists(dataset, "zh", {"zh": made, "en": made}, Index({}, {}))
    head = lists[""]
    assert {"", ".all", *(f".{n}" for n in range(head["parts"]))} == set(lists)
    assert len(dataset.records) == len(lists[".all"])
    assert set(head["suggested"]) <= {entry["a"].strip("/").rpartition("/")[2] for entry in head["entries"]}


def test_whoever_types_a_name_in_full_needs_one_part() -> None:
    """A name as it stands, in pinyin, by its initials or in the other language is in the part of its number; what many share is in none."""
    entries = [{"a": f"{n}/", "t": f"第{n}号平治110", "p": ["共用"], "o": {"en": [f"No. {n}: Pingzhi"]}} for n in range(SHARED * 30)]
    parts = build_parts(entries, language("zh"))
    assert len(parts) > 10
    for key in ("第77号平治110", "di77haopingzhi110", "d77hpz110", "no77pingzhi"):
        assert entries[77] in parts[number(key) % len(parts)], key
    assert max(map(len, parts)) < len(entries) / 3
    assert "yaoer12345" == folded("Yāo’ÈR").replace("’", "") + folded("１2,345")


def test_everyday_words_lead_to_words_of_the_handbook(dataset: Dataset) -> None:
    """Each word that an everyday word stands for occurs in the handbook's own texts, titles or names in its language."""
    for lang, words in dataset.labels.everyday.items():
        texts = [passage.text for passage in dataset.passages if passage.lang == lang]
        texts += [word[lang] for word in dataset.labels.words.values()]
        written = "\n".join(texts).lower()
        missing = {other for others in words.values() for other in others if other.lower() not in written}
        assert set() == missing


def test_the_browsers_description_is_well_formed(dataset: Dataset) -> None:
    """OpenSearch gets a short name of at most 16 characters and the address of the search page."""
    for lang, path in (("zh", "search/"), ("en", "en/search/")):
        tree = etree.fromstring(build_opensearch(dataset, lang, "https://handbook.example/a&b/").encode())
        space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
        assert 16 >= len(tree.findtext("o:ShortName", namespaces=space))
        assert f"https://handbook.example/a&b/{path}?q={{searchTerms}}" == tree.find("o:Url", space).get("template")


def test_without_pagefind_the_message_names_it(dataset: Dataset, tmp_path: Path) -> None:
    """A machine without node_modules is told what is missing."""
    bare = Dataset(tmp_path, dataset.labels, dataset.records, dataset.prose, dataset.files, dataset.trees)
    with pytest.raises(HandbookError, match=r"node_modules/\.bin/pagefind"):
        build_index(bare, tmp_path)
