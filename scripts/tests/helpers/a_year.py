"""A year of the small handbook with a new source, the yearbook: what an editor does with it, step by step.

Each step is edits that the check answers with something left to do, and further edits, until there is nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.helpers import handbook_of
from tests.helpers.repository import edit

YEARBOOK, REPORT = "data/sources/river-yearbook.yml", "data/sources/river-report.yml"
PATROLS, FERRY, BOATS = (
    f"data/practices/{name}.yml" for name in ("joint-patrols", "old-ferry", "night-boats")
)
LINE, TOWN = "data/platforms/river-line.yml", "data/places/river-town.yml"
PAGE_ZH, PAGE_EN = (f"docs/safety/river-safety.{lang}.md" for lang in ("zh", "en"))
FIGURE, POLICE = "data/figures/boat-incidents.yml", "data/organisations/river-police.yml"

#: The handbook before the year: the small one, whose number is one of 2022, and a ferry.
BEFORE: Mapping[str, str] = handbook_of.FILES | handbook_of.SITE | {
    FIGURE: handbook_of.FIGURE.replace("reported_by:", "period:\n  date: '2022'\nreported_by:"),
    FERRY: """\
id: old-ferry
title:
  zh: 旧渡口
  en: Old ferry
summary:
  zh: 载人往来两岸的渡船。
  en: A boat that carries people between the banks.
pinyin: Jiù Dùkǒu
theme: river-safety
kind: mechanism
started:
  date: '2019'
gaps:
  - zh: 谁来摆渡
    en: who rows it
cite:
  - river-report#5
""",
}  # fmt: skip

SOURCE = """\
id: river-yearbook
title:
  zh: 河畔年鉴
  en: Riverside yearbook
publisher: river-police
date:
  date: 2025-06
locator: page
places: 9
contents:
  - zh: 河长制
    en: the river chiefs
  - zh: 两岸的巡河
    en: the patrols of both banks
  - zh: 夜船
    en: night boats
  - zh: 夜船的灯
    en: the lights of night boats
  - zh: 热线
    en: the telephone line
  - zh: 镇和渡口
    en: the town and its ferry
  - zh: 派出所
    en: the police
  - zh: 船只纠纷
    en: boat incidents
  - zh: 巡河的账目
    en: accounts of the patrols
summary:
  zh: 讲河畔镇一年的护河。
  en: It tells of a year of looking after the river.
nature:
  zh: 当地自己的说法。
  en: The local account.
"""

NIGHT_BOATS = """\
id: night-boats
title:
  zh: 夜船
  en: Night boats
