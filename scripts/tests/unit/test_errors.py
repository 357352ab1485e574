"""Messages and the ways in which they are reported."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import handbook
from handbook.checks import RULES
from handbook.diagnostics import MESSAGES, Diagnostic, Location, Message, Severity, locale_language, nearest, report, shorten
from handbook.load.yaml_tree import QUOTE, TAB

PACKAGE = Path(handbook.__path__[0])
FINDING = Diagnostic(QUOTE, Location("data/a,b.yml", 3, 7, "title.zh"), {"start": 3, "found": "50%\n"})


def every_message() -> list[Message]:
    """Return every message of the handbook, all its modules loaded."""
    for path in PACKAGE.rglob("*.py"):
        if "= Message(" in path.read_text(encoding="utf-8"):
            import_module(".".join(("handbook", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"))
    return list(MESSAGES.values())


@pytest.mark.parametrize("message", every_message(), ids=lambda message: message.code)
def test_a_message_is_whole(message: Message) -> None:
    """Every message says in both languages what was found and what to do, each a sentence with a stop, under a kebab-case code."""
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", message.code)
    for said, stops in ((message.zh, "。：）"), (message.en, ".:)")):
        assert said
        assert said.rstrip("}")[-1] in stops or said.endswith("$found")
    for remedy in (message.zh_remedy, message.en_remedy):
        assert len(remedy) >= 3
    assert re.search("[\u4e00-\u9fff]", message.zh + message.zh_remedy)
    assert not re.search("[\u4e00-\u9fff]", re.sub(r"`[^`]*`|'[^']*'|:lang\S+|……", "", message.en + message.en_remedy))


@pytest.mark.parametrize("message", every_message(), ids=lambda message: message.code)
def test_a_message_takes_the_same_values_in_both_languages(message: Message) -> None:
    """What Chinese readers are told, English readers are told as well."""

    def names(*texts: str) -> set[str]:
        return set(re.findall(r"\$\{?([a-z_]+)", " ".join(texts)))

    assert names(message.zh, message.zh_remedy) == names(message.en, message.en_remedy)


def test_codes_are_unique() -> None:
    """A second message under a code is refused."""
    with pytest.raises(ValueError, match="yaml-tab"):
        Message("yaml-tab", "", "", "", "")


def test_rules_are_named_and_described() -> None:
    """Each rule has its own name and a description in both languages."""
    assert len(RULES) == len({rule.name for rule in RULES})
    assert all(rule.zh and rule.en for rule in RULES)


def test_a_finding_is_one_line() -> None:
    """Location, field, what was found, remedy; what was found is cut and shown on one line."""
    found = "data/a,b.yml:3:7: title.zh: A quotation mark is not closed; it opens on line 3: 50%\\u000a. "
    assert found + "Close it; a single quote within single quotes is written twice." == FINDING.text("en")
    assert FINDING.text("zh").startswith("data/a,b.yml:3:7: title.zh: 引号没有配成对")


def test_text_names_the_level_and_the_code() -> None:
    """The printed line ends with how much it matters and what to search for."""
    assert report([FINDING], "text", "en").endswith("[error yaml-quote]")
    assert report([FINDING], "text", "zh").endswith("[错误 yaml-quote]")


def test_annotations_are_escaped() -> None:
    """GitHub reads a comma, a percent sign or a line break of ours as text."""
    line = report([FINDING], "github", "en")
    assert line.startswith("::error file=data/a%2Cb.yml,line=3,col=7,title=yaml-quote::title.zh: ")
    assert "50%25" in line


def test_a_files_name_stays_on_its_line() -> None:
    """A line break in a file's name begins no line of the report, whose lines are read as findings and as workflow commands."""
    finding = Diagnostic(FINDING.message, Location("docs/a\n::warning::x.md"), FINDING.values)
    for form in ("text", "github"):
        assert 1 == len(report([finding], form, "en").splitlines())


def test_annotations_speak_both_languages() -> None:
    """A runner does not know who reads, so an annotation has the whole message in Chinese and in English, on two lines."""
    zh, _, en = report([FINDING], "github", "en").partition("::title.zh: ")[2].partition("%0A")
    assert FINDING.message.text("zh", FINDING.values).replace("%", "%25") == zh
    assert FINDING.message.text("en", FINDING.values).replace("%", "%25") == en


def test_json_holds_every_part() -> None:
    """Programs get each part of a finding by its name."""
    (row,) = json.loads(report([FINDING], "json", "zh"))
    assert ("error", "yaml-quote", "data/a,b.yml", 3, 7, "title.zh") == tuple(row.values())[:6]
    assert [] == json.loads(report([], "json", "en"))


def test_nearest_names_come_first() -> None:
    """What an editor most likely meant is named; nothing is named that is far off."""
    assert "最接近的是：summary。" == nearest("sumary", ["title", "summary"])["zh"]
    assert {"zh": "", "en": ""} == nearest("xyz", ["title", "summary"])


def test_the_locale_chooses_the_language() -> None:
    """A Chinese locale gets Chinese, every other English; LC_ALL goes before LANG."""
    assert "zh" == locale_language({"LANG": "zh_CN.UTF-8"})
    assert "en" == locale_language({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"})
    assert "en" == locale_language({})


@given(st.text())
def test_what_was_found_is_shown_on_one_short_line(text: str) -> None:
    """Whatever stands in a file, a message stays one line."""
    assert shorten(text).isprintable()
    assert len(shorten(text)) <= 60


def test_levels_are_two() -> None:
    """Errors fail the check; warnings are the missing English and what follows from other errors."""
    warnings = {code for code, message in MESSAGES.items() if message.level is Severity.WARNING}
    assert {"translation-missing", "page-translation-missing", "check-incomplete"} <= warnings


def test_every_message_is_in_a_module_of_the_package() -> None:
    """Messages stand beside the rules that use them, so each code is written in exactly one file."""
    sources = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    for code in MESSAGES:
        assert 1 == sum(source.count(f'"{code}",') for source in sources), code


def test_tabs_are_told() -> None:
    """A message without values needs none."""
    assert "The line has a tab. YAML takes spaces alone: indent by two for each level." == TAB.text("en", {})
