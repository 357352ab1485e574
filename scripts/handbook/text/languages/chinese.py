"""Chinese, in Simplified and in Traditional characters."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from itertools import chain, groupby, islice, zip_longest
from math import prod
from typing import Any

from handbook.model.resources import yaml_data
from handbook.model.types import plain_pinyin
from handbook.text.languages.base import (
    ARABIC,
    BLANK,
    HAN,
    Language,
    Number,
    Problem,
    clock_numbers,
    is_han,
)

_LISTS = yaml_data("handbook.text.languages", "chinese.yml", typed=True)

# --- punctuation ---

_PAIRS: dict[str, str] = _LISTS["pairs"]
#: A mark of a pair, and where its partner must have come: at the end of a paragraph, or of all.
_MARKS = re.compile(rf"[{''.join((*_PAIRS, *_PAIRS.values()))}]|\n[ \t]*\n|\Z")

#: What begins a quotation, and what begins one within it.
_INNER = {"“": "‘", "「": "『"}
_QUOTATION = frozenset("“‘「『")

_PUNCTUATION = r"，。；：！？、）》”’（《“‘…"
_SLIPS = re.compile(
    rf"(?P<space_in_chinese>(?<=[{HAN}{_PUNCTUATION}]) +(?=[{HAN}A-Za-z0-9{_PUNCTUATION}\[\0])"
    rf"|(?<=[A-Za-z0-9%\0\])]) +(?=[{HAN}{_PUNCTUATION}]))"
    rf"|(?P<punctuation_half_width>(?<=[{HAN}”》）])(?:[,;:!?()]|\.(?!\.)(?=[{HAN}\s]|\Z))"
    rf"|[,;!?()](?=[{HAN}])|\)(?=[，。；：！？、])"
    rf"|(?<=\0)[,;:!?.](?=[{HAN}{_PUNCTUATION}\0\s]|\Z)|(?<=\d)~(?=\d))"
    rf"|(?P<dot_typed>(?<=[{HAN}”》])[•‧・∙](?=[{HAN}“《]))"
    r"|(?P<stop_twice>(?<!。)。{2}(?!。))|(?P<ellipsis_dots>\.{3,}|。{3,}|(?<!…)…(?!…)(?!(?<=\A…)\Z))"
    r"|(?P<quotes_straight>\")|(?P<number_comma>(?<![\d.，、第])\d{1,2}，\d{3}(?![\d.，、和与及]))"
    rf"|(?P<dash_typed>(?<=[{HAN}{_PUNCTUATION}\0]) ?(?:[-－─–]{{2,}}|—-|-—) ?(?=[{HAN}{_PUNCTUATION}\0]))"
    rf"|(?P<title_marks>[<‹＜«](?=[{HAN}“])[^<>‹›＜＞«»\n]{{1,40}}[>›＞»])"
    r"|(?P<word_twice>(?<!目)的的(?![确士])|(?<![为除])了了(?![解结却])|(?<!不)是是(?!非)|(?<!存)在在|被被(?!子))"
    r"|(?P<mark_twice>(?<![，、；。])(?:[，、；][，、；。]|。[，、；]|：[，。；、：])|（（)",
    re.MULTILINE,
)

# --- numerals ---

_DIGITS: dict[str, int] = _LISTS["digits"]
_GROUPS: dict[str, int] = _LISTS["groups"]
_NUMERALS = "".join((*_DIGITS, *_LISTS["powers"], *_GROUPS))
_NUMBER = re.compile(
    rf"(?P<approximate>[数几上])?(?P<ordinal>第)?(?P<percent>百分之)?"
    rf"(?P<number>(?P<arabic>(?<![A-Za-z0-9.]){ARABIC})(?P<group>万亿|[万亿])?|[{_NUMERALS}]+(?:点[〇零一二三四五六七八九]+)?)"
)
_WRITTEN = "零一二三四五六七八九"
_MEASURES = sorted(_LISTS["measures"], key=len, reverse=True)
_MEASURE = re.compile(rf"[多余来]?[ \t]?(?:{'|'.join(_MEASURES)})")
_NO_NUMBERS = re.compile("|".join(_LISTS["no_numbers"]))
_PLAN, _DECADE = (re.compile(_LISTS[name]) for name in ("plan", "decade"))
#: A unit may be typed without the measure word it begins with: 8部门 for 8个部门.
_MEASURED = re.compile(r"^[个项条名家起件次](?=.)")
_CLOCK = re.compile(_LISTS["clock"])

# --- search ---

#: What a syllable begins with that an apostrophe parts from the one before.
_APART = re.compile("^[aāáǎàeēéěèoōóǒò]")
#: How each digit is read: as one of a telephone number first.
_SPOKEN: dict[str, list[str]] = {str(key): ways for key, ways in _LISTS["spoken"].items()}
#: Traditional Chinese in general, as Taiwan writes it, as Hong Kong writes it.
_FOLDINGS = ("t2s", "tw2s", "hk2s")

# --- Traditional characters ---

#: What takes the place of Simplified Chinese's quotation marks; an apostrophe in Latin letters is none.
_QUOTES = dict(zip("“”‘’", "「」『』", strict=True))
_QUOTE = re.compile(r"[“”‘]|(?<![A-Za-z])’|’(?![A-Za-z])")


class Chinese(Language, attributes=_LISTS["attributes"]):
    """Chinese: no spaces between words, full-width marks, names sorted and found by pinyin."""

    _sentence = re.compile(r"[^。！？]+")
    _word = re.compile(rf"[{HAN}]|[A-Za-z0-9.,%]+")
    quoted = re.compile(r"“[^“”\n]*”|‘[^‘’\n]*’|《[^《》\n]*》|「[^「」\n]*」")
    slips = _SLIPS

    def run(self, value: Decimal, unit: str) -> str:
        """Return a run as the fixed expression has it, in numerals: 十二连冠, but 24年."""
        if (
            unit.startswith(("连", "連"))
            and value == value.to_integral_value()
            and 0 < value < 10_000
        ):
            return numerals(int(value)) + unit
        return super().run(value, unit)

    def capitalised(self, markdown: str) -> str:
        """Return Markdown as it is: Chinese has no capitals, and foreign names keep theirs."""
        return markdown

    def sort_key(self, name: str) -> str:
        """Return what a name is sorted by: its pinyin."""
        return super().sort_key(_pinyin(name))

    def title_key(self, title: str, reading: str | None) -> str:
        """Return the pinyin of a title.

        An editor gives it where the characters read otherwise than usual: 长 in 长三角.
        """
        key = self.sort_key(title)
        if not reading or not all(map(is_han, title)):
            return key
        given = plain_pinyin(reading)
        return key if given == key.replace(" ", "") else given

    def reading(self, name: str) -> list[str]:
        """Return the pinyin of each character in its context.

        It has no tones, and u for ü.
        """
        from pypinyin.seg import mmseg

        phrases = (mmseg.seg.cut(run) for run in re.findall(f"[{HAN}]+", name))
        return [*chain.from_iterable(map(_reading, chain.from_iterable(phrases)))]

    def romanisation(self, name: str, proper: bool) -> str:
        """Return the pinyin of a name with tones; blanks divide it into words.

        Where words end is for an editor to say: no list of phrases knows the names of a place.
        """
        from pypinyin import Style, lazy_pinyin

        phrase = "".join(re.findall(f"[{HAN}]", name))
        syllables = iter(lazy_pinyin(phrase, style=Style.TONE))
        words = [
            _word(islice(syllables, len(run))) if is_han(run[0]) else _SPOKEN.get(run, [run])[0]
            for run in re.findall(f"[{HAN}]+|[0-9]|[A-Za-z]+", name)
        ]
        return " ".join(word.capitalize() if proper else word for word in words)

    def is_reading(self, typed: str, name: str) -> bool:
        """Return whether pinyin with tones is one of the readings of a name.

        Digits are read one by one or as a number.
        """
        units = re.findall(f"[{HAN}]|[0-9]+|[A-Za-z]+", name)
        letters = unicodedata.normalize("NFC", re.sub(r"[\s'’,-]", "", typed).lower())
        ends = {0}
        for unit in units:
            ends = {end for way in _spoken(unit) for end in _ends(letters, ends, way)}
        return len(letters) in ends

    def readings(self, names: Iterable[str]) -> dict[str, str]:
        """Return the pinyin of names that the table alone does not give.

        For example: 调解 tiao jie, 行政 xing zheng.
        """
        found = {}
        for name in names:
            characters = filter(is_han, self.indexed(name))
            syllables, usual = self.reading(name), [*map(_syllables().get, characters)]
            if len(usual) == len(syllables) and usual != syllables:
                found[name] = " ".join(syllables)
        return found

    def reading_table(self) -> str:
        """Return the readings of the 3,755 most common characters as `syllable+count` runs.

        The characters themselves are left out. They are the first level of GB 2312, in the order of
        pinyin, and every browser can decode them, so the table takes 2 KB instead of 11.
        """
        runs = ((syllable, len(list(group))) for syllable, group in groupby(_syllables().values()))
        return " ".join(f"{syllable}{count if count > 1 else ''}" for syllable, count in runs)

    def simplified(self, character: str) -> str:
        """Return the simplified form of a character that has one, or ""."""
        return dict(_foldings()).get(character, "")

    def folding_table(self, text: str) -> str:
        """Return pairs (Traditional, Simplified) for the characters of a text.

        A character that the text itself uses is never folded, so 著 stays 著 where it is written so.
        """
        used = set(text)
        pairs: dict[str, str] = {}
        for traditional, simplified in _foldings():
            if simplified in used and traditional not in used:
                pairs.setdefault(traditional, simplified)
        return "".join(map("".join, sorted(pairs.items())))

    def problems(self, text: str, published: bool) -> Iterator[Problem]:
        """Yield what is wrong with the punctuation of a text.

        The spaces of a published title are left as published.
        """
        for code, offset, values in super().problems(text, published):
            if code != "space-in-chinese" or not (published or _in_title(text, offset)):
                yield code, offset, values
        outer, depth = self.quotation_marks[0], 0
        opened: list[re.Match[str]] = []
        alone: list[re.Match[str]] = []
        for mark in _MARKS.finditer(text):
            if mark[0] in _PAIRS:
                wanted = _INNER.get(outer, outer) if depth % 2 else outer
                if mark[0] in _QUOTATION and mark[0] != wanted:
                    values = {"found": mark[0] + _PAIRS[mark[0]], "better": wanted + _PAIRS[wanted]}
                    yield "quotes-level", mark.start(), values
                opened.append(mark)
                depth += mark[0] in _QUOTATION
            elif opened and mark[0] == _PAIRS[opened[-1][0]]:
                depth -= opened.pop()[0] in _QUOTATION
            else:
                alone += opened
                opened, depth = [], 0
                if mark[0].strip():
                    alone.append(mark)
                else:  # the end of a paragraph
                    yield from _unpaired(text, alone)
                    alone = []

    def numbers(self, text: str) -> Iterator[Number]:
        """Yield the numbers of a text: 17,282, 1.7万 and 十八.

        A Chinese numeral counts something where a measure word follows. A decade is a number of years,
        and so may be what it is written with; 十四五 is the fourteenth plan of five years.
        """
        clocks = [each for each in _CLOCK.finditer(text) if _plain_value(each["hour"]) is not None]
        for clock in clocks:
            yield from clock_numbers(
                clock, lambda typed: 30 if typed == "半" else _plain_value(typed)
            )
        decades = [*_DECADE.finditer(text)]
        for decade in decades:
            century, tens = (_plain_value(decade[name] or "20") for name in ("century", "tens"))
            value, counts = (century - 1) * 100 + tens, bool(decade["century"])
            yield Number(decade.start(), decade[0], value, arabic=False, counts=counts)
        for match in _NUMBER.finditer(text):
            start, end = match.span("number")
            typed = match["number"]
            if end - start > self.longest_number:
                continue
            if any(clock.start() <= start < clock.end() for clock in clocks):
                continue
            in_decade = any(each.start() <= start < each.end() for each in decades)
            if match["arabic"] and not in_decade:
                scale = prod(_GROUPS[group] for group in match["group"] or "")
                yield Number.in_digits(start, typed, match["arabic"], scale)
            elif plan := _PLAN.match(typed):
                yield Number(start, typed, _plain_value(plan[1]), arabic=False, counts=False)
            elif (value := _plain_value(typed)) is not None:
                measured = match["percent"] or _MEASURE.match(text, end)
                no_number = match["approximate"] or in_decade or _NO_NUMBERS.match(text, start)
                counts = bool(measured and not no_number)
                listed = counts and _is_listed(text[:start], value)
                yield Number(start, typed, value, arabic=False, counts=counts, listed=listed)

    def unit_forms(self, unit: str) -> set[str]:
        """Return a unit with and without its measure word, and under its other names."""
        return super().unit_forms(unit) | {_MEASURED.sub("", unit)}


class TraditionalChinese(Chinese, attributes=_LISTS["traditional"]):
    """Chinese in Traditional characters: sorted, read and found by the Simplified ones.

    Several Traditional characters may have one Simplified, so that what is typed in either way is
    compared in the latter.
    """

    def requoted(self, text: str) -> str:
        """Return a text with corner brackets in place of quotation marks."""
        return _QUOTE.sub(lambda mark: _QUOTES[mark[0]], text)

    def indexed(self, text: str) -> str:
        """Return a text in Simplified characters, one for each of the text's."""
        return text.translate(_simplified())

    def sort_key(self, name: str) -> str:
        """Return the pinyin of a name, as its Simplified characters have it."""
        return super().sort_key(self.indexed(name))

    def reading(self, name: str) -> list[str]:
        """Return the pinyin of each character, as the Simplified ones have it."""
        return super().reading(self.indexed(name))

    def simplified(self, character: str) -> str:
        """Return nothing: Traditional characters are as they should be."""
        return ""

    def folding_table(self, text: str) -> str:
        """Return pairs (Traditional, Simplified) for the Simplified characters of a text."""
        used = set(self.indexed(text))
        pairs = ((chr(code), to) for code, to in _simplified().items() if to in used)
        return "".join(map("".join, sorted(pairs)))


