"""The reviewer's brief on a difference, as Markdown: what changes for readers, and what to ask.

It lists records added, removed and renamed; each field old → new with the words that changed; numbers and lost
citations with a request for the reason; words of the interface; translations that are stale now, and those
confirmed with their reason; the pages affected; and the problems. It holds no YAML.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from urllib.parse import quote

from handbook.diagnostics import Diagnostic, Severity, printable
from handbook.model.dataset import Dataset
from handbook.model.editions import Change, ChangeKind, FieldChange
from handbook.model.records import Figure
from handbook.model.types import Name
from handbook.model.urls import Urls
from handbook.review.compare import Difference, owner_title
from handbook.review.fields import CITE, LINK, FieldComparison, field_name
from handbook.review.impact import PageEntry, affected_pages, lost_addresses
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
    diagnostics = sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)
    broken = {change.owner: files for change in difference.changes if (files := _unreadable(difference, change, diagnostics))}
    comparison = FieldComparison(difference.before, difference.after)
    settings, words = list(comparison.settings()), list(comparison.interface_words())
    pages, gone = affected_pages(difference, broken), lost_addresses(difference, broken)
    stale, accepted = _stale(difference), _accepted(difference)
    parts: list[str] = []
    for lang in languages or difference.after.languages:
        brief = _Brief(difference.after, lang)
        lines = [
            *brief.summary(difference.changes, broken, bool(settings or words)),
            *(line for change in difference.changes for line in brief.change(difference, change, broken.get(change.owner))),
            *brief.interface(settings, words),
            *brief.counted("diff_stale", [brief.unit(unit) for unit in stale]),
            *brief.counted(
                "diff_accepted",
                [f"{brief.unit(unit)}{brief.written.colon}{_escape(unit.reason)}" for unit in accepted],
            ),
            *brief.counted("diff_pages", [brief.page(entry, preview) for entry in pages], PAGES),
            *brief.counted("diff_gone", [brief.page(entry) for entry in gone], PAGES),
            *brief.problems(diagnostics),
        ]
        parts.append("\n".join(lines))
    text = "\n\n".join(parts) + "\n"
    return text if len(text) <= LIMIT else text[:LIMIT].rsplit("\n", 1)[0] + "\n\n…\n"


class _Brief:
    """Writes the parts of the brief in one language."""

    def __init__(self, dataset: Dataset, lang: str) -> None:
        self.dataset, self.lang = dataset, lang
        self.written = language(lang, dataset.labels)

    def word(self, key: str, **values: object) -> str:
        return self.dataset.labels.word(key, self.lang, **values)

    def summary(self, changes: Iterable[Change], broken: Collection[str], words_changed: bool) -> Iterator[str]:
        """Yield the title, and how many records and pages were added, removed, renamed and changed."""
        yield from (f"## {self.word('diff_title')}", "")
        kinds = Counter(change.kind for change in changes if change.owner not in broken)
        counts = [(f"ChangeKind.{kind}", kinds[kind]) for kind in ChangeKind]
        listed = [f"{self.word(key)}{self.written.colon}{count}" for key, count in (*counts, ("diff_unread", len(broken))) if count]
        nothing = self.word("diff_words_alone" if words_changed else "diff_nothing")
        yield (self.written.clause_separator.join(listed) + self.written.full_stop if listed else nothing)

    def change(self, difference: Difference, change: Change, unreadable: Iterable[str] | None) -> Iterator[str]:
        """Yield what happened to a record or page, with the reasons that the reviewer is to ask for."""
        kind = self.word("diff_page" if change.folder == "docs" else f"kind_{change.folder}")
        former = self.written.bracketed(self.word("changes_was", id=change.was)) if change.was else ""
        title = _escape(change.title.resolve(self.lang)[0])
        yield from (
            "",
            f"### {self.word(f'ChangeKind.{change.kind}')} · {kind} · {title}{former}",
            "",
        )
        if unreadable:
            yield self.word("diff_unreadable", files=self.written.separator.join(map(_code, unreadable)))
            return
        yield from map(self.field, difference.fields(change))
        if change.folder == Figure.folder and any(field.field in _REASONED for field in change.fields):
            yield from ("", f"> {self.word('diff_reason')}")
        if any(field.field == CITE and field.old for field in change.fields):
            yield from ("", f"> {self.word('diff_cite_reason')}")

    def field(self, field: FieldChange) -> str:
        label = f"- **{_escape(field.label.resolve(self.lang)[0])}**{self.written.colon}"
        if field.field in {CITE, LINK}:
            sides = (("diff_added", "ins", field.new), ("diff_lost", "del", field.old))
            listed = [self.word(key, what=f"<{tag}>{_escape(text.resolve(self.lang)[0])}</{tag}>") for key, tag, text in sides if text]
            return label + self.written.clause_separator.join(listed)
        texts = self.texts(field)
        return label + (texts[0] if len(texts) == 1 else "".join(f"\n    - {text}" for text in texts))

    def texts(self, field: FieldChange) -> list[str]:
        """Return a field's old → new in each language in which it changed; once, where all say the same, as numbers do."""
        sides = {lang: (_get(field.old, lang), _get(field.new, lang)) for lang in self.dataset.languages}
        if len({*sides.values()}) == 1:
            return [_old_new(*sides.popitem()[1])]
        names = {lang: settings.name + self.written.colon for lang, settings in self.dataset.labels.languages.items()}
        return [names[lang] + _old_new(old, new) for lang, (old, new) in sides.items() if old != new]

    def interface(self, settings: list[FieldChange], words: list[FieldChange]) -> Iterator[str]:
        """Yield the section of settings and words; of a word its texts alone, since they are its name."""
        lines = [
            *map(self.field, settings),
            *(f"- {text}" for word in words for text in self.texts(word)),
        ]
        yield from self.section(self.word("diff_words", count=len(settings) + len(words)), lines)

    def unit(self, unit: Unit) -> str:
        """Return where a translation stands."""
        title = owner_title(self.dataset, unit.owner).resolve(self.lang)[0]
        field = field_name(self.dataset, unit.owner, unit.field, self.lang)
        return f"- {_escape(title)} · {_escape(field)} · {self.dataset.labels.languages[unit.lang].name}"

    def page(self, entry: PageEntry, preview: str = "") -> str:
        """Return the links to a page, or where there is no preview its addresses, in every language."""
        address, title = entry
        urls, links = Urls(self.dataset.languages, preview), []
        for lang, settings in self.dataset.labels.languages.items():
            path = urls.page(address.page, lang, address.anchor)
            url = urls.absolute(quote(path, safe="/#"))
            links.append(f"[{settings.name}]({url})" if url else f"{settings.name} {_code(f'/{path}')}")
        return f"- {_escape(title.resolve(self.lang)[0])}{self.written.colon}{' · '.join(links)}"

    def problems(self, findings: list[Diagnostic]) -> Iterator[str]:
        """Yield the section of what the check finds, errors first."""
        errors = sum(finding.severity is Severity.ERROR for finding in findings)
        lines = [f"- {_code(f.place.path)} {f.place.line}{self.written.colon}{_escape(f.message(self.lang))}" for f in findings]
        heading = self.word("diff_problems", errors=errors, warnings=len(findings) - errors)
        yield from self.section(heading, lines or [self.word("diff_no_problems")], PROBLEMS)

    def counted(self, key: str, lines: list[str], limit: int | None = None) -> Iterator[str]:
        """Yield a section whose heading tells how many lines it has."""
        return self.section(self.word(key, count=len(lines)), lines, limit)

    def section(self, heading: str, lines: list[str], limit: int | None = None) -> Iterator[str]:
        """Yield a section with its lines, or nothing where it has none.

        Args:
            limit: How many lines are listed before the number of others.
        """
        if lines:
            yield from ("", f"### {heading}", "", *lines[:limit])
            if limit and len(lines) > limit:
                yield f"- {self.word('diff_more', count=len(lines) - limit)}"


