"""Markup comes from a closed set: no raw HTML, no addresses a browser should not open, no braces but the handbook's own."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.checks.masked_text import DIRECTIVE, TARGET, UNDERLINE, Reading, is_image, without_code
from handbook.diagnostics import Diagnostic, Message
from handbook.model.types import SCHEMES, Name

HTML = Message(
    "markup-html",
    "这里有 HTML：$found。", "There is HTML here: $found.",
    "请改用 Markdown，例如 **加粗**；若是要显示的文字，请放进反引号 `…`。", "Use Markdown, for example **bold**; text that is to be shown as it is goes into backticks.",
)  # fmt: skip
SCHEME = Message(
    "link-scheme",
    "链接里不能用 $found。", "A link may not begin with $found.",
    "请用 https:// 开头的网址；指向本手册请用 [[标识]] 或相对路径。", "Use an address that begins with https://; within the handbook, [[id]] or a relative path.",
)  # fmt: skip
PROTOCOL = Message(
    "link-without-scheme",
    "链接以 // 开头：$found。", "The link begins with //: $found.",
    "请写全网址，以 https:// 开头。", "Write the whole address, beginning with https://.",
)  # fmt: skip
IMAGE = Message(
    "image",
    "手册不收图片：$found。", "The handbook has no pictures: $found.",
    "请删去。图示由数据画成：写一行 :::diagram，一行条目的标识，一行 :::。",
    "Remove it. Drawings are made from the data: a line :::diagram, a line with a record's id, a line :::.",
)  # fmt: skip
BRACES = Message(
    "markup-braces",
    "这里的花括号没有意义：$found。", "The braces here mean nothing: $found.",
    "花括号只用于小标题的 {#id}、:lang[文字]{zh} 和 :ruby[文字]{拼音}；请删去，或放进反引号 `…`。",
    "Only {#id} after a heading, :lang[words]{zh} and :ruby[words]{reading} have braces: remove them, or use backticks.",
)  # fmt: skip
LANGUAGE = Message(
    "markup-language",
    "“$found”不是合格的语言代码。", "'$found' is not a well-formed language code.",
    "写成 zh、en 这样的代码，例如 :lang[五联]{zh}。", "Write a code such as zh or en: :lang[五联]{zh}.",
)  # fmt: skip
BLOCK = Message(
    "markup-block-in-record",
    "条目的文字里不能有标题或引用块：$found。", "The text of a record has no headings and no block quotes: $found.",
    "请写成普通的句子；小标题由页面自己加。", "Write plain sentences; the page sets its own headings.",
)  # fmt: skip

_TAG = re.compile(r"<(?!(?:https?|mailto):)[A-Za-z/!?][^>\n]{0,40}>?")
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*)\s*:")
_BARE = re.compile(r"\b(?:http|ftp)://|\b(?:javascript|vbscript|data):(?=\S)", re.IGNORECASE)
_REFERRED = re.compile(r"(?<!\\)!\[[^\[\]\n]+\](?!\()")
_INVISIBLE = re.compile(r"[\x00-\x20]+")
_BLOCK = re.compile(r"^ {0,3}(?:#{1,6}(?=\s)|>)[^\n]{0,20}", re.MULTILINE)
_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SUSPECT = re.compile(r"[<{]|!\[|\]\(|\]:|://|script:|data:|^ {0,3}[#>]|^[ \t]*[=-]+[ \t]*$", re.IGNORECASE | re.MULTILINE)


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield markup that is not in the set; Python-Markdown would show it as typed, or a browser would run it."""
    for reading in subject.readings:
        if _SUSPECT.search(reading.text):
            text = without_code(reading.text)
            for message, offset, found in (*_tags(text), *_addresses(text), *_braces(text, reading), *_blocks(text, reading)):
                yield subject.in_reading(message, reading, offset, found=found)
    for caption in subject.captions:
        if caption.field[0] == "changes":
            continue  # what an edition quotes is shown as it stood
        for message, _, found in (*_tags(caption.text), *_addresses(caption.text)):
            yield subject.at_field(message, caption.file, caption.field, found=found)


Problem = tuple[Message, int, str]


def _tags(text: str) -> Iterator[Problem]:
    for match in _TAG.finditer(text):
        yield HTML, match.start(), match[0]


def _addresses(text: str) -> Iterator[Problem]:
    seen: list[tuple[int, int]] = []
    for match in TARGET.finditer(text):
        address = _INVISIBLE.sub("", html.unescape(match["inline"] or match["defined"] or "")).lstrip("<")
        scheme = _SCHEME.match(address)
        image = match["inline"] is not None and is_image(text, match.start())
        seen.append(match.span())
        if image:
            yield IMAGE, match.start(), address
        elif scheme and scheme[1].lower() not in SCHEMES:
            yield SCHEME, match.start(), f"{scheme[1].lower()}:"
        elif address.startswith(("//", "\\\\", "/\\")):
            yield PROTOCOL, match.start(), address
    for match in _REFERRED.finditer(text):
        yield IMAGE, match.start(), match[0]
    for match in _BARE.finditer(text):
        if not any(start <= match.start() < end for start, end in seen):
            yield SCHEME, match.start(), match[0].lower()


def _braces(text: str, reading: Reading) -> Iterator[Problem]:
    if "{" not in text or reading.passage.type is Name:
        return
    for match in DIRECTIVE.finditer(text):
        if match["name"] == "lang" and not _CODE.fullmatch(match["argument"]):
            yield LANGUAGE, match.start("argument"), match["argument"]
    start = 0
    for line in DIRECTIVE.sub(_without_argument, text).split("\n"):
        if "{" in line:
            heading = not reading.passage.field and line.startswith("#") and line.count("{") == 1 and line.rstrip().endswith("}")
            at = line.index("{")
            if not (heading and line.startswith("{#", at)):
                yield BRACES, start + at, line[at : at + 20]
        start += len(line) + 1


def _without_argument(match: re.Match[str]) -> str:
    end = match.start("argument") - 1 - match.start()
    return match[0][:end] + " " * (len(match[0]) - end)


def _blocks(text: str, reading: Reading) -> Iterator[Problem]:
    if reading.passage.field and reading.passage.type is not Name:
        for match in _BLOCK.finditer(text):
            yield BLOCK, match.start(), match[0].strip()
        for match in UNDERLINE.finditer(text):
            yield BLOCK, match.start("line"), match["line"]
