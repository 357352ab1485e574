"""Links of a rendered page → addresses relative to it in the finished site."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath, relpath

from handbook.model.dataset import Dataset
from handbook.pages.build import page_address
from handbook.pages.render import RenderedPage

_LINK = re.compile(r'(?P<tag><a(?: [a-z-]+="[^"]*")*? href=")(?P<address>[^"]*)')
_PAGE = re.compile(r"(?P<path>[^:?#]+)\.md(?P<rest>[?#].*)?")


def resolve_links(rendered: RenderedPage, dataset: Dataset) -> str:
    """Return a page's HTML with links to Markdown files and `site:` files as addresses in the site."""
    page = rendered.page
    own = f"/{page_address(dataset, page.path, page.lang)}"

    def resolve(address: str) -> str:
        if address.startswith("site:"):
            return f"{relpath('/', own)}/{address.removeprefix('site:')}"
        if link := _PAGE.fullmatch(address):
            path = normpath(join(dirname(page.path), link["path"]))
            target = f"/{page_address(dataset, path, page.lang)}"
            return f"{relpath(target, own)}/{link['rest'] or ''}"
        return address

    return _LINK.sub(lambda link: link["tag"] + resolve(link["address"]), rendered.html)
