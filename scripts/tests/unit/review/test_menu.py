"""What a change of the menu means to readers, in the reviewer's brief."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.model.kinds import index_pages
from tests.helpers import handbook_of
from tests.helpers.commands import brief
from tests.helpers.repository import edit, git

ASKED = "- [ ] The menu changed, and with it every page. Will readers still find these pages?\n"
#: Every index page has a place: those of the handbook's own configuration, and the others.
SOME = "timeline.md, sources.md, downloads.md, data.md, changes.md, search.md"
OTHERS = [f"{path}.md" for path in index_pages() if f"{path}.md" not in handbook_of.CONFIG]
ABOUT = ", ".join([SOME, *(page for page in OTHERS if page != "selection.md"), "selection.md"])
SHORT = "**Shortcuts at the head of every page**: "


@pytest.fixture
def site(repository: Path) -> Path:
    """Return a handbook with a menu of four sections, committed."""
    handbook_of.write(repository, handbook_of.SITE)
    edit(repository, "mkdocs.yml", (SOME, ABOUT))
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "menu")
    return repository


def asked(root: Path, *changes: tuple[str, str]) -> list[str]:
    """Return what the brief asks about a change of the menu, and take the change back."""
    edit(root, "mkdocs.yml", *changes)
    told = brief("HEAD")
    git(root, "checkout", "-q", ".")
    lines = told.partition(ASKED)[2].partition("\n\n")[0].partition("\n- [ ]")[0].split("\n")
    return [line.strip(" -") for line in lines if line]


def test_page_that_moves_is_told_from_where_to_where(site: Path) -> None:
    """Alone, in its section or to another, with the shortcuts that change; those that make room are not told."""
    assert ["**Timeline**: About, place 1 → About, place 3"] == asked(
        site,
        (
            "timeline.md, sources.md, downloads.md",
            "sources.md, downloads.md, timeline.md",
        ),
    )
    [page, heads] = asked(site, ("honours.md, ", ""), ("sources.md", "honours.md, sources.md"))
    assert "**Honours**: Look up, place 3 → About, place 2" == page
    assert heads.startswith(SHORT)
    assert "<del>Honours</del> → " in heads
    assert "<ins>Organisations</ins>" in heads


def test_page_that_is_not_listed_is_told_where_it_went(site: Path) -> None:
    """The build gives it a place, which is perhaps not what was meant; nothing where it had that place before."""
    where = "Look up, last (the menu in mkdocs.yml does not list it, so it was put there)"
    assert [f"**Sources**: About, place 2 → {where}"] == asked(site, ("sources.md, ", ""))
    assert [] == asked(site, (", glossary.md", ""))


def test_new_page_is_told_where_it_stands(site: Path) -> None:
    """That it is new is told of the page; so is that it is gone, after which the menu is nothing to ask about."""
    page = "---\ntitle: {0}\ndescription: {0}.\n---\n\n# {0}\n\nThe river.\n"
    files = {f"docs/visitors.{lang}.md": page.format("Visitors") for lang in ("zh", "en")}
    handbook_of.write(site, files)
    assert ["**Visitors**: <ins>About, place 1</ins>"] == asked(
        site, ("[timeline.md", "[visitors.md, timeline.md")
    )
    edit(site, "mkdocs.yml", ("[timeline.md", "[visitors.md, timeline.md"))
    git(site, "add", "-A")
    git(site, "commit", "-qm", "visitors")
    git(site, "rm", "-q", *files)
    edit(site, "mkdocs.yml", ("visitors.md, ", ""))
    told = brief("HEAD")
    assert "Entries were removed." in told
    assert ASKED not in told


def test_sections_are_told_by_their_names(site: Path) -> None:
    """Renamed, moved, added and gone; the foot of every page lists the last one's pages."""
    edit(
        site, "data/labels.yml", ("words:\n", "words:\n  section_rest: {zh: 其他, en: The rest}\n")
    )
    git(site, "commit", "-qam", "rest")
    foot = "**Section at the foot of every page**: About → "
    assert ["**Section of the menu**: About → The rest"] == asked(site, ("- about:", "- rest:"))
    about = f"  - about: [{ABOUT}]\n"
    order, *others = asked(site, (about, ""), ("  - look-up:", f"{about}  - look-up:"))
    assert order.startswith("**Order of the sections**: ")
    assert f"{foot}Look up" == others[-1]
    assert others[0].startswith(SHORT)
    assert [
        "**Section of the menu**: <ins>The rest</ins>",
        "**Your selection**: About, last → The rest, last",
        SHORT,
        f"{foot}The rest",
    ] == [
        SHORT if line.startswith(SHORT) else line
        for line in asked(site, (", selection.md]", "]\n  - rest: [selection.md]"))
    ]
    gone = asked(site, (about, ""), ("look-up: [", f"look-up: [{ABOUT}, "))
    assert "**Section of the menu**: <del>About</del>" == gone[0]
    assert "**Timeline**: About, place 1 → Look up, place 1" == gone[1]


def test_menu_is_a_change_of_all_pages(site: Path) -> None:
    """They are told in one sentence and not listed; what the check cannot use is told there alone."""
    edit(site, "mkdocs.yml", ("sources.md, downloads.md", "downloads.md, sources.md"))
    told = brief("HEAD")
    assert "**1 change to the menu.**" in told
    assert "### Pages affected" not in told
    git(site, "checkout", "-q", ".")
    assert [] == asked(site, ("\n  - home", "\n  - - home"))
    edit(site, "mkdocs.yml", ("nav:\n", "nav: [[\n"))
    assert "mkdocs.yml" in brief("HEAD")
