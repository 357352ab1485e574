"""The rules of the check: each passes on the good handbook, and finds what it is there for when one thing is broken."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from handbook import checks
from handbook.checks import RULES, Rule, check_handbook
from handbook.checks import directives as blocks
from handbook.checks import hierarchy as ranks
from handbook.checks import markdown_syntax as marks
from handbook.checks.context import Subject
from handbook.checks.masked_text import BLANK, read
from handbook.checks.name_matcher import Found, Names, fold, longest
from handbook.checks.typography import chinese, english
from handbook.diagnostics import Diagnostic
from handbook.load import load
from handbook.model.records import Passage
from handbook.model.types import Prose
from handbook.pages.build import build_pages
from handbook.text.markdown import parser
from tests.helpers import handbook_of
from tests.helpers.slips import FIGURE, PAGE, PRACTICE, TERM

EN_PAGE = PAGE.replace(".zh.", ".en.")
Check = Callable[[str, str, str], list[Diagnostic]]

DIAGRAM = ":::diagram\nriver-safety\n:::"
PART = "components:\n  - id: {}\n    title:\n      zh: 清晨值守\n      en: Morning watch\n"
#: For each rule what breaks it: a file, the text replaced, what replaces it, and the codes that the rule then finds.
BREAKS: dict[str, list[tuple[str, str, str, list[str]]]] = {
    "identity": [
        (TERM, "id: river-chief", "id: river-chiefs", ["id-not-file-name"]),
        ("data/places/river-town.yml", "zh: 河畔镇", "zh: 护河热线", ["name-taken"]),
        (PRACTICE, "    - river patrols", "    - Cleanest River", ["name-taken"]),
    ],
    "anchors": [
        (PRACTICE, "id: night-watch", "id: facts", ["anchor-reserved"]),
        (PRACTICE, "id: night-watch", "id: history", ["anchor-reserved"]),
        (PRACTICE, "id: night-watch", "id: sources", ["anchor-reserved"]),
        (PRACTICE, "id: night-watch", "id: table", []),
        (PRACTICE, "components:\n", PART.format("night-watch"), ["part-id-twice"]),
        (PRACTICE, "actors:\n", PART.format("night-watch").replace("components", "steps") + "actors:\n", ["part-id-twice"]),
        (FIGURE, "id: boat-incidents", "id: table", ["anchor-reserved"]),
        (FIGURE, "id: boat-incidents", "id: facts", []),
        (TERM, "id: river-chief", "id: letter-h", ["anchor-reserved"]),
        (PAGE, "{#who}", "{#practices}", ["anchor-reserved"]),
    ],
    "citations": [
        (PRACTICE, "cite:\n  - river-report#2", "cite:\n  - river-report#13", ["cite-past-end"]),
        (PRACTICE, "        - river-report#3", "        - river-town#3", ["cite-source-unknown"]),
        (PRACTICE, "cite:\n  - river-report#2", "cite:\n  - river-report#2\n  - river-report#2", ["cite-twice"]),
        (PRACTICE, "一部分。[[river-report#2]]", "一部分。[[river-report#02]]", ["cite-link-form"]),
        (PRACTICE, "一部分。[[river-report#2]]", "一部分。[[river-report#2|注]]", ["cite-words"]),
        (PAGE, "[[river-report#1]]", "[[river-report#99]]", ["cite-past-end"]),
    ],
    "references": [
        (PRACTICE, "  - river-line", "  - river-lime", ["reference-unknown"]),
        (PRACTICE, "theme: river-safety", "theme: river-line", ["reference-kind"]),
        (PRACTICE, "related:\n", "related:\n  - clean-river\n", ["reference-twice"]),
        (PRACTICE, "related:\n", "related:\n  - joint-patrols\n", ["reference-to-itself"]),
        (PRACTICE, "河长制的一部分", "[[joint-patrols|自己]]的一部分", ["reference-to-itself"]),
        (PRACTICE, "夜里轮流", "夜里[river-town]]轮流", ["link-brackets"]),
        (PRACTICE, "夜里轮流", "夜里[[river-town|轮[流]]]", ["link-brackets"]),
        (PRACTICE, "夜里轮流", "夜里【【river-town】】轮流", ["link-brackets"]),
        (PRACTICE, "夜里轮流", "夜里[[ ]]轮流", ["link-empty"]),
        (PRACTICE, "夜里轮流", "夜里[[river-town| ]]轮流", ["link-words-empty"]),
        (PRACTICE, "    - 联合巡河", "    - 联合[[river-town]]", ["link-in-name"]),
        (PRACTICE, "    - 联合巡河", "    - 联合]]巡河", ["link-in-name"]),
        (PAGE, "[[river-police]]", "[[river-cops]]", ["reference-unknown"]),
    ],
    "ranks": [
        ("data/places/river-town.yml", "id: river-town\n", "id: river-town\nparent: river-town\n", []),  # told as a reference to itself
    ],
    "translations": [],  # what a lock knows: see test_translations
    "editions": [],  # see test_diff
    "style": [
        (PRACTICE, "kind: mechanism", "kind: 'mechanism'", ["record-style"]),
        (PRACTICE, "theme: river-safety\nkind: mechanism", "kind: mechanism\ntheme: river-safety", ["record-style"]),
        (PRACTICE, "id: joint-patrols", "# later\nid: joint-patrols", ["record-comment"]),
    ],
    "page-links": [
        (PAGE, "(../figures.md)", "(../figure.md)", ["link-page-unknown"]),
        (PAGE, "(../figures.md)", "(figures.md)", ["link-page-unknown"]),
        (PAGE, "(../figures.md)", "(../figures.zh.md)", ["link-page-unknown"]),
        (PAGE, "(../figures.md)", "(/figures/)", ["link-page-unknown"]),
        (PAGE, "(../figures.md)", "(<../figures>)", ["link-page-unknown"]),
        (PAGE, "(../figures.md)", "()", ["link-page-unknown"]),
        (PAGE, "(../figures.md)", "(../figures.md#boat-incident)", ["link-anchor-unknown"]),
        (PAGE, "(../figures.md)", "(#whose)", ["link-anchor-unknown"]),
        (PAGE, "(../figures.md)", "(river-safety/joint-patrols.md#night)", ["link-anchor-unknown"]),
        *[
            (PAGE, "(../figures.md)", f"({to})", [])
            for to in (
                "../figures.md#boat-incidents", "../figures.md#table", "#who", "#practices", "river-safety.md#question",
                "river-safety/joint-patrols.md#night-watch", "river-safety/joint-patrols.md#facts", "../sources/river-report.md#p2",
                "../glossary.md#river-chief", "../glossary.md#letter-h",
            )
        ],
        (PRACTICE, "夜里轮流", "夜里[轮流](../figures.md)", ["link-in-record"]),
    ],
    "page-paths": [],  # where pages stand: see below
    "numbers": [
        (PRACTICE, "夜里轮流", "夜里1728起，轮流", ["number-typed"]),
        (PRACTICE, "夜里轮流", "夜里1,728 起，轮流", ["number-typed"]),
        (PRACTICE, "夜里轮流", "夜里一千七百二十八起，轮流", ["number-typed"]),
        (PRACTICE, "夜里轮流", "夜里0.17万起，轮流", ["number-typed"]),
        (PRACTICE, "夜里轮流", "夜里[[river-line|1728起]]，轮流", ["number-typed"]),
        (PRACTICE, "take turns", "take 1,728 incidents", ["number-typed"]),
        (PRACTICE, "take turns", "take one thousand seven hundred and twenty-eight incidents", ["number-typed"]),
        (PAGE, "[[boat-incidents]]纠纷", "1728起纠纷", ["number-typed"]),
        (FIGURE, "en: Boat incidents handled since", "en: The 1728 incidents handled since", ["number-typed"]),
    ],
    "parity": [
        (PRACTICE, "由12人", "由13人", ["number-differs"]),
        (PRACTICE, "分三组", "分四组", ["number-differs"]),
        (PRACTICE, "in three groups", "in 4 groups", ["number-differs"]),
        (PRACTICE, "夜里轮流", "2023年夜里轮流", ["number-differs"]),
        (PRACTICE, "take turns at", "take turns in 2023 at", ["number-differs"]),
        (PRACTICE, "已处理[[boat-incidents]]", "已处理多起", ["figure-differs"]),
        (PAGE, "处理了[[boat-incidents]]纠纷", "处理了3种纠纷", ["figure-differs", "number-differs"]),
    ],
    "terminology": [
        (PRACTICE, "the river-chief system", "the system of river heads", ["term-not-agreed"]),
        (PAGE, "[[river-chief|河长制]]", "河长制", []),
        (EN_PAGE, "[[river-chief|river-chief system]]", "river heads", ["term-not-agreed"]),
        ("data/honours/clean-river.yml", "zh: 最美河流", "zh: 河长制奖", ["term-not-agreed"]),
    ],
    "hygiene": [
        (PRACTICE, "夜里轮流", "夜里\u200b轮流", ["character-invisible"]),
        (PRACTICE, "夜里轮流", "夜里❤\ufe0f轮流", ["character-invisible"]),
        (PRACTICE, "夜里轮流", "夜里\u00ad轮流", ["character-invisible"]),
        (PRACTICE, "夜里轮流", "夜里\ue000轮流", ["character-unknown"]),
        (PRACTICE, "夜里轮流", "夜里\u0378轮流", ["character-unknown"]),
        (PRACTICE, "夜里轮流", "夜里Ａ轮流", ["character-full-width"]),
        (PRACTICE, "夜里轮流", "夜里\u3000轮流", ["space-special"]),
        (PRACTICE, "take turns", "take tu\u0301rns", ["text-not-nfc"]),
        (PRACTICE, "en: Both banks take", "en: 'Both banks take '\n      #", ["space-at-edge"]),
        (PRACTICE, "take turns", "take  turns", ["space-double"]),
        (PRACTICE, "zh: 两岸联合巡河", "zh: |\n    两岸\n    联合巡河", ["name-several-lines"]),
        (PRACTICE, "夜里轮流", "夜里（轮流", ["quotes-unbalanced"]),
        (PRACTICE, "夜里轮流", "夜里“轮流‘值守”’", ["quotes-unbalanced"] * 4),
        (PRACTICE, "夜里轮流", "夜里 轮流", ["space-in-chinese"]),
        (PRACTICE, "夜里轮流", "夜里 A轮流", ["space-in-chinese"]),
        (PRACTICE, "夜里轮流", "夜里， 轮流", ["space-in-chinese"]),
        (PRACTICE, "夜里轮流", "夜里!轮流", ["punctuation-half-width"]),
        (PRACTICE, "夜里轮流", "夜里(轮流)", ["punctuation-half-width"] * 2),
        (PRACTICE, "轮流值守。", "轮流值守.", ["punctuation-half-width"]),
        (PRACTICE, "夜里轮流", "夜里...轮流", ["ellipsis-dots"]),
        (PRACTICE, "夜里轮流", '夜里"轮流', ["quotes-straight"]),
        (PRACTICE, "take turns", "take “turns", ["quotes-curly"]),
        (PRACTICE, "take turns", "take 轮流", ["chinese-in-english"]),
        (PRACTICE, "take turns", "take turns ,", ["space-before-punctuation"]),
        (PAGE, "title: 河岸平安", "title: 河岸 平安", ["space-in-chinese"]),
        ("data/labels.yml", "zh: 出处", "zh: 出\u200b处", ["character-invisible"]),
    ],
    "markup": [
        (PRACTICE, "夜里轮流", "夜里<br>轮流", ["markup-html"]),
        (PRACTICE, "夜里轮流", "夜里<!-- 轮流", ["markup-html"]),
        (PRACTICE, "    - 联合巡河", "    - <i>联合巡河", ["markup-html"]),
        (PRACTICE, "夜里轮流", "夜里[轮流](http://example.org)", ["link-scheme"]),
        (PRACTICE, "夜里轮流", "夜里[轮流](java&#115;cript:x)", ["link-scheme"]),
        (PRACTICE, "夜里轮流", "夜里[轮流](DATA:text/html)", ["link-scheme"]),
        (PRACTICE, "take turns", "take turns (http://example.org)", ["link-scheme"]),
        (PAGE, "(../figures.md)", "( vbscript:x)", ["link-scheme"]),
        (PAGE, "## 谁", "[x]: javascript:x\n\n## 谁", ["link-scheme"]),
        (PRACTICE, "夜里轮流", "夜里[轮流](//example.org)", ["link-without-scheme"]),
        (PRACTICE, "夜里轮流", "夜里![轮流](//example.org)", ["image"]),
        (PAGE, "[全部数字](../figures.md)", "![全部[数字]](https://example.org/a.png)", ["image"]),
        (PAGE, "[全部数字](../figures.md)", "![全部[数字]](a.png)", ["image"]),
        (PAGE, "[全部数字](../figures.md)", "![全部数字][x] \\![不是图][[river-line]]", ["image"]),
        (PAGE, "临河，", "临河{: .wide}，", ["markup-braces"]),
        (PAGE, "临河，", "{#near}临河，", ["markup-braces"]),
        (PRACTICE, "夜里轮流", "夜里{#night}轮流", ["markup-braces"]),
        (PAGE, "临河，", "临:lang[by]{English!}河，", ["markup-language"]),
        (PRACTICE, "zh: 夜里轮流值守。", "zh: |-\n        # 夜里\n        轮流", ["markup-block-in-record"]),
        (PRACTICE, "zh: 夜里轮流值守。", "zh: |-\n        夜里\n        ===\n        轮流", ["markup-block-in-record"]),
        (PRACTICE, "zh: 夜里轮流值守。", "zh: |-\n        夜里\n        ---\n\n        轮流", ["markup-block-in-record"]),
        (PRACTICE, "zh: 夜里轮流值守。", "zh: |-\n        - 夜里\n          ---\n        - 轮流", ["markup-block-in-record"]),
        (PRACTICE, "zh: 夜里轮流值守。", "zh: |-\n        夜里\n\n        ---\n\n        轮流", []),
        ("data/labels.yml", "en: Sources", "en: <b>Sources</b>", ["markup-html"] * 2),
        (PAGE, "description: 两岸", "description: <b>两岸", ["markup-html"]),
    ],
    "glyphs": [
        (PRACTICE, "夜里轮流", "夜里龘轮流", ["book-character"]),
        (PRACTICE, "夜里轮流", "夜里\U00020000轮\U00020000流龘", ["book-character"] * 2),
        (PAGE, "title: 河岸平安", "title: 河岸平安🚤", ["book-character"]),
        (PAGE, "临河，", "临河🚤，", ["book-character"]),
        ("data/labels.yml", "zh: 出处", "zh: 出处龘", ["book-character"]),
        (PRACTICE, "夜里轮流", "夜里✓ع轮流", ["book-character"] * 2),
        (PRACTICE, "夜里轮流", "夜里埭①ǖé–‰Ω→●轮流", []),
    ],
    "blocks": [
        (PAGE, "临河，", "临河。\n\n:::card\n- 一\n:::\n\n两岸，", ["block-unknown"]),
        (PAGE, "临河，", "临河。\n\n::: cards\n- 一\n:::\n\n两岸，", ["block-unknown"]),
        (PAGE, "临河，", "临河。\n\n  :::cards\n- 一\n:::\n\n两岸，", ["block-unknown"]),
        (PAGE, "临河，", "临河。\n\n:::cards\n- 一\n\n两岸，", ["block-open"]),
        (PAGE, "临河，", "临河。\n\n:::cards\n- 一\n\n:::facets\n一\n:   二\n:::\n\n两岸，", ["block-open"]),
        (PAGE, "临河，", "临河。\n\n:::\n\n两岸，", ["block-end"]),
        (PAGE, "临河，", "临河。\n\n:::diagram\nriver-line\n:::\n\n两岸，", ["diagram-unknown"]),
        (PAGE, "临河，", "临河。\n\n:::diagram\nriver-safty\n:::\n\n两岸，", ["diagram-unknown"]),
        (PAGE, "临河，", "临河。\n\n:::diagram\n:::\n\n两岸，", ["diagram-unknown"]),
        (PAGE, "临河，", "临河。\n\n：：：cards\n- 一\n:::\n\n两岸，", ["block-unknown"]),
        (PAGE, "临河，", "临河。\n\n::cards\n- 一\n::\n\n两岸，", ["block-unknown"] * 2),
        (PAGE, "临河，", "临河。\n\n> :::cards\n\n两岸，", ["block-unknown"]),
        (PAGE, "临河，", "临河:::cards，", ["block-unknown"]),
        (PAGE, "临河，", f"临河。\n\n{DIAGRAM}\n\n两岸，", ["diagram-twice"]),  # a theme's page draws it anyway
        (PAGE, "临河，", "临河。\n\n```\n:::card\n```\n\n:::facets\n一\n:   二\n:::\n\n两岸，", []),
        (PRACTICE, "zh: 夜里轮流值守。", "zh: |-\n        夜里\n\n        :::cards\n        - 轮流\n        :::", ["block-in-record"]),
    ],
    "layout": [
        (PAGE, "临河，", "临河：\n- 一\n- 二\n\n两岸，", ["list-without-line"]),
        (PAGE, "临河，", "临河：\n1. 一\n2. 二\n\n两岸，", ["list-without-line"]),
        (PAGE, "临河，", "临河：\n\n- 一\n  接着\n\n    又一段\n- 二\n\n两岸\n- 三\n\n，", ["list-without-line"]),
        (PAGE, "临河，", "临河：\n\n- 一\n接着\n- 二\n\n:::cards\n- 三\n:::\n\n### 四 {#four}\n- 五\n\n```\n六\n- 七\n```\n\n两岸，", []),
        (PRACTICE, "zh: 夜里轮流值守。", "zh: |-\n        夜里：\n        - 轮流", ["list-without-line"]),
        (PAGE, "临河，", "临河：\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n\n两岸，", ["table-form"]),
        (PAGE, "临河，", "临河：\n\n| 甲 | 乙 |\n| 一 | 二 |\n\n两岸，", ["table-form"]),
        (PAGE, "临河，", "临河：\n\n｜甲｜乙｜\n|---|---|\n\n两岸，", ["table-form"]),
        (PAGE, "临河，", "临河：\n\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 | 三 |\n| 四 |\n\n两岸，", ["table-cells"] * 2),
        (PAGE, "临河，", "临河：\n\n| 甲 | 乙 |\n|:--|--:|\n| [[river-line|一]] \\| `|` | |\n\n两岸，", []),
        (PAGE, "(../figures.md)", "（../figures.md）", ["link-full-width"]),
        (PAGE, "临河，", "临河，见【图】(../figures.md)，", ["link-full-width"]),
        (PAGE, "临河，", "临河，见［图］(../figures.md)，", ["link-full-width"]),
        (PAGE, "临河，", "临河，见【图】（河边），【公告】（详见https://example.org/a），`【字】（https://…）`，", []),
        (PAGE, "临河，", "临河，见[[river-line|热线]]（https://example.org/a），", []),
    ],
    "marks": [
        (PAGE, "临河，", "＊＊临河＊＊，", ["mark-full-width"]),
        (PAGE, "临河，", "评为＊＊＊级，＊为约数，＊＊为估计数，", []),
        (PAGE, "## 谁", "＃＃谁是 谁", ["mark-full-width"]),
        (PAGE, "## 谁", "＃ 谁", ["mark-full-width"]),
        (PAGE, "临河，", "临河：\n\n＃平安平湖＃\n\n＃3楼，", []),
        (PAGE, "临河，", "临河：\n\n＊ 一\n\n两岸，", ["mark-full-width"]),
        (PAGE, "临河，", "临河：\n\n＊注一，\n\n两岸，", []),
        (PAGE, "临河，", "临河，｀码｀，`＊＊`，5＊6，＃号，", ["mark-full-width"] * 2),
        (PRACTICE, "每月一起巡河", "每月**一起巡河", ["bold-open"]),
        (PAGE, "临河，", "** 临河 **，", ["bold-open"] * 2),
        (PAGE, "临河，", "**临\n\n河**，", ["bold-open"] * 2),
        (PAGE, "临河，", "临：\n\n- **甲\n- 乙**\n\n河，", ["bold-open"] * 2),
        (PAGE, "临河，", "临：\n\n| **甲 | 乙** |\n|---|---|\n| **一** | 二 |\n\n河，", ["bold-open"] * 2),
        (PAGE, "临河，", "临：\n\n### **要点 {#x}\n接着**说\n\n河，", ["bold-open"] * 2),
        (PAGE, "临河，", "138****5678和139****4321，", ["bold-open"] * 2),
        (PAGE, "临河，", "**临\n河**，***两***，`2**3`，2\\*\\*3，", []),
        (PAGE, "临河，", "临河：\n\n***\n\n****\n\n两岸，", []),
        (PAGE, "临河，", "临`河，", ["code-open"]),
        (PAGE, "临河，", "临河：\n\n```\n码\n\n两岸，", ["code-open"]),
        (PAGE, "临河，", "临河：\n\n~~~\n码\n\n两岸，", ["code-open"]),
        (PAGE, "临河，", "临河：\n\n~~~\n码\n~~~\n\n``两`岸``，\\`键，8~~~9点，", []),
        (PAGE, "临河，", "临河，\n\n    两岸，\n    上下，", ["line-indented"]),
        (PAGE, "临河，", "临河，\n\n\t两岸，", ["line-indented"]),
        (PAGE, "临河，", "临河：\n\n    ```\n    码\n    ```\n\n两岸，", ["line-indented"]),
        (PAGE, "{#who}\n\n", "{#who}\n    ", ["line-indented"]),
        (PAGE, "临河，", "临河，\n\n---\n    两岸，", ["line-indented"]),
        (PAGE, "临河，", '临河：\n\n??? note "注"\n\n    两岸，', ["line-indented"]),
        (PAGE, "临河，", "临河：\n\n- 一\n\n    又一段\n\n        再一段\n\n两岸，\n    上下，", []),
        (PAGE, "临河，", "临河：\n\n- 一\n接着\n\n    又一段\n\n两岸，", []),
        (PAGE, "临河，", "临河：\n\n- 一\n\n    ```sh\n    make\n    ```\n\n    接着\n\n两岸，", []),
        (PAGE, "临河，", '临河：\n\n!!! note "注"\n\n    一段\n\n    又一段\n\n两岸\n\n:   说明\n\n    又一段\n\n两岸，', []),
        (PRACTICE, "zh: 夜里轮流值守。", "zh: |-\n        夜里：\n\n        | 甲 | 乙 |\n        |---|---|\n        | 一 | 二 |", ["text-end"]),
        (PRACTICE, "zh: 夜里轮流值守。", "zh: |-\n        夜里：\n\n        ```\n        码\n        ```", ["text-end"]),
        (PRACTICE, "zh: 夜里轮流值守。", "zh: |-\n        夜里。\n\n        ---", ["text-end"]),
        (PRACTICE, "zh: 夜里轮流值守。", "zh: |-\n        夜里：\n\n        | 甲 | 乙 |\n        |---|---|\n        | 一 | 二 |\n\n        完。", []),
        (PRACTICE, "zh: 两岸联合巡河\n", "zh: 两岸**联合**巡河\n", ["mark-in-name"] * 2),
        (PRACTICE, "zh: 两岸联合巡河\n", "zh: 两岸＊＊联合`巡河\n", ["mark-in-name"] * 2),
    ],
    "lengths": [
        (PRACTICE, "zh: 两岸联合巡河\n", f"zh: {'河' * 41}\n", ["title-too-long"]),
        (PRACTICE, "en: Joint river patrols\n", f"en: {'r' * 101}\n", ["title-too-long"]),
        (PRACTICE, "每月一起巡河", "每月一起巡河。" * 16, ["summary-too-long"]),
        (PRACTICE, "每月一起巡河", "每月一起巡河" * 9, ["sentence-too-long"]),
        (PRACTICE, "every month ", "every month " * 12, ["sentence-too-long"]),
        (TERM, "zh: 每条河", f"zh: {'每条河' * 20}", ["sentence-too-long"]),
    ],
    "languages": [
        (PRACTICE, "  en: Joint river patrols\n", "", ["translation-missing"]),
        (PRACTICE, "    en: The source does not say what it costs.\n", "", ["translation-missing"]),
        (EN_PAGE, "{#who}", "{#whom}", ["page-headings-differ"]),
    ],
    "prose": [
        (PAGE, "# 河岸平安\n\n## 要", "## 要", ["page-title-first"]),
        (PAGE, "# 河岸平安\n\n", "", ["page-title-first"]),
        (PAGE, "# 河岸平安", "引言。\n\n# 河岸平安", ["page-title-first"]),
        (PAGE, "## 谁", "# 又一个\n\n## 谁", ["page-title-twice"]),
        (PAGE, "## 谁", "#### 谁", ["heading-level"]),
        (PAGE, "## 谁", "### 更细 {#finer}\n\n## 谁", []),
        (PRACTICE, "每月一起巡河", "每月一起巡河[^1]", ["page-footnote"]),
        (PAGE, " {#who}", "", ["heading-id"]),
        (PAGE, "{#who}", "{#Who}", ["heading-id"]),
        (PAGE, "##\u0020谁", "###谁", []),
        (PAGE, "{#who}", "{#question}", ["heading-id-twice"]),
        (PAGE, "## 谁做什么 {#who}", "谁做什么\n---", ["heading-form"]),
        (PAGE, "## 谁", '!!! note "注"\n    说明。\n    ---\n\n## 谁', ["heading-form"]),
        (PAGE, "临河，", "临河[^1]，", ["page-footnote"]),
    ],
    "words": [("data/labels.yml", "  figures_title:", "  figures_unheard_of:", ["label-words-missing"])],
    "placeholders": [(PRACTICE, "zh: 夜里轮流值守。", "zh: …", ["text-unfilled"])],
}  # fmt: skip

BROKEN = [(rule, index) for rule in RULES for index in range(len(BREAKS[rule.name]))]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_passes_the_good_handbook(rule: Rule, root: Path) -> None:
    """What is right is left alone."""
    assert [] == list(rule.check(Subject(load(root)[0])))


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("{}", []),
        ("{}\n\n{}", ["diagram-twice"]),
        (":::diagram \n\n  river-safety \n\n::: ", []),
    ],
)
def test_a_drawing_stands_once_on_a_page(root: Path, body: str, codes: list[str]) -> None:
    """Any page of prose may show it, with blanks and empty lines as they come."""
    page = f"---\ntitle: 图\ndescription: 图。\n---\n\n# 图\n\n{body.replace('{}', DIAGRAM)}\n"
    handbook_of.write(root, {"docs/about/more.zh.md": page})
    dataset, _ = load(root)
    assert codes == [finding.code for finding in blocks.check(Subject(dataset))]
    if not codes:
        assert '"kind": "tree"' in build_pages(dataset, "zh")["about/more"].markdown


def test_a_drawing_of_what_cannot_be_read_now_is_no_second_problem(root: Path) -> None:
    """A slip in a place's file is told there, and not at each drawing that shows the place."""
    page = DIAGRAM.replace("river-safety", "joint-patrols")
    handbook_of.write(root, {"docs/about/more.zh.md": f"---\ntitle: 图\ndescription: 图。\n---\n\n# 图\n\n{page}\n"})
    dataset, _ = load(root)
    assert ["diagram-unknown"] == [finding.code for finding in blocks.check(Subject(dataset))]
    assert [] == [*blocks.check(Subject(dataset, frozenset({"river-town"})))]


