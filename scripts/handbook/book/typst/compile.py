"""Make a PDF from data, through a Typst template and with the committed fonts.

Run as a program with the folder of the templates and the folder to write to, it reads jobs from its
input, each a line of JSON, typesets and packs each document and answers with a line. The process
that hands out the jobs stays small, and the memory Typst keeps between documents is freed when the
program ends: when its input does, at once, since who hands out the jobs has then all answers, or
was killed.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import traceback
from functools import cache
from importlib.resources import files
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

import typst

from handbook.book.typst import TypesettingError
from handbook.book.typst.pdf import Anchor, pack

FONTS = Path(str(files("handbook.book") / "fonts"))
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]

_NO_GLYPH = re.compile(r"the text `\"(?P<text>.+?)\"` could not be displayed")
# how Typst writes a character that has no shape of its own
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


@cache
def _fonts(own: Path) -> typst.Fonts:
    paths = [FONTS, *filter(Path.is_dir, [own])]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=paths)


def typeset(
    template: Path, data: str, timestamp: int
) -> tuple[bytes, list[Anchor], list[list[bool]]]:
    """Return the PDF that a template makes of data, and what `pack` is to add to it.

    Args:
        template: The path of the template, beside what it imports.
        data: What the template reads, as JSON.
        timestamp: The document's moment in Unix seconds.

    Raises:
        TypesettingError: Typst stopped, or warned of something such as an unknown font.
    """
    compiler = typst.Compiler(
        template,
        root=template.parent,
        font_paths=_fonts(template.parent / "fonts"),
        ignore_system_fonts=True,
    )
    try:
        content, warnings = compiler.compile_with_warnings(
            sys_inputs={"data": data}, format="pdf", pdf_standards=STANDARDS, timestamp=timestamp
        )
    except typst.TypstError as error:
        found = "".join(_NO_GLYPH.findall(error.diagnostic))
        texts = _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), found)
        raise TypesettingError(error.diagnostic, missing="".join(dict.fromkeys(texts))) from error
    if warnings:
        raise TypesettingError("\n".join(warning.diagnostic for warning in warnings))
    assert isinstance(content, bytes)
    found = json.loads(compiler.query("<told>", field="value"))
    anchors = [Anchor(*place) for told in found for place in told["anchors"]]
    return content, anchors, [heads for told in found for heads in told["row-heads"]]


def main() -> None:
    """Make the PDFs that the lines of standard input ask for, and answer what went wrong."""
    templates, folder = map(Path, sys.argv[1:])
    # the program that hands out the jobs reports Ctrl-C
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    lines: SimpleQueue[str] = SimpleQueue()
    Thread(target=_read, args=[lines], daemon=True).start()
    while True:
        name, template, data, timestamp = json.loads(lines.get())
        failure = _work(folder / name, templates / template, data, timestamp)
        print(json.dumps(failure), flush=True)


def _read(lines: SimpleQueue[str]) -> None:
    for line in sys.stdin:
        lines.put(line)
    os._exit(0)


def _work(path: Path, template: Path, data: str, timestamp: int) -> dict[str, str] | None:
    """Make the PDF of one job, and return what a TypesettingError says or nothing."""
    try:
        path.write_bytes(pack(*typeset(template, data, timestamp)))
    except TypesettingError as error:
        return {"reason": error.reason, "missing": error.missing}
    except (OSError, MemoryError) as error:  # what the machine lacks
        lacking = "file-access" if isinstance(error, OSError) else "memory-short"
        return {"reason": str(error), "code": lacking}
    except Exception as error:  # whatever it is, it is told where the job came from
        details = traceback.format_exc().rstrip()
        return {"reason": f"{type(error).__name__}: {error}", "details": details}
    return None


if __name__ == "__main__":
    main()
