"""Names that tell what the site's own styles, scripts and drawings hold.

`assets/handbook.css` becomes `assets/handbook.3f2a9c41.css`: a browser may keep it for ever, and
asks for another name once the content is another.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

#: Where an asset is named: in an address in a tag of a page, or as the icon of a browser's search field.
_NAMED = re.compile(
    r'((?:\s(?:href|src|data-(?:styles|module))="[^":<>]*|<Image[^>]*>[^<]*)\bassets/)'
    r'([^"<>/]+)(?="[^<>]*>|<)'
)


def name_by_content(site: Path) -> None:
    """Put a hash of its content into the name of each asset that the finished site names."""

    @cache
    def renamed(name: str) -> str:
        file = site / "assets" / name
        if not file.is_file():  # left for the check of links
            return name
        digest = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
        return file.rename(file.with_stem(f"{file.stem}.{digest}")).name

    for file in (*sorted(site.rglob("*.html")), *sorted(site.glob("search/*.xml"))):
        text = file.read_text("utf-8")
        file.write_text(_NAMED.sub(lambda named: named[1] + renamed(named[2]), text), "utf-8")