def test_nothing_belongs_to_itself_in_the_end(root: Path) -> None:
    """A circle of three is told at each of the three, and what hangs on the circle is not."""
    above = {"river-town": "mid-town", "mid-town": "up-town", "up-town": "river-town", "quay": "river-town"}
    for place, parent in above.items():
        text = handbook_of.PLACE.replace("id: river-town\n", f"id: {place}\nparent: {parent}\n").replace("河畔镇", f"{place}河畔镇")
        handbook_of.write(root, {f"data/places/{place}.yml": text.replace("Riverside", f"Riverside {place}")})
    dataset, _ = load(root)
    found = list(ranks.check(Subject(dataset)))
    assert {("parent-circle", f"data/places/{place}.yml", "parent") for place in above if place != "quay"} == {
        (finding.code, finding.place.path, finding.place.field) for finding in found
    }
    assert 3 == len(found)


def test_two_themes_have_two_places(root: Path) -> None:
    """The second theme of the same order is told, with the first one's file."""
    theme = (
        handbook_of.THEME.replace("id: river-safety", "id: second")
        .replace("河岸平安", "第二")
        .replace("Safety on the river bank", "Second")
    )
    handbook_of.write(root, {"data/themes/second.yml": theme})
    dataset, _ = load(root)
    (found,) = ranks.check(Subject(dataset))
    assert ("theme-order-taken", "data/themes/second.yml", "data/themes/river-safety.yml") == (
        found.code,
        found.place.path,
        found.values["other"],
    )


