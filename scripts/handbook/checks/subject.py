"""What a rule looks at: the data set, and the way from a text in it to its place in a file."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.errors import Finding, Message, Place
from handbook.model import Dataset, Passage
from handbook.validation import dotted
from handbook.yaml_tree import locate


@dataclass(frozen=True, slots=True)
class Subject:
    """The data set under check; ids in `broken` exist but could not be read."""

    dataset: Dataset
    broken: frozenset[str]

    def at_field(self, message: Message, owner: str, field: tuple[str | int, ...], **values: object) -> Finding:
        """Return a finding at a record's field."""
        line, column = locate(self.dataset.trees[owner], field)
        return Finding(message, Place(self.dataset.files[owner], line, column, dotted(field)), values)

    def in_passage(self, message: Message, passage: Passage, offset: int = 0, **values: object) -> Finding:
        """Return a finding at an offset into a text: exact in prose pages, and in a record's text the field's beginning plus the offset."""
        if passage.owner in self.dataset.trees:
            line, column = locate(self.dataset.trees[passage.owner], passage.field)
            if "\n" not in passage.text:
                column += offset
            return Finding(message, Place(passage.file, line, column, dotted(passage.field)), values)
        first = self.dataset.prose[passage.owner.removeprefix("docs/"), passage.lang].first_line
        line = first + passage.text.count("\n", 0, offset)
        column = offset - (passage.text.rfind("\n", 0, offset) + 1) + 1
        return Finding(message, Place(passage.file, line, column), values)