def _unreadable(difference: Difference, change: Change, findings: Iterable[Diagnostic]) -> list[str]:
    """Return the files of a change that cannot be read now, so that their content is neither removed nor known."""
    before, after = difference.before, difference.after
    files = [before.files[change.owner]] if change.owner in before.records else []
    files += [page.file for (path, _), page in before.prose.items() if f"docs/{path}" == change.owner]
    kept = {*after.files.values(), *(page.file for page in after.prose.values())}
    faulty = {finding.place.path for finding in findings if finding.severity is Severity.ERROR}
    return [file for file in files if file not in kept and file in faulty]


def _stale(difference: Difference) -> list[Unit]:
    """Return the translations that lag behind now and did not before."""
    before = difference.before
    # a translation that is not recorded yet is stale, too, where its original was another before
    originals = {(unit.owner, unit.field, unit.lang, unit.translation): unit.original for unit in units(before)}
    return [
        unit
        for unit in units(difference.after)
        if (unit.state is State.STALE and (unit.original, unit.translation) not in before.stale)
        or (
            unit.state is State.NEW and originals.get((unit.owner, unit.field, unit.lang, unit.translation), unit.original) != unit.original
        )
    ]


def _accepted(difference: Difference) -> list[Unit]:
    """Return the translations that were confirmed, with a reason, although their original changed."""
    known = {(unit.original, unit.translation) for unit in units(difference.before) if unit.state is State.FRESH}
    return [unit for unit in units(difference.after) if unit.reason and (unit.original, unit.translation) not in known]


def _get(text: Name | None, lang: str) -> str:
    return (text.get(lang) or "") if text else ""


def _old_new(old: str, new: str) -> str:
    """Return two texts with what differs marked, or the one of them that there is."""
    if not old or not new:
        return f"<ins>{_escape(new)}</ins>" if new else f"<del>{_escape(old)}</del>"
    left, right = changed_words(old, new)
    return f"{_runs(left, 'del')} → {_runs(right, 'ins')}"


def _runs(runs: Runs, tag: str) -> str:
    return "".join(f"<{tag}>{_escape(text)}</{tag}>" if changed else _escape(text) for text, changed in elided(runs))


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", html.escape(re.sub(r"\s+", " ", text), quote=False))


def _code(text: str) -> str:
    """Return a file's name as code, its backticks replaced."""
    name = printable(text).replace("`", "'")
    return f"`{name}`"
