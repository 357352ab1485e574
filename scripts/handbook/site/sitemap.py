"""The list of all pages for search engines, `sitemap.xml`."""

from importlib.resources import files

import jinja2

from handbook.model.urls import Urls
from handbook.pages.render import Handbook

_TEMPLATE = files("handbook.site") / "sitemap.xml.jinja"
_SITEMAP = jinja2.Template(
    _TEMPLATE.read_text("utf-8"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def build_sitemap(handbook: Handbook, site_url: str) -> str:
    """Return the sitemap of a handbook; empty where its published address is not known."""
    languages = handbook.dataset.languages
    pages = ((lang, path) for lang in languages for path in handbook.pages[lang])
    urls = Urls(languages, site_url)
    return _SITEMAP.render(pages=pages, languages=languages, urls=urls) if site_url else ""
