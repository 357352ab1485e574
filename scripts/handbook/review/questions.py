"""What a difference asks of its reviewer, and what is told beside it, before any of it is Markdown."""

import re
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain
from typing import Any

from handbook.diagnostics import Diagnostic, Severity
from handbook.load.folders import CONFIG
from handbook.model.dataset import Dataset
from handbook.model.editions import Change, ChangeKind
from handbook.model.records import Figure, Record, Source
from handbook.model.types import Name
from handbook.review.changes import Of, ToldChange, letters, told_fields
from handbook.review.compare import Difference, owner_changes
from handbook.review.fields import FieldComparison
from handbook.review.impact import Printed, affected_pages, lost_addresses, side_effects
from handbook.review.menu import menu_changes, words_in
from handbook.review.passages import body, differing, marks, plain_words, subjects
from handbook.review.settings import setting_changes, vocabulary_changes
from handbook.review.weight import Weight, by_weight, field_weight, setting_weight
from handbook.text.languages import language
from handbook.text.plain_text import plain_text
from handbook.text.translation_state import State, Unit, fingerprint, units
from handbook.text.word_diff import changed_words

#: From how many on equal changes are told together.
MANY = 5

_MARK = re.compile(r"〔[^〔〕]+〕|\[[^][]+\]")

#: A translation, and its original as it was.
_Translation = tuple[Unit, str]
#: A field that is asked about, with the record or page whose it is; of a setting there is none.
_Asked = tuple[Change, ToldChange]


