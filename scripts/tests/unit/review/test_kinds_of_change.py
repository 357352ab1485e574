"""Kinds of change that a reviewer must not miss: each is asked about in a question of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.cli.review import _as_text
from tests.helpers import handbook_of, several_sources
from tests.helpers.commands import brief, run
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


def test_a_new_word_of_a_vocabulary_says_whose_it_is(repository: Path) -> None:
    """Several kinds of records have a kind."""
    court = "organisation_kinds:\n"
    edit(
        repository,
        "data/vocabulary.yml",
        (court, f"{court}  office:\n    zh: 所\n    en: Office\n"),
    )
    assert "**Organisations · Its kind**: Office" in brief("HEAD").replace("<ins>", "").replace(
        "</ins>", ""
    )


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
    news, others = asked("Sources were added.")
    assert "    - Riverside river news" == news
    assert others.startswith("    - There is more than one source from now on.")
    told = brief("HEAD")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "the second")
    source = source.replace("river-news", "river-post").replace("河报", "河讯")
    handbook_of.write(repository, {"data/sources/river-post.yml": source})
    assert 1 == len(asked("Sources were added."))
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
    changed, beside = asked("Text without a citation")
    page = "    - Safety on the river bank · "
    assert changed.startswith(f"{page}**The page's description**: 简体中文: <del>")
    assert (
        "        - English (not changed): How both banks look after the river together." == beside
    )


def test_place_in_the_book_and_former_paths_are_told(repository: Path) -> None:
    """They are in no page's text, but readers of the book and of old links see them."""
    edit(
        repository,
        "docs/safety/river-safety.zh.md",
        ("description:", "book: 3\nwas: [safety/old-bank]\ndescription:"),
    )
    told = brief("HEAD")
    assert " · **Its place among the chapters that open the book**: <ins>3</ins>" in told
    assert "- **Former paths**: <ins>safety/old-bank</ins>" in told


def test_drawing_is_told_by_its_title(repository: Path) -> None:
    """No directive is shown, nor an id."""
    for lang in ("zh", "en"):
        page = f"docs/safety/river-safety.{lang}.md"
        edit(repository, page, ("{#who}\n", "{#who}\n\n:::diagram\njoint-patrols\n:::\n"))
    told = brief("HEAD")
    assert "**Who does what**: <ins>Drawing: Joint river patrols." in told
    assert "diagram" not in told.split("### What the check says")[0]


def test_other_files_of_the_site_are_named(repository: Path) -> None:
    """What they do to the site is not compared, so it is not said that nothing changed; tests and papers do nothing."""
    handbook_of.write(repository, {"README.md": "1", "LICENSE": "1", "custom/theme/main.html": "1"})
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "files")
    handbook_of.write(repository, {"README.md": "2"})
    assert "Nothing that readers see has changed." in brief("HEAD")
    handbook_of.write(repository, {"LICENSE": "2", "custom/theme/main.html": "2"})
    told = brief("HEAD")
    assert "**2 files changed that the site is made with.**" in told
    assert ["    - `LICENSE`", "    - `custom/theme/main.html`"] == asked("Files changed that")
    assert "Nothing that readers see" not in told


def test_words_of_the_menu_are_told_as_the_menu(repository: Path) -> None:
    """The name of a section and of a shortcut, once; other words are listed as such, a line for all languages."""
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
    assert (
        "### Words of the interface and settings changed (1)\n\n- **Words of the interface**: "
        in told
    )


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
    [text] = asked("Statements, facts or translations were deleted.")
    assert text.endswith("<del>Poaching is reported to have fallen.</del>")
    git(repository, "rm", "-q", "docs/safety/river-safety.en.md")
    lines = asked("Statements, facts or translations were deleted.")
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
    assert "../<del>figures</del>.md → ../<ins>places</ins>.md" in told
    assert "Translations that now lag behind" not in told
    assert "**1 page changed; 1 translation lags behind.**" in told


POLICE = "data/organisations/river-police.yml"
PAGES = [f"docs/safety/river-safety.{lang}.md" for lang in ("zh", "en")]
OWN = "Text without a citation was reworded or added."
GONE = "Statements, facts or translations were deleted."
FACT = "Facts were changed or added."


