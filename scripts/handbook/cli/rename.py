"""`handbook rename` and `handbook remove`: a record under another id, or gone, with all that belongs to it.

    data/, docs/, mkdocs.yml ─ what the change makes of them ─▶ a copy that is checked ─▶ shown,
    asked about and written, all files or none

Editions are history and stay as they are. What needs a person's judgement is listed, not done.
"""

import posixpath
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import SequenceMatcher
from functools import partial
from itertools import takewhile, zip_longest
from pathlib import Path
from typing import Any

import click

from handbook.checks import check_handbook
from handbook.cli.console import fail, lang_option, main, note, refuse, say
from handbook.diagnostics import (
    Diagnostic,
    HandbookError,
    Location,
    Phrase,
    message,
    nearest,
    report,
    shorten,
)
from handbook.load import Unloadable, load
from handbook.load.folders import CONFIG, QUESTIONS, licences
from handbook.load.revisions import text_at, uncommitted
from handbook.load.translation_lock import LOCK, renamed_lock
from handbook.load.validation import validate
from handbook.load.yaml_style import in_style
from handbook.load.yaml_tree import Map, Seq, locate, parse
from handbook.model import types
from handbook.model.dataset import Dataset, Passage, texts_of
from handbook.model.introspect import FieldPath, fields_of
from handbook.model.kinds import KINDS, kind_of
from handbook.model.labels import LABELS
from handbook.model.records import Figure, Record
from handbook.model.references import citations, references
from handbook.model.urls import address_of, former_ids, linked_address
from handbook.text.languages import language
from handbook.text.plain_text import number

#: The text of each file that a change touches, by its path; None where it goes.
Files = dict[str, str | None]

#: What stands before a line's text.
_HEAD = re.compile(r"\s*(?:- )?(?:\w+: )?")
_LINK = re.compile(r"(?<=\]\()[^)\s]+")
_NAMES = ("title", "short_title", "aliases")
yes_option = click.option("--yes", is_flag=True)


@main.command()
@click.argument("old")
@click.argument("new")
@yes_option
@lang_option
def rename(old: str, new: str, yes: bool, lang: str) -> None:
    """Give a record another id, with all that belongs to it; the old one leads on."""
    dataset = _loaded(lang, old)
    if path := _begun(dataset, old):
        kind = KINDS[path.split("/")[1]].record
        if problem := id_problem(dataset, kind, new):
            raise click.UsageError(problem.message(lang))
        text = re.sub(rf"(?m)^id: {old}$", f"id: {new}", _text(dataset, path))
        files: Files = {path: None, f"data/{kind.folder}/{new}.yml": text}
        _carry_out(dataset, files, {old: new}, yes, lang)
        return
    record = _record(dataset, old, lang)
    if new not in record.was and (problem := id_problem(dataset, type(record), new)):
        raise click.UsageError(problem.message(lang))
    files = _renamed(dataset, record, new)
    owners = {old: new, **{f"docs/{a}": f"docs/{b}" for a, b in _pages(dataset, record, new)}}
    _carry_out(dataset, files, owners, yes, lang)


@main.command()
@click.argument("record_id")
@click.option("--to", default="")
@yes_option
@lang_option
def remove(record_id: str, to: str, yes: bool, lang: str) -> None:
    """Remove a record: its file and pages, references and links to it, the lock's lines."""
    dataset = _loaded(lang, record_id)
    if path := _begun(dataset, record_id):
        _carry_out(dataset, {path: None}, {record_id: None}, yes, lang)
        return
    record = _record(dataset, record_id, lang)
    heir = _record(dataset, to, lang) if to else None
    if heir is record:
        refuse(lang, "leads-to-itself", id=to)
    files = _removed(dataset, record, heir)
    owners = dict.fromkeys((record.id, *(f"docs/{page}" for page, _ in _pages(dataset, record))))
    address = address_of(record, dataset).path
    told = [say(lang, "leads-on" if heir else "leads-nowhere", path=f"/{address}", to=to)]
    if typed := [*_typed(dataset, record, files)]:
        told += [say(lang, "typed", count=len(typed)), *typed]
    if named := [*_namings(dataset, record, files)]:
        told += [say(lang, "named", count=len(named)), *named]
    _carry_out(dataset, files, owners, yes, lang, told)


