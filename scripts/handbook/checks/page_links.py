"""Every Markdown link of a page leads to a page that will be there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from handbook.checks.reading import TARGET, is_image, without_code
from handbook.checks.subject import Subject
from handbook.errors import Finding, Message, nearest

NO_PAGE = Message(
    "link-page-unknown",
    "“$found”不是手册里的页面。", "'$found' is no page of the handbook.",
    "${nearest}写相对路径，以 .md 结尾、不带语言，例如 ../figures.md；指向条目时请用 [[标识]]。",
    "${nearest}Give a relative path that ends in .md, without a language, for example ../figures.md; to a record, write [[id]].",
)  # fmt: skip
IN_RECORD = Message(
    "link-in-record",
    "条目的文字里不能用相对链接：$found。", "The text of a record holds no relative link: $found.",
    "它会显示在多个页面上，相对路径会失效；请改用 [[标识]] 或 [[标识|文字]]。", "It is shown on several pages, where the path would lead astray: write [[id]] or [[id|words]].",
)  # fmt: skip


def check(subject: Subject) -> Iterator[Finding]:
    """Yield links to pages that are not there; anchors are left to the check of the finished site."""
    pages: set[str] | None = None
    for reading in subject.readings:
        if "](" not in reading.text and "]:" not in reading.text:
            continue
        text = without_code(reading.text)
        for match in TARGET.finditer(text):
            target = (match["inline"] or match["defined"] or "").strip().split(" ")[0].strip("<>")
            path = target.partition("#")[0].partition("?")[0]
            if ":" in target or target.startswith("//") or is_image(text, match.start()):
                continue  # addresses are the markup rule's
            if reading.passage.field:
                yield subject.in_reading(IN_RECORD, reading, match.start(), found=target)
            elif path or not target:
                pages = pages if pages is not None else {path for path, _ in subject.dataset.prose} | set(subject.generated)
                folder = posixpath.dirname(reading.passage.owner.removeprefix("docs/"))
                page = posixpath.normpath(posixpath.join(folder, path))
                stem = page.removesuffix(".md")
                there = stem in pages or posixpath.basename(stem) in subject.broken or subject.has_page(stem, subject.dataset.languages[0])
                if not (page.endswith(".md") and there):
                    near = {posixpath.relpath(f"{known}.md", folder or "."): known for known in pages}
                    yield subject.in_reading(NO_PAGE, reading, match.start(), found=target, nearest=nearest(path, near))
