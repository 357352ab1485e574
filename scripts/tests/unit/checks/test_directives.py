"""Rules of ::: blocks."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.checks.context import Context
from handbook.checks.rules import directives
from handbook.load import load
from handbook.pages.build import build_pages
from tests.helpers import handbook_of

DIAGRAM = ":::diagram\njoint-patrols\n:::"
#: A practice with a drawing: what comes in by platforms, and what is done then.
STEPS = handbook_of.PRACTICE.replace("components:", "steps:")


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("{}", []),
        ("{}\n\n{}", ["diagram-twice"]),
        (":::diagram \n\n  joint-patrols \n\n::: ", []),
    ],
)
def test_second_drawing_of_a_record_on_a_page_is_reported(
    root: Path, body: str, codes: list[str]
) -> None:
    """Any page of prose may show it, with blanks and empty lines as they come."""
    page = f"---\ntitle: 图\ndescription: 图。\n---\n\n# 图\n\n{body.replace('{}', DIAGRAM)}\n"
    files = {"docs/about/more.zh.md": page, "data/practices/joint-patrols.yml": STEPS}
    dataset, _ = load(handbook_of.write(root, files))
    assert codes == [finding.code for finding in directives.check(Context(dataset))]
    if not codes:
        assert '"kind": "flow"' in build_pages(dataset, "zh")["about/more"].markdown


def test_drawing_of_an_unreadable_record_is_not_reported(root: Path) -> None:
    """A slip in a place's file is told there, and not at each drawing that shows the place."""
    page = DIAGRAM
    handbook_of.write(
        root,
        {"docs/about/more.zh.md": f"---\ntitle: 图\ndescription: 图。\n---\n\n# 图\n\n{page}\n"},
    )
    dataset, _ = load(root)
    assert ["diagram-unknown"] == [finding.code for finding in directives.check(Context(dataset))]
    assert [] == [*directives.check(Context(dataset, frozenset({"river-town"})))]


@pytest.mark.parametrize("lacking", ["zh", "en"])
def test_a_diagram_stands_in_every_language(root: Path, lacking: str) -> None:
    """A page that lacks one in one language is told, until it has it too, or is told as lagging behind."""
    pages = {lang: f"docs/about/more.{lang}.md" for lang in ("zh", "en")}
    text = f"---\ntitle: A\ndescription: B.\n---\n\n# A\n\n## A {{#a}}\n\n{DIAGRAM}\n"
    files = dict.fromkeys(pages.values(), text) | {"data/practices/joint-patrols.yml": STEPS}
    without = files | {pages[lacking]: text.replace(DIAGRAM, "A")}
    [found] = directives.check(Context(load(handbook_of.write(root, without))[0]))
    assert ("diagram-differs", pages["en"]) == (found.code, found.place.path)
    other = "English" if lacking == "zh" else "Chinese"
    assert f"nly in {other}: joint-patrols" in found.text("en")
    assert [] == [*directives.check(Context(load(handbook_of.write(root, files))[0]))]