def id_problem(dataset: Dataset, kind: type[Record], record_id: str) -> Diagnostic | None:
    """Return why a record of a kind cannot have an id, if it cannot."""
    path = f"data/{kind.folder}/{record_id}.yml"
    holder = former_ids(dataset).get(record_id, record_id)
    code, other = "", dataset.files.get(holder, "")
    if not types.is_slug(record_id):
        code = "id-form"
    elif record_id in types.RESERVED | types.DEVICES:
        code = "id-reserved"
    elif other or record_id in dataset.unreadable:
        code = "id-taken"
    example = fields_of(kind)["id"].examples[0]
    values = {"found": record_id, "example": example, "nearest": "", "other": other or path}
    return Diagnostic(code, Location(path, field="id"), values) if code else None


def _loaded(lang: str, record_id: str) -> Dataset:
    """Return the data set; refuse where files cannot be read, which might speak of the record."""
    dataset, findings = load(Path.cwd())
    told = {each for each in dataset.unreadable if _may_speak(dataset, each, record_id)}
    if told - {record_id} or (told and not _begun(dataset, record_id)):
        click.echo(report(findings, "text", lang))
        fail(lang, "unreadable", count=len(told))
    return dataset


def _may_speak(dataset: Dataset, unread: str, record_id: str) -> bool:
    """Return whether a file that cannot be read has an id in it, or lines in the lock."""
    files = [*dataset.root.glob(f"data/*/{unread}.*")]
    return unread in dataset.lock or not all(
        file.is_file() and record_id.encode() not in file.read_bytes() for file in files
    )


def _begun(dataset: Dataset, record_id: str) -> str:
    """Return the file of a record that was begun: it cannot be read, and no commit has it; or ""."""
    for path in (f"data/{folder}/{record_id}.yml" for folder in KINDS):
        if record_id in dataset.unreadable and (dataset.root / path).is_file():
            with suppress(HandbookError):  # no git
                return "" if text_at(dataset.root, "HEAD", path) else path
    return ""


def _record(dataset: Dataset, record_id: str, lang: str) -> Record:
    """Return the record of an id; refuse where there is none."""
    if record_id not in dataset.records:
        near: Phrase | str = nearest(record_id, dataset.records)
        if now := former_ids(dataset).get(record_id):
            near = Phrase("id-now", {"id": now})
        told = message(near.code, lang, near.values).strip() if isinstance(near, Phrase) else ""
        refuse(lang, "no-record", id=record_id, nearest=told)
    return dataset.records[record_id]


def _pages(dataset: Dataset, record: Record, new: str = "") -> Iterator[tuple[str, str]]:
    """Yield a record's page of docs/ and what it is called under another id."""
    page = address_of(record, dataset).page
    if kind_of(record).handwritten and f"docs/{page}" in dataset.pages:
        yield page, f"{page.rpartition('/')[0]}/{new}"


