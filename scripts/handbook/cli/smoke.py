"""`handbook smoke`: does the published site answer as it should?"""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from handbook.cli.console import lang_option, main, say
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.kinds import index_pages
from handbook.model.urls import Urls, absolute_url, api_path, feed_path, pdf_path

#: Seconds that a server has to answer, and how often it is asked.
TIMEOUT, ATTEMPTS = 20, 2


def expected_content(dataset: Dataset) -> dict[str, bytes]:
    """Return what the published site must hold, by address.

    The addresses are those of every list in every language, and of one file of each format.
    """
    expected = {
        api_path(): b'"api"',
        "data/datapackage.json": b'"resources"',
        "pagefind/pagefind.js": b"pagefind",
        "sitemap.xml": b"<urlset",
    }
    urls = Urls(dataset.languages)
    for lang in dataset.languages:
        expected[urls.page("index", lang)] = f'lang="{lang}"'.encode()
        expected |= {urls.page(page, lang): b"<h1" for page in index_pages()}
        expected |= {feed_path(lang): b"<feed", pdf_path("handbook", lang): b"%PDF-"}
    return expected


def answer(address: str) -> tuple[int, bytes]:
    """Return an address's status and the first megabyte of its content.

    The status is 0 where nothing answers.
    """
    request = urllib.request.Request(address, headers={"User-Agent": "handbook-smoke"})
    for _ in range(ATTEMPTS):
        try:
            # every address here begins with https://
            with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
                return response.status, response.read(1_000_000)
        except urllib.error.HTTPError as error:
            return error.code, b""
        except (OSError, ValueError):
            continue
    return 0, b""


@main.command()
@click.argument("url")
@lang_option
def smoke(url: str, lang: str) -> None:
    """Check that the site published at URL answers with every list, feed, book and data file."""
    if wrong := failures(url, expected_content(load(Path.cwd())[0])):
        click.echo("\n".join(wrong))
        sys.exit(1)
    click.echo(say(lang, "smoke-fine", url=url))


def failures(
    site_url: str, expected: Mapping[str, bytes], ask: Callable[[str], tuple[int, bytes]] = answer
) -> list[str]:
    """Return a line for each address of the published site that does not answer as it should.

    Args:
        expected: What the site holds, by the address below its root.
        ask: Returns an address's status and content.
    """
    wrong: list[str] = []
    for path, content in expected.items():
        status, received = ask(absolute_url(path, site_url))
        if status != 200:
            wrong.append(f"{path or '/'}: {status or 'no answer'}")
        elif content not in received:
            wrong.append(f"{path or '/'}: {content.decode()} is missing")
    return wrong
