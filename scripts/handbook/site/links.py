"""Resolution of a rendered page's links to relative addresses in the site."""

import re
from posixpath import relpath

from handbook.model.urls import Urls, linked_address
from handbook.pages.render import RenderedPage

_LINK = re.compile(r'(?P<tag><a(?: [a-z-]+="[^"]*")*? href=")(?P<address>[^"]*)')
_PAGE = re.compile(r"(?P<path>[^:?#]+)\.md(?P<rest>[?#].*)?")


def resolve_links(rendered: RenderedPage, urls: Urls) -> str:
    """Return a page's HTML with its links resolved.

    Links to Markdown files and `site:` links become addresses relative to the page in the site.
    """
    page = rendered.page
    own = f"/{urls.page(page.path, page.lang)}"

    def resolve(address: str) -> str:
        if address.startswith("site:"):
            return f"{relpath('/', own)}/{address.removeprefix('site:')}"
        if link := _PAGE.fullmatch(address):
            target = linked_address(page.path, f"{link['path']}.md")
            return f"{relpath('/' + urls.page(target.page, page.lang), own)}/{link['rest'] or ''}"
        return address

    return _LINK.sub(lambda link: link["tag"] + resolve(link["address"]), rendered.html)
