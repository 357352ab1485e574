"""Turn a text into what its reader reads, without markup.

Links become their words, and figures their numbers. The scanner finds wiki links; the parser's
inline patterns find everything else.
"""

import html
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache

from lxml.html import fragment_fromstring
from markdown import Markdown
from markdown.inlinepatterns import ENTITY_RE
from markdown.util import AMP_SUBSTITUTE

from handbook.model.dataset import Dataset
from handbook.model.labels import Labels
from handbook.model.records import Dated, Figure, Measure, Observed, Period, Revision
from handbook.text.languages import Language, language
from handbook.text.markdown import escape, inline_parser, parser
from handbook.text.scanner import WikiLink, replace_wiki_links, rewritten, scan

#: What a text has that needs the parser; an entity or address may need the last two.
_MARKUP = re.compile(r"[\\`*_<&]|(?<!\[)\[(?!\[)|\][\[(]")
#: Where inline markup ends: at an empty line, and where an item, a row or a block may begin.
_BREAK = re.compile(r"(\n[ \t]*\n\s*|\n(?=[ \t]*(?:[-*+:|#!>]|\d+\.)))")
#: Stands for the mark of a citation, and shows no words.
_NOTE = "[](x)"
_ENTITY = re.compile(ENTITY_RE)
#: What a wiki link shows: its words, and whether the mark of a citation stands there.
LinkWords = tuple[str, bool]


def plain_text(dataset: Dataset, text: str, lang: str) -> str:
    """Return Markdown as plain text.

    Args:
        dataset: The data set, for the titles and figures of wiki links.
        text: The Markdown.
        lang: The language of titles and numbers.

    Returns:
        The text with its lines as typed and without citations.
    """
    links = scan(text).wiki_links if "[[" in text else ()
    return with_words(text, (_words_of(dataset, link, lang) for link in links))


def in_one_line(dataset: Dataset, text: str, lang: str) -> str:
    """Return Markdown as plain text on one line, without marks of lists, tables and code.

    The cells of a row are separated as things that a sentence lists.
    """
    typed = replace_wiki_links(text, lambda link: _as_on_pages(*_words_of(dataset, link, lang)))
    root = fragment_fromstring(_page_parser().reset().convert(typed), create_parent="div")
    for cell in root.xpath(".//tr/*[position() < last()]"):
        cell.tail = language(lang, dataset.labels).separator
    return re.sub(r"\s*\n\s*", " ", root.text_content()).strip()


@cache
def _page_parser() -> Markdown:
    return parser()


def _words_of(dataset: Dataset, link: WikiLink, lang: str) -> LinkWords:
    if link.locator:
        return "", True
    record = dataset.records.get(link.target)
    if link.words or record is None:
        return link.words or link.target, False
    if isinstance(record, Figure):
        return number(dataset, record, lang, link.period), link.words is None
    return record.title.resolve(lang)[0], False


def with_words(text: str, words: Iterable[LinkWords]) -> str:
    """Return a text as `plain_text` does, from what its wiki links show."""
    each = iter(words)
    if not _MARKUP.search(text):
        return replace_wiki_links(text, lambda _: next(each)[0])
    return _without_markup(replace_wiki_links(text, lambda _: _as_on_pages(*next(each))))


def _as_on_pages(words: str, has_mark: bool) -> str:
    """Return a link as pages have it, so that the marks beside it mean the same."""
    return escape(words) + _NOTE if has_mark else f"[{escape(words)}](x)"


@lru_cache(maxsize=4096)
def _without_markup(text: str) -> str:
    return rewritten(
        text, scan(text).fences, outside=lambda part: "".join(map(_inline, _BREAK.split(part)))
    )


def _inline(piece: str) -> str:
    if not _MARKUP.search(piece) or scan(piece).too_open is not None:
        return piece
    root = etree.Element("div")
    paragraph = etree.SubElement(root, "p")
    paragraph.text = piece
    processors = inline_parser().treeprocessors
    processors["inline"].run(root)
    processors["unescape"].run(root)
    return "".join(_words(paragraph)).replace(AMP_SUBSTITUTE, "&")


