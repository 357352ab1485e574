"""Chinese, in Simplified characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from itertools import groupby

from handbook.model.types import plain_pinyin
from handbook.text.languages.base import BLANK, HAN, Language, Number, Problem, is_han, plain_letters, step_of

# --- punctuation ---

_PAIRS = {"“": "”", "‘": "’", "《": "》", "（": "）", "「": "」", "『": "』", "〈": "〉", "【": "】"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_MARKS = re.compile(f"[{''.join((*_PAIRS, *_CLOSING))}]|\n[ \t]*\n")
_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）", ".": "。"}

_PUNCTUATION = r"，。；：！？、）》”’（《“‘…"
_SLIP = re.compile(
    rf"(?P<space>(?<=[{HAN}{_PUNCTUATION}]) +(?=[{HAN}A-Za-z0-9{_PUNCTUATION}\[\0])"
    rf"|(?<=[A-Za-z0-9%\0\])]) +(?=[{HAN}{_PUNCTUATION}]))"
    rf"|(?P<half>(?<=[{HAN}”》）])(?:[,;:!?(]|\.(?!\.)(?=[{HAN}\s]|\Z))|[,;!?)](?=[{HAN}]))"
    r"|(?P<dots>\.{3,}|。{2,}|(?<!…)…(?!…)(?!(?<=\A…)\Z))"
    r"|(?P<straight>\")",
    re.MULTILINE,
)

# --- numerals ---

_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
#: What numerals count, longest first. A character that more often belongs to a word of its own is not here: 分 (十分), 里, 方.
MEASURES = (
    "平方公里", "平方米", "个百分点", "百分点", "公里", "千米", "公顷", "公斤", "连冠", "连降", "连增", "个", "名", "位", "条", "项", "次", "起", "件",
    "年", "月", "日", "天", "号", "岁", "周", "小时", "分钟", "秒", "家", "户", "人", "口", "所", "村", "镇", "市", "县", "区", "省", "国", "地",
    "元", "米", "吨", "亩", "%", "％", "届", "批", "类", "种", "级", "场", "支", "套", "部", "座", "段", "份", "期", "轮", "倍", "大", "侧",
    "张", "本", "篇", "幅", "张", "台", "辆", "艘", "栋", "层", "道", "门", "把", "样", "步", "组", "队", "批次", "人次", "季度", "字", "页", "星",
)  # fmt: skip
#: Words that begin with a numeral and a measure and yet count nothing: 两地 is "the two" or their names.
_WORDS = ("十分", "两地", "两侧", "两国", "两省", "两市", "两县", "两区", "两镇", "两村", "两口子")

_NUMERALS = "〇零一二两三四五六七八九十百千万亿"
_NUMBER = re.compile(
    rf"(?P<approximate>[数几上])?(?P<ordinal>第)?(?P<percent>百分之)?"
    rf"(?P<number>(?P<arabic>(?<![A-Za-z0-9.])\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)(?P<group>万亿|[万亿])?|[{_NUMERALS}]+(?:点[〇零一二三四五六七八九]+)?)"
)
_MEASURE = re.compile(rf"[多余来]?[ \t]?(?:{'|'.join(sorted(MEASURES, key=len, reverse=True))})")

#: A longer row of digits or numerals is an identifier or a joke.
_LONGEST = 30
#: A unit may be typed without the measure word it begins with: 8部门 for 8个部门.
_MEASURED = re.compile(r"^[个项条名家起件次](?=.)")
#: Other ways of writing a unit.
_UNITS = {"公里": "千米", "%": "％"}

# --- search ---

#: Traditional Chinese in general, as Taiwan writes it, as Hong Kong writes it.
_FOLDINGS = ("t2s", "tw2s", "hk2s")
_HANS = re.compile(f"[{HAN}]")


class Chinese(Language):
    """Chinese: no spaces between words, full-width marks, names sorted and found by pinyin."""

    locale = "zh_CN"
    comma, clause_separator, full_stop, colon, separator = "，", "；", "。", "：", "、"
    sentence_gap = unit_gap = group = ""
    brackets = "（{}）"
    placeholder = "文字"
    han, spaced, romanised = True, False, True
    title_limit, summary_limit, sentence_limit, passage_length = 40, 120, 60, 80
    _sentence = re.compile(r"[^。！？]+")
    _word = re.compile(rf"[{HAN}]|[A-Za-z0-9.,%]+")
    quoted = re.compile(r"“[^“”\n]*”|‘[^‘’\n]*’|《[^《》\n]*》|「[^「」\n]*」")
    quotation_marks = ("“", "”")
    reads_numbers = True
    unit_joint = r"[ \u00a0]?[多余-]?"

    def sort_key(self, name: str) -> str:
        """Return what a name is sorted by: its pinyin."""
        from pypinyin import lazy_pinyin

        return plain_letters(" ".join(lazy_pinyin(name)))

    def title_key(self, title: str, reading: str | None) -> str:
        """Return a title's pinyin, an editor's where its characters read otherwise here: 长 in 长三角."""
        key = self.sort_key(title)
        if not reading or not all(map(is_han, title)):
            return key
        given = plain_pinyin(reading)
        return key if given == key.replace(" ", "") else given

    def reading(self, name: str) -> list[str]:
        """Return the pinyin of each character, read in its context, without tones and with u for ü."""
        from pypinyin import Style, lazy_pinyin

        syllables: list[str] = []
        for run in re.findall(f"[{HAN}]+", name):
            syllables += (syllable.replace("v", "u") for syllable in lazy_pinyin(run, style=Style.NORMAL))
        return syllables

    def readings(self, names: Iterable[str]) -> dict[str, str]:
        """Return the pinyin of names that the table alone does not read: 调解 tiao jie, 行政 xing zheng."""
        found = {}
        for name in names:
            characters, syllables = _HANS.findall(name), self.reading(name)
            if len(characters) == len(syllables) and [*map(_syllables().get, characters)] != syllables:
                found[name] = " ".join(syllables)
        return found

    def reading_table(self) -> str:
        """Return the readings of the 3,755 most common characters as `syllable+count` runs.

        The characters themselves are left out: they are the first level of GB 2312 in its order, which is that of
        pinyin and which every browser can decode, so 2 KB do instead of 11.
        """
        runs = ((syllable, len(list(group))) for syllable, group in groupby(_syllables().values()))
        return " ".join(f"{syllable}{count if count > 1 else ''}" for syllable, count in runs)

    def folding_table(self, text: str) -> str:
        """Return pairs (Traditional, Simplified) for the characters of a text.

        A character that the text itself uses is never folded away, so 著 stays 著 where it is written so.
        """
        used = set(_HANS.findall(text))
        pairs: dict[str, str] = {}
        for traditional, simplified in _foldings():
            if simplified in used and traditional not in used:
                pairs.setdefault(traditional, simplified)
        return "".join(f"{traditional}{simplified}" for traditional, simplified in sorted(pairs.items()))

    @property
    def index_code(self) -> str:
        """Return no language: the text is cut into pairs already, which Pagefind would cut again by a dictionary."""
        return "und"

    def problems(self, text: str, published: bool) -> Iterator[Problem]:
        """Yield what is wrong with a text's punctuation; the spaces of a published title are its own."""
        for match in _SLIP.finditer(text):
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

    def numbers(self, text: str) -> Iterator[Number]:
        """Yield the numbers of a text: 17,282 and 1.7万, 十八; one in numerals counts where a measure word follows."""
        for match in _NUMBER.finditer(text):
            start, end = match.span("number")
            typed = match["number"]
            step = 1
            value: Decimal | None
            if end - start > _LONGEST:
                continue
            if match["arabic"]:
                value = Decimal(match["arabic"].replace(",", ""))
                for group in match["group"] or "":
                    value *= _GROUPS[group]
                if match["group"]:
                    step = step_of(match["arabic"], int(value / Decimal(match["arabic"].replace(",", "") or 1)) if value else 1)
                counts = True
            else:
                value = chinese_value(typed)
                measured = _MEASURE.match(text, end) is not None or match["percent"] is not None
                words = any(text.startswith(word, start) for word in _WORDS)
                counts = measured and not words and match["approximate"] is None
            if value is not None:
                yield Number(start, end, typed, value, match["arabic"] is not None, counts, step)

    def unit_forms(self, unit: str) -> set[str]:
        """Return a unit with and without its measure word, and under its other name."""
        return {unit, _MEASURED.sub("", unit), _UNITS.get(unit, unit)}


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


