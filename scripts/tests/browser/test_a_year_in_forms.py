"""A year in the form editor: a new source, numbers of two years, what became of a practice, without a line of YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from handbook.checks import check_handbook
from handbook.load import load
from handbook.model.records import Figure, LocatorKind, Practice, PracticeState, Source
from handbook.review.browser import serving
from handbook.site.form_editor import write_files
from tests.browser.test_form_editor import READ, SEED
from tests.helpers import ROOT, a_year

FORM = 'role=group[name="Content Editor"]'
#: Brings one of the fields that are not drawn yet into view.
SHOW = """(part, turn) => {
  const later = [...part.querySelectorAll(".placeholder")];
  later[turn % later.length]?.scrollIntoView({ block: "center" });
}"""


class Form:
    """The form of a record, or a part of it."""

    def __init__(self, part: Locator) -> None:
        """Begin with a part of the page."""
        self.part = part

    def field(self, label: str) -> Form:
        """Return a field by the English words that its label begins with, scrolled to.

        The editor draws a field as it comes into view.
        """
        name = re.compile(rf"⁨(?:[^⁩]* · )?{label}[^⁩]*⁩” Field$")
        found = self.part.get_by_role("group", name=name).first
        for turn in range(300):
            if found.count():
                break
            self.part.evaluate(SHOW, turn)
            self.part.page.wait_for_timeout(50)
        found.scroll_into_view_if_needed()
        return Form(found)

    def fill(self, text: str) -> None:
        """Type into the only box."""
        box = self.part.locator("input:visible, textarea:visible").first
        box.fill(text)

    def say(self, zh: str, en: str) -> None:
        """Type a text in both languages."""
        self.field("简体中文").fill(zh)
        self.field("English").fill(en)

    def add(self) -> Form:
        """Add an item to a list, or what is optional."""
        own = self.part.get_by_role("checkbox", name=re.compile("^Add"))
        items = self.part.get_by_role("button", name=re.compile("^Add"))
        own.or_(items).first.click()
        return self

    def choose(self, value: str) -> None:
        """Choose one of several."""
        self.part.get_by_role("radio", name=re.compile(value, re.IGNORECASE)).first.click()


@pytest.fixture
def editor(browser: Browser, tmp_path: Path) -> Iterator[tuple[Page, str, Path]]:
    """Return (page, address, root) of the editor with the records of the small handbook, signed in."""
    root = a_year.before(tmp_path / "handbook")
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    write_files(load(root)[0], tmp_path / "site" / "admin", {"name": "test-repo"})
    data = (root / "data").glob("*/*.yml")
    files = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in data}
    with serving(tmp_path / "site") as host:
        page = browser.new_page(viewport={"width": 1280, "height": 1400}, locale="en-US")
        page.goto(f"{host}admin/config.json")
        page.evaluate(SEED, files)
        page.goto(f"{host}admin/index.html")
        page.get_by_role("button").first.click()
        expect(page.get_by_text("Practices").first).to_be_visible()
        yield page, f"{host}admin/index.html#/collections/", root
        page.close()


def opened(page: Page, address: str, path: str) -> Form:
    """Open a form, and wait until it has taken the place of the one before."""
    page.goto(address + path)
    form = page.locator(FORM)
    name = path.rpartition("/")[2]
    expect(form.get_by_role("textbox").first).to_have_value("" if name == "new" else name)
    return Form(form)


def saved(page: Page, root: Path, name: str) -> None:
    """Save a form, and write its file into the handbook."""
    path = root / name
    was = path.read_text("utf-8") if path.exists() else None
    page.get_by_role("button", name="Save", exact=True).first.click()
    for _ in range(100):  # until the save has reached the file
        try:
            text = page.evaluate(READ, name)
        except Exception:
            text = None
        if text not in {None, "", was}:
            break
        page.wait_for_timeout(200)
    else:
        pytest.fail(page.locator("body").aria_snapshot())
    expect(page).to_have_url(re.compile("#/collections/[a-z]+$"))  # the editor goes back by itself
    path.write_text(text, "utf-8")


def test_a_source_a_number_and_a_status_are_written_in_forms(
    editor: tuple[Page, str, Path],
) -> None:
    """Each field is found by its label; what is saved is in the handbook's style, and the check has no more to say than of typed files."""
    page, address, root = editor

    form = opened(page, address, "sources/new")
    form.field("Lower-case id").fill("river-yearbook")
    form.field("Its name").say("河畔年鉴", "Riverside yearbook")
    form.field("The organisation that").choose("river-police")
    form.field("When it was published").field("The date").fill("2025-06")
    form.field("Its mark").add().say("年鉴", "Yearbook")
    form.field("What citations number").choose("page")
    form.field("Its length").fill("9")
    form.field("What it is about").say("讲河畔镇一年的护河。", "It tells of a year of looking after the river.")  # fmt: skip
    form.field("Its nature").say("当地自己的说法。", "The local account.")
    saved(page, root, a_year.YEARBOOK)

    form = opened(page, address, "figures/entries/boat-incidents")
    form.field("The number").fill("")
    form.field("The period it covers").add()  # as it is there, this takes it away
    numbers = form.field("Its numbers over time").add()
    numbers.field("The period it covers").field("The period").fill("2024")
    numbers.field("The number").fill("1490")
    numbers.field("Where it is reported").add().fill("river-yearbook#8")
    saved(page, root, a_year.FIGURE)

    form = opened(page, address, "practices/entries/old-ferry")
    status = form.field("Its status").add()
    status.field("State").choose("ended")
    status.field("Since when").add().field("The date").fill("2024")
    saved(page, root, a_year.FERRY)

    records = load(root)[0].records
    source, figure, ferry = (
        records[each] for each in ("river-yearbook", "boat-incidents", "old-ferry")
    )
    assert isinstance(source, Source)
    assert (LocatorKind.PAGE, 9, "2025-06") == (source.locator, source.places, source.date.date)
    assert isinstance(figure, Figure)
    assert ["2024"] == list(figure.dates)
    assert isinstance(ferry, Practice)
    assert ferry.status
    assert ferry.status.state is PracticeState.ENDED
    told = {each.code for each in check_handbook(root)[1]}
    assert told <= {"translation-unrecorded", "source-mark-missing", "cite-not-of-record", "cite-missing-in-text", "cite-surplus"}  # fmt: skip
