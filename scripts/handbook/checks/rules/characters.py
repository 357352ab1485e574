"""Characters are visible and in their usual form, and spaces are where they belong."""

import html
import re
import unicodedata
from collections.abc import Iterator
from itertools import chain

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.diagnostics import MOST, language_name
from handbook.model.labels import OWN_WORDS
from handbook.model.records import Source
from handbook.model.types import Name, Paragraphs
from handbook.text.languages import BLANK, HAN, Problem, is_han, language

#: Characters seen in ordinary text; whatever is not here is looked at one by one.
_UNUSUAL = re.compile(
    rf"[^\x20-\x7e\n\0\u00a1-\u00ac\u00ae-\u024f\u0391-\u03c9\u2010-\u2027\u2030-\u205e\u20ac\u2190-\u21ff\u2200-\u22ff\u2460-\u24ff"
    rf"\u2500-\u25ff\u3001-\u303f\u3105-\u312f{HAN}\uff01-\uff04\uff06-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff5e\uffe5]"
)
_UNSEEN = frozenset({"character-invisible", "character-tab"})
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})
#: Marks and letters that show nothing: Unicode's default ignorable ones, and the empty Braille cell.
_IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U000e0000-\U000e0fff]"
)
#: A character written by its name or number; a backslash before the number sign changes nothing.
_ENTITY = re.compile(r"&(?:\\?#(?:\d+|[xX][0-9a-fA-F]+)|[0-9a-zA-Z]+);")
#: What is left of characters that were read in the wrong encoding.
_GARBLED = re.compile("\ufffd+|锟斤拷|烫烫烫|Ã[\x80-\xbf]|â€")
_QUESTIONS = re.compile(rf"[?？]{{3,}}|(?<=[{HAN}])[?？]{{2}}")
#: Words in Latin letters, two of which are no name.
_LATIN = re.compile(r"[A-Za-z]{2,}[^\w\n]+(?:a[^\w\n]+)?[a-z]{2,}")
#: Names in any language.
_ANY = {("aliases",), ("search_terms",)}
#: A text that begins with a link, in one pair of quotation marks throughout.
_QUOTED = re.compile(r"“(?=\[\[)(?:[^“”\n]|“[^“”\n]*”)*+”|‘(?=\[\[)(?:[^‘’\n]|‘[^‘’\n]*’)*+’")
_EDGE = re.compile(r"\A[ \n]+|(?<! ) +$|(?<!\n)\n\n+\Z", re.MULTILINE)
_LINE_END = re.compile(r"(?<=\S) +$", re.MULTILINE)
_DOUBLE = re.compile(r"(?<=[^\s|:*+.\-\0])  +(?=[^\s|\0])")


def check(context: Context) -> Findings:
    """Yield what is wrong with the characters and spaces of all texts."""
    for text, problems in context.where(_of_text, most=MOST + 1):
        for code, offset, values in problems:
            broken = code == "space-in-chinese" and _is_line_break(context, text, offset)
            yield context.in_text("text-broken" if broken else code, text, offset, **values)
    yield from context.in_each(context.captions, _of_caption)


def _of_text(reading: Reading) -> Iterator[Problem]:
    if reading.field and reading.type is not Paragraphs and "\n" in reading.text:
        yield "name-several-lines" if reading.type is Name else "text-several-lines", 0, {}
    is_source = reading.file.startswith(f"data/{Source.folder}/")
    published = is_source and reading.field[:1] == ("title",)
    if reading.field and reading.type is not Name and _QUOTED.fullmatch(reading.text):
        yield "quotes-around", 0, {"found": reading.text[0] + reading.text[-1]}
    yield from _nulls(reading.text)
    yield from _characters(reading.text, reading.plain)
    yield from _language(reading)
    yield from _entities(reading.scan.without_code if "&" in reading.text else "")
    yield from _spaces(reading.plain, _EDGE if reading.field else _LINE_END)
    yield from language(reading.lang).problems(reading.plain, published)


