"""The bytes of a file → its text, or what is wrong with them; nothing looks at a file's text before this has.

A problem knows its line and column, and becomes a finding once its file is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from handbook.diagnostics import Diagnostic, Location, Message, shorten

MAX_BYTES = 1_000_000

TOO_LARGE = Message(
    "file-too-large",
    "这个文件有 $size 字节，超过上限 $limit 字节。", "The file has $size bytes; the limit is $limit.",
    "一条记录只写一件事；请拆成几条，或删去误粘贴的内容。", "A record holds one thing: split it, or remove what was pasted by mistake.",
)  # fmt: skip
NOT_UTF8 = Message(
    "file-not-utf8",
    "这个文件不是 UTF-8 编码（第 $offset 个字节读不出来）。", "The file is not UTF-8 (byte $offset cannot be read).",
    "请用编辑器“另存为”UTF-8（不要用 GBK 或 UTF-16）。", "Save it again as UTF-8, not GBK or UTF-16.",
)  # fmt: skip
BOM = Message(
    "file-bom",
    "文件开头有一个看不见的 BOM 标记。", "The file begins with an invisible byte order mark.",
    "请另存为“UTF-8（无 BOM）”。", "Save it as UTF-8 without BOM.",
)  # fmt: skip
CONTROL = Message(
    "file-control-character",
    "这里有一个看不见的控制字符 $found。", "There is an invisible control character here: $found.",
    "请删掉它，再手工补上应有的文字。", "Delete it and type what belongs there.",
)  # fmt: skip
EMPTY = Message(
    "file-empty",
    "这个文件是空的。", "The file is empty.",
    "请写上内容，或删去文件；handbook new 能生成一份填好的样例。", "Fill it in or delete it; `handbook new` makes a filled-in example.",
)  # fmt: skip
CONFLICT = Message(
    "file-merge-conflict",
    "这里有还没解决的合并冲突（$found）。", "Here is a merge conflict that nobody has resolved ($found).",
    "<<<<<<< 和 ======= 之间、======= 和 >>>>>>> 之间是两种写法：留下对的，再删去这三行记号。",
    "Between <<<<<<< and =======, and between ======= and >>>>>>>, stand two versions: keep what is right and delete the three lines of marks.",
)  # fmt: skip

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
#: Lines that git puts round two versions; one of seven equals signs alone may be meant otherwise.
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: [^\n]*|\r?$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Problem:
    """A message at a line and column, from 0, and the field that stands there as far as the lines tell."""

    message: Message
    line: int
    column: int
    values: dict[str, object]
    field: str = ""

    def at(self, path: str) -> Diagnostic:
        """Return the finding in a file."""
        return Diagnostic(self.message, Location(path, self.line + 1, self.column + 1, self.field), self.values)


def decode(content: bytes) -> tuple[str | None, list[Problem]]:
    """Return the text of a file, or None, and what is wrong with its bytes."""
    if len(content) > MAX_BYTES:
        return None, [Problem(TOO_LARGE, 0, 0, {"size": f"{len(content):,}", "limit": f"{MAX_BYTES:,}"})]
    if content.startswith(b"\xef\xbb\xbf"):
        return None, [Problem(BOM, 0, 0, {})]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start)
        return None, [Problem(NOT_UTF8, line, 0, {"offset": error.start + 1})]
    if not text.strip():
        return None, [Problem(EMPTY, 0, 0, {})]
    if control := _CONTROL.search(text):
        line, column = position(text, control.start())
        return None, [Problem(CONTROL, line, column, {"found": f"U+{ord(control[0]):04X}"})]
    if ("<<<<<<<" in text or ">>>>>>>" in text) and (mark := _CONFLICT.search(text)):
        return None, [Problem(CONFLICT, text.count("\n", 0, mark.start()), 0, {"found": shorten(mark[0].strip(), 40)})]
    return text, []


def position(text: str, offset: int) -> tuple[int, int]:
    """Return (line, column), from 0, of an offset into a text."""
    return text.count("\n", 0, offset), offset - (text.rfind("\n", 0, offset) + 1)