def questions(base: str = "HEAD") -> list[str]:
    """Return what the brief asks, without what it is asked about."""
    return [line[6:] for line in brief(base).split("\n") if line.startswith("- [ ] ")]


def test_former_address_and_chapter_that_went_are_asked_about(repository: Path) -> None:
    """A page's former path leads nowhere any more, its chapter left the book: something that readers see has changed."""
    head = "book: 3\nwas: [safety/old-bank]\ndescription:"
    edit(repository, PAGES[0], ("description:", head))
    git(repository, "commit", "-qam", "was")
    edit(repository, PAGES[0], (head, "description:"))
    assert ["<del>safety/old-bank</del>"] == [e.split(": ")[-1] for e in asked("Former addresses")]
    assert ["<del>3</del>"] == [each.split(": ")[-1] for each in asked("Chapters of the book")]
    told = brief("HEAD")
    assert "Nothing that readers see" not in told
    assert "`/safety/old-bank/`" in told.split("### Addresses that no longer lead anywhere (1)")[1]


def test_text_without_a_citation_is_asked_about(repository: Path) -> None:
    """The handbook's own words, and what a source is: reversed, or deleted in both languages."""
    for page, said in zip(PAGES, ("这不是法律意见。", "This is no legal advice."), strict=True):
        edit(repository, page, ("\n## ", f"\n{said}\n\n## "))
    git(repository, "commit", "-qam", "own words")
    edit(repository, PAGES[0], ("不是法律", "也是法律"))
    edit(repository, PAGES[1], ("is no legal", "is legal"))
    [changed] = asked(OWN)
    assert "This is<del> no</del> legal advice." in changed
    for page, said in zip(PAGES, ("这也是法律意见。", "This is legal advice."), strict=True):
        edit(repository, page, (f"\n{said}\n", ""))
    [gone] = asked(GONE)
    assert "<del>This is no legal advice.</del>" in gone
    git(repository, "checkout", "-q", ".")
    source = "data/sources/river-report.yml"
    nature = (repository / source).read_text(encoding="utf-8").split("nature:\n  zh: ")[1]
    edit(repository, source, (nature.split("\n")[0], "独立调查。"))
    assert [OWN] == [each[: len(OWN)] for each in questions()]


def test_other_sites_are_asked_about(repository: Path) -> None:
    """Whose they are."""
    edit(repository, PAGES[0], ("\n## ", "\n见[网站](https://other.example/)。\n\n## "))
    [linked] = asked("Addresses of other sites were added or changed.")
    assert "other.example" in linked


def test_deleted_statement_is_no_lost_citation_and_no_typed_number(repository: Path) -> None:
    """A statement that is gone took its citation and its figures along."""
    text = (repository / PRACTICE).read_text(encoding="utf-8")
    how = text[text.index("how:\n") : text.index("components:\n")]
    edit(repository, PRACTICE, (how, ""))
    assert [GONE] == [each[: len(GONE)] for each in questions()]
    git(repository, "checkout", "-q", ".")
    several_sources.several(repository)
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "several")
    differing = next(
        path
        for path in (repository / "data").rglob("*.yml")
        if "\ndifferences:\n" in path.read_text("utf-8")
    )
    whole = differing.read_text("utf-8")
    accounts = whole[whole.index("differences:\n") :].split("\ngaps:")[0].split("\ncite:")[0] + "\n"
    edit(repository, str(differing.relative_to(repository)), (accounts, ""))
    assert [GONE] == [each[: len(GONE)] for each in questions()]


def test_number_that_only_came_or_went_did_not_change(repository: Path) -> None:
    """Neither is a word such as 两 another number; one in the place of another is."""
    edit(repository, PRACTICE, ("巡河由12人分三组进行", "巡河由两岸的12人分三组进行"))
    assert "Numbers changed." not in brief("HEAD")
    edit(repository, PRACTICE, ("巡河由两岸的12人分三组进行", "巡河由人们分组进行"))
    assert "Numbers changed." not in brief("HEAD")
    edit(repository, PRACTICE, ("巡河由人们分组进行", "巡河由13人分三组进行"))
    assert "Numbers changed." in brief("HEAD")


