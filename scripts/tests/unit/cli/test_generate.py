"""The list of messages."""

from __future__ import annotations

import re

from handbook.cli.generate import build_message_reference
from handbook.diagnostics import MESSAGES, Severity
from tests.helpers import ROOT


def test_every_message_is_documented_with_its_remedy() -> None:
    """MESSAGES.md lists every message that the check can give; `handbook messages` writes it."""
    text = (ROOT / "MESSAGES.md").read_text(encoding="utf-8")
    assert text == build_message_reference()
    listed = set(re.findall(r"^## `([a-z0-9-]+)`", text, re.MULTILINE))
    assert {
        code for code, entry in MESSAGES.items() if entry.severity is not Severity.NOTE
    } == listed
