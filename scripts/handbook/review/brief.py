"""The reviewer's brief on a difference, as Markdown: what changes for readers, and what to ask.

A line tells how much of what changed. Then come the questions that the author answers, the problems, and the
changes, the weightiest first: each field old → new with the words that changed; of a record that is new, all
that it will print. Then translations that lag behind, those confirmed beside what their original was, and the
pages affected. It holds no YAML.

Nothing that a change brings can hide what else it does: texts are shortened, long changes are told by their
title alone where there is no room, and whatever is left out is counted in words. Nor does any of it mean
anything to GitHub.
"""

import html
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from handbook.diagnostics import Diagnostic, Severity, printable
from handbook.model.dataset import Dataset
from handbook.model.editions import Change, ChangeKind, FieldChange
from handbook.model.kinds import has_sheet, kind_of
from handbook.model.urls import Urls, addresses, pdf_path, sheet_name
from handbook.review.compare import Difference, owner_title
from handbook.review.fields import CITE, LINK, FieldComparison, field_name, setting_changes
from handbook.review.impact import affected_pages, lost_addresses, without
from handbook.review.printed import Printed
from handbook.review.weight import ASKED, by_weight, field_weight
from handbook.text.languages import language
from handbook.text.plain_text import plain_text
from handbook.text.translations import State, Unit, units
from handbook.text.word_diff import Runs, changed_words, elided

#: The room for all, and for each change, in characters: GitHub shows job summaries of up to a mebibyte.
ROOM, CHANGE = 250_000, 20_000
#: The longest a text is shown, a title, and what a removed record printed.
TEXT, TITLE, REMOVED = 2000, 300, 200
#: How many problems, pages, and translations are listed.
PROBLEMS, PAGES = 50, 50