def test_unit_of_a_number_is_told_with_it(repository: Path) -> None:
    """Once."""
    edit(
        repository,
        "data/figures/boat-incidents.yml",
        ("zh: 起", "zh: 件"),
        ("en: incidents", "en: cases"),
    )
    assert "**1 number changed; 1 entry changed.**" in brief("HEAD")


@pytest.mark.parametrize(
    ("old", "new", "question"),
    [
        ("date: 2023-08\n", "date: 2022\n", FACT),
        ("started:\n  date: 2023-08\n", "", GONE),
        ("  honours:\n    - clean-river\n", "", GONE),
        ("places:\n  - river-town\n", "places:\n  - river-town\n  - old-quay\n", FACT),
        ("id: night-watch\n    title:\n      zh: 夜间值守\n", "id: day-watch\n    title:\n      zh: 日间值守\n", GONE),
        ("theme: river-safety\n", "theme: river-safety\norder: 7\n", None),
        ("related:\n  - clean-river\n", "", None),
    ],
)  # fmt: skip
def test_facts_are_asked_about(repository: Path, old: str, new: str, question: str | None) -> None:
    """By their types: a date, one of a list, a part; not what belongs with it, nor its place in a list."""
    quay = (repository / "data/places/river-town.yml").read_text("utf-8")
    quay = quay.replace("id: river-town", "id: old-quay").replace("Riverside", "Old quay")
    handbook_of.write(repository, {"data/places/old-quay.yml": quay.replace("河畔", "老码头")})
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "quay")
    edit(repository, PRACTICE, (old, new))
    found = [each.split(".")[0] + "." for each in questions()]
    assert (question in found) if question else not found


def test_second_citation_of_a_statement_is_asked_about(repository: Path) -> None:
    """With the sentence that has it."""
    for end in ("一部分[[river-report#2]]", "system[[river-report#2]]"):
        edit(repository, PRACTICE, (end, f"{end}[[river-report#3]]"))
    [cited] = asked("Statements were given another citation.")
    assert cited.endswith("<ins>\\[¶3\\]</ins>.")


def test_what_the_site_is_called_and_its_licence_are_asked_about(repository: Path) -> None:
    """In words, once; a sentence of the handbook's own is asked about as such, a word of the interface is listed."""
    labels = "data/labels.yml"
    edit(
        repository,
        labels,
        (
            "words:\n",
            "words:\n  figures_intro: {zh: '{who}没有写日期。', en: '{who} gives no dates.'}\n",
        ),
    )
    git(repository, "commit", "-qam", "introduction")
    edit(
        repository,
        labels,
        ("Riverside handbook", "River office"),
        ("name: CC-BY-4.0", "name: CC-BY-NC-4.0"),
        ("Commons Attribution", "Commons Attribution-NonCommercial"),
        ("没有写日期。", "写了日期。"),
    )
    called, licensed = asked("The site's name")
    assert (
        "    - **The site's name**: <del>Riverside handbook</del> → <ins>River office</ins>"
        == called
    )
    assert licensed.startswith(
        "    - **The licence of the content**: Creative Commons <del>Attribution</del>"
    )
    assert [OWN] == [each[: len(OWN)] for each in questions()][1:]
    assert "### Words of the interface" not in brief("HEAD")


def test_many_equal_edits_are_one_line(repository: Path) -> None:
    """With the names of all; a gap of which more is told comes last."""
    place = (repository / "data/places/river-town.yml").read_text("utf-8")
    place = place.replace("cite:\n", "gaps:\n  - zh: 面积\n    en: how large it is\ncite:\n", 1)
    files = {}
    for number in range(5):
        text = place.replace("river-town", f"quay-{number}").replace("河畔", f"码头{number}")
        files[f"data/places/quay-{number}.yml"] = text.replace("Riverside", f"Quay {number}")
    handbook_of.write(repository, files)
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "quays")
    for file in files:
        edit(
            repository,
            file,
            ("zh: 面积", "zh: 面积多大"),
            ("how large it is", "how large it is now"),
        )
    edit(repository, PRACTICE, ("属于河长制", "不属于河长制"))
    *_, same, names = asked("Gaps were reworded.")
    assert "    - The same in 5 places: <ins> now</ins>" == same
    assert "        - Quay 0, Quay 1, Quay 2, Quay 3, Quay 4" == names
    assert questions()[-1].startswith("Gaps were reworded.")


