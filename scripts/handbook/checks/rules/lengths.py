"""Titles, summaries and descriptions are short enough to be read at a glance."""

from collections.abc import Iterator, Sequence

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.model.types import Name, Prose
from handbook.text.languages import Problem, language


def check(context: Context) -> Findings:
    """Yield names, summaries and sentences of records and pages that are too long."""
    yield from context.in_each(context.own_captions, _of_caption)
    yield from context.in_all(_by_itself, each="passages")
    yield from context.in_suspects(_of_others, problems=_in_full, each="passages")


def _of_caption(caption: Reading) -> Iterator[Problem]:
    written, size = language(caption.lang), len(caption.text)
    if caption.field == ("title",) and size > (limit := written.title_limit):
        yield "title-too-long", 0, {"size": size, "limit": limit}
    elif caption.field == ("description",) and size > (limit := written.summary_limit):
        yield "summary-too-long", 0, {"size": size, "limit": limit}


def _of_others(passage: Reading) -> Iterator[bool]:
    """Yield something for a text that shows names or numbers of other records."""
    if passage.by_itself is None:
        yield True


def _in_full(context: Context, _: Sequence[bool], passage: Reading) -> Iterator[Problem]:
    return _problems(passage, passage.shown(context.dataset))


def _by_itself(passage: Reading) -> Iterator[Problem]:
    return iter(()) if passage.by_itself is None else _problems(passage, passage.by_itself)


def _problems(passage: Reading, shown: str) -> Iterator[Problem]:
    """Yield what is wrong with a text, in whole or as its reader reads it."""
    written = language(passage.lang)
    if passage.type is Name:
        size, limit = len(passage.text), written.title_limit
        if size > limit:
            yield "title-too-long", 0, {"size": size, "limit": limit}
    elif passage.field and issubclass(passage.type, Prose):
        is_summary = passage.field[0] in ("summary", "definition")
        size, limit = len(shown), written.summary_limit
        if is_summary and size > limit:
            yield "summary-too-long", 0, {"size": size, "limit": limit}
        # what is not read at a glance may take half as long again
        limit = written.sentence_limit if is_summary else written.sentence_limit * 3 // 2
        # a text of no more characters has no more words
        for sentence in written.sentences(shown) if len(shown) > limit else ():
            if (size := written.word_count(sentence)) > limit:
                values = {"size": size, "limit": limit, "found": sentence.strip()}
                yield "sentence-too-long", 0, values
