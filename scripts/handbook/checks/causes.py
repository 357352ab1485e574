"""What is told only once its cause is mended: beside it, its remedy would lead astray."""

import re
from collections import defaultdict
from collections.abc import Iterable

from handbook.diagnostics import Diagnostic, Severity
from handbook.model.dataset import Dataset

#: What rests on the names of all records, and may be false where one cannot be read.
_OF_NAMES = frozenset(
    {"number-differs", "number-typed", "number-typed-in-figure", "praise", "private-name"}
)
#: What a translation that lags behind may differ in, which nobody can tell without the lock.
_OF_PAIRS = frozenset({"diagram-differs", "figure-differs", "link-differs", "number-differs"})
#: What the policy keeps out of texts, which are written anew then, and what changes their sections.
_POLICY = frozenset(
    {
        "address-bare",
        "date-relative",
        "day-without-year",
        "exclamation",
        "heading-bold",
        "own-place",
        "part-missing",
        "praise",
        "private-name",
        "private-number",
        "text-unfinished",
        "verified",
    }
)
#: What is told only where a record or page, in all its languages, has none of its causes.
_CAUSES: dict[str, set[str]] = {
    "number-differs": {
        "cite-mark-typed",
        "number-typed",
        "number-typed-in-figure",
        "translation-unfilled",
    },
    "link-differs": {"cite-link-form", "cite-source-unknown", "translation-unfilled"},
    "figure-differs": {"cite-link-form", "cite-source-unknown", "translation-unfilled"},
    "page-headings-differ": {
        "heading-bold",
        "heading-form",
        "heading-id",
        "heading-id-twice",
        "heading-level",
        "mark-full-width",
        "page-title-twice",
    },
    "exclamation": {"mark-full-width"},
    "heading-levels-differ": {"heading-level", "mark-full-width"},
    "stop-missing": {"text-unfinished"},
    "heading-id": {"mark-full-width"},
    "markup-braces": {"mark-full-width"},
    "chinese-in-english": {"translation-unfilled"},
    "cite-missing-in-text": {"translation-unfilled"},
    "term-not-agreed": {"translation-unfilled"},
    "text-unfinished": {"translation-unfilled"},
    "block-unknown": {"mark-full-width"},
    "character-invisible": {"table-tabs"},
    "diagram-differs": {"mark-full-width"},
    "mark-twice": {"mark-full-width"},
    "quotes-level": {"quotes-around", "quotes-unbalanced"},
    "quotes-straight": {"html-link", "mark-full-width"},
    "space-double": {"mark-full-width"},
    "space-in-chinese": {"mark-full-width"},
    "punctuation-half-width": {"link-full-width", "text-garbled", "text-other-language"},
    "quotes-unbalanced": {"link-full-width"},
    # a text with an error is not worth recording or comparing
    "translation-stale": {Severity.ERROR, *_POLICY},
    "translation-unrecorded": {Severity.ERROR, *_POLICY},
}
_LANGUAGE = re.compile(r"\.[^./]+\.md$")


def without_consequences(findings: Iterable[Diagnostic], dataset: Dataset) -> list[Diagnostic]:
    """Return the findings without those that follow from others."""
    listed = list(findings)
    found: defaultdict[str, set[str]] = defaultdict(set)
    is_lock_broken = any(each.code == "translations-lock-form" for each in listed)
    for each in listed:
        found[_owner(each)] |= {each.code, each.severity}
    return [
        each
        for each in listed
        if not (dataset.unreadable and each.code in _OF_NAMES)
        if not (is_lock_broken and each.code in _OF_PAIRS)
        if found[_owner(each)].isdisjoint(_CAUSES.get(each.code, ()))
    ]


def _owner(finding: Diagnostic) -> str:
    """Return a record's file, or a page's without its language."""
    return _LANGUAGE.sub("", finding.place.path)
