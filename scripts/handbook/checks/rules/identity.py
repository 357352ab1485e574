"""Ids and names are unique.

An id is the name of its file and is not reserved.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from handbook.checks.context import Context, FieldProblem, Findings
from handbook.diagnostics import Diagnostic, Phrase
from handbook.load.revisions import last_change
from handbook.load.yaml_tree import Map, location
from handbook.model.dataset import Passage
from handbook.model.records import Organisation, Record
from handbook.model.types import DEVICES, PLACEHOLDER, RESERVED, is_slug

#: Kinds of records that may share a name: a town that signs, and where things happen.
_SHARING = {"organisations", "places"}
#: The lists of other names.
_OTHERS = {("aliases",), ("search_terms",), ("authors",)}
#: What stands between two names, outside quotation marks.
_SEVERAL = re.compile(r"\A(?:[^“”《》]|“[^“”]*”|《[^《》]*》)*[、；;，]")


def check(context: Context) -> Findings:
    """Yield what is wrong with ids and names."""
    records, files = context.dataset.records, context.dataset.files
    for record_id, copies in context.dataset.copies.items():
        if len(copies) > 1:
            yield from _copies(record_id, copies)
    for record_id in records:
        name = files[record_id].rpartition("/")[2].removesuffix(".yml")
        if name != record_id:
            how = Phrase("rename-file" if is_slug(name) else "rename-file-alone", {"id": record_id})
            yield context.at_field(
                "id-not-file-name", record_id, ("id",), found=record_id, name=name, how=how
            )
        if record_id in RESERVED | DEVICES:
            yield context.at_field("id-reserved", record_id, ("id",), found=record_id)
    yield from _former(context)
    yield from context.in_records(_former_names, of=Organisation)
    yield from context.in_records(_repeated, context.dataset.languages[0])
    named: dict[tuple[str, str], list[Passage]] = {}
    clashes: list[tuple[Passage, Passage]] = []
    for passage in context.dataset.passages:
        if passage.field[:1] in _OTHERS and _SEVERAL.search(passage.text):
            yield context.in_text("names-in-one", passage, found=passage.text)
        if (
            passage.field[:1] not in {("title",), ("short_title",), ("aliases",)}
            or passage.text.strip() == PLACEHOLDER
        ):
            continue
        holders = named.setdefault((passage.lang, passage.text.casefold()), [])
        for holder in holders:
            folders = {records[each.owner].folder for each in (holder, passage)}
            kinds = {str(each.field[0]) for each in (holder, passage)}
            # a practice may be called as its term is, but nobody by another's short name
            is_told = "short_title" not in kinds or kinds == {"short_title", "aliases"}
            if holder.owner != passage.owner and folders != _SHARING and is_told:
                clashes.append((holder, passage))
                break
        holders.append(passage)
    for pair in clashes:
        # the name is told where it came last
        other, newer = sorted(pair, key=lambda text: last_change(context.dataset.root, text.file))
        yield context.in_text("name-taken", newer, found=newer.text, other=other.file)


def _former(context: Context) -> Findings:
    """Yield the former ids that another record has or had."""
    leads: dict[str, str] = {}
    for record in context.dataset.records.values():
        for place, old in enumerate(record.was):
            if old in context.ids:
                holder = old
            elif leads.setdefault(old, record.id) != record.id or old in record.was[:place]:
                holder = leads[old]
            else:
                continue
            other = context.dataset.files.get(holder, holder)
            yield context.at_field("id-former", record.id, ("was", place), found=old, other=other)


def _former_names(body: Organisation) -> Iterator[FieldProblem]:
    """Yield the former names by which an organisation is still called."""
    present = [name for name in (body.title, body.short_title) if name]
    for place, former in enumerate(body.former_names):
        for lang, name in former.name.items():
            if name in [each.get(lang) for each in present]:
                yield "former-name-present", ("former_names", place, "name", lang), {"found": name}


def _repeated(record: Record, leading: str) -> Iterator[FieldProblem]:
    """Yield the other names of a record that are its title, and short ones that are longer."""
    title, short = record.title, getattr(record, "short_title", None)
    if short and short == title:
        yield "name-repeated", ("short_title", leading), {"found": short.get(leading)}
    for lang, name in short.items() if short else ():
        if len(name) > len(title.get(lang) or name):
            yield "short-title-longer", ("short_title", lang), {"found": name}
    for lang, names in getattr(record, "aliases", {}).items():
        for place, name in enumerate(names):
            if name == title.get(lang):
                yield "name-repeated", ("aliases", lang, place), {"found": name}


def _copies(record_id: str, copies: Sequence[tuple[str, Map, Record]]) -> Findings:
    """Yield the findings for an id that several files have.

    They are at the files not named for the id, or at all files where none or all are.
    """
    misnamed = [path for path, *_ in copies if PurePosixPath(path).stem != record_id]
    for path, tree, _ in copies:
        if path in misnamed or len(misnamed) in (0, len(copies)):
            other = next(name for name, *_ in reversed(copies) if name != path)
            place = location(path, tree, ("id",))
            yield Diagnostic("id-taken", place, {"found": record_id, "other": other})