def test_marks_are_told_in_the_language_of_the_brief(repository: Path) -> None:
    """Those of a second source."""
    source = handbook_of.SOURCE.replace("id: river-report", "id: river-news")
    handbook_of.write(
        repository, {"data/sources/river-news.yml": source.replace("护河报告", "河报")}
    )
    told = brief("HEAD").split("Every citation is marked otherwise: ")[1].split("\n")[0]
    assert "〔" not in told


def test_new_page_tells_what_it_cites(repository: Path) -> None:
    """Or that it cites nothing, as a record does."""
    for lang, text in (("zh", "请致电"), ("en", "Call us")):
        page = f"---\ntitle: {text}\ndescription: {text}\n---\n\n# {text}\n\n{text}!\n"
        handbook_of.write(repository, {f"docs/call.{lang}.md": page})
    assert ["    - Call us: no source"] == asked("Entries were added.")
    edit(repository, "docs/call.zh.md", ("请致电!", "请致电[[river-report#2]]！"))
    assert ["    - Call us: \\[¶2\\]"] == asked("Entries were added.")


def test_sentence_that_lost_its_figure_is_told_once(repository: Path) -> None:
    """With the number that is typed now; where another sentence changed, too, that is asked about."""
    edit(
        repository,
        PRACTICE,
        ("已处理[[boat-incidents]]纠纷", "已处理很多纠纷"),
        ("have handled [[boat-incidents]]", "have handled many incidents"),
    )
    [typed] = questions()
    assert typed.startswith("Numbers are typed")
    edit(repository, PRACTICE, ("已处理很多纠纷。", "已处理很多纠纷。夜里不去。"))
    assert 2 == len(questions())


def test_link_to_a_page_is_told_by_its_title(repository: Path) -> None:
    """Where the handbook has that page."""
    edit(repository, PAGES[0], ("\n## ", "\n见[网站](river-safety.md)。\n\n## "))
    assert "added <ins>Safety on the river bank</ins>" in brief("HEAD")


def test_deleted_sentence_took_its_citation_along(repository: Path) -> None:
    """Those that stay lost nothing."""
    more = [
        ("一部分[[river-report#2]]。", "夜里不去，船都停在码头[[river-report#3]]。"),
        ("system[[river-report#2]].", " All boats stay moored overnight[[river-report#3]]."),
    ]
    edit(repository, PRACTICE, *((end, end + each) for end, each in more))
    git(repository, "commit", "-qam", "two sentences")
    edit(repository, PRACTICE, *((each, "") for _, each in more))
    assert [GONE] == [each[: len(GONE)] for each in questions()]


def test_order_of_parts_is_a_fact_and_that_of_gaps_none(repository: Path) -> None:
    """What is done first is told by a source; nothing is gone of gaps in another order."""
    parts = [
        "  - id: night-watch\n    title: {zh: 夜间值守, en: Night watch}\n",
        "  - id: day-watch\n    title: {zh: 日间值守, en: Day watch}\n",
    ]
    gaps = ["  - zh: 经费\n    en: what it costs\n", "  - zh: 人数\n    en: how many\n"]
    text = (repository / PRACTICE).read_text("utf-8")
    components = text[text.index("components:\n") : text.index("actors:\n")]
    edit(
        repository,
        PRACTICE,
        (components, "components:\n" + "".join(parts)),
        ("".join(gaps[:1]), "".join(gaps)),
    )
    git(repository, "commit", "-qam", "two of each")
    edit(repository, PRACTICE, ("".join(gaps), "".join(reversed(gaps))))
    assert [] == questions()
    edit(repository, PRACTICE, ("".join(parts), "".join(reversed(parts))))
    assert [FACT] == [each[: len(FACT)] for each in questions()]


