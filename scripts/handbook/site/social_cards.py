"""Social cards, which chat programs show for a page, and QR codes of addresses.

    Page(title, description) ──▶ social_card.typ ──▶ cards/<lang>/<path>.png, 1200 × 630

Typst draws the cards in one run with the book's fonts. The store keeps them, so only the cards of
changed pages are drawn again.
"""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from handbook.load.files import write_files
from handbook.model.labels import Colours
from handbook.model.urls import Urls, card_path
from handbook.pages.build import parents
from handbook.pages.render import Handbook
from handbook.site import theme_file
from handbook.store import Store, fingerprint_of, key_of
from handbook.text.font_coverage import OWN
from handbook.text.languages import language
from handbook.text.qr_code import qr_code

TEMPLATE = Path(str(files("handbook.site") / "social_card.typ"))
#: The book's fonts: the same card on every machine.
FONTS = Path(str(files("handbook.book") / "fonts"))
#: What the template says on a card: the page's title and summary, a kicker above it, the site's name.
Card = dict[str, Any]


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


def write_cards(
    cards: Mapping[str, Card], colours: Colours, root: Path, directory: Path, store: Store
) -> int:
    """Write every card to the site, drawing those that the store does not have.

    Args:
        cards: The cards, by their path in the site.
        colours: The handbook's colours.
        root: The handbook's root.
        directory: The site.
        store: What keeps the cards.

    Returns:
        The number of cards drawn.
    """
    mark = theme_file(root, "assets/mark.svg").read_text("utf-8")
    inputs = {"mark": mark, "colours": colours.model_dump_json()}
    own = [*filter(Path.is_dir, [root / OWN])]
    drawing = key_of("card", inputs, fingerprint_of(own))
    keys = {path: key_of(drawing, card) for path, card in cards.items()}
    drawings = store.get(keys.values())
    missing = {keys[path]: card for path, card in cards.items() if keys[path] not in drawings}
    if missing:
        drawn = typst.compile(
            str(TEMPLATE),
            format="png",
            ppi=72,
            font_paths=[str(FONTS), *map(str, own)],
            ignore_system_fonts=True,  # the same card on every machine
            sys_inputs={**inputs, "cards": json.dumps([*missing.values()], ensure_ascii=False)},
        )
        made = dict(zip(missing, drawn if isinstance(drawn, list) else [drawn], strict=True))
        store.put(made)
        drawings |= made
    write_files(directory, {path: drawings[key] for path, key in keys.items()})
    return len(missing)
