"""The reviewer's brief on a difference, as Markdown: what changes for readers, and what to ask.

It lists records added, removed and renamed; each field old → new with the words that changed; numbers and lost
citations with a request for the reason; words of the interface; translations that are stale now, and those
confirmed with their reason; the pages affected; and the problems. It holds no YAML.
"""

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
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

#: The longest a brief may grow, in characters: GitHub shows job summaries of up to a megabyte.
LIMIT = 400_000
#: How many problems, and how many pages, are listed.
PROBLEMS, PAGES = 50, 50

#: The fields of a figure whose change needs a reason.
_REASONED = frozenset({"value", "statement", "unit", "period"})
_SPECIAL = re.compile(r"([\\`*_\[\]|~#])")


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
    parts = []
    for lang in languages or after.languages:
        word = partial(after.labels.word, lang=lang)
        written = language(lang, after.labels)
        parts.append(template.render(shared, lang=lang, written=written, word=word))
    text = "\n".join(parts)
    return text if len(text) <= LIMIT else text[:LIMIT].rsplit("\n", 1)[0] + "\n\n…\n"


def _texts(dataset: Dataset, colon: str, field: FieldChange) -> list[str]:
    """Return a field's old → new in each language in which it changed; once, where all say the same, as numbers do."""
    sides = {
        lang: [text.get(lang) or "" if text else "" for text in (field.old, field.new)]
        for lang in dataset.languages
    }
    first = sides[dataset.languages[0]]
    if all(each == first for each in sides.values()):
        return [_old_new(*first)]
    names = {lang: settings.name + colon for lang, settings in dataset.labels.languages.items()}
    return [names[lang] + _old_new(old, new) for lang, (old, new) in sides.items() if old != new]


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


def _old_new(old: str, new: str) -> str:
    """Return two texts with what differs marked, or the one of them that there is."""
    if not old or not new:
        return f"<ins>{_escape(new)}</ins>" if new else f"<del>{_escape(old)}</del>"
    left, right = changed_words(old, new)
    return f"{_runs(left, 'del')} → {_runs(right, 'ins')}"


def _runs(runs: Runs, tag: str) -> str:
    return "".join(
        f"<{tag}>{_escape(text)}</{tag}>" if changed else _escape(text)
        for text, changed in elided(runs)
    )


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", html.escape(re.sub(r"\s+", " ", text), quote=False))


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
_ENVIRONMENT.filters |= {"markdown": _escape, "code": _code, "quote": partial(quote, safe="/#")}
_ENVIRONMENT.globals |= {
    "owner_title": owner_title,
    "field_name": field_name,
    "figures": Figure.folder,
    "reasoned": _REASONED,
    "cite": CITE,
    "old_new": _texts,
    "link": LINK,
}
