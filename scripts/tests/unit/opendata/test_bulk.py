"""All data as one zip, and the checksums of the files."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from handbook.load.build_version import Version
from handbook.load.files import write_files
from handbook.model.dataset import Dataset
from handbook.opendata.bulk import write_bulk
from tests.helpers.open_data import open_data

EDITION = Version("3fa9c1b2", 1_767_225_601)
FOLDER = "riverside-handbook-2026-01-01-3fa9c1b2"


@pytest.fixture
def site(dataset: Dataset, tmp_path: Path) -> Path:
    """Return a site with the small handbook's data, a page beside them and a licence."""
    (dataset.root / "LICENSE-CONTENT").write_text("CC BY", encoding="utf-8")
    site = tmp_path / "site"
    texts = {"cite/index.zh.bib": "@misc{}", "data/index.html": "<p>", "index.html": "<p>"}
    write_files(site, {**open_data(dataset), **{path: t.encode() for path, t in texts.items()}})
    write_bulk(dataset, site, EDITION)
    return site


def verified(sums: Path) -> set[str]:
    """Return the names that a list of checksums has, each of which its file keeps to."""
    told = dict(line.split("  ")[::-1] for line in sums.read_text("utf-8").splitlines())
    for name, expected in told.items():
        assert expected == hashlib.sha256((sums.parent / name).read_bytes()).hexdigest(), name
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--check", "--strict", sums.name], cwd=sums.parent, check=True)
    return set(told)


def test_zip_has_every_file_and_its_checksum(site: Path, tmp_path: Path) -> None:
    """What is unpacked is what the site has, but pages; a README in each language tells what it is, and the licence is there."""
    with ZipFile(site / "data/handbook.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    folder = tmp_path / "unpacked" / FOLDER
    paths = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    found = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    pages = {"index.html", "data/index.html"}
    made = {"README.zh.md", "README.en.md", "SHA256SUMS", "licences/LICENSE-CONTENT.txt"}
    assert paths == (found - pages - {"data/handbook.zip", "data/SHA256SUMS"}) | made
    assert all((folder / path).read_bytes() == (site / path).read_bytes() for path in paths - made)
    assert paths - {"SHA256SUMS"} == verified(folder / "SHA256SUMS")
    assert "CC BY" == (folder / "licences/LICENSE-CONTENT.txt").read_text("utf-8")
    readme = (folder / "README.en.md").read_text("utf-8")
    assert "# Riverside handbook\n" in readme
    assert "Edition id: 2026-01-01-3fa9c1b2\n" in readme
    assert "<https://creativecommons.org/licenses/by/4.0/>" in readme
    for path in re.findall(r"^- `([^`]+)`", readme, re.MULTILINE):
        assert [*folder.glob(path)], path


def test_checksums_beside_the_zip_have_it_too(site: Path) -> None:
    """Whoever has saved files of the folder can check them."""
    names = {p.name for p in (site / "data").iterdir()} - {"index.html", "SHA256SUMS"}
    assert names == verified(site / "data/SHA256SUMS")


def test_zip_of_the_same_files_is_the_same(site: Path, dataset: Dataset, tmp_path: Path) -> None:
    """Whenever and by whomever the files were written: dates are the edition's, rights and order are fixed."""
    again = tmp_path / "again"
    for path in sorted(site.rglob("*"), reverse=True):
        if path.is_file():
            copy = again / path.relative_to(site)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
            copy.chmod(0o600)
            os.utime(copy, (0, 0))
    write_bulk(dataset, again, EDITION)
    for name in ("handbook.zip", "SHA256SUMS"):
        assert (site / "data" / name).read_bytes() == (again / "data" / name).read_bytes()
    with ZipFile(site / "data/handbook.zip") as archive:
        entries = archive.infolist()
    assert {((2026, 1, 1, 0, 0, 0), 3, 0o100644 << 16)} == {
        (each.date_time, each.create_system, each.external_attr) for each in entries
    }
    names = [each.filename for each in entries]
    assert [*sorted(names[:-1]), f"{FOLDER}/SHA256SUMS"] == names
    assert [ZIP_STORED] == [e.compress_type for e in entries if e.filename.endswith("xlsx")]


def test_a_day_before_zips_is_their_first(site: Path, dataset: Dataset) -> None:
    """An edition of 1970 has the earliest date that a zip can tell."""
    write_bulk(dataset, site, Version("3fa9c1b2", 0))
    with ZipFile(site / "data/handbook.zip") as archive:
        assert {(1980, 1, 1, 0, 0, 0)} == {each.date_time for each in archive.infolist()}


def test_names_lead_nowhere_else(site: Path) -> None:
    """No name goes out of the folder into which it is unpacked, on any system."""
    with ZipFile(site / "data/handbook.zip") as archive:
        for name in archive.namelist():
            assert re.fullmatch(r"(?:[\w-][\w.-]*/)*[\w-][\w.-]*", name), name
