"""How a language is written, sorted, searched and checked by default.

A class, with the file beside it, says what holds for a language in any handbook. `data/labels.yml`
names the languages of one handbook, and may set the marks of a language that has no class.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, Self

from handbook.model.labels import LanguageSettings
from handbook.model.records import Dated
from handbook.text import quotes

#: Han characters, as the inside of a character class; `search-text.js` has the same.
HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
#: Replaces each character of markup in a text that is checked.
BLANK = "\0"

#: What is wrong with a text: a message's code, an offset, values.
Problem = tuple[str, int, Mapping[str, object]]

#: A pattern for a number in digits, with or without thousands separators.
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"

_IS_HAN = re.compile(f"[{HAN}]")
#: A row of so many digits is the number of somebody's telephone or card, unless there is a date in it.
_PERSONAL = r"(?<![A-Za-z0-9.,+-])(?!\d{4}-\d\d-\d\d)\+?\d(?:[ -]?\d){9,18}[Xx]?(?![\w.,-]\d)"
#: An address of mail.
_MAILBOX = r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+\.[A-Za-z0-9.-]*[A-Za-z]"
#: The marks and the letter that a Markdown text begins with.
_FIRST = re.compile(r"\A[*_\[(\\\"'“‘]*[^\W\d_]")


class Number(NamedTuple):
    """A number in a text.

    Attributes:
        start: Where it begins.
        typed: How it is typed.
        value: What it says.
        arabic: Whether it is typed in digits.
        counts: Whether it counts something, and is no part of a word.
        step: How coarse it is: 1.7万 is 17,000 to the nearest 1,000.
        listed: Whether it is how many things are listed before it, which a translation may leave out.
    """

    start: int
    typed: str
    value: Decimal
    arabic: bool
    counts: bool
    step: int = 1
    listed: bool = False

    @property
    def end(self) -> int:
        """Return where it ends."""
        return self.start + len(self.typed)

    @classmethod
    def in_digits(cls, start: int, typed: str, digits: str, scale: int) -> Self:
        """Return a number typed in digits: 1.7 with a scale of 10,000 has a step of 1,000."""
        step = scale // 10 ** len(digits.partition(".")[2])
        return cls(start, typed, Decimal(digits.replace(",", "")) * scale, True, True, max(1, step))


class Language:
    """A language as the handbook writes and reads it.

    Attributes:
        code: Its code (BCP 47), as records and addresses have it.
        name: Its own name for itself.
        locale: The locale of dates and numbers.
    """

    locale = ""

    # --- marks ---
    comma = ", "
    clause_separator = "; "
    full_stop = "."
    colon = ": "
    separator = ", "
    sentence_gap = " "
    brackets = " ({})"
    #: What stands between facts in a line.
    dot = " · "
    #: The mark of a citation, and in it the number of a place, by the kind of place.
    mark = "[{}]"
    places: Mapping[str, str] = {
        "paragraph": "¶{}",
        "page": "p. {}",
        "section": "§{}",
        "table": "Table {}",
    }
    #: How an editor types a citation in words.
    typed_citation = r"(?!)"
    #: The separator of a number and its unit.
    unit_gap = " "
    #: The separator of thousands; None for that of the locale.
    group: str | None = None
    #: What replaces straight quotation marks: a double pair, then a single pair; empty for nothing.
    quotes = ""

    #: A placeholder for any text in an example.
    placeholder = "text"

    # --- script ---
    #: Whether it is written in Han characters, and the faces that have them: SC or TC.
    han, faces = False, "SC"
    #: Whether spaces separate its words.
    spaced = True
    #: The language that Pagefind indexes it as; empty for this one.
    index_code = ""
    #: Whether its names have a reading in Latin letters by which they are sorted and found.
    romanised = False

    # --- queries ---
    #: Characters that mean nothing at either end of a query, and those before its subject.
    particles = requests = ""
    #: Regular expressions for the browser: a word with an ending that is ignored when names are
    #: compared, and when texts are, where more may differ. The first group is what is kept.
    name_ending, text_ending = "", r"^(.{4,}?).{1,3}$"

    # --- limits ---
    #: Characters of a name and of a summary, words of a sentence, characters of a search passage.
    title_limit, summary_limit, sentence_limit, passage_length = 100, 400, 30, 160
    _sentence = re.compile(r"(?:[^.!?]|[.!?](?!\s|$))+")
    _word = re.compile(r"[^\s–—]+")

    # --- what checks read ---
    #: Wrong punctuation, each kind in a group named for its message.
    slips = re.compile(r"(?!)")
    #: How many characters around an error its message shows, before and after it, by message.
    shown_around: Mapping[str, Sequence[int]] = {}
    #: The replacement of each wrong mark.
    better: Mapping[str, str] = {}
    #: The pair of quotation marks that an editor types.
    quotation_marks: Sequence[str] = '""'
    #: A quotation within one line: a name, or somebody's words.
    quoted = re.compile(r'"[^"\n]*"')
    #: What the policy keeps out of texts, as a pattern by message, and the words that patterns name.
    policy: Mapping[str, re.Pattern[str]] = {}
    policy_words: Mapping[str, str] = {}
    #: What is typed where a value of a form is due, as patterns by the messages on the form and on that.
    mistyped: Mapping[str, Mapping[str, str]] = {}
    #: Words that say who says so: the source, a report, an editor.
    attribution = r"(?!)"
    #: How a sentence begins that says what the source leaves out.
    silence = r"(?!)"
    #: Words of a link that say nothing of where it leads.
    empty_link = r"(?!)"
    #: A day as it is typed, and what tells of a year, as patterns.
    day, year = r"(?!)", r"(?!)"
    #: Whether `numbers` reads this language.
    reads_numbers = False
    #: A longer row of digits or numerals is not a number but an identifier.
    longest_number = 30
    #: What may stand between a number and its unit in a text, as a pattern.
    unit_joint = r"[ \u00a0]?-?"
    #: Other ways of writing a unit.
    unit_names: Mapping[str, Sequence[str]] = {}

    def __init_subclass__(cls, attributes: Mapping[str, Any]) -> None:
        """Set the attributes that stand in the file of a language."""
        for name, value in attributes.items():
            setattr(cls, name, value)
        of_all = {"private-number": [_PERSONAL, _MAILBOX]}
        own = attributes.get("policy", {})
        cls.policy = {
            code: _any_of(
                re.sub(
                    r"<(\w+)>",
                    lambda each: cls.policy_words[each[1]],
                    "|".join((*of_all.get(code, ()), *own.get(code, ()))),
                )
            )
            for code in {**of_all, **own}
        }

    def __init__(self, code: str, settings: LanguageSettings | None = None) -> None:
        """Take the language's code and what a handbook sets for it."""
        self.code = self.name = code
        self.locale = self.locale or code
        self.index_code = self.index_code or code.partition("-")[0]
        if settings:
            vars(self).update(settings.model_dump(exclude_none=True))

    # --- writing ---

    def number(self, value: Decimal | int) -> str:
        """Return a number with its thousands separated."""
        group = _group_of(self.locale) if self.group is None else self.group
        return f"{Decimal(value):,f}".replace(",", group)

    def with_unit(self, number: str, unit: str) -> str:
        """Return a formatted number with its unit: 17282起, 1,728 incidents, 98%."""
        return f"{number}{'' if unit == '%' else self.unit_gap}{unit}"

    def run(self, value: Decimal, unit: str) -> str:
        """Return how many times in a row something happened, as the language says it."""
        return self.with_unit(self.number(value), unit)

    def joined(self, items: Iterable[str]) -> str:
        """Return items as a list in a sentence.

        A stronger separator is used where an item contains the usual one.
        """
        listed = list(items)
        is_crowded = any(self.separator in item for item in listed)
        return (self.clause_separator if is_crowded else self.separator).join(listed)

    def bracketed(self, text: object) -> str:
        """Return an addition in brackets, with what separates it from the words before."""
        return self.brackets.format(text)

    def capitalised(self, markdown: str) -> str:
        """Return Markdown with a capital first, for where it stands alone."""
        return _FIRST.sub(lambda first: first[0].upper(), markdown)

    def requoted(self, text: str) -> str:
        """Return a text converted to this language with the quotation marks of this language."""
        return text

    def curled(self, text: str) -> str:
        """Return a text with straight quotation marks replaced by the language's own."""
        return quotes.curled(text, self.quotes)

    def typed(self, text: str) -> str:
        """Return a text with straight quotation marks, as editors type them."""
        return quotes.typed(text, self.quotes)

    def date(self, dated: Dated) -> str:
        """Return a date or period in words, as precise as it is: 2023年8月, August 2023, 2019–2023."""
        return _date_in_words(dated.date, self.locale)

    def tick(self, dated: Dated) -> tuple[str, str]:
        """Return a period below an axis: what it is of its year, and the year; or all of it alone."""
        date, parts = dated.date, dated.date.count("-")
        if "/" in date or not parts:
            return self.date(dated), ""
        return _part_of_year(dated.span[1], "Q" in date, self.locale), self.date(
            Dated(date=date[:4])
        )

    @property
    def tags(self) -> dict[str, object]:
        """Return the language and region that Typst sets a text in, and in which Han characters."""
        region = re.search("[-_]([A-Z]{2})$", self.code) or re.search("_([A-Z]{2})$", self.locale)
        lang = self.code.partition("-")[0]
        region_code = region and region[1]
        return {"lang": lang, "region": region_code, "han": self.han, "faces": self.faces}

    # --- sorting and search ---

    def sort_key(self, name: str) -> str:
        """Return the sort key of a name: its letters and digits without accents and case."""
        letters = (c for c in _without_accents(name).casefold() if c.isalnum() or c == " ")
        return "".join(letters).strip()

    def title_key(self, title: str, reading: str | None) -> str:
        """Return the sort key of a title, for which an editor may have given a reading."""
        return self.sort_key(title)

    def reading(self, name: str) -> list[str]:
        """Return the reading of each character of a name that has one."""
        return []

    def readings(self, names: Iterable[str]) -> dict[str, str]:
        """Return the readings of names whose characters differ from `reading_table`."""
        return {}

    def reading_table(self) -> str:
        """Return the readings of characters, for the browser."""
        return ""

    def romanisation(self, name: str, proper: bool) -> str:
        """Return how a name is written in Latin letters.

        Args:
            name: The name, divided into words by blanks.
            proper: Whether its words begin with a capital letter.
        """
        return ""

    def is_reading(self, typed: str, name: str) -> bool:
        """Return whether an editor's text in Latin letters is a reading of a name."""
        return True

    def indexed(self, text: str) -> str:
        """Return a text in the characters that the search index has, as many as the text has."""
        return text

    def simplified(self, character: str) -> str:
        """Return the simplified form of a character that has one, or ""."""
        return ""

    def folding_table(self, text: str) -> str:
        """Return pairs (variant, character) for the characters of a text, for the browser."""
        return ""

    # --- checks ---

    def problems(self, text: str, published: bool) -> Iterator[Problem]:
        """Yield what is wrong with the punctuation of a text.

        The spaces of a published title are left as published.
        """
        for match in self.slips.finditer(text):
            code = str(match.lastgroup).replace("_", "-")
            before, after = self.shown_around.get(code, (0, 0))
            shown = text[max(0, match.start() - before) : match.end() + after].replace(BLANK, "")
            values: dict[str, object] = {"found": shown.replace("\n", self.sentence_gap)}
            if better := self.better.get(match[0]):
                values["better"] = better
            yield code, match.start(), values
        day = re.search(self.day, text)
        if day and not re.search(self.year, text):
            yield "day-without-year", day.start(), {"found": day[0]}

    def numbers(self, text: str) -> Iterator[Number]:
        """Yield the numbers of a text."""
        return iter(())

    def unit_forms(self, unit: str) -> set[str]:
        """Return the ways in which a unit may be typed."""
        return {unit, *self.unit_names.get(unit, ())}

    def sentences(self, text: str) -> list[str]:
        """Return the sentences of a text."""
        return self._sentence.findall(text)

    def word_count(self, sentence: str) -> int:
        """Return how many words, or Han characters, a sentence has."""
        return len(self._word.findall(sentence))


