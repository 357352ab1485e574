"""YAML becomes a tree of strings with places, or problems with places."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from handbook.diagnostics import Diagnostic
from handbook.load import Unloadable
from handbook.load.files import decode
from handbook.load.yaml_tree import MAX_DEPTH, Map, Seq, locate, parse

RECORD = b"""id: x
title:
  zh: a
  en: 'b: c'
list:
- one
-   two
empty:
tilde: ~
quoted: ''
parts:
  - id: p
    text: |
      line
"""


def read(content: bytes) -> Map:
    """Return the tree of a file's content."""
    return parse(decode(content, "a.yml"), "a.yml")


def problems_of(content: bytes) -> list[Diagnostic]:
    """Return a file's problems; where there are none, there is a tree."""
    try:
        problems = [] if isinstance(read(content), Map) else None
    except Unloadable as error:
        problems = error.diagnostics or None
    assert problems is not None
    return problems


def codes(content: bytes) -> list[str]:
    """Return the codes of a file's problems."""
    return [problem.code for problem in problems_of(content)]


def test_every_scalar_is_the_string_that_was_typed() -> None:
    """Nothing is taken for a number, a date, a truth value or a time; null is nothing unless quoted."""
    tree = read(
        b"a: no\nb: 1:30\nc: 0755\nd: 2023-08-01\ne: 1e3\nf: 'null'\ng: =\nh: null\ni: NULL\n"
    )
    assert {
        "a": "no",
        "b": "1:30",
        "c": "0755",
        "d": "2023-08-01",
        "e": "1e3",
        "f": "null",
        "g": "=",
    } == tree


def test_maps_and_lists_become_maps_and_lists() -> None:
    """The tree has the file's shape; a field left empty is not there."""
    tree = read(RECORD)
    expected = {
        "id": "x", "title": {"zh": "a", "en": "b: c"}, "list": ["one", "two"], "quoted": "", "parts": [{"id": "p", "text": "line\n"}],
    }  # fmt: skip
    assert expected == tree


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (1, 1)),
        (("id",), (1, 5)),
        (("title",), (2, 1)),
        (("title", "en"), (4, 7)),
        (("list", 1), (7, 5)),
        (("empty",), (8, 1)),
        (("parts", 0), (12, 5)),
        (("parts", 0, "id"), (12, 9)),
        (("parts", 0, "missing"), (12, 5)),
        (("nothing", "at", "all"), (1, 1)),
        (("list", 9), (5, 1)),
    ],
)
def test_part_is_located_in_its_file(path: tuple[str | int, ...], place: tuple[int, int]) -> None:
    """A value is at its own place, a map at its field's, what is missing at what holds it."""
    assert place == locate(read(RECORD), path)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"# nothing\n", "file-empty"),
        (b"---\n", "file-empty"),
        (b"\xef\xbb\xbfid: x\n", "file-bom"),
        ("id: 河畔".encode("gb18030"), "file-not-utf8"),
        ("id: x".encode("utf-16"), "file-not-utf8"),
        (b"id: \x00", "file-control-character"),
        (b"id: x\x7f", "file-control-character"),
        ("id: \x85\ufffe".encode(), "file-control-character"),
        (b"id: " + b"[" * 100_000, "yaml-too-deep"),
        (b"- " * 100_000 + b"x", "yaml-too-deep"),
        (b"? " * 100_000 + b"x", "yaml-too-deep"),
        (b"{a: " * 100_000, "yaml-too-deep"),
        (b"a: &x 1\n", "yaml-anchor"),
        (b"a: &x [1]\nb: *x\n", "yaml-anchor"),
        (b"a: *x\n", "yaml-anchor"),
        (b"a: !!int 1\n", "yaml-anchor"),
        (b"a: ! x\n", "yaml-anchor"),
        (b"a: !!python/object/apply:os.system [x]\n", "yaml-anchor"),
        (b"a: 1\n---\na: 2\n", "yaml-several-documents"),
        (b"a: 1\n---\nb: 2\n", "yaml-separator"),
        (b"---\na: 1\n---\nb:\n  a: 2\n", "yaml-separator"),
        (b"a: b; c: d\n", "yaml-fields-on-line"),
        ("a:\n  zh: 甲。 en: B.\n".encode(), "yaml-fields-on-line"),
        (b"a: As is. That is: x\n", "yaml-colon-in-text"),
        ("a: '甲。’\n".encode(), "yaml-quote-wide"),
        ('a: "甲。”\n'.encode(), "yaml-quote-wide"),
        ('a: "甲“乙”\n'.encode(), "yaml-quote"),
        ("a:\n  zh: 甲\n[[b]]乙\nc: d\n".encode(), "yaml-stray-line"),
        (b"just words\n", "yaml-not-a-map"),
        (b"[a]: b\n", "yaml-not-a-map"),
        (b"a: 1\na: 2\n", "yaml-duplicate-field"),
        (b"a: 'x\n", "yaml-quote"),
        (b'a: "\\q"\n', "yaml-escape"),
        (b"a:\n  - b\n  c\n  - d: e: f\n", "yaml-hyphen-missing"),
        (b"a: 'b' c\n", "yaml-text-after-quote"),
        (b"\r'", "yaml-quote"),
        (b"a: b\rc: 'd\r", "yaml-quote"),
        (b"a: b: c\n", "yaml-colon-in-text"),
        (b"a: @x\n", "yaml-special-character"),
        (b"a: %x\n", "yaml-special-character"),
        (b"a: [x\n", "yaml-special-character"),
        (b"a:\n\tb: c\n", "yaml-tab"),
        ("a： b\n".encode(), "yaml-full-width-colon"),
        (b"a:b\n", "yaml-colon-space"),
        (b"a:\n  b: c\n d: e\n", "yaml-indent"),
    ],
)
def test_broken_file_has_one_problem(content: bytes, code: str) -> None:
    """Hostile and broken files get one problem each, however large or deep."""
    assert [code] == codes(content)


