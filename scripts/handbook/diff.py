"""A difference between two data sets → the brief for whoever reviews it, as Markdown: what changes for readers, and what to ask.

It says records added, removed and renamed; each field old → new with the words that changed; numbers with the reason asked for;
citations added or lost; translations that lag behind now; the pages affected; and the problems. No YAML stands in it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from handbook import links, translations
from handbook.changes import Change, ChangeKind, FieldChange
from handbook.comparison import Difference
from handbook.errors import Finding, Level
from handbook.fields import Name
from handbook.model import Dataset, Figure
from handbook.translations import State
from handbook.validation import dotted
from handbook.wording import Runs, changed_words, elided

#: The longest a brief may grow, in characters: GitHub shows job summaries of up to a megabyte.
LIMIT = 400_000
#: How many problems are told in full.
PROBLEMS = 50

_SPECIAL = re.compile(r"([\\`*_\[\]|~#])")


def build_brief(difference: Difference, findings: Iterable[Finding], preview: str = "", languages: Iterable[str] = ()) -> str:
    """Return the brief, in each of the languages one after the other; `preview` is the address under which the new pages can be read."""
    found = list(findings)
    parts = (_brief(difference, found, preview, lang) for lang in languages or difference.after.languages)
    text = "\n\n".join("\n".join(part) for part in parts) + "\n"
    return text if len(text) <= LIMIT else text[:LIMIT].rsplit("\n", 1)[0] + "\n\n…\n"


def _brief(difference: Difference, findings: list[Finding], preview: str, lang: str) -> Iterator[str]:
    after, changes = difference.after, difference.changes

    def word(key: str, **values: object) -> str:
        return after.labels.word(key, lang, **values)

    yield f"## {word('diff_title')}"
    yield ""
    counts = [(kind, sum(change.kind is kind for change in changes)) for kind in ChangeKind]
    said = [f"{word(f'ChangeKind.{kind}')}{word('colon')}{count}" for kind, count in counts if count]
    yield word("clause_separator").join(said) + word("full_stop") if said else word("diff_nothing")
    for change in changes:
        yield from ("", f"### {_heading(difference, change, lang)}", "")
        for field in change.fields:
            yield f"- {_field(after, field, lang)}"
        if _number_changed(after, change):
            yield from ("", f"> {word('diff_reason')}")
    yield from _stale(difference, lang)
    yield from _pages(difference, preview, lang)
    yield from _problems(after, findings, lang)


def _heading(difference: Difference, change: Change, lang: str) -> str:
    word = difference.after.labels.word
    kind = word("diff_page", lang) if change.folder == "docs" else word(f"kind_{change.folder}", lang)
    former = word("in_brackets", lang, text=word("changes_was", lang, id=change.was)) if change.was else ""
    return f"{word(f'ChangeKind.{change.kind}', lang)} · {kind} · {_escape(change.title.resolve(lang)[0])}{former}"


def _field(dataset: Dataset, field: FieldChange, lang: str) -> str:
    word, label = dataset.labels.word, f"**{_escape(field.label.resolve(lang)[0])}**"
    if field.field == "cite":
        return f"{label}{word('colon', lang)}{_citations(dataset, field, lang)}"
    told = [_sides(dataset, field, each, lang) for each in _languages_changed(dataset, field)]
    return f"{label}{word('colon', lang)}" + (told[0] if len(told) == 1 else "".join(f"\n    - {side}" for side in told))


def _languages_changed(dataset: Dataset, field: FieldChange) -> list[str]:
    """Return the languages in which a field's text changed; one, where all of them would say the same."""
    texts = {lang: (_get(field.old, lang), _get(field.new, lang)) for lang in dataset.languages}
    changed = [lang for lang, (old, new) in texts.items() if old != new]
    return changed[:1] if len({texts[lang] for lang in changed}) == 1 else changed


def _get(text: Name | None, lang: str) -> str:
    return (text.get(lang) or "") if text else ""


def _sides(dataset: Dataset, field: FieldChange, written_in: str, lang: str) -> str:
    old, new = _get(field.old, written_in), _get(field.new, written_in)
    named = (
        ""
        if len(_languages_changed(dataset, field)) == 1
        else dataset.labels.languages[written_in].name + dataset.labels.word("colon", lang)
    )
    if not old or not new:
        return named + (f"<ins>{_escape(new)}</ins>" if new else f"<del>{_escape(old)}</del>")
    left, right = changed_words(old, new)
    return f"{named}{_runs(left, 'del')} → {_runs(right, 'ins')}"


