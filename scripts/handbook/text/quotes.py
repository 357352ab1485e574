"""The straight quotation marks and apostrophes of a keyboard → those a language is set with, and back.

Editors type `'` and `"`, and records, data files, feeds, the index of search and what reviewers are told keep what was typed; pages, results
of search, pictures and PDFs show the language's own. Which these are stands with the language (`text.languages`); Chinese has none to
set, because its editors type them, and on a Chinese page English words stay as typed.
"""

from __future__ import annotations

import re

_STRAIGHT = re.compile("[\"']")
#: After these, white space or at the start, a mark opens; elsewhere it closes, or is an apostrophe.
_BEFORE_OPENING = frozenset("([{/|")


def curled(text: str, quotes: str, before: str = "") -> str:
    """Return a text with its straight marks replaced by `quotes`, a double pair and then a single one; `before` is the character before it."""
    if not quotes:
        return text
    made: list[str] = []
    at = 0
    for match in _STRAIGHT.finditer(text):
        if between := text[at : match.start()]:
            made.append(between)
            before = between[-1]
        after_dash = before in {"–", "—"} or (before == "-" and match[0] == '"')
        opens = (
            not before
            or before.isspace()
            or before in _BEFORE_OPENING
            or before in quotes[::2]
            or (after_dash and text[match.end() : match.end() + 1].isalnum())
        )
        before = quotes[(0 if match[0] == '"' else 2) + (0 if opens else 1)]
        made.append(before)
        at = match.end()
    return "".join((*made, text[at:]))


def typed(text: str, quotes: str) -> str:
    """Return a text as it is typed: what `curled` set, straight again."""
    return text.translate(str.maketrans(quotes, "\"\"''")) if quotes else text
