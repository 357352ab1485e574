"""Every reference and every wiki link names a record that exists and is of the right kind."""

import posixpath
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.checks.rules.citations import HASH
from handbook.diagnostics import Diagnostic, Location, Phrase, nearest
from handbook.load.normal_forms import located_in
from handbook.model.introspect import FieldPath, fields_of
from handbook.model.kinds import KINDS, new_kind
from handbook.model.records import Figure, Record
from handbook.model.references import id_of_name, references
from handbook.model.types import PLACEHOLDER, Name, To
from handbook.text.languages import Problem
from handbook.text.scanner import Scan, WikiLink, mask

#: Marks of links as Chinese input methods type them.
_WIDE = {"｜": "|", "＠": "@"}
_TRIPLE = re.compile(r"\[{3}|\]{3}")
_BRACKETS = re.compile(r"\[\[|\]\]|［［|］］|【【|】】")
#: One bracket on each side, where Markdown does not ask for it: `[words](address)`, `[words]{zh}`.
_SINGLE = re.compile(
    r"(?<!\[)\[(?P<target>(?P<id>[a-z][a-z0-9-]*)(?:#\w+)?)(?:\|[^\[\]\n]*)?\](?![\](\[{:])"
)
#: A link to a figure of some period, with something in place of its mark.
_DATED = re.compile(r"(?P<id>[a-z][a-z0-9-]*)[\s,，:：/#_（(-]+(?P<period>[0-9][0-9Q/-]*)年?[)）]?")
#: A citation with something in place of its mark.
_CITED = re.compile(r"(?P<source>[a-z][a-z0-9-]*)(?=[^a-z0-9-]+[0-9]+)")
#: How many records of a kind are all named where none is near.
_FEW = 9
_BRACKET = re.compile(r"[\[\]［【]")


def check(context: Context) -> Findings:
    """Yield what is wrong with references in fields, then with wiki links in texts."""
    records = context.dataset.records
    # of an id that is taken twice, nobody knows which kind is meant
    copies = context.dataset.copies
    folders = {
        each.id: each.folder for each in records.values() if len(copies.get(each.id, ())) < 2
    }
    for record, suspects in context.records_where(_in_fields, folders, context.ids):
        if better := _meant_folder(record, suspects, folders):
            file = Location(context.dataset.files[record.id])
            folder = f"data/{record.folder}/"
            yield Diagnostic("record-folder", file, {"found": folder, "better": f"data/{better}/"})
            continue
        for code, field, target, to in suspects:
            values: dict[str, object] = {"found": target, "kind": new_kind(to.folders)}
            if code == "reference-kind":
                accepted = [f"data/{folder}/" for folder in to.folders]
                values |= {"folder": folders[target], "accepted": accepted}
            place = "list" if isinstance(field[-1], int) else "field"
            if code == "reference-unknown" and (fate := context.fate(target, place)):
                code, values = fate
            elif code in {"reference-unknown", "reference-kind"}:
                word = (
                    target if code == "reference-unknown" else ""
                )  # one of another kind is no slip
                values["nearest"] = _nearest(context, word, to.folders)
                in_list = len(field) == 2 and isinstance(field[-1], int)
                is_other = code == "reference-kind" and in_list
                if is_other and (name := _field_for(record, folders[target])):
                    told = {"folder": f"data/{folders[target]}/", "name": name}
                    values["nearest"] = Phrase("field-instead", told)
            yield context.at_field(code, record.id, field, **values)
    periods = {figure.id: figure.dates for figure in context.dataset.of(Figure)}
    yield from context.in_all(_asked, periods, frozenset(records))
    yield from context.in_suspects(_in_text, context.ids, problems=_problems)


def _meant_folder(
    record: Record, suspects: Sequence[tuple[str, FieldPath, str, To]], folders: Mapping[str, str]
) -> str:
    """Return the folder of the kind that a record fits whose references are of that kind's, or ""."""
    parts = {
        (field[0], folders.get(target))
        for code, field, target, _ in suspects
        if code == "reference-kind"
    }
    for folder, kind in KINDS.items():
        fields = fields_of(kind.record)
        fits = folder != record.folder and {*record.model_fields_set} <= {*fields}
        takes = {
            (name, to) for name, f in fields.items() if f.refers_to for to in f.refers_to.folders
        }
        if parts and fits and parts <= takes and any(to == folder for _, to in parts):
            return folder
    return ""


def _in_fields(
    record: Record, folders: Mapping[str, str], ids: frozenset[str]
) -> Iterator[tuple[str, FieldPath, str, To]]:
    """Yield (code, field, id, accepted kinds) of each wrong reference."""
    seen: set[tuple[FieldPath, str]] = set()
    for field, target, to in references(record):
        code = ""
        if target == record.id:
            code = "reference-to-itself"
        elif (among := _list_of(field)) and (among, target) in seen:
            code = "reference-twice"
        elif target not in ids:
            code = "reference-unknown"
        elif to.folders and folders.get(target, to.folders[0]) not in to.folders:
            code = "reference-kind"
        if code:
            yield code, field, target, to
        seen.add((_list_of(field), target))


def _field_for(record: Record, folder: str) -> str:
    """Return the only field of a record that takes ids of a kind, or ""."""
    fields = fields_of(type(record)).values()
    names = [f.name for f in fields if f.refers_to and folder in f.refers_to.folders]
    return names[0] if len(names) == 1 else ""


