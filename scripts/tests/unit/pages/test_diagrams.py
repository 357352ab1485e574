"""Diagrams: what they say comes from the data, and what is drawn holds all of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import html

from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.labels import DEFAULT_COLOURS
from handbook.pages.diagrams import describe, resolve
from handbook.text.svg import figure
from tests.helpers import handbook_of

#: A practice of two places with one part, and one that has steps.
PAIR = handbook_of.PRACTICE.replace("  - river-town\n", "  - river-town\n  - ferry-town\n")
FLOW = handbook_of.PRACTICE.replace("id: joint-patrols", "id: stepwise").replace(
    "components:", "steps:"
)
FERRY_TOWN = (
    handbook_of.PLACE.replace("river-town", "ferry-town")
    .replace("河畔镇", "渡口镇")
    .replace("en: Riverside", "en: Ferry")
)


@pytest.fixture
def dataset(root: Path) -> Dataset:
    """Return the small handbook with records of every drawing."""
    files = {
        "practices/joint-patrols": PAIR,
        "practices/stepwise": FLOW,
        "places/ferry-town": FERRY_TOWN,
    }
    return load(
        handbook_of.write(root, {f"data/{name}.yml": text for name, text in files.items()})
    )[0]


def drawn(dataset: Dataset, record: str, lang: str) -> html.HtmlElement:
    """Return the figure of a record's diagram."""
    description = describe(dataset, record, lang)
    assert description
    return html.fromstring(figure(description, DEFAULT_COLOURS))


@pytest.mark.parametrize(
    ("record", "kind", "words"),
    [
        ("joint-patrols", "pair", ["Riverside", "Ferry", "Night watch"]),
        ("stepwise", "flow", ["River line", "Night watch"]),
    ],
)
def test_diagram_of_a_record_holds_its_names(
    dataset: Dataset, record: str, kind: str, words: list[str]
) -> None:
    """Sides and parts, platforms and steps."""
    description = describe(dataset, record, "en")
    assert description
    assert kind == description["kind"]
    shown = "".join(drawn(dataset, record, "en").find("svg").itertext())
    assert [] == [word for word in words if word not in shown]
    assert [] == [word for word in words if word not in description["says"] + description["title"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("record", ["joint-patrols", "stepwise"])
def test_diagram_has_title_description_and_caption(
    dataset: Dataset, record: str, lang: str
) -> None:
    """What a screen reader is given is what stands below the drawing."""
    element = drawn(dataset, record, lang)
    svg = element.find("svg")
    assert all(element.get_element_by_id(each).text for each in svg.get("aria-labelledby").split())
    assert svg.findtext("desc") == element.findtext(".//details/p")
    assert svg.findtext("title") == element.find("figcaption").text


def test_inputs_of_a_flow_are_joined_beside_their_boxes(dataset: Dataset) -> None:
    """The line that joins them stands free between the boxes and the edge, and begins where their joints end."""
    svg = drawn(dataset, "stepwise", "en").find("svg")
    box = svg.find("rect")
    right = float(box.get("x")) + float(box.get("width"))
    joint, spine, *_ = (path.get("d") for path in svg.findall("path"))
    assert re.fullmatch(rf"M{right:.0f} \d+H342", joint)
    assert spine.startswith("M342 ")
    assert right < 342 < 360


@pytest.mark.parametrize("record", ["boat-incidents", "river-safety", "river-town"])
def test_only_practices_are_drawn(dataset: Dataset, record: str) -> None:
    """A number, a theme and a place have no diagram."""
    assert describe(dataset, record, "zh") is None


def test_directive_of_a_record_without_a_diagram_stays(dataset: Dataset) -> None:
    """The rest of the text is left alone."""
    text = ":::diagram\nboat-incidents\n:::\n\n:::diagram\nnobody\n:::"
    assert text == resolve(text, dataset, "zh")
    lines = resolve("a\n\n:::diagram\nstepwise\n:::\n\nb", dataset, "en").split("\n")
    assert "diagram-stepwise" == json.loads(lines[3])["id"]


def test_places_of_one_parent_have_no_border(root: Path) -> None:
    """Two towns of one city work together, and no border is drawn between them."""
    town = handbook_of.PLACE.replace("kind: town\n", "kind: town\nparent: big-city\n")
    city = handbook_of.PLACE.replace("river-town", "big-city").replace("河畔镇", "城").replace("en: Riverside", "en: City")  # fmt: skip
    ferry = FERRY_TOWN.replace("kind: town\n", "kind: town\nparent: big-city\n")
    files = {"practices/joint-patrols": PAIR, "places/river-town": town, "places/ferry-town": ferry, "places/big-city": city}  # fmt: skip
    handbook_of.write(root, {f"data/{name}.yml": text for name, text in files.items()})
    assert describe(load(root)[0], "joint-patrols", "en") is None


def test_flow_is_drawn_for_narrow_and_for_wide_screens(dataset: Dataset) -> None:
    """Both drawings hold the same words in the same order, and their ids differ."""
    narrow, wide = drawn(dataset, "stepwise", "en").findall("svg")
    assert ["360", "664"] == [each.get("width") for each in (narrow, wide)]
    texts = [[each.text for each in svg.iter("text")] for svg in (narrow, wide)]
    assert "".join(texts[0]).replace(" ", "") == "".join(texts[1]).replace(" ", "")
    assert float(wide.get("height")) < float(narrow.get("height"))
    assert not {*narrow.xpath(".//@id")} & {*wide.xpath(".//@id")}
