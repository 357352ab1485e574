"""The preview in a browser: it follows what is saved, keeps the reader's place, and tells what is wrong over the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.helpers import handbook_of
from tests.helpers.chromium import wait_until
from tests.helpers.previews import Preview, previewing
from tests.helpers.search_box import Reader

PRACTICE = "data/practices/joint-patrols.yml"
PAGE = "safety/river-safety/joint-patrols/"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """Return a preview of the small handbook."""
    with previewing(tmp_path_factory.mktemp("preview")) as preview:
        yield preview


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page on a low screen, on which every page can be scrolled."""
    context = browser.new_context(viewport={"width": 800, "height": 300})
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def test_what_is_saved_is_shown_where_the_reader_was(preview: Preview, page: Page) -> None:
    """The page is asked for again at the same place, with what was opened open; no other page that says the same is made."""
    page.goto(preview.address + PAGE)
    page.locator("details").first.evaluate("(each) => (each.open = true)")
    page.evaluate("scrollTo(0, 150)")
    with preview.round():
        preview.save(PRACTICE, "夜里轮流值守", "夜里轮流守夜")
        expect(page.get_by_text("夜里轮流守夜")).to_be_attached()
    wait_until(page, "scrollY === 150")
    assert page.locator("details").first.evaluate("(each) => each.open")
    # the practice, and the six pages that show the edition, in both languages
    assert 13 == preview.rounds()[-1]
    assert [] == page.evaluate(
        "performance.getEntriesByType('resource').map((each) => each.name)"
        f".filter((name) => !name.startsWith('{preview.address}'))"
    )


def test_a_page_that_is_not_shown_is_as_it_was_saved_when_it_is_asked_for(
    preview: Preview, page: Page
) -> None:
    """Even before all is built again."""
    with preview.round():
        page.goto(preview.address + PAGE)
        preview.save("data/terms/river-chief.yml", "每条河由", "每段河由")
        preview.save(PRACTICE, "巡河由12人", "巡河由12个人")
        expect(page.get_by_text("巡河由12个人")).to_be_attached()
        page.goto(f"{preview.address}glossary/")
        assert "每段河由" in page.content()


def test_search_finds_what_was_saved(preview: Preview, page: Page) -> None:
    """In the texts, and in the list of names."""
    with preview.round():
        preview.save(PRACTICE, "每月一起巡河", "每月一起划船巡河")
        preview.save(PRACTICE, "- 联合巡河", "- 划船联巡")
    reader = Reader(page).watch().open(f"{preview.address}")
    for query in ("一起划船", "划船联巡"):
        assert "joint-patrols" in reader.ask(query).results[0]
    assert [] == reader.complaints


def test_errors_stand_over_the_page_until_they_are_mended(preview: Preview, page: Page) -> None:
    """With file and line; the page below is the one before, Escape and a button put them away, and another error brings them back."""
    page.goto(preview.address + PAGE)
    alert = page.get_by_role("alert")
    preview.save(PRACTICE, "kind: mechanism", "kind: mechanics")
    expect(alert).to_contain_text(f"{PRACTICE}:")
    expect(alert).to_contain_text("There are errors in what was saved")
    assert "en" == alert.get_attribute("lang")
    expect(page.get_by_role("heading", level=1)).to_contain_text("两岸联合巡河")
    page.keyboard.press("Escape")
    expect(alert).to_have_count(0)
    page.goto(f"{preview.address}en/{PAGE}")
    expect(alert).to_be_visible()
    alert.get_by_role("button").click()
    expect(alert).to_have_count(0)
    preview.save(PRACTICE, "kind: mechanics", "kind: machine")
    expect(alert).to_contain_text("machine")
    with preview.round():
        preview.save(PRACTICE, "kind: machine", "kind: agreement")
        expect(page.get_by_text("Agreement").first).to_be_attached()
        expect(alert).to_have_count(0)


def test_records_come_get_other_names_and_go(preview: Preview, page: Page) -> None:
    """A page that is shown before it exists appears, leads on where it was renamed, and is missed where it is gone."""
    path = "safety/river-safety/tide-watch/"
    record = handbook_of.PRACTICE.replace("joint-patrols", "tide-watch").replace(
        "两岸联合巡河", "潮水值守"
    )
    record = record.replace("Joint river patrols", "Tide watch").replace("联合巡河\n", "守潮\n")
    record = record.replace("river patrols\n", "tide patrols\n").replace(
        "Liǎng'àn Liánhé Xúnhé", "Cháoshuǐ Zhíshǒu"
    )
    heading = page.get_by_role("heading", level=1)
    page.goto(preview.address + path)
    expect(heading).to_have_text("404")
    with preview.round():
        handbook_of.write(preview.root, {"data/practices/tide-watch.yml": record})
        expect(heading).to_contain_text("潮水值守")
    with preview.round():
        (preview.root / "data/practices/tide-watch.yml").unlink()
        renamed = record.replace("id: tide-watch", "id: tide-guard\nwas:\n  - tide-watch")
        handbook_of.write(preview.root, {"data/practices/tide-guard.yml": renamed})
        page.wait_for_url("**/tide-guard/")
    with preview.round():
        (preview.root / "data/practices/tide-guard.yml").unlink()
        expect(heading).to_have_text("404")


def test_own_templates_are_followed(preview: Preview, page: Page) -> None:
    """From their first file on, in a folder that was not there before; an error in one is told, and mended."""
    page.goto(f"{preview.address}changes/")
    own = "custom/pages/changes.md.jinja"
    with preview.round():
        handbook_of.write(preview.root, {own: "# {{ title }}\n\n我们自己的。\n"})
        expect(page.get_by_text("我们自己的。")).to_be_attached()
    handbook_of.write(preview.root, {own: "# {{ titel }}\n"})
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(own)
    expect(page.get_by_text("我们自己的。")).to_be_attached()
    assert "Traceback" not in page.content()
    with preview.round():
        (preview.root / own).unlink()
        expect(alert).to_have_count(0)
        expect(page.get_by_text("我们自己的。")).to_have_count(0)


def test_two_saves_in_a_row_end_with_the_second(preview: Preview, page: Page) -> None:
    """Whether the second comes at once or while the first is being built."""
    page.goto(preview.address + PAGE)
    with preview.round():
        preview.save(PRACTICE, "偷渔的人少了", "偷渔的少了")
        preview.save(PRACTICE, "偷渔的少了", "偷渔少了")
        expect(page.get_by_text("偷渔少了").first).to_be_attached()
        preview.save(PRACTICE, "偷渔少了", "偷渔罕见")
        expect(page.get_by_text("偷渔罕见").first).to_be_attached()
    built = preview.root / ".cache/preview" / PAGE / "index.html"
    assert "偷渔罕见" in built.read_text(encoding="utf-8")
