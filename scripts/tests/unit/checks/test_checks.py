"""The rules of the check: each passes on the good handbook, and finds what it is there for when one thing is broken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from handbook import checks
from handbook.checks import RULES, Rule, check_handbook, page_urls
from handbook.checks import directives as blocks
from handbook.checks import hierarchy as ranks
from handbook.checks import markdown_syntax as marks
from handbook.checks.context import Subject
from handbook.checks.masked_text import BLANK, read
from handbook.checks.name_matcher import Found, Names, fold, longest
from handbook.diagnostics import Diagnostic, Location
from handbook.load import load
from handbook.model.dataset import Passage
from handbook.model.types import Prose
from handbook.pages.build import build_pages
from handbook.text.languages import language
from handbook.text.markdown import parser
from tests.helpers import handbook_of
from tests.helpers.slips import FIGURE, PAGE, PRACTICE

EN_PAGE = PAGE.replace(".zh.", ".en.")
Check = Callable[[str, str, str], list[Diagnostic]]

DIAGRAM = ":::diagram\nriver-safety\n:::"
#: For each rule what breaks it: a file, the text replaced, what replaces it, and the codes that the rule then finds.
CASES = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in Path(__file__).parent.glob("rules/*.yml")}
BROKEN = [pytest.param(rule, case, id=f"{rule.name}-{number}") for rule in RULES for number, case in enumerate(CASES.get(rule.name, []))]


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


def test_crash_of_a_rule_is_its_finding_and_the_other_rules_go_on(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule, its exception and the line of the program are told, in whatever files were asked."""

    def crashing(subject: Subject) -> Iterator[Diagnostic]:
        yield Diagnostic("id-form", Location("data/terms/a.yml"), {"found": "A"})
        raise KeyError("missing")

    term = "data/terms/river-chief.yml"
    handbook_of.write(root, {term: (root / term).read_text().replace("id: river", "id: other")})
    expected = {finding.code for finding in check_handbook(root)[1]}
    monkeypatch.setattr(checks, "RULES", (Rule("broken", "", "", crashing), *RULES))
    codes = [finding.code for finding in check_handbook(root)[1]]
    assert {"rule-crashed", "id-form", *expected} == set(codes)
    by_code = {finding.code: finding for finding in check_handbook(root, [root / "docs"])[1]}
    crash = by_code["rule-crashed"]
    assert "broken" in crash.message("zh")
    assert "KeyError: 'missing'" in crash.message("en")


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


def test_configuration_that_cannot_be_read_is_reported(root: Path) -> None:
    """A slip in mkdocs.yml is told, not taken for a menu without pages."""
    handbook_of.write(root, {"mkdocs.yml": "nav: [index.md"})
    (found,) = page_urls.check(Subject(load(root)[0]))
    assert ("site-config", "mkdocs.yml") == (found.code, found.place.path)


@pytest.mark.parametrize(("rule", "case"), BROKEN)
def test_rule_finds_what_is_broken(rule: Rule, case: dict[str, Any], root: Path) -> None:
    """What is wrong is found by the rule that is there for it, as often as it stands there."""
    file = root / case["file"]
    text = file.read_text(encoding="utf-8")
    assert case["replace"] in text
    file.write_text(text.replace(case["replace"], case["by"], 1), encoding="utf-8")
    dataset, _ = load(root)
    assert case["finds"] == [finding.code for finding in rule.check(Subject(dataset))]


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
        ("practices/mechanism", "page-path-generated"),
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
    for lang in ("zh", "en"):
        assert all(0 <= offset <= len(text) for _, offset, _ in language(lang).problems(text, False))


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
    with_tests_of_their_own = {"editions", "page-paths", "translations"}
    assert {rule.name for rule in RULES} - with_tests_of_their_own == set(CASES)