class Questions:
    """What a difference asks; the template of the brief knows its attributes by their names.

    Attributes:
        before: The former data set.
        after: The new one.
        known: The former one with the records and words of now beside its own.
        former: The pages of the former data set.
        new: Those of the new one.
        diagnostics: The problems of the new state, errors first.
        problems: Those that are not asked about.
        broken: The files that cannot be read now, by owner.
        asked: What is asked, by weight.
        weights: The weight of each field that is asked about, by its identity.
        counts: How much of what changed, by the word that tells it.
        changes: What is told below the questions, the weightiest first.
        fields: The fields told of each.
        only_search: What changed only in what readers may type, where there is more than one.
        settings: The settings that changed and are not asked about.
        stale: The translations that lag behind a text whose change is not told.
        behind: Those that lag behind a field that changed, by its identity.
        named: The numbers with which all who name them are told.
        checked: The records that have another day of checking, by that day.
        taken_back: Those without one now.
        pages: The pages affected.
        gone: The addresses that lead nowhere now, by owner.
        lost: Those that no question tells.
    """

    def __init__(
        self, difference: Difference, findings: Iterable[Diagnostic], beside: Sequence[str] = ()
    ) -> None:
        """Find what to ask and to tell.

        Args:
            difference: What changed.
            findings: The diagnostics of the new state.
            beside: The other files that changed and that a site depends on.
        """
        self.before, self.after = before, after = difference.before, difference.after
        self._leading = after.languages[0]
        self._sides = FieldComparison(before, after)
        self.known = self._sides.before.dataset
        self.former, self.new = Printed(before), Printed(after)
        self.diagnostics = sorted(findings, key=lambda found: found.severity is not Severity.ERROR)
        self.broken = _unreadable(difference, self.diagnostics)
        difference = by_weight(difference)
        folded = side_effects(difference) - self.broken.keys()
        changes = [change for change in difference.changes if change.owner not in folded]
        self._readable = [change for change in changes if change.owner not in self.broken]
        stale, confirmed = _translations(difference)

        self.asked: dict[Weight, list[Any]] = {each: [] for each in Weight if each < Weight.REST}
        self.weights: dict[int, str] = {}
        self._ask_of_fields({self._place(unit) for unit, _ in confirmed})
        changed, owners = {change.owner for change in changes}, owners_of_files(after)
        private = {
            id(found): (owner, found)
            for found in self.diagnostics
            if found.code == "private-name" and (owner := owners.get(found.place.path)) in changed
        }
        self.problems = [each for each in self.diagnostics if id(each) not in private]
        of_kind = {
            kind: [each for each in self._readable if each.kind is kind] for kind in ChangeKind
        }
        removed, added = of_kind[ChangeKind.REMOVED], of_kind[ChangeKind.ADDED]
        self.asked |= {
            Weight.PRIVATE: [*private.values()],
            Weight.REMOVED: removed,
            Weight.CONFIRMED: confirmed,
            Weight.SOURCE: [each for each in added if each.folder == Source.folder],
            Weight.ADDED: [each for each in added if each.folder != Source.folder],
            Weight.VOCABULARY: [*vocabulary_changes(self._sides)],
            Weight.MENU: self._menu(),
            Weight.FILES: [file for file in beside if file != CONFIG or before.menu == after.menu],
        }
        self.settings = self._settings()
        of_docs = [each.folder == "docs" for each in of_kind[ChangeKind.CHANGED]]
        self.counts = {
            **{f"diff_count_{each.name.lower()}": len(self.asked[each]) for each in self.asked},
            "diff_count_renamed": len(of_kind[ChangeKind.RENAMED]),
            "diff_count_changed": of_docs.count(False),
            "diff_count_pages": of_docs.count(True),
            "diff_count_unread": len(self.broken),
            "diff_count_stale": len(stale),
            "diff_count_words": len(self.settings),
        }
        self.checked, self.taken_back = _checked(before, after)
        # what cannot be read may stand on any page
        self.pages = [] if self.broken else affected_pages(difference, self.former, self.new)
        self.gone = {} if self.broken else lost_addresses(difference)
        told = {each.owner for each in (*removed, *(each for each, _ in self.asked[Weight.THEME]))}
        self.lost = [entry for owner, entry in self.gone.items() if owner not in told]
        self.stale, self.behind = self._lagging(stale)
        self.fields, self.only_search = self._told_below(
            {each.title.root[self._leading] for each in removed},
            {self._place(unit) for unit, was in confirmed if was != unit.original},
        )
        self.changes = [each for each in changes if each.owner in {*self.fields, *self.broken}]
        first: dict[str, int] = {}
        for weight in (Weight.NUMBER, Weight.DATED, Weight.COUNTED):
            for change, field in self.asked[weight]:
                if change.folder == Figure.folder:
                    first.setdefault(change.owner, id(field))
        self.named = first.values()

    def sides(self, field: ToldChange, lang: str) -> tuple[str, str]:
        """Return what a field was and is in a language; of texts, sentences that differ."""
        old, new = (_in(side, lang) or "" for side in (field.old, field.new))
        if field.typed and old != new:
            was, now = (side.get(lang, "") for side in field.typed)
            return differing(self.known, self.after, was, now, lang)
        return old, new

    def subjects(self, change: Change, field: ToldChange, lang: str) -> str:
        """Return what the paragraphs are about that a number rests on or a citation left."""
        if change.folder == Figure.folder:
            cited = marks(self.after, self.after.records[change.owner].cite, lang)  # type: ignore[attr-defined]
            told = [subjects(self.after, cited, lang)]
        else:
            was, now = (
                subjects(dataset, side.resolve(lang)[0] if side else "", lang)
                for dataset, side in ((self.known, field.old), (self.after, field.new))
            )
            told = [[e for e in was if e not in now], [e for e in now if e not in was]]
        separator = language(lang, self.after.labels).clause_separator
        return " → ".join(separator.join(each) for each in told if each)

    def folded(
        self, told: Sequence[_Asked], lang: str
    ) -> tuple[list[tuple[str, str, list[Change]]], list[_Asked]]:
        """Return replacements that many texts share, with their owners, and other changes."""
        groups: dict[tuple[str, ...], list[_Asked]] = {}
        for change, field in told:
            runs = changed_words(*self.sides(field, lang))
            edit = ("…".join(words for words, other in side if other) for side in runs)
            is_whole = all(other for side in runs for _, other in side)
            groups.setdefault((str(id(field)),) if is_whole else (*edit,), []).append(
                (change, field)
            )
        many = {edit: each for edit, each in groups.items() if len(each) >= MANY}
        few = [each for edit, group in groups.items() if edit not in many for each in group]
        return [(*edit, [each for each, _ in group]) for edit, group in many.items()], few  # type: ignore[misc]

    def typed_sides(self, field: ToldChange) -> tuple[str, str, str] | None:
        """Return a translation as it was and is, and its original, as typed; only of texts."""
        if not field.typed:
            return None
        old, new = field.typed
        others = (lang for lang in self.after.languages[1:] if old.get(lang) != new.get(lang))
        changed = next(others, self._leading)
        return old.get(changed, ""), new.get(changed, ""), new.get(self._leading, "")

    def _ask_of_fields(self, judged: set[tuple[str, str]]) -> None:
        """Ask about each field that a change has, but for those that are asked about with their translation."""
        for change in self._readable:
            for field in told_fields(change):
                weight = field_weight(change, field, self.after)
                is_judged = (change.owner, _in(field.new, self._leading)) in judged
                if weight in self.asked and not (is_judged and weight >= Weight.SENTENCE):
                    self.weights[id(field)] = weight.name
                    if not self._stands_in_another(change, field):
                        self.asked[weight].append((change, field))

    def _stands_in_another(self, change: Change, field: ToldChange) -> bool:
        """Return whether a text differs in one sentence alone, which is told with the citation or figure that it lost."""
        others = {
            each.label.resolve(self._leading)[0].rpartition(" · ")[0]
            for each in change.fields
            if each.field in (Of.LOST, Of.MOVED, Of.TYPED)
        }
        return (
            field.typed is not None
            and field.label.resolve(self._leading)[0] in others
            and all(len(side) <= 1 for lang in self.after.languages for side in field.said(lang))
        )

    def _menu(self) -> list[ToldChange]:
        """Return what changed in the menu, if it can be read."""
        if any(f.severity is Severity.ERROR and f.place.path == CONFIG for f in self.diagnostics):
            return []
        moved = {
            change.was.removeprefix("docs/"): change.owner.removeprefix("docs/")
            for change in self._readable
            if change.was and change.folder == "docs"
        }
        return menu_changes(self.former, self.new, moved)

    def _settings(self) -> list[ToldChange]:
        """Ask about settings, and return those that are not asked about; the words of the menu are told there."""
        in_menu = words_in(self.former) | words_in(self.new) if self.asked[Weight.MENU] else set()
        rest = []
        for field in setting_changes(self._sides):
            if field.field in in_menu:
                continue
            if (weight := setting_weight(field, self.after)) in self.asked:
                self.asked[weight].append((None, field))
                self.weights[id(field)] = weight.name
            else:
                rest.append(field)
        return rest

    def _place(self, unit: Unit) -> tuple[str, str]:
        """Return the owner and the words of the original of a translation."""
        return unit.owner, plain_text(self.after, body(unit.original), self._leading).strip()

    def _lagging(
        self, stale: Iterable[_Translation]
    ) -> tuple[list[_Translation], dict[int, list[_Translation]]]:
        """Return the translations that lag behind what no field tells, and those behind each field."""
        changed = {
            (change.owner, _in(field.new, self._leading)): field
            for change in self._readable
            for field in reversed(told_fields(change))  # a text comes before what it cites
        }
        others: list[_Translation] = []
        behind: dict[int, list[_Translation]] = {}
        for unit, was in stale:
            words = partial(plain_words, lang=self._leading)
            if of_original := changed.get(self._place(unit)):
                behind.setdefault(id(of_original), []).append((unit, was))
            elif words(self.before, was) != words(self.after, unit.original):
                others.append((unit, was))  # else its marks or links changed, which are told
        return others, behind

    def _told_below(
        self, removed: set[str], confirmed: set[tuple[str, str]]
    ) -> tuple[dict[str, list[ToldChange]], list[Change]]:
        """Return the fields that no question tells, by owner, and what changed only in what readers may type.

        Args:
            removed: The titles of what was removed.
            confirmed: The owners and originals of the translations that are asked about.
        """

        def is_told(change: Change, field: ToldChange) -> bool:
            now = _in(field.new, self._leading)
            if id(field) in self.weights or (change.owner, now) in confirmed:
                return True
            if field.field == Of.LINK:  # what it led to is told with the sentence
                return field.new is None and _in(field.old, self._leading) in removed
            if field.field != Of.CITE:
                return False
            of_asked = [
                self._marks(each) for each in told_fields(change) if id(each) in self.weights
            ]
            return bool(of_asked) and self._marks(field) <= set[str]().union(*of_asked)

        told, only_search = {}, []
        for each in self._readable:
            own = [field for field in self._fields(each) if not is_told(each, field)]
            if {f.field for f in own} == {"search_terms"} == {f.field for f in each.fields}:
                only_search.append(each)
            elif own or not each.fields or each.was:
                told[each.owner] = own
        if len(only_search) == 1:
            each = only_search.pop()
            told[each.owner] = [*told_fields(each)]
        return told, only_search

    def _marks(self, field: ToldChange) -> set[str]:
        return {*_MARK.findall(" ".join(self.sides(field, self._leading)))}

    def _fields(self, change: Change) -> list[ToldChange]:
        """Return the changed fields, the weightiest first; of a new record, those that it does not print."""
        is_removed = change.kind is ChangeKind.REMOVED
        if not is_removed and change.kind is not ChangeKind.ADDED:
            return sorted(
                told_fields(change), key=partial(field_weight, change, dataset=self.after)
            )
        lines = (self.former if is_removed else self.new).lines(change.owner)
        printed = letters(_MARK.sub("", "".join(chain(*lines.values()))))
        if not printed:
            return [*owner_changes(self._sides, change.owner)]
        no = self.after.labels.word("diff_no", self._leading)

        def is_printed(field: ToldChange) -> bool:
            own = field.inner
            return (
                field.field in {"title", "order", Of.CITE, Of.LOST}
                or bool(own and own.is_list and own.refers_to)
                or bool(own and own.type is bool and _in(field.new, self._leading) == no)
                or any(letters(text) in printed for text in (field.new or Name({})).root.values())
            )

        fields = [] if is_removed else owner_changes(self._sides, change.owner)
        return [field for field in fields if not is_printed(field)]


