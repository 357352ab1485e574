"""The reviewer's brief on a difference, as Markdown: what changes for readers, and what to ask.

It lists records added, removed and renamed; each field old → new with the words that changed; numbers and lost
citations with a request for the reason; words of the interface; translations that are stale now, and those
confirmed with their reason; the pages affected; and first of all the problems. It holds no YAML.

Nothing that a change brings can hide what else it does: texts are shortened, long changes are told by their
title alone where there is no room, and whatever is left out is counted in words. Nor does any of it mean
anything to GitHub.
"""

import html
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from handbook.diagnostics import Diagnostic, Severity, printable
from handbook.model.dataset import Dataset
from handbook.model.editions import ChangeKind, FieldChange
from handbook.model.records import Figure
from handbook.model.urls import Urls
from handbook.review.compare import Difference, owner_title
from handbook.review.fields import CITE, LINK, FieldComparison, field_name
from handbook.review.impact import affected_pages, lost_addresses, without
from handbook.text.languages import language
from handbook.text.translations import State, Unit, units
from handbook.text.word_diff import Runs, changed_words, elided

#: The room for all changes, and for each one, in characters: GitHub shows job summaries of up to a megabyte.
ROOM, CHANGE = 200_000, 20_000
#: The longest a text is shown, and a title.
TEXT, TITLE = 2000, 300
#: How many problems, pages, and translations are listed.
PROBLEMS, PAGES = 50, 50

#: The fewest characters of a run of words that are shown.
_SHARE = 40
#: Tells how many characters are left out.
_More = Callable[..., str]