def chinese_value(typed: str) -> Decimal | None:
    """Return what a Chinese numeral says; None for a word (百, 千万) and for an approximate number (三四)."""
    whole, _, fraction = typed.partition("点")
    if all(char in _DIGITS for char in whole):
        if len(whole) == 2 and "〇" not in whole and "零" not in whole and not fraction:
            return None
        value = Decimal("".join(str(_DIGITS[char]) for char in whole) or "0")
    else:
        if whole[0] in "百千万亿":
            return None
        counted = _counted(whole)
        if counted is None:
            return None
        value = Decimal(counted)
    return value + Decimal("0." + "".join(str(_DIGITS[char]) for char in fraction)) if fraction else value


def _counted(whole: str) -> int | None:
    """Return the value of a numeral with 十, 百, 千, 万 or 亿 in it, or None where it is none."""
    total = section = digit = 0
    waiting = False
    for char in whole:
        if char in _DIGITS:
            if waiting and digit:
                return None
            digit, waiting = _DIGITS[char], True
        elif char in _POWERS:
            section += (digit if waiting else 1) * _POWERS[char]
            digit, waiting = 0, False
        elif char == "万":
            total += (section + digit) * _GROUPS[char]
            section, digit, waiting = 0, 0, False
        else:  # 亿 takes all before it: 三万亿
            total = (total + section + digit) * _GROUPS[char]
            section, digit, waiting = 0, 0, False
    return total + section + digit


@cache
def _foldings() -> tuple[tuple[str, str], ...]:
    import opencc

    characters = [chr(code) for code in range(0x3400, 0xA000)]
    found: list[tuple[str, str]] = []
    for folding in _FOLDINGS:
        converter = opencc.OpenCC(folding)
        found += [(c, to) for c in characters if len(to := converter.convert(c)) == 1 and to != c]
    return tuple(found)


@cache
def _syllables() -> dict[str, str]:
    """Return how each character of GB 2312's first level reads by itself, in its order."""
    codes = [bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
    characters = b"".join(codes).decode("gb2312", errors="ignore")
    return {character: Chinese("zh").reading(character)[0] for character in characters}
