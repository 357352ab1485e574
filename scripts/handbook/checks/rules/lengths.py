"""Titles, summaries and descriptions are short enough to be read at a glance."""

from collections.abc import Iterator, Mapping
from itertools import chain

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.model.types import Name, Prose
from handbook.text.languages import language

#: A message's code and values.
_Problem = tuple[str, Mapping[str, object]]


def check(context: Context) -> Findings:
    """Yield names, summaries and sentences of records and pages that are too long."""
    for caption in context.own_captions:
        written, size = language(caption.lang), len(caption.text)
        if caption.field == ("title",) and size > (limit := written.title_limit):
            yield context.in_text("title-too-long", caption, size=size, limit=limit)
        elif caption.field == ("description",) and size > (limit := written.summary_limit):
            yield context.in_text("summary-too-long", caption, size=size, limit=limit)
    of_others = (
        (passage, _problems(passage, passage.shown(context.dataset)))
        for passage, _ in context.where(_of_others, each="passages")
    )
    for passage, problems in chain(context.where(_by_itself, each="passages"), of_others):
        for code, values in problems:
            yield context.in_text(code, passage, **values)


def _of_others(passage: Reading) -> Iterator[bool]:
    """Yield something for a text that shows names or numbers of other records."""
    if passage.by_itself is None:
        yield True


def _by_itself(passage: Reading) -> Iterator[_Problem]:
    if passage.by_itself is not None:
        yield from _problems(passage, passage.by_itself)


def _problems(passage: Reading, shown: str) -> Iterator[_Problem]:
    """Yield what is wrong with a text, in whole or as its reader reads it."""
    written = language(passage.lang)
    if passage.type is Name:
        size, limit = len(passage.text), written.title_limit
        if size > limit:
            yield "title-too-long", {"size": size, "limit": limit}
    elif passage.field and issubclass(passage.type, Prose):
        is_summary = passage.field[0] in ("summary", "definition")
        size, limit = len(shown), written.summary_limit
        if is_summary and size > limit:
            yield "summary-too-long", {"size": size, "limit": limit}
        # what is not read at a glance may take half as long again
        limit = written.sentence_limit if is_summary else written.sentence_limit * 3 // 2
        # a text of no more characters has no more words
        for sentence in written.sentences(shown) if len(shown) > limit else ():
            if (size := written.word_count(sentence)) > limit:
                yield "sentence-too-long", {"size": size, "limit": limit, "found": sentence.strip()}