summary:
  zh: 夜里守河的船[[river-yearbook#3]]。
  en: Boats that watch the river at night[[river-yearbook#3]].
pinyin: Yèchuán
theme: river-safety
kind: mechanism
how:
  zh: 每晚有一条船在河上[[river-yearbook#3]]，船头点灯[[river-yearbook#4]]。
  en: Each night a boat is on the river[[river-yearbook#3]], with a light at its bow[[river-yearbook#4]].
actors:
  - organisation: river-police
    role: lead
    text:
      zh: 安排船只[[river-yearbook#7]]。
      en: It sees to the boats[[river-yearbook#7]].
cite:
  - river-yearbook#3
  - river-yearbook#4
  - river-yearbook#7
"""

#: The step that gives a figure two more periods.
NUMBERS = "two new numbers"
#: A text or a file: where, what stands there (nothing of a new file), what is written instead.
Edit = tuple[str, str, str]


@dataclass(frozen=True)
class Step:
    """Something that an editor does.

    Attributes:
        name: What it is.
        rounds: Edits, and the codes of what the check then says.
        told: What the brief in each language says of all of it.
        shown: What readers see then: page, and words of it in English.
    """

    name: str
    rounds: Sequence[tuple[Sequence[Edit], set[str]]]
    told: Mapping[str, Sequence[str]]
    shown: Sequence[tuple[str, str]] = ()


_FIRST = """\
  - period:
      date: '2022'
    value: 1728
    cite:
      - river-report#3
"""
_NUMBERS = """\
observations:
  - period:
      date: '2023'
    value: 1650
    cite:
      - river-yearbook#8
  - period:
      date: '2024'
    value: 1490
    status: provisional
    cite:
      - river-yearbook#8
"""
_DIFFERENCE = """\
differences:
  - about:
      zh: 多久巡一次河
      en: how often they patrol
    accounts:
      - text:
          zh: 每月巡河。
          en: They patrol every month.
        cite:
          - river-report#2
"""
_OTHER_ACCOUNT = """\
      - text:
          zh: 每周巡河。
          en: They patrol every week.
        cite:
          - river-yearbook#9
"""
_FORMER = """\
former_names:
  - name:
      zh: 河畔派出所
      en: Riverside Police Station
    until:
      date: '2024'
    cite:
      - river-yearbook#7
"""
_ANSWERS = """\
answers:
  - record: old-ferry
    gap:
      zh: 谁来摆渡
      en: who rows it
"""

STEPS = (
    Step(
        "a new source",
        (
            ([(YEARBOOK, "", SOURCE)], {"source-mark-missing"}),
            (
                [
                    (YEARBOOK, "locator:", "mark:\n  zh: 年鉴\n  en: Yearbook\nlocator:"),
                    (REPORT, "places:", "mark:\n  zh: 报告\n  en: Report\nplaces:"),
                ],
                set(),
            ),
        ),
        {"zh": ["新增 · 出处 · 河畔年鉴"], "en": ["Added · Sources · Riverside yearbook"]},
    ),
    Step(
        "ten statements",
        (
            (
                [
                    (BOATS, "", NIGHT_BOATS),
                    (PATROLS, "分三组进行", "分三组进行[[river-yearbook#2]]"),
                    (PATROLS, "in three groups", "in three groups[[river-yearbook#2]]"),
                    (PATROLS, "夜里轮流值守。", "夜里轮流值守[[river-yearbook#2]]。"),
                    (PATROLS, "at night.", "at night[[river-yearbook#2]]."),
                    (
                        LINE,
                        "的电话。",
                        "的电话[[river-report#2]]，夜里也有人接[[river-yearbook#5]]。",
                    ),
                    (
                        LINE,
                        "on the river.",
                        "on the river[[river-report#2]], answered at night, too[[river-yearbook#5]].",
                    ),
                    (
                        TOWN,
                        "的一个镇。",
                        "的一个镇[[river-report#1]]，有一个渡口[[river-yearbook#6]]。",
                    ),
                    (
                        TOWN,
                        "the river.",
                        "the river[[river-report#1]], with a ferry[[river-yearbook#6]].",
                    ),
                    (
                        POLICE,
                        "[[river-report#head]]。",
                        "[[river-report#head]][[river-yearbook#7]]。",
                    ),
                    (
                        POLICE,
                        "[[river-report#head]].",
                        "[[river-report#head]][[river-yearbook#7]].",
                    ),
                    (PAGE_ZH, "[[river-report#1]]。", "[[river-report#1]][[river-yearbook#1]]。"),
                    (PAGE_EN, "[[river-report#1]].", "[[river-report#1]][[river-yearbook#1]]."),
                ],
                {"cite-not-of-record"},
            ),
            (
                [
                    *(
                        (
                            path,
                            "cite:\n  - river-report#2\n",
                            f"cite:\n  - river-report#2\n  - river-yearbook#{page}\n",
                        )
                        for path, page in ((LINE, 5), (POLICE, 7))
                    ),
                    (
                        PATROLS,
                        "\ncite:\n  - river-report#2\n",
                        "\ncite:\n  - river-report#2\n  - river-yearbook#2\n",
                    ),
                    (TOWN, "  - river-report#1\n", "  - river-report#1\n  - river-yearbook#6\n"),
                ],
                {"cite-missing-in-text"},
            ),
            (
                [
                    (
                        PATROLS,
                        "[[boat-incidents]]纠纷。",
                        "[[boat-incidents]]纠纷[[river-report#2]]。",
                    ),
                    (PATROLS, "[[boat-incidents]].", "[[boat-incidents]][[river-report#2]]."),
                ],
                set(),
            ),
        ),
        {
            "zh": [
                "新增 · 做法 · 夜船",
                "夜里守河的船〔年鉴 第3页〕。",
                "，夜里也有人接",
            ],
            "en": [
                "Added · Practices · Night boats",
                "Boats that watch the river at night\\[Yearbook p. 3\\].",
            ],
        },
        (
            (
                "safety/river-safety/night-boats",
                "Boats that watch the river at night[Yearbook p. 3]",
            ),
        ),
    ),
    Step(
        NUMBERS,
        (
            ([(FIGURE, "\ncite:\n", f"\n{_NUMBERS}cite:\n")], {"figure-twice", "check-incomplete"}),
            (
                [
                    (FIGURE, "value: 1728\n", ""),
                    (FIGURE, "period:\n  date: '2022'\n", ""),
                    (FIGURE, "observations:\n", f"observations:\n{_FIRST}"),
                ],
                {"cite-not-of-record"},
            ),
            (
                [
                    (
                        FIGURE,
                        "\ncite:\n  - river-report#3\n",
                        "\ncite:\n  - river-report#3\n  - river-yearbook#8\n",
                    )
                ],
                {"cite-missing-in-text"},
            ),
            (
                [
                    (FIGURE, "纠纷。", "纠纷[[river-report#3]][[river-yearbook#8]]。"),
                    (
                        FIGURE,
                        "patrols began.",
                        "patrols began[[river-report#3]][[river-yearbook#8]].",
                    ),
                ],
                set(),
            ),
        ),
        {
            "zh": ["<del>1728起〔报告 3〕</del> → <ins>2024年1490起（暂定）〔年鉴 第8页〕</ins>"],
            "en": ["1,728 incidents"],
        },
        (("figures", "1,490"),),
    ),
    Step(
        "what the sources tell differently",
        (
            (
                [(PATROLS, "gaps:\n", f"{_DIFFERENCE}gaps:\n")],
                {"differences-sources", "check-incomplete"},
            ),
            (
                [
                    (PATROLS, "gaps:\n", f"{_OTHER_ACCOUNT}gaps:\n"),
                    (
                        PATROLS,
                        "  - river-yearbook#2\n",
                        "  - river-yearbook#2\n  - river-yearbook#9\n",
                    ),
                ],
                set(),
            ),
        ),
        {"zh": ["每周巡河"], "en": ["They patrol every week"]},
        (("safety/river-safety/joint-patrols", "Sources differ"),),
    ),
    Step(
        "a gap that is answered",
        (
            ([(YEARBOOK, "local account.\n", f"local account.\n{_ANSWERS}")], {"answer-not-told"}),
            (
                [
                    (
                        FERRY,
                        "的渡船。",
                        "的渡船[[river-report#5]]，由村民轮流摆渡[[river-yearbook#6]]。",
                    ),
                    (
                        FERRY,
                        "the banks.",
                        "the banks[[river-report#5]], rowed by villagers in turn[[river-yearbook#6]].",
                    ),
                    (FERRY, "  - river-report#5\n", "  - river-report#5\n  - river-yearbook#6\n"),
                ],
                {"gap-answered"},
            ),
            ([(FERRY, "gaps:\n  - zh: 谁来摆渡\n    en: who rows it\n", "")], set()),
        ),
        {"zh": ["谁来摆渡"], "en": ["who rows it"]},
        (("safety/river-safety/old-ferry", "rowed by villagers in turn"),),
    ),
    Step(
        "a practice that ended",
        (
            (
                [
                    (
                        FERRY,
                        "cite:\n",
                        "status:\n  state: ended\n  since:\n    date: '2014'\n  cite:\n    - river-yearbook#6\ncite:\n",
                    )
                ],
                {"status-before-start"},
            ),
            ([(FERRY, "'2014'", "'2024'")], set()),
        ),
        {"zh": ["<ins>已结束（"], "en": ["<ins>ended ("]},
        (("safety/river-safety/old-ferry", "has ended (2024)"),),
    ),
    Step(
        "an organisation with another name",
        (
            (
                [
                    (POLICE, "河畔派出所", "水上派出所"),
                    (POLICE, "Riverside Police Station", "Water Police Station"),
                    (POLICE, "cite:\n", f"{_FORMER}cite:\n"),
                ],
                {"pinyin-differs"},
            ),
            ([(POLICE, "Hépàn Pàichūsuǒ", "Shuǐshàng Pàichūsuǒ")], set()),
        ),
        {"zh": ["河畔派出所"], "en": ["Riverside Police Station"]},
        (("organisations", "Riverside Police Station"),),
    ),
)


def before(root: Path) -> Path:
    """Write the handbook as it is before the year; return its root."""
    return handbook_of.write(root, BEFORE)


def do(root: Path, edits: Sequence[Edit]) -> None:
    """Make edits in a handbook."""
    for path, old, new in edits:
        if old:
            edit(root, path, (old, new))
        else:
            handbook_of.write(root, {path: new})


def after(root: Path) -> Path:
    """Write the handbook as it is after the year; return its root."""
    before(root)
    for step in STEPS:
        for edits, _ in step.rounds:
            do(root, edits)
    return root
