"""Documents: what of a page is indexed, and how it is punctuated and weighed."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.search.documents import Document
from tests.helpers import handbook_of
from tests.helpers.search_index import build_documents

PAGE = """<!doctype html><html lang="zh"><body><nav>导航</nav><article>
<h1 id="top">数字</h1><p>总说<a class="mark" href="../sources/river-report/#p1" aria-label="第1段">〔1〕</a>。</p>
<h2 id="boat-incidents">边界线</h2><p>58公里，与<em>青山</em>相接。</p>
<dl><dt>其他叫法</dt><dd>边界长度</dd></dl>
<h2 id="bank-length">海岸线</h2><p>27公里。</p>
<script>1</script></article></body></html>"""


@pytest.fixture
def dataset(root: Path) -> Dataset:
    """Return the small handbook with a second figure."""
    figure = handbook_of.FIGURE.replace("boat-incidents", "bank-length")
    return load(handbook_of.write(root, {"data/figures/bank-length.yml": figure}))[0]


@pytest.fixture
def documents(dataset: Dataset, tmp_path: Path) -> dict[str, Document]:
    """Return the documents of a page of figures, by address."""
    page = tmp_path / "figures" / "index.html"
    page.parent.mkdir()
    page.write_text(PAGE, encoding="utf-8")
    twin = tmp_path / "en" / "figures" / "index.html"
    twin.parent.mkdir(parents=True)
    twin.write_text(PAGE, encoding="utf-8")
    return {made.address: made for made in build_documents(dataset, tmp_path, "zh")}


def test_record_at_an_anchor_is_a_document_of_its_own(documents: dict[str, Document]) -> None:
    """A figure is indexed by itself under its anchor, and the page without it; the other language's pages are not among them."""
    assert ["figures/", "figures/#bank-length", "figures/#boat-incidents"] == sorted(documents)
    assert "boat-incidents" == documents["figures/#boat-incidents"].record
    assert "边界线" == documents["figures/#boat-incidents"].title
    text = etree.fromstring(documents["figures/"].content).xpath("string()").replace(" ", "")
    assert "总说" in text
    assert "公里" not in text


def test_navigation_marks_and_scripts_are_not_indexed(documents: dict[str, Document]) -> None:
    """Navigation, the marks of citations and scripts are no content."""
    content = "".join(
        etree.fromstring(made.content).xpath("string()") for made in documents.values()
    ).replace(" ", "")
    assert [] == [word for word in ("导航", "〔", "第1段") if word in content]
    assert "总说说。" in content


def test_quotation_marks_are_straight_in_the_index(dataset: Dataset, tmp_path: Path) -> None:
    """A page's curly marks are straight in the index, but not in what it quotes from another language."""
    page = tmp_path / "en" / "about" / "index.html"
    page.parent.mkdir(parents=True)
    words = '<h1>The court’s</h1><p>“Joint <em>Patrol”</em> is <span lang="zh">“联巡”</span>’s</p>'
    page.write_text(
        f'<html lang="en"><body><article>{words}</article></body></html>', encoding="utf-8"
    )
    made = build_documents(dataset, tmp_path, "en")[0]
    text = etree.fromstring(made.content).xpath("string()").replace(" ", "")
    assert "The court's" == made.title
    assert '"JointPatrol"is“联' in text
    assert "巡”'s" in text


def indexed(dataset: Dataset, folder: Path, lang: str, article: str) -> Document:
    """Return what is indexed of an article."""
    page = folder / ("" if lang == "zh" else lang) / "some" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(
        f'<html lang="{lang}"><body><article>{article}</article></body></html>', encoding="utf-8"
    )
    (made,) = build_documents(dataset, folder, lang)
    return made


def test_what_tells_nothing_is_not_indexed(dataset: Dataset, tmp_path: Path) -> None:
    """Lines of facts, what is not stated, diagrams and lists of links are left out, marks too."""
    made = indexed(dataset, tmp_path, "zh", (
        "<h1>巡河</h1><p>两岸一起巡河<a class='mark' href='#'>〔2〕</a>。</p><div class='facts'><p>机制 · 河畔</p></div>"
        "<svg><title>河</title><text>岸</text></svg><p><strong>怎样运作</strong>：分三组。<strong>原文没有说明</strong>：人数。</p>"
        "<div class='gaps'><p><strong>原文没有说明</strong>：经费。</p></div><p><strong>参见</strong>：<a href='#'>调解</a>。</p>"
        "<table><tr><th>数字</th><th>哪里不清楚</th></tr><tr><td>三组</td><td>年份</td></tr></table>"
    ))  # fmt: skip
    assert "巡河。两岸一起巡河。怎样运作：分三组。数字：；三组；；" == made.quoted["content"]


