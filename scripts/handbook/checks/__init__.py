"""The rules of `handbook check`: one rule a module, its messages beside it, one line in the registry here.

A rule is a function that takes a `Subject` and yields findings. It looks at the data set only, knows nothing of the other rules and
never prints. A new rule is a new module and a new line in `RULES`. `reading` and `names` hold what rules share.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from handbook.checks import allowed_markup as markup
from handbook.checks import anchors, citations, editions, identity, lengths, page_links, placeholders, references, terminology
from handbook.checks import characters as hygiene
from handbook.checks import directives as blocks
from handbook.checks import font_coverage as glyphs
from handbook.checks import formatting as style
from handbook.checks import hierarchy as ranks
from handbook.checks import lists_and_tables as layout
from handbook.checks import markdown_syntax as marks
from handbook.checks import missing_translations as languages
from handbook.checks import number_parity as parity
from handbook.checks import page_structure as prose
from handbook.checks import page_urls as page_paths
from handbook.checks import repeated_numbers as numbers
from handbook.checks import stale_translations as translations
from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic, Location, Phrase, crashes
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.records import Record
from handbook.model.references import ids_by_name


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: what it guards, in both message languages, and its check."""

    name: str
    zh: str
    en: str
    check: Callable[[Subject], Iterator[Diagnostic]]


RULES: tuple[Rule, ...] = (
    Rule("identity", "标识与文件名一致，名称不重复", "Ids are the files' names and no two records share a name", identity.check),
    Rule("anchors", "一页里没有重复的标识", "No id stands twice on a page", anchors.check),
    Rule("citations", "出处指向存在的来源和其中的位置", "Citations name a source and a place in it", citations.check),
    Rule("ranks", "上级关系不绕圈，主题的次序不重复", "No circle of parents, and no place in the themes' order taken twice", ranks.check),
    Rule("references", "引用和双方括号链接指向存在的条目", "References and wiki links name records that exist", references.check),
    Rule("page-links", "页面之间的链接指向存在的页面", "Links between pages lead to pages that are there", page_links.check),
    Rule("page-paths", "每一页都有自己的网址", "Every page has an address of its own", page_paths.check),
    Rule("numbers", "数字只在数字条目里写一次", "A number is typed once, in its figure", numbers.check),
    Rule("parity", "两种语言的数字一致", "All languages give the same numbers", parity.check),
    Rule("terminology", "术语用约定的英文", "Terms have their agreed names", terminology.check),
    Rule(
        "hygiene", "没有看不见的字符，标点和空格规范", "No invisible characters; punctuation and spaces as they are written", hygiene.check
    ),
    Rule("markup", "没有 HTML、图片和不安全的链接", "No HTML, no pictures, no unsafe links", markup.check),
    Rule("glyphs", "每个字书里都排得出来", "The book can show every character", glyphs.check),
    Rule("blocks", "::: 块是手册有的，有头有尾", "Blocks of ::: are the handbook's own, and have their end", blocks.check),
    Rule("layout", "列表和表格写得能读成列表和表格", "Lists and tables are written so that they are read as such", layout.check),
    Rule(
        "marks",
        "Markdown 的记号是半角的、成对的，文字不以表格或代码结尾",
        "Marks of Markdown are half-width and in pairs, and no text ends in a table or code",
        marks.check,
    ),
    Rule("placeholders", "样例里的省略号都已填写", "Nothing of a starting file is left unfilled", placeholders.check),
    Rule("lengths", "名称和概要不过长", "Names and summaries are short", lengths.check),
    Rule("languages", "缺少的译文逐一提醒", "What is not translated is named", languages.check),
    Rule(
        "prose",
        "页面有一个标题，小标题有标识、不跳级，脚注不手写",
        "Pages have one title, headings have ids and leave out no level, no footnote is typed",
        prose.check,
    ),
    Rule("translations", "译文跟上原文", "Translations follow their originals", translations.check),
    Rule("editions", "每一版的文件以日期为名", "An edition's file is named by its day", editions.check),
    Rule("style", "记录按统一的写法排列", "Records are written in one style", style.check),
)


def check_handbook(root: Path, only: Collection[Path] | None = None) -> tuple[Dataset, list[Diagnostic]]:
    """Load the handbook at `root` and apply every rule.

    Args:
        root: The handbook's root.
        only: Files and folders to report on; all where None.

    Returns:
        The data set, and the findings sorted by location.

    Raises:
        Unloadable: where there is no handbook at all.
    """
    dataset, findings = load(root)
    findings += run(dataset, None if only is None else _owners(dataset, only))
    findings = _with_ids(findings, dataset.records)
    findings.sort(key=lambda f: (f.place.path, f.place.line, f.place.column, f.code))
    if dataset.unreadable:
        findings.append(Diagnostic("check-incomplete", Location("data"), {"count": len(dataset.unreadable)}))
    home = root.resolve()
    return dataset, [
        finding for finding in findings if only is None or finding.code == "rule-crashed" or _stands_in(home / finding.place.path, only)
    ]


def run(dataset: Dataset, owners: frozenset[str] | None = None) -> list[Diagnostic]:
    """Return what every rule finds in the texts of `owners`, or in all."""
    subject = Subject(dataset, owners)
    found = [finding for rule in RULES for finding in _findings(rule, subject)]
    troubled = {finding.place.path for finding in found if finding.code != "record-style"}
    # Report formatting only for files without other findings.
    return [finding for finding in found if finding.code != "record-style" or finding.place.path not in troubled]


def _findings(rule: Rule, subject: Subject) -> Iterator[Diagnostic]:
    """Yield what a rule finds; an exception is reported as a fault of that rule."""
    try:
        yield from rule.check(subject)
    except Exception as error:
        yield Diagnostic("rule-crashed", crashes.place_of(error), {"rule": rule.name, "error": crashes.named(error)})


def _with_ids(findings: list[Diagnostic], records: Mapping[str, Record]) -> list[Diagnostic]:
    """Return the findings, those of an id that is a record's name with that record's id."""
    if not any(finding.code == "id-form" for finding in findings):
        return findings
    ids = ids_by_name(records.values())
    named = ((f, ids.get(str(f.values["found"])) if f.code == "id-form" else None) for f in findings)
    return [
        replace(f, values={**f.values, "nearest": Phrase("id-of-name", {"id": record_id})}) if record_id else f for f, record_id in named
    ]


def _owners(dataset: Dataset, only: Collection[Path]) -> frozenset[str]:
    """Return the records, pages and files whose texts stand in some files and folders; a page with all its languages, which are compared."""
    files = [*dataset.files.items(), *((f"docs/{page.path}", page.file) for page in dataset.prose.values())]
    home = dataset.root.resolve()
    return frozenset(owner for owner, file in files if _stands_in(home / file, only))


def _stands_in(file: Path, only: Collection[Path]) -> bool:
    return any(file.is_relative_to(path) for path in only)
