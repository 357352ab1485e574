"""The form editor: its page, its forms and the files it loads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.diagnostics import HandbookError
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.kinds import KINDS
from handbook.site.form_editor import (
    FONTS,
    SCRIPT,
    build_config,
    build_page,
    write_admin,
    write_files,
)


def test_every_field_has_its_form(dataset: Dataset) -> None:
    """Each kind has a collection, and each field of its model a field in it, in the order in which records are written."""
    config = build_config(dataset, {"name": "test-repo"})
    assert list(KINDS) == [collection["name"] for collection in config["collections"]]
    for collection, kind in zip(config["collections"], KINDS.values(), strict=True):
        assert set(kind.record.model_fields) == {field["name"] for field in collection["fields"]}


def test_the_page_reaches_this_site_and_the_repositorys_host_alone(dataset: Dataset) -> None:
    """The content security policy names no other host, and allows no script but the site's own."""
    page = build_page(dataset, ("https://api.host.example", "https://pictures.host.example"))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert {"https://api.host.example", "https://pictures.host.example"} == set(
        re.findall(r"https?://[^\s;]+", policy[1])
    )
    assert "default-src 'none'; script-src 'self';" in policy[1]


def test_licence_texts_of_its_packages_come_with_it(installed: Path, tmp_path: Path) -> None:
    """The texts of the script and of each of its fonts lie beside it in the site."""
    write_admin(load(installed)[0], tmp_path, "https://github.com/someone/handbook")
    texts = {file.stem: file.read_text() for file in (tmp_path / "licences").iterdir()}
    for file in (SCRIPT, *FONTS.values()):
        package = re.sub(r"^@|/(files|dist)/.*", "", file).replace("/", "-")
        assert "Copyright" in texts.pop(package), package
    assert {"material-symbols"} == set(texts)


def test_without_a_repository_there_is_no_form_editor(dataset: Dataset, tmp_path: Path) -> None:
    """A form without a place to save would mislead: nothing is written."""
    write_admin(dataset, tmp_path / "site", "")
    assert not (tmp_path / "site").exists()


def test_the_bundle_has_its_fonts_beside_it(installed: Path, tmp_path: Path) -> None:
    """The fonts' addresses are rewritten to files that are there; no public host of fonts is left."""
    write_files(load(installed)[0], tmp_path / "admin", {"name": "test-repo"})
    code = (tmp_path / "admin" / "sveltia-cms.js").read_text(encoding="utf-8")
    assert "/fontsource/fonts/" not in re.sub(r"/\*.*?\*/", "", code)
    for file in FONTS.values():
        assert f"fonts/{Path(file).name}" in code
        assert (tmp_path / "admin" / "fonts" / Path(file).name).read_bytes().startswith(b"wOF2")


def test_a_proposal_asks_what_the_repository_asks(installed: Path, tmp_path: Path) -> None:
    """The text of a pull request is the handbook's template; without one it is empty."""
    template = installed / ".github/PULL_REQUEST_TEMPLATE.md"
    for proposal in (r"What changes, and where is it written?\n", ""):
        write_files(load(installed)[0], tmp_path / "admin", {"name": "test-repo"})
        code = (tmp_path / "admin" / "sveltia-cms.js").read_text(encoding="utf-8")
        assert f'body:"{proposal}"' in code
        template.unlink(missing_ok=True)


def test_a_bundle_of_another_shape_stops_the_build(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer bundle that asks for other fonts is noticed when it is built, not by an editor."""
    monkeypatch.setattr(
        "handbook.site.form_editor.FONTS",
        {**FONTS, r"another@[^/]+\.woff2": next(iter(FONTS.values()))},
    )
    with pytest.raises(HandbookError, match="another"):
        write_files(load(installed)[0], tmp_path / "admin", {"name": "test-repo"})
