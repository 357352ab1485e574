"""Pictures of what a change does to pages, before and after, side by side.

    .venv/bin/python -m handbook.review.before_after BASE BEFORE AFTER FOLDER

BEFORE is the site that was built from revision BASE, AFTER the one built from the files as they are. The first six of
the brief's affected pages that differ to the eye are taken on a phone and on a desktop, from where they begin to differ;
a page that is new has no picture of before. Of a change of the menu it is the menu, with what else stands around each page.
FOLDER/pages.txt lists all affected pages, with their pictures.
"""

import io
import sys
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont
from playwright.sync_api import Page

from handbook.load import load
from handbook.load.revisions import dataset_at
from handbook.model.labels import Labels
from handbook.model.urls import Urls
from handbook.review.browser import browsing, serving
from handbook.review.compare import compare
from handbook.review.questions import Questions
from handbook.review.weight import Weight
from handbook.text.font_coverage import FACES, FOLDER

#: How many pages, at which widths, and how much of each in pixels: before where it begins to differ, and in all.
PAGES, WIDTHS = 6, (360, 1024)
LEAD, HEIGHT = 120, 1200
#: Around the pictures and within their frames; the line above that names them.
GAP, HEAD, GREY, PAPER = 16, 40, "#d0d0d0", "#fcfbf8"
#: What was and what is there now; how many equal rows are part of what differs around them.
TINTS, PAD, LINE = ("#ffd8d3", "#d0f5d6"), 4, 16
#: A page and what of it is pictured: what it says, or, of the front page, the menu and what stands around.
Shown = tuple[str, str]
HOME, MAIN, FRAME = "index", "main", "body"
_OPEN_MENU = """() => {
  for (const each of document.querySelectorAll("main, .hb-edition")) each.style.display = "none";
  const panel = document.querySelector(".hb-nav");
  panel.style.position = "static";
  panel.closest("details").open = true;
}"""
#: The first and the last of some rows of pixels.
Rows = tuple[int, int]
FONT = ImageFont.truetype(str(FOLDER / FACES[0]), 15)


def pages_affected(root: Path, base: str) -> tuple[Labels, dict[Shown, dict[str, str]]]:
    """Return the interface's words, and the affected pages' titles, weightiest first."""
    questions = Questions(compare(dataset_at(root, base)[0], load(root)[0]), ())
    told: dict[Shown, dict[str, str]] = {}
    of_menu = {lang: pages[HOME].title for lang, pages in questions.new.pages.items()}
    if questions.asked[Weight.MENU]:
        told[HOME, FRAME] = of_menu
    for entry in questions.pages:
        path = entry.address.page
        for lang in entry.languages:
            title = questions.new.pages[lang][path].title
            told.setdefault((path, MAIN), {})[lang] = title
    return questions.after.labels, told


def picture(page: Page, address: str, width: int, part: str) -> Image.Image | None:
    """Return the picture of a part of a page; nothing where there is no page."""
    page.set_viewport_size({"width": width, "height": 800})
    answer = page.goto(address)
    if not answer or not answer.ok:
        return None
    if part == FRAME:
        page.evaluate(_OPEN_MENU)
    shot = page.locator(part).first.screenshot(animations="disabled")
    return Image.open(io.BytesIO(shot)).convert("RGB")


