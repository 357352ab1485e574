"""Texts report: no praise, no private names, no dates that pass, and no id in place of a link.

What counts as such stands in the file of each language. Names and quotations are left out.
"""

import re
from collections.abc import Iterator, Sequence

from handbook.checks.context import Context, FieldProblem, Findings
from handbook.checks.masked_text import Reading
from handbook.model.records import Figure, Record
from handbook.model.types import Name
from handbook.text.languages import Problem, language

#: The fields that hold a noun phrase: what is not said, before and now, and what sources differ on.
_NOUN_PHRASES = frozenset({"gaps", "gap", "about"})
#: What may be an id: words with hyphens between them, beside no letter, bracket or sign of an address.
_ID = re.compile(
    r"(?<![\w/.#\[［【-])[a-z][a-z0-9]*(?:-[a-z0-9]+)+(?:#(?:\d+|head))?(?![\w/#\]］】|-]|\.\w)",
    re.ASCII,
)

#: A line of a block's colons, up to an id in it or in the line below.
_BLOCK = re.compile(r"^[:：]{2,}.*\n?.*\Z", re.MULTILINE)


def check(context: Context) -> Findings:
    """Yield what the policy keeps out of texts, sentences for gaps, and ids without brackets."""
    yield from context.in_all(_gap_forms)
    yield from context.in_records(_in_notes, context.dataset.languages[0])
    yield from context.in_suspects(_suspects, problems=_problems)


def _in_notes(record: Record, lang: str) -> Iterator[FieldProblem]:
    """Yield the numbers of persons in a note, which is not shown, but can be read in the file."""
    notes, private = getattr(record, "notes", None), language(lang).policy.get("private-number")
    for match in private.finditer(notes) if private and notes else ():
        yield "private-number", ("notes",), {"found": match[0]}


def _gap_forms(reading: Reading) -> Iterator[Problem]:
    written = language(reading.lang)
    if not _NOUN_PHRASES.isdisjoint(reading.field) and (
        reading.text.endswith(written.full_stop) or re.match(written.silence, reading.text)
    ):
        yield "gap-form", 0, {"found": reading.text}


def _suspects(reading: Reading) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield what may be against the policy, and what may be an id, with the message's code.

    Names are as they are, but for what stands in their place.
    """
    policy, is_name = language(reading.lang).policy, reading.type is Name
    of_names = ("text-unfinished", *["private-name"] * (reading.field[:1] == ("noticed_by",)))
    for code in of_names if is_name else policy:
        matches = policy[code].finditer(reading.plain) if code in policy else ()
        yield from ((code, match) for match in matches)
    if not is_name:
        yield from (("id-bare", match) for match in _ID.finditer(reading.plain))


def _problems(
    context: Context, suspects: Sequence[tuple[str, re.Match[str]]], reading: Reading
) -> Iterator[Problem]:
    of_policy = any(code != "id-bare" for code, _ in suspects)
    own = context.without_names(reading) if of_policy else ""
    # where words with hyphens may be an id and mean no record
    spaced = language(reading.lang).spaced
    for code, match in suspects:
        if code == "id-bare":
            record = context.dataset.records.get(match[0].partition("#")[0])
            drawn = record and _BLOCK.search(reading.plain[: match.start()])
            is_sure = "#" in match[0] or isinstance(record, Figure) or not spaced
            is_problem = record and not drawn and is_sure
        elif reading.type is Name:
            is_problem = True
        else:
            # whom a name belongs to may be called as a record is
            start = match.end() - 1 if code == "private-name" else match.start()
            is_problem = own.startswith(reading.plain[start : match.end()], start)
        if is_problem:
            yield code, match.start(), {"found": match[0]}
