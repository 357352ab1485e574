"""How a citation is shown: as a mark, with the name that says what it leads to.

`[[city-safety-2024#5]]` is 〔5〕 or [¶5], and its name "第5段：主题" or "paragraph 5: subject"; of a source
that is cited by its pages, 〔第5页〕 or [p. 5].
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from handbook.model.dataset import Dataset
from handbook.model.records import Record, Source
from handbook.model.references import split_locator
from handbook.model.types import HEAD
from handbook.text.languages import language
from handbook.text.plain_text import plain_text


class Mark(NamedTuple):
    """The mark of a citation: what a reader sees, and its name in words."""

    words: str
    name: str


def mark_of(dataset: Dataset, source_id: str, place: int, lang: str) -> Mark | None:
    """Return the mark of a place in a source, or of its head; None without such a source.

    In a handbook of several sources the source's own mark stands before the number.
    """
    source = dataset.records.get(source_id)
    if not isinstance(source, Source):
        return None
    written = language(lang, dataset.labels)
    name = dataset.labels.place(source.locator, place, lang)
    number = written.places[source.locator].format(place)
    if place == HEAD:
        number = dataset.labels.word("mark_of_head", lang)
    if len(dataset.of(Source)) > 1:
        which = (source.mark or source.title).resolve(lang)[0]
        number, name = f"{which} {number}", f"{which}{written.comma}{name}"
    if subject := subject_of(dataset, source, place, lang):
        name += written.colon + subject
    if any(source_id in each.supersedes for each in dataset.of(Source)):
        name += written.bracketed(dataset.labels.word("superseded", lang))
    return Mark(written.mark.format(number), name)


def places_cited(
    dataset: Dataset, locators: Iterable[str], lang: str
) -> Iterator[tuple[Source, list[str]]]:
    """Yield each source that is cited, with the names of the places: page 8, page 9."""
    places: dict[str, set[int]] = {}
    for source_id, place in filter(None, map(split_locator, locators)):
        places.setdefault(source_id, set()).add(place)
    for source_id, numbers in places.items():
        source = dataset.records[source_id]
        assert isinstance(source, Source)
        names = (dataset.labels.place(source.locator, place, lang) for place in sorted(numbers))
        yield source, list(names)


def sources_in_words(dataset: Dataset, record: Record, lang: str) -> str:
    """Return the sources of a record with their places; nothing if there is one source."""
    if len(dataset.of(Source)) < 2:
        return ""
    written, word = language(lang, dataset.labels), dataset.labels.word
    return written.clause_separator.join(
        word("source_named", lang, title=source.title.resolve(lang)[0])
        + written.sentence_gap
        + written.joined(places)
        for source, places in places_cited(dataset, getattr(record, "cite", ()), lang)
    )


def subject_of(dataset: Dataset, source: Source, place: int, lang: str) -> str:
    """Return what a place in a source is about, as plain text; empty if not told."""
    if not HEAD < place <= len(source.contents):
        return ""
    return " ".join(plain_text(dataset, *source.contents[place - 1].resolve(lang)).split())
