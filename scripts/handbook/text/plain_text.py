"""Turn a text into what its reader reads, without markup.

Links become their words, and figures their numbers. The scanner finds wiki links; the parser's
inline patterns find everything else.
"""

import html
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from lxml.html import fragment_fromstring
from markdown import Markdown
from markdown.inlinepatterns import ENTITY_RE
from markdown.util import AMP_SUBSTITUTE

from handbook.model.dataset import Dataset
from handbook.model.records import Figure, Measure
from handbook.text.languages import language
from handbook.text.markdown import escape, inline_parser, parser
from handbook.text.scanner import WikiLink, replace_wiki_links, scan

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
        return number(dataset, record, lang), link.words is None
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
    parts: list[str] = []
    last = 0
    for start, end in (*scan(text).fences, (len(text), len(text))):
        parts += map(_inline, _BREAK.split(text[last:start]))
        parts.append(text[start:end])
        last = end
    return "".join(parts)


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


def number(dataset: Dataset, figure: Figure, lang: str) -> str:
    """Return a figure's number with its unit as plain text: 17282起, 17,282 incidents, 十八连冠."""
    if figure.value is None or figure.unit is None:
        return plain_text(dataset, *figure.statement.resolve(lang)) if figure.statement else ""
    unit, unit_lang = figure.unit.resolve(lang)
    if figure.measure is Measure.RUN and unit_lang == lang:
        return language(lang, dataset.labels).run(figure.value, unit)
    return in_digits(dataset, figure, lang)


def in_digits(dataset: Dataset, figure: Figure, lang: str) -> str:
    """Return a figure's number in digits with its unit, however texts write it."""
    assert figure.value is not None and figure.unit is not None  # noqa: PT018
    unit, unit_lang = figure.unit.resolve(lang)
    written = language(lang, dataset.labels).number(figure.value)
    return language(unit_lang, dataset.labels).with_unit(written, unit)
