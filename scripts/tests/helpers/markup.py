"""Texts made of what means something in Markdown, in a record's texts or to the rules."""

from __future__ import annotations

from hypothesis import strategies as st

MARKUP = st.lists(
    st.sampled_from(
        ["[[a|b]]", "[[a]]", "[[a#1]]", "[", "]", "](", ")", "!", "{", "}", "{#a}", "{: b}", ":lang[", "]{zh}", "`", "```\n", "<b>", "https://a.b",
         "# ", "## ", "\n", "\n\n", " ", "  ", "1. ", '!!! note "', '"', "河", "“", "”", "（", "）", "18", "十八", "起", "eighteen", ",", "\0", "\u200b", "…", "\u0301"]
    )
).map("".join)  # fmt: skip
