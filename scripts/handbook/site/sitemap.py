"""The list of all pages for search engines, `sitemap.xml`."""

from handbook.model.resources import jinja_template
from handbook.model.urls import Urls
from handbook.pages.render import Handbook

_SITEMAP = jinja_template("handbook.site", "sitemap.xml.jinja", autoescape=True)


def build_sitemap(handbook: Handbook, site_url: str) -> str:
    """Return the sitemap of a handbook; empty where its published address is not known."""
    languages = handbook.dataset.languages
    pages = ((lang, path) for lang in languages for path in handbook.pages[lang])
    urls = Urls(languages, site_url)
    return _SITEMAP.render(pages=pages, languages=languages, urls=urls) if site_url else ""
