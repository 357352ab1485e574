"""Descriptions of the records' diagrams, which `text/svg` draws.

A fenced directive on a page names a record, and `resolve` replaces the name with the description:

    :::diagram
    joint-patrols
    :::

A practice with platforms and steps is drawn as a flow, and a practice between two places as a pair
of sides. Nothing else is drawn.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from handbook.model.dataset import Dataset
from handbook.model.records import Component, Place, Practice, Record
from handbook.text.directives import blocks
from handbook.text.languages import language
from handbook.text.scanner import scan


def resolve(markdown: str, dataset: Dataset, lang: str) -> str:
    """Return Markdown in which each diagram's description replaces the record's name.

    The name of a record without a diagram is kept; the check reports it.
    """
    if ":::diagram" not in markdown:
        return markdown
    lines = markdown.split("\n")
    for name, first, last in reversed([*blocks(scan(markdown).without_code.split("\n"))]):
        record = "".join(lines[first + 1 : last]).strip()
        if name == "diagram" and (description := describe(dataset, record, lang)):
            lines[first + 1 : last] = [json.dumps(description, ensure_ascii=False)]
    return "\n".join(lines)


def describe(dataset: Dataset, record_id: str, lang: str) -> dict[str, Any] | None:
    """Return the description of a record's diagram, or None if it has none.

    Broken references are ignored, so that the check can use this function on any record.
    """
    describer = _Describer(dataset, lang)
    record = dataset.records.get(record_id)
    if not isinstance(record, Practice):
        return None
    if description := describer.flow(record) or describer.pair(record):
        description |= {"id": f"diagram-{record_id}", "words": describer.word("look_in_words")}
    return description


class _Describer:
    """Describes diagrams in one language, with that language's quotation marks."""

    def __init__(self, dataset: Dataset, lang: str) -> None:
        self.dataset, self.lang = dataset, lang
        self.language = language(lang, dataset.labels)
        self.joined = self.language.joined

    def flow(self, practice: Practice) -> dict[str, Any] | None:
        """Describe a practice's platforms as inputs and its steps as parts of a flow."""
        inputs, parts = self._named(practice.platforms), self._titles(practice.steps)
        if not inputs or not parts:
            return None
        drawn = {"inputs": inputs, "parts": parts}
        return self._described("flow", practice, drawn, count=len(inputs))

    def pair(self, practice: Practice) -> dict[str, Any] | None:
        """Describe a practice between two places.

        Places inside the others do not count, and there is no border between places of one parent.
        """
        places = map(self.dataset.records.get, practice.places)
        sides = [p for p in places if isinstance(p, Place) and p.parent not in practice.places]
        parts = self._titles(practice.components)
        if len(sides) != 2 or not parts or (sides[0].parent and sides[0].parent == sides[1].parent):
            return None
        left, right = self._titles(sides)
        drawn = {"left": left, "right": right, "parts": parts}
        return self._described("pair", practice, drawn, count=len(parts))

    def word(self, key: str, **values: object) -> str:
        """Return a word of the interface."""
        return self.language.curled(self.dataset.labels.word(key, self.lang, **values))

    def _described(
        self, kind: str, record: Record, drawn: Mapping[str, Any], **told: object
    ) -> dict[str, Any]:
        """Return a diagram with what is drawn, its title, and its description in words."""
        [told["title"]] = self._titles([record])
        for name, value in drawn.items():
            told[name] = self.joined(value) if isinstance(value, list) else value
        title = self.word(f"look_draw_{kind}", **told)
        says = self.word(f"look_draw_{kind}_says", **told)
        return {"kind": kind, **drawn, "title": title, "says": says}

    def _titles(self, titled: Iterable[Record | Component]) -> list[str]:
        return [self.language.curled(each.title.resolve(self.lang)[0]) for each in titled]

    def _named(self, ids: Iterable[str]) -> list[str]:
        return self._titles(self.dataset.records[i] for i in ids if i in self.dataset.records)