def _list_of(field: FieldPath) -> FieldPath:
    """Return the list in which an id may stand once: of ids, or of actors."""
    return field[:1] if field[0] == "actors" else field[:-1] if isinstance(field[-1], int) else ()


def _nearest(context: Context, target: str, folders: tuple[str, ...] = ()) -> Phrase | str:
    """Return a clause that names the record of that name, or those whose ids are near."""
    records = context.dataset.records
    named = id_of_name(target, context.ids_by_name)
    if named and (not folders or records[named].folder in folders):
        return Phrase("id-of-name", {"id": named})
    ids = [record.id for record in records.values() if not folders or record.folder in folders]
    few = Phrase("ids-known", {"names": sorted(ids)}) if folders and 0 < len(ids) <= _FEW else ""
    return _near(target, frozenset(ids)) or few


@lru_cache(maxsize=1 << 10)  # comparing with all ids takes long
def _near(word: str, ids: frozenset[str]) -> Phrase | str:
    return nearest(word, ids)


def _problems(
    context: Context, found: Sequence[tuple[Problem, WikiLink | None]], reading: Reading
) -> Iterator[Problem]:
    for (code, offset, values), unknown in found:
        if unknown:
            words, target = unknown.words or "", unknown.target
            near = _nearest(context, words) or _nearest(context, target)
            if dated := _DATED.fullmatch(target):
                figure = context.dataset.records.get(dated["id"])
                if isinstance(figure, Figure) and dated["period"] in figure.dates:
                    near = Phrase("link-of-period", dated.groupdict())
            code, values = context.fate(target) or (code, {**values, "nearest": near})
            cited = _CITED.match(target)
            if cited and cited["source"] in context.places:
                example = located_in(cited["source"], target)
                code, values = "cite-link-form", {"found": target, "example": example}
            if code == "reference-unknown" and (page := _page(context, target)):
                title = context.dataset.prose.get((page, reading.lang))
                shown = words or (title.title if title else PLACEHOLDER)
                folder = posixpath.dirname(reading.owner.removeprefix("docs/"))
                path = posixpath.relpath(f"{page}.md", folder or ".")
                better = shown if reading.field else f"[{shown}]({path})"
                code = "page-in-record" if reading.field else "page-in-brackets"
                values = {"found": f"[[{target}]]", "better": better}
            if words in context.ids:
                better = f"[[{words}|{target}]]"
                code, values = "link-swapped", {"found": f"[[{target}|{words}]]", "better": better}
        yield code, offset, values


def _page(context: Context, target: str) -> str:
    """Return the page that was typed as if it were a record, or ""."""
    typed = re.sub(r"\A[./]*(?:docs/)?", "", target).removesuffix(".md").rstrip("/")
    pages = {page for page, _ in context.dataset.prose} | set(context.generated)
    named = sorted(each for each in pages if posixpath.basename(each) == typed)
    return typed if typed in pages else named[0] if len(named) == 1 else ""


def _asked(
    reading: Reading, periods: Mapping[str, Sequence[str]], ids: frozenset[str]
) -> Iterator[Problem]:
    """Yield the links that ask for a period that there is not, or that their text does not name."""
    for link in reading.links if "@" in reading.text else ():
        known = periods.get(link.target, ())
        if link.period is not None and link.period not in known and link.target in ids:
            code = "period-unknown" if known else "period-missing"
            found = link.period if known else link.asked
            yield code, link.start, {"found": found, "id": link.target, "accepted": list(known)}
        elif link.period and not link.words and len(known) > 1:
            years = re.findall("[0-9]{4}", link.period)
            if not any(year in reading.plain for year in years):
                yield "period-untold", link.start, {"found": link.period, "id": link.target}


def _in_text(reading: Reading, ids: frozenset[str]) -> Iterator[tuple[Problem, WikiLink | None]]:
    """Yield what is wrong with links and brackets; where a link leads to nothing, with the link."""
    if not _BRACKET.search(reading.text):
        return
    for link in reading.links:
        values: dict[str, object] = {"found": link.target, "kind": ""}
        typed = {"found": reading.text[link.start : link.end]}
        unknown = None
        if reading.type is Name:
            code, values = "link-in-name", {**typed}
        elif not link.target:
            code, values = "link-empty", {**typed}
        elif link.words is not None and not link.words.strip():
            code, values = "link-words-empty", {**typed, "target": link.target}
        elif link.target == reading.owner:
            code = "reference-to-itself"
        elif wide := next((mark for mark in _WIDE if mark in link.target), ""):
            code, values = "mark-full-width", {"found": wide, "half": _WIDE[wide]}
        elif not HASH.search(link.target) and link.target not in ids:
            code, unknown = "reference-unknown", link
        else:
            continue
        yield (code, link.start, values), unknown
    if stray := stray_bracket(reading.scan, ids):
        single = stray.re is _SINGLE
        code = "link-single" if single else "link-brackets"
        shown = stray[0] if single else reading.text[stray.start() : stray.start() + 20]
        code = "link-in-name" if reading.type is Name else code
        yield (code, stray.start(), {"found": shown}), None


def stray_bracket(structure: Scan, ids: Container[str]) -> re.Match[str] | None:
    """Return the first bracket of a text that is meant for a link and makes none, or None."""
    links = ((link.start, link.end) for link in structure.wiki_links)
    rest = mask(structure.without_code, links)
    single = (match for match in _SINGLE.finditer(rest) if match["id"] in ids)
    triple = _TRIPLE.search(structure.without_code)
    return triple or _BRACKETS.search(rest) or next(single, None)
