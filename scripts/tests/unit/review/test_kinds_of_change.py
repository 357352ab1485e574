"""Kinds of change that a reviewer must not miss: each is asked about in a question of its own."""

from __future__ import annotations

from pathlib import Path

from handbook.cli.review import _as_text
from tests.helpers import handbook_of, several_sources
from tests.helpers.commands import brief
from tests.helpers.repository import edit, git

PRACTICE = handbook_of.PRACTICE_FILE
REWORDED = "- [ ] Statements were reworded or added."


def test_reworded_statement_is_asked_about(repository: Path) -> None:
    """In both languages, under the same citation: the sentence alone, with its mark; other punctuation is nothing."""
    edit(
        repository,
        PRACTICE,
        ("属于河长制的一部分", "不属于河长制的一部分"),
        ("as part of the", "not as part of the"),
    )
    told = brief("main").split(REWORDED)[1].split("\n### ")[0]
    assert "<ins> not</ins> as part of the river-chief system\\[¶2\\]." in told
    git(repository, "commit", "-qam", "reworded")
    edit(repository, PRACTICE, ("分三组进行，", "分三组进行；"))
    assert REWORDED not in brief("HEAD")


def test_word_of_a_vocabulary_is_asked_about_once(repository: Path) -> None:
    """In readers' words, with the records that have it; none of them changed its role."""
    edit(repository, PRACTICE, ("every month", "every week"))
    edit(repository, "data/vocabulary.yml", ("en: lead", "en: leads all"))
    told = brief("main")
    asked = told.split("- [ ] Words of a vocabulary changed.")[1].split("\n### ")[0]
    assert "**Its role**: lead<ins>s all</ins>" in asked or "<ins>leads all</ins>" in asked
    assert "1 entry uses it: Joint river patrols" in asked
    assert "which role, changed" not in told
    assert "vocabulary.roles" not in told


def test_a_terminal_shows_no_markup() -> None:
    """What went and what came stand in signs of their own; nothing is escaped."""
    told = "- **Role**: <del>a</del> → <ins>b\\[¶2\\]</ins> a<span>#</span>1 &lt;x&gt;<br>"
    assert "- Role: [-a-] → {+b[¶2]+} a#1 <x>" == _as_text(told)


def asked(question: str, base: str = "HEAD") -> list[str]:
    """Return what the brief asks under a question."""
    told = brief(base).partition(f"- [ ] {question}")[2].partition("\n- [ ]")[0]
    return told.partition("\n\n")[0].split("\n")[1:]


def test_other_theme_is_asked_about_with_the_address_that_dies(repository: Path) -> None:
    """Where the practice was leads nowhere from now on, which is told there and not once more."""
    theme = handbook_of.THEME.replace("river-safety", "river-trade").replace("order: 1", "order: 2")
    theme = theme.replace("河岸平安", "河上贸易").replace("Safety on the river bank", "River trade")
    handbook_of.write(repository, {"data/themes/river-trade.yml": theme})
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "two themes")
    edit(repository, PRACTICE, ("theme: river-safety", "theme: river-trade"))
    [moved, address] = asked("Entries moved to another theme or section.")
    was = "<del>Safety on the river bank</del> → <ins>River trade</ins>"
    assert f"    - Joint river patrols · **The theme**: {was}" == moved
    assert address.startswith("        - The former address leads nowhere from now on: ")
    assert "`/en/safety/river-safety/joint-patrols/`" in address
    assert "### Addresses that no longer lead anywhere" not in brief("HEAD")


def test_new_source_is_asked_about_as_a_source(repository: Path) -> None:
    """Neither is it asked which paragraph bears it out, nor are the pages counted that get other marks only."""
    source = handbook_of.SOURCE.replace("id: river-report", "id: river-news")
    source = source.replace("护河报告", "河报").replace("report on the river", "river news")
    handbook_of.write(repository, {"data/sources/river-news.yml": source})
    assert ["    - Riverside river news"] == asked("Sources were added.")
    told = brief("HEAD")
    assert "**1 source added.**" in told
    assert "Entries were added." not in told
    assert "Every citation is marked otherwise: " in told


def test_accounts_that_differ_stand_on_lines_of_their_own(repository: Path) -> None:
    """What they are about first, and no blank where a line ends."""
    several_sources.several(repository)
    git(repository, "add", "-A")
    about, *accounts = [line for line in asked("Where sources differ") if "<ins>" in line]
    assert about.endswith(":</ins>")
    assert 2 == len(accounts)
    assert all(line.startswith("        - <ins>") for line in (about, *accounts))
    assert all(line.endswith("]</ins>") for line in accounts)


