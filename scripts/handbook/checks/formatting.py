"""Records are kept in the style the form editor writes, so that a save there changes only what was changed."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic, Location, Phrase
from handbook.load.yaml_style import has_comments, in_style


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the first line of each record that differs from the style, or its first comment."""
    dataset = subject.dataset
    for record in filter(lambda record: subject.concerns(record.id), dataset.records.values()):
        path = dataset.files[record.id]
        expected = in_style(record, dataset.languages)
        content = (dataset.root / path).read_bytes().replace(b"\r\n", b"\n")  # as git stores it
        if content == expected.encode():
            continue
        text = content.decode("utf-8", "replace")
        lines = text.split("\n")
        if has_comments(text):
            number = next(n for n, line in enumerate(lines, 1) if line.lstrip().startswith("#"))
            yield Diagnostic("record-comment", Location(path, number))
            continue
        wanted = expected.split("\n")
        number = next((n for n, (a, b) in enumerate(zip(lines, wanted, strict=False), 1) if a != b), min(len(lines), len(wanted)))
        line = wanted[number - 1].strip() if number <= len(wanted) else ""
        yield Diagnostic("record-style", Location(path, number), {"expected": line or Phrase("no-such-line"), "path": path})
