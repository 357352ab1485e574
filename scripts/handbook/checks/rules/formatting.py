"""Records have the style of the form editor.

A save there then changes only what was edited.
"""

from itertools import zip_longest

from handbook.checks.context import Context, Findings
from handbook.diagnostics import Diagnostic, Location, Phrase
from handbook.load.yaml_style import commented_field, first_comment, in_style
from handbook.model.introspect import fields_of


def check(context: Context) -> Findings:
    """Yield the first line of each record that differs from the style, or its first comment."""
    dataset = context.dataset
    for record in context.records:
        path = dataset.files[record.id]
        expected = in_style(record, dataset.languages)
        content = (dataset.root / path).read_bytes().replace(b"\r\n", b"\n")  # as git stores it
        if content == expected.encode():
            continue
        text = content.decode("utf-8", "replace")
        names = {*fields_of(type(record)), *dataset.languages}
        for number, line in enumerate(text.split("\n"), 1):
            if (name := commented_field(line)) in names:
                yield Diagnostic.at("field-commented", path, number, name=name)
        if comment := first_comment(text):
            yield Diagnostic.at("record-comment", path, comment)
            continue
        lines = text.split("\n")
        pairs = enumerate(zip_longest(lines, expected.split("\n")), 1)
        number, line = next((n, wanted) for n, (typed, wanted) in pairs if typed != wanted)
        values = {"expected": (line or "").strip() or Phrase("no-such-line"), "path": path}
        yield Diagnostic("record-style", Location(path, min(number, len(lines))), values)
