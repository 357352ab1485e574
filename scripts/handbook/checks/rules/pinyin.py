"""Pinyin reads as the name it stands for, and whatever a name is called by has it.

A handbook without a language whose names are written in Latin letters, too, needs none.
"""

from collections.abc import Iterator, Mapping

from handbook.checks.context import Context, Findings
from handbook.model.records import Called, Record, Term
from handbook.text.languages import Language, is_han, language


def check(context: Context) -> Findings:
    """Yield a warning for each name whose pinyin is missing or reads otherwise."""
    languages = (language(lang, context.dataset.labels) for lang in context.dataset.languages)
    if romanised := next((each for each in languages if each.romanised), None):
        for record, found in context.records_where(_misread, romanised):
            for code, values in found:
                field = ("pinyin",) if values["found"] else ("title",)
                yield context.at_field(code, record.id, field, **values)


def _misread(record: Record, written: Language) -> Iterator[tuple[str, Mapping[str, object]]]:
    if not isinstance(record, (Called, Term)):
        return
    short = record.short_title if isinstance(record, Called) else None
    name = (short or record.title).get(written.code) or ""
    if not any(map(is_han, name)):
        return
    code = "pinyin-differs" if record.pinyin else "pinyin-missing"
    if not (record.pinyin and written.is_reading(record.pinyin, name)):
        expected = written.romanisation(" ".join(name), proper=False)
        yield code, {"found": record.pinyin, "name": name, "expected": expected}