def test_asterisks_are_told_exactly_where_they_would_show() -> None:
    """Whatever stands round them: what the parser makes bold is not told, and what it leaves as typed is."""
    parsed = parser("“”‘’")
    for between in (pieces for count in range(1, 5) for pieces in product(("河", "**", " ", "。", "\n\n"), repeat=count)):
        text = f"河{''.join(between)}河"
        if "****" in text or "\n** **" in text:  # always told, as what it hides is lost; and a rule
            continue
        shown = html.fromstring(f"<div>{parsed.reset().convert(text)}</div>").text_content()
        assert ("**" in shown) == bool(list(marks.alone(text))), text


def test_a_page_of_the_menu_is_there(root: Path) -> None:
    """The menu is written by hand; what it names and nobody wrote would stop the build."""
    handbook_of.write(root, {"mkdocs.yml": "nav:\n  - home: index.md\n  - safety:\n      - safety/river-safety.md\n      - figures.md\n"})
    found = [finding for finding in check_handbook(root)[1] if finding.code == "page-of-menu-missing"]
    assert ["docs/index.zh.md"] == [finding.place.path for finding in found]


@pytest.mark.parametrize(("rule", "index"), BROKEN, ids=lambda value: getattr(value, "name", value))
def test_a_rule_finds_what_is_broken(rule: Rule, index: int, root: Path) -> None:
    """What is wrong is found by the rule that is there for it, as often as it stands there."""
    path, old, new, codes = BREAKS[rule.name][index]
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    dataset, _ = load(root)
    assert codes == [finding.code for finding in rule.check(Subject(dataset))]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (PRACTICE, "夜里轮流", "夜里（“轮流‘一’”）轮流"),
        (PRACTICE, "夜里轮流", "夜里轮流……"),
        (PRACTICE, "夜里轮流", "夜里运行`x < y [[z]] \"q\"`轮流"),
        (PRACTICE, "夜里轮流", "夜里[[river-town|镇里]]轮流"),
        (PRACTICE, "夜里轮流", "夜里[轮流](https://example.org/a?b=c)"),
        (PRACTICE, "夜里轮流", "夜里:lang[by night, \"yes\"]{en}轮流"),
        (PRACTICE, "take turns", "take :ruby[turns]{lún liú} or :lang[轮流，“值守”]{zh}"),
        (PRACTICE, "take turns", 'take "turns" (both of them), one, two or many; all do'),
        (PRACTICE, "夜里轮流", "“夜里1728起”，《1728起》轮流"),
        (PRACTICE, "夜里轮流", "一起、统一、一体化、十分、万一，一个个轮流"),
        (PRACTICE, "夜里轮流", "两岸夜里轮流"),
        (PAGE, "临河，", "临河。  \n".rstrip() + "\n\n> 引文。\n\n"),
        (PAGE, "临河，", "临河，见[来源](../sources/river-report.md)和[本页](#who)，"),
        (PAGE, "## 谁", "- 一\n- 二\n\n1. 三\n2. 四\n\n---\n\n## 谁"),
        (PAGE, "## 谁", '!!! note "请注意"\n    说明。\n\n词\n:   释义。\n\n| 甲 | 乙 |\n| --- | :-- |\n| 一 | 二   |\n\n## 谁'),
        (PAGE, "## 谁", "```yaml\n# 注\nzh: \"<b>\" {x}  [[y]]\n```\n\n## 谁"),
    ],
)  # fmt: skip
def test_what_is_right_is_left_alone(check: Check, path: str, old: str, new: str) -> None:
    """Ordinary ways of writing raise no false alarm."""
    assert [] == [finding.text("en") for finding in check(path, old, new)]


