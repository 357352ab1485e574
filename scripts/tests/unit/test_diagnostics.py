"""Messages and the ways in which they are reported."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import handbook
from handbook.diagnostics import (
    MESSAGE_LANGUAGES,
    MESSAGES,
    Diagnostic,
    HandbookError,
    Location,
    Message,
    Severity,
    found_of,
    locale_language,
    message,
    nearest,
    report,
    shorten,
)
from handbook.model.resources import yaml_data
from handbook.text.languages import language

PACKAGE = Path(handbook.__path__[0])
FINDING = Diagnostic(
    "yaml-quote", Location("data/a,b.yml", 3, 7, "title.zh"), {"start": 3, "found": "50%\n"}
)
SAID_BY_CHECKS = [entry for entry in MESSAGES.values() if entry.severity is not Severity.NOTE]
by_code = pytest.mark.parametrize("entry", SAID_BY_CHECKS, ids=lambda entry: entry.code)


@by_code
def test_message_is_whole(entry: Message) -> None:
    """Every message says in each language what was found and what to do, each a sentence with a stop, under a kebab-case code."""
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", entry.code)
    for lang, stops in (("zh", "。：）"), ("en", ".:)")):
        found = entry.found[lang]
        assert found.rstrip("}")[-1] in stops or found.endswith("{found}")
        assert len(entry.remedy[lang]) >= 3
        assert entry.found[lang].endswith(("。", ".", "？", "?"))  # the remedy follows on its line
    assert re.search("[\u4e00-\u9fff]", entry.found["zh"] + entry.remedy["zh"])
    assert not re.search(
        "[\u4e00-\u9fff]",
        re.sub(r"\n.*|`[^`]*`|'[^']*'|:lang\S+|……", "", entry.found["en"] + entry.remedy["en"]),
    )


@pytest.mark.parametrize("entry", MESSAGES.values(), ids=lambda entry: entry.code)
def test_message_takes_the_same_values_in_every_language(entry: Message) -> None:
    """What Chinese readers are told, English readers are told as well."""

    def names(lang: str) -> set[str | None]:
        return {
            part[1]
            for text in (entry.found[lang], entry.remedy[lang])
            for part in Formatter().parse(text)
        } - {None}

    assert set(MESSAGE_LANGUAGES) == set(entry.found)
    assert [names(MESSAGE_LANGUAGES[0])] * len(MESSAGE_LANGUAGES) == [
        names(lang) for lang in MESSAGE_LANGUAGES
    ]


def strings_of_the_package() -> set[str]:
    """Return every string written in the package's source, and the messages that groups of patterns are named for."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    strings = {node.value for node in nodes if isinstance(node.value, str)}
    groups = {name for string in strings for name in re.findall(r"\(\?P<(\w+)>", string)}
    policy = (code for lang in MESSAGE_LANGUAGES for code in language(lang).policy)
    of_pydantic = yaml_data("handbook.load", "problems.yml")["codes"].values()
    return strings | {name.replace("_", "-") for name in groups} | {*policy, *of_pydantic}


def test_every_message_is_used() -> None:
    """Each code of the checks stands in the source; a message nobody gives is dead."""
    assert set() == {entry.code for entry in SAID_BY_CHECKS} - strings_of_the_package()


def test_a_missing_message_language_falls_back_to_the_last() -> None:
    """A sentence that a third message language lacks is said in the language that serves all others."""
    values = {"start": 3, "found": "x"}
    assert found_of("yaml-quote", "fr", values) == found_of(
        "yaml-quote", MESSAGE_LANGUAGES[-1], values
    )


def test_an_error_survives_pickling() -> None:
    """What a child process found reaches its parent whole."""
    import pickle

    assert [FINDING] == pickle.loads(pickle.dumps(HandbookError([FINDING]))).diagnostics


def test_finding_is_printed_on_one_line() -> None:
    """Location, field, what was found, remedy; what was found is cut and shown on one line."""
    found = "data/a,b.yml:3:7: title.zh: The quotation mark that opens on line 3 is not closed: 50%\\u000a. "
    assert found + "Close it. Within single quotes, write a single quote twice." == FINDING.text(
        "en"
    )
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
    finding = Diagnostic(FINDING.code, Location("docs/a\n::warning::x.md"), FINDING.values)
    for form in ("text", "github"):
        assert 1 == len(report([finding], form, "en").splitlines())


def test_annotations_speak_both_languages() -> None:
    """A runner does not know who reads, so an annotation has the whole message in Chinese and in English, on two lines."""
    zh, _, en = report([FINDING], "github", "en").partition("::title.zh: ")[2].partition("%0A")
    assert FINDING.message("zh").replace("%", "%25") == zh
    assert FINDING.message("en").replace("%", "%25") == en


def test_json_holds_every_part() -> None:
    """Programs get each part of a finding by its name."""
    (row,) = json.loads(report([FINDING], "json", "zh"))
    assert ("error", "yaml-quote", "data/a,b.yml", 3, 7, "title.zh") == tuple(row.values())[:6]
    assert [] == json.loads(report([], "json", "en"))


def test_nearest_names_come_first() -> None:
    """What an editor most likely meant is named; nothing is named that is far off."""
    near = nearest("sumary", ["title", "summary"])
    assert ["最接近的是：summary。", "Nearest: summary. "] == [
        message(near.code, lang, near.values) for lang in ("zh", "en")
    ]
    assert "" == nearest("xyz", ["title", "summary"])


def test_the_locale_chooses_the_language() -> None:
    """The variable of the handbook goes before LC_ALL, and that before LANG; others choose none."""
    assert "zh" == locale_language({"LANG": "zh_CN.UTF-8"})
    assert "zh" == locale_language({"LC_ALL": "C", "HANDBOOK_LANG": "zh"})
    assert "" == locale_language({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"})
    assert "" == locale_language({})


@given(st.text())
def test_what_was_found_is_shown_on_one_short_line(text: str) -> None:
    """Whatever stands in a file, a message stays one line."""
    assert shorten(text).isprintable()
    assert len(shorten(text)) <= 60


def test_missing_translations_are_warnings() -> None:
    """Errors fail the check; warnings are the missing English and what follows from other errors."""
    warnings = {entry.code for entry in SAID_BY_CHECKS if entry.severity is Severity.WARNING}
    assert {"translation-missing", "page-translation-missing", "check-incomplete"} <= warnings


def test_message_without_values_needs_none() -> None:
    """A message without values needs none."""
    assert (
        "The line contains a tab. YAML accepts only spaces: indent each level by two."
        == message("yaml-tab", "en")
    )


def test_no_message_is_said_twice() -> None:
    """Of two entries of one code the later would silently replace the first."""
    text = (Path(handbook.__file__).parent / "diagnostics/messages.yml").read_text(encoding="utf-8")
    codes = re.findall(r"(?m)^  ([a-z][\w-]*):", text)
    assert len({*codes}) == len(codes)
