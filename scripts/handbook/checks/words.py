"""The interface's words: all that the program says are there, and each holds in every language the places that are filled in.

    data/labels.yml ─ `handbook words` ─▶ words.txt: each word and its places ─▶ what the check holds every later data/labels.yml against

A test holds words.txt against data/labels.yml, and every word in that against the templates and the code that say it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic
from handbook.load.labels_file import places
from handbook.model.labels import LABELS, needed

#: So many words that are missing are named.
NAMED = 5


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield once the words that the program says and that are not there."""
    missing = [key for key in needed() if key not in subject.dataset.labels.words]
    if missing and subject.concerns(LABELS):
        shown = [*missing[:NAMED], "…"] if len(missing) > NAMED else missing
        yield subject.at_field("label-words-missing", LABELS, ("words",), count=len(missing), found=shown)


def build_words(words: Mapping[str, Mapping[str, str]]) -> str:
    """Return words.txt: a line for each word, with the names that are filled in."""
    return "".join(" ".join([key, *sorted(places(next(iter(said.values()))))]) + "\n" for key, said in sorted(words.items()))
