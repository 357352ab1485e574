"""Social cards, which chat programs show for a page, and QR codes of addresses.

    Page(title, description) ──▶ card.typ ──▶ cards/<lang>/<path>.png, 1200 × 630

Typst draws the cards in one run with the book's fonts. They are cached in `.cache/cards/` by their
content, so only the cards of changed pages are drawn again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

import typst

from handbook.model.labels import Colours
from handbook.model.urls import card_path
from handbook.site import theme_file
from handbook.text.languages import language
from handbook.text.qr_code import qr_code

TEMPLATE = Path(str(files("handbook.site") / "social_card.typ"))
#: The book's fonts: the same card on every machine.
FONTS = Path(str(files("handbook.book") / "fonts"))
#: The folder of cards kept between builds.
CACHE = ".cache/cards"


@dataclass(frozen=True, slots=True)
class Card:
    """The content of a page's card.

    Attributes:
        path: The page's path below the language's root.
        lang: The language.
        site: The name of the site.
        kicker: The line above the title.
        title: The page's title.
        summary: The page's description.
    """

    path: str
    lang: str
    site: str
    kicker: str
    title: str
    summary: str

    @property
    def file(self) -> str:
        """Return the card's path in the site."""
        return card_path(self.path, self.lang)

    @property
    def words(self) -> dict[str, object]:
        """Return the values for the template."""
        return {**asdict(self), "language": language(self.lang).tags}


def qr(address: str) -> str:
    """Return the QR code of an address as inline SVG."""
    svg = qr_code(address, svgclass="hb-qr", lineclass=None, omitsize=True)
    return svg.replace("<svg ", '<svg aria-hidden="true" ', 1).strip()


def write_cards(cards: Iterable[Card], colours: Colours, root: Path, directory: Path) -> int:
    """Write every card to the site, drawing those that are not in the cache.

    Args:
        cards: The cards.
        colours: The handbook's colours.
        root: The handbook's root, whose `.cache/cards/` is the cache.
        directory: The site.

    Returns:
        The number of cards drawn.
    """
    cache = root / CACHE
    cache.mkdir(parents=True, exist_ok=True)
    mark = theme_file(root, "assets/mark.svg").read_text("utf-8")
    inputs = {"mark": mark, "colours": colours.model_dump_json()}
    salt = TEMPLATE.read_bytes() + json.dumps(inputs).encode()
    cached = {
        card: cache
        / f"{hashlib.sha256(salt + json.dumps(card.words).encode()).hexdigest()[:32]}.png"
        for card in cards
    }
    missing = [card for card, file in cached.items() if not file.exists()]
    if missing:
        drawn = typst.compile(
            str(TEMPLATE),
            format="png",
            ppi=72,
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,  # the same card on every machine
            sys_inputs={
                **inputs,
                "cards": json.dumps([card.words for card in missing], ensure_ascii=False),
            },
        )
        for card, png in zip(missing, drawn if isinstance(drawn, list) else [drawn], strict=True):
            # Moved when whole, so that an interrupted write leaves no broken card.
            part = cached[card].with_suffix(".part")
            part.write_bytes(png)
            part.replace(cached[card])
    for card, file in cached.items():
        target = directory / card.file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    for stale in set(cache.glob("*.png")) - set(cached.values()):
        stale.unlink()
    return len(missing)
