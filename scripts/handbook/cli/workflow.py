"""`handbook smoke`: whether the published site answers as it should."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping

import click

from handbook.cli.console import lang_option, say

#: Seconds that a server has to answer, and how often it is asked.
TIMEOUT, ATTEMPTS = 20, 2

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


def answer(address: str) -> tuple[int, bytes]:
    """Return an address's status, 0 where it does not answer, and the first megabyte of its content."""
    request = urllib.request.Request(address, headers={"User-Agent": "handbook-smoke"})
    for _ in range(ATTEMPTS):
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # every address here begins with https://
                return response.status, response.read(1_000_000)
        except urllib.error.HTTPError as error:
            return error.code, b""
        except (OSError, ValueError):
            continue
    return 0, b""


@click.command()
@click.argument("url")
@lang_option
def smoke(url: str, lang: str) -> None:
    """Ask the site published at URL for a page of each kind, and say which does not answer as it should."""
    if wrong := failures(url):
        click.echo("\n".join(wrong))
        sys.exit(1)
    click.echo(say(lang, "smoke-fine", url=url))


def failures(site_url: str, ask: Callable[[str], tuple[int, bytes]] = answer) -> list[str]:
    """Return a line for each address of the published site that does not answer as it should.

    Args:
        ask: Returns an address's status and content.
    """
    wrong: list[str] = []
    for path, expected in SMOKE.items():
        status, content = ask(f"{site_url.rstrip('/')}/{path}")
        if status != 200:
            wrong.append(f"{path or '/'}: {status or 'no answer'}")
        elif expected not in content:
            wrong.append(f"{path or '/'}: {expected.decode()} is missing")
    return wrong
