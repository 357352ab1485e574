"""Translations use the agreed names of terms.

Where a text uses a term of the glossary, its translation uses the agreed name of that term.
"""

import re
from collections.abc import Mapping
from itertools import product

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.checks.name_matcher import NameMatcher, longest
from handbook.diagnostics import language_name
from handbook.model.records import Term
from handbook.model.types import Name
from handbook.text.plain_text import plain_text

_MARKS = re.compile(r'["*_]')
#: What a title adds in brackets need not be said each time.
_ADDED = re.compile(r"\s*\([^()]*\)$")
_GAPS = re.compile(r"[-–\s]+")


def check(context: Context) -> Findings:
    """Yield the translations that give a term another name than the agreed one."""
    leading, *others = context.dataset.languages
    titles = {term.id: term.title.get(leading) or "" for term in context.dataset.of(Term)}
    accepted: dict[tuple[str, str], list[str]] = {}
    forms: dict[str, list[tuple[str, str]]] = {lang: [] for lang in others}
    for term, lang in product(context.dataset.of(Term), others):
        if (title := term.title.get(lang)) and title not in context.stale:
            accepted[lang, term.id] = names = [title, *term.aliases.get(lang)]
            forms[lang] += [(_compared(_ADDED.sub("", name)), term.id) for name in names]
    matchers = {lang: NameMatcher(pairs) for lang, pairs in forms.items()}
    # a longer name that holds a term's may be that of a record that cannot be read
    is_told = titles and not context.dataset.unreadable
    for original, translation in context.translations if is_told else ():
        lang = translation.lang
        linked = {link.target for link in translation.links}
        wanted = [
            t for t in _used(context, original, titles) if (lang, t) in accepted and t not in linked
        ]
        if not wanted:
            continue
        text = _compared(plain_text(context.dataset, translation.text, lang))
        agreed, name = {match.owner for match in matchers[lang].find(text)}, language_name(lang)
        for each in wanted:
            if each not in agreed:
                values = {"found": titles[each], "accepted": accepted[lang, each], "term": each}
                yield context.in_text("term-not-agreed", translation, lang=name, **values)


def _compared(text: str) -> str:
    """Return a text without quotation marks and emphasis, and with hyphens as spaces."""
    return _GAPS.sub(" ", _MARKS.sub("", text)).strip()


def _used(context: Context, reading: Reading, titles: Mapping[str, str]) -> list[str]:
    """Return the terms that a text names or links; one in a longer name does not count."""
    plain = reading.plain
    matches = context.names[reading.lang].find(plain)
    if reading.type is Name:  # a name that is the whole of it is another record's
        matches = (m for m in matches if m.end - m.start != len(plain) or m.owner in titles)
    used = [m.owner for m in longest(matches) if titles.get(m.owner) == plain[m.start : m.end]]
    linked = [link.target for link in reading.links if link.words is None and link.target in titles]
    return list(dict.fromkeys(used + linked))
