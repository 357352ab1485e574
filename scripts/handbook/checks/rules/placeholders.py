"""What `handbook new` left to be filled in is filled in."""

from handbook.checks.context import Context, Findings
from handbook.load.validation import left_unfilled
from handbook.model.types import PLACEHOLDER


def check(context: Context) -> Findings:
    """Yield texts that are nothing but the placeholder.

    In other values, reading the file already refuses it.
    """
    for passage in context.passages:
        if passage.text.strip() == PLACEHOLDER:
            code, values = left_unfilled(passage.field, context.dataset.languages)
            yield context.in_text(code, passage, **values)