def test_entries_with_other_search_words_are_one_line(repository: Path) -> None:
    """Of one alone they are told whole."""
    terms = "search_terms:\n  zh: [{0}]\nsummary:\n"
    edit(repository, PRACTICE, ("summary:\n", terms.format("巡河队")))
    assert "- **What readers may type**: 简体中文: <ins>巡河队</ins>" in brief("HEAD")
    edit(repository, "data/places/river-town.yml", ("summary:\n", terms.format("河镇")))
    told = brief("HEAD")
    names = "Joint river patrols, Riverside"
    assert f"\n2 entries changed only in what readers may type: {names}\n" in told
    assert "巡河队" not in told
    assert "### Pages affected" not in told  # no page prints them


def test_private_name_is_told_once(repository: Path) -> None:
    """It is the first question, with what the check says of it, and that stands nowhere else."""
    edit(repository, PRACTICE, ("据报道，偷渔的人少了", "据居民张三说，偷渔的人少了"))
    told = brief("HEAD")
    assert told.split("- [ ] ")[1].startswith("These seem to name private persons.")
    assert 1 == told.count("seems to be the name of a private person")
    edit(repository, PRACTICE, ("Poaching is reported", "It is reported that poaching is said"))
    git(repository, "commit", "-qam", "named")
    assert "private person" not in brief("HEAD").split("### What the check says")[0]


def test_number_is_told_with_its_paragraph_and_the_front_page(repository: Path) -> None:
    """What the paragraph is about that it rests on; the front page prints the headline numbers."""
    contents = "contents:\n  - {zh: 引言, en: Opening}\n  - {zh: 巡河, en: Patrols}\n  - {zh: 纠纷, en: Disputes}\n"
    edit(repository, "data/sources/river-report.yml", ("summary:\n", f"{contents}summary:\n"))
    edit(repository, "data/figures/boat-incidents.yml", ("measure:", "headline: 1\nmeasure:"))
    handbook_of.write(repository, handbook_of.SITE)
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "headline")
    edit(repository, "data/figures/boat-incidents.yml", ("value: 1728", "value: 1800"))
    number, paragraph, *printed = asked("Numbers changed.")
    assert "1,728" in number
    assert "        - Citations: paragraph 3: Disputes" == paragraph
    assert "            - Home: Figures" in printed
    git(repository, "checkout", "-q", ".")
    for lang in ("一部分[[river-report#2]]", "system[[river-report#2]]"):
        edit(repository, PRACTICE, (lang, lang.replace("#2", "#3")))
    _, moved = asked("Citations moved to another paragraph.")
    assert "        - Citations: paragraph 2: Patrols → paragraph 3: Disputes" == moved


def test_translation_that_lags_behind_stands_beside_its_change(repository: Path) -> None:
    """Under the page or record that changed, not as if the translation were what changed."""
    edit(
        repository,
        "docs/safety/river-safety.zh.md",
        ("description: 两岸怎样一起护河。", "description: 护河。"),
    )
    told = brief("HEAD")
    assert "Translations that now lag behind" not in told
    lines = told.split("### Changed · Pages · Safety on the river bank\n\n")[1].split("\n")
    assert lines[0].startswith("- **The page's description**: 简体中文: <del>")
    assert "    - English (not changed): How both banks look after the river together." == lines[1]


def test_place_in_the_book_and_former_paths_are_told(repository: Path) -> None:
    """They are in no page's text, but readers of the book and of old links see them."""
    edit(
        repository,
        "docs/safety/river-safety.zh.md",
        ("description:", "book: 3\nwas: [safety/old-bank]\ndescription:"),
    )
    told = brief("HEAD")
    assert "- **Its place among the chapters that open the book**: <ins>3</ins>" in told
    assert "- **Former paths**: <ins>safety/old-bank</ins>" in told


def test_drawing_is_told_by_its_title(repository: Path) -> None:
    """No directive is shown, nor an id."""
    for lang in ("zh", "en"):
        page = f"docs/safety/river-safety.{lang}.md"
        edit(repository, page, ("{#who}\n", "{#who}\n\n:::diagram\njoint-patrols\n:::\n"))
    told = brief("HEAD")
    assert "**Who does what**: <ins>Drawing: Joint river patrols." in told
    assert "diagram" not in told.split("### Pages affected")[0].split("### Changed")[1]


def test_other_files_of_the_site_are_named(repository: Path) -> None:
    """What they do to the site is not compared, so it is not said that nothing changed; tests and papers do nothing."""
    handbook_of.write(repository, {"README.md": "1", "LICENSE": "1", "custom/theme/main.html": "1"})
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "files")
    handbook_of.write(repository, {"README.md": "2"})
    assert "Nothing that readers see has changed." in brief("HEAD")
    handbook_of.write(repository, {"LICENSE": "2", "custom/theme/main.html": "2"})
    told = brief("HEAD")
    assert "2 other files changed that the site is made with." in told
    assert ": `LICENSE`, `custom/theme/main.html`\n" in told
    assert "Nothing that readers see" not in told


