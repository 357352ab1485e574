"""No list says the same twice."""

from handbook.checks.context import Context, Findings
from handbook.model.introspect import FieldPath


def check(context: Context) -> Findings:
    """Yield names, search terms and gaps that stand in their list already."""
    for texts in context.texts:
        seen: set[tuple[FieldPath, str]] = set()
        for text in texts.passages:
            steps = tuple(step for step in text.field if isinstance(step, str))
            if text.field[:1] in {("aliases",), ("search_terms",), ("gaps",)}:
                if (steps, text.text) in seen:
                    yield context.in_text("text-twice", text, found=text.text)
                seen.add((steps, text.text))
