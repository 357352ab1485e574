"""Records are kept as the form editor writes them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.cli import main
from handbook.load import load
from handbook.load.files import decode
from handbook.load.yaml_style import in_style, written
from handbook.load.yaml_tree import parse
from handbook.model.types import Name

PRACTICE = "data/practices/joint-patrols.yml"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain text", "zh: plain text"),
        ("58", "zh: '58'"),
        ("2023-08", "zh: 2023-08"),
        ("no", "zh: no"),
        ("true", "zh: 'true'"),
        ("a: b", "zh: 'a: b'"),
        ("a #b", "zh: 'a #b'"),
        ("[[night-watch]]有五部分", "zh: '[[night-watch]]有五部分'"),
        ('"Night Watch"', "zh: '\"Night Watch\"'"),
        ("'Night' watch", 'zh: "\'Night\' watch"'),
        ("'a' \"b\"", "zh: '''a'' \"b\"'"),
        ("one\n\ntwo", "zh: |-\n  one\n\n  two"),
        ("- a", "zh: '- a'"),
        ("    one\n\ntwo\n", "zh: |2\n      one\n\n  two"),
        ("one\n\n\n", "zh: |+\n  one\n\n"),
        ("a\x0bb", 'zh: "a\\vb"'),
        ("a\r\nb\x01\u2028", 'zh: "a\\r\\nb\\x01\\L"'),
        ("\n", 'zh: "\\n"'),
    ],
)  # fmt: skip
def test_a_text_is_quoted_only_where_it_must_be(text: str, line: str) -> None:
    """Quotes stand where YAML would read the text otherwise, as the form editor sets them."""
    assert f"{line}\n" == in_style(Name({"zh": text}), ["zh"])


#: Texts that YAML has its own mind about.
HARD = st.text(
    alphabet=" \t\n\r\v\0\x1b\x7f\x85\xa0\u2028\u2029\ufeff\uffff#:-?|>'\"\\[]{}&*!%@`,~ab中",
    max_size=12,
)
BLOCKS = st.text(alphabet=" \t\n#:-a中", max_size=8)
ANY = st.text(alphabet=st.characters(exclude_categories=("Cs",)))


@settings(max_examples=1000)
@given(BLOCKS | HARD | ANY, BLOCKS | HARD | ANY)
def test_written_texts_are_read_back(text: str, other: str) -> None:
    """Any texts, whatever they are made of, come back as they were, in a map and in a list, for this reader and for PyYAML's."""
    value = {"zh": text, "list": [text, {"en": other, "zh": text}], "en": other}
    text = written(value)
    assert value == parse(decode(text.encode(), "a.yml"), "a.yml")
    assert value == yaml.load(text, yaml.CBaseLoader)


def test_format_mends_the_style_and_nothing_else(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`handbook format` undoes a change of style, byte for byte, and leaves other files alone."""
    monkeypatch.chdir(root)
    file = root / PRACTICE
    before = file.read_bytes()
    file.write_bytes(
        before.replace(b"kind: mechanism", b'kind: "mechanism"')
        .replace(b"theme: river-safety\n", b"")
        .replace(b"id: joint-patrols\n", b"theme: river-safety\nid: joint-patrols\n")
    )
    others = {
        path: path.stat().st_mtime_ns for path in (root / "data").rglob("*.yml") if path != file
    }
    assert 0 == CliRunner().invoke(main, ["format"]).exit_code
    assert before == file.read_bytes()
    assert others == {path: path.stat().st_mtime_ns for path in others}


@pytest.mark.parametrize("notes", ['"a\\x0bb"', '"a\\u2028b"', "|2\n    first\n\n  second"])
def test_format_keeps_every_text(root: Path, monkeypatch: pytest.MonkeyPatch, notes: str) -> None:
    """A text with an indented first line or a control character is the same one after `format`, and can be read."""
    monkeypatch.chdir(root)
    file = root / PRACTICE
    file.write_text(file.read_text(encoding="utf-8") + f"notes: {notes}\n", encoding="utf-8")
    before = load(root)[0].records["joint-patrols"]
    assert 0 == CliRunner().invoke(main, ["format"]).exit_code
    assert before == load(root)[0].records["joint-patrols"]


def test_format_writes_nothing_that_reads_otherwise(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should the style ever lose something, the file is left alone and named, and the exit is 1."""
    monkeypatch.chdir(root)
    before = (root / PRACTICE).read_bytes()
    monkeypatch.setattr(
        "handbook.load.yaml_style.in_style", lambda record, languages: "id: 'joint-patrols\n"
    )
    done = CliRunner().invoke(main, ["format", PRACTICE, "--lang", "en"])
    assert (1, True, before) == (
        done.exit_code,
        PRACTICE in done.output,
        (root / PRACTICE).read_bytes(),
    )


def test_format_loses_no_comment(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record with comments is left alone and named: what someone wrote is not thrown away unasked."""
    monkeypatch.chdir(root)
    file = root / PRACTICE
    file.write_bytes(b"# ask again in spring\n" + file.read_bytes())
    done = CliRunner().invoke(main, ["format", "--lang", "en"])
    assert "ask again in spring" in file.read_text(encoding="utf-8")
    assert PRACTICE in done.output


def test_what_cannot_be_read_is_named_and_not_called_uniform(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file with errors is not formatted, which is said; other files that were named are told of by their number."""
    monkeypatch.chdir(root)
    file = root / PRACTICE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("kind: mechanism", "kind: …") + "#: kind\n", encoding="utf-8")
    for named in ([PRACTICE], []):
        done = CliRunner().invoke(main, ["format", *named, "--lang", "en"])
        assert (1, f"Not formatted: {PRACTICE} has errors." in done.stderr) == (
            done.exit_code,
            True,
        )
        assert "in style" not in done.stderr
    done = CliRunner().invoke(main, ["format", "data/places", "--lang", "en"])
    places = len([*root.glob("data/places/*.yml")])
    assert (0, f"All {places} records are in style.\n") == (done.exit_code, done.stderr)