def _language(reading: Reading) -> Iterator[Problem]:
    """Yield a text in Latin letters where the language has characters of its own."""
    written, plain = language(reading.lang), reading.plain
    words = _LATIN.search(plain) if written.han and reading.field[:1] not in _ANY else None
    if words and not any(map(is_han, plain)):
        yield "text-other-language", words.start(), {"lang": language_name(reading.lang)}


def _is_line_break(context: Context, reading: Reading, space: int) -> bool:
    """Return whether a space of a record's text is a line break in its file."""
    before, after = (re.escape(reading.text[at]) for at in (space - 1, space + 1))
    file = (context.dataset.root / reading.file).read_text(encoding="utf-8")
    return bool(reading.field and re.search(rf"{before}\n +{after}", file))


def _of_caption(caption: Reading) -> Iterator[Problem]:
    text, field = caption.text, caption.field
    problems = chain(_nulls(text), _characters(text, text))
    if field[0] == "changes":  # stands as it stood, but for what shows nothing or turns words round
        yield from (each for each in problems if each[0] in _UNSEEN)
        return
    if field[0] == "languages" and field[-1] != "name":  # a mark, which may have spaces of any kind
        yield from (each for each in problems if each[0] in _UNSEEN)
        return
    if "\n" in text and not (field[0] == "words" and field[1] not in OWN_WORDS):
        yield "name-several-lines", 0, {}
    yield from chain(problems, _entities(text))
    if field[0] != "words":  # a word may be joined to others by its spaces
        yield from _spaces(text, _EDGE)
    yield from language(caption.lang).problems(text, False)


def _characters(text: str, plain: str) -> Iterator[Problem]:
    """Yield the characters that show nothing, and in the words those that look like others."""
    for match in (*_GARBLED.finditer(text), *_QUESTIONS.finditer(plain)):
        yield "text-garbled", match.start(), {"found": match[0]}
    for match in _UNUSUAL.finditer(text):
        char = match[0]
        code_point = f"U+{ord(char):04X}"
        category = unicodedata.category(char)
        name = unicodedata.name(char, "control")
        if char == "\t":
            yield "character-tab", match.start(), {}
        elif category in _INVISIBLE or _IGNORABLE.match(char):
            yield "character-invisible", match.start(), {"found": code_point, "name": name.lower()}
        elif category in ("Co", "Cn"):
            yield "character-unknown", match.start(), {"found": code_point}
        elif plain[match.start()] != char:
            continue
        elif category == "Zs":
            yield "space-special", match.start(), {"found": code_point}
        elif "\uff10" <= char <= "\uff5a" or char == "％":
            better = unicodedata.normalize("NFKC", char)
            yield "character-full-width", match.start(), {"found": char, "better": better}
    if not unicodedata.is_normalized("NFC", plain):
        for match in re.finditer(r"\S+", plain):
            better = unicodedata.normalize("NFC", match[0])
            if better != match[0]:
                found, better = match[0].replace(BLANK, ""), better.replace(BLANK, "")
                yield "text-not-nfc", match.start(), {"found": found, "better": better}
                break  # one word is enough to have the text converted


def _entities(text: str) -> Iterator[Problem]:
    """Yield the entities that stand for what may not be typed, or for nothing at all."""
    for match in _ENTITY.finditer(text):
        char = html.unescape(match[0].replace("\\", ""))
        if (
            not char.strip(" \ufffd")
            or not char.isprintable()
            or unicodedata.category(char[0]).startswith("M")
            or any(_characters(char, char))
        ):
            yield "character-entity", match.start(), {"found": match[0]}


def _nulls(text: str) -> Iterator[Problem]:
    """Yield each null character that was typed; in masked text, nulls stand for markup."""
    if BLANK in text:
        yield "character-invisible", text.index(BLANK), {"found": "U+0000", "name": "null"}


def _spaces(text: str, edge: re.Pattern[str]) -> Iterator[Problem]:
    for match in edge.finditer(text):
        yield "space-at-edge", match.start(), {}
    for match in _DOUBLE.finditer(text) if "  " in text else ():
        around = text[max(0, match.start() - 5) : match.end() + 5].replace(BLANK, "")
        yield "space-double", match.start(), {"found": around}