def test_billion_laughs_are_refused_at_the_first_anchor() -> None:
    """Aliases are refused before anything is multiplied."""
    bomb = b"a: &a [x, x]\n" + b"".join(
        b"%c: &%c [*%c, *%c]\n" % (c + 1, c + 1, c, c) for c in range(97, 120)
    )
    assert ["yaml-anchor"] == codes(bomb)


def test_every_duplicate_field_is_reported() -> None:
    """All problems come in one pass; those far down a file of problems go without their field."""
    content = b"a: 1\n" * 50
    problems = problems_of(content)
    assert 49 == len(problems)
    assert "a" == problems[0].place.field
    assert "" == problems[-1].place.field


def test_the_field_is_read_off_the_lines() -> None:
    """Where there is no tree, a problem still names the field it stands in."""
    content = b"title:\n  zh: x\nparts:\n  - id: a\n  # - id: not-one\n  - id: b\n    title:\n      zh: y: z\n"
    assert ["parts[2].title.zh"] == [problem.place.field for problem in problems_of(content)]


def test_depth_is_allowed_up_to_the_limit() -> None:
    """The limit is the last depth that may be."""
    assert [] == codes(b"a: " + b"[" * (MAX_DEPTH - 1) + b"]" * (MAX_DEPTH - 1))
    assert ["yaml-too-deep"] == codes(b"a: " + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)


@given(st.binary())
def test_any_bytes_give_a_map_or_problems(content: bytes) -> None:
    """Whatever is in a file, there is a map without problems or there are problems."""
    problems_of(content)


YAML = st.lists(
    st.sampled_from(
        [
            "a",
            "b",
            ": ",
            ":",
            "- ",
            "\n",
            "  ",
            "'",
            '"',
            "[",
            "]",
            "{",
            "}",
            "&a",
            "*a",
            "!",
            "|",
            ">",
            "#",
            "？",
            "：",
        ]
    )
)


@given(YAML.map("".join))
def test_any_yaml_gives_a_map_or_problems(text: str) -> None:
    """The same for texts made of YAML's own signs, and problems stand within the file."""
    problems = problems_of(text.encode())
    assert all(1 <= problem.place.line <= text.count("\n") + 2 for problem in problems)


TREES = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), min_size=1),
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), inner, min_size=1, max_size=3),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), TREES, min_size=1))
def test_tree_written_by_pyyaml_is_read_back(tree: dict[str, object]) -> None:
    """A tree of strings comes back as it was, every string whole."""
    content = yaml.safe_dump(tree, allow_unicode=True, default_style='"').encode()
    assert tree == read(content)


def test_maps_and_lists_know_where_they_begin() -> None:
    """A map is at its first field, a list at its first hyphen."""
    tree = read(RECORD)
    assert isinstance(tree, Map)
    assert isinstance(tree["list"], Seq)
    assert ((0, 0), (5, 0)) == ((tree.line, tree.column), (tree["list"].line, tree["list"].column))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b\nlast one\n", 2),
        ("a:\n  - b\nlast one\n", 3),
        ("id court\nx: y\n", 1),
        ("a:\n  - id b\n    c: d\n", 2),
        ("a: b\r\nlast\r\n", 2),
    ],
)
def test_missing_colon_is_reported_at_its_own_line(text: str, line: int) -> None:
    """The line that lacks it is named, not the one at which the parser gives up."""
    (problem,) = problems_of(text.encode())
    assert ("yaml-colon-missing", line) == (problem.code, problem.place.line)


def test_an_item_of_a_list_needs_no_colon() -> None:
    """Where a list is indented wrongly, its words are not taken for fields."""
    assert ["yaml-indent"] == codes(b"places:\n  - river-town\n - river-bank\nkind: x\n")


@pytest.mark.parametrize(
    "text",
    [
        "how: |\n  　　段落。\n",
        "how: |\n  -\u00a0段落。\n",
        "how: '段\n\n  　key: 落'\n",
        "zh: 文字　文字\n",
        "zh: 　文字\n",
        "title:\n  zh\n",
    ],
)
def test_unusual_spaces_inside_texts_are_no_problem(text: str) -> None:
    """Blanks within a text, or at a paragraph's beginning, are no matter of YAML."""
    assert [] == problems_of(text.encode())
