"""No list says the same twice, and no text of a record what another says."""

from handbook.checks.context import Context, Findings
from handbook.model.types import PLACEHOLDER, Prose


def check(context: Context) -> Findings:
    """Yield items that stand twice in their list, and texts that repeat others."""
    for texts in context.texts:
        seen: set[tuple[object, str, str]] = set()
        said: dict[tuple[str, str], str] = {}
        for text in texts.passages:
            if len(text.field) == 2 and issubclass(text.type, Prose):
                field = str(text.field[0])
                first = said.setdefault((text.lang, text.text), field)
                if first != field and text.text != PLACEHOLDER:  # told for itself
                    yield context.in_text("text-repeated", text, first=first)
            if text.field[:1] in {("aliases",), ("search_terms",), ("gaps",)}:
                item = text.field[0], text.lang, text.text
                if item in seen:
                    yield context.in_text("text-twice", text, found=text.text)
                seen.add(item)