def test_what_is_to_be_filled_in_is_no_name(root: Path) -> None:
    """Two records whose names are not written yet do not share one."""
    for path in (PRACTICE, "data/places/river-town.yml"):
        text = handbook_of.FILES[path]
        handbook_of.write(root, {path: re.sub("(title:\n  zh: ).+", "\\1…", text)})
    assert ["text-unfilled"] * 2 == [f.code for f in check_handbook(root)[1] if f.code in {"text-unfilled", "name-taken"}]


def test_a_figures_name_is_no_number(root: Path) -> None:
    """An agreed name may hold its number: it is masked wherever it stands."""
    figure = handbook_of.FIGURE.replace("summary:", "aliases:\n  zh:\n    - 一千七百二十八起\n  en:\n    - 1,728 incidents\nsummary:")
    practice = handbook_of.PRACTICE.replace("夜里轮流", "夜里一千七百二十八起").replace("take turns", "take 1,728 incidents")
    handbook_of.write(root, {FIGURE: figure, PRACTICE: practice})
    assert [] == check_handbook(root)[1]


def test_broken_records_still_exist(check: Check) -> None:
    """A source that cannot be read is cited all the same, and a page may link to it."""
    found = check("data/sources/river-report.yml", "paragraphs: 12", "paragraphs: twelve")
    assert ["number-form", "check-incomplete"] == [finding.code for finding in found]


