"""What the check finds."""

from __future__ import annotations

from collections.abc import Iterable

from handbook.diagnostics import Diagnostic


def codes(findings: Iterable[Diagnostic]) -> list[str]:
    """Return the codes of findings."""
    return [finding.code for finding in findings]
