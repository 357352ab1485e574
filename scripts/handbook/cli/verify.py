"""`handbook verify`: is what is published what these files make?"""

import http.client
import json
import posixpath
import re
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from handbook.cli.console import fail, lang_option, main, note, refuse, say
from handbook.diagnostics import HandbookError
from handbook.model.urls import NOT_FOUND, absolute_url, site_address

#: Seconds that a server has to answer, how often it is asked, for how many files at once, and the
#: bytes that are read of one.
TIMEOUT, ATTEMPTS, CONNECTIONS, MOST = 20, 2, 8, 100_000_000
#: A path that no site has, so a server must say that it is not there.
NOWHERE = "no-such-page-of-the-handbook/"

#: What is told of a file: its size and SHA-256, or the status of a server that did not give it.
Told = Mapping[str, Any]


@main.command()
@click.argument("published")
@lang_option
def verify(published: str, lang: str) -> None:
    """Compare the site published at URL, or in FOLDER, with site/, file by file.

    Build site/ first: from the published commit, under the published address and repository.
    """
    from handbook.site.manifest import MANIFEST, digest, files_of

    listed = Path("site", MANIFEST)
    ours = _read(listed.read_bytes() if listed.is_file() else b"")
    if not ours["files"]:
        fail(lang, "not-made", path=listed)
    expected: dict[str, Told] = {**ours["files"], MANIFEST: digest(listed.read_bytes())}
    folder = Path(published)
    if re.match("https?://", published, re.IGNORECASE):
        try:
            address = site_address(published)
        except HandbookError as error:
            raise click.UsageError(error.diagnostics[0].message(lang)) from error
        status, content = answer(address, MANIFEST)
        if not status:
            fail(lang, "silent", path=published)
        theirs = _read(content)
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            asked = [*expected, NOWHERE]
            answers = pool.map(lambda path: answer(address, path), asked)
            found = {
                path: digest(content) if status in _fine(path) else {"status": status}
                for path, (status, content) in zip(asked, answers, strict=True)
            }
        expected[NOWHERE] = {"status": 404}
        found |= {path: told for path, told in theirs["files"].items() if path not in found}
    elif published and folder.is_dir():
        content = (folder / MANIFEST).read_bytes() if (folder / MANIFEST).is_file() else b""
        theirs, found = _read(content), files_of(folder)
    else:
        refuse(lang, "no-path", path=published)
    problems = [
        say(lang, name, path=path, **more) for name, path, more in _compare(expected, found)
    ]
    if not problems:
        note(lang, "verified", count=len(ours["files"]), path=published)
        return
    click.echo("\n".join(problems))
    for key, value in _made_from(ours).items():
        if content and value != (other := _made_from(theirs).get(key)):
            note(lang, "made-from", found=key, ours=value, theirs=other)
    fail(lang, "not-verified", count=len(problems), path=published)


def answer(site_url: str, path: str) -> tuple[int, bytes]:
    """Return how a published site answers for a file: the status and the content.

    It is asked as browsers do: for a page by its folder, for content that may be compressed. The
    status is 0 where nothing answers.
    """
    address = absolute_url(quote(re.sub(r"(^|/)index\.html$", r"\1", path)), site_url)
    headers = {"User-Agent": "handbook-verify", "Accept-Encoding": "gzip"}
    request = urllib.request.Request(address, headers=headers)
    for _ in range(ATTEMPTS):
        try:
            try:
                response = urllib.request.urlopen(request, timeout=TIMEOUT)
            except urllib.error.HTTPError as error:
                response = error
            with response:
                content = response.read(MOST)
                if response.headers.get("Content-Encoding") == "gzip":
                    content = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content, MOST)
                return response.status, content
        except (OSError, ValueError, http.client.HTTPException, zlib.error):
            continue
    return 0, b""


def _fine(path: str) -> set[int]:
    """Return the statuses with which a file may come; a server may hide its page for errors."""
    return {200, 404} if posixpath.basename(path) == NOT_FOUND else {200}


def _read(manifest: bytes) -> dict[str, Any]:
    """Return a published list of files; empty where it is none, which is told as a difference."""
    try:
        read = json.loads(manifest)
        return {**read, **{part: dict(read[part]) for part in ("environment", "files")}}
    except (ValueError, TypeError, KeyError, RecursionError):
        return {"environment": {}, "files": {}}


def _made_from(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a site was made from, by the name it has in the list of files."""
    made_from = {key: manifest.get(key) for key in ("version", "commit")}
    return {**made_from, **manifest["environment"]}


def _compare(
    expected: Mapping[str, Told], found: Mapping[str, Told]
) -> Iterator[tuple[str, str, Told]]:
    """Yield each difference: the sentence that tells it, the file, and what else it tells."""
    for path in sorted({*expected, *found}):
        told = found.get(path, {"status": 404})
        if path not in expected:
            yield "surplus", path, {}
        elif told != expected[path]:
            same_kind = told.keys() == expected[path].keys() and "status" not in told
            status = told.get("status", 200)
            name = "differs" if same_kind else {0: "silent", 404: "missing"}.get(status, "status")
            yield name, path, {"status": status, "expected": expected[path].get("status", 200)}