def _unpaired(text: str, marks: Sequence[re.Match[str]]) -> Iterator[Problem]:
    """Yield marks of a paragraph without a partner, and pairs that stand the wrong way round."""
    rest = iter(zip_longest(marks, marks[1:]))
    for mark, following in rest:
        if following and _PAIRS.get(following[0]) == mark[0]:
            between = text[mark.end() : following.start()].replace(BLANK, "")
            values = {
                "found": f"{mark[0]}{between}{following[0]}",
                "better": f"{following[0]}{between}{mark[0]}",
            }
            yield "quotes-reversed", mark.start(), values
            next(rest, None)
        else:
            yield "quotes-unbalanced", mark.start(), {"found": mark[0]}


def _is_listed(before: str, value: Decimal) -> bool:
    """Return whether the clause before a number lists so many things: 市、镇、村三级, 甲和乙两镇."""
    clause = re.split(r"[，。；：！？\n]", before)[-1]
    marks, joins = clause.count("、"), re.search("[和与及或]", clause) is not None
    return value > 1 and value - 1 - marks in {0, int(joins)}


def _in_title(text: str, offset: int) -> bool:
    """Return whether an offset lies inside 《》, where a title is typed as it was published."""
    line = text.rfind("\n", 0, offset) + 1
    return text.rfind("《", line, offset) > text.rfind("》", line, offset)