def test_exact_places_in_pages(check: Check) -> None:
    """A finding in a page is told at its very character."""
    (found,) = check(PAGE, "牵头的是", "牵头\u200b的是")
    assert (PAGE, 14, 3) == (found.place.path, found.place.line, found.place.column)


def test_a_page_without_its_twin(root: Path) -> None:
    """A page in Chinese alone is a warning; in English alone it would not be published."""
    (root / EN_PAGE).unlink()
    assert ["page-translation-missing"] == [finding.code for finding in check_handbook(root)[1]]
    handbook_of.good(root)
    (root / PAGE).unlink()
    assert ["theme-page-missing", "page-first-missing"] == [finding.code for finding in check_handbook(root)[1]]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("figures", "page-path-generated"),
        ("figures/index", "page-path-generated"),
        ("practices/service", "page-path-generated"),
        ("safety/river-safety/joint-patrols", "page-path-generated"),
        ("places/river-town", "page-path-generated"),
        ("safety/river-safety/index", "page-path-taken"),
        ("safety/river-safety/more", ""),
        ("places/more", ""),
    ],
)
def test_a_page_stands_in_no_other_pages_place(root: Path, path: str, code: str) -> None:
    """What is made from records wins, so a page that nobody could read is told, in each language."""
    for lang, text in (("zh", handbook_of.PAGE_ZH), ("en", handbook_of.PAGE_EN)):
        handbook_of.write(root, {f"docs/{path}.{lang}.md": text.replace("(../figures.md)", "(https://example.org)")})
    files = {f"docs/{path}.{lang}.md" for lang in ("zh", "en")} if code != "page-path-taken" else set()
    found = check_handbook(root)[1]
    assert [code] * 2 * bool(code) == [f.code for f in found]
    assert not files or {f.place.path for f in found} <= files


