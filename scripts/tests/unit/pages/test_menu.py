"""Where pages stand in the menu, and which of them have a shortcut."""

from __future__ import annotations

from handbook.pages.menu import completed, paths_in, shortcuts

MENU = [
    {"home": "index.md"},
    {"safety": ["safety/index.md", "safety/border.md"]},
    {"about": ["about/index.md"]},
]


def test_a_page_without_a_place_gets_one() -> None:
    """It stands at the end of its folder's section, or of the last one; what has a place keeps it."""
    paths = ["index", "safety/border", "safety/bridges", "about/index", "visitors"]
    made = completed(MENU, paths, [])
    assert [
        {"home": "index.md"},
        {"safety": ["safety/index.md", "safety/border.md", "safety/bridges.md"]},
        {"about": ["about/index.md", "visitors.md"]},
    ] == made
    assert ["safety/index.md", "safety/border.md"] == MENU[1]["safety"]


def test_an_index_without_a_place_stands_beside_the_others() -> None:
    """A kind that is new needs no line in the configuration."""
    menu = [{"home": "index.md"}, {"look-up": ["places.md", "search.md"]}, {"about": ["about.md"]}]
    assert ["places.md", "search.md", "meetings.md"] == completed(
        menu, ["index"], ["places", "meetings"]
    )[1]["look-up"]


def test_a_menu_without_sections_gets_one() -> None:
    """At the beginning a handbook has a home page, and what is made from its data has a place all the same."""
    home = {"home": "index.md"}
    assert [home, {"look-up": ["visitors.md", "places.md"]}] == completed(
        [home], ["index", "visitors"], ["places"]
    )
    assert [{"look-up": ["index.md"]}] == completed([], ["index"], [])


def test_first_pages_of_each_section_have_a_shortcut() -> None:
    """Neither an overview, nor a page without a section, nor those of the last section, which the foot has."""
    look_up = {"look-up": ["places.md", "figures.md", "search.md", "sources.md"]}
    paths = ["safety/border", "places", "figures", "search"]
    assert paths == shortcuts([*MENU[:2], look_up, MENU[2]])


def test_section_that_is_told_twice_has_the_pages_of_both() -> None:
    """A page alone is a section of its own."""
    assert {"home": ["index"], "about": ["about/index", "visitors"]} == paths_in(
        [MENU[0], MENU[2], {"about": ["visitors.md"]}]
    )
