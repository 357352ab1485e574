"""Rules of editions."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.checks import check_handbook
from tests.helpers import handbook_of
from tests.helpers.repository import edit

EDITION = """\
date: 2026-03-01
title:
  zh: 第一版
  en: First edition
note:
  zh: 开始。
  en: The beginning.
changes:
  - kind: changed
    owner: joint-patrols
    folder: practices
    title:
      zh: 两岸联合巡河
      en: Joint river patrols
    fields:
      - field: summary
        label:
          zh: 概要
          en: Summary
        old:
          zh: <b>１２  ，
        new:
          zh: "> > > > > > > > 深[[[[[[[[[[[[[[[[["
  - kind: removed
    owner: docs/gone
    folder: docs
    title:
      zh: 一页
"""


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("date: 2026-03-01", "date: 2026-03-02", "edition-date", 1),
        ("date: 2026-03-01", "date: 2026-03", "edition-date", 1),
        ("date: 2026-03-01", "date: 2026-02-30", "date-form", 1),
        ("zh: 第一版", "zh: 第一版<b>", "markup-html", 3),
        ("zh: 第一版", "zh: 第１版", "character-full-width", 3),
        ("zh: 开始。", 'zh: "a\\0b"', "character-invisible", 6),
        ("zh: <b>１２  ，", 'zh: "a\\0b"', "character-invisible", 21),
        ("zh: <b>１２  ，", 'zh: "a\\x1bb"', "character-invisible", 21),
        ("zh: <b>１２  ，", 'zh: "a\\u202eb"', "character-invisible", 21),
        ("zh: <b>１２  ，", 'zh: "a\\u200bb"', "character-invisible", 21),
        ("folder: practices", "folder: nonsense", "edition-change", 10),
        ("owner: joint-patrols", "owner: docs/nope", "edition-change", 10),
        ("owner: docs/gone", "owner: gone", "edition-change", 25),
    ],
)
def test_edition_is_held_to_the_rules_of_texts(
    root: Path, old: str, new: str, code: str, line: int
) -> None:
    """What editors write in an edition is held to the rules of texts, and what the command writes to its form; what it quotes stands as it stood."""
    file = "data/editions/2026-03-01.yml"
    handbook_of.write(root, {file: EDITION})
    assert [] == check_handbook(root)[1]
    edit(root, file, (old, new))
    found = [f for f in check_handbook(root)[1] if f.place.path == file]
    assert [(code, line)] == [(f.code, f.place.line) for f in found]


def test_stray_file_among_editions_is_reported(root: Path) -> None:
    """Another file among the editions, as one that ends in .yaml, is an error and not passed over; an editor's own file is none of ours."""
    handbook_of.write(
        root,
        {
            f"data/editions/{name}": EDITION
            for name in ("2026-03-01.yaml", "readme.txt", ".swp", "notadate.yml")
        },
    )
    found = [(f.code, f.place.path.rsplit("/")[-1]) for f in check_handbook(root)[1]]
    assert [
        ("file-stray", "2026-03-01.yaml"),
        ("edition-date", "notadate.yml"),
        ("file-stray", "readme.txt"),
    ] == found
