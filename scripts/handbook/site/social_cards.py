"""What a page is shared by: the code that leads to its address from paper, and the card that chat programs show for it.

    Page(title, description) ──▶ card.typ ──▶ cards/<lang>/<path>.png, 1200 × 630

Cards are drawn by Typst with the book's fonts, all in one run, and kept in `.cache/cards/` by what they show, so that only pages
whose words have changed are drawn again.
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
#: Where cards are kept between builds.
CACHE = ".cache/cards"


@dataclass(frozen=True, slots=True)
class Card:
    """What a page's card shows, and the page's path from the root without language."""

    path: str
    lang: str
    site: str
    kicker: str
    title: str
    summary: str

    @property
    def file(self) -> str:
        """Return the card's place in the site."""
        return card_path(self.path, self.lang)

    @property
    def words(self) -> dict[str, object]:
        """Return what the template reads."""
        return {**asdict(self), "language": language(self.lang).tags}


def qr(address: str) -> str:
    """Return a code that leads to an address, as SVG that stands in a page."""
    svg = qr_code(address, svgclass="hb-qr", lineclass=None, omitsize=True)
    return svg.replace("<svg ", '<svg aria-hidden="true" ', 1).strip()


def write_cards(cards: Iterable[Card], colours: Colours, root: Path, directory: Path) -> int:
    """Put every card into the site.

    Args:
        cards: The cards.
        colours: The handbook's colours.
        root: The handbook's root, where drawn cards are kept.
        directory: The site.

    Returns:
        How many had to be drawn.
    """
    cache = root / CACHE
    cache.mkdir(parents=True, exist_ok=True)
    mark = theme_file(root, "assets/mark.svg").read_text("utf-8")
    inputs = {"mark": mark, "colours": colours.model_dump_json()}
    salt = TEMPLATE.read_bytes() + json.dumps(inputs).encode()
    kept = {card: cache / f"{hashlib.sha256(salt + json.dumps(card.words).encode()).hexdigest()[:32]}.png" for card in cards}
    missing = [card for card, file in kept.items() if not file.exists()]
    if missing:
        drawn = typst.compile(
            str(TEMPLATE),
            format="png",
            ppi=72,
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,  # the same card on every machine
            sys_inputs={**inputs, "cards": json.dumps([card.words for card in missing], ensure_ascii=False)},
        )
        for card, png in zip(missing, drawn if isinstance(drawn, list) else [drawn], strict=True):
            part = kept[card].with_suffix(".part")  # an interrupted write must not be taken for a card
            part.write_bytes(png)
            part.replace(kept[card])
    for card, file in kept.items():
        target = directory / card.file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    for stale in set(cache.glob("*.png")) - set(kept.values()):
        stale.unlink()
    return len(missing)
