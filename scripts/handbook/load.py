"""data/ and docs/ → the Dataset and everything that is wrong with them.

    data/<folder>/<id>.yml ─ yaml_tree ─ validation ─▶ records ┐
    data/labels.yml ──────────────────────────────────▶ labels ├─▶ Dataset ─ checks ─▶ findings
    docs/**/<page>.<lang>.md ─ front matter ──────────▶ prose  ┘

Loading never raises for what stands in a file: a record that cannot be read is left out of the data set and reported.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from handbook import checks, translations
from handbook.changes import EDITIONS, Edition
from handbook.decoding import EMPTY, MAX_BYTES, TOO_LARGE, decode
from handbook.errors import Finding, Level, Message, Place, its_id
from handbook.folders import link_at, page_files, record_files
from handbook.labels import LABELS, Labels, needed
from handbook.links import ids_by_name
from handbook.model import Dataset, FrontMatter, ProsePage, Record
from handbook.validation import BAD_ID, validate
from handbook.yaml_tree import Map, parse

UNREADABLE = Message(
    "file-unreadable",
    "读不了这个文件（$reason）。", "The file cannot be read ($reason).",
    "请检查它是不是普通文件、有没有读取权限。", "Is it an ordinary file, and may it be read?",
)  # fmt: skip
NO_HANDBOOK = Message(
    "handbook-missing",
    "这里不是手册的根目录：找不到 $found。", "This is not the handbook's root: $found is not here.",
    "请先进入含有 mkdocs.yml 和 data/ 的目录。", "Change to the directory that holds mkdocs.yml and data/.",
)  # fmt: skip
FRONT_MATTER = Message(
    "page-front-matter",
    "这一页的开头缺少 title 和 description。", "The page does not begin with its title and description.",
    "开头写三行横线隔开的两项：--- / title: 标题 / description: 一句话说明 / ---", "Begin with: --- / title: Its title / description: One sentence / ---",
)  # fmt: skip
LABEL_MISSING = Message(
    "label-missing",
    "界面用语“$found”缺少 $lang 的说法。", "The interface word `$found` has no $lang text.",
    "请在 data/labels.yml 里补上。", "Add it in data/labels.yml.",
)  # fmt: skip
UNCHECKED = Message(
    "check-incomplete",
    "还有 $count 条记录读不出来，跨记录的检查可能不全。", "$count records cannot be read, so checks across records may be incomplete.",
    "先改正上面的错误，再检查一次。", "Mend the errors above and check again.",
    Level.WARNING,
)  # fmt: skip

Words = Mapping[str, frozenset[str]]

_FRONT = re.compile(r"\A---\n(?P<meta>.*?)\n---\n", re.DOTALL)


class Unloadable(Exception):
    """The handbook's root or its labels cannot be used, so there is no data set; carries the findings."""

    def __init__(self, findings: list[Finding]) -> None:
        """Keep what was found."""
        super().__init__(findings[0].text("en") if findings else "")
        self.findings = findings


def load(root: Path, only: Collection[Path] | None = None, known: Words | None = None) -> tuple[Dataset, list[Finding]]:
    """Return the data set and every finding by place, or those in the files and folders `only`, which may be none; at the end what was left unchecked.

    `known` are the interface's words with what is filled in, today's by default.

    Raises Unloadable where there is no handbook at all.
    """
    labels, words = _labels(root, known)
    languages = tuple(labels.languages)
    findings: list[Finding] = []
    records: dict[str, Record] = {}
    files: dict[str, str] = {}
    trees: dict[str, Map] = {}
    broken: set[str] = set()
    for path, kind in record_files(root, findings):
        name = path.relative_to(root).as_posix()
        record, tree, found = load_record(path, name, kind, labels)
        findings += found
        if record is None or tree is None:
            broken.add(path.stem)
            continue
        if record.id in records:
            findings += checks.identity.taken(record.id, {files[record.id]: trees[record.id], name: tree})
        if record.id not in records or not checks.identity.is_own(record.id, files[record.id]):
            records.pop(record.id, None)  # a copy with the original's id gives way, and the order is that of the files that count
            records[record.id], files[record.id], trees[record.id] = record, name, tree
    files[LABELS], trees[LABELS] = LABELS, words
    prose, found, fronts = load_prose(root, languages)
    findings += found
    for name, front in fronts.items():
        files[name], trees[name] = name, front
    dataset = Dataset(root, labels, MappingProxyType(records), MappingProxyType(prose), MappingProxyType(files), MappingProxyType(trees))
    dataset, found = _with_history(dataset)
    findings += found
    findings += checks.run(dataset, frozenset(broken), None if only is None else _owners(dataset, only))
    findings = _with_ids(findings, records)
    findings.sort(key=lambda f: (f.place.path, f.place.line, f.place.column, f.message.code))
    if broken:
        findings.append(Finding(UNCHECKED, Place("data"), {"count": len(broken)}))
    home = root.resolve()
    return dataset, [finding for finding in findings if only is None or _stands_in(home / finding.place.path, only)]


def _with_ids(findings: list[Finding], records: Mapping[str, Record]) -> list[Finding]:
    """Return the findings, those of an id that is a record's name with that record's id."""
    if not any(finding.message is BAD_ID for finding in findings):
        return findings
    ids = ids_by_name(records.values())
    named = ((f, ids.get(str(f.values["found"])) if f.message is BAD_ID else None) for f in findings)
    return [replace(f, values={**f.values, "nearest": its_id(record_id)}) if record_id else f for f, record_id in named]


