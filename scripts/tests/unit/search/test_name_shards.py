"""The parts of a long list of names."""

from __future__ import annotations

from handbook.search.name_shards import SHARED, build_parts, number
from handbook.text.languages import folded, language


def test_full_name_is_in_the_part_of_its_number() -> None:
    """A name as it stands, in pinyin, by its initials or in the other language is in the part of its number; what many share is in none."""
    entries = [
        {"a": f"{n}/", "t": f"第{n}号护河110", "p": ["共用"], "o": {"en": [f"No. {n}: Huhe"]}}
        for n in range(SHARED * 30)
    ]
    parts = build_parts(entries, language("zh"))
    assert len(parts) > 10
    for key in ("第77号护河110", "di77haohuhe110", "d77hhh110", "no77huhe"):
        assert entries[77] in parts[number(key) % len(parts)], key
    assert max(map(len, parts)) < len(entries) / 3
    assert "yaoer12345" == folded("Yāo’ÈR").replace("’", "") + folded("１2,345")
