"""No list says the same twice."""

from handbook.checks.context import Context, Findings


def check(context: Context) -> Findings:
    """Yield names, search terms and gaps that stand in their list already."""
    for texts in context.texts:
        seen: set[tuple[object, str, str]] = set()
        for text in texts.passages:
            if text.field[:1] in {("aliases",), ("search_terms",), ("gaps",)}:
                item = text.field[0], text.lang, text.text
                if item in seen:
                    yield context.in_text("text-twice", text, found=text.text)
                seen.add(item)
