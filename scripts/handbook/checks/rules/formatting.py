"""Records have the style of the form editor.

A save there then changes only what was edited.
"""

from collections.abc import Sequence
from itertools import zip_longest

from handbook.checks.context import Context, Findings
from handbook.diagnostics import Diagnostic, Location, Phrase
from handbook.load.yaml_style import commented_field, first_comment, in_style
from handbook.model.introspect import fields_of, kept
from handbook.model.records import Record


def check(context: Context) -> Findings:
    """Yield the first line of each record that differs from the style, or its first comment."""
    dataset = context.dataset
    for record in context.records:
        path = dataset.files[record.id]
        yield from _differences(record, path, (dataset.root / path).read_bytes(), dataset.languages)


@kept
def _differences(
    record: Record, path: str, content: bytes, languages: Sequence[str]
) -> Sequence[Diagnostic]:
    expected = in_style(record, languages)
    content = content.replace(b"\r\n", b"\n")  # as git stores it
    if content == expected.encode():
        return ()
    text = content.decode("utf-8", "replace")
    lines = text.split("\n")
    names = {*fields_of(type(record)), *languages}
    commented = [
        Diagnostic.at("field-commented", path, number, name=name)
        for number, line in enumerate(lines, 1)
        if (name := commented_field(line)) in names
    ]
    if comment := first_comment(text):
        return *commented, Diagnostic.at("record-comment", path, comment)
    pairs = enumerate(zip_longest(lines, expected.split("\n")), 1)
    number, line = next((n, wanted) for n, (typed, wanted) in pairs if typed != wanted)
    values = {"expected": (line or "").strip() or Phrase("no-such-line"), "path": path}
    after = lines[number:]
    surplus = lines[number - 1 : number + after.index(line)] if line in after else []
    if surplus and {*surplus}.isdisjoint(expected.split("\n")):
        told = {"found": " ".join(each.strip() for each in surplus), "path": path}
        return *commented, Diagnostic("record-line", Location(path, number), told)
    is_order = sorted(lines) == sorted(expected.split("\n"))
    code = "record-order" if is_order else "record-style"
    style = Diagnostic(code, Location(path, min(number, len(lines))), values)
    return *commented, style
