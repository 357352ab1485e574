"""Texts with their markup blanked out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handbook.checks.masked_text import Reading
from handbook.model.types import Prose
from handbook.text.languages import BLANK
from tests.helpers.markup import MARKUP


@given(st.text() | MARKUP, st.booleans())
def test_masked_text_keeps_every_offset(text: str, page: bool) -> None:
    """Blanking out markup moves nothing, and the sections of a page make up the page."""
    whole = Reading("a", "a", () if page else ("summary", "zh"), "zh", text, Prose)
    readings = list(whole.sections()) if page else [whole]
    begins_with_heading = len(readings) > 1 and readings[1].line == 1
    parts = readings[1:] if begins_with_heading else readings
    assert text == "\n".join(reading.text for reading in parts)
    for reading in readings:
        assert len(reading.text) == len(reading.plain)
        assert all(
            kept in (BLANK, typed) or kept == "\n"
            for typed, kept in zip(reading.text, reading.plain, strict=True)
        )
