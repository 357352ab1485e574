"""Pictures of what a change does to pages, before and after, side by side.

    PYTHONPATH=scripts .venv/bin/python -m tools.before_after BASE BEFORE AFTER FOLDER

BEFORE is the site that was built from revision BASE, AFTER the one built from the files as they are. The first six of
the brief's affected pages that differ to the eye are taken on a phone and on a desktop, from where they begin to differ;
a page that is new has no picture of before. FOLDER/pages.txt lists all affected pages, with their pictures.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops, ImageOps
from playwright.sync_api import Browser

from handbook.load import load
from handbook.load.revisions import dataset_at
from handbook.model.urls import Urls
from handbook.review.compare import compare
from handbook.review.impact import Printed, affected_pages
from handbook.review.weight import by_weight
from tests.helpers.built_site import serving
from tests.helpers.chromium import browsing

#: How many pages, at which widths, and how much of each in pixels: before where it begins to differ, and in all.
PAGES, WIDTHS = 6, (360, 1024)
LEAD, HEIGHT = 120, 1200
#: Beside and between the two pictures.
GAP, GREY = 16, "#808080"


def pages_affected(root: Path, base: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the languages, and the affected pages as {page: title}, the weightiest first."""
    before, after = dataset_at(root, base)[0], load(root)[0]
    difference = by_weight(compare(before, after))
    leading = after.languages[0]
    told: dict[str, str] = {}
    for address, title in affected_pages(difference, Printed(before), Printed(after)):
        told.setdefault(address.page, title.resolve(leading)[0])
    return after.languages, told


def picture(browser: Browser, address: str, width: int) -> Image.Image | None:
    """Return what a page has between its head and its foot; nothing where there is no page."""
    page = browser.new_page(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    answer = page.goto(address)
    taken = None
    if answer and answer.ok:
        shot = page.locator("main").first.screenshot(animations="disabled")
        taken = Image.open(io.BytesIO(shot)).convert("RGB")
    page.close()
    return taken


def side_by_side(before: Image.Image | None, after: Image.Image) -> Image.Image | None:
    """Return both from where they begin to differ; nothing where nobody sees a difference."""
    top = 0
    if before:
        size = max(before.width, after.width), max(before.height, after.height)
        sides = [Image.new("RGB", size, "white") for _ in range(2)]
        for side, own in zip(sides, (before, after), strict=True):
            side.paste(own)
        differs = ImageChops.difference(*sides).getbbox()
        if not differs:
            return None
        top = max(0, differs[1] - LEAD)
    shown = [
        ImageOps.expand(
            each.crop((0, top, each.width, max(top + 1, min(top + HEIGHT, each.height)))),
            (GAP, 0),
            each.getpixel((0, 0)),
        )
        for each in (before, after)
        if each
    ]
    width = sum(each.width for each in shown) + GAP * (len(shown) - 1)
    made = Image.new("RGB", (width, max(each.height for each in shown)), GREY)
    left = 0
    for each in shown:
        made.paste(each, (left, 0))
        left += each.width + GAP
    return made


def pictures(
    browser: Browser, before: str, after: str, paths: list[str]
) -> Iterator[tuple[int, Image.Image]]:
    """Yield (width, picture) of a page in the first language in which it differs to the eye."""
    for path in paths:
        made = []
        for width in WIDTHS:
            if new := picture(browser, after + path, width):
                made.append((width, side_by_side(picture(browser, before + path, width), new)))
        if any(both for _, both in made):
            yield from ((width, both) for width, both in made if both)
            return


def main(base: str, before: str, after: str, folder: str) -> None:
    """Take the pictures, and list the affected pages."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    languages, pages = pages_affected(Path.cwd(), base)
    urls = Urls(languages)
    lines, taken = [], 0
    with serving(Path(before)) as old, serving(Path(after)) as new, browsing() as browser:
        for page, title in pages.items():
            paths = [urls.page(page, lang) for lang in languages]
            names = []
            if taken < PAGES:
                for width, both in pictures(browser, old, new, paths):
                    names.append(f"{taken + 1}-{page.replace('/', '-')}-{width}.png")
                    both.quantize(128, dither=Image.Dither.NONE).save(target / names[-1])
                taken += bool(names)
            lines.append("\t".join([title, f"/{paths[0]}", *names]))
    (target / "pages.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
