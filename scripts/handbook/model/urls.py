"""The addresses of records, pages and places of sources in the site, Markdown and repository.

    Record ── address_of ──▶ Address(page, anchor) ─┬─ link_from ──▶ ../figures.md#boat-incidents
                                                    ├─ path ───────▶ figures/#boat-incidents
                                                    └─ Urls ───────▶ en/figures/#boat-incidents

A page is named by its path below the language's root, without extension: `about/index`. An index is
served at the address of its folder, every other page at a folder of its own.
"""

import posixpath
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import quote, unquote, urlsplit

from handbook.diagnostics import Diagnostic, HandbookError, Location
from handbook.model.dataset import Dataset
from handbook.model.introspect import fields_of, kept
from handbook.model.kinds import KINDS, kind_of
from handbook.model.records import Figure, Practice, Record, Source

#: The version of the API's paths and envelope; a breaking change needs a new version.
API_VERSION = "v1"
#: The files of all tables: a workbook, a database, and what tells programs of them.
WORKBOOK, DATABASE = "data/handbook.xlsx", "data/handbook.sqlite"
PACKAGE = "data/datapackage.json"
#: All that is known as linked data, in two forms.
JSON_LD, TURTLE = "data/handbook.jsonld", "data/handbook.ttl"
#: What all data files are, for catalogues of data (DCAT).
CATALOGUE, CATALOGUE_TURTLE = "data/catalog.jsonld", "data/catalog.ttl"
#: What each column is.
CODEBOOK = "data/codebook.csv"
#: All data in one file, and what tells whether a copy is whole.
BULK, CHECKSUMS = "data/handbook.zip", "data/SHA256SUMS"
#: What programs read a citation from, by the extension of its file.
CITATION_FORMATS = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}
#: What tells programs of the API.
OPENAPI = f"api/{API_VERSION}/openapi.json"
#: The variable that names the branch that is published, and what it is by default.
BRANCH, MAIN = "HANDBOOK_BRANCH", "main"
#: Where hosts of repositories have their pages, by a part of the host's name; the last are GitHub's and Gitee's.
_FORGEJO = {"edit": "_edit", "folder": "src/branch", "issues": "issues"}
_HOSTS = {
    "gitlab": {"edit": "-/edit", "folder": "-/tree", "issues": "-/issues"},
    **dict.fromkeys(("codeberg", "forgejo", "gitea"), _FORGEJO),
    "git": {"edit": "edit", "folder": "tree", "issues": "issues"},
}
#: What the table of all numbers of figures is called in the open data.
OBSERVATIONS = "observations"
#: The file for missing addresses, below the root of each language.
NOT_FOUND = "404.html"

