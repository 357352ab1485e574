"""`handbook init` and `handbook upgrade`: a new handbook, and what it has from the engine."""

import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click

from handbook import starter
from handbook.checks import check_handbook
from handbook.cli.console import fail, lang_option, main, note, refuse, say
from handbook.cli.generate import build_message_reference
from handbook.cli.new import in_terminal
from handbook.diagnostics import HandbookError, Severity
from handbook.load import load
from handbook.load.npm import run
from handbook.load.translation_lock import LOCK, recorded
from handbook.model.types import is_slug

#: The engine as a package, the file that names it for a handbook, and the folder for a wheel of it.
PACKAGE, REQUIREMENTS, WHEELS = "bilingual-handbook", "requirements.txt", "engine"


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", "titles", multiple=True)
@click.option("--languages", default=lambda: ",".join(starter.languages()))
@click.option("--engine", default="")
@lang_option
def init(folder: Path, titles: tuple[str, ...], languages: str, engine: str, lang: str) -> None:
    """Write a new handbook into FOLDER, which is new or empty."""
    chosen = [*filter(None, (code.strip() for code in languages.split(",")))]
    known = starter.languages()
    if odd := [code for code in chosen if code not in known] or ([] if chosen else [languages]):
        refuse(lang, "no-words", found=odd[0], accepted=", ".join(known))
    chosen = [*dict.fromkeys(chosen)]
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()) or _entries(folder):
        fail(lang, "not-empty", path=folder)
    if not titles and in_terminal():
        names = [known[code]["name"] for code in chosen]
        try:
            titles = tuple(click.prompt(say(lang, "its-title", language=name)) for name in names)
        except click.Abort:
            note(lang, "unchanged")
            sys.exit(130)
    if len(titles) != len(chosen) or not all(map(str.strip, titles)):
        refuse(lang, "blank", option="--title", languages=", ".join(chosen))
    name = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-")
    named = dict(zip(chosen, (" ".join(title.split()) for title in titles), strict=True))
    with _appearing(folder) as new:
        _write(new, starter.new_files(name if is_slug(name) else "handbook", named))
        _write(new, _from_the_engine())
        (new / REQUIREMENTS).write_text(_engine(engine, new, lang) + "\n", encoding="utf-8")
        _write(new, _made_of(new))
        (new / LOCK).write_text(recorded(load(new)[0]), encoding="utf-8")
        if faults := [each for each in check_handbook(new)[1] if each.severity is Severity.ERROR]:
            raise HandbookError(faults)
    click.echo(say(lang, "began", path=folder))


@main.command()
@lang_option
def upgrade(lang: str) -> None:
    """Write anew what the handbook has from the engine, and list what that changed."""
    root = Path.cwd()
    load(root)  # what is no handbook gets no files
    if starter.repository() == root.resolve():
        fail(lang, "is-the-engine")
    files = {**_from_the_engine(), **_made_of(root)}
    changed = [
        name
        for name, content in files.items()
        if not (root / name).is_file() or (root / name).read_bytes() != content
    ]
    _write(root, {name: files[name] for name in changed})
    for name in changed:
        click.echo(name)
    note(lang, "upgraded" if changed else "current", count=len(changed))


def _entries(folder: Path) -> list[Path]:
    return [*folder.iterdir()] if folder.is_dir() else []


@contextmanager
def _appearing(folder: Path) -> Iterator[Path]:
    """Give a folder that becomes `folder` if the block succeeds, and else is removed."""
    place = folder.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    try:
        made = new / place.name
        made.mkdir()  # with the rights that the umask gives
        yield made
        if place.is_dir():
            place.rmdir()
        made.rename(place)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _from_the_engine() -> dict[str, bytes]:
    """Return the files that every handbook has from the engine, whatever it holds."""
    reference = build_message_reference().encode()
    return {**starter.shared_files(), "MESSAGES.md": reference}


def _made_of(root: Path) -> dict[str, bytes]:
    """Return the files that the engine makes of a handbook's labels and vocabulary."""
    from handbook.opendata.citations import CFF, build_cff
    from handbook.opendata.json_schema import build_schemas

    labels = load(root)[0].labels
    schemas = {f"data/schema/{name}": text for name, text in build_schemas(labels).items()}
    return {name: text.encode() for name, text in {**schemas, CFF: build_cff(labels)}.items()}


def _write(root: Path, files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        if path.read_bytes().startswith(b"#!"):
            path.chmod(path.stat().st_mode | 0o111)


def _engine(given: str, root: Path, lang: str) -> str:
    """Return the line that names the engine for pip; a wheel is copied into the handbook.

    Args:
        given: What the editor names: a wheel's file, or a line that pip understands.
        root: The handbook's root.
        lang: The language of the editor.
    """
    if given and not given.endswith(".whl"):
        return given
    if given or not starter.repository():
        source = given or _installed_from()
        if not source.endswith(".whl") or "://" in source:
            return source
        if not Path(source).is_file():
            fail(lang, "no-wheel", path=source)
        wheel = Path(source)
        (root / WHEELS).mkdir()
        shutil.copyfile(wheel, root / WHEELS / wheel.name)
    else:
        (root / WHEELS).mkdir()
        options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation"]
        pip = [sys.executable, "-m", "pip", "wheel", *options]
        run([*pip, "--wheel-dir", str(root / WHEELS), str(starter.repository())])
        [wheel] = (root / WHEELS).iterdir()
    return f"./{WHEELS}/{wheel.name}"


def _installed_from() -> str:
    """Return what pip installed the engine from: a file, or a line that it understands."""
    package = distribution(PACKAGE)
    source = json.loads(package.read_text("direct_url.json") or "{}")
    url = source.get("url", "")
    if repository := source.get("vcs_info"):
        return f"{PACKAGE} @ {repository['vcs']}+{url}@{repository['commit_id']}"
    if url.startswith("file:"):
        return os.path.normpath(unquote(urlsplit(url).path))
    return f"{PACKAGE} @ {url}" if url else f"{PACKAGE}=={package.version}"
