"""Titles, summaries and descriptions are short enough to be read at a glance."""

from handbook.checks.context import Context, Findings
from handbook.model.types import Name, Prose
from handbook.text.languages import language
from handbook.text.plain_text import plain_text


def check(context: Context) -> Findings:
    """Yield names, summaries and sentences of records and pages that are too long."""
    for caption in context.own_captions:
        written, size = language(caption.lang), len(caption.text)
        if caption.field == ("title",) and size > (limit := written.title_limit):
            yield context.in_text("title-too-long", caption, size=size, limit=limit)
        elif caption.field == ("description",) and size > (limit := written.summary_limit):
            yield context.in_text("summary-too-long", caption, size=size, limit=limit)
    for passage in context.passages:
        written = language(passage.lang)
        if passage.type is Name:
            size, limit = len(passage.text), written.title_limit
            if size > limit:
                yield context.in_text("title-too-long", passage, size=size, limit=limit)
        elif passage.field and issubclass(passage.type, Prose):
            is_summary = passage.field[0] in ("summary", "definition")
            shown = plain_text(context.dataset, passage.text, passage.lang)
            size, limit = len(shown), written.summary_limit
            if is_summary and size > limit:
                yield context.in_text("summary-too-long", passage, size=size, limit=limit)
            # what is not read at a glance may take half as long again
            limit = written.sentence_limit if is_summary else written.sentence_limit * 3 // 2
            # a text of no more characters has no more words
            for sentence in written.sentences(shown) if len(shown) > limit else ():
                if (size := written.word_count(sentence)) > limit:
                    yield context.in_text(
                        "sentence-too-long", passage, size=size, limit=limit, found=sentence.strip()
                    )
