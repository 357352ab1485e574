"""Handbooks for tests: a small good one, and synthetic ones of any size from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from handbook.load import load
from handbook.model.dataset import Dataset

LABELS = """\
site:
  id: riverside-handbook
  licence: {name: CC-BY-4.0, title: Creative Commons Attribution 4.0, path: 'https://creativecommons.org/licenses/by/4.0/'}
languages:
  zh:
    name: 简体中文
    locale: zh_CN
  en:
    name: English
    locale: en_GB
words:
  site_name:
    zh: 河畔手册
    en: Riverside handbook
  site_short:
    zh: 河畔
    en: Riverside
  site_description:
    zh: 河畔镇怎样护河。
    en: How Riverside looks after its river.
  kind_sources:
    zh: 出处
    en: Sources
"""

#: The line that switches on Traditional Chinese.
HANT = "  zh-Hant: { name: 繁體中文, locale: zh_TW, converted_from: zh, converter: s2tw }\n"

VOCABULARY = """\
sections:
  safety:
    zh: 平安
    en: Safety
practice_kinds:
  mechanism:
    zh: 机制
    en: Mechanism
  agreement:
    zh: 协议
    en: Agreement
roles:
  lead:
    zh: 牵头
    en: lead
  partner:
    zh: 合作
    en: partner
organisation_kinds:
  police:
    zh: 公安
    en: Police
  court:
    zh: 法院
    en: Court
place_kinds:
  town:
    zh: 镇
    en: Town
  village:
    zh: 村
    en: Village
platform_kinds:
  hotline:
    zh: 热线
    en: Hotline
levels:
  provincial:
    zh: 省级
    en: Provincial
"""

THEME = """\
id: river-safety
title:
  zh: 河岸平安
  en: Safety on the river bank
summary:
  zh: 两岸怎样一起巡河、调解纠纷。
  en: How both banks patrol the river and mediate disputes together.
section: safety
order: 1
cite:
  - river-report#1
"""

PRACTICE = """\
id: joint-patrols
title:
  zh: 两岸联合巡河
  en: Joint river patrols
aliases:
  zh:
    - 联合巡河
  en:
    - river patrols
summary:
  zh: 两岸的[[river-police|派出所]]每月一起巡河，已处理[[boat-incidents]]纠纷。
  en: The [[river-police|police]] of both banks patrol the river together every month and have handled [[boat-incidents]].
