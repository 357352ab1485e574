"""Plain data and a Typst template → a finished PDF: nothing here knows what a handbook is.

    data ─ JSON ─▶ Typst (typeset, in a process of its own: press) ─▶ PDF ─ pack ─▶ the same PDF, small ─▶ describe

Light on purpose: the processes that typeset import this package and no other.
"""


class TypesetFailed(Exception):
    """Typst stopped or warned: `said` is what it said, `missing` the characters the fonts have no shape for."""

    def __init__(self, said: str, missing: str = "") -> None:
        """Keep what was said."""
        super().__init__(said)
        self.said, self.missing = said, missing
