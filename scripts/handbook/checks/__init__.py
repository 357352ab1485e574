"""Check a handbook: load it, apply every rule to it, and sort the diagnostics.

    rules/        one rule a module: check(context) ─▶ diagnostics
    context       what a rule reads: the data set, its texts, and places in files
    masked_text   texts with their markup masked, every character at its own offset
    name_matcher  how rules find names in a text
    causes        what is told only once something else is mended

A new rule is a new module in `rules`.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from importlib import import_module
from itertools import chain
from pathlib import Path, PurePosixPath
from pkgutil import iter_modules

from jinja2 import TemplateError

from handbook.checks import causes, rules
from handbook.checks.context import Context
from handbook.diagnostics import MOST, Diagnostic, HandbookError, Location, Phrase, crashes, nearest
from handbook.load import load
from handbook.load.revisions import deleted_records, text_at
from handbook.model.dataset import Dataset
from handbook.model.introspect import ModelField, field_at, fields_of
from handbook.model.kinds import KINDS
from handbook.model.references import id_of_name, ids_by_name
from handbook.model.types import is_slug
from handbook.model.vocabulary import VOCABULARY

RULES = tuple(
    import_module(f"{rules.__name__}.{module.name}") for module in iter_modules(rules.__path__)
)

#: What is told of a record that has fields or values of another kind.
_OF_KIND = {
    "field-missing",
    "field-unknown",
    "record-folder",
    "reference-kind",
    "value-not-accepted",
}
#: What is told of what is no id where one belongs.
_OF_ID = {"id-form", "reference-unknown"}
#: What `format` mends by itself.
_OF_STYLE = {"record-line", "record-order", "record-style"}
#: The names in a field's path.
_STEPS = re.compile(r"[a-z_]+")
#: An item of an example's list, or the value of a field.
_NAMED = re.compile(r"(?<=[-:] )[^:\n]+$", re.MULTILINE)


def check_handbook(
    root: Path, only: Collection[Path] | None = None, today: str = ""
) -> tuple[Dataset, list[Diagnostic]]:
    """Load the handbook at `root` and apply every rule.

    Args:
        root: The handbook's root.
        only: Files and folders to report on; all where None.
        today: The latest day that it is anywhere; empty where the clock does not count, as in builds.

    Returns:
        The data set, and the findings sorted by location.

    Raises:
        HandbookError: There is no handbook at all.
    """
    dataset, findings = load(root)
    return dataset, check(dataset, findings, only, today)


def check(
    dataset: Dataset,
    findings: list[Diagnostic],
    only: Collection[Path] | None = None,
    today: str = "",
) -> list[Diagnostic]:
    """Apply every rule to a data set, and return the findings sorted by location.

    Args:
        dataset: The data set.
        findings: What was found when it was loaded.
        only: Files and folders to report on; all where None.
        today: As for `check_handbook`.
    """
    home = dataset.root.resolve()

    def is_selected(path: str) -> bool:
        return only is None or any((home / path).is_relative_to(selected) for selected in only)

    owners = None
    if only is not None:  # a page with all its languages, which are compared
        pages = [(f"docs/{page.path}", page.file) for page in dataset.prose.values()]
        files = [*dataset.files.items(), *pages]
        owners = frozenset(owner for owner, file in files if is_selected(file))
    findings = causes.without_consequences(findings + run(dataset, owners, today), dataset)
    findings = _most(list(_with_meant(findings, dataset)))
    findings.sort(key=lambda f: (f.place.path, f.place.line, f.place.column, f.code))
    broken = next((f for f in findings if _stem(f.place.path) in dataset.unreadable), None)
    if broken and only is None:
        place, count = Location(broken.place.path, broken.place.line), len(dataset.unreadable)
        findings.append(Diagnostic("check-incomplete", place, {"count": count}))
    return [f for f in findings if f.code == "rule-crashed" or is_selected(f.place.path)]


def _stem(path: str) -> str:
    return PurePosixPath(path).name.partition(".")[0]


def run(
    dataset: Dataset, owners: frozenset[str] | None = None, today: str = ""
) -> list[Diagnostic]:
    """Return what every rule finds; a rule that raises is reported, and the others go on.

    Args:
        dataset: What to check.
        owners: The records, pages and files whose texts are looked at; all where None.
        today: As for `check_handbook`.
    """
    context = Context(dataset, owners, today)
    findings: list[Diagnostic] = []
    for rule in RULES:
        try:
            findings.extend(rule.check(context))
        except TemplateError as error:  # one of the handbook's own
            findings += crashes.crash(error).diagnostics
        except Exception as error:
            values = {"rule": rule.__name__.rpartition(".")[2], "error": crashes.named(error)}
            findings.append(Diagnostic("rule-crashed", crashes.place_of(error), values))
    # Report formatting only for files without other findings.
    faulty = {finding.place.path for finding in findings if finding.code not in _OF_STYLE}
    # What is gone is told where something refers to it.
    gone = {finding.values["found"] for finding in findings if finding.code == "record-gone"}
    return [
        f
        for f in findings
        if (f.code not in _OF_STYLE or f.place.path not in faulty)
        and (f.code != "record-deleted" or f.values["found"] not in gone)
    ]


def _most(findings: list[Diagnostic]) -> list[Diagnostic]:
    """Return at most MOST findings of each file, errors first, and that there are more."""
    files: defaultdict[str, list[Diagnostic]] = defaultdict(list)
    for finding in sorted(findings, key=lambda f: (f.severity, f.place.line, f.place.column)):
        files[finding.place.path].append(finding)
    more = [
        Diagnostic.at("findings-more", path, found[MOST].place.line, count=MOST)
        for path, found in files.items()
        if len(found) > MOST
    ]
    return [*chain.from_iterable(found[:MOST] for found in files.values()), *more]


def _with_meant(findings: list[Diagnostic], dataset: Dataset) -> Iterator[Diagnostic]:
    """Yield the findings, with what only the whole handbook or its last commit tells of them.

    Where a record's name stands for its id, that is the id; of an item that begins with a value, the
    field; of a value that the vocabulary had, that it had it.
    """
    codes = {
        "id-form",
        "reference-unknown",
        "value-not-a-list",
        "value-not-a-map",
        "yaml-colon-missing",
        "yaml-stray-line",
    }
    wrong = any(finding.code in codes for finding in findings)
    records = dataset.records.values() if wrong else ()
    ids = ids_by_name(records)

    @cache
    def ids_in(folders: tuple[str, ...]) -> Mapping[str, str]:
        return ids_by_name(r for r in records if r.folder in folders) if folders else ids

    was_value, was_at = cache(partial(_was_value, dataset)), cache(partial(_was_at, dataset))
    moved: set[str] = set()
    for finding in findings:
        values = finding.values
        found, example = str(values.get("found")), values.get("example")
        if finding.code in _OF_KIND and (path := was_at(found) or was_at(finding.place.path)):
            now = dataset.files[found] if was_at(found) else finding.place.path
            if now not in moved:
                moved.add(now)
                yield Diagnostic.at("record-moved", now, found=path)
            continue
        if example and finding.code in _OF_ID and finding.place.field not in ("id", ""):
            if record_id := id_of_name(found, ids_in(_accepted_at(finding.place))):
                meant = Phrase("id-of-name", {"id": record_id})
                finding = replace(finding, code="id-form")
                values = {**values, "nearest": meant, "example": record_id}
        elif finding.code == "value-not-accepted" and was_value(found):
            was = Phrase("value-was", {"found": found, "path": VOCABULARY})
            values = {**values, "nearest": was, "more": ""}
        elif values.get("refers") and isinstance(example, dict):
            lines = {
                lang: _NAMED.sub(lambda n: ids.get(n[0], n[0]), text)
                for lang, text in example.items()
            }
            values = {**values, "example": lines}
        elif item := str(values.get("item", "")):
            names = [*_fields_at(finding.place, dataset.languages)]
            if names and found not in names and not nearest(found, names):
                typed = item if is_slug(item) else id_of_name(item, ids) or item
                finding = replace(finding, code="yaml-item-field")
                values = {"found": item, "name": names[0], "better": typed}
        yield finding if values is finding.values else replace(finding, values=values)


def _fields_at(place: Location, languages: Sequence[str]) -> Iterable[str]:
    """Return the names of the fields or languages that items of a list have; none outside records."""
    field = _field_at(place)
    if field and field.is_by_language:
        return languages
    return fields_of(field.model) if field and field.model else ()


def _accepted_at(place: Location) -> tuple[str, ...]:
    """Return the folders of the records that a field refers to; none where any may be meant."""
    field = _field_at(place)
    return field.refers_to.folders if field and field.refers_to else ()


def _field_at(place: Location) -> ModelField | None:
    folder = place.path.split("/")[-2:][0]
    return field_at(KINDS[folder].record, _STEPS.findall(place.field)) if folder in KINDS else None


def _was_at(dataset: Dataset, record: str) -> str:
    """Return where the last commit has a record, named by its id or file, that lies in another folder now; or ""."""
    now = dataset.files.get(record, record)
    gone = deleted_records(dataset.root).get(_stem(now))
    is_moved = gone and gone.revision == "HEAD" and gone.path != now
    return gone.path if gone and is_moved and not (dataset.root / gone.path).exists() else ""


def _was_value(dataset: Dataset, value: str) -> bool:
    """Return whether the last commit's vocabulary has a value that no vocabulary has now."""
    labels = dataset.labels.vocabulary
    if any(value in getattr(labels, name) for name in type(labels).model_fields):
        return False
    with suppress(HandbookError):  # no git
        text = text_at(dataset.root, "HEAD", VOCABULARY)
        return re.search(rf"^  {re.escape(value)}:", text, re.MULTILINE) is not None
    return False