def _renamed(dataset: Dataset, record: Record, new: str) -> Files:
    """Return what a new id makes of the files."""
    old = record.id
    word = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])")
    wiki = re.compile(rf"(?<=\[\[){re.escape(old)}(?=[\]|#@])")
    drawn = re.compile(rf"(?m)(?<=^:::diagram\n){re.escape(old)}(?=\n)")
    texts: Files = {}
    for other in dataset.records.values():
        path, tree = dataset.files[other.id], dataset.trees[other.id]
        lines = _lines(dataset, path)
        held = [field for field, value, _ in references(other) if value == old]
        held += [field for field, value in citations(other) if value.split("#")[0] == old]
        if other is record:
            held.append(("id",))
            _lead(lines, tree, [*(each for each in record.was if each != new), old])
        for field in held:
            line, column = (place - 1 for place in locate(tree, field))
            text = lines[line] or ""
            lines[line] = text[:column] + word.sub(new, text[column:], count=1)
        texts[path] = wiki.sub(new, _joined(lines))
    address = address_of(record, dataset)

    def linked(page: str, link: re.Match[str]) -> str:
        to = linked_address(page, link[0])
        inside = f"{to.page}/".startswith(f"{address.page}/")
        meant = inside and address.anchor in ("", to.anchor)
        return word.sub(new, link[0]) if meant else link[0]

    for page in dataset.prose.values():
        text = drawn.sub(new, wiki.sub(new, _text(dataset, page.file)))
        texts[page.file] = _LINK.sub(partial(linked, page.path), text)
    for old_page, new_page in _pages(dataset, record, new):
        texts[CONFIG] = re.sub(
            rf"(?<![\w/-]){old_page}(?=\.md\b)", new_page, _text(dataset, CONFIG)
        )
        word_of = re.compile(rf"(?m)^( +section_){posixpath.basename(old_page)}(?=:)")
        texts[LABELS] = word_of.sub(rf"\g<1>{new}", _text(dataset, LABELS))
        for each in dataset.pages[f"docs/{old_page}"].values():
            texts[f"docs/{new_page}.{each.lang}.md"] = texts[each.file]
            texts[each.file] = None
    path = dataset.files[old]
    texts[f"data/{record.folder}/{new}.yml"], texts[path] = texts[path], None
    return _changes(dataset, texts)


def _removed(dataset: Dataset, record: Record, heir: Record | None) -> Files:
    """Return what the files are without a record, whose ids lead to its heir, and its links to words.

    What cites a figure's number from now on has the citation in its record's list, too.
    """
    texts: Files = {}
    for other in dataset.records.values():
        path, tree = dataset.files[other.id], dataset.trees[other.id]
        lines = _unlinked_lines(dataset, record, other)
        _cite_too(lines, tree, other, record)
        for field, value, to in references(other):
            if value == record.id:
                takes = heir and heir is not other and heir.folder in (to.folders or KINDS)
                _replace(lines, tree, field, record.id, heir.id if heir and takes else "")
        if other is heir:
            _lead(lines, tree, [*heir.was, *record.was, record.id])
        texts[path] = _in_style(dataset, other, _joined(lines))
    for prose in dataset.prose.values():
        texts[prose.file] = _unlinked(dataset, record, _text(dataset, prose.file), prose.lang)[0]
    for page, _ in _pages(dataset, record):
        texts[CONFIG] = re.sub(rf"(?m)^.*(?<![\w/-]){page}\.md\b.*\n", "", _text(dataset, CONFIG))
        word_of = rf"(?m)^( +)section_{posixpath.basename(page)}:.*\n(?:\1 .*\n)*"
        texts[LABELS] = re.sub(word_of, "", _text(dataset, LABELS))
        texts |= {each.file: None for each in dataset.pages[f"docs/{page}"].values()}
    texts[dataset.files[record.id]] = None
    return _changes(dataset, texts)


def _unlinked(
    dataset: Dataset, record: Record, text: str, lang: str, known: Sequence[str] = ()
) -> tuple[str, list[tuple[int, str]]]:
    """Return a text with the words of the links to a record instead of these.

    A number keeps its citation, which the link has shown.

    Args:
        dataset: The data set.
        record: The record.
        text: The text, of a file or a field.
        lang: Its language.
        known: What the text's record cites: a single place need not be said in the text.

    Returns:
        The text, and each number that has a citation now, with where its link began.
    """
    typed: list[tuple[int, str]] = []

    def words(link: re.Match[str]) -> str:
        if not isinstance(record, Figure):
            return (link["words"] or record.title.resolve(lang)[0]) + link["cites"]
        if link["words"] and not any(language(lang).numbers(link["words"])):
            return link["words"] + link["cites"]
        shown = number(dataset, record, lang, link["period"])
        shown = link["words"] or (record.title.resolve(lang)[0] if record.statement else shown)
        places = dict.fromkeys(c for each in record.at(link["period"]) for c in each.cite)
        if len(places) == 1 and [*places] == [*known]:
            return shown + link["cites"]
        cites = (f"[[{place}]]" for place in places if f"[[{place}]]" not in link["cites"])
        shown += "".join(cites) + link["cites"]
        typed.append((link.start(), shown))
        return shown

    of_record = rf"\[\[{re.escape(record.id)}(?:@(?P<period>[^\[\]|]*))?"
    link = of_record + r"(?:\|(?P<words>[^\[\]]*))?\]\](?P<cites>(?:\[\[[a-z0-9-]+#\w+\]\])*)"
    return re.sub(link, words, text), typed


