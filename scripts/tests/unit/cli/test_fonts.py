"""`handbook fonts`: a character that the book's fonts lack is cut from another font."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from handbook.book.build import write_books
from handbook.checks import check_handbook
from handbook.cli import main
from handbook.load import load
from handbook.pages.render import render
from handbook.text.font_coverage import OWN, own_characters
from tests.helpers import handbook_of

#: A character that the engine's fonts lack.
BOAT = "\U0001f6a4"


def font(path: Path, characters: str, name: str = "Test Sans", width: int = 1000) -> Path:
    """Write a font in which each character is a box; return its path."""
    pen = TTGlyphPen(None)
    for step, point in enumerate([(0, 0), (0, 700), (700, 700), (700, 0)]):
        (pen.lineTo if step else pen.moveTo)(point)
    pen.closePath()
    box, names = pen.glyph(), [f"u{ord(each):X}" for each in characters]
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", *names])
    builder.setupCharacterMap({ord(each): f"u{ord(each):X}" for each in characters})
    builder.setupGlyf(dict.fromkeys([".notdef", *names], box))
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *names], (width, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "fullName": name})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
    return path


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the small handbook, with a boat in a title."""
    root = handbook_of.good(tmp_path / "root")
    place = handbook_of.PLACE.replace("zh: 河畔镇\n", f"zh: 河畔镇{BOAT}\n")
    handbook_of.write(root, {"data/places/river-town.yml": place})
    monkeypatch.chdir(root)
    return root


def run(*arguments: str | Path) -> Result:
    """Run the command in English."""
    return CliRunner().invoke(main, ["fonts", *map(str, arguments), "--lang", "en"])


def lacking(root: Path) -> list[str]:
    """Return the characters that the check names."""
    return [
        str(each.values["found"])
        for each in check_handbook(root)[1]
        if each.code == "book-character"
    ]


def test_missing_character_is_cut_and_printed(root: Path, tmp_path: Path) -> None:
    """The check names it, the command cuts it alone, then the check is content and the book has it."""
    source = font(tmp_path / "source.ttf", f"{BOAT}AB")
    assert [BOAT] == lacking(root)
    done = run(source)
    assert 0 == done.exit_code, done.output
    assert f"Cut {BOAT} into custom/book/fonts/" in done.output
    assert {BOAT} == own_characters(root)
    assert [] == lacking(root)
    assert "The texts use no character" in run(source).output
    write_books(render(load(root)[0]), tmp_path / "site", extracts=False)
    with pikepdf.open(tmp_path / "site/pdf/handbook.zh.pdf") as book:
        fonts = {str(each.get("/BaseFont")) for each in book.objects if "/BaseFont" in dir_of(each)}
    assert any("HandbookSans" in name for name in fonts), fonts


def dir_of(thing: object) -> frozenset[str]:
    """Return the keys of a PDF's dictionary; none of anything else."""
    return frozenset(thing.keys()) if isinstance(thing, pikepdf.Dictionary) else frozenset()


def test_each_face_is_cut_from_the_font_that_looks_like_it(root: Path, tmp_path: Path) -> None:
    """Of fonts that have the character, a face with serifs is cut from one with serifs; the same fonts give the same files."""
    widths = {"Sans": 1000, "Serif": 900, "Sans Bold": 800}
    sources = [
        font(tmp_path / f"{name}.ttf", BOAT, f"Test {name}", width)
        for name, width in widths.items()
    ]
    assert 0 == run(*sources).exit_code
    first = {file.name: file.read_bytes() for file in (root / OWN).iterdir()}
    faces = {"HandbookSans-Regular": 1000, "HandbookSans-Bold": 800, "HandbookSerif-Regular": 900}
    assert faces == {
        file.stem: TTFont(file)["hmtx"][f"u{ord(BOAT):X}"][0] for file in (root / OWN).glob("*.ttf")
    }
    assert {*(f"{face}.ttf" for face in faces), "coverage.txt"} == set(first)
    for file in (root / OWN).iterdir():
        file.unlink()
    assert 0 == run(*sources).exit_code
    assert first == {file.name: file.read_bytes() for file in (root / OWN).iterdir()}


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"no font at all", "This font cannot be read"), (None, "These fonts have no")],
)
def test_what_cannot_be_cut_is_told(
    root: Path, tmp_path: Path, content: bytes | None, told: str
) -> None:
    """A file that is no font, and a font without the character."""
    source = font(tmp_path / "source.ttf", "AB")
    if content:
        source.write_bytes(content)
    done = run(source)
    assert 1 == done.exit_code
    assert told in done.output
    assert [BOAT] == lacking(root)
