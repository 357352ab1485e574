"""What `handbook new` left to be filled in is filled in."""

from collections.abc import Iterator, Sequence

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.load.validation import left_unfilled
from handbook.model.types import PLACEHOLDER
from handbook.text.languages import language


def check(context: Context) -> Findings:
    """Yield texts that are nothing but the placeholder, and translations that say that they follow later.

    In other values, reading the file already refuses it.
    """
    for passage, found in context.where(_unfilled, context.dataset.languages, each="passages"):
        code, values = left_unfilled(passage.field, context.dataset.labels)
        yield context.in_text(code, passage, **{**values, "found": found[0]})
    yield from _captions(context)


def _captions(context: Context) -> Findings:
    for caption in context.own_captions:
        if caption.text.strip() == PLACEHOLDER:
            code, values = left_unfilled(caption.field, context.dataset.labels)
            yield context.in_text(code, caption, **values)


def _unfilled(passage: Reading, languages: Sequence[str]) -> Iterator[str]:
    text, is_translation = passage.text.strip(), passage.field[-1:] == (passage.lang,)
    said = (language(lang).policy.get("text-unfinished") for lang in languages)
    if text == PLACEHOLDER or (
        is_translation
        and passage.lang != languages[0]
        and any(each.fullmatch(text) for each in said if each)
    ):
        yield text