def test_headings_in_another_order(root: Path) -> None:
    """The same sections in another order are told as such."""
    head, first, second = handbook_of.PAGE_EN.split("## ")
    handbook_of.write(root, {EN_PAGE: f"{head}## {second}\n## {first}"})
    (found,) = check_handbook(root)[1]
    assert "another order" in found.text("en")


def test_a_third_language_needs_no_code(root: Path) -> None:
    """A language is configuration: what is not translated into it is a warning, and nothing else changes."""
    labels = handbook_of.LABELS.replace("words:", "  fr:\n    name: Français\n    locale: fr_FR\nwords:", 1)
    labels = re.sub(r"^    en: (.+)", r"\g<0>\n    fr: \1", labels, flags=re.MULTILINE)
    practice = handbook_of.PRACTICE.replace("  en: Joint river patrols", "  en: Joint river patrols\n  fr: Rondes « communes »")
    handbook_of.write(root, {"data/labels.yml": labels, PRACTICE: practice})
    dataset, findings = check_handbook(root)
    assert ("zh", "en", "fr") == dataset.languages
    assert {"translation-missing", "page-translation-missing"} == {finding.code for finding in findings}


def test_a_word_that_the_program_says_is_missed(root: Path) -> None:
    """A word that was deleted is an error that names it; until it is back, its key stands for it and nothing stops."""
    handbook_of.write(root, {"data/labels.yml": handbook_of.LABELS.replace("  figures_title:", "  figures_unheard_of:")})
    dataset, (found,) = check_handbook(root)
    assert ("label-words-missing", "data/labels.yml", 11) == (found.code, found.place.path, found.place.line)
    assert "figures_title" in found.text("zh")
    assert "figures_title" == dataset.labels.word("figures_title", "en")
    with pytest.raises(KeyError):
        dataset.labels.word("unheard_of", "en")


