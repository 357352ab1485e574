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
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple
from functools import partial
from itertools import chain, groupby
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from handbook.diagnostics import Diagnostic, Severity, message, printable
from handbook.load.folders import CONFIG
from handbook.model.dataset import Dataset
from handbook.model.editions import Change, ChangeKind, FieldChange
from handbook.model.introspect import fields_of
from handbook.model.labels import Labels
from handbook.model.records import Cited, Dated, Figure, Record, Source
from handbook.model.urls import Urls
from handbook.review.compare import Difference, owner_title
from handbook.review.fields import (
    CITE,
    FIGURE,
    LINK,
    LOST,
    MOVED,
    FieldComparison,
    TextChange,
    field_label,
    field_name,
    locators,
    mentions,
)
from handbook.review.impact import (
    Printed,
    affected_pages,
    lost_addresses,
    other_marks,
    side_effects,
)
from handbook.review.menu import PLACE, menu_changes, words_in
from handbook.review.passages import differing, directives_named, marks, opposite, subjects
from handbook.review.weight import Weight, by_weight, field_weight, innermost, setting_weight
from handbook.text.languages import language
from handbook.text.plain_text import plain_text
from handbook.text.scanner import scan
from handbook.text.translation_state import State, Unit, fingerprint, units
from handbook.text.word_diff import Runs, changed_words, elided

#: The room for all, and for each change, in characters: GitHub shows job summaries of up to a mebibyte.
ROOM, CHANGE = 250_000, 20_000
#: The longest a text is shown, a sentence that names something, and a title.
TEXT, SENTENCE, TITLE = 2000, 200, 300
#: How many problems, pages, and translations are listed; from how many on equal problems are told together.
PROBLEMS, PAGES, MANY = 50, 50, 5

#: The fewest characters of a run of words that are shown.
_SHARE = 40
#: Tells how many characters are left out.
_More = Callable[..., str]

