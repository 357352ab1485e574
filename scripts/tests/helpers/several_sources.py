"""The small handbook once there are three sources: a report by paragraphs, a brief by sections, a gazette by pages.

The gazette supersedes the brief, corrects the report, answers a gap, agrees with the report on one thing and differs on another.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.helpers import handbook_of

BRIEF = """\
id: river-brief
title:
  zh: 护河简报
  en: A brief on the river
publisher: river-police
date:
  date: '2022'
mark:
  zh: 简报
  en: Brief
locator: section
places: 3
summary:
  zh: 讲护河的打算。
  en: It tells of plans for the river.
nature:
  zh: 当地自己的说法。
  en: The local account.
"""

GAZETTE = """\
id: river-gazette
title:
  zh: 河畔公报
  en: Riverside gazette
publisher: river-police
date:
  date: 2025-03
url: https://example.org/gazette
archives:
  - url: https://archive.example.org/gazette
    date: 2025-04-01
mark:
  zh: 公报
  en: Gazette
locator: page
places: 9
summary:
  zh: 讲护河花了多少钱。
  en: It tells what looking after the river costs.
nature:
  zh: 当地公布的账目。
  en: Accounts that the local authorities published.
corrects:
  - river-report
supersedes:
  - river-brief
answers:
  - record: joint-patrols
    gap:
      zh: 经费
      en: what it costs
"""

#: What changes in each file of the small handbook: (old, new).
CHANGES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "data/sources/river-report.yml": (
        ("places: 12", "mark:\n  zh: 报告\n  en: Report\nplaces: 12"),
    ),
    "data/practices/joint-patrols.yml": (
        ("已处理[[boat-incidents]]纠纷。", "已处理[[boat-incidents]]纠纷[[river-report#2]]。"),
        ("handled [[boat-incidents]].", "handled [[boat-incidents]][[river-report#2]]."),
        ("[[river-report#2]]。\n  en: Twelve", "[[river-report#2]][[river-gazette#7]]，经费由镇里出[[river-gazette#8]]。\n  en: Twelve"),
        ("river-chief system[[river-report#2]].", "river-chief system[[river-report#2]][[river-gazette#7]]; the town pays for it[[river-gazette#8]]."),
        ("夜里轮流值守。", "夜里轮流值守[[river-report#2]]。"),
        ("take turns at night.", "take turns at night[[river-report#2]]."),
        (
            "gaps:\n  - zh: 经费\n    en: what it costs\ncite:\n  - river-report#2\n",
            "differences:\n  - about:\n      zh: 多久巡一次河\n      en: how often they patrol\n    accounts:\n"
            "      - text:\n          zh: 每月巡河。\n          en: They patrol every month.\n        cite:\n          - river-report#2\n"
            "      - text:\n          zh: 每周巡河。\n          en: They patrol every week.\n        cite:\n          - river-gazette#9\n"
            "cite:\n  - river-report#2\n  - river-gazette#7\n  - river-gazette#8\n  - river-gazette#9\n",
        ),
    ),
    "data/places/river-town.yml": (
        ("临河的一个镇。", "临河的一个镇[[river-report#1]][[river-brief#2]]。"),
        ("A town by the river.", "A town by the river[[river-report#1]][[river-brief#2]]."),
        (
            "cite:\n  - river-report#1\n",
            "gaps:\n  - zh: 人口\n    en: how many people live there\ncite:\n  - river-report#1\n  - river-brief#2\n",
        ),
    ),
}  # fmt: skip


def files(base: Mapping[str, str] = handbook_of.FILES) -> dict[str, str]:
    """Return the files of the handbook: those of the small one, with what changes and the new sources."""
    made = dict(base)
    for name, changes in CHANGES.items():
        for old, new in changes:
            assert old in made[name], old
            made[name] = made[name].replace(old, new)
    return made | {"data/sources/river-brief.yml": BRIEF, "data/sources/river-gazette.yml": GAZETTE}


def several(root: Path) -> Path:
    """Write the handbook and return its root."""
    return handbook_of.write(handbook_of.good(root), files())
