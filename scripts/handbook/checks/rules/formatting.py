"""Records have the style of the form editor.

A save there then changes only what was edited.
"""

from itertools import zip_longest

from handbook.checks.context import Context, Findings
from handbook.diagnostics import Diagnostic, Location, Phrase
from handbook.load.yaml_style import first_comment, in_style


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
        if comment := first_comment(text):
            yield Diagnostic.at("record-comment", path, comment)
            continue
        lines = text.split("\n")
        pairs = enumerate(zip_longest(lines, expected.split("\n")), 1)
        number, line = next((n, wanted) for n, (typed, wanted) in pairs if typed != wanted)
        values = {"expected": (line or "").strip() or Phrase("no-such-line"), "path": path}
        yield Diagnostic("record-style", Location(path, min(number, len(lines))), values)
