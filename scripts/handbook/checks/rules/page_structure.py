"""A page begins with its only title.

Headings have ids and skip no level, and citations are wiki links.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.diagnostics import Diagnostic, Phrase
from handbook.model.records import Theme
from handbook.model.types import is_slug
from handbook.model.urls import address_of
from handbook.text.languages import HAN, Problem, language
from handbook.text.plain_text import plain_text

#: The fields that hold whole sentences, and how those end.
_SENTENCES = frozenset({"summary", "definition"})
_ENDED = re.compile(r"""[。．.！!？?…][”’」』）)"']*(?:\[\[[^\[\]]*\]\])*\s*\Z""")
#: A first word in small letters throughout.
_SMALL = re.compile(r"[a-z]+(?![\w-]*[A-Z0-9])(?=[\s,])")
#: The number of a title among others.
_NUMBERED = re.compile(
    rf"(?:\d{{1,2}}(?:[、．)）]|\. |\.(?=[{HAN}]))|[①-⑳]|[（(][\d一二三四五六七八九十]{{1,2}}[)）]"
    r"|[一二三四五六七八九十]{1,2}、(?![一二三四五六七八九十]))\s*(?=\S)"
)
_TYPED_ID = re.compile(r"\s*(?:[{｛][^{}｛｝]*[}｝]|[(（]#[\w-]+[)）])\s*$")
_FOOTNOTE = re.compile(r"\[\^[^\]\n]*\]")


def check(context: Context) -> Findings:
    """Yield what is wrong with the form of pages."""
    dataset = context.dataset
    yield from context.in_all(_problems, each="passages")
    versions = defaultdict(list)
    for page in context.pages:
        versions[page.owner].append(page)
    for page in context.pages:
        yield from _without_id(context, page, versions[page.owner])
        if (title := page.scan.headings[:1]) and title[0].level == 1:
            expected = dataset.prose[page.owner.removeprefix("docs/"), page.lang].title
            found = plain_text(dataset, title[0].words, page.lang)
            bare = expected.strip("“”‘’\"'")
            if bare == found != expected:
                if expected[0] != bare[0] and expected[-1] != bare[-1]:  # else it is unbalanced
                    values = {"found": expected, "better": bare}
                    yield context.at_field("page-title-quoted", page.file, ("title",), **values)
            elif found != expected:
                yield context.in_text(
                    "page-title-differs", page, title[0].start, found=found, expected=expected
                )
    for theme in dataset.of(Theme):
        path = address_of(theme, dataset).page
        if not context.has_page(path, dataset.languages[0]):
            found = f"docs/{path}.{dataset.languages[0]}.md"
            yield Diagnostic.at("theme-page-missing", dataset.files[theme.id], found=found)


def _problems(passage: Reading) -> Iterator[Problem]:
    if not passage.field:
        yield from _headings(passage)
    elif "title" in passage.field and (typed := _NUMBERED.match(passage.text)):
        yield "title-numbered", 0, {"found": typed[0], "better": passage.text[typed.end() :]}
    elif passage.field[0] == "title" and passage.text.endswith(language(passage.lang).full_stop):
        yield "title-stop", 0, {"found": passage.text}
    elif passage.field[0] in _SENTENCES and _SMALL.match(passage.text):
        better = language(passage.lang).capitalised(passage.text)
        if better != passage.text:
            found, meant = (text.split()[0] for text in (passage.text, better))
            yield "sentence-small", 0, {"found": found, "better": meant}
    if passage.field and passage.field[0] in _SENTENCES and not _ENDED.search(passage.text):
        yield "stop-missing", 0, {"found": language(passage.lang).full_stop}
    for match in _FOOTNOTE.finditer(passage.scan.without_code) if "[^" in passage.text else ():
        yield "page-footnote", match.start(), {"found": match[0]}


def _without_id(context: Context, page: Reading, versions: Sequence[Reading]) -> Findings:
    """Yield the headings that have no id, with that of the same heading in another language."""
    headings = page.scan.headings
    own = {heading.id for heading in headings}
    for at, heading in enumerate(headings):
        is_odd = heading.level > 1 or heading.id is not None or "{#" in heading.words
        if (heading.id is not None and is_slug(heading.id)) or not is_odd:
            continue
        others = [v.scan.headings for v in versions if len(v.scan.headings) == len(headings)]
        ids = [
            each[at].id for each in others if is_slug(each[at].id or "") and each[at].id not in own
        ]
        words = _TYPED_ID.sub("", heading.words)
        example = (
            f"{'#' * heading.level} {words} {{#{ids[0]}}}" if ids else Phrase("example-heading")
        )
        values = {"found": heading.words, "example": example}
        yield context.in_text("heading-id", page, heading.start, **values)


def _levels(above: int) -> Phrase | str:
    """Return the levels that a heading may have below another, but for a title's."""
    deepest = "#" * (above + 1)
    return deepest if above == 1 else Phrase("levels", {"below": deepest, "beside": "#" * above})


def _headings(page: Reading) -> Iterator[Problem]:
    headings = page.scan.headings
    if not headings or headings[0].level > 1 or page.text[: headings[0].start].strip():
        yield "page-title-first", 0, {}
    lines: dict[str, int] = {}
    level = 0
    for index, heading in enumerate(headings):
        start, words = heading.start, heading.words
        if index and heading.level > level + 1:
            yield "heading-level", start, {"found": words, "level": _levels(level)}
        # the book repeats a title at the head of its pages, where no links may be
        links = (*(link.start for link in page.links), *(link.start for link in page.scan.links))
        if level < heading.level == 1 and any(start <= link < heading.end for link in links):
            yield "page-title-link", start, {"found": words}
        level = heading.level
        if index and level == 1:
            yield "page-title-twice", start, {"found": words}
        if not words.strip():
            yield "heading-empty", start, {"found": page.text[start : heading.end].strip()}
        elif words.rstrip().endswith(language(page.lang).full_stop):
            yield "title-stop", start, {"found": words}
        below = headings[index + 1 : index + 2]
        body = page.text[heading.end : below[0].start if below else None]
        if level > 1 and not body.strip() and (not below or below[0].level <= level):
            yield "section-empty", start, {"found": words}
        if heading.id is None or not is_slug(heading.id):
            continue
        if heading.id in lines:
            yield "heading-id-twice", start, {"found": heading.id, "first": lines[heading.id]}
        else:
            lines[heading.id] = page.line_at(start)
    for start, end in page.scan.underlines:
        yield "heading-form", start, {"found": page.text[start:end]}
