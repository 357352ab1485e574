"""Compare the texts of two data sets, as readers read them.

A text is compared as its plain words. Words do not show citations, the targets of links, and what is a
figure's number, which are therefore compared beside the text: a statement that lost its source stands
there with its marks, as it was and as it is.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from typing import Any, NamedTuple, TypeVar

from handbook.model.dataset import Dataset
from handbook.model.introspect import fields_of
from handbook.model.labels import Labels
from handbook.model.records import Cited
from handbook.model.types import Name
from handbook.review.changes import ByLanguage, Changes, Field, Of, ToldChange
from handbook.review.owners import field_label, leading_first
from handbook.review.reading import Reader, Side, targets

_Key = TypeVar("_Key", bound=Hashable)


class _Unseen(NamedTuple):
    """What the words of a text do not show: what it is of, what was lost and gained, and how that is told."""

    name: Of
    keys: Sequence[Sequence[str]]
    was: ByLanguage
    now: ByLanguage
    label: ByLanguage


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
        self.before, self.after = Side(known), Side(after)
        self._renamed = renamed or {}

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
            yield ToldChange.of(at, before, after)

    def prose(self, at: Field, old: ByLanguage, new: ByLanguage) -> Changes:
        """Yield the changes of a text as typed, and of what its words do not show."""
        if old == new:  # what it refers to may have changed, which is told there
            return
        for change in self.text(at, self.before.plain(old), self.after.plain(new)):
            yield change.of_text(old, new)
        if not new:  # what a text referred to went with it
            return
        cites = field_label(fields_of(Cited)[Of.CITE], self.languages)
        for label, unseen in (
            (cites, partial(self._in_sentences, "cites")),
            (self.words("diff_links"), self._links),
            (self.words("diff_figures"), partial(self._in_sentences, "figures")),
        ):
            languages = [lang for lang in new if lang in self.languages]
            told = {lang: [*unseen(lang, old.get(lang, ""), new[lang])] for lang in languages}
            yield from self._once(at.within(label), told)

    def _once(self, at: Field, told: Mapping[str, Sequence[_Unseen]]) -> Changes:
        """Yield what words do not show, once for all languages where they agree."""
        groups: list[tuple[ByLanguage, tuple[_Unseen, ...]]] = [
            ({}, each) for each in zip(*told.values(), strict=False)
        ]
        if len({str([each.keys for each in of_lang]) for of_lang in told.values()}) > 1:
            names = {lang: self.alike(self.labels.languages[lang].name) for lang in told}
            groups = [(names[lang], (each,)) for lang in told for each in told[lang]]
        for written_in, same in groups:
            was, now = (
                {lang: words for side in sides for lang, words in side.items()}
                for sides in zip(*((each.was, each.now) for each in same), strict=True)
            )
            label = {lang: words for each in same for lang, words in each.label.items()}
            yield from self.text(at.within(label).within(written_in, same[0].name), was, now)

    def _in_sentences(self, of: str, lang: str, old: str, new: str) -> Iterator[_Unseen]:
        """Yield the sentences that lost or gained a citation, or that lost a figure.

        One that was reworded is that most like it; it gains nothing, nor does one that is new.
        """
        was, now = (
            Reader(side.dataset, lang).sentences(text)
            for side, text in ((self.before, old), (self.after, new))
        )
        anew = [key for words in now if words not in was for key in getattr(now[words], of)]
        for words, sentence in was.items():
            keys = [self._renamed.get(key, key) for key in getattr(sentence, of)]
            stays = words in now
            close = [words] if stays else get_close_matches(words, now, 1) if keys else []
            for there in map(now.__getitem__, close):
                lost = Counter(keys) - Counter(getattr(there, of)) - Counter(() if stays else anew)
                added = Counter(getattr(there, of) if stays else ()) - Counter(keys)
                if of == "figures":
                    name, added = Of.TYPED, Counter()
                else:
                    name = Of.MOVED if lost and added else Of.LOST if lost else Of.CITED
                if lost or added:
                    told = {lang: sentence.told}, {lang: there.told}
                    yield _Unseen(name, ([*lost.elements()], [*added.elements()]), *told, {})

    def _links(self, lang: str, old: str, new: str) -> Iterator[_Unseen]:
        """Yield the links that lead elsewhere with their words, then the targets of those lost and gained."""
        former = [(words, self._renamed.get(each, each)) for words, each in targets(old)]
        lost, gained = _lost_and_gained(former, [*targets(new)])
        led = {words: (each, dict(gained)[words]) for words, each in lost if words in dict(gained)}
        rest = ([each for words, each in side if words not in led] for side in (lost, gained))
        told = [(Of.LED, words, [each], [to]) for words, (each, to) in led.items()]
        for name, words, was, now in (*told, (Of.LINK, "", *_lost_and_gained(*rest))):
            if was or now:
                label = {lang: self.after.readers[lang].in_words(words)} if words else {}
                called = self.before.called(was), self.after.called(now)
                yield _Unseen(name, (was, now), *called, label)


def _lost_and_gained(old: Sequence[_Key], new: Sequence[_Key]) -> tuple[list[_Key], list[_Key]]:
    lost, gained = Counter(old) - Counter(new), Counter(new) - Counter(old)
    return [*lost.elements()], [*gained.elements()]


def _called_as_now(before: Labels, after: Labels) -> Labels:
    """Return former labels with today's words for the values of vocabularies: that they changed is told once."""
    names = type(after.vocabulary).model_fields
    values = {
        name: getattr(before.vocabulary, name) | getattr(after.vocabulary, name) for name in names
    }
    return before.model_copy(update={"vocabulary": before.vocabulary.model_copy(update=values)})
