"""The reviewer's brief on a difference, as Markdown: what changes for readers, and what to ask.

It lists records added, removed and renamed; each field old → new with the words that changed; numbers and lost
citations with a request for the reason; words of the interface; translations that are stale now, and those
confirmed with their reason; the pages affected; and the problems. It holds no YAML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import quote

from handbook.diagnostics import Diagnostic, Severity, printable
from handbook.model.dataset import Dataset
from handbook.model.editions import Change, ChangeKind, FieldChange
from handbook.model.records import Figure
from handbook.model.types import Name
from handbook.model.urls import Urls
from handbook.review.compare import Difference, all_fields, field_name
from handbook.review.impact import PageEntry, affected_pages, lost_addresses
from handbook.review.label_changes import settings_changed, words_changed
from handbook.review.statements import CITE, LINK
from handbook.text import translations
from handbook.text.languages import language
from handbook.text.translations import State, Unit
from handbook.text.word_diff import Runs, changed_words, elided

#: The longest a brief may grow, in characters: GitHub shows job summaries of up to a megabyte.
LIMIT = 400_000
#: How many problems, and how many pages, are listed.
PROBLEMS, PAGES = 50, 50

#: The fields of a figure whose change needs a reason.
_REASONED = frozenset({"value", "statement", "unit", "period"})
_SPECIAL = re.compile(r"([\\`*_\[\]|~#])")


def build_brief(difference: Difference, findings: Iterable[Diagnostic], preview: str = "", languages: Iterable[str] = ()) -> str:
    """Return the brief, in one language after the other.

    Args:
        findings: What the check finds in the new state.
        preview: The address under which the new pages can be read.
        languages: The handbook's by default.
    """
    diagnostics = list(findings)
    broken = {change.owner: files for change in difference.changes if (files := _unreadable(difference, change, diagnostics))}
    pages = affected_pages(difference, broken)
    parts = (_brief(difference, diagnostics, broken, pages, preview, lang) for lang in languages or difference.after.languages)
    text = "\n\n".join("\n".join(part) for part in parts) + "\n"
    return text if len(text) <= LIMIT else text[:LIMIT].rsplit("\n", 1)[0] + "\n\n…\n"


def _brief(
    difference: Difference, findings: list[Diagnostic], broken: Mapping[str, list[str]], pages: list[PageEntry], preview: str, lang: str
) -> Iterator[str]:
    after, changes = difference.after, difference.changes

    def word(key: str, **values: object) -> str:
        return after.labels.word(key, lang, **values)

    written = language(lang, after.labels)
    yield f"## {word('diff_title')}"
    yield ""
    readable = [change for change in changes if change.owner not in broken]
    counts = [(word(f"ChangeKind.{kind}"), sum(change.kind is kind for change in readable)) for kind in ChangeKind]
    summary = [f"{name}{written.colon}{count}" for name, count in (*counts, (word("diff_unread"), len(broken))) if count]
    words, settings = words_changed(difference.before, after), settings_changed(difference.before, after)
    yield (
        written.clause_separator.join(summary) + written.full_stop
        if summary
        else word("diff_words_alone" if words or settings else "diff_nothing")
    )
    for change in changes:
        yield from ("", f"### {_heading(difference, change, lang)}", "")
        if files := broken.get(change.owner):
            yield word("diff_unreadable", files=written.separator.join(map(_code, files)))
            continue
        yield from (f"- {_field(after, field, lang)}" for field in _listed_fields(difference, change))
        if change.folder == Figure.folder and any(field.field in _REASONED for field in change.fields):
            yield from ("", f"> {word('diff_reason')}")
        if any(field.field == CITE and field.old for field in change.fields):
            yield from ("", f"> {word('diff_cite_reason')}")
    if words or settings:
        yield from ("", f"### {word('diff_words', count=len(words) + len(settings))}", "")
        yield from (f"- {_field(after, field, lang)}" for field in settings)
        yield from (f"- {_sides(after, field, each, lang)}" for field in words for each in _languages_changed(after, field))
    yield from _stale(difference, lang)
    yield from _accepted(difference, lang)
    yield from _pages(difference, pages, broken, preview, lang)
    yield from _problems(after, findings, lang)


def _heading(difference: Difference, change: Change, lang: str) -> str:
    word = difference.after.labels.word
    kind = word("diff_page", lang) if change.folder == "docs" else word(f"kind_{change.folder}", lang)
    former = language(lang).bracketed(word("changes_was", lang, id=change.was)) if change.was else ""
    return f"{word(f'ChangeKind.{change.kind}', lang)} · {kind} · {_escape(change.title.resolve(lang)[0])}{former}"


def _unreadable(difference: Difference, change: Change, findings: list[Diagnostic]) -> list[str]:
    """Return the files of a change that cannot be read now, so that their content is neither removed nor known."""
    before, after = difference.before, difference.after
    files = [before.files[change.owner]] if change.owner in before.records else []
    files += [page.file for (path, _), page in before.prose.items() if f"docs/{path}" == change.owner]
    kept = {*after.files.values(), *(page.file for page in after.prose.values())}
    faulty = {finding.place.path for finding in findings if finding.severity is Severity.ERROR}
    return [file for file in files if file not in kept and file in faulty]


def _listed_fields(difference: Difference, change: Change) -> tuple[FieldChange, ...]:
    """Return the fields of a change that the brief lists: all of them where a record was added or removed."""
    if change.kind is ChangeKind.ADDED:
        return all_fields(difference.after, change.owner)
    if change.kind is ChangeKind.REMOVED:
        return all_fields(difference.before, change.owner, removed=True)
    return change.fields


def _field(dataset: Dataset, field: FieldChange, lang: str) -> str:
    word, written = dataset.labels.word, language(lang, dataset.labels)
    label = f"**{_escape(field.label.resolve(lang)[0])}**"
    if field.field in {CITE, LINK}:
        sides = (("diff_added", "ins", field.new), ("diff_lost", "del", field.old))
        listed = [word(key, lang, what=f"<{tag}>{_escape(text.resolve(lang)[0])}</{tag}>") for key, tag, text in sides if text]
        return f"{label}{written.colon}{written.clause_separator.join(listed)}"
    texts = [_sides(dataset, field, each, lang) for each in _languages_changed(dataset, field)]
    return f"{label}{written.colon}" + (texts[0] if len(texts) == 1 else "".join(f"\n    - {text}" for text in texts))


def _languages_changed(dataset: Dataset, field: FieldChange) -> list[str]:
    """Return the languages in which a field's text changed; one, where all of them say the same."""
    changed = [lang for lang in dataset.languages if _get(field.old, lang) != _get(field.new, lang)]
    return changed[:1] if _alike(dataset, field) else changed


