"""Commands that compare revisions and record editions."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lxml import etree

from handbook.checks import check_handbook
from handbook.load import load
from handbook.opendata.feeds import build_feed
from handbook.pages.build import build_pages
from tests.helpers import ATOM
from tests.helpers.commands import run
from tests.helpers.repository import edit, git
from tests.helpers.slips import PRACTICE


def test_an_edition_reaches_the_change_log_the_page_and_the_feed(repository: Path) -> None:
    """`handbook edition` keeps the change in a file, from which the change log, the page's history and both feeds are made."""
    edit(repository, PRACTICE, ("every month", "every week"))
    done = run(
        "edition",
        "main",
        "--title",
        "第二版",
        "--title",
        "Second edition",
        "--note",
        "改了次数。",
        "--note",
        "How often was changed.",
        "--date",
        "2026-03-01",
    )
    assert 0 == done.exit_code, done.output
    assert (
        1
        == run(
            "edition", "main", "--title", "又", "--title", "again", "--date", "2026-03-01"
        ).exit_code
    )
    shutil.rmtree(repository / ".git")  # no history is needed from here on
    dataset, findings = check_handbook(repository)
    assert [] == [f for f in findings if f.place.path.startswith("data/editions")]
    pages = build_pages(dataset, "en")
    assert "## Second edition (1 March 2026) {#edition-2026-03-01}" in pages[
        "changes"
    ].markdown.replace("###", "##")
    assert "**week**" in pages["changes"].markdown
    assert (
        "[Second edition](../../changes.md#edition-2026-03-01): changed: What it is"
        in pages["safety/river-safety/joint-patrols"].markdown
    )
    feed = etree.fromstring(build_feed(dataset, "en", "https://handbook.example/"))
    assert ["Second edition"] == [
        e.findtext(f"{{{ATOM}}}title") for e in feed.findall(f"{{{ATOM}}}entry")
    ]
    assert "https://handbook.example/en/changes/#edition-2026-03-01" == feed.find(
        f"{{{ATOM}}}entry/{{{ATOM}}}link"
    ).get("href")
    assert build_feed(dataset, "en") == build_feed(load(repository)[0], "en")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--title", "甲", "--title", "a", "--date", "2026-13-45"), "2026-13-45"),
        (("--title", "甲", "--title", "a", "--date", "2026-02-30"), "2026-02-30"),
        (("--title", "甲", "--title", "a", "--date", "20260301"), "20260301"),
        (("--title", "", "--title", ""), "--title"),
        (("--title", "甲", "--title", " "), "--title"),
        (("--title", "甲"), "zh, en"),
        (("--title", "甲", "--title", "a", "--title", "b"), "zh, en"),
        (("--title", "甲", "--title", "a", "--note", "", "--note", "b"), "--note"),
        (("--title", "甲", "--title", "a", "--date", "2026-02-28"), "2026-03-01"),
    ],
)
def test_edition_with_an_invalid_date_or_name_is_wrong_usage(
    repository: Path, arguments: tuple[str, ...], said: str
) -> None:
    """A day that is none or not after the last edition, or a name or note with an empty side, is told in a sentence, and nothing is written."""
    assert (
        0
        == run(
            "edition", "--title", "第一版", "--title", "First edition", "--date", "2026-03-01"
        ).exit_code
    )
    done = run("edition", "main", *arguments, "--lang", "en")
    assert (2, True) == (done.exit_code, said in done.stderr.splitlines()[-1])
    assert ["2026-03-01.yml"] == [path.name for path in (repository / "data/editions").iterdir()]


def test_first_and_next_edition_need_no_base_revision(repository: Path) -> None:
    """The first edition is a date and a name, told as the first on the page and in the feed; the next is compared with it by itself."""
    assert (
        "This is the first edition, and nothing has been corrected yet."
        in build_pages(load(repository)[0], "en")["changes"].markdown
    )
    done = run("edition", "--title", "第一版", "--title", "First edition", "--date", "2026-03-01")
    assert 0 == done.exit_code, done.output
    dataset, findings = check_handbook(repository)
    assert [] == [f for f in findings if f.place.path.startswith("data/editions")]
    first = "This is the first edition; there is none before it to compare with."
    assert first in build_pages(dataset, "en")["changes"].markdown
    assert first in build_feed(dataset, "en").decode()
    assert (
        2 == run("edition", "--title", "又", "--title", "again", "--date", "2026-03-02").exit_code
    )  # the first is not committed yet
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "first edition")
    assert (
        1 == run("edition", "--title", "又", "--title", "again", "--date", "2026-03-02").exit_code
    )  # nothing changed since
    edit(repository, PRACTICE, ("every month", "every week"))
    assert (
        0
        == run(
            "edition", "--title", "第二版", "--title", "Second edition", "--date", "2026-04-01"
        ).exit_code
    )
    newest = load(repository)[0].editions[0]
    assert ("2026-04-01", ["joint-patrols"]) == (
        newest.date,
        [change.owner for change in newest.changes],
    )
    assert git(repository, "rev-parse", "HEAD").strip() == newest.base


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("diff", "main", "--only", "fr"), "no language 'fr'; use one of: zh, en."),
        (
            ("edition", "main", "--title", "版", "--title", "E", "--date", "2026-02-30"),
            "The date must exist, be in 2000 or later, and be written like 2026-03-01: 2026-02-30",
        ),
        (
            ("edition", "main", "--title", "版", "--title", "E", "--date", "0000-01-01"),
            "The date must exist, be in 2000 or later, and be written like 2026-03-01: 0000-01-01",
        ),
        (
            ("edition", "main", "--title", "版", "--title", "E", "--date", "0001-01-01"),
            "be in 2000 or later, and be written like 2026-03-01: 0001-01-01",
        ),
        (
            ("edition", "main", "--title", "版", "--title", "E", "--date", "2026"),
            "The date must exist, be in 2000 or later, and be written like 2026-03-01: 2026",
        ),
    ],
)
def test_invalid_option_is_reported_with_what_is_accepted(
    repository: Path, arguments: tuple[str, ...], said: str
) -> None:
    """A language or a day that there is not is named, with what there is."""
    done = run(*arguments, "--lang", "en")
    assert (2, True) == (done.exit_code, said in done.output), done.output


@pytest.mark.parametrize("typed", ["<b>", "a\u202eb", "a  b"])
def test_edition_that_the_check_refuses_is_not_written(repository: Path, typed: str) -> None:
    """What is wrong with its name is told as the check tells it."""
    done = run("edition", "--title", "第一版", "--title", typed, "--date", "2026-03-01")
    assert (1, True) == (done.exit_code, "data/editions/2026-03-01.yml:" in done.stdout)
    assert [] == [*(repository / "data/editions").iterdir()]


@pytest.mark.parametrize(
    "preview", ["https://x.example/)[evil](https://evil.example/", "javascript:x"]
)
def test_preview_is_an_address(
    repository: Path, monkeypatch: pytest.MonkeyPatch, preview: str
) -> None:
    """It is given by a variable of whoever runs the command, and stands in every link of the brief."""
    edit(repository, PRACTICE, ("every month", "every week"))
    monkeypatch.setenv("HANDBOOK_PREVIEW_URL", preview)
    done = run("diff", "main", "--lang", "en")
    assert (1, True) == (done.exit_code, "HANDBOOK_PREVIEW_URL: " in done.stdout)
    assert "site-address" in done.stdout
