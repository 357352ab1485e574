"""What this handbook configures, and what the engine must not know of it."""

from __future__ import annotations

import re

import pytest
import yaml

from handbook.load import load_labels
from handbook.model.dataset import Dataset
from handbook.model.kinds import KINDS
from handbook.model.labels import low_contrasts
from tests.helpers import ROOT


def test_the_languages_of_the_labels_are_those_of_mkdocs() -> None:
    """data/labels.yml and mkdocs.yml name the same languages, the first one leading in both, and each has what others call it."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").replace("!ENV", "")
    plugins = {
        name: options
        for item in yaml.safe_load(text)["plugins"]
        for name, options in (item.items() if isinstance(item, dict) else ())
    }
    languages = plugins["i18n"]["languages"]
    labels, words = load_labels(ROOT).languages, load_labels(ROOT).words
    assert [] == [
        (each, lang) for each in labels for lang in labels if lang not in words[f"language_{each}"]
    ]
    assert [(locale, language.name) for locale, language in labels.items()] == [
        (item["locale"], item["name"]) for item in languages
    ]
    assert [True] + [False] * (len(languages) - 1) == [
        item.get("default", False) for item in languages
    ]


def test_every_kind_of_record_has_a_name_and_a_folder() -> None:
    """Each kind of record is named in both languages and has its folder of records."""
    words = load_labels(ROOT).words
    for folder in KINDS:
        assert f"kind_{folder}" in words
        assert (ROOT / "data" / folder).is_dir()


OURS = re.compile(
    "pinghu|平湖|平治|pingzhi|ping-zhi|jinshan|金山|guangchen|广陈|langxia|廊下|五联|five.joint",
    re.IGNORECASE,
)
TEXTS = {
    ".py",
    ".yml",
    ".jinja",
    ".html",
    ".xml",
    ".js",
    ".css",
    ".svg",
    ".typ",
    ".md",
    ".json",
    ".txt",
}


@pytest.mark.parametrize("folder", ["handbook", "tests/unit"])
def test_engine_and_its_tests_name_no_city(folder: str) -> None:
    """What is this handbook's alone stands in data/, docs/, custom/ and mkdocs.yml."""
    files = [path for path in (ROOT / "scripts" / folder).rglob("*") if path.suffix in TEXTS]
    files += [ROOT / name for name in ("pyproject.toml", "package.json")]
    naming = [
        path for path in files if OURS.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert [] == [path.relative_to(ROOT).as_posix() for path in naming]


def test_text_of_this_handbooks_colours_has_a_contrast_of_7(real: Dataset) -> None:
    """Light, dark and in PDFs."""
    assert [] == [*low_contrasts(real.labels.site.colours)]