def numerals(value: int) -> str:
    """Return a number from 1 to 9999 in numerals: 十八, 一百零五."""
    written = ""
    for name, power in reversed([("", 1), *_LISTS["powers"].items()]):
        digit, value = divmod(value, power)
        if digit:
            written += f"{_WRITTEN[digit]}{name}"
        elif written and value and not written.endswith("零"):
            written += "零"
    return written.removeprefix("一") if written.startswith("一十") else written


def _plain_value(typed: str) -> Any:
    """Return the value of a number in digits or of a Chinese numeral, or None."""
    return Decimal(typed) if typed.isascii() and typed.isdigit() else chinese_value(typed)


def chinese_value(typed: str) -> Decimal | None:
    """Return the value of a Chinese numeral.

    It is None for a word (百, 千万) and for an approximate number (三四).
    """
    whole, _, fraction = typed.partition("点")
    if all(char in _DIGITS for char in whole):
        approximate = len(whole) == 2 and not {"〇", "零"} & set(whole) and not fraction
        value = None if approximate else int("".join(str(_DIGITS[char]) for char in whole))
    else:
        value = None if whole[0] in "百千万亿" else _counted(whole)
    decimals = "".join(str(_DIGITS[char]) for char in fraction)
    return None if value is None else Decimal(f"{value}.{decimals or 0}")