def test_words_of_the_menu_are_told_as_the_menu(repository: Path) -> None:
    """The name of a section and of a shortcut, once; other words are listed by their key, a line for all languages."""
    handbook_of.write(repository, handbook_of.SITE)
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "site")
    words = "words:\n  section_about: {zh: 其他, en: The rest}\n  section_practices: {zh: 做法们, en: Ways}\n  inferred: {zh: 据推断, en: guessed}\n"
    edit(repository, "data/labels.yml", ("words:\n", words))
    section, heads = asked("The menu changed")
    assert "    - **Section of the menu**: About → The rest" == section
    assert heads.startswith("    - **Shortcuts at the head of every page**: ")
    assert "<ins>Ways</ins>" in heads
    told = brief("HEAD")
    assert "### Words of the interface and settings changed (1)\n\n- **inferred**: " in told


def test_new_actor_is_told_whole(repository: Path) -> None:
    """Who, in which role, what it does and by which paragraph; that it is not inferred is no loss."""
    actor = "  - organisation: river-police\n    role: partner\n    text: {zh: 通报。, en: It gives notice.}\n    cite: [river-report#2]\n"
    edit(repository, PRACTICE, ("    role: lead\n", f"    role: lead\n{actor}"))
    [line] = asked("Who says so, or who has which role, changed.")
    who = "Riverside Police Station (partner): It gives notice.\\[¶2\\]"
    assert f"    - Joint river patrols · **Who does what**: <ins>{who}</ins>" == line
    assert 'Words such as "reported"' not in brief("HEAD")


def test_page_that_moved_is_the_same_page(repository: Path) -> None:
    """With its former path or its title it is neither gone nor new, in the menu or anywhere else."""
    page = "---\ntitle: {0}\ndescription: {0}.\n---\n\n# {0}\n\n:::screen\nSome *words*.\n:::\n"
    handbook_of.write(repository, handbook_of.SITE)
    texts = {"zh": "访客", "en": "Visitors"}
    handbook_of.write(
        repository, {f"docs/visitors.{lang}.md": page.format(name) for lang, name in texts.items()}
    )
    edit(repository, "mkdocs.yml", ("[timeline.md", "[visitors.md, timeline.md"))
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "visitors")
    for lang in texts:
        git(repository, "mv", f"docs/visitors.{lang}.md", f"docs/guests.{lang}.md")
    edit(repository, "mkdocs.yml", ("visitors.md", "guests.md"))
    told = brief("HEAD")
    assert "**1 entry has another address.**" in told
    assert "The menu changed" not in told
    assert "### New address · Pages · Visitors (docs/visitors → docs/guests)" in told
    assert "> Its address leads nowhere from now on; " in told
    edit(repository, "docs/guests.zh.md", ("description:", "was: [visitors]\ndescription:"))
    told = brief("HEAD")
    assert "leads nowhere" not in told
    assert "- **Former paths**: <ins>visitors</ins>" in told
    edit(repository, "docs/guests.zh.md", (":::screen", ":::paper"))
    assert "**The page's opening**: 简体中文: 只在<del>网站上</del>：" in brief("HEAD")


def test_translation_that_is_gone_is_one_question(repository: Path) -> None:
    """Of a page in a line, of a record's text whole; neither lost a source, a link or who says so."""
    edit(repository, PRACTICE, ("        en: Poaching is reported to have fallen.\n", ""))
    text, original = asked("Only the translation changed.")
    assert text.endswith("<del>Poaching is reported to have fallen.</del>")
    assert "简体中文 (not changed)" in original
    git(repository, "rm", "-q", "docs/safety/river-safety.en.md")
    lines = asked("Only the translation changed.")
    assert "    - 河岸平安 · **English**: <del>Safety on the river bank</del>" in lines
    told = brief("HEAD")
    assert 1 == told.count("- [ ] ")
    assert "lost <del>" not in told


def test_sections_in_another_order_are_told(repository: Path) -> None:
    """By their headings; a link alone that changed is told by where it leads, and once."""
    for lang in ("zh", "en"):
        page = repository / f"docs/safety/river-safety.{lang}.md"
        head, question, who = page.read_text(encoding="utf-8").split("\n## ")
        page.write_text(f"{head}\n## {who}\n## {question}", encoding="utf-8")
    told = brief("HEAD").split("### Changed · Pages · Safety on the river bank")[1]
    assert "- **Order**: " in told
    assert "<del>The question, </del>Who does what" in told
    git(repository, "checkout", "-q", ".")
    edit(repository, "docs/safety/river-safety.zh.md", ("](../figures.md)", "](../places.md)"))
    told = brief("HEAD")
    assert "added <ins>../places.md</ins>" in told
    assert "Translations that now lag behind" not in told
    assert "**1 page changed; 1 translation lags behind.**" in told