def test_link_that_leads_elsewhere_is_told_with_its_words(repository: Path) -> None:
    """Once for both languages where they agree: where it led and leads, by the titles; others stand beside."""
    for page in PAGES:
        edit(repository, page, ("[[river-chief|", "[[clean-river|"), ("[[river-town|", "[["))
    edit(repository, PAGES[0], ("[[河畔]]", "[[river-town]]"))
    edit(repository, PAGES[1], ("[[Riverside]]", "[[river-town]]"))
    told = brief("HEAD")
    words = "**The question · Links · river-chief system**: "
    assert words + "<del>river-chief system</del> → <ins>Cleanest river</ins>\n" in told
    assert "**The question · Links**: lost <del>Riverside</del>\n" in told


def test_id_of_a_heading_is_asked_about_in_the_language_that_changed(repository: Path) -> None:
    """In one language alone, by its name; its text is neither gone nor new."""
    edit(repository, PAGES[1], ("{#who}", "{#roles}"))
    [line] = [each for each in asked("Headings or parts have another id") if "<del>" in each]
    label = "Safety on the river bank · **Who does what · id · English**"
    assert f"    - {label}: <del>who</del> → <ins>roles</ins>" == line
    assert "### Changed" not in brief("HEAD")


def test_places_in_lists_are_told_instead_of_numbers(repository: Path) -> None:
    """What moved, from where to where; nothing where the number alone changed; that of themes is the book's."""
    second = handbook_of.THEME.replace("river-safety", "hill-safety").replace(
        "order: 1", "order: 2"
    )
    second = second.replace("河岸", "山边").replace("river bank", "hillside")
    pages = {
        page.replace("river", "hill"): (repository / page)
        .read_text(encoding="utf-8")
        .replace("河岸平安", "山边平安")
        .replace("river bank", "hillside")
        for page in PAGES
    }
    river = "data/themes/river-safety.yml"
    edit(repository, river, ("order: 1", "order: 5"))
    git(repository, "commit", "-qam", "another number")
    handbook_of.write(repository, {"data/themes/hill-safety.yml": second, **pages})
    edit(repository, river, ("both banks patrol", "all banks patrol"))
    assert " of 2" not in brief("HEAD")
    edit(repository, river, ("order: 5", "order: 1"))
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "a second theme")
    edit(repository, "data/themes/hill-safety.yml", ("order: 2", "order: 9"))
    assert "Order" not in brief("HEAD")
    edit(repository, river, ("order: 1", "order: 99"))
    lines = asked("Chapters of the book came, went or changed places.")
    assert [
        f"    - Safety on the {where} · **Its place in the order of themes**: "
        f"place <del>{was}</del> of 2 → place <ins>{now}</ins> of 2"
        for where, was, now in (("hillside", 2, 1), ("river bank", 1, 2))
    ] == lines


def test_what_came_to_the_base_since_is_no_change_of_the_branch(repository: Path) -> None:
    """A branch is compared with what it left, in data as in files of the site; so is its scope."""
    git(repository, "checkout", "-qb", "mine")
    edit(repository, PRACTICE, ("every month", "every week"))
    git(repository, "commit", "-qam", "mine")
    git(repository, "checkout", "-q", "main")
    edit(repository, POLICE, ("zh: 河畔派出所", "zh: 河畔公安派出所"))
    handbook_of.write(repository, {"custom/theme/main.html": "x"})
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "of others")
    git(repository, "checkout", "-q", "mine")
    for head in ([], ["mine"]):
        told = brief("main", *head)
        assert "<ins>week</ins>" in told
        assert "Police" not in told.split("### Pages affected")[0]
        assert "Files changed that" not in told
        assert "The change touches only content.\n" == run("scope", "main", *head).stdout


def test_sentence_cut_in_two_keeps_its_citation(repository: Path) -> None:
    """The mark stands behind the second part, which is new: nothing was lost."""
    edit(
        repository,
        PAGES[1],
        (
            " and [[joint-patrols]] belong to the [[river-chief|river-chief system]][[river-report#1]].",
            " and [[joint-patrols]] are of the [[river-chief|river-chief system]]. So it says[[river-report#1]].",
        ),
    )
    assert "Statements lost a source." not in brief("HEAD")