def _words(element: etree.Element) -> Iterator[str]:
    if element.tag == "code":
        yield html.unescape("".join(element.itertext()))
    elif element.tag == "br":
        yield "\n"
    else:
        yield _characters(element.text)
        for child in element:
            yield from _words(child)
            yield _characters(child.tail)


def _characters(text: str | None) -> str:
    typed = (text or "").replace(AMP_SUBSTITUTE, "&")
    return _ENTITY.sub(lambda match: html.unescape(match[0]), typed)


def number(
    dataset: Dataset,
    figure: Figure,
    lang: str,
    period: str | None = None,
    show: Callable[[Dataset, Observed, str], str] | None = None,
) -> str:
    """Return a figure's number with its unit as plain text: 1728起, 1,728 incidents, 十二连冠.

    Args:
        dataset: The data set.
        figure: The figure.
        lang: The language.
        period: The period that is asked for. Without it the newest is shown, which is told where
            there are others.
        show: What shows each account; without it, `account`.

    Returns:
        The number, and that of each source that differs.
    """
    accounts, written = figure.at(period), language(lang, dataset.labels)
    words, *others = ((show or account)(dataset, each, lang) for each in accounts)
    if figure.is_series and period is None and (of := accounts[0].period):
        at = date_in_words(dataset.labels, of, lang)
        longer = dataset.labels.word("number_of_period", lang, number=words, period=at)
        words = _in_one_bracket(words, longer, written)
    if others:
        key = "number_revised" if accounts[0].status is Revision.REVISED else "numbers_differ"
        longer = dataset.labels.word(key, lang, number=words, others=written.joined(others))
        words = _in_one_bracket(words, longer, written)
    return words


def _in_one_bracket(words: str, longer: str, written: Language) -> str:
    """Return words that have become longer, in one bracket what each of them has in one."""
    opening, closing = written.brackets.split("{}")
    if words.endswith(closing) and longer.startswith(words + opening):
        return words.removesuffix(closing) + written.comma + longer[len(words + opening) :]
    return longer


def account(dataset: Dataset, observed: Observed, lang: str) -> str:
    """Return a number with its unit, or its statement, and if provisional or revised."""
    written = language(lang, dataset.labels)
    words = plain_text(dataset, *observed.statement.resolve(lang)) if observed.statement else ""
    if observed.value is not None and observed.unit is not None:
        unit, unit_lang = observed.unit.resolve(lang)
        is_run = observed.measure is Measure.RUN and unit_lang == lang
        words = written.run(observed.value, unit) if is_run else in_digits(dataset, observed, lang)
    if observed.status:
        words += written.bracketed(dataset.labels.choice(observed.status, lang))
    return words


def in_digits(dataset: Dataset, observed: Observed, lang: str) -> str:
    """Return a number in digits with its unit, however texts write it."""
    assert observed.value is not None and observed.unit is not None  # noqa: PT018
    unit, unit_lang = observed.unit.resolve(lang)
    written = language(lang, dataset.labels).number(observed.value)
    return language(unit_lang, dataset.labels).with_unit(written, unit)


def date_in_words(labels: Labels, dated: Dated, lang: str) -> str:
    """Return a date or period in words, and whether the number of it is one as of then."""
    date = language(lang, labels).date(dated)
    is_total = isinstance(dated, Period) and dated.cumulative
    return labels.word("as_of", lang, date=date) if is_total else date


def shown_words(labels: Labels, prefix: str, lang: str) -> dict[str, str]:
    """Return the words whose keys begin alike, by the rest of their keys, as readers see them."""
    written = language(lang, labels)
    keys = [key for key in labels.words if key.startswith(prefix)]
    return {key.removeprefix(prefix): written.curled(labels.resolve(key, lang)[0]) for key in keys}
