"""What `handbook new` left to be filled in is filled in."""

from handbook.checks.context import Context, Findings
from handbook.model.types import PLACEHOLDER


def check(context: Context) -> Findings:
    """Yield texts that are nothing but the placeholder.

    In other values, reading the file already refuses it.
    """
    for passage in context.passages:
        if passage.text.strip() == PLACEHOLDER:
            yield context.in_text("text-unfilled", passage, found=PLACEHOLDER)
