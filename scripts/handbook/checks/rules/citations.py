"""Every citation names a source that exists and a place in it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.diagnostics import Diagnostic, Phrase, nearest
from handbook.load.normal_forms import located_each, located_in, meant_source
from handbook.model.introspect import FieldPath
from handbook.model.records import Figure, Record, Source
from handbook.model.references import citations, split_locator
from handbook.text.languages import Problem, language
from handbook.text.scanner import WikiLink

#: What stands before the place, also as Chinese input methods type it.
HASH = re.compile("[#＃]")
#: How many places behind its last tell that a source has more.
_MANY = 3
_CITED = re.compile(r"\[\[([a-z0-9-]+#\w+)\]\]")
#: Citations of one place of a text.
_CLUSTER = re.compile(rf"(?:{_CITED.pattern}){{2,}}")


def check(context: Context) -> Findings:
    """Yield what is wrong with citations; of many past a source's end, that it is too short."""
    past: defaultdict[str, list[Diagnostic]] = defaultdict(list)
    for finding in _problems(context):
        if finding.code == "cite-past-end":
            past[str(finding.values["source"])].append(finding)
        else:
            yield finding
    for source, findings in past.items():
        cited = sorted({finding.values["place"] for finding in findings})  # type: ignore[type-var]
        if len(cited) < _MANY or not any(each.id == source for each in context.records):
            yield from findings
        else:
            listed = [f"{source}#{place}" for place in cited]
            values = {**findings[0].values, "accepted": listed, "number": len(findings)}
            yield context.at_field("source-places-few", source, ("places",), **values)


def _problems(context: Context) -> Findings:
    """Yield what is wrong with citations, first those in `cite` fields, then those in texts."""
    for record, suspects in context.records_where(_in_fields, context.places):
        for field, locator, is_repeated in suspects:
            if is_repeated:
                yield context.at_field("cite-twice", record.id, field, found=locator)
                continue
            for code, values in problems_of(context, locator):
                yield context.at_field(code, record.id, field, **values)
    yield from context.in_suspects(_links, context.places, problems=_of_links)
    yield from context.in_all(_late_in)
    yield from context.in_suspects(_marks, problems=_of_marks)


def _in_fields(record: Record, places: Mapping[str, int]) -> Iterator[tuple[FieldPath, str, bool]]:
    """Yield (field, locator, whether it is repeated) of citations that may be wrong."""
    seen: set[tuple[FieldPath, str]] = set()
    for field, locator in citations(record):
        is_repeated = (field[:-1], locator) in seen
        seen.add((field[:-1], locator))
        if is_repeated or not is_place(locator, places):
            yield field, locator, is_repeated


def _links(reading: Reading, places: Mapping[str, int]) -> Iterator[WikiLink]:
    """Yield the links of a text that may be wrong citations."""
    for link in reading.links:
        is_right = link.words is None and is_place(link.target, places)
        if not is_right and HASH.search(link.target):
            yield link


def is_place(locator: str, places: Mapping[str, int]) -> bool:
    """Return whether a locator names a place or the head of a known source."""
    source, place = split_locator(locator) or ("", 0)
    return place <= places.get(source, -1)


def _of_links(context: Context, links: Sequence[WikiLink], reading: Reading) -> Iterator[Problem]:
    record = context.dataset.records.get(reading.owner)
    told = {locator for _, locator in citations(record)} if record else set()
    for link in links:
        # what is wrong with a citation of the record is told at its own field
        problems = problems_of(context, link.target, _cited(context, reading))
        for code, values in problems if link.target not in told else ():
            yield code, link.start, values
        if link.words is not None:
            yield "cite-words", link.start, {"found": link.target, "words": link.words}


def _cited(context: Context, reading: Reading) -> str:
    """Return what the record of a text cites, and what the text does."""
    record = context.dataset.records.get(reading.owner)
    return " ".join([*(each for _, each in (citations(record) if record else ())), reading.text])