def _counted(whole: str) -> int | None:
    """Return the value of a numeral with 十, 百, 千, 万 or 亿 in it, or None where it is none."""
    total = section = 0
    digit: int | None = None
    for char in whole:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
        elif char in _GROUPS:  # 亿 takes all before it: 三万亿
            section += digit or 0
            if char == "亿":
                section, total = total + section, 0
            total += section * _GROUPS[char]
            section, digit = 0, None
        else:
            section += (1 if digit is None else digit) * _LISTS["powers"][char]
            digit = None
    return total + section + (digit or 0)


def _word(syllables: Iterable[str]) -> str:
    first, *others = syllables
    return first + "".join(f"'{each}" if _APART.match(each) else each for each in others)


@cache
def _spoken(unit: str) -> list[list[list[str]]]:
    """Return how a character, a number or a Latin word may be read: ways, each of choices in a row."""
    from pypinyin import Style, pinyin

    if not unit.isdigit():
        han = is_han(unit)
        return [[pinyin(unit, style=Style.TONE, heteronym=True)[0] if han else [unit.lower()]]]
    ways = [[_SPOKEN[digit] for digit in unit]]
    if len(unit) == 2 and unit[0] != "0":
        tens, ones = (_SPOKEN[digit][-1] for digit in unit)
        ways.append([[f"{'' if unit[0] == '1' else tens}shí{'' if unit[1] == '0' else ones}"]])
    return ways


