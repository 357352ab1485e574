"""Compare the texts of two data sets, as readers read them.

A text is compared as its plain words. Words do not show citations, the targets of links, and what is a
figure's number, which are therefore compared beside the text: a statement that lost its source stands
there with its marks, as it was and as it is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from handbook.model.dataset import Dataset
from handbook.model.editions import FieldChange
from handbook.model.introspect import fields_of
from handbook.model.labels import Labels
from handbook.model.records import Cited
from handbook.model.types import Name
from handbook.review.changes import ByLanguage, Changes, Field, Of, TextChange
from handbook.review.owners import field_label, leading_first
from handbook.review.reading import Item, ItemsByLanguage, Reader, Side

#: The items of each sentence that two texts lost, and those that they gained.
_Groups = list[tuple[list[Item], list[Item]]]


class Comparison:
    """Two data sets, and the changes between texts of them, in the words of the second."""

    def __init__(
        self, before: Dataset, after: Dataset, renamed: Mapping[str, str] | None = None
    ) -> None:
        """Take the data sets, and the new id of each renamed record by its former one."""
        # what a record refers to is called as it is now: that it changed is told there
        now = (renamed or {}).items()
        anew = {was: after.records[to] for was, to in now if to in after.records}
        known = replace(
            before,
            records={**before.records, **after.records, **anew},
            labels=_called_as_now(before.labels, after.labels),
        )
        self.former, self.languages, self.labels = before, after.languages, after.labels
        self.before, self.after = Side(known, renamed or {}), Side(after, {})

    def each(self, told: Callable[..., str], old: Any, new: Any) -> tuple[ByLanguage, ByLanguage]:
        """Return what a method of a reader tells of a value on both sides, by language."""
        return self.before.each(told, old), self.after.each(told, new)

    def words(self, key: str) -> dict[str, str]:
        """Return a word of the interface by language."""
        return {lang: self.labels.word(key, lang) for lang in self.languages}

    def alike(self, text: str) -> dict[str, str]:
        """Return a text that is the same in every language."""
        return dict.fromkeys(self.languages, text)

    def text(self, at: Field, old: ByLanguage, new: ByLanguage) -> Changes:
        """Yield the change of a text, if it is one."""
        before, after = (
            Name(leading_first(side, self.languages)) if any(side.values()) else None
            for side in (old, new)
        )
        if before != after:
            yield FieldChange(field=at.name, label=Name({**at.label}), old=before, new=after)

    def prose(self, at: Field, old: ByLanguage, new: ByLanguage) -> Changes:
        """Yield the changes of a text as typed, and of what its words do not show."""
        if old == new:  # what it refers to may have changed, which is told there
            return
        for change in self.text(at, self.before.plain(old), self.after.plain(new)):
            yield TextChange.of(change, dict(old), dict(new))
        if not new:  # what a text referred to went with it
            return
        cites = field_label(fields_of(Cited)[Of.CITE], self.languages)
        for name, label, shown in (
            (Of.CITE, cites, Side.cited),
            (Of.LINK, self.words("diff_links"), Side.linked),
            (Of.FIGURE, self.words("diff_figures"), Side.figures),
        ):
            yield from self._unseen(
                at.within(label, name), shown(self.before, old), shown(self.after, new), old, new
            )

    def _unseen(
        self,
        at: Field,
        was: ItemsByLanguage,
        now: ItemsByLanguage,
        old: ByLanguage,
        new: ByLanguage,
    ) -> Changes:
        """Yield the items lost and added by sentence, once for all languages where they agree.

        Of items that stand in sentences, a loss is told by these.
        """
        plain = self.before.plain(old), self.after.plain(new)
        groups = {
            lang: _lost_and_added(
                was.get(lang, ()), now.get(lang, ()), *(side.get(lang, "") for side in plain)
            )
            # those of a translation that is gone, or of a language, went with it
            for lang in dict.fromkeys((*new, *old))
            if lang in new and lang in self.languages
        }
        keys = [
            [[[item.key for item in side] for side in group] for group in each]
            for each in groups.values()
        ]
        alike = all(each == keys[0] for each in keys)
        for lang in [*groups][: 1 if alike else None]:
            written_in = {} if alike else self.alike(self.labels.languages[lang].name)
            for index, (lost, added) in enumerate(groups[lang]):
                name = at.name
                if name == Of.LINK:
                    sides = self.before.names(lost), self.after.names(added)
                    yield from self.text(at.within(written_in), *sides)
                    continue
                if name == Of.CITE:
                    name = Of.MOVED if lost and added else Of.LOST if lost else Of.CITED
                elif not lost:
                    continue
                pairs = {
                    each: self._sentences(each, *groups[each][index], old, new)
                    for each in (groups if alike else [lang])
                }
                if all(all(pair) for pair in pairs.values()):  # else the text tells it
                    before, after = ({key: pairs[key][side] for key in pairs} for side in (0, 1))
                    yield from self.text(at.within(written_in, name), before, after)

    def _sentences(
        self, lang: str, lost: list[Item], added: list[Item], old: ByLanguage, new: ByLanguage
    ) -> tuple[str, str]:
        """Return a sentence with its marks as it was, and as it is now; nothing where it was not, or is not.

        One that was reworded is that most like it; one that is new or was reworded gains no citation.
        """
        was = (lost or added)[0].sentence[lang]
        before, after = (
            Reader(side.dataset, lang).sentences(text.get(lang, ""))
            for side, text in ((self.before, old), (self.after, new))
        )
        now = (get_close_matches(was, after, 1) or [""])[0] if lost else was
        return before.get(was, was if lost else ""), after.get(now, "")


def _called_as_now(before: Labels, after: Labels) -> Labels:
    """Return former labels with today's words for the values of vocabularies: that they changed is told once."""
    names = type(after.vocabulary).model_fields
    values = {
        name: getattr(before.vocabulary, name) | getattr(after.vocabulary, name) for name in names
    }
    return before.model_copy(update={"vocabulary": before.vocabulary.model_copy(update=values)})


def _lost_and_added(old: Sequence[Item], new: Sequence[Item], before: str, after: str) -> _Groups:
    """Return the items that two texts lost and added, by their sentence.

    An item that left a sentence that is still there for another one is lost and added.

    Args:
        old: The items of the former text.
        new: Those of the new one.
        before: The former text.
        after: The new one.
    """
    lost, added = [*old], [*new]
    for item in old:
        gone = not any(each in after for each in item.sentence.values())
        for other in added:
            anew = not any(each in before for each in other.sentence.values())
            if item == other or (item.key == other.key and gone and anew):
                lost.remove(item)
                added.remove(other)
                break
    groups: dict[tuple[str, ...], tuple[list[Item], list[Item]]] = {}
    for side, items in enumerate((lost, added)):
        for item in items:
            groups.setdefault((*item.sentence.values(),), ([], []))[side].append(item)
    return [*groups.values()]