def clock_numbers(clock: re.Match[str], value: Callable[[str], Decimal | int]) -> Iterator[Number]:
    """Yield the hour of a time of the day, as either kind of clock has it, and its minutes.

    Args:
        clock: The time, with `hour` and `minutes`.
        value: What either says.
    """
    for part in ("hour", "minutes"):
        if (typed := clock[part]) and (part == "hour" or value(typed)):
            is_arabic = typed.isascii()
            yield Number(clock.start(part), typed, Decimal(value(typed)), is_arabic, is_arabic)
    other = (Decimal(value(clock["hour"])) + 12) % 24
    yield Number(clock.start(), clock["hour"], other, arabic=False, counts=False)


def _any_of(patterns: str) -> re.Pattern[str]:
    return re.compile(f"(?<![A-Za-z])(?:{patterns})(?![A-Za-z])", re.IGNORECASE)


def is_han(character: str) -> bool:
    """Return whether a character is a Han character."""
    return _IS_HAN.match(character) is not None


def folded(name: str) -> str:
    """Return a name without accents, width, case and thousands separators, for search."""
    return re.sub(r"(\d),(?=\d{3}(?!\d))", r"\1", _without_accents(name).lower())


def _without_accents(name: str) -> str:
    letters = (c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return unicodedata.normalize("NFKC", "".join(letters))


@cache
def _group_of(locale: str) -> str:
    from babel.numbers import get_group_symbol

    return get_group_symbol(locale)


#: What Babel calls dates of a year, a month and a day.
_SKELETONS = ("y", "yMMMM", "yMMMMd")


@cache  # Babel takes long for each date, and a page has the same few
def _date_in_words(date: str, locale: str) -> str:
    from babel.dates import format_date, format_interval, format_skeleton

    year, _, quarter = date.partition("-Q")
    typed = f"{year}-{int(quarter) * 3:02}" if quarter else date
    first, *last = (datetime.date.fromisoformat(f"{d}-01-01"[:10]) for d in typed.split("/"))
    skeleton = "yQQQQ" if quarter else _SKELETONS[typed.partition("/")[0].count("-")]
    if last:
        words: str = format_interval(first, last[0], skeleton, locale=locale)
        return words.replace("\u2009", " ")
    if skeleton == _SKELETONS[-1]:
        return format_date(first, "long", locale=locale)
    return format_skeleton(skeleton, first, locale=locale)


@cache
def _part_of_year(date: str, is_quarter: bool, locale: str) -> str:
    from babel.dates import format_date, format_skeleton

    value = datetime.date.fromisoformat(f"{date}-01"[:10])
    if date.count("-") == 2:
        return format_skeleton("MMMd", value, locale=locale)
    return format_date(value, "QQQ" if is_quarter else "LLL", locale=locale)