def _unlinked_lines(dataset: Dataset, record: Record, other: Record) -> list[str | None]:
    """Return the lines of a record's file with words instead of the links to another record."""
    tree, lang = dataset.trees[other.id], dataset.languages[0]
    starts = {locate(tree, path)[0]: lang for path, _, lang, _ in texts_of(other)}
    lines = _lines(dataset, dataset.files[other.id])
    for at, line in enumerate(lines):
        lang = starts.get(at + 1, lang)
        known = getattr(other, "cite", ())
        lines[at] = _unlinked(dataset, record, line or "", lang, known)[0]
    return lines


def _cite_too(lines: list[str | None], tree: Map, other: Record, record: Record) -> None:
    """Add to a record's list the places that its texts cite for the numbers of a figure that goes."""
    if isinstance(record, Figure) and (cited := getattr(other, "cite", ())):
        places = dict.fromkeys(c for each in record.observed for c in each.cite)
        text = _joined(lines)
        fresh = [each for each in places if each not in cited and f"[[{each}]]" in text]
        line, column = (place - 1 for place in locate(tree, ("cite", len(cited) - 1)))
        start = (lines[line] or "")[:column]
        if start.endswith("- "):  # the check tells of a list in one line
            lines[line] = "\n".join([lines[line] or "", *(f"{start}{each}" for each in fresh)])


def _typed(dataset: Dataset, record: Record, files: Files) -> Iterator[str]:
    """Yield the place of each number that loses its link, and what stands there now."""
    gone = {path for path, text in files.items() if text is None}
    for text in dataset.passages:
        known = getattr(dataset.records.get(text.owner), "cite", ())
        for start, shown in _unlinked(dataset, record, text.text, text.lang, known)[1]:
            if text.file not in gone:
                yield f"{text.file}:{_line(dataset, text, start)}: {shown}"


def _line(dataset: Dataset, text: Passage, offset: int) -> int:
    """Return the line of an offset into a page, or of the text of a record."""
    if text.owner in dataset.trees:
        return locate(dataset.trees[text.owner], text.field)[0]
    return text.line_at(offset)


def _in_style(dataset: Dataset, record: Record, text: str) -> str:
    """Return the new text of a record's file, in style if it was: words need no quotes that links do."""
    if _text(dataset, dataset.files[record.id]) == in_style(record, dataset.languages):
        with suppress(Unloadable):
            changed = validate(type(record), parse(text, ""), "", dataset.labels)
            return in_style(changed, dataset.languages)
    return text


def _text(dataset: Dataset, path: str) -> str:
    return (dataset.root / path).read_bytes().decode("utf-8")


def _lines(dataset: Dataset, path: str) -> list[str | None]:
    """Return a file's lines, which keep their numbers: None for one that goes."""
    return [*_text(dataset, path).split("\n")]


def _joined(lines: list[str | None]) -> str:
    return "\n".join(line for line in lines if line is not None)


def _replace(lines: list[str | None], tree: Map, field: FieldPath, old: str, new: str) -> None:
    """Write another id in a field; where there is none, or the list has it, take out the item."""
    item = field if isinstance(field[-1], int) else field[:-1]
    listed = bool(item) and isinstance(item[-1], int)
    taken = _at(tree, item[:-1]) if listed else ()
    if new and new not in (each if item is field else each[field[-1]] for each in taken):
        line, column = (place - 1 for place in locate(tree, field))
        text = lines[line] or ""
        lines[line] = text[:column] + text[column:].replace(old, new, 1)
    elif listed:
        _cut(lines, tree, item)


