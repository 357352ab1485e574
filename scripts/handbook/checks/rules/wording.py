"""Texts report: no praise, no private names, no dates that pass, and no id in place of a link.

What counts as such stands in the file of each language. Names and quotations are left out.
"""

import re
from collections.abc import Iterator
from functools import partial

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.model.records import Figure
from handbook.model.types import Name
from handbook.text.languages import Problem, language

#: What may be an id: words with hyphens between them, beside no letter, bracket or sign of an address.
_ID = re.compile(
    r"(?<![\w/.#\[［【-])[a-z][a-z0-9]*(?:-[a-z0-9]+)+(?![\w/\]］】|-]|\.\w)", re.ASCII
)

#: A line of a block's colons, up to an id in it or in the line below.
_BLOCK = re.compile(r"^[:：]{2,}.*\n?.*\Z", re.MULTILINE)


def check(context: Context) -> Findings:
    """Return what the policy keeps out of texts, and ids without their brackets."""
    readings = (reading for reading in context.readings if reading.type is not Name)
    return context.in_each(readings, partial(_problems, context))


def _problems(context: Context, reading: Reading) -> Iterator[Problem]:
    written = language(reading.lang)
    if "gaps" in reading.field and (
        reading.text.endswith(written.full_stop) or re.match(written.silence, reading.text)
    ):
        yield "gap-form", 0, {"found": reading.text}
    suspects = [
        (code, match)
        for code, pattern in written.policy.items()
        for match in pattern.finditer(reading.plain)
    ]
    own = context.without_names(reading) if suspects else ""
    for code, match in suspects:
        if own.startswith(match[0], match.start()):
            yield code, match.start(), {"found": match[0]}
    for match in _ID.finditer(reading.plain):
        record = context.dataset.records.get(match[0])
        drawn = _BLOCK.search(reading.plain[: match.start()])
        # where words have spaces between them, some with hyphens may be an id and mean no record
        if record and not drawn and (isinstance(record, Figure) or not written.spaced):
            yield "id-bare", match.start(), {"found": match[0]}