def _ends(text: str, starts: Iterable[int], way: Iterable[Iterable[str]]) -> Iterable[int]:
    """Return where choices in a row may end in a text, from where they may start."""
    for choices in way:
        starts = {at + len(each) for at in starts for each in choices if text.startswith(each, at)}
    return starts


@lru_cache(maxsize=1 << 14)  # a preview sorts the same names again and again
def _pinyin(name: str) -> str:
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(name))


@cache  # names have the same few phrases, and pypinyin takes long for each
def _reading(phrase: str) -> list[str]:
    from pypinyin import lazy_pinyin

    return [syllable.replace("v", "u") for syllable in lazy_pinyin(phrase)]


@cache
def _foldings() -> tuple[tuple[str, str], ...]:
    import opencc

    characters = [chr(code) for code in range(0x3400, 0xA000)]
    found: list[tuple[str, str]] = []
    for folding in _FOLDINGS:
        # a line for each, because each call takes long
        converted = opencc.OpenCC(folding).convert("\n".join(characters)).split("\n")
        pairs = zip(characters, converted, strict=True)
        found += [(c, to) for c, to in pairs if len(to) == 1 and to != c]
    return tuple(found)


@cache
def _simplified() -> dict[int, str]:
    """Return the Simplified form of each Traditional character, the most general one."""
    return {ord(character): to for character, to in reversed(_foldings())}


@cache
def _syllables() -> dict[str, str]:
    """Return how each character of GB 2312's first level reads by itself, in its order."""
    from pypinyin.pinyin_dict import pinyin_dict

    codes = [bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
    characters = b"".join(codes).decode("gb2312", errors="ignore")
    return {each: plain_pinyin(pinyin_dict[ord(each)].split(",")[0]) for each in characters}
