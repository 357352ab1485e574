"""Rules of Markdown's signs."""

from __future__ import annotations

from itertools import product

from lxml import html

from handbook.checks.rules import markdown_syntax
from handbook.text.markdown import parser


def test_asterisks_are_reported_exactly_where_they_would_show() -> None:
    """Whatever stands round them: what the parser makes bold is not told, and what it leaves as typed is."""
    parsed = parser("“”‘’")
    for between in (
        pieces
        for count in range(1, 5)
        for pieces in product(("河", "**", " ", "。", "\n\n"), repeat=count)
    ):
        text = f"河{''.join(between)}河"
        if "****" in text or "\n** **" in text:  # always told, as what it hides is lost; and a rule
            continue
        shown = html.fromstring(f"<div>{parsed.reset().convert(text)}</div>").text_content()
        assert ("**" in shown) == bool(list(markdown_syntax.unpaired(text))), text