#: What surrounds an address that is copied from a text.
_AROUND = " \t\r\n\u200b\ufeff\"'<>“”‘’《》"
#: Scheme, host, port and folders; no user name, query or anchor.
_ADDRESS = re.compile(
    r"(?:(https?):)?/*(\[[0-9a-f:.]+\]|[^\s/:@?#\[\]]+)(?::(\d{1,5}))?"
    r"((?:/(?!\.\.?(?:/|$))[^\s/?#]+)*)/*[?#]?",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*")


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a page or of an anchor on it, independent of language."""

    page: str
    anchor: str = ""

    def __str__(self) -> str:
        """Return page and anchor as one name."""
        return self.page + self._fragment

    @property
    def path(self) -> str:
        """Return the path below the root of a language: `figures/#boat-incidents`."""
        folder = "" if self.page == "index" else f"{self.page.removesuffix('/index')}/"
        return folder + self._fragment

    @property
    def site_link(self) -> str:
        """Return the `site:` link to the page in the leading language."""
        return f"site:{self.path}"

    def link_from(self, page: str) -> str:
        """Return the relative link from another page's Markdown file."""
        if page == self.page and self.anchor:
            return self._fragment
        steps, here = self.page.split("/"), page.split("/")[:-1]
        shared = len(posixpath.commonprefix([steps[:-1], here]))
        return "../" * (len(here) - shared) + "/".join(steps[shared:]) + f".md{self._fragment}"

    @property
    def _fragment(self) -> str:
        return f"#{self.anchor}" if self.anchor else ""


class Urls:
    """The addresses of pages in the finished site."""

    def __init__(self, languages: Sequence[str], site_url: str = "") -> None:
        """Set the languages and the published address.

        Args:
            languages: The languages, the leading one first.
            site_url: The address the site is published at; empty if not known.
        """
        self._leading = languages[0]
        self._site_url = site_url

    def root(self, lang: str) -> str:
        """Return the path of a language's pages (`en/`); empty for the leading language."""
        return "" if lang == self._leading else f"{lang}/"

    def page(self, page: str, lang: str, anchor: str = "") -> str:
        """Return the path of a page from the root of the site."""
        return self.root(lang) + Address(page, anchor).path

    def absolute(self, path: str) -> str:
        """Return the published address of a path in the site; empty if not known."""
        return absolute_url(path, self._site_url)


def absolute_url(path: str, site_url: str) -> str:
    """Return the published address of a path in the site; empty without a `site_url`."""
    return f"{site_url.rstrip('/')}/{path}" if site_url else ""


def site_address(typed: str, variable: str = "HANDBOOK_SITE_URL") -> str:
    """Return a site's address as it is published, from any spelling a person would type.

    It has a scheme (https if none is typed), a lower-case ASCII host, and `/` at its end.

    Args:
        typed: The address.
        variable: Where it is typed.

    Raises:
        HandbookError: It is not the address of a site on the web.
    """
    text = unicodedata.normalize("NFKC", typed).strip(_AROUND).replace("\\", "/")
    if not text:
        return ""
    parts = _ADDRESS.fullmatch(text)
    scheme, host, port, path = parts.groups("") if parts else ("", "", "", "")
    with suppress(UnicodeError):  # no name of a host: the next lines say so
        host = host.lower().encode("idna").decode().rstrip(".")
    if not _is_host(host) or int(port or 0) > 65535:
        place = Location(".", field=variable)
        raise HandbookError([Diagnostic("site-address", place, {"found": typed})])
    scheme = scheme.lower() or "https"
    usual = {"http": "80", "https": "443"}[scheme]
    port = f":{port}" if port not in ("", usual) else ""
    path = quote(path.removesuffix("/index.html"), safe="/%~!$&'()*+,;=:@")
    return f"{scheme}://{host}{port}{path}/"


def repository_address(typed: str) -> str:
    """Return a repository's address on the web as it is typed, or nothing.

    Raises:
        HandbookError: It is not the address of a repository on the web.
    """
    try:
        if typed and not (site_address(typed) and typed.startswith(("https://", "http://"))):
            raise HandbookError([])
    except HandbookError:
        place = Location(".", field="HANDBOOK_REPO_URL")
        problem = Diagnostic("repository-address", place, {"found": typed})
        raise HandbookError([problem]) from None
    return typed


def _is_host(host: str) -> bool:
    with suppress(ValueError):
        IPv6Address(host.strip("[]"))
        return host.startswith("[")
    return _HOST.fullmatch(host) is not None


def address_of(record: Record, dataset: Dataset) -> Address:
    """Return the address of a record: its own page, or an anchor on its kind's page.

    Raises:
        KeyError: The parent of the record's page is not in the data set.
    """
    kind = kind_of(record)
    if kind.anchored:
        return Address(kind.index, record.id)
    below = str(getattr(record, kind.below)) if kind.below else record.folder
    if kind.below and (to := fields_of(kind.record)[kind.below].refers_to):
        if dataset.records[below].folder not in to.folders:
            raise KeyError(below)
        below = address_of(dataset.records[below], dataset).page
    return Address(f"{below}/{record.id}")


def period_anchor(figure: Figure, period: str) -> str:
    """Return the anchor of a figure's number of a period, which is no id of a record."""
    return f"{figure.id}_{period.replace('/', '_')}"


@kept
def addresses(dataset: Dataset) -> Mapping[str, Address]:
    """Return the address of each record by id, without records whose parent is missing."""
    by_id: dict[str, Address] = {}
    for record in dataset.records.values():
        with suppress(KeyError):
            by_id[record.id] = address_of(record, dataset)
    return by_id


@kept
def former_ids(dataset: Dataset) -> Mapping[str, str]:
    """Return the id of the record that each former id leads to."""
    return {old: record.id for record in dataset.records.values() for old in record.was}


def former_addresses(dataset: Dataset) -> dict[str, Address]:
    """Return where each page leads that readers may still ask for, by its path.

    These are the pages of former ids, of pages that were moved, of entries that have an anchor
    instead of a page, and of the kinds of practices.
    """
    former: dict[str, Address] = {}
    for record in dataset.records.values():
        with suppress(KeyError):
            address = address_of(record, dataset)
            former |= dict.fromkeys(_pages(record, dataset), address)
    for practice in dataset.of(Practice):
        list_of_kind = Address(Practice.folder, f"kind-{practice.kind}")
        former[f"{Practice.folder}/{practice.kind}"] = list_of_kind
    for page in dataset.prose.values():
        former |= dict.fromkeys(page.was, Address(page.path))
    current = {address.page for address in addresses(dataset).values() if not address.anchor}
    return {page: address for page, address in former.items() if page not in current}


def _pages(record: Record, dataset: Dataset) -> list[str]:
    """Return the page that a record has or would have, under each id of it and its parent."""
    kind = kind_of(record)
    folders = [kind.index if kind.anchored else record.folder]
    if kind.below and not kind.anchored:
        below = str(getattr(record, kind.below))
        is_record = fields_of(kind.record)[kind.below].refers_to
        folders = _pages(dataset.records[below], dataset) if is_record else [below]
    return [f"{folder}/{name}" for folder in folders for name in (record.id, *record.was)]


def id_path(record: str, part: str = "") -> str:
    """Return the path that a record has as long as it has its id, or of a part of it.

    There a page leads to the record's own; linked data calls the record by it.
    """
    return f"id/{record}/{f'#{part}' if part else ''}"


def place_address(source: str, place: int) -> Address:
    """Return the address of the list of citations of a place in a source, or of its head."""
    return Address(f"{Source.folder}/{source}", f"p{place}")


def linked_address(page: str, link: str) -> Address:
    """Return the address of a page's link to a Markdown file or to its own anchor."""
    path, _, anchor = unquote(link).partition("#")
    file = path.partition("?")[0]
    if not file:
        return Address(page, anchor)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), file))
    return Address(target.removesuffix(".md"), anchor)


