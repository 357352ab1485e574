"""Data → PDF through a Typst template with the committed fonts; what Typst only warns of (an unknown font) is an error.

As a program it typesets and packs the jobs it reads from its input, a line of JSON each, and answers a line each: the process that gives
it the jobs stays small, and what Typst keeps in mind between two documents goes when the program ends.
"""

from __future__ import annotations

import json
import re
import signal
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path

import typst

from handbook.book.typst import TypesetFailed
from handbook.book.typst.compress import packed

FONTS = Path(str(files("handbook.book") / "fonts"))
TEMPLATES = Path(str(files("handbook.book.typst") / "templates"))
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]

_NO_GLYPH = re.compile(r"the text `\"(?P<text>.+?)\"` could not be displayed")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")  # how Typst writes a character that has no shape of its own


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def typeset(template: str, data: str, timestamp: int) -> bytes:
    """Return the PDF that a template makes of data (JSON), as of a moment in Unix seconds; raises TypesetFailed."""
    compiler = typst.Compiler(TEMPLATES / template, root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True)
    try:
        made, warnings = compiler.compile_with_warnings(
            sys_inputs={"data": data}, format="pdf", pdf_standards=STANDARDS, timestamp=timestamp
        )
    except typst.TypstError as error:
        texts = "".join(_NO_GLYPH.findall(error.diagnostic))
        missing = "".join(dict.fromkeys(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), texts)))
        raise TypesetFailed(error.diagnostic, missing) from error
    if warnings:
        raise TypesetFailed("\n".join(warning.diagnostic for warning in warnings))
    assert isinstance(made, bytes)
    return made


def missing(characters: str) -> frozenset[str]:
    """Return those characters that no font has a shape for."""
    try:
        typeset("glyphs.typ", json.dumps(characters), timestamp=0)
    except TypesetFailed as error:
        return frozenset(error.missing)
    return frozenset()


def main() -> None:
    """Make the files that the jobs of standard input ask for: `template`, `data`, `timestamp` and `path`; answer `said` and `missing`."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C is for the program that gives the jobs to tell
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    while line := sys.stdin.readline():
        job = json.loads(line)
        del line  # as long as the book
        answer = {"said": "", "missing": ""}
        try:
            Path(job["path"]).write_bytes(packed(typeset(job["template"], job["data"], job["timestamp"])))
        except TypesetFailed as error:
            answer = {"said": error.said, "missing": error.missing}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