def _in(text: Name | None, lang: str) -> str | None:
    return text.get(lang) if text else None


def owners_of_files(dataset: Dataset) -> dict[str, str]:
    """Return the record or page that each file is of."""
    of_pages = {page.file: f"docs/{page.path}" for page in dataset.prose.values()}
    return {dataset.files[owner]: owner for owner in dataset.records} | of_pages


def _unreadable(difference: Difference, findings: Iterable[Diagnostic]) -> dict[str, list[str]]:
    """Return the files that cannot be read now, so that their content is neither removed nor known, by owner."""
    before, after = difference.before, difference.after
    faulty = {
        found.place.path
        for found in findings
        if found.severity is Severity.ERROR and found.code != "page-of-menu-missing"
    } - {*after.files.values(), *(page.file for page in after.prose.values())}
    unreadable = {}
    for owner in (change.owner for change in difference.changes):
        pages = before.pages.get(owner, {}).values()
        if files := faulty & {*(page.file for page in pages), before.files.get(owner, "")}:
            unreadable[owner] = sorted(files)
    return unreadable


def _translations(difference: Difference) -> tuple[list[_Translation], list[_Translation]]:
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
    stale, confirmed = [], []
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
    days: dict[str, list[Record]] = {}
    for record in after.records.values():
        former = before.records.get(record.id)
        if (was := former and former.checked) != record.checked and (was or record.checked):
            days.setdefault(record.checked or "", []).append(record)
    return days, days.pop("", [])