#: The fields of a figure whose change needs a reason.
_REASONED = frozenset({"value", "statement", "unit", "period"})
_SPECIAL = re.compile(r"([\\`*_\[\]|~])")
#: What GitHub makes something of by itself: mentions, references, addresses, mathematics, emoji.
_LIVE = re.compile(r"[@#$]|:(?=//|[\w+-]+:)|(?<=www)\.|(?<=GH)-(?=\d)", re.IGNORECASE)
#: Characters that nobody sees, beside those that Python calls unprintable.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def build_brief(
    difference: Difference,
    findings: Iterable[Diagnostic],
    preview: str = "",
    languages: Iterable[str] = (),
) -> str:
    """Return the brief, in one language after the other.

    Args:
        findings: The diagnostics of the new state.
        preview: The address under which the new pages can be read.
        languages: The handbook's by default.
    """
    before, after = difference.before, difference.after
    diagnostics = sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)
    broken = _unreadable(difference, diagnostics)
    readable = without(difference, broken)
    kinds = Counter(change.kind for change in readable.changes)
    counts = {f"ChangeKind.{kind}": kinds[kind] for kind in ChangeKind}
    counts["diff_unread"] = len(broken)
    comparison = FieldComparison(before, after)
    template = _ENVIRONMENT.get_template("brief.md.jinja")
    shared = {
        "after": after,
        "changes": difference.changes,
        "broken": broken,
        "counts": counts,
        "fields_of": difference.fields,
        "settings": list(comparison.settings()),
        "words": list(comparison.interface_words()),
        "stale": _stale(difference),
        "accepted": _accepted(difference),
        "pages": affected_pages(readable),
        "gone": lost_addresses(readable),
        "diagnostics": diagnostics,
        "page_limit": PAGES,
        "problem_limit": PROBLEMS,
        "urls": Urls(after.languages, preview),
        "former_urls": Urls(after.languages),
    }
    shown = tuple(languages or after.languages)
    parts = []
    for lang in shown:
        # the words of the brief are not those that the change brings
        word = partial(before.labels.word, lang=lang)
        written = language(lang, after.labels)
        room = {"room": ROOM // len(shown), "change_room": CHANGE}
        parts.append(template.render(shared, **room, lang=lang, written=written, word=word))
    return "\n".join(parts)


def _fitting(
    items: Sequence[object],
    whole: Callable[[object], str],
    room: int,
    brief: Callable[[object], str] = lambda _: "",
) -> tuple[list[str], int]:
    """Return the texts of items that there is room for, and how many are not there at all.

    Short ones come whole before long ones, so that none is hidden by a longer one.

    Args:
        items: What to tell.
        whole: Tells an item.
        room: The number of characters.
        brief: Tells an item where there is no room for the whole.
    """
    wholes = [whole(item) for item in items]
    texts = [min(brief(item), text, key=len) for item, text in zip(items, wholes, strict=True)]
    room -= sum(map(len, texts))
    while texts and room < 0:
        room += len(texts.pop())
    for at in sorted(range(len(texts)), key=lambda at: len(wholes[at])):
        room -= len(wholes[at]) - len(texts[at])
        if room < 0:
            break
        texts[at] = wholes[at]
    kept = [*filter(None, texts)]
    return kept, len(wholes) - len(kept)


def _texts(dataset: Dataset, colon: str, field: FieldChange, more: _More) -> list[str]:
    """Return a field's old → new in each language in which it changed; once, where all say the same, as numbers do."""
    sides = {
        lang: [text.get(lang) or "" if text else "" for text in (field.old, field.new)]
        for lang in dataset.languages
    }
    first = sides[dataset.languages[0]]
    if all(each == first for each in sides.values()):
        return [_old_new(first[0], first[1], more)]
    names = {lang: _title(each.name) + colon for lang, each in dataset.labels.languages.items()}
    return [
        names[lang] + _old_new(old, new, more) for lang, (old, new) in sides.items() if old != new
    ]


def _unreadable(difference: Difference, findings: Iterable[Diagnostic]) -> Mapping[str, list[str]]:
    """Return the files that cannot be read now, so that their content is neither removed nor known, by owner."""
    before, after = difference.before, difference.after
    kept = {*after.files.values(), *(page.file for page in after.prose.values())}
    faulty = {finding.place.path for finding in findings if finding.severity is Severity.ERROR}
    files = [(owner, before.files[owner]) for owner in before.records]
    files += [(f"docs/{page.path}", page.file) for page in before.prose.values()]
    changed = {change.owner for change in difference.changes}
    unreadable = defaultdict(list)
    for owner, file in files:
        if owner in changed and file in faulty - kept:
            unreadable[owner].append(file)
    return unreadable


def _stale(difference: Difference) -> list[Unit]:
    """Return the translations that lag behind now and did not before."""
    before = difference.before
    renamed = {change.was: change.owner for change in difference.changes if change.was}

    def passage(unit: Unit) -> tuple[object, ...]:
        return renamed.get(unit.owner, unit.owner), unit.field, unit.lang, unit.translation

    # a translation that is not recorded yet is stale, too, where its original was another before
    originals = {passage(unit): unit.original for unit in units(before)}
    return [
        unit
        for unit in units(difference.after)
        if (unit.state is State.STALE and (unit.original, unit.translation) not in before.stale)
        or (
            unit.state is State.NEW and originals.get(passage(unit), unit.original) != unit.original
        )
    ]


def _accepted(difference: Difference) -> list[Unit]:
    """Return the translations that were confirmed, with a reason, although their original changed."""
    known = {
        (unit.original, unit.translation)
        for unit in units(difference.before)
        if unit.state is State.FRESH
    }
    return [
        unit
        for unit in units(difference.after)
        if unit.reason and (unit.original, unit.translation) not in known
    ]


def _old_new(old: str, new: str, more: _More) -> str:
    """Return two texts with what differs marked, or the one of them that there is."""
    if not old or not new:
        return _runs([(new or old, True)], "ins" if new else "del", more)
    left, right = changed_words(old, new)
    return f"{_runs(left, 'del', more)} → {_runs(right, 'ins', more)}"


def _runs(runs: Runs, tag: str, more: _More) -> str:
    """Return a text in runs, each of them shortened where they are too long together."""
    shown = elided(runs)
    long = sum(len(text) for text, _ in shown) > TEXT
    share = max(_SHARE, TEXT // len(shown)) if long else TEXT
    most = TEXT // _SHARE
    told = [
        f"<{tag}>{_shortened(text, share, more)}</{tag}>"
        if changed
        else _shortened(text, share, more)
        for text, changed in shown[:most]
    ]
    if left_out := sum(len(text) for text, _ in shown[most:]):
        told.append(more(count=left_out))
    return "".join(told)


def _shortened(text: str, limit: int, more: _More) -> str:
    """Return a text as Markdown; of a longer one, its beginning and how much is left out."""
    if len(text) <= limit + _SHARE:
        return _escape(text)
    return _escape(text[:limit]) + more(count=len(text) - limit)


def _title(text: str) -> str:
    """Return a title as Markdown; of a longer one, its beginning."""
    return _escape(text if len(text) <= TITLE else f"{text[:TITLE]}…")


def _escape(text: str) -> str:
    """Return a text as Markdown that shows it as it is, and of which GitHub makes nothing."""
    line = html.escape(re.sub(r"\s+", " ", text), quote=False)
    line = _LIVE.sub(r"<span>\g<0></span>", _SPECIAL.sub(r"\\\1", line))
    groups = groupby(line, lambda char: char.isprintable() and not _UNSEEN.match(char))
    return "".join(
        "".join(chars if seen else (f"<code>U+{ord(char):04X}</code>" for char in chars))
        for seen, chars in groups
    )


def _code(text: str) -> str:
    """Return a file's name as code, its backticks replaced."""
    name = printable(text).replace("`", "'")
    return f"`{name}`"


_ENVIRONMENT = Environment(
    loader=PackageLoader("handbook", "review"),
    undefined=StrictUndefined,
    trim_blocks=True,
    keep_trailing_newline=True,
)
_ENVIRONMENT.filters |= {
    "markdown": _title,
    "shortened": _shortened,
    "code": _code,
    "quote": partial(quote, safe="/#"),
}
_ENVIRONMENT.globals |= {
    "owner_title": owner_title,
    "field_name": field_name,
    "figures": Figure.folder,
    "reasoned": _REASONED,
    "cite": CITE,
    "old_new": _texts,
    "link": LINK,
    "fitting": _fitting,
    "text_limit": TEXT,
}
