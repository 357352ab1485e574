"""Six pictures of the site for README: `PYTHONPATH=scripts .venv/bin/python -m tools.pictures SITE`, SITE being a built site's directory.

Each is a screen as a reader meets it – phone or desktop, light or dark, Chinese or English – with few colours, so that it stays small.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image

from tests.helpers import ROOT
from tests.helpers.built_site import serving
from tests.helpers.chromium import browsing

FOLDER = ROOT / ".github" / "images"
PHONE, DESKTOP = (360, 720), (1280, 800)
#: Name → (page, screen, colours).
PICTURES = {
    "home": ("", DESKTOP, "light"),
    "theme-phone": ("safety/grassroots-governance/", PHONE, "light"),
    "practice-phone-dark": ("safety/grassroots-governance/ping-zhi-110/", PHONE, "dark"),
    "figures-phone": ("en/figures/", PHONE, "light"),
    "practice": ("en/safety/border-co-governance/five-joint/", DESKTOP, "light"),
    "practices-dark": ("practices/", DESKTOP, "dark"),
}


def main(directory: str) -> None:
    """Take the pictures anew."""
    with serving(Path(directory)) as address, browsing() as browser:
        for name, (path, (width, height), scheme) in PICTURES.items():
            phone = width == PHONE[0]
            context = browser.new_context(
                viewport={"width": width, "height": height},
                device_scale_factor=2 if phone else 1,
                is_mobile=phone,
                color_scheme=scheme,  # type: ignore[arg-type]
            )
            page = context.new_page()
            page.goto(address + path)
            page.wait_for_timeout(300)
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            picture.quantize(128, dither=Image.Dither.NONE).save(
                FOLDER / f"{name}.png", optimize=True
            )
            context.close()


if __name__ == "__main__":
    main(sys.argv[1])