@pytest.mark.parametrize(
    ("lang", "article", "read"),
    [
        ("zh", "<h1>办结率</h1><p><b>100%</b></p><p>所处置的</p><h2>度量</h2><p>已“办结”。</p>", "办结率。100%。所处置的。度量。已“办结”。"),
        ("en", "<h1>Rate of “X”</h1><p>100%</p><p>58 km</p><p>The share:</p>", "Rate of “X”. 100%. 58 km. The share:"),
    ],
)  # fmt: skip
def test_line_without_a_mark_gets_a_full_stop(
    dataset: Dataset, tmp_path: Path, lang: str, article: str, read: str
) -> None:
    """A line that ends without a mark gets a full stop; a heading stays as it is."""
    made = indexed(dataset, tmp_path, lang, article)
    assert read == made.quoted["content"]
    headings = etree.fromstring(made.content).xpath("//h1 | //h2")
    assert [] == [
        heading for heading in headings if heading.xpath("string()").strip().endswith("。")
    ]


def test_box_quotes_a_page_by_its_sections(dataset: Dataset, tmp_path: Path) -> None:
    """Its text is as readers see it; of each section it is known where in the text it begins."""
    article = (
        "<h1 id='top'>法院</h1><p>It's\n<b>快</b></p><h2 id='rate'>办 结率</h2><dl id='list'><dd>100%</dd></dl>"
        "<h3>无名</h3><h2 id='empty'> </h2><h2 id='end'>“终”</h2>"
    )
    quoted = indexed(dataset, tmp_path, "zh", article).quoted
    assert "法院。It's快。办结率。100%；无名。“终”。" == quoted["content"]
    assert "法院" == quoted["title"]
    assert [("rate", "办结率"), ("end", "“终”")] == [each[:2] for each in quoted["sections"]]
    assert all(
        quoted["content"][start:].startswith(title) for _, title, start in quoted["sections"]
    )
    english = indexed(dataset, tmp_path, "en", "<h1>It's</h1><h2 id='a'>A\nb</h2><p>c</p>").quoted
    assert {
        "content": "It’s. A b. c.",
        "title": "It’s",
        "sections": [("a", "A b", 5)],
        "summary": "",
    } == english


def test_title_and_first_paragraph_have_weights(documents: dict[str, Document]) -> None:
    """The title and the summary carry their weights."""
    tree = etree.fromstring(documents["figures/#boat-incidents"].content)
    assert {"h1": "10", "p": "4"} == {
        e.tag: e.get("data-pagefind-weight") for e in tree.xpath("//*[@data-pagefind-weight]")
    }


def test_character_is_paired_with_the_next_across_markup(documents: dict[str, Document]) -> None:
    """A phrase is a run of pairs, across the borders of inline markup too, and a number goes with the character after it."""
    text = etree.fromstring(documents["figures/#boat-incidents"].content).xpath("string(//p)")
    assert [
        "58",
        "58公",
        "公里",
        "里",
        "，",
        "与青",
        "青山",
        "山相",
        "相接",
        "接",
        "。",
    ] == text.split()


def test_periods_of_a_figure_are_found_with_the_figure(root: Path, tmp_path: Path) -> None:
    """A number of an earlier year is quoted from its figure, not from a list of everything."""
    handbook_of.write(root, {"data/figures/boat-incidents.yml": handbook_of.SERIES})
    row = '<tr id="{id}"><td>{words}</td></tr>'
    rows = (("boat-incidents", "处理的船只纠纷"), ("boat-incidents_2021", "2021年1500起"))
    table = "".join(row.format(id=id_, words=words) for id_, words in rows)
    page = tmp_path / "figures" / "index.html"
    page.parent.mkdir()
    article = f'<article><h1>数字</h1><h3 id="boat-incidents_series">各期</h3><table>{table}</table></article>'
    page.write_text(f'<html lang="zh"><body>{article}</body></html>', encoding="utf-8")
    made = {each.address: each for each in build_documents(load(root)[0], tmp_path, "zh")}
    assert "2021年1500起" in made["figures/#boat-incidents"].quoted["content"]
