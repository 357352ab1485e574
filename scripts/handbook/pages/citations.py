"""How a page, or the handbook as a whole, is cited.

    Handbook ── citation_of ──▶ Citation ─┬─ gbt7714 ──▶ a line on the page
                                          └─ opendata.citations ──▶ cite/<page>.<language>.{bib,ris,json}

The home page stands for the whole.
"""

from dataclasses import dataclass

from handbook.load.build_version import Version
from handbook.model.dataset import Dataset
from handbook.model.urls import Urls
from handbook.pages.build import Page
from handbook.pages.render import Handbook
from handbook.text.languages import language

#: The page that stands for the whole.
WHOLE = "index"
#: The pages that say nothing of their own.
_TOOLS = frozenset({"search", "selection"})


@dataclass(frozen=True, slots=True)
class Citation:
    """What a page is cited by, in its language; every text is plain.

    Attributes:
        key: A name that nothing else of the handbook has.
        title: The page's title, or the handbook's for the whole.
        container: The handbook's title, or "" for the whole.
        author: Whose work it is.
        version: The version of the page.
        edition: The version in words.
        address: The published address, or "".
        lang: The language.
    """

    key: str
    title: str
    container: str
    author: str
    version: Version
    edition: str
    address: str
    lang: str

    @property
    def gbt7714(self) -> str:
        """Return the reference as GB/T 7714-2015 writes it, up to the day when it was read."""
        whole = f"//{self.container}" if self.container else ""
        date = f"({self.version.date})" if self.version.date else ""
        return f"{self.author}. {self.title}[EB/OL]{whole}. {self.edition}. {date}"


def citation_of(handbook: Handbook, page: Page, site_url: str) -> Citation | None:
    """Return what a page is cited by; None for one that says nothing of its own.

    Args:
        handbook: The handbook.
        page: The page.
        site_url: The published address, or "".
    """
    if page.path in _TOOLS:
        return None
    dataset, lang = handbook.dataset, page.lang
    whole, version = page.path == WHOLE, handbook.version_of(page)
    edition = "edition_is" if version == handbook.edition else "version_is"
    urls = Urls(dataset.languages, site_url)
    name, author = (_word(dataset, key, lang) for key in ("site_name", "book_author"))
    return Citation(
        key="-".join([dataset.labels.site.id, *([] if whole else page.path.split("/")), lang]),
        title=name if whole else page.title,
        container="" if whole else name,
        author=author,
        version=version,
        edition=_word(dataset, edition, lang, edition=version.id, version=version.id),
        address=urls.absolute(urls.page(page.path, lang)),
        lang=lang,
    )


def _word(dataset: Dataset, key: str, lang: str, **values: object) -> str:
    labels = dataset.labels
    return language(lang, labels).curled(labels.word(key, lang, **values))