def edit_url(file: str, repo_url: str, branch: str = MAIN, forms: bool = False) -> str:
    """Return where a file or folder is edited.

    Args:
        file: The file or folder from the repository's root.
        repo_url: The repository's address on the web.
        branch: The branch that is published.
        forms: Whether the site has the form editor, to which records lead: `admin/#/collections/…`.
    """
    name, extension = posixpath.splitext(file)
    top, *parts = name.split("/")
    if forms and top == "data" and parts[0] in KINDS:
        return "admin/#/collections/" + "/entries/".join(parts)
    how = "edit" if extension else "folder"
    return f"{host_url(repo_url, how)}/{quote(f'{branch}/{file}')}"


def host_url(repo_url: str, what: str) -> str:
    """Return where a repository's host has its page for `edit`, `folder` or `issues`."""
    host = urlsplit(repo_url).hostname or ""
    named = next((name for name in _HOSTS if name in host), "git")
    return f"{repo_url.rstrip('/').removesuffix('.git')}/{_HOSTS[named][what]}"


# --- files of the site ---


def pdf_path(name: str, lang: str) -> str:
    """Return the path of a PDF: `handbook`, a record's id, or `<id>.sheet`."""
    return f"pdf/{name}.{lang}.pdf"


def sheet_name(record: str) -> str:
    """Return the name of the PDF of a record's notice-board sheet."""
    return f"{record}.sheet"


def card_path(page: str, lang: str) -> str:
    """Return the path of a page's social card."""
    return f"cards/{lang}/{page}.png"


def feed_path(lang: str) -> str:
    """Return the path of a language's feed."""
    return f"feed.{lang}.xml"


def names_path(lang: str, part: str = "") -> str:
    """Return the path of a language's names for the search box, or of one part of them."""
    return f"search/names.{lang}{part}.json.gz"


def opensearch_path(lang: str) -> str:
    """Return the path of a language's OpenSearch description."""
    return f"search/opensearch.{lang}.xml"


def selection_path(lang: str) -> str:
    """Return the path of the list of records that readers select from in a language."""
    return f"selection/records.{lang}.json.gz"


def api_path(folder: str = "index", record: str = "") -> str:
    """Return the path of the JSON of a kind, of one record, or of the index."""
    return f"api/{API_VERSION}/{f'{folder}/{record}' if record else folder}.json"


def citation_path(page: str, lang: str, extension: str) -> str:
    """Return the path of a page's citation; that of the home page cites the whole."""
    return f"cite/{page}.{lang}.{extension}"


def schema_path(name: str) -> str:
    """Return the path of the JSON Schema of an answer of the API."""
    return f"api/{API_VERSION}/schema/{name}.json"


def anchors_path() -> str:
    """Return the path of the list of former anchors and what took their place."""
    return "anchors.json"


def table_path(folder: str) -> str:
    """Return the path of a kind's CSV table."""
    return f"data/{folder}.csv"


#: The files of data that hold more than a kind's records, by the word that tells what they hold.
DATA_FILES = {
    "data_bulk": (BULK,),
    "data_workbook": (WORKBOOK,),
    "data_database": (DATABASE,),
    "data_codebook": (CODEBOOK,),
    "datapackage": (PACKAGE,),
    "data_api": (api_path(), *map(api_path, ("search", "choices")), OPENAPI),
    "data_linked": (JSON_LD, TURTLE),
    "data_catalogue": (CATALOGUE, CATALOGUE_TURTLE),
    "data_checksums": (CHECKSUMS,),
}