# --- what rules share --------------------------------------------------------------------------------------------------


def test_names_are_words_of_their_own() -> None:
    """A name is found among other words in any case, and not inside a longer word or number."""
    names = Names([("110", "a"), ("River chief", "b"), ("河长", "c")], prefix=True)
    assert ["a", "b", "c"] == [found.owner for found in names.find("110, the river chiefs, 河长制")]
    assert [] == list(names.find("1101 x110 xriver chief"))


def test_the_longest_name_counts() -> None:
    """A name inside a longer one is part of it; names that overlap both count."""
    names = Names([("大平安", "a"), ("平安", "b"), ("平安建设", "c"), ("设计", "d")])
    assert [("a", 0, 3), ("c", 1, 5), ("d", 4, 6)] == [(f.owner, f.start, f.end) for f in longest(names.find("大平安建设计"))]
    assert [] == longest([])


@given(st.text(), st.lists(st.tuples(st.text(max_size=4), st.text(max_size=2))))
def test_finding_names_never_fails(text: str, held: list[tuple[str, str]]) -> None:
    """Any names are found in any text where they stand, and folding keeps every offset."""
    assert len(fold(text)) == len(text)
    for found in Names(held).find(text):
        assert fold(text)[found.start : found.end] in {fold(name) for name, _ in held}
        assert isinstance(found, Found)


