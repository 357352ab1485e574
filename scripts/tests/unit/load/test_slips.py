"""An editor's typical slips, each with its one message: the file, the line, the field, and the remedy in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from unicodedata import normalize

import pytest

from handbook.checks import check_handbook
from handbook.diagnostics import MESSAGE_LANGUAGES, MESSAGES, Diagnostic, Severity
from handbook.model.dataset import Dataset
from tests.helpers import handbook_of
from tests.helpers.repository import edit
from tests.helpers.slip_kinds import misplaced
from tests.helpers.slips import FIGURE, PAGE, PRACTICE, SLIPS, Slip

PLACE = "data/places/river-town.yml"
SOURCE = "data/sources/river-report.yml"
#: Slips after which the rest of the handbook is fine, so that they alone are told; the others are told on with what they entail.
ENTAILS = {
    "an id differs from its file", "a number is typed by hand", "a heading has no id",
    "digits are full-width", "English has curly quotes", "a text has HTML", "a name holds a link",
    "a title is too long",
}  # fmt: skip


def findings_of(slip: Slip, root: Path) -> list[Diagnostic]:
    """Return what the check finds after a slip, besides that the file could not be read."""
    file = root / slip.file
    file.write_bytes(slip.apply(file.read_bytes()))
    return [finding for finding in check_handbook(root)[1] if finding.code != "check-incomplete"]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_slip_is_reported_at_its_place(slip: Slip, root: Path) -> None:
    """The message names the file, the line and the field, and no other message stands in its way."""
    found = findings_of(slip, root)
    places = [(f.code, f.place.path, f.place.line, f.place.field) for f in found]
    assert (slip.code, slip.file, slip.line, slip.field) in places
    if slip.name not in ENTAILS:
        assert 1 == len(places), places


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_slip_is_reported_with_its_remedy(slip: Slip, root: Path) -> None:
    """The message ends with what to do, filled in, in both languages."""
    finding = next(f for f in findings_of(slip, root) if f.code == slip.code)
    for lang in MESSAGE_LANGUAGES:
        said = finding.text(lang)
        for literal, *_ in Formatter().parse(MESSAGES[finding.code].remedy[lang]):
            assert literal in said
        assert said.startswith(f"{slip.file}:{slip.line}:")


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        ("theme: river-safety", "theme: 临河安全", "id-form", "它的标识是：river-safety。"),
        ("- river-town", "- 临河镇", "id-form", "它的标识是：river-town。"),
        ("[[river-report#2]]", "[[临河镇]]", "reference-unknown", "它的标识是：river-town。"),
        (
            "kind: mechanism",
            "kind: 机制",
            "value-not-accepted",
            "最接近的是：mechanism。可以用：mechanism（机制）、agreement（协议）",
        ),
        ("[[river-report#2]]", "[river-town]", "link-single", "[[river-town]]"),
        ("[[river-report#2]]", "[[town|临河镇]]", "reference-unknown", "它的标识是：river-town。"),
        ("- clean-river\ntags", "- 最美\ntags", "id-form", "它的标识是：clean-river。"),
        ("theme: river-safety\n", "", "field-missing", "例如：theme: river-safety"),
        ("theme: river", "topic: river", "field-unknown", "theme（主题）"),
        ("kind: mechanism\n", "", "field-missing", "：mechanism（机制）、agreement（协议）"),
        ("places:\n  -", "places:", "value-not-a-list", "\nplaces:\n  - river-town\n"),
        ("places:\n  - ", "places: —", "value-not-a-list", "\nplaces:\n  - river-town\n"),
        ("started:\n  date:", "started:", "value-not-a-map", "\nstarted:\n  date: 2023-08\n"),
        ("- river-town", "- River_Town", "id-form", "例如：river-town"),
        ("  - river-report#2\n", "  - 第2段\n", "cite-form", "例如：river-report#2"),
        ("[[river-report#2]]", "[[river-report#0]]", "cite-link-form", "[[river-report#…]]"),
        ("  - river-report#2\n", "  - [[river-report#2]]\n", "cite-form", "例如：river-report#2"),
        ("  - river-report#2\n", "  - river-report＃12\n", "cite-form", "例如：river-report#12"),
        (
            "  - river-report#2\n",
            "  - river-report#2-4\n",
            "cite-form",
            "#2\n- river-report#3\n- river-report#4\n",
        ),
        (
            "[[river-report#2]]",
            "[[river-report#2、5]]",
            "cite-link-form",
            "[[river-report#2]][[river-report#5]]",
        ),
        (
            "  - id: night-watch\n    title",
            "  - title",
            "field-missing",
            "例如：id: ye-jian-zhi-shou",
        ),
        ("summary:\n  zh: ", "problem: true\nsummary:\n  zh: ", "value-not-a-map", "  zh: 文字\n"),
        ("organisation: river-police", "organisation: river-police, x", "id-form", "只写一个标识"),
        (
            "theme: river-safety",
            "theme:\n  - river-safety",
            "value-not-an-id",
            "例如：river-safety",
        ),
        ("  - river-town", "  －　river-town", "value-not-a-list", "\nplaces:\n  - river-town\n"),
        (
            "  zh:\n    - 联合巡河\n  en:\n    - river patrols\n",
            "  - 联巡\n",
            "value-not-a-map",
            "  zh:\n    - 联巡\n",
        ),
        ("results:\n", "replaced_by: x\nresults:\n", "field-unknown", "  state: replaced\n  by: x"),
        ("results:\n", "end: 2025-06\nresults:\n", "field-unknown", "    date: 2025-06\n"),
        ("results:\n", "value: 5\nresults:\n", "field-unknown", "标识写进 results.figures。"),
        (
            "results:\n",
            "former_names:\n  - name:\n      zh: 巡河队\nresults:\n",
            "field-unknown",
            "\naliases:\n  zh:\n    - 巡河队\n",
        ),
        ("results:\n", "text:\n  zh: 甲。\nresults:\n", "field-unknown", "叫“how”：请改字段名"),
        ("results:\n", "value: >1728\nresults:\n", "number-not-exact", "改用 statement"),
        ("  date: 2023-08", "  date: 约2023", "date-form", "加上 inferred: true"),
        ("results:\n", "checked: 张三\nresults:\n", "day-form", "例如 2026-03-01"),
        ("theme: river-safety", "theme: 临河镇", "reference-unknown", "./handbook new theme "),
        (
            "role: lead",
            "role: lead, partner",
            "value-not-accepted",
            "lead、partner里留最主要的一个",
        ),
        ("  date: 2023-08", "  date: 2023-08 至 2024-06", "date-form", "结束的时间不要丢"),
        (
            "    en: what it costs\n",
            "  - en: what it costs\n",
            "item-divided",
            "是同一项的，就把它前面的“- ”换成两个空格",
        ),
        (
            "    en: what it costs\n",
            "    en: what it costs\n    zh: 人手\n",
            "yaml-duplicate-field",
            "少了“- ”：在那一项的第一行前面补上",
        ),
        ("lead\n", "lead\n  - text:\n      zh: 甲。\n", "item-divided", "就各自补全"),
        ("places:", "地点：", "yaml-field-name", "这里改成：places:"),
        ("places:", "地点:", "field-unknown", "最接近的是：places。"),
        ("  date: 2023-08", "  date: 去年8月", "date-form", "里写明原文怎么说（“去年8月”）"),
        ("  date: 2023-08", "  date: 2023-Q3", "date-form", "加上 inferred: true"),
        ("  date: 2023-08", "  date: 不详", "date-form", "整个删去，写进 gaps"),
        ("theme: river-safety", "theme: courts", "reference-unknown", "已有的是：river-safety。"),
        ("theme: river-safety", "theme: docs/a.md", "reference-unknown", "docs/ 的页面不是条目"),
        (
            "results:\n",
            "answers:\n  - record: x\nresults:\n",
            "field-unknown",
            "写在 data/sources/ 的",
        ),
        (
            "kind: mechanism",
            "kind: machine",
            "value-not-accepted",
            "practice_kinds: 下面加上这几行",
        ),
        ("related:\n  - clean-river\n", "related:\n", "record-line", "“related:”是多余的"),
        ("cite:\n  - river-report#2\n", "", "field-missing", "\ncite:\n  - river-report#…\n"),
        ("zh:\n    - 联", "zh: 联", "value-not-a-list", "aliases:\n  zh:\n    - 联合巡河\n"),
        ("  zh: 巡河由", "  zh:\n    - 巡河由", "value-not-text", "例如：巡河由12人"),
        (
            "  date: 2023-08",
            "  date: 2023-08\nstatus: ended",
            "value-not-a-map",
            "  state: ended\n",
        ),
        ("results:\n", "status: x\nsince: 2024\nresults:\n", "field-unknown", "写在 status 里面"),
        ("  date: 2023-08", "  date: 2023-08\n  kind: x", "field-unknown", "写在 started 外面"),
        ("results:\n", "---\nresults:\n", "yaml-separator", "请删去这一行"),
        ("kind: mechanism", "kind: mechanism; order: 1", "yaml-fields-on-line", "把“order:”和"),
        ("zh: 夜里轮流值守。\n      en:", "zh: 夜里轮流值守。 en:", "yaml-fields-on-line", "“en:”"),
        ("zh: 夜里轮流值守。", 'zh: "夜里轮流值守。”', "yaml-quote-wide", '换成英文引号："'),
        ("zh: 夜里轮流", "zh: 夜里\n[[river-town]]轮流", "yaml-stray-line", "接到那一行的末尾"),
    ],
)
def test_chinese_name_in_place_of_an_id_is_reported_with_the_id(
    root: Path, old: str, new: str, code: str, hint: str
) -> None:
    """Who writes a name where an id or a choice belongs is told the id or the choice; one bracket does not pass for a link."""
    theme = handbook_of.FILES["data/themes/river-safety.yml"].replace(
        title_of("data/themes/river-safety.yml"), "临河安全"
    )
    place = handbook_of.FILES["data/places/river-town.yml"].replace(
        title_of("data/places/river-town.yml"), "临河镇"
    )
    practice = handbook_of.FILES[PRACTICE]
    assert old in practice
    handbook_of.write(
        root,
        {
            "data/themes/river-safety.yml": theme,
            "data/places/river-town.yml": place,
            PRACTICE: practice.replace(old, new, 1),
        },
    )
    found = [
        finding.text("zh")
        for finding in check_handbook(root)[1]
        if finding.code == code and finding.place.path == PRACTICE
    ]
    assert 1 == len(found)
    assert hint in found[0]


@pytest.mark.parametrize(
    "typed",
    [
        "river-safety.yml", "data/themes/river-safety.yml", "ｒiver-safety", "river–safety",
        "river－safety", "river-safety。", "“river-safety”", "'[[river-safety|平安]]'",
        "river -safety", "river safety", "River_Safety", "river-safty.yml",
    ],
)  # fmt: skip
def test_example_of_an_id_is_the_record_that_was_meant(root: Path, typed: str) -> None:
    """The example is never another record: it would be copied, and would pass."""
    theme = handbook_of.FILES["data/themes/river-safety.yml"]
    first = theme.replace("river-safety", "bank-order").replace("河岸平安", "岸上秩序")
    handbook_of.write(root, {"data/themes/bank-order.yml": first})
    edit(root, PRACTICE, ("theme: river-safety", f"theme: {typed}"))
    (said,) = [f.text("zh") for f in check_handbook(root)[1] if f.place.field == "theme"]
    assert said.partition(" [")[0].endswith("例如：river-safety")


@pytest.mark.parametrize(("typed", "written"), [("1.7万", "17000"), ("1.2亿", "120000000")])
def test_number_typed_in_tens_of_thousands_is_told_in_digits(
    root: Path, typed: str, written: str
) -> None:
    """Who left only the word out would write a number ten thousand times too small."""
    edit(root, FIGURE, ("value: 1728", f"value: {typed}"))
    (said,) = [f.text("zh") for f in check_handbook(root)[1] if f.code == "number-form"]
    assert f"“{typed}”写成 {written}，" in said
    assert f"例如：{written}" in said


@pytest.mark.parametrize(
    ("path", "old", "new", "code", "hint"),
    [
        (PRACTICE, "  - zh: 经费", "  - 经费", "yaml-item-field", "写成“- zh: 经费”"),
        (
            PRACTICE,
            "  en: The [[",
            "  zh: The [[",
            "yaml-duplicate-field",
            "改成它的代码，例如 en:",
        ),
        (
            PRACTICE,
            "results:",
            "happened:\n  - 五月，巡河。\nresults:",
            "value-not-a-map",
            "zh: 五月，巡河。\n",
        ),
        (
            PRACTICE,
            "places:\n  - r",
            "places: 1. r",
            "value-not-a-list",
            "places:\n  - river-town\n",
        ),
        (PRACTICE, "summary:", "was: 巡河\nsummary:", "value-not-a-list", "was:\n  - …\n"),
        (
            PRACTICE,
            "results:",
            "source: 年鉴\nresults:",
            "field-unknown",
            "cite:\n  - river-report#…",
        ),
        (
            PRACTICE,
            "  - river-report#2\n",
            "  - https://example.org/2024/report\n",
            "cite-form",
            "例如：river-report#…",
        ),
        (
            PRACTICE,
            "  - river-report#2\n",
            "  - 报告（2025）第7段\n",
            "cite-form",
            "river-report#7",
        ),
        (
            PRACTICE,
            "kind: mechanism",
            "kind: system",
            "value-not-accepted",
            "之内。可以用：mechanism",
        ),
        (PLACE, "kind: town", "kind: town\nplace: a-town", "field-unknown", "写在“parent”里"),
        (FIGURE, "unit:", "scope: river-town\nunit:", "value-not-a-map", "scope:\n  zh: 文字"),
        (
            SOURCE,
            "places:",
            "url:\n  - https://a.cn\n  - https://b.cn\nplaces:",
            "value-not-text",
            "只写一个",
        ),
        (PRACTICE, "theme:", "- theme:", "yaml-hyphen-stray", "去掉“- ”"),
        (FIGURE, "value: 1728", "value: 1728起", "number-form", "例如：1728"),
        (FIGURE, "value: 1728", "value: 三千", "number-form", "例如：3000"),
        (
            PRACTICE,
            "gaps:\n  - zh: 经费\n    en: what it costs",
            "gaps: 经费、人数",
            "value-not-a-list",
            "zh: 人数",
        ),
        (PRACTICE, "theme:", "主题:", "field-unknown", "最接近的是：theme。"),
        (
            PRACTICE,
            "gaps:\n  - zh: 经费\n    en: what it costs",
            "gaps: 暂无",
            "list-empty",
            "整个删去",
        ),
        (PRACTICE, "started:", "date:", "field-unknown", "内容留着：started（"),
        (PRACTICE, "police\n    role: lead", "police role: lead", "yaml-fields-on-line", "“role:”"),
        (
            PRACTICE,
            "related:\n  - clean-river",
            "related:\n  -",
            "record-line",
            "“related: -”是多余的",
        ),
        (PRACTICE, "  - zh: 经费", "  zh: 经费", "yaml-hyphen-missing", "写成“- 内容”"),
        (PRACTICE, "summary:\n  zh", "summary:\n  - zh", "yaml-hyphen-stray", "去掉“- ”"),
        (PRACTICE, "gaps:\n  - zh: 经费\n  ", "gaps:\n  - zh: 经费\n", "yaml-indent", "左对齐"),
        (
            PRACTICE,
            "\ncite:\n  - river-report#2\n",
            "\ncite:\n  - source: river-report\n    place: 5\n",
            "cite-form",
            "例如：river-report#5",
        ),
        (PRACTICE, "Liǎng'àn", normalize("NFD", "Liǎng'àn"), "text-not-nfc", "转成 NFC：Liǎng'àn"),
        (PRACTICE, "值守。", "值守。:::diagram", "block-in-record", "不能有“:::diagram”"),
        (PRACTICE, "zh: 夜里轮流", "zh: - 夜里轮流", "yaml-hyphen-in-value", "删去开头的“- ”"),
        (PRACTICE, "places:\n  - r", "places: - r", "yaml-hyphen-in-value", "移到下一行"),
        (PRACTICE, "zh: 夜里轮流", "zh: note that: 轮流", "yaml-colon-in-text", "中文冒号"),
        (PRACTICE, "summary:", "#summary:", "yaml-duplicate-field", "行首有 #），就在前面补上"),
        (FIGURE, "value: 1728", "value: 下降", "number-form", "改用 statement，用文字写"),
        (FIGURE, "value: 1728", "value: “58”", "number-form", "例如：58"),
        (FIGURE, "value: 1728", "value: 1,728", "number-form", "例如：1728"),
        (FIGURE, "unit:", "period:\n  date: 截至2023年\nunit:", "period-form", "cumulative: true"),
        (FIGURE, "unit:", "period:\n  date: 2024上半年\nunit:", "period-form", "2024-01/2024-06"),
        (SOURCE, "places: 12", "places:\n  - river-town", "number-form", "一共有多少"),
        (SOURCE, "places: 12", "places: 12\nurl: '[a](http://a.cn)'", "url-form", "https://"),
        (
            SOURCE,
            "places: 12",
            "places: 12\nurl: [a](http://a.cn)",
            "yaml-link-first",
            "：http://a.cn；",
        ),
    ],
)
def test_value_of_another_form_is_told_with_what_was_meant(
    root: Path, path: str, old: str, new: str, code: str, hint: str
) -> None:
    """What has no number, is quoted, or says a time in words is told what to do with that."""
    edit(root, path, (old, new))
    said, *_ = [f.text("zh") for f in check_handbook(root)[1] if f.code == code]
    assert hint in said


def test_period_of_a_figure_that_cannot_be_read_is_not_missed(root: Path) -> None:
    """Links to a number of a period wait for the figure; to delete them would lose what is right."""
    edit(root, FIGURE, ("value: 1728", "valeu: 1728"))
    edit(root, PAGE, ("临河，", "临河[[boat-incidents@2023]]，"))
    edit(root, PAGES[1], ("[[river-report#1]]", "[[boat-incidents@2023]][[river-report#1]]"))
    assert {"field-unknown", "check-incomplete"} >= {f.code for f in check_handbook(root)[1]}


def title_of(name: str) -> str:
    """Return the Chinese title in a file."""
    return re.search("title:\n  zh: (.+)", handbook_of.FILES[name])[1]


def test_missing_english_is_a_warning(root: Path) -> None:
    """Chinese alone is enough to publish: the missing English is named and nothing fails."""
    slip = next(slip for slip in SLIPS if slip.code == "translation-missing")
    assert [Severity.WARNING] == [finding.severity for finding in findings_of(slip, root)]


def test_slips_of_every_kind_are_told_at_their_line(dataset: Dataset) -> None:
    """A sample of the slips of every kind at every line: at most 0.5 % are told more than a line off."""
    told, elsewhere = misplaced(dataset, step=4)
    assert told > 1000
    assert len(elsewhere) <= 0.005 * told, "\n".join(elsewhere)


PAGES = (PAGE, PAGE.replace(".zh.", ".en."))


@pytest.mark.parametrize(
    ("code", "slip", "remedy"),
    [
        ("yaml-colon-in-text", "zh: 说明: 夜里轮流值守。", "zh: 说明：夜里轮流值守。"),
        ("yaml-text-after-quote", 'zh: "夜里"轮流值守。', "zh: “夜里”轮流值守。"),
        ("yaml-text-after-quote", "zh: '夜里'轮流值守。", "zh: “夜里”轮流值守。"),
        ("yaml-comment-in-text", "zh: 夜里 #轮流值守。", "zh: '夜里 #轮流值守。'"),
    ],
)  # fmt: skip
def test_remedy_of_a_slip_leads_to_green_in_chinese(
    root: Path, code: str, slip: str, remedy: str
) -> None:
    """What YAML would allow besides, such as single quotes round a half-width colon, is refused there."""
    file = root / PRACTICE
    text = file.read_text(encoding="utf-8")
    for written, expected in ((slip, [code]), (remedy, [])):
        file.write_text(text.replace("zh: 夜里轮流值守。", written), encoding="utf-8")
        found = [f.code for f in check_handbook(root)[1] if f.code != "check-incomplete"]
        assert expected == found


def test_remedy_of_what_both_languages_hold_is_done_in_both(root: Path) -> None:
    """A number that is a figure's and a second title are mended in each language, as the messages say."""
    edit(root, PRACTICE, ("夜里轮流值守", "夜里[[boat-incidents]]，轮流值守"))
    edit(root, PRACTICE, ("take turns at", "take turns for [[boat-incidents]] at"))
    for page, title in zip(PAGES, ("又一个", "Another"), strict=True):
        text = (root / page).read_text(encoding="utf-8")
        (root / page).write_text(f"{text}\n## {title} {{#another}}\n\n{title}\n", encoding="utf-8")
    assert [] == [finding.text("en") for finding in check_handbook(root)[1]]
    for code in ("number-typed", "page-title-twice"):
        assert "各种语言" in MESSAGES[code].remedy["zh"]
        assert "in each language" in MESSAGES[code].remedy["en"]
