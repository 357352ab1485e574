"""Names that tell what the site's own styles, scripts and drawings hold.

`assets/handbook.css` becomes `assets/handbook.3f2a9c41.css`: a browser may keep it for ever, and
asks for another name once the content is another.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

#: Where an asset is named: in an address in a tag of a page, or as the icon of a browser's search field.
_NAMED = re.compile(
    r'((?:\s(?:href|src|data-(?:styles|module))="[^":<>]*|<Image[^>]*>[^<]*)\bassets/)'
    r'([^"<>/]+)(?="[^<>]*>|<)'
)


def content_names(folder: Path) -> dict[str, str]:
    """Return the name that tells the content of each asset in a folder, by its own."""
    names = {}
    for file in sorted(filter(Path.is_file, folder.iterdir())):
        digest = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
        names[file.name] = file.with_stem(f"{file.stem}.{digest}").name
    return names


def with_content_names(text: str, names: Mapping[str, str]) -> str:
    """Return a page, or a search description, that names assets by their content.

    Args:
        text: The page.
        names: The new names by the old ones; others are left for the check of links.
    """
    return _NAMED.sub(lambda named: named[1] + names.get(named[2], named[2]), text)