def _late_in(reading: Reading) -> Iterator[Problem]:
    """Yield citations behind the end of their sentence, and those that stand twice in one place."""
    for cluster in _CLUSTER.finditer(reading.text if "]][[" in reading.text else ""):
        cited = _CITED.findall(cluster[0])
        for locator in {each for each in cited if cited.count(each) > 1}:
            yield "cite-twice", cluster.start(), {"found": locator}
    for late in _late(reading.lang).finditer(reading.text if "[[" in reading.text else ""):
        values = {"found": late[0], "better": late["cites"] + late["stop"]}
        yield "cite-after-stop", late.start(), values


def _marks(reading: Reading) -> Iterator[tuple[int, str]]:
    """Yield the marks of citations that were typed, and where they begin."""
    for mark in _mark_of(reading.lang).finditer(reading.scan.without_code):
        yield mark.start(), mark[0]


def _of_marks(
    context: Context, marks: Sequence[tuple[int, str]], reading: Reading
) -> Iterator[Problem]:
    """Yield the marks that were typed, of a number that a place has, with the citation that was meant."""
    last = max(context.places.values(), default=0)
    for start, found in marks:
        if int(re.findall(r"\d+", found)[-1]) > last:
            continue
        source = meant_source(_names(context), found, _cited(context, reading))
        yield "cite-mark-typed", start, {"found": found, "example": located_in(source, found)}


@cache
def _mark_of(lang: str) -> re.Pattern[str]:
    """Return the pattern of a citation's mark as it is printed; a page that explains it has it bold."""
    written = language(lang)
    opening, closing = map(re.escape, written.mark.split("{}"))
    places = "|".join(re.escape(each) for each in written.places.values())
    place = places.replace(r"\{\}", r"\d+")
    return re.compile(
        rf"(?<!\*){opening}(?:\w+ )?(?:{place}){closing}(?![(0-9])|{written.typed_citation}"
    )


@cache
def _late(lang: str) -> re.Pattern[str]:
    """Return the pattern of citations behind the end of their sentence."""
    stop = re.escape(language(lang).full_stop)
    return re.compile(rf"(?P<stop>{stop})(?P<cites>(?:\[\[[a-z0-9-]+#\w+\]\])+)(?![,;，；]|{stop})")


def _names(context: Context) -> dict[str, list[str]]:
    """Return the titles, marks and addresses of each source."""
    return {
        each.id: [
            *each.title.root.values(),
            *(each.mark.root.values() if each.mark else ()),
            *filter(None, [each.url]),
        ]
        for each in context.dataset.of(Source)
    }


def problems_of(
    context: Context, locator: str, cited: str = ""
) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield (code, values) of what is wrong with a locator, beside what is cited."""
    split = split_locator(locator)
    if split is None:
        meant = partial(meant_source, _names(context), text=cited)
        each = located_each(locator, meant)
        example = "]][[".join(each) if len(each) > 1 else located_in(meant(locator), locator)
        yield "cite-link-form", {"found": locator, "example": example}
        return
    source_id, place = split
    source = context.dataset.records.get(source_id)
    if isinstance(source, Source):
        if place > (count := context.places[source_id]):
            last, found = (Phrase(f"place-{source.locator}", {"number": n}) for n in (count, place))
            values = {"source": source_id, "last": last, "found": found, "count": count}
            values |= {"path": context.dataset.files[source_id], "place": place}
            yield "cite-past-end", values
    elif source_id not in context.dataset.unreadable:
        near = nearest(source_id, context.places)
        if isinstance(source, Figure) and str(place) in source.dates:
            near = Phrase("link-of-period", {"id": source_id, "period": place})
        elif source:
            near = Phrase("cite-of-record", {"id": source_id})
        yield context.fate(source_id, "cite") or (
            "cite-source-unknown",
            {"found": source_id, "nearest": near},
        )
