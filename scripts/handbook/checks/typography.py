"""How Chinese and English are punctuated in the handbook; the hygiene rule puts what is found here to its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checks.masked_text import BLANK

Problem = tuple[str, int, dict[str, object]]

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
                yield "space-in-chinese", match.start(), {"found": around}
        elif kind == "half":
            yield "punctuation-half-width", match.start(), {"found": match[0], "better": _FULL[match[0]]}
        elif kind == "dots":
            yield "ellipsis-dots", match.start(), {"found": match[0]}
        else:
            yield "quotes-straight", match.start(), {"found": around}
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
                yield "quotes-unbalanced", left.start(), {"found": left[0]}
            waiting = []
            if mark in _CLOSING:
                yield "quotes-unbalanced", match.start(), {"found": mark}
    for left in waiting:
        yield "quotes-unbalanced", left.start(), {"found": left[0]}


def english(text: str, published: bool) -> Iterator[Problem]:
    """Yield what is wrong with an English text's punctuation."""
    for match in _EN.finditer(text):
        if match["curly"]:
            yield "quotes-curly", match.start(), {"found": match[0], "better": "'" if match[0] in "‘’" else '"'}
        elif match["chinese"]:
            yield "chinese-in-english", match.start(), {"found": match[0]}
        else:
            yield "space-before-punctuation", match.start(), {"found": text[max(0, match.start() - 8) : match.end()].replace(BLANK, "")}
