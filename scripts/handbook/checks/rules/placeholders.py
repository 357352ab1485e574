"""What `handbook new` left to be filled in is filled in."""

from collections.abc import Iterator, Sequence
from functools import partial

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.load.validation import left_unfilled
from handbook.model.labels import Labels
from handbook.model.types import PLACEHOLDER
from handbook.text.languages import Problem, language


def check(context: Context) -> Findings:
    """Yield texts that are but the placeholder, and translations said to follow later.

    In other values, reading the file already refuses it.
    """
    labels, languages = context.dataset.labels, context.dataset.languages
    yield from context.in_all(_problems, labels, languages, each="passages")
    yield from context.in_each(context.own_captions, partial(_problems, labels=labels))


def _problems(reading: Reading, labels: Labels, languages: Sequence[str] = ()) -> Iterator[Problem]:
    text, is_translation = reading.text.strip(), reading.field[-1:] == (reading.lang,)
    said = (language(lang).policy.get("text-unfinished") for lang in languages)
    if text == PLACEHOLDER or (
        is_translation
        and reading.lang in languages[1:]
        and any(each.fullmatch(text) for each in said if each)
    ):
        code, values = left_unfilled(reading.field, labels)
        yield code, 0, {**values, "found": text}
