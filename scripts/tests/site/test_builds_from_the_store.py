"""A build that takes from the store what has not changed is the build from nothing, byte for byte."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from handbook.build import Built, build_all, build_part
from handbook.load import load
from handbook.pages import environment
from handbook.site import THEME
from handbook.store import STORE, Store
from tests.helpers import ROOT, handbook_of

pytestmark = pytest.mark.usefixtures("fast")

LANGUAGES = [("zh", "en"), ("zh", "en", "fr"), ("en", "zh"), ("zh",)]
PRACTICES = "data/practices/*.yml"


def begin(root: Path, languages: tuple[str, ...] = ("zh", "en")) -> None:
    """Write the small handbook in some languages, in place of what it was."""
    for folder in ("data", "docs", "custom"):
        shutil.rmtree(root / folder, ignore_errors=True)
    handbook_of.in_languages(root, languages, {})
    home = {
        f"docs/index.{lang}.md": f"---\ntitle: {lang}\ndescription: {lang}.\n---\n\n# {lang}\n"
        for lang in languages
    }
    handbook_of.write(root, home)
    if not (root / "node_modules").exists():
        (root / "node_modules").symlink_to(ROOT / "node_modules")


def build(root: Path, *, pdfs: bool = True) -> Built:
    """Build the handbook into its site/."""
    return build_all(load(root)[0], root / "site", lambda step: None, pdfs=pdfs)


def contents(root: Path) -> dict[str, bytes]:
    """Return every file of a site."""
    site = root / "site"
    return {f.relative_to(site).as_posix(): f.read_bytes() for f in site.rglob("*") if f.is_file()}


class Edits:
    """Edits of a handbook of every kind, each at a place that the dice choose."""

    def __init__(self, root: Path, dice: random.Random) -> None:
        """Take the handbook."""
        self.root, self.dice = root, dice
        self.number = 0
        self.states: list[dict[str, bytes]] = []

    def once(self) -> str:
        """Make an edit, and return its name."""
        self.number += 1
        files = (
            f
            for folder in ("data", "docs", "custom", "mkdocs.yml")
            for f in [self.root / folder, *(self.root / folder).rglob("*")]
        )
        self.states.append(
            {f.relative_to(self.root).as_posix(): f.read_bytes() for f in files if f.is_file()}
        )
        kinds: list[Callable[[], None]] = [
            *(
                self.text,
                self.text,
                self.text,
                self.prose,
                self.word,
                self.name_of_kind,
                self.page_template,
            ),
            *(
                self.theme_template,
                self.styles,
                self.order,
                self.add,
                self.delete,
                self.rename,
                self.languages,
                self.back,
            ),
        ]
        kind = self.dice.choice(kinds)
        kind()
        return kind.__name__

    def _record(self, pattern: str = "data/*/*.yml") -> Path:
        folders = (
            "practices",
            "organisations",
            "places",
            "platforms",
            "figures",
            "honours",
            "terms",
            "themes",
        )
        return self.dice.choice(
            [f for f in sorted(self.root.glob(pattern)) if f.parent.name in folders]
        )

    def _change(self, file: Path, change: Callable[[dict], object]) -> None:  # type: ignore[type-arg]
        tree = yaml.load(file.read_text("utf-8"), yaml.BaseLoader)
        change(tree)
        file.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), "utf-8")

    def text(self) -> None:
        """Change a record's title or summary."""
        field = self.dice.choice(["title", "summary"])

        def change(tree: dict) -> None:  # type: ignore[type-arg]
            for lang in tree.get(field, {}):
                tree[field][lang] = f"{tree[field][lang].rstrip('。.')} {self.number}"

        self._change(self._record(), change)

    def prose(self) -> None:
        """Change a hand-written page."""
        file = self.dice.choice(sorted(self.root.glob("docs/**/*.md")))
        file.write_text(f"{file.read_text('utf-8')}\n第 {self.number} 次。\n", "utf-8")

    def word(self) -> None:
        """Change a word of the interface."""
        key = self.dice.choice(
            ["site_name", "kind_sources", "look_menu", "page_moved", "book_contents"]
        )
        words = {lang: f"{key} {lang} {self.number}" for lang in load(self.root)[0].languages}
        self._change(self.root / "data/labels.yml", lambda tree: tree["words"].update({key: words}))

    def name_of_kind(self) -> None:
        """Change a word of the vocabulary."""

        def change(tree: dict) -> None:  # type: ignore[type-arg]
            words = tree["practice_kinds"]["mechanism"]
            words.update({lang: f"{lang} {self.number}" for lang in words})

        self._change(self.root / "data/vocabulary.yml", change)

    def _own(self, folder: Path, to: str, name: str, more: str) -> None:
        own = self.root / to / name
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text((folder / name).read_text("utf-8") + more, "utf-8")

    def page_template(self) -> None:
        """Change a template of pages."""
        name = self.dice.choice(["practice.md.jinja", "figures.md.jinja", "theme.md.jinja"])
        self._own(environment.FOLDER, environment.CUSTOM, name, f"\n{self.number}\n")

    def theme_template(self) -> None:
        """Change a template of the theme, also to one that reads other records than the page's."""
        others = "{% for each in config.extra.records.values() %}{{ each.title }}{% endfor %}"
        self._own(
            THEME,
            "custom/theme",
            "partials/footer.html",
            f"{self.number} {self.dice.choice(['', others])}",
        )
        self._own_theme()

    def styles(self) -> None:
        """Change the styles, and with them their name in every page."""
        self._own(THEME, "custom/theme", "assets/handbook.css", f"\n/* {self.number} */\n")
        self._own_theme()

    def _own_theme(self) -> None:
        config = self.root / "mkdocs.yml"
        config.write_text(
            config.read_text().replace("font: false,", "font: false, custom_dir: custom/theme,", 1)
            if "custom_dir" not in config.read_text()
            else config.read_text()
        )

    def order(self) -> None:
        """Change the order of practices."""
        self._change(
            self._record(PRACTICES), lambda tree: tree.update(order=str(self.dice.randrange(100)))
        )

    def add(self) -> None:
        """Add a practice."""

        def change(tree: dict) -> None:  # type: ignore[type-arg]
            tree["id"] = f"added-{self.number}"
            tree["title"] = {lang: f"{lang} {self.number}" for lang in tree["title"]}
            tree.pop("short_title", None)

        file = self.root / f"data/practices/added-{self.number}.yml"
        shutil.copy(self._record(PRACTICES), file)
        self._change(file, change)

    def delete(self) -> None:
        """Delete a practice that was added."""
        if added := sorted(self.root.glob("data/practices/added-*.yml")):
            self.dice.choice(added).unlink()

    def rename(self) -> None:
        """Give a practice that was added another id."""
        if added := sorted(self.root.glob("data/practices/added-*.yml")):
            file = self.dice.choice(added)
            own = f"added-{self.number}"
            self._change(file, lambda tree: tree.update(id=own, was=[file.stem]))
            file.rename(file.with_stem(own))

    def languages(self) -> None:
        """Write the handbook in other languages, or with another that leads."""
        begin(self.root, self.dice.choice(LANGUAGES))

    def back(self) -> None:
        """Go back to what it was some edits ago."""
        for folder in ("data", "docs", "custom"):
            shutil.rmtree(self.root / folder, ignore_errors=True)
        handbook_of.write(self.root, self.dice.choice(self.states))


