"""The notice-board sheet of a practice: what there is to know on one page, in large type."""

import re
from collections.abc import Iterable

from handbook.model.dataset import Dataset
from handbook.model.records import Figure, Practice, Source, Status
from handbook.model.references import split_locator
from handbook.model.types import Text
from handbook.model.urls import address_of
from handbook.model.vocabulary import LEAD
from handbook.pages.build import Page
from handbook.pages.writer import Writer
from handbook.text.citations import places_cited
from handbook.text.languages import HAN
from handbook.text.markdown import escape
from handbook.text.plain_text import in_one_line, number, plain_text

#: Where a line could part a number from what it counts.
_NUMBER_SIDE = re.compile(rf"(?<=[{HAN}])(?=\d)|(?<=\d)(?=[{HAN}])")


def sheet_page(practice: Practice, dataset: Dataset, lang: str) -> Page:
    """Return the notice-board sheet of a practice.

    It has the practice's title and summary, then a heading and a paragraph for each subject of
    which there is something to say.
    """
    path = address_of(practice, dataset).page
    writer = Writer(dataset, lang, path)
    names = filter(None, [other_names(practice, dataset, lang)])
    parts = [f"# {writer.name(practice.title)}", *names]
    if practice.status and practice.is_over:  # before anybody goes there
        parts.append(f"**{_ending(practice.status, writer)}**")
    parts.append(_sentences(practice.summary, writer))
    who = "book_sheet_who" if practice.actors else "book_sheet_where"
    subjects = {"book_sheet_how": _how, who: _who, "book_sheet_results": _results}
    open_ = {"differences_heading": _differences, "gaps_heading": _gaps}
    for heading, told in (subjects | open_).items():
        if text := told(practice, writer):
            parts += f"## {writer.word(heading)}", text
    title, description = practice.title.resolve(lang)[0], writer.plain(practice.summary)
    file = dataset.files[practice.id]
    return Page(path, lang, title, description, "\n\n".join(parts), file, practice.id)


def cited_line(
    key: str,
    locators: Iterable[str],
    dataset: Dataset,
    lang: str,
    *,
    marks: bool = False,
    places: bool = True,
) -> str:
    """Return sources in words, as plain text: on paper alone, no one can follow a mark.

    Args:
        key: The interface word that the line is made with.
        locators: The citations.
        dataset: The handbook.
        lang: The language of the line.
        marks: Whether each source of several stands after its mark.
        places: Whether the places in it are named, too.
    """
    writer = Writer(dataset, lang, "")
    citations = []
    for source, names in places_cited(dataset, locators, lang):
        whole = [_NUMBER_SIDE.sub("\u2060", name.replace(" ", "\xa0")) for name in names]
        citation = writer.citation(source, writer.join(whole) if places else "")
        mark = writer.mark(source) if marks else ""
        citations.append(f"{mark}{writer.language.sentence_gap}{citation}" if mark else citation)
    sources = writer.language.sentence_gap.join(citations)
    return plain_text(dataset, writer.word(key, sources=sources), lang)


def reported_by(practice: Practice, dataset: Dataset, lang: str) -> str:
    """Return who published what a practice rests on, in a few words."""
    writer = Writer(dataset, lang, "")
    sources = {source for source, _ in filter(None, map(split_locator, practice.cite))}
    publishers = {record.publisher for record in dataset.of(Source) if record.id in sources}
    names = writer.names(dataset.records[publisher].title for publisher in sorted(publishers))
    return plain_text(
        dataset, writer.word("book_sheet_reporter", reporter=writer.join(names)), lang
    )


def other_names(practice: Practice, dataset: Dataset, lang: str) -> str:
    """Return a practice's other names as Markdown, with their readings if told."""
    writer = Writer(dataset, lang, "")
    titles = writer.in_others(practice.title)
    names = " · ".join(f":lang[{escape(title)}]{{{lang}}}" for lang, title in titles)
    return writer.beside(practice) or names


def _sentences(text: Text, writer: Writer) -> str:
    return escape(in_one_line(writer.dataset, *text.resolve(writer.lang)))


def _ending(status: Status, writer: Writer) -> str:
    ending = plain_text(writer.dataset, writer.ending(status), writer.lang)
    return escape(ending) + writer.language.full_stop


def _how(practice: Practice, writer: Writer) -> str:
    told = [_sentences(practice.how, writer)] if practice.how else []
    if parts := practice.components or practice.steps:
        names = writer.join(writer.names(part.title for part in parts))
        told.append(writer.capitalised(names) + writer.language.full_stop)
    return writer.language.sentence_gap.join(told)


def _who(practice: Practice, writer: Writer) -> str:
    records, language = writer.records, writer.language
    actors: dict[str, None] = {}
    for actor in practice.actors:
        role = language.bracketed(writer.choice(actor.role)) if actor.role == LEAD else ""
        actors[writer.name(records[actor.organisation].title) + role] = None
    sentences = [writer.join(actors) + language.full_stop] if actors else []
    if practice.places:
        places = writer.join(writer.names(records[place].title for place in practice.places))
        label = writer.word("book_sheet_where") + language.colon if actors else ""
        sentences.append(label + places + language.full_stop)
    return language.sentence_gap.join(sentences)


def _results(practice: Practice, writer: Writer) -> str:
    results, records, language = practice.results, writer.records, writer.language
    sentences = [_sentences(statement.text, writer) for statement in results.statements]
    for record in map(records.get, results.figures):
        assert isinstance(record, Figure)
        value = escape(number(writer.dataset, record, writer.lang))
        sentences.append(writer.name(record.title) + language.colon + value + language.full_stop)
    for honour in results.honours:
        name = writer.name(records[honour].title)
        sentences.append(writer.word("book_sheet_honour", honour=name))
    return language.sentence_gap.join(sentences[:3])


def _differences(practice: Practice, writer: Writer) -> str:
    language, told = writer.language, []
    for each in practice.differences:
        told.append(writer.capitalised(_sentences(each.about, writer)) + language.full_stop)
        for account in each.accounts:
            cited = dict.fromkeys(locator.partition("#")[0] for locator in account.cite)
            sources = [
                record for source in cited if isinstance(record := writer.records[source], Source)
            ]
            names = writer.join(writer.names(source.mark or source.title for source in sources))
            told.append(names + language.colon + _sentences(account.text, writer))
    return language.sentence_gap.join(told)


def _gaps(practice: Practice, writer: Writer) -> str:
    gaps = writer.language.clause_separator.join(_sentences(gap, writer) for gap in practice.gaps)
    return gaps and writer.capitalised(gaps) + writer.language.full_stop