def side_by_side(
    before: Image.Image | None, after: Image.Image, labels: list[str]
) -> Image.Image | None:
    """Return both from where they differ, tinted; nothing where nobody sees a difference."""
    sides, top = [each for each in (before, after) if each], 0
    if before:
        changed = changed_rows(before, after)
        if not changed:
            return None
        for rows in changed:
            for each, tint, (start, end) in zip(sides, TINTS, rows, strict=True):
                if end > start:
                    box = (0, max(0, start - PAD), each.width, min(each.height, end + PAD))
                    strip = each.crop(box)
                    each.paste(ImageChops.multiply(strip, Image.new("RGB", strip.size, tint)), box)
        top = max(0, min(start for start, _ in changed[0]) - LEAD)
    height = max(max(1, min(HEIGHT, each.height - top)) for each in sides)
    made = Image.new(
        "RGB", (GAP + sum(e.width + 3 * GAP for e in sides), HEAD + height + 3 * GAP), GREY
    )
    left = GAP
    for each, label in zip(sides, labels[-len(sides) :], strict=True):
        ImageDraw.Draw(made).text((left, HEAD // 2), label, "black", FONT, "lm")
        made.paste(PAPER, (left, HEAD, left + each.width + 2 * GAP, HEAD + height + 2 * GAP))
        made.paste(
            each.crop((0, top, each.width, min(top + height, each.height))),
            (left + GAP, HEAD + GAP),
        )
        left += each.width + 3 * GAP
    return made


def changed_rows(before: Image.Image, after: Image.Image) -> list[tuple[Rows, Rows]]:
    """Return the first and last rows of pixels that differ, but for what only moved.

    Nor do gaps: a browser rounds them anew where what stands above has another height.
    """
    sides = [runs(each) for each in (before, after)]
    old, new = (
        [
            (row, 0 if row == row[:3] * (len(row) // 3) else max(LINE, end - start))
            for row, start, end in side
        ]
        for side in sides
    )
    changed: list[tuple[Rows, Rows]] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        (start, end), (anew, until) = (
            (side[first][1] if first < len(side) else side[-1][2], side[last - 1][2] if last else 0)
            for side, first, last in zip(sides, (a1, b1), (a2, b2), strict=True)
        )
        if tag != "equal":
            if changed and start - changed[-1][0][1] < LINE and anew - changed[-1][1][1] < LINE:
                (start, _), (anew, _) = changed.pop()
            changed.append(((start, max(start, end)), (anew, max(anew, until))))
    return changed


def runs(image: Image.Image) -> list[tuple[bytes, int, int]]:
    """Return (a row of pixels, first, last) of the equal rows that follow each other."""
    rows = (image.crop((0, y, image.width, y + 1)).tobytes() for y in range(image.height))
    told, last = [], 0
    for row, same in groupby(rows):
        first, last = last, last + len([*same])
        told.append((row, first, last))
    return told


def pictures(
    page: Page, sites: tuple[str, str], part: str, shown: list[tuple[str, list[str]]]
) -> Iterator[tuple[int, Image.Image]]:
    """Yield (width, picture) of a page in the first language in which it differs to the eye.

    Args:
        page: Where it is opened.
        sites: The addresses of both sites.
        part: What of it is taken.
        shown: Its path in each language, with the labels of both sides.
    """
    for path, labels in shown:
        made = []
        for width in WIDTHS:
            old, new = (picture(page, site + path, width, part) for site in sites)
            if new and (both := side_by_side(old, new, labels)):
                made.append((width, both))
        if made:
            yield from made
            return


def main(base: str, before: str, after: str, folder: str) -> None:
    """Take the pictures, and list the affected pages."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    words, pages = pages_affected(Path.cwd(), base)
    urls, sides = Urls(tuple(words.languages)), ("diff_before", "diff_after")
    lines, taken = [], 0
    with serving(Path(before)) as old, serving(Path(after)) as new, browsing() as browser:
        window = browser.new_page(reduced_motion="reduce")
        for (page, part), titles in pages.items():
            languages = [lang for lang in words.languages if lang in titles]
            shown = [
                (urls.page(page, lang), [f"{words.word(s, lang)} · {titles[lang]}" for s in sides])
                for lang in languages
            ]
            names = []
            if taken < PAGES:
                for width, both in pictures(window, (old, new), part, shown):
                    names.append(f"{taken + 1}-{page.replace('/', '-')}-{width}.png")
                    both.quantize(128, dither=Image.Dither.NONE).save(target / names[-1])
                taken += bool(names)
            lines.append("\t".join([titles[languages[0]], f"/{shown[0][0]}", *names]))
    (target / "pages.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
