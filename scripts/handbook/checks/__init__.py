"""The rules of `handbook check`: one rule a module, its messages beside it, one line in the registry here.

A rule is a function that takes a `Subject` and yields findings. It looks at the data set only, knows nothing of the other rules and
never prints. A new rule is a new module and a new line in `RULES`. `reading`, `names`, `numerals` and `typography` hold what rules share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from handbook.checks import (
    anchors,
    blocks,
    citations,
    editions,
    glyphs,
    hygiene,
    identity,
    languages,
    layout,
    lengths,
    marks,
    markup,
    numbers,
    page_links,
    page_paths,
    parity,
    placeholders,
    prose,
    ranks,
    references,
    style,
    terminology,
    translations,
    words,
)
from handbook.checks.subject import Subject
from handbook.errors import Finding
from handbook.model import Dataset


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: what it guards, in both message languages, and its check."""

    name: str
    zh: str
    en: str
    check: Callable[[Subject], Iterator[Finding]]


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
    Rule("words", "界面用语齐全", "The interface's words are all there", words.check),
    Rule("style", "记录按统一的写法排列", "Records are written in one style", style.check),
)


def run(dataset: Dataset, broken: frozenset[str] = frozenset(), owners: frozenset[str] | None = None) -> list[Finding]:
    """Return what every rule finds in the texts of `owners`, or in all; `broken` are ids whose files could not be read, which still count as existing."""
    subject = Subject(dataset, broken, owners)
    found = [finding for rule in RULES for finding in rule.check(subject)]
    troubled = {finding.place.path for finding in found if finding.message is not style.STYLE}
    # how a record is written is told once there is nothing else to tell of it
    return [finding for finding in found if finding.message is not style.STYLE or finding.place.path not in troubled]
