"""How Chinese and English are punctuated in the handbook; the hygiene rule puts what is found here to its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.masked_text import BLANK
from handbook.diagnostics import Message

UNBALANCED = Message(
    "quotes-unbalanced",
    "这里的 $found 没有配成对。", "This $found has no partner.",
    "请补上另一半，或删去它；引号是“”，引号里面再用‘’，书名号是《》，括号是（）。", "Add the other half or delete it: “” and, inside, ‘’; 《》 for titles; （）.",
)  # fmt: skip
HAN_SPACE = Message(
    "space-in-chinese",
    "中文里有多余的空格：$found。", "There is a stray space in the Chinese: $found.",
    "汉字之间、汉字与数字或字母之间、标点前后都不留空格；请删去。", "No spaces between Han characters, between them and digits or letters, or beside Chinese punctuation: delete it.",
)  # fmt: skip
HALF_WIDTH = Message(
    "punctuation-half-width",
    "中文里用了半角标点“$found”。", "The Chinese has the ASCII mark '$found'.",
    "请换成全角的“$better”。", "Type the full-width '$better'.",
)  # fmt: skip
DOTS = Message(
    "ellipsis-dots",
    "省略号写成了“$found”。", "The ellipsis is typed '$found'.",
    "请写成“……”。", "In Chinese type ……, in English three dots.",
)  # fmt: skip
STRAIGHT = Message(
    "quotes-straight",
    "中文里用了英文直引号（$found）。", "The Chinese has straight quotation marks ($found).",
    "请换成中文引号“”。", "Type “ and ” instead.",
)  # fmt: skip
CURLY = Message(
    "quotes-curly",
    "英文里用了弯引号（$found）。", "The English has a curly quotation mark ($found).",
    "英文请用键盘上的直引号：$better；网页和 PDF 会自动排成弯引号。", "Type the straight one of the keyboard ($better); pages and PDFs set the curly one by themselves.",
)  # fmt: skip
CHINESE = Message(
    "chinese-in-english",
    "英文里有中文文字或标点：$found。", "The English has Chinese characters or punctuation: $found.",
    "请译成英文或换成英文标点；必须保留汉字时写成 :lang[汉字]{zh}。", "Translate it or use English punctuation; where the characters must stay, write :lang[汉字]{zh}.",
)  # fmt: skip
NO_GAP = Message(
    "space-before-punctuation",
    "英文标点前有多余的空格：$found。", "There is a space before the punctuation: $found.",
    "请删去。", "Delete it.",
)  # fmt: skip

Problem = tuple[Message, int, dict[str, object]]

_PAIRS = {"“": "”", "‘": "’", "《": "》", "（": "）", "「": "」", "『": "』", "〈": "〉", "【": "】"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_MARKS = re.compile(f"[{''.join((*_PAIRS, *_CLOSING))}]|\n[ \t]*\n")
_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）", ".": "。"}

_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff"
_PUNCTUATION = r"，。；：！？、）》”’（《“‘…"
_ZH = re.compile(
    rf"(?P<space>(?<=[{_HAN}{_PUNCTUATION}]) +(?=[{_HAN}A-Za-z0-9{_PUNCTUATION}\[\0])"
    rf"|(?<=[A-Za-z0-9%\0\])]) +(?=[{_HAN}{_PUNCTUATION}]))"
    rf"|(?P<half>(?<=[{_HAN}”》）])(?:[,;:!?(]|\.(?!\.)(?=[{_HAN}\s]|\Z))|[,;!?)](?=[{_HAN}]))"
    r"|(?P<dots>\.{3,}|。{2,}|(?<!…)…(?!…)(?!(?<=\A…)\Z))"
    r"|(?P<straight>\")",
    re.MULTILINE,
)
_EN = re.compile(
    rf"(?P<curly>[“”‘’])|(?P<chinese>[{_HAN}\u3001-\u303f\uff01-\uff5e]+)|(?P<gap>(?<=[\w)\"]) +[,;:!?.](?=\s|$))", re.MULTILINE
)


def chinese(text: str, published: bool) -> Iterator[Problem]:
    """Yield what is wrong with a Chinese text's punctuation; the spaces of a published title are its own."""
    for match in _ZH.finditer(text):
        kind = match.lastgroup
        around = text[max(0, match.start() - 4) : match.end() + 4].replace(BLANK, "").replace("\n", "")
        if kind == "space":
            if not published and not _in_title(text, match.start()):
                yield HAN_SPACE, match.start(), {"found": around}
        elif kind == "half":
            yield HALF_WIDTH, match.start(), {"found": match[0], "better": _FULL[match[0]]}
        elif kind == "dots":
            yield DOTS, match.start(), {"found": match[0]}
        else:
            yield STRAIGHT, match.start(), {"found": around}
    yield from _unbalanced(text)


def _in_title(text: str, at: int) -> bool:
    """Return whether a place stands inside 《》, where a title is typed as it was published."""
    line = text.rfind("\n", 0, at) + 1
    return text.rfind("《", line, at) > text.rfind("》", line, at)


def _unbalanced(text: str) -> Iterator[Problem]:
    """Yield the marks without a partner, paragraph by paragraph."""
    waiting: list[re.Match[str]] = []
    for match in _MARKS.finditer(text):
        mark = match[0]
        if mark in _PAIRS:
            waiting.append(match)
        elif mark in _CLOSING and waiting and waiting[-1][0] == _CLOSING[mark]:
            waiting.pop()
        else:
            for left in waiting:
                yield UNBALANCED, left.start(), {"found": left[0]}
            waiting = []
            if mark in _CLOSING:
                yield UNBALANCED, match.start(), {"found": mark}
    for left in waiting:
        yield UNBALANCED, left.start(), {"found": left[0]}


def english(text: str, published: bool) -> Iterator[Problem]:
    """Yield what is wrong with an English text's punctuation."""
    for match in _EN.finditer(text):
        if match["curly"]:
            yield CURLY, match.start(), {"found": match[0], "better": "'" if match[0] in "‘’" else '"'}
        elif match["chinese"]:
            yield CHINESE, match.start(), {"found": match[0]}
        else:
            yield NO_GAP, match.start(), {"found": text[max(0, match.start() - 8) : match.end()].replace(BLANK, "")}
