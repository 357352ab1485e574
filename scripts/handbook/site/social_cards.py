"""Social cards, which chat programs show for a page, and QR codes of addresses.

    Page(title, description) ──▶ social_card.typ ──▶ cards/<lang>/<path>.png, 1200 × 630

Typst draws the cards in one run with the book's fonts. They are cached in `.cache/cards/` by what
they are drawn from, so only the cards of changed pages are drawn again; a file that is not what its
name says is no card.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from handbook.model.labels import Colours
from handbook.model.urls import Urls, card_path
from handbook.pages.build import parents
from handbook.pages.render import Handbook
from handbook.site import theme_file
from handbook.text.languages import language
from handbook.text.qr_code import qr_code

TEMPLATE = Path(str(files("handbook.site") / "social_card.typ"))
#: The book's fonts: the same card on every machine.
FONTS = Path(str(files("handbook.book") / "fonts"))
#: What the template says on a card: the page's title and summary, a kicker above it, the site's name.
Card = dict[str, Any]
#: The folder of cards kept between builds.
CACHE = ".cache/cards"


def build_cards(handbook: Handbook) -> dict[str, Card]:
    """Return the card of every page, by the card's path in the site."""
    labels, urls = handbook.dataset.labels, Urls(handbook.dataset.languages)
    cards = {}
    for lang, rendered in handbook.pages.items():
        written = language(lang, labels)
        pages = {path: each.page for path, each in rendered.items()}
        for page in pages.values():
            above = parents(urls, pages, page)
            cards[card_path(page.path, lang)] = {
                "language": written.tags,
                "site": written.curled(labels.word("site_name", lang)),
                "kicker": above[-1][0] if above else "",
                "title": page.title,
                "summary": page.description,
            }
    return cards


def qr(address: str) -> str:
    """Return the QR code of an address as inline SVG."""
    svg = qr_code(address, svgclass="hb-qr", lineclass=None, omitsize=True)
    return svg.replace("<svg ", '<svg aria-hidden="true" ', 1).strip()


def write_cards(cards: Mapping[str, Card], colours: Colours, root: Path, directory: Path) -> int:
    """Write every card to the site, drawing those that are not in the cache.

    Args:
        cards: The cards, by their path in the site.
        colours: The handbook's colours.
        root: The handbook's root, whose `.cache/cards/` is the cache.
        directory: The site.

    Returns:
        The number of cards drawn.
    """
    cache = root / CACHE
    mark = theme_file(root, "assets/mark.svg").read_text("utf-8")
    inputs = {"mark": mark, "colours": colours.model_dump_json()}
    salt = TEMPLATE.read_bytes() + json.dumps(inputs).encode()
    keys = {path: _digest(salt + json.dumps(card).encode()) for path, card in cards.items()}
    drawings = _kept(cache)
    missing = {keys[path]: card for path, card in cards.items() if keys[path] not in drawings}
    if missing:
        drawn = typst.compile(
            str(TEMPLATE),
            format="png",
            ppi=72,
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,  # the same card on every machine
            sys_inputs={**inputs, "cards": json.dumps([*missing.values()], ensure_ascii=False)},
        )
        drawings |= zip(missing, drawn if isinstance(drawn, list) else [drawn], strict=True)
    for path, key in keys.items():
        target = directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(drawings[key])
    with suppress(OSError):  # without a cache all are drawn again
        cache.mkdir(parents=True, exist_ok=True)
        files = {cache / f"{key}-{_digest(drawings[key])}.png": key for key in keys.values()}
        for file in cache.iterdir():
            if files.get(file, "") not in drawings.keys() - missing.keys():
                shutil.rmtree(file) if file.is_dir() else file.unlink()
        for file, key in files.items():
            if key in missing:
                file.write_bytes(drawings[key])
    return len(missing)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _kept(cache: Path) -> dict[str, bytes]:
    """Return the drawings of the cache that are whole, by what they were drawn from."""
    kept = {}
    for file in cache.glob("*-*.png"):
        key, _, digest = file.stem.partition("-")
        with suppress(OSError):
            if digest == _digest(content := file.read_bytes()):
                kept[key] = content
    return kept