def _at(tree: Any, field: FieldPath) -> Any:
    for step in field:
        tree = tree[step]
    return tree


def _cut(lines: list[str | None], tree: Map, field: FieldPath) -> None:
    """Take an item out of a list, with its lines and the fields that would hold nothing without it."""
    first, column = (place - 1 for place in locate(tree, field))
    if not (lines[first] or "").lstrip().startswith("- "):
        return  # a list in one line; the check tells of it
    rest = enumerate(lines[first + 1 :], first + 1)
    within = takewhile(lambda each: each[1] is None or each[1][:column].isspace(), rest)
    for line in [first, *(line for line, _ in within)]:
        lines[line] = None
    while field := field[:-1]:
        holder = _at(tree, field)
        starts = holder.marks if isinstance(holder, Seq) else holder.marks.values()
        if any(lines[start[0]] is not None for start in starts):
            break
        lines[locate(tree, field)[0] - 1] = None


def _lead(lines: list[str | None], tree: Map, was: list[str]) -> None:
    """Set a record's former ids, after its title where it had none."""
    starts = sorted(mark[0] for mark in tree.marks.values())
    first = tree.marks["was" if "was" in tree.marks else "title"][0]
    end = next((line for line in starts if line > first), len(lines) - (not lines[-1]))
    text = "\n".join(["was:", *(f"  - {each}" for each in was)])
    if "was" in tree.marks:
        lines[first:end] = [text, *[None] * (end - first - 1)]
    else:
        lines[end - 1] = f"{lines[end - 1]}\n{text}"


def _changes(dataset: Dataset, texts: Mapping[str, str | None]) -> Files:
    """Return the files that are not as they were."""
    return {
        path: text
        for path, text in texts.items()
        if text is None or not (dataset.root / path).exists() or text != _text(dataset, path)
    }


def _namings(dataset: Dataset, record: Record, files: Files) -> Iterator[str]:
    """Yield the place of each text that stays and says a record's name without a link."""
    gone = {path for path, text in files.items() if text is None}
    names = {(lang, name) for path, _, lang, name in texts_of(record) if path[0] in _NAMES}
    for text in dataset.passages:
        said = next((name for lang, name in names if lang == text.lang and name in text.text), "")
        if said and text.file not in gone and f"[[{record.id}" not in text.text:
            yield f"{text.file}:{_line(dataset, text, text.text.index(said))}: {said}"


