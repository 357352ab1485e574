"""What `handbook new` left to be filled in is filled in."""

from collections.abc import Iterator

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.load.validation import left_unfilled
from handbook.model.types import PLACEHOLDER


def check(context: Context) -> Findings:
    """Yield texts that are nothing but the placeholder.

    In other values, reading the file already refuses it.
    """
    for passage, _ in context.where(_unfilled, each="passages"):
        code, values = left_unfilled(passage.field, context.dataset.labels)
        yield context.in_text(code, passage, **values)
    yield from _captions(context)


def _captions(context: Context) -> Findings:
    for caption in context.own_captions:
        if caption.text.strip() == PLACEHOLDER:
            code, values = left_unfilled(caption.field, context.dataset.labels)
            yield context.in_text(code, caption, **values)


def _unfilled(passage: Reading) -> Iterator[str]:
    if passage.text.strip() == PLACEHOLDER:
        yield passage.text