def edit_often(
    folder: Path, monkeypatch: pytest.MonkeyPatch, count: int, seed: int, whole: int
) -> None:
    """Edit a handbook, and compare each time what the store helps to build with what is built from nothing.

    PDFs are made each `whole` times.
    """
    dice = random.Random(seed)
    one, other = folder / "one", folder / "other"
    begin(one)
    edits, names = Edits(one, dice), []
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for number in range(count):
        if dice.random() < 0.1:
            monkeypatch.setenv(
                "HANDBOOK_SITE_URL",
                dice.choice(["", "https://river.example/a/", "https://b.example/"]),
            )
        names.append(edits.once())
        pdfs = number % whole == 0
        build(one, pdfs=pdfs)
        shutil.rmtree(other, ignore_errors=True)
        shutil.copytree(one, other, symlinks=True, ignore=shutil.ignore_patterns("site", ".cache"))
        build(other, pdfs=pdfs)
        ours, theirs = contents(one), contents(other)
        differ = [path for path in sorted({*ours, *theirs}) if ours.get(path) != theirs.get(path)]
        assert [] == differ, (seed, number, names[-1])


def test_seven_edits_build_as_from_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a text, of templates of pages and the theme, the order, the address; and a practice comes, gets another id and goes."""
    edit_often(tmp_path, monkeypatch, 7, 1129, 10)


@pytest.mark.nightly
def test_150_edits_build_as_from_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each night others, also of words, styles and languages, and back to what was."""
    edit_often(tmp_path, monkeypatch, 150, random.randrange(10**6), 3)


def test_only_what_an_edit_touches_is_made_again(tmp_path: Path) -> None:
    """A second build makes no page; a changed place its own page's list and what names it."""
    begin(tmp_path)
    kept, count = build(tmp_path, pdfs=False).kept
    assert 0 == kept
    assert (count, count) == build(tmp_path, pdfs=False).kept
    file = tmp_path / "data/terms/river-chief.yml"
    file.write_text(
        file.read_text("utf-8").replace("definition:", "definition: # ", 0) + "notes: changed\n",
        "utf-8",
    )
    assert (count, count) == build(tmp_path, pdfs=False).kept  # notes are printed nowhere


def test_damaged_store_changes_nothing(tmp_path: Path) -> None:
    """It is noticed, and the site is the same."""
    begin(tmp_path)
    build(tmp_path, pdfs=False)
    whole = contents(tmp_path)
    (tmp_path / STORE).write_bytes(b"garbage" * 999)
    built = build(tmp_path, pdfs=False)
    assert (True, 0) == (built.store_damaged, built.kept[0])
    assert whole == contents(tmp_path)


def test_parts_joined_are_the_build_from_nothing(tmp_path: Path) -> None:
    """Three parts made apart hold every page and PDF of practices between them, and no file differs."""
    begin(one := tmp_path / "one")
    edits = Edits(one, random.Random(1))
    for _ in range(4):
        edits.number += 1
        edits.add()
    parts = [tmp_path / f"part {number}" for number in (1, 2, 3)]
    for number, part in enumerate(parts, 1):
        shutil.copytree(one, part, symlinks=True)
        build_part(load(part)[0], number, 3, lambda step: None)
        assert not (part / "site").exists()
    shutil.copytree(one, other := tmp_path / "other", symlinks=True)
    for part in parts:
        Store(other).take(part / STORE)
    kept, count = build(other).kept
    assert count - len(load(other)[0].languages) == kept  # all but the page for missing addresses
    build(one)
    assert contents(one) == contents(other)
