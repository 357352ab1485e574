"""Turn plain data into finished PDFs, through Typst templates.

    Job(template, data as JSON) ─ workers ─▶ a process: compile ─ pdf.pack ─▶ a PDF on disk

Nothing here knows what a handbook is. The processes that typeset import this package alone, so
`handbook.book` imports nothing by itself.
"""

from dataclasses import dataclass


@dataclass(eq=False)
class TypesettingError(Exception):
    """A document could not be made.

    Attributes:
        reason: What Typst or the packing said; empty where the process died without a word.
        details: The traceback of an unexpected exception, else empty.
        missing: The characters that no font has.
        file: The file that was to be made.
        exit_code: How a process ended that died, negative for a signal; else None.
        code: The message that tells it.
    """

    reason: str
    details: str = ""
    missing: str = ""
    file: str = ""
    exit_code: int | None = None
    code: str = "book-typesetting"
