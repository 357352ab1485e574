"""Every hand-written page has an address of its own: none that the handbook makes a page for, nor another page's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic, Location, Message
from handbook.text.wikilinks import site_path

GENERATED = Message(
    "page-path-generated",
    "这个地址上的页面由 $other 自动生成，这里写的不会有人看到。", "The page at this address is made from $other, so nobody would read this one.",
    "请把内容写进那里的记录；若是另一篇文章，请换一个文件名。", "Write it into the records there; if it is an article of its own, choose another name.",
)  # fmt: skip
TAKEN = Message(
    "page-path-taken",
    "这一页和 $other 的网址相同。", "The page has the same address as $other.",
    "两页只能留一页：请合并，或给其中一页换个文件名。", "One of them alone can be read: merge them, or rename one.",
)  # fmt: skip
IN_MENU = Message(
    "page-of-menu-missing",
    "菜单里有这一页，但它不在了。", "The menu names this page, and it is not there.",
    "请恢复它；确实不要了，请维护者同时从 mkdocs.yml 的菜单里删去。", "Bring it back; if it is to go, have the maintainers take it out of the menu in mkdocs.yml as well.",
)  # fmt: skip

_MENU = re.compile(r"^ +- (?:[a-z-]+: )?([a-z0-9/-]+)\.md$", re.MULTILINE)


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield pages that another page would stand in for, and those that the menu misses."""
    made = {site_path(path): origin for path, origin in subject.generated.items()}
    holders: dict[tuple[str, str], str] = {}
    for (path, lang), page in subject.dataset.prose.items():
        holder = holders.setdefault((site_path(path), lang), page.file)
        if origin := made.get(site_path(path)):
            yield Diagnostic(GENERATED, Location(page.file), {"other": origin})
        elif holder != page.file:
            yield Diagnostic(TAKEN, Location(page.file), {"other": holder})
    leading, menu = subject.dataset.languages[0], subject.dataset.root / "mkdocs.yml"
    for path in _MENU.findall(menu.read_text(encoding="utf-8")) if menu.is_file() else ():
        if path not in subject.generated and not subject.has_page(path, leading):
            yield Diagnostic(IN_MENU, Location(f"docs/{path}.{leading}.md"))
