"""What the handbook needs of the web: whether external links still answer, and whether the published site does."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping

from pydantic import BaseModel

from handbook.model.dataset import Dataset

#: Seconds that a server has to answer, and how often it is asked.
TIMEOUT, ATTEMPTS = 20, 2
#: Answers that say no more than that a program is not welcome.
_NOT_DEAD = frozenset({401, 403, 405, 406, 429, 999})
_LINK = re.compile(r"https://[^\s)>\]\"'，。；）》]+")

#: What is asked of the published site: path → what its answer must hold.
SMOKE: Mapping[str, bytes] = {
    "": b'lang="zh"',
    "en/": b'lang="en"',
    "practices/": b"<h1",
    "en/figures/": b"<h1",
    "changes/": b"feed.zh.xml",
    "feed.en.xml": b"<feed",
    "api/v1/index.json": b'"api"',
    "data/datapackage.json": b'"resources"',
    "pdf/handbook.zh.pdf": b"%PDF-",
    "pdf/handbook.en.pdf": b"%PDF-",
    "pagefind/pagefind.js": b"pagefind",
    "sitemap.xml": b"<urlset",
}


def external_links(dataset: Dataset) -> dict[str, list[str]]:
    """Return each external link of the records and the prose with the files it stands in."""
    found: dict[str, dict[str, None]] = {}
    for record in dataset.records.values():
        for address in _addresses(record):
            found.setdefault(address, {})[dataset.files[record.id]] = None
    for page in dataset.prose.values():
        for match in _LINK.finditer(page.body):
            found.setdefault(match[0].rstrip(".,;"), {})[page.file] = None
    return {address: list(files) for address, files in sorted(found.items())}


def _addresses(record: BaseModel) -> Iterable[str]:
    return (match[0].rstrip(".,;") for match in _LINK.finditer(record.model_dump_json()))


def answer(address: str) -> tuple[int, bytes]:
    """Return (status, the first megabyte); status 0 where there was no answer."""
    request = urllib.request.Request(address, headers={"User-Agent": "handbook-links"})
    for _ in range(ATTEMPTS):
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # every address here begins with https://
                return response.status, response.read(1_000_000)
        except urllib.error.HTTPError as error:
            return error.code, b""
        except (OSError, ValueError):
            continue
    return 0, b""


def dead_links(links: Mapping[str, list[str]], ask: Callable[[str], tuple[int, bytes]] = answer) -> dict[str, tuple[int, list[str]]]:
    """Return the links that answer no more: (status, the files they stand in)."""
    asked = {address: ask(address)[0] for address in links}
    return {a: (status, links[a]) for a, status in asked.items() if not 200 <= status < 400 and status not in _NOT_DEAD}


def smoke(site_url: str, ask: Callable[[str], tuple[int, bytes]] = answer) -> list[str]:
    """Return what is wrong with the published site, a line for each address."""
    wrong: list[str] = []
    for path, expected in SMOKE.items():
        status, content = ask(f"{site_url.rstrip('/')}/{path}")
        if status != 200:
            wrong.append(f"{path or '/'}: {status or 'no answer'}")
        elif expected not in content:
            wrong.append(f"{path or '/'}: {expected.decode()} is missing")
    return wrong
