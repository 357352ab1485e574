"""Replace straight quotation marks and apostrophes by those of a language, and back.

Editors type `'` and `"`. Records, data files, feeds, the search index and the review keep them;
pages, search results, pictures and PDFs show those of the language (`Language.quotes`). Chinese
needs no replacement, because its editors type its own marks.
"""

import re

_STRAIGHT = re.compile("[\"']")
#: A mark opens at the start, and after white space or one of these. Elsewhere it closes, or is an
#: apostrophe.
_BEFORE_OPENING = frozenset("([{/|")


def curled(text: str, quotes: str, before: str = "") -> str:
    """Return a text with straight quotation marks replaced by those of a language.

    Args:
        text: The text as typed.
        quotes: A double pair and a single pair of marks, such as `“”‘’`; empty: as typed.
        before: The character before the text.
    """
    if not quotes:
        return text
    characters = list(text)
    for match in _STRAIGHT.finditer(text):
        at = match.start()
        before = characters[at - 1] if at else before
        after_dash = before in {"–", "—"} or (before == "-" and match[0] == '"')
        opens = (
            not before
            or before.isspace()
            or before in _BEFORE_OPENING
            or before in quotes[::2]
            or (after_dash and text[at + 1 : at + 2].isalnum())
        )
        characters[at] = quotes[(0 if match[0] == '"' else 2) + (0 if opens else 1)]
    return "".join(characters)


def typed(text: str, quotes: str) -> str:
    """Return a text as editors type it, the reverse of `curled`."""
    return text.translate(str.maketrans(quotes, "\"\"''")) if quotes else text
