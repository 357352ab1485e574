"""What became of practices and organisations, on the pages that tell of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.book.name_index import index_of_names
from handbook.book.notice_sheet import sheet_page
from handbook.checks import check_handbook
from handbook.load import load
from handbook.model.dataset import Dataset
from handbook.model.records import Practice
from handbook.pages.build import build_pages
from handbook.pages.queries import Queries
from handbook.text.plain_data import as_data
from tests.helpers import handbook_of
from tests.helpers.repository import edit

PATROLS = "safety/river-safety/joint-patrols"


@pytest.fixture
def changing(root: Path) -> Dataset:
    """Return a handbook in which something became of most things."""
    dataset, findings = check_handbook(handbook_of.changing(root))
    assert [] == [each.text("en") for each in findings]
    return dataset


def page(dataset: Dataset, path: str, lang: str = "en") -> str:
    """Return a page as Markdown."""
    return build_pages(dataset, lang, only=[path])[path].markdown


def test_page_of_what_was_replaced_says_so_first(changing: Dataset) -> None:
    """Before its first sentence it tells what took its place, and in its facts since when."""
    told = page(changing, PATROLS)
    sentence = ":::status\nThis practice has been replaced by [River watch](river-watch.md) (June 2024)[[river-report#2]].\n:::"
    assert told.index(sentence) < told.index("The [police]")
    assert "since August 2023 · replaced (June 2024) · " in told
    assert "这项做法已由[河道守望](river-watch.md)取代（2024年6月）" in page(
        changing, PATROLS, "zh"
    )
    assert "replaces [Joint river patrols](joint-patrols.md) · " in page(
        changing, "safety/river-safety/river-watch"
    )


def test_page_of_what_goes_on_says_it_in_its_facts_alone(changing: Dataset) -> None:
    """What is on trial has no sentence; of what is told of no status nothing is shown."""
    trial = page(changing, "safety/river-safety/night-boats")
    assert " · on trial (since 2024)[[river-report#2]] · " in trial
    watch = page(changing, "safety/river-safety/river-watch")
    assert ":::status" not in trial + watch
    assert "in force" not in watch


def test_basis_of_a_date_is_told(changing: Dataset) -> None:
    """Where it is inferred since when a practice is over, its page says from what."""
    since = "    date: 2024-06\n"
    basis = "    inferred: true\n    basis:\n      zh: 文中这样说。\n      en: The text says so.\n"
    edit(changing.root, handbook_of.PRACTICE_FILE, (since, since + basis))
    assert "**Status**: June 2024 (inferred): The text says so." in page(
        load(changing.root)[0], PATROLS
    )


def test_lists_have_what_is_over_last_and_marked(changing: Dataset) -> None:
    """On the page of the theme, in the list of all, of an organisation and in the book."""
    theme = page(changing, "safety/river-safety")
    items = [line for line in theme.split("\n") if "- **[" in line]
    over = ["River watch", "Night boats", "Joint river patrols", "Old ferry"]
    assert over == [line.partition("[")[2].partition("]")[0] for line in items]
    assert (
        "No longer in force\n:   - **[Joint river patrols](river-safety/joint-patrols.md)** (replaced): "
        in theme
    )
    listed = page(changing, "practices")
    assert "[No longer in force (2)](#over)" in listed
    assert "[Safety on the river bank (2)](#theme-river-safety)" in listed
    assert listed.index("## No longer in force {#over}") < listed.index("**[Old ferry]")
    assert (
        "(lead, on trial); [Joint river patrols](safety/river-safety/joint-patrols.md) (lead, replaced)"
        in (page(changing, "organisations"))
    )


def test_what_is_over_is_not_featured(changing: Dataset) -> None:
    """The home page offers what a reader can use, though most others mention what was replaced."""
    featured = Queries(changing, "en").featured("river-safety")
    assert ["river-watch", "night-boats"] == [each.id for each in featured]


def test_timeline_tells_what_became_of_practices(changing: Dataset) -> None:
    """An end and a trial are events of their own, unless the trial is how it began."""
    told = page(changing, "timeline")
    assert (
        "June 2024: [Joint river patrols](safety/river-safety/joint-patrols.md) (replaced by [River watch]"
        in told
    )
    assert "[Night boats](safety/river-safety/night-boats.md) (on trial)[[river-report#2]]." in told
    edit(changing.root, "data/practices/night-boats.yml", ("date: 2023-08", "date: '2024'"))
    assert "(on trial)" not in page(load(changing.root)[0], "timeline")


def test_organisation_tells_its_former_names_and_its_successor(changing: Dataset) -> None:
    """Both sides tell of a succession, and a former name until when it held and where that is told."""
    told = page(changing, "organisations")
    former = "Formerly called Rivermouth Police Station (until May 2021)[[river-report#head]]. Carries on for [River Guard](#river-guard)."
    assert former in told
    assert (
        "Succeeded by [Riverside Police Station](#river-police)[[river-report#2]][[river-report#head]]."
        in told
    )


def test_last_check_is_told_at_the_foot(changing: Dataset) -> None:
    """A reader of the site sees when an editor last looked at a page."""
    end = ":::facts screen\nLast checked by the editors on 1 March 2026\n:::\n"
    assert page(changing, PATROLS).endswith(end)


def test_sheet_begins_with_what_became_of_it(changing: Dataset) -> None:
    """Whoever reads it on a wall learns before anything else that it is over."""
    practices = {each.id: each for each in changing.of(Practice)}
    sheet = sheet_page(practices["joint-patrols"], changing, "en").markdown
    assert (
        "\n\n**This practice has been replaced by River watch (June 2024).**\n\nThe police" in sheet
    )
    assert "**" not in sheet_page(practices["river-watch"], changing, "en").markdown


def test_index_of_the_book_has_former_names(changing: Dataset) -> None:
    """A reader who knows the old name finds the entry."""
    index = index_of_names(changing, "en", {"river-police": "organisations#river-police"})
    assert "Rivermouth Police Station" in [
        name["name"] for group in index for name in group["names"]
    ]


def test_data_tells_what_changed(changing: Dataset) -> None:
    """In JSON as in the record."""
    told = as_data(changing.records["joint-patrols"], changing)
    status = {
        "state": "replaced",
        "since": {"date": "2024-06"},
        "by": "river-watch",
        "cite": ["river-report#2"],
    }
    assert status == told["status"]
    assert "2026-03-01" == told["checked"]
    assert "status" not in as_data(changing.records["river-watch"], changing)


def test_text_may_use_a_former_name(changing: Dataset) -> None:
    """A name with praise in it is a name still where it is a former one."""
    edit(changing.root, "data/organisations/river-police.yml", ("zh: 河口派出所", "zh: 成效显著队"))
    edit(
        changing.root, handbook_of.PRACTICE_FILE, ("zh: 夜里轮流值守", "zh: 成效显著队夜里轮流值守")
    )
    assert [] == [each.text("en") for each in check_handbook(changing.root)[1]]
