"""The feeds of editions and corrections."""

from __future__ import annotations

import uuid
from pathlib import Path

from lxml import etree

from handbook.load import load
from handbook.opendata.feeds import build_feed
from tests.helpers import ROOT, handbook_of

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
    handbook_of.write(root, {"data/labels.yml": labels, "data/corrections/boat-count.yml": CORRECTION})
    return set(etree.fromstring(build_feed(load(root)[0], "en")).xpath(IDS))


def test_two_handbooks_share_no_id(tmp_path: Path) -> None:
    """The same content under another handbook's id has other ids, and under its own the same again."""
    first, again, other = (feed_ids(tmp_path, each) for each in ("riverside", "riverside", "hillside"))
    assert 2 == len(first)
    assert first == again
    assert set() == first & other


def test_this_handbooks_feed_keeps_its_namespace() -> None:
    """Readers' programs would take entries under other ids for new ones."""
    expected = uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, "pinghu-handbook"), "feed/en").urn
    assert expected in etree.fromstring(build_feed(load(ROOT)[0], "en")).xpath(IDS)