MARKUP = st.lists(
    st.sampled_from(
        ["[[a|b]]", "[[a]]", "[[a#1]]", "[", "]", "](", ")", "!", "{", "}", "{#a}", "{: b}", ":lang[", ":ruby[", "]{zh}", "`", "```\n", "<b>", "https://a.b",
         "# ", "## ", "\n", "\n\n", " ", "  ", "1. ", '!!! note "', '"', "河", "“", "”", "（", "）", "18", "十八", "起", "eighteen", ",", "\0", "\u200b", "…", "\u0301"]
    )
).map("".join)  # fmt: skip


@given(st.text() | MARKUP, st.booleans())
def test_plain_text_keeps_every_offset(text: str, page: bool) -> None:
    """Blanking out markup moves nothing, and the sections of a page make up the page."""
    passage = Passage("a", "a", () if page else ("summary", "zh"), "zh", text, Prose)
    readings = list(read(passage))
    assert text == "".join(reading.text for reading in readings)
    for reading in readings:
        assert len(reading.text) == len(reading.plain)
        assert all(kept in (BLANK, typed) or kept == "\n" for typed, kept in zip(reading.text, reading.plain, strict=True))


@given(st.text() | MARKUP)
def test_reading_typography_never_fails(text: str) -> None:
    """Any text is right or not, and what is wrong stands within it."""
    for problems in (chinese, english):
        assert all(0 <= offset <= len(text) for _, offset, _ in problems(text, False))


FIELDS = [(PRACTICE, "夜里轮流值守。"), (PRACTICE, "两岸联合巡河"), (PRACTICE, "Both banks take turns at night."), (FIGURE, "起")]


@given(text=st.text() | MARKUP, where=st.sampled_from(FIELDS))
def test_any_text_in_a_field_is_checked(root: Path, text: str, where: tuple[str, str]) -> None:
    """Whatever an editor writes into a record, the check answers and says where."""
    path, old = where
    typed = "".join(f"\\U{ord(char):08x}" for char in text if char.isprintable() or char == "\n")
    handbook_of.write(root, {**handbook_of.FILES, path: handbook_of.FILES[path].replace(old, f'"{typed}"', 1)})
    for finding in check_handbook(root)[1]:
        assert finding.text("zh")
        assert finding.place.line >= 1


@given(text=st.text(st.characters(exclude_categories=("Cs", "Cc"))) | MARKUP.map(lambda text: text.replace("\0", "")))
def test_any_text_in_a_page_is_checked(root: Path, text: str) -> None:
    """Whatever an editor writes into a page, the check answers, and within the page."""
    page = handbook_of.PAGE_ZH.replace("临河，", text)
    handbook_of.write(root, {**handbook_of.FILES, PAGE: page})
    for finding in check_handbook(root)[1]:
        if finding.place.path == PAGE:
            assert 1 <= finding.place.line <= page.count("\n") + 1


def test_the_registry_runs_every_rule(root: Path) -> None:
    """What the rules find one by one is what a run finds."""
    dataset, _ = load(root)
    assert [] == checks.run(dataset)
    assert {rule.name for rule in RULES} == set(BREAKS)
