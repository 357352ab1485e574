"""Compare the menu that every page has: its sections, and where each page stands."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import chain

from handbook.model.types import Name
from handbook.pages.menu import menu_of, paths_in, short_title, short_word, shortcuts
from handbook.review.changes import ToldChange
from handbook.review.impact import Printed
from handbook.text.languages import language

#: The `field` of changes of what stands at one place, and of several in their order.
PLACE, LISTED = "place", "listed"


class _Menu:
    """The menu of one state of the handbook, and the words for what stands in it."""

    def __init__(self, printed: Printed, moved: Mapping[str, str] | None = None) -> None:
        """Read the menu; pages that moved are known by their new paths."""
        now = (moved or {}).get
        self.dataset, self.labels = printed.dataset, printed.dataset.labels
        self.pages = printed.pages
        menu, known = menu_of(self.dataset), self.pages[self.dataset.languages[0]]
        self.sections = {
            name: paths
            for name, each in paths_in(menu).items()
            if (paths := [now(path, path) for path in each if path in known])
        }
        self.listed = {now(each, each) for each in chain(*paths_in(self.dataset.menu).values())}
        self.now = now
        self.shortcuts = [path for path in shortcuts(menu) if path in known]

    def short_words(self) -> dict[str, dict[str, str] | None]:
        """Return the words of the shortcuts by their pages."""
        return {
            self.now(path, path): self.labels.words.get(short_word(path)) for path in self.shortcuts
        }

    def told(self, words: Callable[[str], str]) -> Name:
        """Return a text from what tells it in a language."""
        return Name({lang: words(lang) for lang in self.dataset.languages})

    def word(self, key: str) -> Name:
        return self.told(lambda lang: self.labels.word(key, lang))

    def title(self, path: str) -> Name:
        return self.told(lambda lang: self.pages[lang][path].title)

    def section(self, name: str | None) -> Name | None:
        return self.told(lambda lang: self.labels.section(name, lang)) if name else None

    def place(self, path: str, note: str = "") -> Name | None:
        """Return where a page stands, with the words of a note."""
        name = next((name for name, paths in self.sections.items() if path in paths), "")
        if not name:
            return None
        at, last = self.sections[name].index(path), self.sections[name][-1]
        key = "diff_menu_last" if path == last else "diff_menu_place"

        def told(lang: str) -> str:
            word, written = self.labels.word, language(lang, self.labels)
            words = word(key, lang, section=self.labels.section(name, lang), number=at + 1)
            return words + written.bracketed(word(note, lang)) if note else words

        return self.told(told)

    def order(self) -> Name:
        """Return the sections in their order."""
        section = self.labels.section
        return self._listed(lambda lang: (section(each, lang) for each in self.sections))

    def heads(self) -> Name:
        """Return the shortcuts at the head of each page."""
        return self._listed(
            lambda lang: (
                short_title(self.labels, each, self.pages[lang][each].title, lang)
                for each in self.shortcuts
            )
        )

    def _listed(self, names: Callable[[str], Iterable[str]]) -> Name:
        return self.told(lambda lang: language(lang, self.labels).separator.join(names(lang)))


def menu_changes(before: Printed, after: Printed, moved: Mapping[str, str]) -> list[ToldChange]:
    """Return what differs in the menu: sections, pages, the head and foot of each page.

    That a page is gone is told of the page, and that a value of a vocabulary has another word, of that.

    Args:
        before: The pages of the former state.
        after: The pages of the new one.
        moved: The new path of each page that has another, by its former one.
    """
    old, new = _Menu(before, moved), _Menu(after)
    now = _sections_now(old.sections, new.sections)
    section, changes = (
        new.word("diff_menu_section"),
        list[tuple[str, Name, Name | None, Name | None]](),
    )
    for was, name in now.items():
        if was != name or was not in new.labels.vocabulary.sections:
            changes.append((PLACE, section, old.section(was), new.section(name)))
    for name in [each for each in new.sections if each not in now.values()]:
        changes.append((PLACE, section, None, new.section(name)))
    kept = [name for name in now.values() if name]
    if kept != [name for name in new.sections if name in kept]:
        changes.append((LISTED, new.word("diff_menu_order"), old.order(), new.order()))
    for name, paths in new.sections.items():
        former = next((old.sections[was] for was, to in now.items() if to == name), [])
        still = _in_order([path for path in former if path in paths], paths)
        for path in [each for each in paths if each not in still]:
            note = "diff_menu_unlisted" if path in old.listed - new.listed else ""
            changes.append((PLACE, new.title(path), old.place(path), new.place(path, note)))
    if old.short_words() != new.short_words():
        changes.append((LISTED, new.word("diff_menu_head"), old.heads(), new.heads()))
    was, name = [*old.sections][-1], [*new.sections][-1]
    if now[was] != name:
        changes.append((PLACE, new.word("diff_menu_foot"), old.section(was), new.section(name)))
    return [
        ToldChange(field=field, label=label, old=was, new=is_now)
        for field, label, was, is_now in changes
        if was != is_now
    ]


def words_in(printed: Printed) -> set[str]:
    """Return the words of a menu, as `FieldComparison.settings` calls them."""
    menu = _Menu(printed)
    names = (*(f"section_{name}" for name in menu.sections), *map(short_word, menu.shortcuts))
    return {f"words.{name}" for name in names}


def _sections_now(old: dict[str, list[str]], new: dict[str, list[str]]) -> dict[str, str | None]:
    """Return each section's name now: the same, or that of a new one with most of its pages."""
    now: dict[str, str | None] = {}
    for was, paths in old.items():
        shared = {
            name: len({*paths} & {*pages})
            for name, pages in new.items()
            if name not in old and name not in now.values()
        }
        most = max(shared, key=lambda name: shared[name], default=None)
        now[was] = was if was in new else most if most and shared[most] else None
    return now


def _in_order(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Return those of some pages that stand in their former order."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {path for block in blocks for path in old[block.a : block.a + block.size]}
