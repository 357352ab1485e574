"""The notice-board sheet of a practice: three things to know on one page, in large type."""

from __future__ import annotations

from handbook.model.dataset import Dataset
from handbook.model.records import Figure, Practice, Source
from handbook.model.references import split_locator
from handbook.model.types import LEAD
from handbook.model.urls import address_of
from handbook.pages.build import Page
from handbook.pages.writer import Writer
from handbook.text.markdown import escape
from handbook.text.plain_text import number, plain_text


def sheet_page(practice: Practice, dataset: Dataset, lang: str) -> Page:
    """Return a practice's sheet as Markdown: title, summary, then a heading and a paragraph for each thing."""
    path = address_of(practice, dataset).page
    writer = Writer(dataset, lang, path)
    things = (
        ("book_sheet_how", _how(practice, writer)),
        ("book_sheet_who", _who(practice, writer)),
        ("book_sheet_results", _results(practice, writer)),
    )
    parts = [f"# {writer.name(practice.title)}", _sentences(writer.plain(practice.summary))]
    for heading, text in things:
        parts += [f"## {writer.word(heading)}", text]
    title = practice.title.resolve(lang)[0]
    return Page(path, lang, title, writer.plain(practice.summary), "\n\n".join(parts), dataset.files[practice.id], practice.id)


def source_line(practice: Practice, dataset: Dataset, lang: str) -> str:
    """Return a sheet's sources in words, as plain text: on a wall, no one can follow a note."""
    writer = Writer(dataset, lang, "")
    places: dict[str, list[str]] = {}
    for source, place in filter(None, map(split_locator, practice.cite)):
        places.setdefault(source, []).append(dataset.labels.place(place, lang))
    citations = []
    for record in (dataset.records[source] for source in places):
        assert isinstance(record, Source)
        title, publisher = record.title.resolve(lang)[0], dataset.records[record.publisher].title.resolve(lang)[0]
        cited = writer.join(places[record.id])
        citations.append(writer.word("citation", title=title, publisher=publisher, date=writer.date(record.date), paragraph=cited))
    return plain_text(dataset, writer.word("book_sheet_source", sources=writer.language.sentence_gap.join(citations)), lang)


def _sentences(text: str) -> str:
    return escape(text.replace("\n\n", " "))


def _how(practice: Practice, writer: Writer) -> str:
    if practice.how:
        return _sentences(writer.plain(practice.how))
    if parts := practice.components or practice.steps:
        return writer.join(writer.names(part.title for part in parts)) + writer.language.full_stop
    return writer.word("how_silent")


def _who(practice: Practice, writer: Writer) -> str:
    dataset = writer.dataset
    actors = [
        writer.name(dataset.records[actor.organisation].title)
        + (writer.language.bracketed(writer.choice(actor.role)) if actor.role == LEAD else "")
        for actor in practice.actors
    ]
    who = writer.join(dict.fromkeys(actors)) + writer.language.full_stop if actors else writer.word("who_silent")
    if not practice.places:
        return who
    places = writer.join(writer.names(dataset.records[place].title for place in practice.places))
    return who + writer.language.sentence_gap + writer.word("book_sheet_where", places=places)


def _results(practice: Practice, writer: Writer) -> str:
    results, dataset = practice.results, writer.dataset
    sentences = [_sentences(writer.plain(statement.text)) for statement in results.statements]
    for record in (dataset.records[figure] for figure in results.figures):
        assert isinstance(record, Figure)
        value = escape(number(dataset, record, writer.lang))
        sentences.append(
            writer.name(record.title) + writer.language.colon + value + writer.word("look_card_period", period=writer.period(record))
        )
    sentences += [writer.word("book_sheet_honour", honour=writer.name(dataset.records[honour].title)) for honour in results.honours]
    return writer.language.sentence_gap.join(sentences[:3]) if sentences else writer.word("results_silent")