def _alike(dataset: Dataset, field: FieldChange) -> bool:
    """Return whether a field says the same in every language, as numbers do."""
    return len({(_get(field.old, lang), _get(field.new, lang)) for lang in dataset.languages}) == 1


def _get(text: Name | None, lang: str) -> str:
    return (text.get(lang) or "") if text else ""


def _sides(dataset: Dataset, field: FieldChange, written_in: str, lang: str) -> str:
    old, new = _get(field.old, written_in), _get(field.new, written_in)
    named = "" if _alike(dataset, field) else dataset.labels.languages[written_in].name + language(lang, dataset.labels).colon
    if not old or not new:
        return named + (f"<ins>{_escape(new)}</ins>" if new else f"<del>{_escape(old)}</del>")
    left, right = changed_words(old, new)
    return f"{named}{_runs(left, 'del')} → {_runs(right, 'ins')}"


def _runs(runs: Runs, tag: str) -> str:
    return "".join(f"<{tag}>{_escape(text)}</{tag}>" if changed else _escape(text) for text, changed in elided(runs))


def _stale(difference: Difference, lang: str) -> Iterator[str]:
    after, before = difference.after, difference.before
    # a translation that is not recorded yet is stale, too, where its original was another before
    originals = {(unit.owner, unit.field, unit.lang, unit.translation): unit.original for unit in translations.units(before)}
    now = [
        unit
        for unit in translations.units(after)
        if (unit.state is State.STALE and (unit.original, unit.translation) not in before.stale)
        or (
            unit.state is State.NEW and originals.get((unit.owner, unit.field, unit.lang, unit.translation), unit.original) != unit.original
        )
    ]
    if now:
        yield from ("", f"### {after.labels.word('diff_stale', lang, count=len(now))}", "")
        for unit in now:
            yield f"- {_unit(after, unit, lang)}"


