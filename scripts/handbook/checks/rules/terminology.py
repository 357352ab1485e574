"""Translations use the agreed names of terms.

Where a text uses a term of the glossary, its translation uses the agreed name of that term.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import product

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.checks.name_matcher import NameMatcher, longest, matcher_of
from handbook.diagnostics import language_name
from handbook.model.records import Term
from handbook.model.types import Name

_MARKS = re.compile(r'["*_]')
#: What a title adds in brackets need not be said each time.
_ADDED = re.compile(r"\s*\([^()]*\)$")
_GAPS = re.compile(r"[-–\s]+")


def check(context: Context) -> Findings:
    """Yield the translations that give a term another name than the agreed one."""
    leading, *others = context.dataset.languages
    titles = {term.id: term.title.get(leading) or "" for term in context.dataset.of(Term)}
    accepted: dict[str, dict[str, list[str]]] = {lang: {} for lang in others}
    forms: dict[str, list[tuple[str, str]]] = {lang: [] for lang in others}
    for term, lang in product(context.dataset.of(Term), others):
        if (title := term.title.get(lang)) and title not in context.stale:
            accepted[lang][term.id] = names = [title, *term.aliases.get(lang)]
            forms[lang] += [(_compared(_ADDED.sub("", name)), term.id) for name in names]
    matchers = {lang: matcher_of(tuple(pairs)) for lang, pairs in forms.items()}
    used = context.where(_used, context.names[leading], titles, accepted, each="pairs")
    # a longer name that holds a term's may be that of a record that cannot be read
    is_told = titles and not context.dataset.unreadable
    for (_, translation), wanted in used if is_told else ():
        lang = translation.lang
        text = _compared(translation.shown(context.dataset))
        agreed, name = {match.owner for match in matchers[lang].find(text)}, language_name(lang)
        for each in wanted:
            if each not in agreed:
                values = {"found": titles[each], "accepted": accepted[lang][each], "term": each}
                yield context.in_text("term-not-agreed", translation, lang=name, **values)


def _compared(text: str) -> str:
    """Return a text without quotation marks and emphasis, and with hyphens as spaces."""
    return _GAPS.sub(" ", _MARKS.sub("", text)).strip()


def _used(
    pair: tuple[Reading, Reading],
    names: NameMatcher,
    titles: Mapping[str, str],
    accepted: Mapping[str, Mapping[str, object]],
) -> Iterator[str]:
    """Yield the terms that a text names or links and its translation does not link.

    One in a longer name does not count.
    """
    reading, translation = pair
    plain, matches = reading.plain, list(reading.names(names))
    if reading.type is Name:  # a name that is the whole of it is another record's
        whole = (0, len(plain))
        matches = [m for m in matches if (m.start, m.end) != whole or m.owner in titles]
    used = [m.owner for m in longest(matches) if titles.get(m.owner) == plain[m.start : m.end]]
    used += [link.target for link in reading.links if link.words is None and link.target in titles]
    linked = {link.target for link in translation.links}
    yield from (
        t for t in dict.fromkeys(used) if t in accepted[translation.lang] and t not in linked
    )
