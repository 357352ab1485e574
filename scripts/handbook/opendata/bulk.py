"""All data as one zip, `data/handbook.zip`, made of the files as they lie in the site.

<id>-<edition>/
  README.<language>.md     what the files are
  api/, cite/, data/       the files of data at their places in the site
  licences/LICENSE….txt    the handbook's own licences
  SHA256SUMS               the checksums of all of them: sha256sum -c SHA256SUMS

`data/SHA256SUMS` has those of the zip and of the files beside it. Names are sorted, and dates are the edition's, so the
same files make the same zip. One file at a time is held in memory.
"""

import hashlib
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from stat import S_IFREG
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from handbook.load.build_version import Version
from handbook.load.files import read_text
from handbook.load.folders import licences
from handbook.load.npm import LICENCES
from handbook.model.dataset import Dataset
from handbook.model.resources import jinja_template
from handbook.model.urls import BULK, CHECKSUMS, DATA_FILES, Urls
from handbook.text.languages import language

#: The folders of the site that hold data, and nothing else but pages.
FOLDERS = ("api", "cite", "data")
#: What is packed already, by the end of its name.
_PACKED = (".xlsx", ".zip")
#: The first second that a zip can tell.
_EARLIEST = 315_532_800
_README = jinja_template("handbook.opendata", "readme.md.jinja", keep_trailing_newline=True)


def write_bulk(dataset: Dataset, site: Path, edition: Version, site_url: str = "") -> None:
    """Write the zip of a site's data, and the checksums of the files in its folder.

    Args:
        dataset: The handbook.
        site: The site, whose other data files are written.
        edition: The edition of the whole.
        site_url: The published address, or "".
    """
    every = {name for folder in FOLDERS for name in _files(site, folder)}
    found = sorted(every - {BULK, CHECKSUMS})
    made = {
        f"README.{lang}.md": _readme(dataset, lang, edition, site_url, found)
        for lang in dataset.languages
    }
    for name in licences(dataset.root):
        made[f"{LICENCES}/{name}.txt"] = read_text(dataset.root, name)
    _write_zip(site, f"{dataset.labels.site.id}-{edition.id}", found, made, edition)
    top = Path(CHECKSUMS).parent
    beside = {
        Path(name).relative_to(top).as_posix(): _hash(site / name)
        for name in [BULK, *found]
        if name.startswith(f"{top}/")
    }
    (site / CHECKSUMS).write_bytes(_checksums(beside))


def _files(site: Path, folder: str) -> Iterator[str]:
    for path in (site / folder).rglob("*"):
        if path.is_file() and path.suffix != ".html":
            yield path.relative_to(site).as_posix()


def _write_zip(
    site: Path, folder: str, names: list[str], made: Mapping[str, str], edition: Version
) -> None:
    moment = time.gmtime(max(edition.timestamp or 0, _EARLIEST))[:6]
    hashes: dict[str, str] = {}
    with ZipFile(site / BULK, "w") as archive:

        def add(name: str, content: bytes) -> None:
            entry = ZipInfo(f"{folder}/{name}", moment)
            entry.create_system, entry.external_attr = 3, (S_IFREG | 0o644) << 16
            entry.compress_type = ZIP_STORED if name.endswith(_PACKED) else ZIP_DEFLATED
            archive.writestr(entry, content)
            hashes[name] = hashlib.sha256(content).hexdigest()

        for name in sorted([*names, *made]):
            add(name, made[name].encode() if name in made else (site / name).read_bytes())
        add(Path(CHECKSUMS).name, _checksums(hashes))


def _readme(dataset: Dataset, lang: str, edition: Version, site_url: str, found: list[str]) -> str:
    text: str = _README.render(
        labels=dataset.labels,
        lang=lang,
        language=language(lang, dataset.labels),
        edition=edition,
        address=Urls(dataset.languages, site_url).absolute("") if site_url else "",
        listed={word: paths for word, paths in DATA_FILES.items() if {*paths} <= {*found}},
        checksums=Path(CHECKSUMS).name,
    )
    return text


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _checksums(hashes: Mapping[str, str]) -> bytes:
    return "".join(f"{found}  {name}\n" for name, found in sorted(hashes.items())).encode()
