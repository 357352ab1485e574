"""A text says the same numbers, and links and cites the same, in every language."""

from collections.abc import Iterator
from operator import attrgetter

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.checks.rules.references import stray_bracket
from handbook.model.records import Figure
from handbook.model.types import Name
from handbook.text.languages import Number, language

#: A message's code, an offset into the translation, and what only either text has.
_Difference = tuple[str, int, list[str], list[str]]


def check(context: Context) -> Findings:
    """Yield the translations that differ from their originals."""
    figures = {figure.id for figure in context.dataset.of(Figure)}
    for (original, translation), _ in context.where(_suspects, each="pairs"):
        differences = list(_links(context, original, translation, figures))
        if all(language(text.lang).reads_numbers for text in (original, translation)):
            differences.append(_numbers(context, original, translation))
        for code, offset, here, there in differences:
            if here or there:
                yield context.in_pair(code, (original, translation), here, there, offset)


def _suspects(pair: tuple[Reading, Reading]) -> Iterator[object]:
    """Yield what makes a pair worth comparing: other links, or numbers that only one text has."""
    original, translation = pair
    if original.links or translation.links:
        targets = [{link.asked for link in text.links} for text in pair]
        yield from targets[0] ^ targets[1]
    yield from _candidates(original, translation)
    yield from _candidates(translation, original)


def _links(
    context: Context, original: Reading, translation: Reading, figures: set[str]
) -> Iterator[_Difference]:
    """Yield the links of only one text: figures, and others once all are in order and lead somewhere."""
    texts = (original, translation)
    links = [link for text in texts for link in text.links]
    of_figures = {link.asked for link in links if link.target in figures}
    here, there = ({link.asked for link in text.links} for text in texts)
    yield "figure-differs", *_difference(here & of_figures, there & of_figures, translation)
    is_faulty = any("[" in text.text and stray_bracket(text.scan, context.ids) for text in texts)
    if not is_faulty and all("#" in link.target or link.target in context.ids for link in links):
        yield "link-differs", *_difference(here - of_figures, there - of_figures, translation)


def _difference(
    here: set[str], there: set[str], translation: Reading
) -> tuple[int, list[str], list[str]]:
    offset = next((link.start for link in translation.links if link.asked in there - here), 0)
    return offset, sorted(here - there), sorted(there - here)


def _numbers(context: Context, original: Reading, translation: Reading) -> _Difference:
    missing = _only(context, original, translation)
    extra = [number for number in _only(context, translation, original) if number.arabic]
    here, there = (list(dict.fromkeys(n.typed for n in numbers)) for numbers in (missing, extra))
    return "number-differs", extra[0].start if extra else 0, here, there


def _only(context: Context, reading: Reading, other: Reading) -> list[Number]:
    """Return the numbers outside names that count something in only the first text."""
    candidates = _candidates(reading, other)
    if not candidates:
        return []
    # all of a title is a name: it would never be compared
    masked = context.without_names(reading, keep_whole=reading.type is Name)
    told = (n for n in candidates if masked[n.start : n.end] == reading.plain[n.start : n.end])
    if not any(number.counts for number in _candidates(other, reading)):
        told = (number for number in told if not number.listed)
    return sorted(told, key=attrgetter("start"))


def _candidates(reading: Reading, other: Reading) -> list[Number]:
    """Return the numbers that count something in only the first text."""
    if not reading.numbers:
        return []
    values = {number.value for number in other.numbers}
    # 一 is an article more often than a number
    return [
        n
        for n in reading.numbers
        if (n.arabic or (n.counts and n.value != 1)) and n.value not in values
    ]
