"""The feeds of the real handbook."""

from __future__ import annotations

import uuid

from lxml import etree

from handbook.model.dataset import Dataset
from handbook.opendata.feeds import build_feed
from tests.helpers import ATOM

IDS = "//*[local-name()='id']/text()"


def test_this_handbooks_feed_keeps_its_namespace(real: Dataset) -> None:
    """Readers' programs would take entries under other ids for new ones."""
    expected = uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, "pinghu-handbook"), "feed/en").urn
    assert expected in etree.fromstring(build_feed(real, "en")).xpath(IDS)


def test_a_feed_without_entries_is_still_one(real: Dataset) -> None:
    """The real handbook's feeds have what Atom asks of a feed, also before there is anything to tell."""
    for lang in real.languages:
        feed = etree.fromstring(build_feed(real, lang))
        for tag in ("id", "title", "updated"):
            assert feed.findtext(f"{{{ATOM}}}{tag}")
        assert lang == feed.get("{http://www.w3.org/XML/1998/namespace}lang")
