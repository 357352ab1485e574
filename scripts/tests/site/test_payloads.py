"""What an attacker would type: whatever the check lets through does no harm on a page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from handbook.checks import check_handbook
from handbook.diagnostics import Severity
from handbook.load import Unloadable
from handbook.pages.render import render
from handbook.text.addresses import is_allowed
from tests.helpers import handbook_of
from tests.helpers.slips import PAGE, PRACTICE

_SCRIPTS = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "java\tscript:alert(1)", "javascript&#58;alert(1)",
    "javascript&colon;alert(1)", "&#106;avascript:alert(1)", "&#x6A;avascript:alert(1)", "javascript:alert((1))", "javascript\\:alert(1)",
    " javascript:alert(1)", "\u00a0javascript:alert(1)", "\u2028javascript:alert(1)", "vbscript:x", "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=", "blob:x", "file:///etc/passwd", "//evil.example/", "\\\\evil.example/", "/\\evil.example/",
    "https:evil.example", "HTTPS://evil.example/", "http://evil.example/", "site://evil.example/", "site:javascript:alert(1)", "SITE:figures/",
    "https://evil.example/\"onmouseover=alert(1)//", "https://evil.example/'onmouseover=alert(1)//", "https://evil.example/> <img src=x>",
]  # fmt: skip
_LINKS = [
    "[甲]({})",
    "[甲](<{}>)",
    '[甲]({} "题")',
    "[甲][m]\n\n[m]: {}",
    "[甲][m]\n\n[m]:\n  {}",
    "<{}>",
    "![甲]({})",
    "[![甲](x)]({})",
    "[[{}|甲]]",
]
_MARKUP = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<!-- x -->", "<a href=javascript:alert(1)>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)", "<iframe src=//evil.example>", "<style>*{display:none}</style>",
    "甲{: onclick=alert(1)}", "甲{onclick=alert(1)}", ":lang[甲]{\"><script>}", ":lang[甲]{zh onclick=x}", "`<script>`",
    "```js onclick=x\nalert(1)\n```", "```{ #main onclick=x }\nx\n```", "!!! hb-printed \"x\"\n    y", "!!! note\" onclick=\"x\n    y",
    ":::cards onclick\n- x\n:::", ":::script\nx\n:::", "[TOC]", "[^1]\n\n[^1]: x", "|a|b|\n|-|-|\n|<b>|x|", "# 甲 {#main}", "## 甲 {#hb-search-open}",
    "甲\u202e乙", "甲\u200b乙", "&#x202E;甲", "&ZeroWidthSpace;甲", "&#0;甲", "&#x1F;甲", "&#xD800;甲", "{{ 7*7 }}", "{% raw %}", "${7*7}", "%3Cscript%3E",
    "]]><script>", "'><script>", "\"><script>", "甲`<b>`乙", "\\<b>", "~~~\n<b>\n~~~", "    <b>", "*[甲]: x", "[甲]: javascript:alert(1)", "==甲==",
]  # fmt: skip
PAYLOADS = [link.format(script) for script in _SCRIPTS for link in _LINKS] + _MARKUP + _SCRIPTS

#: Where a payload is put: a file of the small handbook, the words it follows, and how its lines go on.
SLOTS = {
    "text of a record": (PRACTICE, "夜里轮流值守", None),
    "paragraphs of a record": (PRACTICE, "河长制的一部分", None),
    "title of a record": (PRACTICE, "两岸联合巡河", None),
    "other name": (PRACTICE, "    - 联合巡河", None),
    "page": (PAGE, "临河，", "\n"),
    "word of the handbook": ("data/labels.yml", "河畔手册", None),
    "word of a vocabulary": ("data/vocabulary.yml", "zh: 机制", None),
}
_ELEMENTS = frozenset(
    [
        "a",
        "abbr",
        "details",
        "summary",
        "blockquote",
        "br",
        "circle",
        "code",
        "dd",
        "desc",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "g",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "li",
        "line",
        "ol",
        "p",
        "path",
        "pre",
        "rect",
        "section",
        "span",
        "strong",
        "sup",
        "svg",
        "table",
        "tbody",
        "td",
        "text",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
        "polygon",
        "polyline",
        "use",
    ]
)


def insert(root: Path, slot: str, payload: str) -> None:
    """Write a payload into a slot."""
    path, words, line_end = SLOTS[slot]
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert words in text, slot
    if line_end is None:  # in YAML, in double quotes
        line = next(line for line in text.split("\n") if words in line)
        start, value = (
            line.split("- ", 1) if line.lstrip().startswith("- ") else line.split(": ", 1)
        )
        mark = "- " if line.lstrip().startswith("- ") else ": "
        quoted = (value + payload).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        text = text.replace(line, f'{start}{mark}"{quoted}"')
    else:
        text = text.replace(words, f"{words}\n\n{payload}\n\n", 1)
    file.write_text(text, encoding="utf-8")


def harm(root: Path) -> Iterator[str]:
    """Yield what a browser would run, load or hide on the pages of a handbook that the check accepts."""
    try:
        dataset, findings = check_handbook(root)
    except Unloadable:
        return
    if any(finding.severity is Severity.ERROR for finding in findings):
        return
    for pages in render(dataset).pages.values():
        for path, page in pages.items():
            tree = html.fromstring(f"<div>{page.html}</div>")
            for element in tree.iter():
                if element.tag not in _ELEMENTS:
                    yield f"{path}: <{element.tag}>"
                for name, value in element.items():
                    if name.startswith("on") or name in {"style", "src", "srcdoc", "action"}:
                        yield f"{path}: {name}={value}"
                    if name == "href" and not is_allowed(value):
                        yield f"{path}: {value}"
            shown = "".join(tree.itertext())
            if hidden := {
                c for c in shown if unicodedata.category(c) in {"Cf", "Cc"} and c != "\n"
            }:
                yield f"{path}: invisible {sorted(map(ascii, hidden))}"


def attacks(step: int) -> list[tuple[str, str]]:
    """Return every so-manieth pair of slot and payload."""
    return [(slot, payload) for payload in PAYLOADS for slot in SLOTS][::step]


def harmful(folder: Path, step: int) -> list[str]:
    """Return what attacks have done to pages."""
    found = []
    for number, (slot, payload) in enumerate(attacks(step)):
        root = handbook_of.good(folder / str(number))
        insert(root, slot, payload)
        try:
            found += [f"{slot}, {payload!r}: {each}" for each in harm(root)]
        except Exception as error:
            found.append(f"{slot}, {payload!r}: {error!r}")
    return found


def test_some_attacks_do_no_harm(tmp_path: Path) -> None:
    """One in 61, so that each payload and each slot is among them in time."""
    assert [] == harmful(tmp_path, 61)


@pytest.mark.nightly
def test_attacks_do_no_harm(tmp_path: Path) -> None:
    """Every payload in every slot."""
    assert [] == harmful(tmp_path, 1)
