"""Languages that are made of another, character by character, by OpenCC.

    Dataset ── converted() ──▶ Dataset with every text, word and page of the original in the other language, too

A converted language has no texts of its own: nobody translates it, and no check compares it. It is
made where the data set is handed to the outputs, which treat it as any other language.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import BaseModel

from handbook.model.dataset import Dataset, ProsePage
from handbook.model.labels import Conversion, Labels
from handbook.model.types import Names, Prose, Text
from handbook.text.languages import language
from handbook.text.scanner import Span, rewritten, scan

#: The configurations of OpenCC that write as some place does, `p` with that place's words for things;
#: s2t writes as none does (爲), and fonts for Taiwan and Hong Kong lack what it writes.
CONVERTERS = ("s2tw", "s2twp", "s2hk", "s2hkp", "tw2s", "tw2sp", "hk2s", "hk2sp", "t2s")


def converted(dataset: Dataset) -> Dataset:
    """Return a data set in its own languages and those that are converted from them."""
    for lang, conversion in dataset.labels.conversions.items():
        dataset = _with(dataset, lang, conversion)
    return dataset


def _with(dataset: Dataset, lang: str, conversion: Conversion) -> Dataset:
    labels = _labels(dataset.labels, lang, conversion)
    converter = Converter(lang, labels)
    source = converter.original
    pages = [page for page in dataset.prose.values() if page.lang == source]
    return replace(
        dataset,
        labels=labels,
        records={name: converter.part(each) for name, each in dataset.records.items()},
        prose={**dataset.prose, **{(page.path, lang): converter.page(page) for page in pages}},
        editions_by_file={f: converter.part(each) for f, each in dataset.editions_by_file.items()},
    )


def _labels(labels: Labels, lang: str, conversion: Conversion) -> Labels:
    """Return the words and vocabularies with those of a converted language, which may have its own."""
    converter = Converter(lang, labels)
    source = converter.original
    languages = {**labels.languages, lang: conversion.settings}
    named = "{original}", labels.languages[source].name  # which is converted, too
    made = {
        key: {**texts, lang: converter.text(texts[source].replace(*named))}
        for key, texts in labels.words.items()
        if source in texts and lang not in texts
    }
    everyday = {
        asked: tuple(map(converter.text, meant))
        for asked, meant in labels.everyday.get(source, {}).items()
    }
    return labels.model_copy(
        update={
            "languages": languages,
            "words": {**labels.words, **made},
            "everyday": {**labels.everyday, lang: everyday},
            "vocabulary": converter.part(labels.vocabulary),
        }
    )


class Converter:
    """Writes the texts of a language in the one that is converted from it.

    Attributes:
        lang: The language that is written.
        original: The language that is read.
    """

    def __init__(self, lang: str, labels: Labels) -> None:
        """Read how a language is converted from the labels that name it."""
        conversion = labels.conversions[lang]
        self.lang, self.original = lang, str(conversion.settings.converted_from)
        self._written, self._exceptions = language(lang), conversion.exceptions
        self._convert = _opencc(str(conversion.settings.converter))
        longest = sorted(self._exceptions, key=len, reverse=True)
        self._excepted = re.compile("|".join(map(re.escape, longest)) or "(?!)")

    def text(self, text: str) -> str:
        """Return a text without markup in the other language."""
        spans = (match.span() for match in self._excepted.finditer(text))
        return rewritten(text, spans, self._exceptions.__getitem__, self._plain)

    def _plain(self, text: str) -> str:
        return self._written.requoted(self._convert(text)) if text else ""

    def markdown(self, text: str) -> str:
        """Return Markdown in the other language; code, addresses and other languages' words stay."""
        return rewritten(text, _untouched(text), outside=self.text)

    def page(self, page: ProsePage) -> ProsePage:
        """Return a page of prose in the other language; its file is the original's."""
        texts = {name: self.text(getattr(page, name)) for name in ("title", "description")}
        return page.model_copy(
            update={**texts, "body": self.markdown(page.body), "lang": self.lang}
        )

    def part(self, value: Any) -> Any:
        """Return a value with the other language added to each text in it; others stay the same."""
        if isinstance(value, (Text, Names)):
            own = value.root.get(self.original)
            if own is None:
                return value
            write = self.markdown if isinstance(value, Prose) else self.text
            made = write(own) if isinstance(own, str) else tuple(map(write, own))
            return value.model_copy(update={"root": {**value.root, self.lang: made}})
        if isinstance(value, BaseModel):
            changed = self._changed(value.__dict__.items())
            return value.model_copy(update=changed) if changed else value
        if isinstance(value, dict):
            return {**value, **self._changed(value.items())}
        return tuple(map(self.part, value)) if isinstance(value, tuple) else value

    def _changed(self, values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
        made = ((name, value, self.part(value)) for name, value in values)
        return {name: new for name, value, new in made if new is not value}


@cache  # it takes as long to load and to free as to convert a whole book
def _opencc(configuration: str) -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC(configuration).convert
    return convert


def _untouched(text: str) -> Iterator[Span]:
    """Yield, in their order, the parts of a Markdown text that are no words of its language."""
    scanned = scan(text)
    spans = [*scanned.fences, *scanned.inline_code]
    spans += [(link.target, link.end) for link in scanned.links]
    spans += [(each.start, each.end) for each in scanned.directives]
    last = 0
    for start, end in sorted(spans):
        if start >= last:
            yield start, end
            last = end