def _runs(runs: Runs, tag: str) -> str:
    return "".join(f"<{tag}>{_escape(text)}</{tag}>" if changed else _escape(text) for text, changed in elided(runs))


def _citations(dataset: Dataset, field: FieldChange, lang: str) -> str:
    separator, word = dataset.labels.languages[lang].separator, dataset.labels.word
    old = set(filter(None, (field.old.resolve(lang)[0] if field.old else "").split(separator)))
    new = set(filter(None, (field.new.resolve(lang)[0] if field.new else "").split(separator)))
    parts = [word("diff_cite_added", lang, what=f"<ins>{_escape(separator.join(sorted(new - old)))}</ins>")] if new - old else []
    parts += [word("diff_cite_lost", lang, what=f"<del>{_escape(separator.join(sorted(old - new)))}</del>")] if old - new else []
    return word("clause_separator", lang).join(parts) or word("diff_order", lang)


def _number_changed(dataset: Dataset, change: Change) -> bool:
    return change.folder == Figure.folder and any(field.field in {"value", "unit", "period"} for field in change.fields)


def _stale(difference: Difference, lang: str) -> Iterator[str]:
    after, before = difference.after, difference.before
    now = [
        unit for unit in translations.units(after) if unit.state is State.STALE and (unit.original, unit.translation) not in before.stale
    ]
    if now:
        yield from ("", f"### {after.labels.word('diff_stale', lang, count=len(now))}", "")
        for unit in now:
            yield f"- {_owner(after, unit.owner, lang)} · `{dotted(unit.field)}` · {after.labels.languages[unit.lang].name}"


def _owner(dataset: Dataset, owner: str, lang: str) -> str:
    if owner in dataset.records:
        return _escape(dataset.records[owner].title.resolve(lang)[0])
    page = dataset.prose.get((owner.removeprefix("docs/"), lang)) or dataset.prose[owner.removeprefix("docs/"), dataset.languages[0]]
    return _escape(page.title)


def _pages(difference: Difference, preview: str, lang: str) -> Iterator[str]:
    after = difference.after
    found = affected(difference)
    if found:
        yield from ("", f"### {after.labels.word('diff_pages', lang, count=len(found))}", "")
        for path, anchor, title in found:
            shown = [_page_link(after, path, anchor, each, preview) for each in after.languages]
            yield f"- {_escape(title.resolve(lang)[0])}{after.labels.word('colon', lang)}{' · '.join(shown)}"


def _page_link(dataset: Dataset, path: str, anchor: str, lang: str, preview: str) -> str:
    prefix = "" if lang == dataset.languages[0] else f"{lang}/"
    address = prefix + links.site_path(path, anchor).removeprefix("site:")
    name = dataset.labels.languages[lang].name
    return f"[{name}]({preview.rstrip('/')}/{address})" if preview else f"{name} `/{address}`"


def affected(difference: Difference) -> list[tuple[str, str, Name]]:
    """Return (page, anchor, title) of what readers find changed: the records' own pages, and those that show a changed name or number."""
    after = difference.after
    mentioned = links.backlinks(after)
    found: dict[tuple[str, str], Name] = {}
    for change in difference.changes:
        owners = [change.owner]
        if change.kind in {ChangeKind.RENAMED, ChangeKind.ADDED} or {field.field for field in change.fields} & {"title", "value", "unit"}:
            owners += mentioned.get(change.owner, ())
        for owner in owners:
            if owner in after.records:
                record = after.records[owner]
                address = links.address(record, after)
                found.setdefault((address.page, address.anchor), Name(dict(record.title.root)))
            elif (path := owner.removeprefix("docs/")) != owner and (path, after.languages[0]) in after.prose:
                titles = {lang: page.title for lang in after.languages if (page := after.prose.get((path, lang)))}
                found.setdefault((path, ""), Name(titles))
    return [(path, anchor, title) for (path, anchor), title in found.items()]


def _problems(dataset: Dataset, findings: list[Finding], lang: str) -> Iterator[str]:
    word = dataset.labels.word
    errors = sum(finding.level is Level.ERROR for finding in findings)
    yield from ("", f"### {word('diff_problems', lang, errors=errors, warnings=len(findings) - errors)}", "")
    for finding in sorted(findings, key=lambda f: f.level is not Level.ERROR)[:PROBLEMS]:
        yield f"- `{finding.place.path}` {finding.place.line}{word('colon', lang)}{_escape(finding.message.text(lang, finding.values))}"
    if len(findings) > PROBLEMS:
        yield f"- … {len(findings) - PROBLEMS}"
    if not findings:
        yield word("diff_no_problems", lang)


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", html.escape(re.sub(r"\s+", " ", text), quote=False))
