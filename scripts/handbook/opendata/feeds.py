"""Editions and corrections → an Atom feed for each language (RFC 4287), `feed.<language>.xml` at the site's root.

Entries have ids of their own that no address enters, so that moving the site makes nothing new; links are absolute where the published
address is known and relative otherwise.
"""

import uuid
from collections.abc import Iterator
from functools import partial
from operator import itemgetter
from xml.sax.saxutils import escape

from handbook.model.dataset import Dataset
from handbook.model.kinds import KINDS
from handbook.model.records import Correction, Source
from handbook.model.resources import jinja_template
from handbook.model.urls import Urls, feed_path
from handbook.text.languages import language
from handbook.text.plain_text import plain_text

_FEED = jinja_template(
    "handbook.opendata", "feed.xml.jinja", keep_trailing_newline=True, finalize=escape
)


def build_feeds(dataset: Dataset, site_url: str = "") -> dict[str, bytes]:
    """Return every language's feed by its path in the site; arguments as of `build_feed`."""
    return {feed_path(lang): build_feed(dataset, lang, site_url) for lang in dataset.languages}


def build_feed(dataset: Dataset, lang: str, site_url: str = "") -> bytes:
    """Return a language's feed, newest entry first.

    Args:
        site_url: The published address, for absolute links; without it links are relative, and
            those to the page of changes begin at the root.
    """
    urls, own = Urls(dataset.languages, site_url), feed_path(lang)
    page = urls.page(KINDS[Correction.folder].index, lang)
    # the handbook's own id makes ids that no other handbook has
    handbook = uuid.uuid5(uuid.NAMESPACE_URL, dataset.labels.site.id)
    entries = sorted(_entries(dataset, lang), key=itemgetter(0), reverse=True)
    sources = [_moment(source.date.date) for source in dataset.of(Source)]
    labels, gap = dataset.labels, language(lang).sentence_gap
    feed: str = _FEED.render(
        lang=lang,
        word=partial(labels.word, lang=lang),
        nature=gap.join(
            filter(None, [labels.word("nature_note", lang), labels.converted_note(lang)])
        ),
        urn=lambda name: uuid.uuid5(handbook, name).urn,
        updated=entries[0][0] if entries else max(sources, default=_moment("1970")),
        own=urls.absolute(own) or own,
        page=urls.absolute(page) or page,
        entries=entries,
    )
    return feed.encode()


def _entries(dataset: Dataset, lang: str) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield (moment, anchor, title, lines) of each edition and each correction."""
    word, written = partial(dataset.labels.word, lang=lang), language(lang, dataset.labels)
    for edition in dataset.editions:
        lines = [edition.note.resolve(lang)[0]] if edition.note else []
        for change in edition.changes:
            if change.folder != Correction.folder:
                labels = dict.fromkeys(field.label.resolve(lang)[0] for field in change.fields)
                fields = written.bracketed(written.separator.join(labels)) if labels else ""
                title = change.title.resolve(lang)[0]
                lines.append(f"{word(f'ChangeKind.{change.kind}')}{written.colon}{title}{fields}")
        if not edition.base:
            lines.append(word("changes_first"))
        title = edition.title.resolve(lang)[0]
        yield _moment(edition.date), f"edition-{edition.date}", title, lines
    for correction in reversed(dataset.of(Correction)):
        parts = {"changes_wrong": correction.wrong, "changes_now": correction.now}
        lines = [
            word(key) + written.colon + plain_text(dataset, *text.resolve(lang))
            for key, text in parts.items()
        ]
        title = word("changes_event_correction", title=correction.title.resolve(lang)[0])
        yield _moment(correction.corrected.date), correction.id, title, lines


def _moment(date: str) -> str:
    """Return the beginning of a year, month or day in universal time, as Atom writes it."""
    return f"{date}-01-01"[:10] + "T00:00:00Z"