def _carry_out(
    dataset: Dataset,
    files: Files,
    owners: Mapping[str, str | None],
    yes: bool,
    lang: str,
    told: Iterable[str] = (),
) -> None:
    """Show what will change and what it leaves to a person, ask, and write.

    Args:
        dataset: The data set as it is.
        files: What the change makes of files.
        owners: The new name of each record or page in the lock; None for one that goes.
        yes: Whether to write without asking.
        lang: The language of messages.
        told: What else is to be said first.
    """
    root = dataset.root
    before = Counter(_place(finding, owners) for finding in check_handbook(root)[1])
    with tempfile.TemporaryDirectory(prefix="handbook-") as folder:
        copy = Path(folder)
        for name in ("data", "docs", "custom", CONFIG, QUESTIONS, *licences(root)):
            if (root / name).is_dir():
                shutil.copytree(root / name, copy / name, symlinks=True)
            elif (root / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(root / name, copy / name)
        write_all(copy, files)
        if dataset.lock:
            lock = {LOCK: renamed_lock(dataset, load(copy)[0], owners)}
            write_all(copy, lock)
            files |= _changes(dataset, lock)
        left = []
        for finding in check_handbook(copy)[1]:
            place = _place(finding, {})
            if before[place] <= 0:
                left.append(_gone(finding, owners, dataset.languages))
            before[place] -= 1
    click.echo(say(lang, "will-change", count=len(files)))
    click.echo("\n".join(line for path in sorted(files) for line in _shown(dataset, files, path)))
    for sentence in told:
        click.echo(sentence)
    if any(change.owner in owners for edition in dataset.editions for change in edition.changes):
        click.echo(say(lang, "history"))
    if left:
        click.echo(say(lang, "left", count=len(left)))
        click.echo(report(left, "text", lang))
    if dirty := uncommitted(root, files):
        click.echo(say(lang, "uncommitted", paths=", ".join(dirty)))
    if not yes and not sys.stdin.isatty():
        fail(lang, "add-yes", code=2)
    if not (yes or click.confirm(say(lang, "go-ahead"))):
        fail(lang, "unchanged")
    fresh = [path for path in files if not (root / path).exists()]
    write_all(root, files)
    note(lang, "changed", count=len(files))
    if (root / ".git").exists():
        if clean := {*files} - {*fresh} - {*dirty}:
            note(lang, "undo", paths=" ".join(sorted(clean)))
        if fresh := [path for path in fresh if path not in dirty]:
            note(lang, "undo-new", paths=" ".join(sorted(fresh)))
        if dirty:
            note(lang, "undo-dirty", paths=", ".join(dirty))


def _gone(
    finding: Diagnostic, owners: Mapping[str, str | None], languages: Sequence[str]
) -> Diagnostic:
    """Return a finding; one on a record that goes says so, and offers no other."""
    found = str(finding.values.get("found"))
    if finding.code not in {"reference-unknown", "record-renamed"} or owners.get(found, found):
        return finding
    field = finding.place.field
    in_text = field.rpartition(".")[2] in ("", *languages)
    place = "list" if field.endswith("]") else "text" if in_text else "field"
    how = Phrase(f"gone-from-{place}")
    values = {"found": found, "when": Phrase("gone-now"), "how": how, "back": ""}
    return Diagnostic("record-gone", finding.place, values)


def _place(finding: Diagnostic, owners: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return what a finding is and where, under the new names of records."""
    path = finding.place.path
    for old, new in owners.items():
        path = path.replace(f"/{old}.", f"/{new or old}.")
    return finding.code, path, finding.place.field


def _shown(dataset: Dataset, files: Files, path: str) -> Iterator[str]:
    """Yield the lines that tell what changes in a file, with the words around the change."""
    old = _text(dataset, path).split("\n") if (dataset.root / path).exists() else []
    text = files[path]
    if text is None or not old or path == LOCK:
        yield f"{'-' if text is None else '+' if not old else ' '} {path}"
        return
    new = text.split("\n")
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, first, end, start, stop in matcher.get_opcodes():
        pairs = zip_longest(old[first:end], new[start:stop], fillvalue="")
        for place, (was, line) in enumerate(pairs if kind != "equal" else ()):
            differ = (index for index, (a, b) in enumerate(zip(was, line, strict=False)) if a != b)
            at = max(0, next(differ, 0) - 20)
            at = 0 if at < _HEAD.match(was).end() else at  # type: ignore[union-attr]
            number = (start if stop > start else first) + place + 1
            yield f"  {path}:{number}: {shorten(was[at:].strip())} → {shorten(line[at:].strip())}"


def write_all(root: Path, files: Mapping[str, str | None]) -> None:
    """Write or delete files, all or none.

    Raises:
        OSError: One could not be written; the others are as they were.
    """
    held = {path: (root / path).read_bytes() for path in files if (root / path).exists()}
    written = {path: root / f"{path}.new" for path, text in files.items() if text is not None}
    try:
        for path, fresh in written.items():
            fresh.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes((files[path] or "").encode())
        for path in files:
            if path in written:
                written[path].replace(root / path)
            else:
                (root / path).unlink()
    except BaseException:
        for path in files:
            if path in held:
                (root / path).write_bytes(held[path])
            else:
                (root / path).unlink(missing_ok=True)
            (root / f"{path}.new").unlink(missing_ok=True)
        raise
