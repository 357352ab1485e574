"""Where a Chinese text uses a term of the glossary, the text beside it uses the agreed name of that term."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.checks.masked_text import Reading
from handbook.checks.name_matcher import Names, longest
from handbook.diagnostics import Diagnostic, language_name
from handbook.model.records import Term
from handbook.model.types import Name
from handbook.text.plain_text import plain_text

_MARKS = re.compile(r'["*_]')
#: What a title adds in brackets need not be said each time.
_ADDED = re.compile(r"\s*\([^()]*\)$")
_GAPS = re.compile(r"[-–\s]+")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the texts that give a term another name than the agreed one."""
    leading, *others = subject.dataset.languages
    terms = {term.id: term for term in subject.dataset.of(Term)}
    if not terms:
        return
    titles = {term_id: term.title.get(leading) or "" for term_id, term in terms.items()}
    forms = {lang: {term_id: _forms(term, lang) for term_id, term in terms.items()} for lang in others}
    matchers = {lang: Names(((form, t) for t, all_ in forms[lang].items() for form in all_), prefix=True) for lang in others}
    for versions in subject.versions.values():
        if (first := versions.get(leading)) is None or len(versions) == 1:
            continue
        used = _used(subject, first, titles)
        for lang, other in versions.items():
            if lang == leading or not used:
                continue
            wanted = {term_id for term_id in used if forms[lang][term_id]} - {link.target for link in other.links}
            if wanted:
                wanted -= {found.owner for found in matchers[lang].find(_compared(plain_text(subject.dataset, other.text, lang)))}
            for term_id in used:
                if term_id in wanted:
                    accepted = [terms[term_id].title.get(lang) or "", *terms[term_id].aliases.get(lang)]
                    yield subject.in_reading(
                        "term-not-agreed", other, found=titles[term_id], lang=language_name(lang), accepted=accepted, term=term_id
                    )


def _forms(term: Term, lang: str) -> list[str]:
    """Return the ways in which a term may be named in a language, as they are compared."""
    if (title := term.title.get(lang)) is None:
        return []
    return [form for name in (title, *term.aliases.get(lang)) if (form := _compared(_ADDED.sub("", name)))]


def _compared(text: str) -> str:
    """Return a text as names are compared: without quotation marks and emphasis, hyphens as spaces."""
    return _GAPS.sub(" ", _MARKS.sub("", text)).strip()


def _used(subject: Subject, reading: Reading, titles: dict[str, str]) -> list[str]:
    """Return the terms a text uses, by their titles or linked; a term inside a longer name is part of that name."""
    plain = reading.plain
    whole = len(plain) if reading.passage.type is Name else -1
    names = [f for f in subject.agreed.find(plain, reading.passage.lang) if f.end - f.start != whole or f.owner in titles]
    used = [f.owner for f in longest(names) if f.owner in titles and plain[f.start : f.end] == titles[f.owner]]
    linked = [link.target for link in reading.links if link.words is None and link.target in titles]
    return list(dict.fromkeys(used + linked))
