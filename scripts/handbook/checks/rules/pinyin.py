"""Pinyin reads as the name it stands for, and whatever a name is called by has it.

A handbook without a language whose names are written in Latin letters, too, needs none.
"""

from handbook.checks.context import Context, Findings
from handbook.model.records import Called, Term
from handbook.text.languages import Language, is_han, language


def check(context: Context) -> Findings:
    """Yield a warning for each name whose pinyin is missing or reads otherwise."""
    languages = (language(lang, context.dataset.labels) for lang in context.dataset.languages)
    if romanised := next((each for each in languages if each.romanised), None):
        for record in context.records:
            if isinstance(record, (Called, Term)):
                yield from _record(context, record, romanised)


def _record(context: Context, record: Called | Term, written: Language) -> Findings:
    short = record.short_title if isinstance(record, Called) else None
    name = (short or record.title).get(written.code) or ""
    if not any(map(is_han, name)):
        return
    code = "pinyin-differs" if record.pinyin else "pinyin-missing"
    if not (record.pinyin and written.is_reading(record.pinyin, name)):
        expected = written.romanisation(name, isinstance(record, Called))
        values = {"found": record.pinyin, "name": name, "expected": expected}
        field = ("pinyin",) if record.pinyin else ("title",)
        yield context.at_field(code, record.id, field, **values)
