"""Texts compared word by word."""

from __future__ import annotations

from handbook.text.word_diff import changed_words, elided


def test_chinese_is_compared_by_character() -> None:
    """The changed characters alone are marked, and long runs between changes are cut."""
    old, new = changed_words("每月巡河一次", "每周巡河两次")
    assert "月" in "".join(words for words, changed in old if changed)
    assert "巡河" in "".join(words for words, changed in new if not changed)
    runs = elided([("改", True), ("同" * 200, False), ("动", True)])
    assert len("".join(words for words, _ in runs)) < 100


def test_no_word_is_cut_in_two() -> None:
    """What is left out of a long English text ends between words."""
    kept = " ".join(f"word{n:02}" for n in range(40))
    [(before, _), _, (after, _)] = elided([(kept, False), ("new", True), (kept, False)])
    words = {*kept.split(), "…"}
    assert set(before.replace("…", "… ").split()) <= words
    assert set(after.replace("…", " …").split()) <= words
    assert len(before) < 60


def test_long_texts_are_compared_by_sentences() -> None:
    """Their time does not grow with the square, even where one sentence comes again and again."""
    old = "同一句话。" * 20000
    new = f"{old}别的话。{old}"
    left, right = changed_words(old, new)
    assert old == "".join(words for words, _ in left)
    assert new == "".join(words for words, _ in right)
    many = "".join(f"第{number}句话。" for number in range(20000))
    _, right = changed_words(many, many.replace("第777句话", "第777句谎话"))
    assert ["第777句谎话。"] == [words for words, changed in right if changed]
