"""The handbook → its PDFs: the handbook itself, themes, practices and notice-board sheets."""

import json
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path

from handbook.book.documents import Library
from handbook.book.typst import TypesettingError
from handbook.book.typst.workers import Job, typeset_all
from handbook.diagnostics import Diagnostic, HandbookError, Location, verbatim
from handbook.diagnostics.crashes import process_died, short_of
from handbook.model.dataset import Dataset
from handbook.pages.render import Handbook
from handbook.store import Store, fingerprint_of, key_of
from handbook.text.font_coverage import character_values, own_families

#: The folder of the PDFs in the site.
FOLDER = "pdf"
#: The folder of a handbook's own Typst templates, which replace the engine's of the same name.
CUSTOM = "custom/book"
#: The licence texts of the fonts in the PDFs.
FONT_LICENCES = Path(str(files("handbook.book") / "fonts" / "licences"))
TEMPLATES = Path(str(files("handbook.book.typst") / "templates"))


def write_books(
    handbook: Handbook,
    directory: Path,
    *,
    site_url: str = "",
    extracts: bool = True,
    store: Store | None = None,
    only: Collection[str] | None = None,
) -> list[Path]:
    """Write every PDF.

    Args:
        handbook: The pages.
        directory: The folder of the site; the PDFs go to `pdf/` in it, which holds nothing else.
        site_url: The site's published address, or nothing.
        extracts: Whether to make themes, practices and sheets besides the handbooks.
        store: What keeps the PDFs that have not changed.
        only: The paths of the pages whose own PDFs alone are made; all where None.

    Returns:
        The files' paths, sorted.

    Raises:
        HandbookError: A page has an element without a form, or Typst could not make a PDF.
    """
    folder = directory / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    languages = handbook.dataset.languages
    library = cache(lambda lang: Library(handbook, lang, site_url))
    books = (library(lang).handbook() for lang in languages if only is None)
    others = (job for lang in languages for job in library(lang).documents(only))
    jobs = chain(books, others) if extracts else books
    with _diagnosed(handbook.dataset), template_folder(handbook.dataset, directory) as templates:
        keys: dict[str, str] = {}

        def made(name: str) -> None:
            if store:
                store.put({keys[name]: (folder / name).read_bytes()})

        missing = _missing(jobs, templates, folder, store, keys) if store else jobs
        typeset_all(templates, folder, missing, made)
    return sorted(folder.iterdir())


def _missing(
    jobs: Iterable[Job], templates: Path, folder: Path, store: Store, keys: dict[str, str]
) -> Iterator[Job]:
    """Yield the documents that the store does not have, and note their keys; write the others."""
    template = key_of("pdf", fingerprint_of([templates]))
    for job in jobs:
        keys[job.name] = key = key_of(template, astuple(job))
        if kept := store.get([key]):
            (folder / job.name).write_bytes(kept[key])
        else:
            yield job


@contextmanager
def template_folder(dataset: Dataset, within: Path | None = None) -> Iterator[Path]:
    """Yield a temporary folder with everything that Typst reads beside a document.

    It holds the engine's templates, the handbook's own over them, its colours and fonts. It
    lies in the folder `within`, whose owner clears up where this process cannot.
    """
    with tempfile.TemporaryDirectory(prefix="templates-", dir=within) as name:
        folder = Path(name)
        for templates in filter(Path.is_dir, (TEMPLATES, dataset.root / CUSTOM)):
            shutil.copytree(templates, folder, dirs_exist_ok=True)
        colours = dataset.labels.site.colours.model_dump_json()
        (folder / "colours.json").write_text(colours, encoding="utf-8")
        own = own_families(dataset.root)
        (folder / "fonts.json").write_text(json.dumps(own), encoding="utf-8")
        yield folder


@contextmanager
def _diagnosed(dataset: Dataset) -> Iterator[None]:
    """Turn the error of a document that could not be made into diagnostics."""
    try:
        yield
    except TypesettingError as error:
        path = f"{FOLDER}/{error.file}"
        if error.exit_code is not None:
            raise process_died(error.exit_code, path) from error
        values = {"found": error.file, "reason": verbatim(error.reason)}
        diagnostics = [
            Diagnostic("book-character", place, character_values(character))
            for character in error.missing
            for place in _places(character, dataset)
        ] or [Diagnostic(short_of(error.reason) or error.code, Location(path), values)]
        raise HandbookError(diagnostics, error.details) from error


def _places(character: str, dataset: Dataset) -> list[Location]:
    """Return the first place of a character in each file that has it."""
    places = []
    for file in sorted({*dataset.files.values(), *(page.file for page in dataset.prose.values())}):
        path = dataset.root / file
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if character in text:
            before = text.partition(character)[0]
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            places.append(Location(file, line, column))
    return places or [Location("data")]