#: The fewest characters of a run of words that are shown.
_SHARE = 40
#: Tells how many characters are left out.
_More = Callable[..., str]

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
    room: int = ROOM,
) -> str:
    """Return the brief, in one language after the other.

    Args:
        difference: What changed.
        findings: The diagnostics of the new state.
        preview: The address under which the new pages can be read.
        languages: The handbook's by default.
        room: The most characters; what is left out is said.
    """
    before, after = difference.before, difference.after
    diagnostics = sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)
    broken = _unreadable(difference, diagnostics)
    difference = by_weight(difference)
    readable = without(difference, broken)
    asked: dict[str, list[tuple[Change, FieldChange]]] = {weight.name: [] for weight in ASKED}
    for change in readable.changes:
        for field in change.fields:
            if (weight := field_weight(change, field, after)) in ASKED:
                asked[weight.name].append((change, field))
    kinds = Counter(change.kind for change in readable.changes)
    stale, confirmed = _translations(difference)
    counts = {f"diff_count_{name.lower()}": len(changes) for name, changes in asked.items()}
    counts |= {f"diff_count_{kind}": kinds[kind] for kind in ChangeKind}
    counts |= {"diff_count_unread": len(broken), "diff_count_stale": len(stale)}
    settings = list(setting_changes(before, after))
    counts |= {"diff_count_confirmed": len(confirmed), "diff_count_words": len(settings)}
    former, new = Printed(before), Printed(readable.after)
    pages = affected_pages(readable, former, new)
    template = _ENVIRONMENT.get_template("brief.md.jinja")
    shared = {
        "after": after,
        "changes": difference.changes,
        "broken": broken,
        "counts": counts,
        "asked": asked,
        "fields_of": partial(_fields, difference, former, new),
        "printed": partial(_lines, new),
        "formerly": partial(_lines, former),
        "settings": settings,
        "stale": stale,
        "confirmed": confirmed,
        "pages": pages,
        "pdfs": _pdfs(after, {address.page for address, _ in pages}),
        "gone": lost_addresses(readable),
        "diagnostics": diagnostics,
        "problems": partial(_problems, after, diagnostics),
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
        share = room // len(shown)
        sizes = {"room": share - 200, "change_room": min(CHANGE, share // 4)}
        part = template.render(shared, **sizes, lang=lang, written=written, word=word)
        parts.append(_cut(part, share - 1, f"\n{word('diff_cut')}\n"))
    return "\n".join(parts)


def _cut(text: str, room: int, note: str) -> str:
    """Return a text, or the lines of it that there is room for and a note."""
    if len(text) <= room:
        return text
    return text[: text.rfind("\n", 0, max(0, room - len(note))) + 1] + note


def _fields(
    difference: Difference, before: Printed, after: Printed, change: Change
) -> list[FieldChange]:
    """Return the changed fields, the weightiest first; of a new record, those that it does not print."""
    if change.kind not in (ChangeKind.ADDED, ChangeKind.REMOVED):
        weight = partial(field_weight, change, dataset=difference.after)
        return sorted(change.fields, key=weight)
    removed = change.kind is ChangeKind.REMOVED
    lines = _lines(before if removed else after, change).values()
    told = _folded("".join(chain(*lines)))
    if removed and told:
        return []

    def is_told(field: FieldChange) -> bool:
        texts = field.new.root.values() if field.new else [""]
        return field.field in {"title", CITE} or all(_folded(text) in told for text in texts)

    fields = FieldComparison(difference.before, difference.after).owner(change.owner)
    return [field for field in fields if not (told and is_told(field))]


def _lines(printed: Printed, change: Change) -> dict[str, list[str]]:
    """Return what a record or page prints, by language."""
    return {lang: printed.lines(change.owner, lang) for lang in printed.dataset.languages}


def _folded(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _pdfs(dataset: Dataset, pages: Collection[str]) -> list[str]:
    """Return the paths of the PDFs that are made from these pages."""
    names = ["handbook"] if pages else []
    for owner, address in addresses(dataset).items():
        record = dataset.records[owner]
        if address.page in pages and kind_of(record).pdf:
            names += [owner, sheet_name(owner)] if has_sheet(record) else [owner]
    return [pdf_path(name, lang) for name in names for lang in dataset.languages]


def _problems(
    dataset: Dataset, findings: Iterable[Diagnostic], lang: str
) -> list[tuple[str, str, Mapping[str, list[str]]]]:
    """Return (title, file, {message: its places}) of the files that have problems."""
    owners = {file: owner for owner, file in dataset.files.items() if owner in dataset.records}
    owners |= {page.file: f"docs/{page.path}" for page in dataset.prose.values()}
    by_file: dict[str, dict[str, list[str]]] = {}
    for found in findings:
        place, owner = found.place, owners.get(found.place.path, "")
        where = f"{place.line} {_field(dataset, owner, place.field, lang)}".strip()
        by_file.setdefault(place.path, {}).setdefault(found.message(lang), []).append(where)
    titles = {file: owner_title(dataset, owner).resolve(lang)[0] for file, owner in owners.items()}
    return [(titles.get(file, ""), file, messages) for file, messages in by_file.items()]


def _field(dataset: Dataset, owner: str, dotted: str, lang: str) -> str:
    """Return what readers call the field of a finding: `components[2].title.zh`."""
    if not (owner and dotted):
        return dotted
    first, *steps = filter(None, re.split(r"[.\[\]]+", dotted))
    path = (first, *(int(step) - 1 if step.isdigit() else step for step in steps))
    names = [dataset.labels.languages[step].name for step in steps if step in dataset.languages]
    try:
        return " · ".join([field_name(dataset, owner, path, lang), *names])
    except KeyError:  # no field of a record
        return dotted


def _fitting(
    items: Sequence[object],
    whole: Callable[[object], str],
    room: int,
    brief: Callable[[object], str] = lambda _: "",
) -> tuple[list[str], int]:
    """Return the texts of items, the longest in brief until there is room, and how many went.

    Args:
        items: What to tell.
        whole: Tells an item.
        room: The number of characters.
        brief: Tells an item where there is no room for the whole.
    """
    texts = [whole(item) for item in items]
    over = sum(map(len, texts)) - room
    for at in sorted(range(len(texts)), key=lambda at: -len(texts[at])):
        if over > 0:
            over -= len(texts[at])
            texts[at] = brief(items[at])
            over += len(texts[at])
    kept = [*filter(None, texts)]
    return kept, len(texts) - len(kept)


def _texts(
    dataset: Dataset, colon: str, field: FieldChange, more: _More, lang: str = ""
) -> list[str]:
    """Return a field's old → new in each language in which it changed, or in one of them.

    Where all say the same, as numbers do, it is told once.
    """
    sides = {
        lang: [text.get(lang) or "" if text else "" for text in (field.old, field.new)]
        for lang in dataset.languages
    }
    first = sides[dataset.languages[0]]
    if all(each == first for each in sides.values()):
        return [_old_new(first[0], first[1], more)]
    if lang and sides[lang][0] != sides[lang][1]:
        return [_old_new(sides[lang][0], sides[lang][1], more)]
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


def _translations(difference: Difference) -> tuple[list[Unit], list[tuple[Unit, tuple[str, ...]]]]:
    """Return the translations that lag behind only now, and those confirmed.

    The latter come with what their original was and is, and with themselves, as readers read them.

    Confirmed are those that were not changed with their original and are recorded all the same,
    with a reason or without.
    """
    before, leading = difference.before, difference.after.languages[0]
    renamed = {change.was: change.owner for change in difference.changes if change.was}

    def passage(unit: Unit) -> tuple[object, ...]:
        return renamed.get(unit.owner, unit.owner), unit.field, unit.lang, unit.translation

    former = [*units(before)]
    originals = {passage(unit): unit.original for unit in former}
    known = {(unit.original, unit.translation) for unit in former if unit.state is State.FRESH}
    stale: list[Unit] = []
    confirmed: list[tuple[Unit, tuple[str, ...]]] = []
    for unit in units(difference.after):
        pair = unit.original, unit.translation
        was = originals.get(passage(unit), unit.original)
        carried = unit.reason or was != unit.original
        # a translation that is not recorded yet is stale, too, where its original was another before
        if (unit.state is State.STALE and pair not in before.stale) or (
            unit.state is State.NEW and was != unit.original
        ):
            stale.append(unit)
        elif unit.state is State.FRESH and carried and pair not in known:
            texts = (
                plain_text(before, was, leading),
                plain_text(difference.after, unit.original, leading),
                plain_text(difference.after, unit.translation or "", unit.lang),
            )
            confirmed.append((unit, texts))
    return stale, confirmed


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
    "cite": CITE,
    "old_new": _texts,
    "link": LINK,
    "fitting": _fitting,
    "text_limit": TEXT,
    "removed_limit": REMOVED,
    "changed": _old_new,
}
