"""Cut the book's fonts anew: `.venv/bin/python scripts/tools/fonts.py`, after a text uses a character they lack.

    npm's Noto Sans SC and Noto Serif SC, at one version and with these checksums
        ─ every character of GB/T 2312, of European scripts, of punctuation, and of data/ and docs/
    npm's Noto Sans TC and Noto Serif TC
        ─ the same and their Traditional forms, as far as they look otherwise
        ─▶ fonts/*.ttf, fonts/licences/noto-sc.txt, fonts/coverage.txt, fonts/coverage-traditional.txt

`coverage.txt` holds the characters that Typst can set with the first and with its own fonts, as ranges of
hexadecimal digits, for the check; the other list what the second add. The same characters give the same files. Needs npm, and fonttools of the development environment (`make test` sets it up).
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import typst
from fontTools import subset
from fontTools.ttLib import TTFont
from opencc import OpenCC

from handbook.book.build import template_folder
from handbook.load import load
from handbook.text.font_coverage import LISTS, ranges
from handbook.text.languages import language

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "scripts" / "handbook" / "book" / "fonts"
VERSION = "0.4.3"
#: Package, file in it, SHA-256 of that file, and the name of what is cut from it.
SOURCES = (
    (
        "noto-sans-sc",
        "400Regular/NotoSansSC_400Regular.ttf",
        "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
        "NotoSansSC-Regular.ttf",
    ),
    (
        "noto-sans-sc",
        "700Bold/NotoSansSC_700Bold.ttf",
        "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96",
        "NotoSansSC-Bold.ttf",
    ),
    (
        "noto-serif-sc",
        "400Regular/NotoSerifSC_400Regular.ttf",
        "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
        "NotoSerifSC-Regular.ttf",
    ),
    (
        "noto-sans-tc",
        "400Regular/NotoSansTC_400Regular.ttf",
        "add35d53f70727657b4509531677c4e3712b67df3d54661efdee5d3a0c16d954",
        "NotoSansTC-Regular.ttf",
    ),
    (
        "noto-sans-tc",
        "700Bold/NotoSansTC_700Bold.ttf",
        "ed4ae6ed781e34d0beee896e9be5d835a938ac7adabbcc1b6b6904290006f372",
        "NotoSansTC-Bold.ttf",
    ),
    (
        "noto-serif-tc",
        "400Regular/NotoSerifTC_400Regular.ttf",
        "b0acf9799d5dc656cdeff077d36b2ee9032b762e05b3f8a7b76c81dee4eec08c",
        "NotoSerifTC-Regular.ttf",
    ),
)
#: Latin with its accents and pinyin's, general punctuation, currency, letter-like signs, arrows, shapes, Chinese punctuation, full-width forms.
RANGES = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x1CD, 0x1DC), (0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x20BF), (0x2100, 0x2122),
    (0x2190, 0x2199), (0x25A0, 0x25FF), (0x2605, 0x2606), (0x3000, 0x301F), (0xFF01, 0xFFEF),
)  # fmt: skip


def characters() -> tuple[set[str], set[str]]:
    """Return the characters the fonts should have, and those that texts use."""
    wanted = {chr(code) for first, last in RANGES for code in range(first, last + 1)}
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            wanted.add(bytes((row, cell)).decode("gb2312", "ignore"))
    used: set[str] = set()
    for folder, pattern in (("data", "**/*.yml"), ("docs", "**/*.md")):
        for file in (ROOT / folder).glob(pattern):
            used |= set(file.read_text(encoding="utf-8"))
    used.discard("\n")
    return (wanted | used) - {""}, used


def fetched(package: str, folder: Path) -> Path:
    """Return where a package of fonts was unpacked."""
    target = folder / package
    if not target.exists():
        subprocess.run(
            ["npm", "pack", "--silent", f"@expo-google-fonts/{package}@{VERSION}"],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        archive = next(folder.glob(f"*{package}-{VERSION}.tgz"))
        with tarfile.open(archive) as packed:
            packed.extractall(target, filter="data")
    return target / "package"


def traditional(simplified: set[str]) -> set[str]:
    """Return characters and all Traditional forms of them, however they are converted."""
    written = "".join(sorted(simplified))
    converters = (OpenCC(name) for name in ("s2tw", "s2hk"))
    forms = set(language("zh-Hant").folding_table(written)[::2])
    return simplified.union(forms, *(converter.convert(written) for converter in converters))


def others(wanted: set[str], source: Path, like: Path) -> set[str]:
    """Return the wanted characters that a font has and another lacks, or draws otherwise."""
    font, other = TTFont(source), TTFont(like)
    names, known = font.getBestCmap(), other.getBestCmap()

    def is_alike(code: int) -> bool:
        return code in known and all(
            font[table][names[code]] == other[table][known[code]] for table in ("glyf", "hmtx")
        )

    # Latin is set in another face
    marks = {character for character in wanted if ord(character) >= 0x2000}
    return {each for each in marks if ord(each) in names and not is_alike(ord(each))}


def cut(source: Path, target: Path, wanted: set[str]) -> set[str]:
    """Write a font with the wanted characters, and return those it has no shape for."""
    options = subset.Options(
        layout_features=["*"],
        hinting=False,
        name_IDs=["*"],
        recalc_timestamp=False,
        notdef_outline=True,
    )
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(wanted)))
    subsetter.subset(font)
    subset.save_font(font, str(target), options)
    return {character for character in wanted if ord(character) not in font.getBestCmap()}


def coverage(characters: Iterable[str], faces: str) -> set[str]:
    """Return those characters that Typst can set in the type of the book, in SC or in TC."""
    source = b"""
        #import "render.typ": serif-of
        #set document(title: [Characters])
        #set text(font: serif-of((han: true, faces: sys.inputs.faces)), fallback: false)
        #for character in json(bytes(sys.inputs.characters)) { character; parbreak() }
    """
    characters = list(characters)
    try:
        with template_folder(load(ROOT)[0]) as templates:
            typesetter = typst.Compiler(
                source, root=templates, font_paths=[FONTS], ignore_system_fonts=True
            )
            # only under PDF/A is a character without a shape an error
            inputs = {"characters": json.dumps(characters), "faces": faces}
            typesetter.compile(sys_inputs=inputs, format="pdf", pdf_standards=["a-2a"])
    except typst.TypstError as error:
        named = "".join(
            re.findall(r"the text `\"(.+?)\"` could not be displayed", error.diagnostic)
        )
        return set(characters) - set(
            re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), named)
        )
    return set(characters)


def main() -> None:
    """Cut every font; name the characters of the handbook's texts that none of them has."""
    (wanted, used), lacking = characters(), []
    with tempfile.TemporaryDirectory() as folder:
        for package, file, digest, name in SOURCES:
            source = fetched(package, Path(folder)) / file
            if hashlib.sha256(source.read_bytes()).hexdigest() != digest:
                sys.exit(f"{file} of {package} {VERSION} is not the file these fonts are cut from.")
            target = FONTS / name
            if (like := FONTS / name.replace("TC-", "SC-")) == target:
                lacking.append(cut(source, target, wanted))
            else:
                cut(source, target, others(traditional(wanted), source, like))
            print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")
        (FONTS / "licences/noto-sc.txt").write_bytes(
            (fetched("noto-serif-sc", Path(folder)) / "LICENSE_FONT").read_bytes()
        )
    seen = [
        character
        for character in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(character)[0] not in "CZ"
    ]
    covered = coverage(seen, "SC")
    added = coverage(seen, "TC") - covered
    (FONTS / LISTS["SC"]).write_text(ranges(covered), encoding="ascii")
    (FONTS / LISTS["TC"]).write_text(ranges(added), encoding="ascii")
    if nowhere := sorted(set.intersection(*lacking) & used):
        print(
            "The texts use what Noto has no shape for:",
            " ".join(f"{character} (U+{ord(character):04X})" for character in nowhere),
        )


if __name__ == "__main__":
    main()
