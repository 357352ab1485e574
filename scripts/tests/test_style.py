"""Records are kept as the form editor writes them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from handbook.cli import main
from handbook.fields import Name
from handbook.load import load
from handbook.style import in_style
from handbook.yaml_tree import parse
from tests.test_project import ROOT

PRACTICE = "data/practices/joint-patrols.yml"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain text", "zh: plain text"),
        ("58", "zh: '58'"),
        ("2023-08", "zh: 2023-08"),
        ("no", "zh: no"),
        ("true", "zh: 'true'"),
        ("a: b", "zh: 'a: b'"),
        ("a #b", "zh: 'a #b'"),
        ("[[five-joint]]有五部分", "zh: '[[five-joint]]有五部分'"),
        ('"Five Joint"', "zh: '\"Five Joint\"'"),
        ("'Five' joint", 'zh: "\'Five\' joint"'),
        ("'a' \"b\"", "zh: '''a'' \"b\"'"),
        ("one\n\ntwo", "zh: |-\n  one\n\n  two"),
        ("- a", "zh: '- a'"),
    ],
)  # fmt: skip
def test_a_text_is_quoted_only_where_it_must_be(text: str, written: str) -> None:
    """Quotes stand where YAML would read the text otherwise, as the form editor sets them."""
    assert f"{written}\n" == in_style(Name({"zh": text}), ["zh"])


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S", "Zs"), max_codepoint=0x9FFF), min_size=1).map(str.strip).filter(bool))
def test_what_is_written_is_read_again(text: str) -> None:
    """Any text in one line comes back as it was, for this reader and for PyYAML's."""
    written = in_style(Name({"zh": text}), ["zh"])
    assert ({"zh": text}, []) == parse(written.encode())
    assert {"zh": text} == yaml.load(written, yaml.BaseLoader)


def test_every_record_of_the_handbook_is_in_style() -> None:
    """The handbook's own records are kept so."""
    dataset, _ = load(ROOT)
    wrong = [
        record.id
        for record in dataset.records.values()
        if in_style(record, dataset.languages) != (ROOT / dataset.files[record.id]).read_text("utf-8")
    ]
    assert [] == wrong


def test_format_mends_the_style_and_nothing_else(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`handbook format` undoes a change of style, byte for byte, and leaves other files alone."""
    monkeypatch.chdir(root)
    file = root / PRACTICE
    before = file.read_bytes()
    file.write_bytes(
        before.replace(b"kind: mechanism", b'kind: "mechanism"')
        .replace(b"theme: river-safety\n", b"")
        .replace(b"id: joint-patrols\n", b"theme: river-safety\nid: joint-patrols\n")
    )
    others = {path: path.stat().st_mtime_ns for path in (root / "data").rglob("*.yml") if path != file}
    assert 0 == CliRunner().invoke(main, ["format"]).exit_code
    assert before == file.read_bytes()
    assert others == {path: path.stat().st_mtime_ns for path in others}


def test_format_loses_no_comment(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record with comments is left alone and named: what someone wrote is not thrown away unasked."""
    monkeypatch.chdir(root)
    file = root / PRACTICE
    file.write_bytes(b"# ask again in spring\n" + file.read_bytes())
    done = CliRunner().invoke(main, ["format", "--lang", "en"])
    assert "ask again in spring" in file.read_text(encoding="utf-8")
    assert PRACTICE in done.output
