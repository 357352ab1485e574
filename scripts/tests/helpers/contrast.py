"""Contrast of a handbook's colours with what they stand on."""

from __future__ import annotations

import re

from handbook.model.labels import Colours
from handbook.site import THEME

_CSS = (THEME / "assets/handbook.css").read_text(encoding="utf-8")


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def low_contrasts(colours: Colours) -> list[tuple[tuple[str, str], float]]:
    """Return the pairs of text and ground, light, dark and in PDFs, whose contrast is below 7."""
    light, dark = (
        dict(re.findall(r"--hb-([a-z-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r"^:root[^{]*\{\n[^}]*\}", _CSS, re.MULTILINE)
    )
    pairs = [
        (getattr(colours, name), light[ground])
        for name in ("link", "mark")
        for ground in ("paper", "soft", "raised")
    ]
    pairs += [
        (getattr(colours, f"{name}_dark"), dark[ground])
        for name in ("link", "mark")
        for ground in ("paper", "soft", "raised")
    ]
    pairs += [(colours.accent, light["on-accent"]), (colours.accent_dark, dark["on-accent"])]
    pairs += [("#ffffff", colours.strong), ("#ffffff", colours.strong_dark)]
    pairs += [(colours.accent_print, "#ffffff"), (colours.accent_print, colours.tint)]
    return [(pair, round(contrast(*pair), 2)) for pair in pairs if contrast(*pair) < 7]
