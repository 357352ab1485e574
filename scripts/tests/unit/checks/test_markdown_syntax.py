"""Rules of Markdown's signs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from lxml import html

from handbook.checks import check_handbook
from handbook.checks.rules import markdown_syntax
from handbook.diagnostics import Diagnostic
from handbook.text.markdown import parser
from tests.helpers.slips import PAGE


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


@pytest.mark.parametrize(
    ("added", "code", "shown"),
    [
        ("[甲](https://evil.example/\nabc)", "markup-unclear", "https://evil.example/\n"),
        ("- [甲]: https://evil.example/", "markup-unclear", "https://evil.example/"),
        ("[甲](\\\\evil.example/)", "markup-unclear", "[甲](\\\\evil"),
        ("[甲](https:\\\\evil.example/)", "url-form", "https:\\\\evil.example/"),
        ('```yaml hl_lines="1"\nx\n```', "markup-unclear", "```yaml"),
        ("`a\n# b` c", "markup-unclear", "# b"),
    ],
)
def test_what_the_parser_reads_otherwise_is_shown_where_it_is(
    root: Path, added: str, code: str, shown: str
) -> None:
    """However many links, code and fences stand before it on the page, that are read as they should be."""
    before = (
        "[一](../figures.md)、`码`、[[joint-patrols]]，<https://example.org/>。\n\n```\n码\n```\n"
    )
    file = root / PAGE
    text = f"{file.read_text(encoding='utf-8')}\n{before}\n{added}\n"
    file.write_text(text, encoding="utf-8")
    places = {f.code: f.place for f in check_handbook(root)[1]}
    line = text[: text.index(shown, text.index(before) + len(before))].count("\n") + 1
    assert (code, line) == (code, places[code].line)


def test_address_is_shown_as_it_was_typed(check: Callable[..., list[Diagnostic]]) -> None:
    """Nothing stands in a message for what is escaped."""
    found = check(PAGE, "(../figures.md)", "(\\\\evil.example/)")
    assert found
    assert not any("\0" in finding.text(lang) for finding in found for lang in ("zh", "en"))