def _owners(dataset: Dataset, only: Collection[Path]) -> frozenset[str]:
    """Return the records, pages and files whose texts stand in some files and folders; a page with all its languages, which are compared."""
    files = [*dataset.files.items(), *((f"docs/{page.path}", page.file) for page in dataset.prose.values())]
    home = dataset.root.resolve()
    return frozenset(owner for owner, file in files if _stands_in(home / file, only))


def _stands_in(file: Path, only: Collection[Path]) -> bool:
    return any(file.is_relative_to(path) for path in only)


def _with_history(dataset: Dataset) -> tuple[Dataset, list[Finding]]:
    """Return the data set with its editions and with what its lock of translations tells, and what is wrong with their files."""
    lock, findings = translations.read_lock(dataset)
    editions: dict[str, Edition] = {}
    trees: dict[str, Map] = {}
    for path in sorted((dataset.root / EDITIONS).glob("*.yml"), reverse=True):
        name = path.relative_to(dataset.root).as_posix()
        content, found = _bytes(path, name)
        tree, problems = parse(content) if content is not None else (None, [])
        findings += [*found, *(problem.at(name) for problem in problems)]
        if tree is not None:
            edition, found = validate(Edition, tree, name, dataset.languages)
            findings += found
            if edition is not None:
                editions[name], trees[name] = edition, tree
    files = MappingProxyType({**dataset.files, **dict(zip(editions, editions, strict=True))})
    known = MappingProxyType({**dataset.trees, **trees})
    stale = translations.stale_texts(dataset, lock)
    return replace(dataset, files=files, trees=known, editions_by_file=MappingProxyType(editions), lock=lock, stale=stale), findings


def load_labels(root: Path, known: Words | None = None) -> Labels:
    """Return the interface's words; raises Unloadable where they are missing or wrong."""
    return _labels(root, known)[0]


def _labels(root: Path, known: Words | None) -> tuple[Labels, Map]:
    if not (root / LABELS).is_file():
        raise Unloadable([Finding(NO_HANDBOOK, Place("."), {"found": LABELS})])
    content, findings = _bytes(root / LABELS, LABELS)
    if content is None:
        raise Unloadable(findings)
    tree, problems = parse(content)
    if tree is None:
        raise Unloadable([problem.at(LABELS) for problem in problems])
    labels, findings = validate(Labels, tree, LABELS, ())
    if labels is None:
        raise Unloadable(findings)
    missing = [
        Finding(LABEL_MISSING, Place(LABELS, *_word_place(tree, key)), {"found": key, "lang": lang})
        for key, words in labels.words.items()
        for lang in labels.languages
        if lang not in words
    ]
    if wrong := [*missing, *checks.words.unsayable(labels, tree, needed() if known is None else known)]:
        raise Unloadable(wrong)
    return labels, tree


def _word_place(tree: Map, key: str) -> tuple[int, int]:
    line, column, *_ = tree["words"].marks[key]
    return line + 1, column + 1


def load_record(path: Path, name: str, kind: type[Record], labels: Labels) -> tuple[Record | None, Map | None, list[Finding]]:
    """Return (record, its tree, findings) of one file; record and tree are None where it cannot be read."""
    content, findings = _bytes(path, name)
    if content is None:
        return None, None, findings
    tree, problems = parse(content)
    if tree is None:
        return None, None, [problem.at(name) for problem in problems]
    record, findings = validate(kind, tree, name, tuple(labels.languages), labels.words)
    return record, tree, findings


def _bytes(path: Path, name: str) -> tuple[bytes | None, list[Finding]]:
    """Return a file's bytes, no more than one over the limit: a huge file is not read whole."""
    if found := link_at(path, name):
        return None, found
    try:
        if not path.is_file():
            raise OSError("not a file")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        return None, [Finding(UNREADABLE, Place(name), {"reason": error.strerror or str(error)})]
    if len(content) > MAX_BYTES:
        return None, [Finding(TOO_LARGE, Place(name), {"size": f"{path.stat().st_size:,}", "limit": f"{MAX_BYTES:,}"})]
    return content, []


def load_prose(root: Path, languages: tuple[str, ...]) -> tuple[dict[tuple[str, str], ProsePage], list[Finding], dict[str, Map]]:
    """Return the hand-written pages by (path, language), what is wrong with their files, and each file's front matter."""
    pages: dict[tuple[str, str], ProsePage] = {}
    findings: list[Finding] = []
    fronts: dict[str, Map] = {}
    for file, path, lang in page_files(root, languages, findings):
        name = file.relative_to(root).as_posix()
        content, found = _bytes(file, name)
        findings += found
        if content is None:
            continue
        text, problems = decode(content)
        findings += [problem.at(name) for problem in problems]
        if text is None:
            continue
        page, front, found = _prose_page(text.replace("\r\n", "\n"), path, lang, name)
        findings += found
        if page is not None and front is not None:
            pages[path, lang], fronts[name] = page, front
    return pages, findings, fronts


def _prose_page(text: str, path: str, lang: str, name: str) -> tuple[ProsePage | None, Map | None, list[Finding]]:
    front = _FRONT.match(text)
    if not front:
        return None, None, [Finding(FRONT_MATTER, Place(name))]
    tree, problems = parse(b"\n" + front["meta"].encode())  # the line break stands for the opening dashes: places are the file's
    if tree is None:
        return None, None, [Finding(FRONT_MATTER, Place(name)) if problem.message is EMPTY else problem.at(name) for problem in problems]
    head, findings = validate(FrontMatter, tree, name, ())
    if head is None:
        return None, None, findings
    return ProsePage(path, lang, name, head.title, head.description, text[front.end() :], text.count("\n", 0, front.end()) + 1), tree, []