def _accepted(difference: Difference, lang: str) -> Iterator[str]:
    """Yield the translations that were confirmed although their original changed, with the reason for it."""
    before, after = difference.before, difference.after
    known = {(unit.original, unit.translation) for unit in translations.units(before) if unit.state is State.FRESH}
    now = [unit for unit in translations.units(after) if unit.reason and (unit.original, unit.translation) not in known]
    if now:
        yield from ("", f"### {after.labels.word('diff_accepted', lang, count=len(now))}", "")
        for unit in now:
            yield f"- {_unit(after, unit, lang)}{language(lang, after.labels).colon}{_escape(unit.reason)}"


def _unit(dataset: Dataset, unit: Unit, lang: str) -> str:
    field = _escape(field_name(dataset, unit.owner, unit.field, lang))
    return f"{_owner(dataset, unit.owner, lang)} · {field} · {dataset.labels.languages[unit.lang].name}"


def _owner(dataset: Dataset, owner: str, lang: str) -> str:
    if owner in dataset.records:
        return _escape(dataset.records[owner].title.resolve(lang)[0])
    page = dataset.prose.get((owner.removeprefix("docs/"), lang)) or dataset.prose[owner.removeprefix("docs/"), dataset.languages[0]]
    return _escape(page.title)


def _pages(difference: Difference, affected: list[PageEntry], broken: Collection[str], preview: str, lang: str) -> Iterator[str]:
    after = difference.after
    for key, entries, address in (("diff_pages", affected, preview), ("diff_gone", lost_addresses(difference, broken), "")):
        if not entries:
            continue
        yield from ("", f"### {after.labels.word(key, lang, count=len(entries))}", "")
        for path, anchor, title in entries[:PAGES]:
            shown = [_page_link(after, path, anchor, each, address) for each in after.languages]
            yield f"- {_escape(title.resolve(lang)[0])}{language(lang, after.labels).colon}{' · '.join(shown)}"
        if len(entries) > PAGES:
            yield f"- {after.labels.word('diff_more', lang, count=len(entries) - PAGES)}"


def _page_link(dataset: Dataset, path: str, anchor: str, lang: str, preview: str) -> str:
    urls = Urls(dataset.languages, preview)
    address = urls.page(path, lang, anchor)
    name = dataset.labels.languages[lang].name
    url = urls.absolute(quote(address, safe="/#"))
    return f"[{name}]({url})" if url else f"{name} {_code(f'/{address}')}"


def _problems(dataset: Dataset, findings: list[Diagnostic], lang: str) -> Iterator[str]:
    word = dataset.labels.word
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    yield from ("", f"### {word('diff_problems', lang, errors=errors, warnings=len(findings) - errors)}", "")
    for finding in sorted(findings, key=lambda f: f.severity is not Severity.ERROR)[:PROBLEMS]:
        yield f"- {_code(finding.place.path)} {finding.place.line}{language(lang, dataset.labels).colon}{_escape(finding.message(lang))}"
    if len(findings) > PROBLEMS:
        yield f"- {word('diff_more', lang, count=len(findings) - PROBLEMS)}"
    if not findings:
        yield word("diff_no_problems", lang)


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", html.escape(re.sub(r"\s+", " ", text), quote=False))


def _code(text: str) -> str:
    """Return a file's name as code, its backticks replaced."""
    name = printable(text).replace("`", "'")
    return f"`{name}`"
