"""Tables by which the browser folds what is typed."""

from __future__ import annotations

from handbook.model.types import plain_pinyin
from handbook.text.languages import language


def test_traditional_characters_fold_unless_the_text_uses_them() -> None:
    """聯 folds to 联 and 鍵 to 键, Hong Kong's and Taiwan's forms as well; a character of the text itself stays."""
    table = language("zh").folding_table("联合一键著线里")
    pairs = dict(zip(table[::2], table[1::2], strict=True))
    assert {"聯": "联", "鍵": "键", "線": "线", "裏": "里", "裡": "里"}.items() <= pairs.items()
    assert "著" not in pairs
    assert "五" not in pairs


def test_the_table_of_pinyin_reads_what_browsers_decode() -> None:
    """The runs cover the 3,755 characters of GB 2312's first level, in the order a browser decodes them."""
    codes = [bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
    characters = b"".join(codes).decode("gb2312", errors="ignore")
    syllables: list[str] = []
    for run in language("zh").reading_table().split():
        syllable = run.rstrip("0123456789")
        syllables += [syllable] * int(run[len(syllable) :] or 1)
    assert 3755 == len(characters) == len(syllables)
    read = dict(zip(characters, syllables, strict=True))
    assert ["he", "pan", "san", "wan", "nu", "lu"] == [read[c] for c in "河畔三湾女绿"]


def test_names_are_read_in_their_context() -> None:
    """A character with several readings takes the one of its word; only names that differ from the table are listed."""
    assert ["tiao", "jie", "lu"] == language("zh").reading("调解率")
    assert {"银行长": "yin hang zhang"} == language("zh").readings(["银行长", "河畔"])
    assert "pingan" == plain_pinyin("píng'ān")
