"""Diagrams: what they say comes from the data, and what is drawn holds all of it."""

from __future__ import annotations

import json

import pytest
from lxml import etree, html

from handbook.model.dataset import Dataset
from handbook.pages.diagrams import describe, resolve
from handbook.text.svg import WIDTH, figure

DRAWN = ("five-joint", "ping-zhi-110")


def drawn(real: Dataset, record: str, lang: str) -> html.HtmlElement:
    """Return the figure of a record's diagram."""
    description = describe(real, record, lang)
    assert description
    return html.fromstring(figure(description, real.labels.site.colours))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("record", DRAWN)
def test_a_diagram_has_title_description_and_words(real: Dataset, record: str, lang: str) -> None:
    """Every diagram is well-formed SVG with a title, a description, a caption and the same told in words."""
    found = drawn(real, record, lang)
    svg = found.find("svg")
    etree.fromstring(etree.tostring(svg))
    assert ["img"] == svg.xpath("@role")
    named = svg.get("aria-labelledby").split()
    assert all(found.get_element_by_id(each).text for each in named)
    assert svg.findtext("desc") == found.findtext(".//details/p")
    assert found.find("figcaption").text == svg.findtext("title")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("record", DRAWN)
def test_every_shape_lies_inside_its_picture(real: Dataset, record: str, lang: str) -> None:
    """Every box lies inside the picture, and every line of words is short enough for it."""
    svg = drawn(real, record, lang).find("svg")
    height = float(svg.get("viewbox").split()[3])
    for box in svg.iter("rect"):
        x, y, wide, tall = (float(box.get(name)) for name in ("x", "y", "width", "height"))
        assert x >= 0
        assert x + wide <= WIDTH
        assert y + tall <= height
    for words in svg.iter("text"):
        assert float(words.get("y")) < height
        assert sum(16 if ord(c) > 0x2E80 else 9 for c in words.text) <= WIDTH


def test_pair_has_both_sides_and_all_parts(real: Dataset) -> None:
    """The five parts stand between Pinghu and Jinshan, by the names the record gives them."""
    description = describe(real, "five-joint", "zh")
    assert description
    assert ("平湖市", "金山区") == (description["left"], description["right"])
    assert [
        "违法犯罪联查",
        "基础要素联管",
        "矛盾纠纷联调",
        "治安巡逻联防",
        "平安建设联宣",
    ] == description["parts"]
    shown = drawn(real, "five-joint", "zh").find("svg").text_content()
    assert all(part in shown for part in description["parts"])


def test_flow_leads_from_platforms_through_steps(real: Dataset) -> None:
    """Five platforms come in, and the record's steps follow in their order."""
    description = describe(real, "ping-zhi-110", "en")
    assert description
    assert 5 == len(description["inputs"])
    assert "Closure" == description["parts"][-1]


def test_a_name_without_a_diagram_stays(real: Dataset) -> None:
    """Only a record that has a diagram is described; the rest of the text is left alone."""
    text = ":::diagram\nborder-km\n:::\n\n:::diagram\nnobody\n:::"
    assert text == resolve(text, real, "zh")
    made = resolve("a\n\n:::diagram\nfive-joint\n:::\n\nb", real, "en").split("\n")
    assert "five-joint" in json.loads(made[3])["id"]
