"""The change log, made of editions and corrections."""

from __future__ import annotations

import re
from pathlib import Path

from handbook.checks import check_handbook
from handbook.load import load
from handbook.opendata.feeds import build_feed
from handbook.pages.build import build_pages
from handbook.pages.changelog import events_by_page
from tests.helpers import handbook_of
from tests.helpers.commands import run
from tests.helpers.repository import edit
from tests.helpers.slips import PRACTICE


def test_what_lost_its_translation_is_marked_in_the_change_log(repository: Path) -> None:
    """Where the English of a text was taken away, the English page of changes shows the Chinese as Chinese."""
    edit(repository, PRACTICE, ("  en: Twelve people patrol", "  en2: Twelve people patrol"))
    text = (repository / PRACTICE).read_text(encoding="utf-8")
    (repository / PRACTICE).write_text(
        "".join(line for line in text.splitlines(keepends=True) if "en2:" not in line),
        encoding="utf-8",
    )
    assert (
        0
        == run(
            "edition",
            "main",
            "--title",
            "第二版",
            "--title",
            "Second edition",
            "--date",
            "2026-03-01",
        ).exit_code
    )
    changes = build_pages(load(repository)[0], "en")["changes"].markdown
    assert re.search(r"Now: :lang\[[^\n]*河长制[^\n]*\]\{zh\}", changes)


CORRECTION = """\
id: boat-number
title:
  zh: 船只纠纷的件数
  en: The number of boat incidents
about: boat-incidents
wrong:
  zh: 曾把另一条河的件数算在内。
  en: Those of another river had been counted in.
since:
  date: 2026-01
now:
  zh: 现为[[boat-incidents]]。
  en: It is now [[boat-incidents]].
corrected:
  date: 2026-03-02
noticed_by:
  zh: 一位读者
  en: a reader
"""


def test_a_correction_is_shown_on_the_record_and_in_the_feed(repository: Path) -> None:
    """What was wrong stands in the change log, at the foot of the record's page and in the feed, newest first."""
    handbook_of.write(repository, {"data/corrections/boat-number.yml": CORRECTION})
    dataset, findings = check_handbook(repository)
    assert [] == [
        f for f in findings if "corrections" in f.place.path and f.code != "translation-unrecorded"
    ]
    assert ["boat-number"] == [
        event.correction.id for event in events_by_page(dataset)["figures"] if event.correction
    ]
    pages = build_pages(dataset, "zh")
    assert "曾把另一条河的件数算在内。" in pages["changes"].markdown
    assert "更正：[船只纠纷的件数](changes.md#boat-number)" in pages["figures"].markdown
    assert "曾把另一条河的件数算在内。" in build_feed(dataset, "zh").decode()
