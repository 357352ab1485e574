"""The feeds of editions and corrections."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from handbook.load import load
from handbook.opendata.feeds import build_feed
from tests.helpers import ATOM, handbook_of
from tests.helpers.commands import run

CORRECTION = """\
id: boat-count
title:
  zh: 船只纠纷的数目
  en: The number of boat incidents
about: boat-incidents
wrong:
  zh: 原来少写了一起。
  en: It was one too few.
now:
  zh: 现在写的是原文的数。
  en: It is now what the source says.
corrected:
  date: '2024-05-06'
"""
IDS = "//*[local-name()='id']/text()"


def feed_ids(root: Path, handbook_id: str) -> set[str]:
    """Return the ids of the feed and its entries of the small handbook under an id."""
    labels = handbook_of.LABELS.replace("riverside-handbook", handbook_id)
    handbook_of.good(root)
    handbook_of.write(
        root, {"data/labels.yml": labels, "data/corrections/boat-count.yml": CORRECTION}
    )
    return set(etree.fromstring(build_feed(load(root)[0], "en")).xpath(IDS))


def test_two_handbooks_share_no_id(tmp_path: Path) -> None:
    """The same content under another handbook's id has other ids, and under its own the same again."""
    first, again, other = (
        feed_ids(tmp_path, each) for each in ("riverside", "riverside", "hillside")
    )
    assert 2 == len(first)
    assert first == again
    assert set() == first & other


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_feed_is_valid_atom(repository: Path, lang: str) -> None:
    """Feed and entries have what RFC 4287 requires, ids are each their own and stay the same wherever the site is, and nothing depends on today."""
    assert (
        0
        == run(
            "edition", "--title", "第一版", "--title", "First edition", "--date", "2026-03-01"
        ).exit_code
    )
    handbook_of.write(repository, {"data/corrections/boat-count.yml": CORRECTION})
    dataset = load(repository)[0]
    feed = etree.fromstring(build_feed(dataset, lang, "https://handbook.example/"))
    entries = feed.findall(f"{{{ATOM}}}entry")
    assert 2 == len(entries)
    for element in (feed, *entries):
        for tag in ("id", "title", "updated"):
            [found] = element.findall(f"{{{ATOM}}}{tag}")
            assert found.text
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", element.findtext(f"{{{ATOM}}}id"))
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T00:00:00Z", element.findtext(f"{{{ATOM}}}updated"))
    assert feed.findtext(
        f"{{{ATOM}}}author/{{{ATOM}}}name"
    )  # holds for every entry that names none
    relations = [(link.get("rel"), link.get("href")) for link in feed.findall(f"{{{ATOM}}}link")]
    assert ("self", f"https://handbook.example/feed.{lang}.xml") in relations
    assert len(set(relations)) == len(relations)
    assert all(entry.find(f"{{{ATOM}}}content").text for entry in entries)
    ids = [element.findtext(f"{{{ATOM}}}id") for element in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    elsewhere = etree.fromstring(build_feed(dataset, lang, "https://another.example/"))
    assert ids == [
        element.findtext(f"{{{ATOM}}}id")
        for element in (elsewhere, *elsewhere.findall(f"{{{ATOM}}}entry"))
    ]
