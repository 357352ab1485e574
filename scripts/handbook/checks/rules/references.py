"""Every reference and every wiki link names a record that exists and is of the right kind."""

import re
from collections.abc import Iterator
from functools import partial

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.checks.rules.citations import HASH
from handbook.diagnostics import Phrase, nearest
from handbook.model.introspect import FieldPath
from handbook.model.references import references
from handbook.model.types import Name
from handbook.text.languages import Problem
from handbook.text.scanner import Scan, mask

_BRACKETS = re.compile(r"\[\[|\]\]|［［|］］|【【|】】")
#: One bracket on each side, where Markdown does not ask for it: `[words](address)`, `[words]{zh}`.
_SINGLE = re.compile(
    r"(?<!\[)\[(?P<target>(?P<id>[a-z][a-z0-9-]*)(?:#\w+)?)(?:\|[^\[\]\n]*)?\](?![\](\[{:])"
)
_BRACKET = re.compile(r"[\[\]［【]")


def check(context: Context) -> Findings:
    """Yield what is wrong with references in fields, then with wiki links in texts."""
    records = context.dataset.records
    for record in records.values():
        seen: set[tuple[FieldPath, str]] = set()
        for field, target, to in references(record):
            code, values = "", dict[str, object](found=target)
            if target == record.id:
                code = "reference-to-itself"
            elif isinstance(field[-1], int) and (field[:-1], target) in seen:
                code = "reference-twice"
            elif not context.exists(target):
                code = "reference-unknown"
            elif target in records and to.folders and records[target].folder not in to.folders:
                code = "reference-kind"
                accepted = [f"data/{folder}/" for folder in to.folders]
                values |= {"folder": records[target].folder, "accepted": accepted}
            if code == "reference-unknown" and (fate := context.fate(target)):
                code, values = fate
            elif code in {"reference-unknown", "reference-kind"}:
                values["nearest"] = _nearest(context, target, to.folders)
            if code:
                yield context.at_field(code, record.id, field, **values)
            seen.add((field[:-1], target))
    texts = (reading for reading in context.readings if _BRACKET.search(reading.text))
    yield from context.in_each(texts, partial(_links, context))


def _nearest(context: Context, target: str, folders: tuple[str, ...] = ()) -> Phrase | str:
    """Return a clause that names the record of that name, or those whose ids are near."""
    records = context.dataset.records
    named = context.ids_by_name.get(target)
    if named and (not folders or records[named].folder in folders):
        return Phrase("id-of-name", {"id": named})
    ids = [record.id for record in records.values() if not folders or record.folder in folders]
    return nearest(target, ids)


def _links(context: Context, reading: Reading) -> Iterator[Problem]:
    for link in reading.links:
        values: dict[str, object] = {"found": link.target}
        if reading.type is Name:
            code, values = "link-in-name", {"found": reading.text[link.start : link.end]}
        elif not link.target:
            code, values = "link-empty", {"found": reading.text[link.start : link.end]}
        elif link.words is not None and not link.words.strip():
            code = "link-words-empty"
            values = {"found": reading.text[link.start : link.end], "target": link.target}
        elif link.target == reading.owner:
            code = "reference-to-itself"
        elif "｜" in link.target:
            code, values = "mark-full-width", {"found": "｜", "half": "|"}
        elif not HASH.search(link.target) and not context.exists(link.target):
            near = _nearest(context, link.words or "") or _nearest(context, link.target)
            code, values = context.fate(link.target) or (
                "reference-unknown",
                values | {"nearest": near},
            )
        else:
            continue
        yield code, link.start, values
    if stray := stray_bracket(context, reading.scan):
        single = stray.re is _SINGLE
        code = "link-single" if single else "link-brackets"
        found = stray[0] if single else reading.text[stray.start() : stray.start() + 20]
        code = "link-in-name" if reading.type is Name else code
        yield code, stray.start(), {"found": found}


def stray_bracket(context: Context, structure: Scan) -> re.Match[str] | None:
    """Return the first bracket of a text that is meant for a link and makes none, or None."""
    links = ((link.start, link.end) for link in structure.wiki_links)
    rest = mask(structure.without_code, links)
    single = (match for match in _SINGLE.finditer(rest) if context.exists(match["id"]))
    return _BRACKETS.search(rest) or next(single, None)
