"""A handbook's own fonts: the characters of its texts that the engine's fonts lack.

    fonts of the system ── cut() ──▶ custom/book/fonts/HandbookSans-Regular.otf, …-Bold, HandbookSerif-…
                                     custom/book/fonts/coverage.txt, for the check

They stand behind the engine's faces, so a character that those have looks as before. The same
characters of the same fonts give the same files.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from io import BytesIO
from itertools import chain
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

from handbook.load.files import write_files
from handbook.text.font_coverage import COVERAGE, OWN, ranges

#: The faces: family, style.
FACES = (("Handbook Sans", "Regular"), ("Handbook Sans", "Bold"), ("Handbook Serif", "Regular"))
#: Debian's fonts-noto-cjk: what is cut from where no font was named.
NOTO = tuple(
    Path(f"/usr/share/fonts/opentype/noto/Noto{name}.ttc")
    for name in ("SansCJK-Regular", "SansCJK-Bold", "SerifCJK-Regular")
)
#: The names of a font: family, style, full name, PostScript's name, and family and style once more.
_NAMES = (1, 2, 4, 6, 16, 17)


def cut(root: Path, wanted: Iterable[str], sources: Iterable[Path]) -> set[str]:
    """Write a handbook's own fonts, with the wanted characters alone.

    Args:
        root: The handbook's root.
        wanted: The characters.
        sources: The files of fonts to cut from, each of which may hold several.

    Returns:
        The characters that some face has no shape for.

    Raises:
        TTLibError: A file is no font.
        OSError: A file cannot be read.
    """
    wanted = set(wanted)
    fonts = [*chain.from_iterable(map(_fonts, sources))]
    files, covered = {}, set(wanted)
    for family, style in FACES:
        # the font that has most of them; of several, the one that looks like the face
        alike = (*family.split()[1:], style, "SC")
        font = max(
            (open_() for open_ in fonts),
            key=lambda font: (
                len(wanted & _characters(font)),
                sum(word in f"{font['name'].getDebugName(4)}" for word in alike),
            ),
        )
        covered &= _characters(font)
        form = "otf" if "CFF " in font else "ttf"
        files[f"{family.replace(' ', '')}-{style}.{form}"] = _cut(font, family, style, wanted)
    files[COVERAGE] = ranges(covered).encode()
    shutil.rmtree(root / OWN, ignore_errors=True)
    write_files(root / OWN, files)
    return wanted - covered


def _fonts(source: Path) -> Iterator[Callable[[], TTFont]]:
    """Yield what opens each font of a file."""
    with source.open("rb") as file:
        several = file.read(4) == b"ttcf"
    count = len(TTCollection(str(source), lazy=True).fonts) if several else 1
    for number in range(count):
        yield partial(TTFont, str(source), fontNumber=number if several else -1, lazy=True)


def _characters(font: TTFont) -> set[str]:
    return {chr(code) for code in font.getBestCmap()}


def _cut(font: TTFont, family: str, style: str, wanted: set[str]) -> bytes:
    options = subset.Options(
        layout_features=["*"], hinting=False, name_IDs=["*"], notdef_outline=True
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(wanted)))
    subsetter.subset(font)
    names = (family, style, f"{family} {style}", f"{family.replace(' ', '')}-{style}")
    for number, name in zip(_NAMES, (*names, family, style), strict=True):
        font["name"].setName(name, number, 3, 1, 0x409)
    font.recalcTimestamp = False
    content = BytesIO()
    font.save(content)
    return content.getvalue()
