"""What kinds of records there are, and where each is read."""

from __future__ import annotations

from handbook.model.records import Correction, Figure, Honour, Organisation, Place, Platform, Practice, Record, Source, Term, Theme

#: Every kind of record by the folder its files stand in, in the order in which they are listed to readers.
KINDS: dict[str, type[Record]] = {
    kind.folder: kind for kind in (Theme, Practice, Organisation, Place, Platform, Figure, Honour, Term, Source, Correction)
}

#: Kinds whose records are elements of one page, and that page.
PAGE_OF_KIND: dict[type[Record], str] = {Figure: "figures", Honour: "honours", Term: "glossary", Correction: "changes"}
#: Pages made from one kind of record, or from all of them; each is a template of the same name.
INDEX_PAGES = (
    "practices", "figures", "honours", "organisations", "places", "platforms", "glossary", "timeline", "sources",
    "downloads", "data", "changes", "search",
)  # fmt: skip
