"""What an editor typed, in the form that records have it: ids, citations, dates, numbers, items."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import get_close_matches

from handbook.model import types
from handbook.text.languages import language

#: What may be meant as the hyphens of items, and what as the commas between ids or names.
_HYPHENS = re.compile(r"(?:\A|\s)\s*(?:[-－—–*·•]|\d{1,2}[.、．)）])\s*")
_COMMAS = re.compile(r"[,，、;；\n]+")
#: What stands between citations that are written in one, and how many places a range has at most.
_BETWEEN = re.compile(r"[,，、;；和及]|\band\b|(?<=[0-9])\s+(?=\S)|\]\]\[\[")
_MOST_OF_RANGE = 10
#: An address, whose numbers are those of no place, but for one behind a `#`.
_ADDRESS = re.compile(r"https?://[!-~]+?(?=#[0-9]+\Z|[^!-~]|\Z)")
#: The number of a place before what it is the number of.
_PLACE = re.compile(r"[1-9][0-9]*(?=\s*(?:自然)?[段页节])")


def items(typed: str, *, ids: bool = False, names: bool = False) -> list[str]:
    """Return the ids, names or sentences that were typed in one; commas part no sentences."""
    listed = _HYPHENS.sub("\n", typed)
    several = [each for each in re.split(r"\s+", _COMMAS.sub("\n", listed)) if each]
    if ids or all(map(types.is_slug, several)):
        return several
    is_prose = not names and re.search(r"[。，,]|\[\[", listed)
    listed = listed if is_prose else _COMMAS.sub("\n", listed)
    return [each.strip() for each in listed.split("\n") if each.strip()]


def slug(typed: str) -> str:
    """Return the id typed as a file or link, in quotes or in full-width letters, or ""."""
    plain = re.split(r"[|#]", unicodedata.normalize("NFKC", typed).lower())[0]
    stem = re.sub(r"\.ya?ml\W*$", "", plain.replace("\\", "/")).rpartition("/")[2]
    found = re.sub(r"[\s_\u2010-\u2015\u2212-]+", "-", re.sub(r"^[\W_]+|[\W_]+$", "", stem))
    return found if types.is_slug(found) else ""


def date(typed: str) -> str:
    """Return the date of the numbers that were typed, or ""."""
    found = "-".join(number.zfill(2) for number in re.findall("[0-9]+", typed))
    return found if re.fullmatch(types.DATE, found) else ""


def number(typed: str, languages: Iterable[str]) -> str:
    """Return in digits a whole number that was typed with a word for thousands or more, or ""."""
    for lang in languages:
        for found in language(lang).numbers(typed):
            if not found.typed.isascii() or re.search("[a-z]", found.typed):
                whole = found.value == found.value.to_integral_value()
                is_all = found.start == 0 and (typed[0].isdigit() or found.end == len(typed))
                return f"{found.value:.0f}" if whole and is_all else ""
    return ""


def plain(typed: str) -> str:
    """Return what was typed without quotes, full-width forms and the stop behind it."""
    return re.sub(
        r"^[\s\"'“”‘’]+|[\s\"'“”‘’。，、；;,]+$", "", unicodedata.normalize("NFKC", typed)
    )


def digits(typed: str) -> str:
    """Return a number without the separators of its thousands and its unit."""
    number = re.sub(r"(?<=\d)[,，](?=\d{3}(?!\d))", "", plain(typed))
    return re.sub(r"(?<=\d)\s?(?![万亿千百])[^\d\s.,]{1,4}\Z", "", number)


#: What may have been meant as a value of a pattern, or as any: each is tried until one fits.
FORMS: dict[str | None, tuple[Callable[[str], str], ...]] = {
    types.SLUG: (slug,),
    types.DATE: (date,),
    types.PERIOD: (plain, date),
    types.COLOUR: (lambda typed: plain(typed).lower(),),
    None: (plain, digits),
}


def located_in(source: str, typed: str) -> str:
    """Return the citation that was typed in some way; its place is left open if none was."""
    typed = unicodedata.normalize("NFKC", typed)  # full-width digits and marks
    typed = _ADDRESS.sub("", typed).removeprefix(source).rpartition("#")[2]
    place = _PLACE.search(typed) or re.search("[1-9][0-9]*", typed)
    return f"{source}#{place[0] if place else types.PLACEHOLDER}"


def located_each(typed: str, source: Callable[[str], str]) -> list[str]:
    """Return the citations of all places that were typed in one, a range of a few with each.

    Args:
        typed: What was typed.
        source: What returns the source that was meant by a name.
    """
    name, cited = "", list[str]()
    for part in _BETWEEN.split(unicodedata.normalize("NFKC", typed)):
        before, _, place = part.rpartition("#")
        name = before or name
        ends = [int(each) for each in re.findall("[0-9]+", place)]
        is_range = len(ends) == 2 and 0 < ends[1] - ends[0] <= _MOST_OF_RANGE
        numbers = range(ends[0], ends[1] + 1) if is_range else ends
        cited += [f"{source(name)}#{each}" for each in numbers if each and name]
    return [*dict.fromkeys(cited)]


def meant_source(names: Mapping[str, Collection[str]], typed: str, text: str) -> str:
    """Return the source that was typed by its id or a name, or "".

    Otherwise it is the one of which a text cites the place that was typed, or which it cites most.

    Args:
        names: The titles, marks and addresses of each source, by its id.
        typed: What was typed.
        text: The text.
    """
    known = [each for each, own in names.items() if any(map(typed.__contains__, {each, *own}))]
    alike = get_close_matches(re.split("[#＃]", typed)[0], [*names], n=1)
    place = located_in("", typed)
    cited = [each for each in names if re.search(rf"(?<![\w-]){each}{place}\b", text)]
    meant = sorted(known, key=len)[-1:] or alike or cited or names
    return max(meant, key=lambda each: text.count(f"{each}#"), default="")
