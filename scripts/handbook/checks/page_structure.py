"""A page of prose begins with its one title, its headings have ids and leave out no level, and all citations are wiki links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.checks.masked_text import UNDERLINE, headings, without_code
from handbook.diagnostics import Diagnostic, Location, Message
from handbook.model.records import Passage, Theme
from handbook.model.types import is_slug
from handbook.text import wikilinks as links

TITLE_FIRST = Message(
    "page-title-first",
    "正文没有以一级标题开头。", "The page does not begin with its title.",
    "第一行写“# 标题”。", "Begin with `# Its title`.",
)  # fmt: skip
TITLE_TWICE = Message(
    "page-title-twice",
    "这一页有第二个一级标题：$found。", "The page has a second title: $found.",
    "一页只有一个一级标题；这里请用“## 小标题 {#id}”。", "A page has one; write `## Heading {#id}` here.",
)  # fmt: skip
NO_ID = Message(
    "heading-id",
    "小标题没有合格的标识：$found。", "The heading has no well-formed id: $found.",
    "在行末加一个空格和 {#id}，用小写英文、数字和连字符，例如：## 谁做什么 {#who-does-what}",
    "End the line with a space and {#id}, in lower-case letters, digits and hyphens: ## Who does what {#who-does-what}",
)  # fmt: skip
SAME_ID = Message(
    "heading-id-twice",
    "标识“$found”在这一页用了两次，第一次在第 $first 行。", "The id '$found' stands twice on the page; the first is on line $first.",
    "请换一个。", "Choose another.",
)  # fmt: skip
UNDERLINED = Message(
    "heading-form",
    "这一行会把上面的文字变成标题：$found。", "This line makes a heading of the text above: $found.",
    "小标题写成“## 小标题 {#id}”；分隔线上面要空一行。", "Write `## Heading {#id}`; leave an empty line above a rule.",
)  # fmt: skip
FOOTNOTE = Message(
    "page-footnote",
    "不手写脚注：$found。", "No footnote is typed by hand: $found.",
    "出处写成 [[来源标识#段落号]]，例如 [[pinghu-safety-2024#8]]，页面会自动编注。", "Cite with [[source#paragraph]], as in [[pinghu-safety-2024#8]]; the page numbers the notes.",
)  # fmt: skip
LEVEL = Message(
    "heading-level",
    "小标题“$found”的级别跳得太多。", "The heading '$found' leaves out a level.",
    "请改用 $level。", "Use $level.",
)  # fmt: skip
NO_THEME_PAGE = Message(
    "theme-page-missing",
    "这个主题还没有页面 $found。", "The theme has no page $found yet.",
    "请写上它的引言：主题的条目都列在那一页。", "Write its introduction: the theme's practices are listed on that page.",
)  # fmt: skip

_FOOTNOTE = re.compile(r"\[\^[^\]\n]*\]")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield what is wrong with the form of pages."""
    for passage in subject.dataset.passages:
        if not passage.field:
            yield from _page(subject, passage)
        for match in _FOOTNOTE.finditer(without_code(passage.text)) if "[^" in passage.text else ():
            yield subject.in_passage(FOOTNOTE, passage, match.start(), found=match[0])
    leading = subject.dataset.languages[0]
    for theme in subject.dataset.of(Theme):
        path = links.address(theme, subject.dataset).page
        if not subject.has_page(path, leading):
            yield Diagnostic(NO_THEME_PAGE, Location(subject.dataset.files[theme.id]), {"found": f"docs/{path}.{leading}.md"})


def _page(subject: Subject, passage: Passage) -> Iterator[Diagnostic]:
    text = without_code(passage.text)
    first: dict[str, int] = {}
    begun, level = False, 0
    for heading in headings(passage.text):
        if begun and heading.level > level + 1:
            yield subject.in_passage(LEVEL, passage, heading.start, found=heading.words, level="#" * (level + 1))
        level = heading.level
        if heading.level == 1 and begun:
            yield subject.in_passage(TITLE_TWICE, passage, heading.start, found=heading.words)
        elif not begun and (heading.level > 1 or text[: heading.start].strip()):
            yield subject.in_passage(TITLE_FIRST, passage)
        begun = True
        if heading.id is None or not is_slug(heading.id):
            if heading.level > 1 or heading.id is not None:
                yield subject.in_passage(NO_ID, passage, heading.start, found=heading.words)
        elif heading.id in first:
            line = subject.first_line(passage) + passage.text.count("\n", 0, first[heading.id])
            yield subject.in_passage(SAME_ID, passage, heading.start, found=heading.id, first=line)
        else:
            first[heading.id] = heading.start
    if not begun:
        yield subject.in_passage(TITLE_FIRST, passage)
    for match in UNDERLINE.finditer(text):
        yield subject.in_passage(UNDERLINED, passage, match.start("line"), found=match["line"])