pinyin: Liǎng'àn Liánhé Xúnhé
theme: river-safety
kind: mechanism
how:
  zh: 巡河由12人分三组进行，属于河长制的一部分[[river-report#2]]。
  en: Twelve people patrol in three groups, as part of the river-chief system[[river-report#2]].
components:
  - id: night-watch
    title:
      zh: 夜间值守
      en: Night watch
    text:
      zh: 夜里轮流值守。
      en: Both banks take turns at night.
actors:
  - organisation: river-police
    role: lead
places:
  - river-town
platforms:
  - river-line
started:
  date: 2023-08
results:
  figures:
    - boat-incidents
  honours:
    - clean-river
  statements:
    - text:
        zh: 据报道，偷渔的人少了。
        en: Poaching is reported to have fallen.
      cite:
        - river-report#2
related:
  - clean-river
tags:
  - river-chief
gaps:
  - zh: 经费
    en: what it costs
cite:
  - river-report#2
"""

ORGANISATION = """\
id: river-police
title:
  zh: 河畔派出所
  en: Riverside Police Station
summary:
  zh: 河畔镇的警察机构[[river-report#2]][[river-report#head]]。
  en: The police body of Riverside[[river-report#2]][[river-report#head]].
pinyin: Hépàn Pàichūsuǒ
kind: police
place: river-town
cite:
  - river-report#2
  - river-report#head
"""

PLACE = """\
id: river-town
title:
  zh: 河畔镇
  en: Riverside
summary:
  zh: 临河的一个镇。
  en: A town by the river.
pinyin: Hépàn Zhèn
kind: town
cite:
  - river-report#1
"""

PLATFORM = """\
id: river-line
title:
  zh: 护河热线
  en: River line
summary:
  zh: 报告河上问题的电话。
  en: A telephone line for problems on the river.
pinyin: Hùhé Rèxiàn
kind: hotline
cite:
  - river-report#2
"""

FIGURE = """\
id: boat-incidents
title:
  zh: 处理的船只纠纷
  en: Boat incidents handled
summary:
  zh: 联合巡河开始以来处理的船只纠纷。
  en: Boat incidents handled since the joint river patrols began.
measure: count
value: 1728
unit:
  zh: 起
  en: incidents
reported_by: river-police
cite:
  - river-report#3
"""

#: The same figure over time: a year without a number, a new way of counting, and a number that may yet change.
SERIES = FIGURE.replace("value: 1728\n", "").replace(
    "cite:\n",
    """\
observations:
  - period:
      date: '2020'
    value: 1200
    cite:
      - river-report#3
  - period:
      date: '2021'
    value: 1500
    cite:
      - river-report#3
  - period:
      date: '2023'
    value: 900
    break:
      zh: 不再计入走失的船
      en: boats adrift are no longer counted
    cite:
      - river-report#3
  - period:
      date: '2024'
    value: 1728
    status: provisional
    cite:
      - river-report#3
cite:
""",
)

HONOUR = """\
id: clean-river
title:
  zh: 最美河流
  en: Cleanest river
summary:
  zh: 省里评选的称号。
  en: A title that the province gives.
pinyin: Zuì Měi Héliú
level: provincial
year:
  date: '2023'
awarded_to:
  - river-town
cite:
  - river-report#4
"""

TERM = """\
id: river-chief
title:
  zh: 河长制
  en: river-chief system
aliases:
  en:
    - river chiefs
pinyin: hé zhǎng zhì
definition:
  zh: 每条河由一名负责人照管的办法。
  en: An arrangement under which one official answers for each river.
editorial: true
cite:
  - river-report#2
"""

SOURCE = """\
id: river-report
title:
  zh: 河畔镇护河报告
  en: Riverside report on the river
publisher: river-police
date:
  date: '2024'
  inferred: true
  basis:
    zh: 文中提到2023年的事。
    en: It speaks of events of 2023.
places: 12
summary:
  zh: 讲河畔镇怎样护河。
  en: It tells how Riverside looks after its river.
nature:
  zh: 当地自己的说法。
  en: The local account.
"""

PAGE_ZH = """\
---
title: 河岸平安
description: 两岸怎样一起护河。
---

# 河岸平安

## 要回答的问题 {#question}

[[river-town|河畔]]临河，[[joint-patrols]]属于[[river-chief|河长制]][[river-report#1]]。

## 谁做什么 {#who}

牵头的是[[river-police]]，处理了[[boat-incidents]]纠纷，另见[全部数字](../figures.md)。
"""

PAGE_EN = """\
---
title: Safety on the river bank
description: How both banks look after the river together.
---

# Safety on the river bank

## The question {#question}

[[river-town|Riverside]] lies by the river, and [[joint-patrols]] belong to the [[river-chief|river-chief system]][[river-report#1]].

## Who does what {#who}

[[river-police]] leads and has handled [[boat-incidents]]; see [all figures](../figures.md).
"""

CONFIG = """\
site_name: Riverside
repo_url: !ENV [HANDBOOK_REPO_URL, ""]
theme: {name: material, font: false, language: zh}
extra_css: [assets/handbook.css]
plugins:
  - handbook
  - i18n:
      docs_structure: suffix
      fallback_to_default: false
      reconfigure_material: true
      languages:
        - {locale: zh, name: 简体中文, default: true, build: true}
        - {locale: en, name: English, build: true}
nav:
  - home: index.md
  - safety: [safety/river-safety.md]
  - look-up: [practices.md, figures.md, honours.md, organisations.md, places.md, platforms.md, glossary.md]
  - about: [timeline.md, sources.md, downloads.md, data.md, changes.md, search.md]
validation: {omitted_files: warn}
"""

PRACTICE_FILE = "data/practices/joint-patrols.yml"
#: The files of the small good handbook.
FILES: Mapping[str, str] = {
    "data/labels.yml": LABELS,
    "data/vocabulary.yml": VOCABULARY,
    "data/themes/river-safety.yml": THEME,
    "data/practices/joint-patrols.yml": PRACTICE,
    "data/organisations/river-police.yml": ORGANISATION,
    "data/places/river-town.yml": PLACE,
    "data/platforms/river-line.yml": PLATFORM,
    "data/figures/boat-incidents.yml": FIGURE,
    "data/honours/clean-river.yml": HONOUR,
    "data/terms/river-chief.yml": TERM,
    "data/sources/river-report.yml": SOURCE,
    "docs/safety/river-safety.zh.md": PAGE_ZH,
    "docs/safety/river-safety.en.md": PAGE_EN,
}

#: What the small good handbook needs besides to become a site.
SITE: Mapping[str, str] = {
    "mkdocs.yml": CONFIG,
    ".github/PULL_REQUEST_TEMPLATE.md": "What changes, and where is it written?\n",
    "docs/index.zh.md": "---\ntitle: 首页\ndescription: 首页。\n---\n\n# 首页\n\n护河。\n",
    "docs/index.en.md": "---\ntitle: Home\ndescription: The home page.\n---\n\n# Home\n\nThe river.\n",
}


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a root and return the root."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def good(root: Path) -> Path:
    """Write the small good handbook and return its root."""
    return write(root, {"mkdocs.yml": configured(("zh", "en")), **FILES})


def with_hant(root: Path, exceptions: str = "", line: str = HANT) -> Path:
    """Switch on Traditional Chinese in a small handbook, with a list of exceptions, and return its root."""
    labels = root / "data/labels.yml"
    head, words, rest = labels.read_text(encoding="utf-8").partition("words:\n")
    labels.write_text(head + line + words + rest, encoding="utf-8")
    return write(root, {"data/conversions.yml": exceptions} if exceptions else {})


def configured(languages: Sequence[str]) -> str:
    """Return a configuration without a menu, in these languages."""
    head, _, _ = CONFIG.partition("      languages:\n")
    made = "".join(
        f"        - {{locale: {lang}, name: {lang}, default: {str(lang == languages[0]).lower()}}}\n"
        for lang in languages
    )
    return f"{head}      languages:\n{made}"


def changed(root: Path, **changes: str) -> Dataset:
    """Return the data of the small good handbook; `changes` replace whole files, named by their stem."""
    stems = {Path(path).stem.replace("-", "_").replace(".", "_"): path for path in FILES}
    write(root, {**FILES, **{stems[stem]: text for stem, text in changes.items()}})
    return load(root)[0]


def in_languages(root: Path, languages: Sequence[str], changes: Mapping[str, str]) -> Path:
    """Write the small good handbook in other languages and return its root.

    French, where there is any, stands in the English words.
    """

    def kept(value: Any) -> Any:
        if isinstance(value, dict):
            if value and {"zh", "en"} >= value.keys():
                texts = {**value, "fr": value["en"]} if "en" in value else value
                return {lang: texts[lang] for lang in languages if lang in texts}
            return {key: kept(each) for key, each in value.items()}
        return [kept(each) for each in value] if isinstance(value, list) else value

    written: dict[str, str] = {}
    for name, text in FILES.items():
        for old, new in changes.items():
            text = text.replace(old, new)
        if name.endswith(".yml"):
            tree = yaml.load(text, yaml.BaseLoader)
            if settings := tree.pop("languages", None):
                french = {"name": "Français", "locale": "fr_FR"}
                settings = {lang: settings.get(lang, french) for lang in languages}
            tree = ({"languages": settings} if settings else {}) | kept(tree)
            written[name] = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)
        else:
            path, lang, _ = name.rsplit(".", 2)
            copies = {lang: text} | ({"fr": text} if lang == "en" else {})
            written |= {f"{path}.{lang}.md": copies[lang] for lang in languages if lang in copies}
    return write(root, {"mkdocs.yml": configured(languages), **written})


def changing(root: Path) -> Path:
    """Write the small good handbook with practices and bodies that something became of; return its root.

    The patrols were replaced by the river watch; the ferry has ended, night boats are on trial. The
    police had another name, and carry on for the guard.
    """

    def practice(id_: str, zh: str, en: str, pinyin: str, status: str = "") -> str:
        text = PRACTICE.replace("id: joint-patrols", f"id: {id_}").replace("两岸联合巡河", zh)
        text = text.replace("Joint river patrols", en).replace("Liǎng'àn Liánhé Xúnhé", pinyin)
        text = text.replace("联合巡河", f"{zh}法").replace("river patrols", f"the {en} way")
        return text.replace("results:\n", f"{status}results:\n", 1)

    replaced = "status:\n  state: replaced\n  since:\n    date: 2024-06\n  by: river-watch\n  cite:\n    - river-report#2\n"
    former = "former_names:\n  - name:\n      zh: 河口派出所\n      en: Rivermouth Police Station\n    until:\n      date: 2021-05\n    cite:\n      - river-report#head\n"
    guard = ORGANISATION.replace("id: river-police", "id: river-guard").replace(
        "河畔派出所", "河防队"
    )
    guard = guard.replace("Riverside Police Station", "River Guard").replace(
        "Hépàn Pàichūsuǒ", "Héfángduì"
    )
    files = {
        PRACTICE_FILE: PRACTICE.replace("results:\n", f"{replaced}results:\n", 1) + "checked: 2026-03-01\n",
        "data/practices/river-watch.yml": practice("river-watch", "河道守望", "River watch", "Hédào Shǒuwàng"),
        "data/practices/night-boats.yml": practice(
            "night-boats", "夜船", "Night boats", "Yèchuán", "status:\n  state: trial\n  since:\n    date: '2024'\n"
        ),
        "data/practices/old-ferry.yml": practice(
            "old-ferry", "旧渡口", "Old ferry", "Jiù Dùkǒu", "status:\n  state: ended\n"
        ),
        "data/organisations/river-police.yml": ORGANISATION.replace("cite:\n", f"{former}cite:\n", 1),
        "data/organisations/river-guard.yml": guard.replace("cite:\n", "succeeded_by: river-police\ncite:\n", 1),
    }  # fmt: skip
    return write(good(root), files)


# --- synthetic handbooks -----------------------------------------------------------------------------------------------

_ZH = (
    "当地", "部门", "居民", "企业", "河道", "纠纷", "信息", "巡查", "网格", "服务", "共同", "处理", "报告", "说明", "建立", "改进", "联系", "办理",
)  # fmt: skip
_DIGITS = ("líng", "yī", "èr", "sān", "sì", "wǔ", "liù", "qī", "bā", "jiǔ")
_EN = (
    "local", "offices", "residents", "enterprises", "rivers", "disputes", "messages", "rounds", "grids", "services", "jointly", "handle",
    "report", "explain", "set up", "improve", "connect", "deal with",
)  # fmt: skip


def synthetic(root: Path, count: int, seed: int = 1) -> Path:
    """Write the small good handbook and beside it `count` synthetic records, about as long as real ones; return the root."""
    good(root)
    return write(root, dict(_records(count, random.Random(seed))))


def _records(count: int, random_: random.Random) -> Iterator[tuple[str, str]]:
    ids = [f"practice-{n:05}" for n in range(count)]
    for n, record_id in enumerate(ids):
        kind = ("practices", "practices", "practices", "organisations", "figures")[n % 5]
        yield f"data/{kind}/{record_id}.yml", _record(kind, record_id, n, ids, random_)


def _record(kind: str, record_id: str, n: int, ids: list[str], random_: random.Random) -> str:
    def text(indent: int, sentences: int, links: bool = True) -> str:
        margin = " " * indent
        zh, en = "", []
        for _ in range(sentences):
            words = [random_.randrange(len(_ZH)) for _ in range(9)]
            number = random_.randrange(2, 3000)
            other = random_.choice(ids[n - 50 : n] or ["joint-patrols"])
            zh += f"{''.join(_ZH[w] for w in words[:5])}{number}次，{f'见[[{other}]]' if links else '另有'}{''.join(_ZH[w] for w in words[5:])}。"
            rest = f"see [[{other}]] and" if links else "and"
            en.append(
                f"The {' '.join(_EN[w] for w in words[:5])} {number:,} times, {rest} {' '.join(_EN[w] for w in words[5:])}."
            )
        return f"{margin}zh: {zh}\n{margin}en: {' '.join(en)}\n"

    lines = f"id: {record_id}\ntitle:\n  zh: 第{n}号条目\n  en: Entry number {n}\naliases:\n  zh:\n    - 条目之{n}\n  en:\n    - item {n}\nsummary:\n{text(2, 1)}"
    pinyin = f"Dì {' '.join(_DIGITS[int(digit)] for digit in str(n))} Hào Tiáomù"
    if kind == "practices":
        lines += f"pinyin: {pinyin}\ntheme: river-safety\nkind: mechanism\nproblem:\n{text(2, 2)}how:\n{text(2, 3)}components:\n"
        for part in range(3):
            lines += f"  - id: part-{part}\n    title:\n      zh: 部分\n      en: Part\n    text:\n{text(6, 1, links=False)}"
        lines += f"actors:\n  - organisation: river-police\n    role: lead\n    text:\n{text(6, 1)}places:\n  - river-town\n"
    elif kind == "organisations":
        lines += f"pinyin: {pinyin}\nkind: court\nplace: river-town\ntext:\n{text(2, 4)}"
    else:
        unit = "unit:\n  zh: 件\n  en: cases\n"
        lines += f"measure: count\nvalue: {3000 + n}\n{unit}scope:\n{text(2, 1, links=False)}reported_by: river-police\n"
    gaps = "".join(text(4, 1, links=False).replace("    zh:", "  - zh:", 1) for _ in range(3))
    lines += "gaps:\n" + gaps.replace("。\n", "\n").replace(".\n", "\n")
    return f"{lines}cite:\n  - river-report#{random_.randrange(1, 13)}\n"
