"""Pinyin reads as the name it stands for, and whatever a name is called by has it.

A handbook without a language whose names are written in Latin letters, too, needs none.
"""

from collections.abc import Iterator

from handbook.checks.context import Context, FieldProblem, Findings
from handbook.model.records import Called, Record, Term
from handbook.text.languages import Language, is_han, language


def check(context: Context) -> Findings:
    """Yield a warning for each name whose pinyin is missing or reads otherwise."""
    languages = (language(lang, context.dataset.labels) for lang in context.dataset.languages)
    if romanised := next((each for each in languages if each.romanised), None):
        yield from context.in_records(_misread, romanised)


def _misread(record: Record, written: Language) -> Iterator[FieldProblem]:
    if not isinstance(record, (Called, Term)):
        return
    short = record.short_title if isinstance(record, Called) else None
    name = (short or record.title).get(written.code) or ""
    if not any(map(is_han, name)):
        return
    if not (record.pinyin and written.is_reading(record.pinyin, name)):
        code, field = ("pinyin-differs", "pinyin") if record.pinyin else ("pinyin-missing", "title")
        expected = written.romanisation(" ".join(name), proper=False)
        yield code, (field,), {"found": record.pinyin, "name": name, "expected": expected}
