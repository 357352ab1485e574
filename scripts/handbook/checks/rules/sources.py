"""Sources are told apart, say what is where, and take the place of what they supersede and answer."""

from collections.abc import Iterable, Iterator

from handbook.checks.context import Context, FieldProblem, Findings
from handbook.checks.masked_text import Reading
from handbook.model.dataset import texts_of
from handbook.model.introspect import FieldPath
from handbook.model.records import Record, Source, Theme
from handbook.model.references import citations, standing_gap
from handbook.model.types import is_before
from handbook.text.languages import language

#: How many times as long as a mark a title may be.
_OF_TITLE = 5


def check(context: Context) -> Findings:
    """Yield what is wrong with sources, and what rests on superseded ones alone."""
    sources = [record for record in context.records if isinstance(record, Source)]
    yield from context.in_records(_of_itself, of=Source)
    for source in sources:
        yield from _older(context, source)
        yield from _answers(context, source)
    yield from context.in_records(_alike, context.dataset.languages[0])
    yield from _marks(context)
    yield from _superseded(context)


def _of_itself(source: Source) -> Iterator[FieldProblem]:
    """Yield a source's list of subjects that is not whole, and its copies older than itself."""
    count, given = source.places, len(source.contents)
    if given not in (0, count):
        yield "source-contents", ("contents",), {"count": count, "given": given}
    for number, archive in enumerate(source.archives):
        if is_before(archive.date, source.date.date):
            yield "archive-older", ("archives", number, "date"), {"found": archive.date}


def _alike(record: Record, lang: str) -> Iterator[FieldProblem]:
    """Yield the accounts of a difference that say what one before them says."""
    for at, difference in enumerate(getattr(record, "differences", ())):
        texts = [account.text.get(lang) for account in difference.accounts]
        for place, text in enumerate(texts):
            if text in texts[:place]:
                yield "accounts-alike", ("differences", at, "accounts", place, "text"), {}


def _marks(context: Context) -> Findings:
    """Yield the sources of several that have no mark, one that another has, or no short one."""
    sources = context.dataset.of(Source)
    holders: dict[tuple[str, str], str] = {}
    for source in sources if len(sources) > 1 else ():
        if not source.mark:
            yield context.at_field("source-mark-missing", source.id, ("id",))
            continue
        for lang, mark in source.mark.items():
            if set("".join(language(lang).mark.split("{}"))) & {*mark}:
                yield context.at_field(
                    "source-mark-brackets", source.id, ("mark", lang), found=mark
                )
            if len(mark) > (limit := language(lang).title_limit // _OF_TITLE):
                values = {"found": mark, "size": len(mark), "limit": limit}
                yield context.at_field("source-mark-long", source.id, ("mark", lang), **values)
            other = holders.setdefault((lang, mark), source.id)
            if other != source.id:
                values = {"found": mark, "other": context.dataset.files[other]}
                yield context.at_field("source-mark-taken", source.id, ("mark", lang), **values)


def _older(context: Context, source: Source) -> Findings:
    """Yield the sources that are superseded or corrected by an older one."""
    for field in ("supersedes", "corrects"):
        for at, other in enumerate(getattr(source, field)):
            record = context.dataset.records.get(other)
            if isinstance(record, Source) and is_before(source.date.date, record.date.date):
                yield context.at_field("source-older", source.id, (field, at), found=other)


def _answers(context: Context, source: Source) -> Findings:
    """Yield the answers that a record does not tell yet, and the gaps that they have closed."""
    for at, answer in enumerate(source.answers):
        record = context.dataset.records.get(answer.record)
        if record is None:
            continue  # an unknown id is told by itself
        gap = standing_gap(context.dataset, answer)
        is_told = _tells(record, source.id)
        values = {"record": context.dataset.files[answer.record], "source": source.id}
        place: FieldPath = ("answers", at, "gap")
        if gap is not None and is_told:
            yield context.at_field("gap-answered", record.id, ("gaps", gap), **values)
        elif gap is not None:
            yield context.at_field("answer-not-told", source.id, place, **values)
        elif not is_told:
            yield context.at_field("answer-without-gap", source.id, place, **values)


def _tells(record: Record, source: str) -> bool:
    """Return whether a record rests on a source, but for what sources tell differently."""
    cited = [(field[0], locator) for field, locator in citations(record) if _of(locator) == source]
    texts = (text for path, *_, text in texts_of(record) if path[0] != "differences")
    is_whole = len(getattr(record, "cite", ())) == 1 or isinstance(record, Theme)  # its page cites
    return (
        any(field not in {"cite", "differences"} for field, _ in cited)
        or any(f"[[{source}#" in text for text in texts)
        or (bool(cited) and is_whole)
    )


def _superseded(context: Context) -> Findings:
    """Yield what rests on superseded sources alone: a record, a part of it, or a text."""
    newer = {
        old: source
        for source in context.dataset.of(Source)
        for old in source.supersedes
        if old != source.id and not any(_older(context, source))
    }
    if not newer:
        return
    told = set[tuple[str, FieldPath]]()
    for record in context.records:
        for field, locators in _cites(record).items():
            if _all_of(locators, newer) and (record.id, ("cite",)) not in told:
                told.add((record.id, field))
                values = {"source": _of(locators[0]), "newer": newer[_of(locators[0])].id}
                yield context.at_field("cite-superseded", record.id, field, **values)
    for reading, found in context.where(_old_citations, frozenset(newer)):
        is_told = (reading.owner, ("cite",)) in told
        if not is_told and reading.lang == context.dataset.languages[0]:
            locator, offset = found[0]
            values = {"source": _of(locator), "newer": newer[_of(locator)].id}
            yield context.in_text("cite-superseded", reading, offset, **values)


def _cites(record: Record) -> dict[FieldPath, list[str]]:
    """Return the citations of a record and of its parts by field, the record's own first."""
    cites: dict[FieldPath, list[str]] = {}
    for field, locator in citations(record):
        cites.setdefault(field[:-1], []).append(locator)
    return dict(sorted(cites.items(), key=lambda each: len(each[0])))


def _old_citations(reading: Reading, old: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Yield the first citation of a text that cites old sources alone."""
    links = [link for link in reading.links if link.locator]
    if links and _all_of([link.target for link in links], old):
        yield links[0].target, links[0].start


def _all_of(locators: Iterable[str], sources: Iterable[str]) -> bool:
    return {*map(_of, locators)} <= {*sources}


def _of(locator: str) -> str:
    """Return the source of a citation."""
    return locator.partition("#")[0]
