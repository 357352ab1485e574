"""Titles and summaries are short enough to be read at a glance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.checks.masked_text import Reading
from handbook.diagnostics import Diagnostic
from handbook.model.types import Name
from handbook.text.wikilinks import replace

#: The most characters of a name, and of a summary; the most Han characters, or words, of a sentence in a summary.
TITLE_LIMIT = {"zh": 40, "en": 100}
SUMMARY_LIMIT = {"zh": 120, "en": 400}
SENTENCE_LIMIT = {"zh": 60, "en": 30}

_SUMMARIES = ("summary", "definition")
_SENTENCE = {"zh": re.compile(r"[^。！？]+"), "en": re.compile(r"(?:[^.!?]|[.!?](?!\s|$))+")}
_WORD = {"zh": re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]|[A-Za-z0-9.,%]+"), "en": re.compile(r"[^\s–—]+")}


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the names, summaries and sentences that are too long."""
    for reading in subject.readings:
        passage = reading.passage
        if passage.lang not in TITLE_LIMIT or not passage.field:
            continue
        if passage.type is Name:
            if len(passage.text) > TITLE_LIMIT[passage.lang]:
                yield subject.in_reading("title-too-long", reading, size=len(passage.text), limit=TITLE_LIMIT[passage.lang])
        elif passage.field[0] in _SUMMARIES:
            yield from _summary(subject, reading)


def _summary(subject: Subject, reading: Reading) -> Iterator[Diagnostic]:
    lang, records = reading.passage.lang, subject.dataset.records
    shown = reading.text
    if reading.links:
        titles = {link.target: records[link.target].title.resolve(lang)[0] for link in reading.links if link.target in records}
        shown = replace(shown, lambda link: link.words or titles.get(link.target, ""))
    if len(shown) > SUMMARY_LIMIT[lang]:
        yield subject.in_reading("summary-too-long", reading, size=len(shown), limit=SUMMARY_LIMIT[lang])
    if len(shown) <= SENTENCE_LIMIT[lang]:
        return  # a text of so few characters has no more words
    for sentence in _SENTENCE[lang].findall(shown):
        size = len(_WORD[lang].findall(sentence))
        if size > SENTENCE_LIMIT[lang]:
            yield subject.in_reading("sentence-too-long", reading, size=size, limit=SENTENCE_LIMIT[lang], found=sentence.strip())