#: What a block of Markdown begins with: a directive, a heading, or an item of a list.
_BLOCK_MARK = re.compile(r"^[ \t]*(?::::[^\n]*|#{1,6} +|(?P<item>[-*+] +))", re.MULTILINE)
_MARK = re.compile(r"〔[^〔〕]+〕|\[[^][]+\]")
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
    beside: Sequence[str] = (),
) -> str:
    """Return the brief, in one language after the other.

    Args:
        difference: What changed.
        findings: The diagnostics of the new state.
        preview: The address under which the new pages can be read.
        languages: The handbook's by default.
        room: The most characters; what is left out is said.
        beside: The other files that changed and that a site depends on.
    """
    before, after = difference.before, difference.after
    leading = after.languages[0]
    diagnostics = sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)
    broken = _unreadable(difference, diagnostics)
    difference = by_weight(difference)
    followers = side_effects(difference)
    folded = {*chain(*followers.values())} - broken.keys()
    changes = [change for change in difference.changes if change.owner not in folded]
    readable = [change for change in changes if change.owner not in broken]
    stale, confirmed = _translations(difference)
    judged = {_place(after, unit) for unit, _ in confirmed}
    asked: dict[Weight, list[Any]] = {weight: [] for weight in Weight if weight < Weight.REST}
    weights: dict[int, str] = {}
    for change in readable:
        for field in change.fields:
            weight = field_weight(change, field, after)
            if weight >= Weight.SENTENCE and (change.owner, _now(field, leading)) in judged:
                continue  # it is asked about with its translation
            if weight in asked:
                weights[id(field)] = weight.name
                if not _stands_in_another(change, field, after):
                    asked[weight].append((change, field))
    asked[Weight.CONFIRMED] = confirmed
    asked[Weight.FILES] = [file for file in beside if file != CONFIG or before.menu == after.menu]
    former, new = Printed(before), Printed(after)
    comparison = FieldComparison(before, after)
    asked[Weight.VOCABULARY] = [*comparison.vocabulary()]
    changed_owners = {change.owner for change in changes}
    asked[Weight.PRIVATE] = private = [
        (owner, found)
        for found in diagnostics
        if found.code == "private-name" and (owner := _owner(after, found)) in changed_owners
    ]
    moved = {
        change.was.removeprefix("docs/"): change.owner.removeprefix("docs/")
        for change in changes
        if change.was and change.folder == "docs"
    }
    unusable = any(
        found.severity is Severity.ERROR and found.place.path == CONFIG for found in diagnostics
    )
    asked[Weight.MENU] = [] if unusable else [*menu_changes(former, new, moved)]
    removed = [each for each in readable if each.kind is ChangeKind.REMOVED]
    asked[Weight.REMOVED] = removed
    added = [each for each in readable if each.kind is ChangeKind.ADDED]
    for weight, of_sources in ((Weight.SOURCE, True), (Weight.ADDED, False)):
        asked[weight] = [each for each in added if (each.folder == Source.folder) is of_sources]
    kinds = Counter(
        "pages" if (change.folder, change.kind) == ("docs", "changed") else change.kind
        for change in readable
    )
    in_menu = words_in(former) | words_in(new) if asked[Weight.MENU] else set()
    settings = []
    for field in comparison.settings():
        if field.field in in_menu:
            continue
        if (weight := setting_weight(field, after)) in asked:
            asked[weight].append((None, field))
            weights[id(field)] = weight.name
        else:
            settings.append(field)
    counts = {f"diff_count_{weight.name.lower()}": len(items) for weight, items in asked.items()}
    counts |= {f"diff_count_{kind}": kinds[kind] for kind in ("renamed", "changed", "pages")}
    counts |= {"diff_count_unread": len(broken), "diff_count_stale": len(stale)}
    counts |= {"diff_count_words": len(settings)}
    looked_at, taken_back = _checked(before, after)
    # what cannot be read may stand on any page
    pages = [] if broken else affected_pages(difference, former, new)
    gone = {} if broken else lost_addresses(difference)
    led = (*removed, *(change for change, _ in asked[Weight.THEME]))
    owners = {change.owner for change in led}
    changed_texts = {
        (change.owner, _now(field, leading)): field
        for change in readable
        for field in reversed(change.fields)  # a text comes before what it cites
    }
    behind: dict[int, list[tuple[Unit, str]]] = {}
    lagging = []
    for unit, was in stale:
        if of_original := changed_texts.get(_place(after, unit)):
            behind.setdefault(id(of_original), []).append((unit, was))
        elif _plain(before, was, leading) != _plain(after, unit.original, leading):
            lagging.append((unit, was))  # else its marks or links changed, which are told
    originals = {_place(after, unit) for unit, was in confirmed if was != unit.original}
    removed_titles = {each.title.root[leading] for each in removed}

    def is_told(change: Change, field: FieldChange) -> bool:
        """Return whether the questions tell a change."""
        if id(field) in weights or (change.owner, _now(field, leading)) in originals:
            return True
        if field.field == LINK:  # what it led to is told with the sentence
            return field.new is None and _then(field, leading) in removed_titles
        if field.field != CITE:
            return False
        marks_of = [
            {*_MARK.findall(" ".join(_sides(each, before, after, leading)))}
            for each in (field, *(each for each in change.fields if id(each) in weights))
        ]
        return bool(marks_of[1:]) and marks_of[0] <= set[str]().union(*marks_of[1:])

    fields_of_changes = {}
    only_search = []
    for each in readable:
        own = [f for f in _fields(difference, former, new, each) if not is_told(each, f)]
        if {f.field for f in own} == {"search_terms"} == {f.field for f in each.fields}:
            only_search.append(each)
        elif own or not each.fields or each.was:
            fields_of_changes[each.owner] = own
    if len(only_search) == 1:
        [each] = only_search
        fields_of_changes[each.owner] = [*each.fields]
    changes = [each for each in changes if each.owner in {*fields_of_changes, *broken}]
    named = [
        next(id(field) for each, field in told if each.owner == change.owner)
        for told in [[*asked[Weight.NUMBER], *asked[Weight.DATED], *asked[Weight.COUNTED]]]
        for change in {change.owner: change for change, _ in told}.values()
        if change.folder == Figure.folder
    ]
    template = _ENVIRONMENT.get_template("brief.md.jinja")
    shared = {
        "before": before,
        "known": comparison.before.dataset,
        "after": after,
        "changes": changes,
        "broken": broken,
        "counts": counts,
        "asked": {weight.name.lower(): items for weight, items in asked.items()},
        "fields": fields_of_changes,
        "new": new,
        "former": former,
        "settings": settings,
        "stale": lagging,
        "behind": behind,
        "named": named,
        "only_search": only_search if len(only_search) > 1 else [],
        "remarked": partial(other_marks, before, after),
        "folded": partial(_folded_alike, before, after),
        "looked_at": looked_at,
        "taken_back": taken_back,
        "weights": weights,
        "pages": pages,
        "gone": gone,
        "lost": [entry for owner, entry in gone.items() if owner not in owners],
        "diagnostics": diagnostics,
        "problems": partial(
            _problems,
            after,
            before.labels,
            [each for each in diagnostics if each not in [found for _, found in private]],
        ),
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
    told = _folded((before if removed else after).words(change.owner))
    if removed and told:
        return []

    labels, leading = difference.after.labels, difference.after.languages[0]

    def is_told(field: FieldChange) -> bool:
        own = innermost(change, field)
        if field.field in {"title", "order", CITE, LOST} or (own and own.is_list and own.refers_to):
            return True
        texts = field.new.root if field.new else {}
        is_no = own and own.type is bool and labels.word("diff_no", leading) == texts.get(leading)
        return is_no or any(_folded(text) in told for text in texts.values())

    fields = FieldComparison(difference.before, difference.after).owner(change.owner)
    return [field for field in fields if not (told and is_told(field))]


def _now(field: FieldChange, lang: str) -> str | None:
    return field.new.root.get(lang) if field.new else None


def _then(field: FieldChange, lang: str) -> str | None:
    return field.old.root.get(lang) if field.old else None


def _place(dataset: Dataset, unit: Unit) -> tuple[str, str | None]:
    """Return the owner and the words of the original of a translation."""
    lang = dataset.languages[0]
    return unit.owner, plain_text(dataset, _body(unit.original), lang).strip()


def _owner(dataset: Dataset, found: Diagnostic) -> str:
    """Return the record or page that a diagnostic is about."""
    owners = {file: owner for owner, file in dataset.files.items()}
    owners |= {page.file: f"docs/{page.path}" for page in dataset.prose.values()}
    return owners.get(found.place.path, "")


def _sides(field: FieldChange, before: Dataset, after: Dataset, lang: str) -> tuple[str, str]:
    """Return what a field was and is in a language; of texts, the sentences that differ, with their marks."""
    old, new = ((side.get(lang) or "" if side else "") for side in (field.old, field.new))
    if isinstance(field, TextChange) and old != new:
        was, now = field.typed
        old, new = differing(before, after, was.get(lang, ""), now.get(lang, ""), lang)
    return old, new


def _subjects(
    before: Dataset, after: Dataset, change: Change, field: FieldChange, lang: str
) -> str:
    """Return what the paragraphs are about that a number rests on, or from and to which a citation moved."""
    if change.folder == Figure.folder:
        record = after.records[change.owner]
        told = [subjects(after, marks(after, getattr(record, CITE), lang), lang)]
    else:
        was, now = (
            subjects(dataset, side.resolve(lang)[0] if side else "", lang)
            for dataset, side in ((before, field.old), (after, field.new))
        )
        told = [[e for e in was if e not in now], [e for e in now if e not in was]]
    separator = language(lang, after.labels).clause_separator
    return " → ".join(separator.join(each) for each in told if each)


def _stands_in_another(change: Change, field: FieldChange, dataset: Dataset) -> bool:
    """Return whether a text differs in one sentence alone, which is told with the citation or figure that it lost."""
    if not isinstance(field, TextChange):
        return False
    label = field.label.resolve(dataset.languages[0])[0]
    others = {
        each.label.resolve(dataset.languages[0])[0].rpartition(" · ")[0]
        for each in change.fields
        if each.field in (LOST, MOVED, FIGURE)
    }
    return label in others and all(
        len(side) <= 1 for lang in dataset.languages for side in field.said(lang)
    )


def _folded_alike(
    before: Dataset, after: Dataset, told: Sequence[tuple[Change, FieldChange]], lang: str
) -> tuple[list[tuple[str, str, list[Change]]], list[tuple[Change, FieldChange]]]:
    """Return what many texts have in place of what, with whose they are, and the changes that are like few others."""
    groups: dict[object, list[tuple[Change, FieldChange]]] = {}
    for change, field in told:
        runs = changed_words(*_sides(field, before, after, lang))
        went, came = ("…".join(words for words, other in side if other) for side in runs)
        is_whole = all(other for side in runs for _, other in side)
        groups.setdefault(id(field) if is_whole else (went, came), []).append((change, field))
    many = {key: each for key, each in groups.items() if len(each) >= MANY}
    few = [each for key, group in groups.items() if key not in many for each in group]
    return [(*key, [each for each, _ in group]) for key, group in many.items()], few  # type: ignore[misc]


def _typed_sides(field: FieldChange, dataset: Dataset) -> tuple[str, str, str] | None:
    """Return a translation as it was and is, and its original, as typed; nothing of what is no text."""
    if not isinstance(field, TextChange):
        return None
    leading, *others = dataset.languages
    old, new = field.typed
    changed = next((each for each in others if old.get(each) != new.get(each)), leading)
    return old.get(changed, ""), new.get(changed, ""), new.get(leading, "")


def _folded(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _problems(
    dataset: Dataset, labels: Labels, findings: Iterable[Diagnostic], lang: str
) -> Sequence[tuple[str, str, Mapping[str, list[str]]]]:
    """Return (title, file, {message: its places}) of the files that have problems.

    Equal problems of many places come first, without a file: warnings of one code, with what differs
    left out, and errors of one message.
    """
    owners = {file: owner for owner, file in dataset.files.items() if owner in dataset.records}
    owners |= {page.file: f"docs/{page.path}" for page in dataset.prose.values()}
    titles = {file: owner_title(dataset, owner).resolve(lang)[0] for file, owner in owners.items()}
    alike: dict[str, list[Diagnostic]] = {}
    for found in findings:
        key = found.message(lang) if found.severity is Severity.ERROR else found.code
        alike.setdefault(key, []).append(found)
    together: dict[str, list[str]] = {}
    by_file: dict[str, dict[str, list[str]]] = {}
    for group in alike.values():
        first, *others = group
        values = {
            name: value if all(each.values.get(name) == value for each in others) else "…"
            for name, value in first.values.items()
        }
        for found in group:
            file, line, _, field = astuple(found.place)
            path = [int(s) - 1 if s.isdecimal() else s for s in re.findall(r"[^.[\]]+", field)]
            if path and file in owners:
                field = field_name(dataset, owners[file], path, lang)
            if len(group) >= MANY:
                where = " · ".join(filter(None, (titles.get(file, file), field)))
                together.setdefault(message(found.code, lang, values), []).append(where)
            else:
                where = " · ".join(
                    filter(None, (labels.word("diff_line", lang, number=line), field))
                )
                by_file.setdefault(file, {}).setdefault(found.message(lang), []).append(where)
    return [
        *(("", "", {told: places}) for told, places in together.items()),
        *((titles.get(file, ""), file, messages) for file, messages in by_file.items()),
    ]


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
    before: Dataset, dataset: Dataset, colon: str, field: FieldChange, more: _More, lang: str
) -> list[str]:
    """Return a field's old → new in a language, or in those in which it changed; of lines, one each."""
    sides = {each: _sides(field, before, dataset, each) for each in dataset.languages}
    changed = [each for each, (old, new) in sides.items() if old != new]
    label = field.label.resolve(lang)[0]
    told = []
    for each in [lang] if lang in changed else changed:
        name = dataset.labels.languages[each].name
        said = each == lang or label.endswith(name)
        old, new = sides[each]
        prefix = "" if said else _title(name) + colon
        alone, tag = (old or new, "ins" if new else "del") if not (old and new) else ("", "")
        if "\n" in alone and not isinstance(field, TextChange):
            lines = [_runs([(line.strip(), True)], tag, more) for line in alone.split("\n")]
            told += [prefix + lines[0], *lines[1:]]
        else:
            told.append(prefix + _old_new(old, new, more))
    return told


def _unreadable(difference: Difference, findings: Iterable[Diagnostic]) -> dict[str, list[str]]:
    """Return the files that cannot be read now, so that their content is neither removed nor known, by owner."""
    before, after = difference.before, difference.after
    kept = {*after.files.values(), *(page.file for page in after.prose.values())}
    faulty = {
        finding.place.path
        for finding in findings
        if finding.severity is Severity.ERROR and finding.code != "page-of-menu-missing"
    }
    unreadable = {}
    for owner in (change.owner for change in difference.changes):
        pages = before.pages.get(owner, {}).values()
        files = {*(page.file for page in pages), before.files.get(owner, "")} & (faulty - kept)
        if files:
            unreadable[owner] = sorted(files)
    return unreadable


def _translations(
    difference: Difference,
) -> tuple[list[tuple[Unit, str]], list[tuple[Unit, str]]]:
    """Return the translations that lag behind only now, and those confirmed, with their former originals.

    Confirmed are those that were not changed with their original and are recorded all the same,
    with a reason or without.
    """
    before = difference.before
    renamed = {change.was: change.owner for change in difference.changes if change.was}

    def passage(unit: Unit) -> tuple[object, ...]:
        return renamed.get(unit.owner, unit.owner), unit.field, unit.lang, unit.translation

    former = [*units(before)]
    originals = {passage(unit): unit.original for unit in former}
    known = {(unit.original, unit.translation) for unit in former if unit.state is State.FRESH}
    stale: list[tuple[Unit, str]] = []
    confirmed: list[tuple[Unit, str]] = []
    for unit in units(difference.after):
        was = originals.get(passage(unit), unit.original)
        is_other = was != unit.original and fingerprint(was) != fingerprint(unit.original)
        pair = unit.original if is_other else was, unit.translation
        # a translation that is not recorded yet is stale, too, where its original was another before
        if (unit.state is State.STALE and pair not in before.stale) or (
            unit.state is State.NEW and is_other
        ):
            stale.append((unit, was))
        elif unit.state is State.FRESH and (unit.reason or is_other) and pair not in known:
            confirmed.append((unit, was))
    return stale, confirmed


def _checked(before: Dataset, after: Dataset) -> tuple[dict[str, list[Record]], list[Record]]:
    """Return the records that have another day of checking, by that day, and those without one now."""
    looked_at: dict[str, list[Record]] = {}
    taken_back = []
    for record in after.records.values():
        former = before.records.get(record.id)
        if record.checked and record.checked != (former and former.checked):
            looked_at.setdefault(record.checked, []).append(record)
        elif former and former.checked and not record.checked:
            taken_back.append(record)
    return looked_at, taken_back


def _old_new(old: str, new: str, more: _More) -> str:
    """Return two texts with what differs marked; one, where that says all."""
    if _readable(old) != _readable(new):
        old, new = _readable(old), _readable(new)
    if not old or not new:
        return _runs([(new or old, True)], "ins" if new else "del", more)
    left, right = changed_words(old, new)
    if not any(changed for _, changed in right):
        return _runs(left, "del", more)
    if not any(changed for _, changed in left):
        return _runs(right, "ins", more)
    return f"{_runs(left, 'del', more)} → {_runs(right, 'ins', more)}"


def _readable(text: str) -> str:
    """Return a plain text without the marks that blocks of Markdown begin with."""
    return _BLOCK_MARK.sub(lambda mark: "• " if mark["item"] else "", text)


def _body(text: str) -> str:
    """Return a text as typed; of a section of a page, what stands below its heading."""
    text = text.strip()
    headings = scan(text).headings
    if not headings or headings[0].start:
        return text
    return text[headings[0].end :].strip() or headings[0].words


def _plain(dataset: Dataset, text: str, lang: str) -> str:
    """Return the plain words of a text; of a section of a page, those below its heading."""
    return plain_text(dataset, directives_named(dataset, _body(text), lang), lang).strip()


def _runs(runs: Runs, tag: str, more: _More) -> str:
    """Return a text in runs, each of them shortened where those before it leave no room."""
    told, room = "", TEXT
    for text, changed in elided(runs):
        words = _shortened(text, max(room, _SHARE), more)
        told += f"<{tag}>{words}</{tag}>" if changed else words
        room -= len(text)
    return told


def _shortened(text: str, limit: int, more: _More) -> str:
    """Return a text as Markdown; of a longer one, its beginning and how much is left out."""
    if len(text) <= limit + _SHARE:
        return _escape(text)
    return _escape(text[:limit]) + more(count=len(text) - limit)


def _message(text: str, more: _More) -> str:
    """Return a message as Markdown, with what stands in backticks as code."""
    parts = enumerate(re.split("`([^`]+)`", text))
    return "".join(
        f"<code>{_escape(part)}</code>" if at % 2 else _shortened(part, TEXT, more)
        for at, part in parts
    )


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
    "message": _message,
    "code": _code,
    "readable": _readable,
    "id": id,
    "day": lambda date: Dated(date=date),
    "quote": partial(quote, safe="/#"),
}
_ENVIRONMENT.globals |= {
    "owner_title": owner_title,
    "field_name": field_name,
    "LINK": LINK,
    "locators": locators,
    "PLACE": PLACE,
    "marks": marks,
    "mentions": mentions,
    "old_new": _texts,
    "fitting": _fitting,
    "text_limit": TEXT,
    "sentence_limit": SENTENCE,
    "changed": _old_new,
    "differing": differing,
    "opposite": opposite,
    "plain": _plain,
    "subjects": _subjects,
    "cite_label": lambda lang: field_label(fields_of(Cited)[CITE], [lang])[lang],
    "typed_sides": _typed_sides,
}
