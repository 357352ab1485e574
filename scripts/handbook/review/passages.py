"""Sentences of texts as readers see them, with the marks of citations: which differ, and what stands beside them."""

import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher

from handbook.model.dataset import Dataset
from handbook.model.records import Source
from handbook.model.references import split_locator
from handbook.model.types import HEAD
from handbook.text.citations import mark_of
from handbook.text.languages import language
from handbook.text.markdown import escape
from handbook.text.plain_text import plain_text
from handbook.text.scanner import WikiLink, replace_wiki_links, scan

#: A sentence as typed, with the citations that follow its stop.
SENTENCE = re.compile(
    r"""(?:[^。！？.!?\n]|[.!?](?!["')]*(?:\s|\[\[|$)))*"""
    r"""(?:[。！？.!?]["')”’）」』]*|\n|$)(?:\[\[[^]|#]+#[^]|]+\]\])*"""
)
_DIAGRAM = re.compile(r"^:::diagram[ \t]*\n(?P<record>.*)\n:::[ \t]*$", re.MULTILINE)
_MEDIUM = re.compile(r"^:::(?P<medium>paper|screen|)[ \t]*$", re.MULTILINE)
_BLOCKS = re.compile(r"\n[ \t]*\n\s*")


def marks(dataset: Dataset, locators: Iterable[str], lang: str) -> str:
    """Return the marks of citations as readers see them."""
    pairs = ((each, split_locator(each) or (each, HEAD)) for each in locators)
    made = ((each, mark_of(dataset, *place, lang)) for each, place in pairs)
    return "".join(mark.words if mark else f"[{each}]" for each, mark in made)


def marked(
    dataset: Dataset, text: str, lang: str, show: Callable[[WikiLink, str], str] | None = None
) -> str:
    """Return a text in words with its citation marks.

    Args:
        dataset: The data set, for titles, figures and marks.
        text: The text as typed.
        lang: Its language.
        show: What shows a link to a record, from the link and how it is typed; as readers see it by default.
    """

    def shown(link: WikiLink) -> str:
        if link.locator:
            return escape(marks(dataset, [link.target], lang))
        typed = text[link.start : link.end]
        return show(link, typed) if show else typed

    return plain_text(dataset, replace_wiki_links(text, shown), lang).strip()


def directives_named(dataset: Dataset, text: str, lang: str) -> str:
    """Return a text with words for its directives: a drawing's title, a block's medium."""

    def named(directive: re.Match[str]) -> str:
        record = dataset.records.get(key := directive["record"].strip())
        title = record.title.resolve(lang)[0] if record else key
        return dataset.labels.word("diff_drawing", lang, title=escape(title))

    def medium(directive: re.Match[str]) -> str:
        return (
            dataset.labels.word(f"diff_{directive['medium']}", lang) if directive["medium"] else ""
        )

    return _MEDIUM.sub(medium, _DIAGRAM.sub(named, text))


def headed(text: str) -> tuple[str, str]:
    """Return the words of the heading that a text begins with, and what stands below."""
    text = text.strip()
    first = next(iter(scan(text).headings), None)
    if first is None or first.start:
        return "", text
    return first.words, text[first.end :].strip()


def body(text: str) -> str:
    """Return a text as typed; of a section of a page, what stands below its heading."""
    words, below = headed(text)
    return below or words


def plain_words(dataset: Dataset, text: str, lang: str) -> str:
    """Return the plain words of a text; of a section of a page, those below its heading."""
    return plain_text(dataset, directives_named(dataset, body(text), lang), lang).strip()


def subjects(dataset: Dataset, words: str, lang: str) -> list[str]:
    """Return what the places are about whose marks stand in a text: paragraph 5: the border."""
    made = {
        mark.words: mark.name
        for source in dataset.of(Source)
        for place in range(1, len(source.contents) + 1)
        if (mark := mark_of(dataset, source.id, place, lang))
    }
    return [made[each] for each in made if each in words]


def differing(before: Dataset, after: Dataset, old: str, new: str, lang: str) -> tuple[str, str]:
    """Return the sentences that a text had, and those in their place, with marks."""
    sides = [
        [*filter(None, (marked(dataset, each, lang) for each in SENTENCE.findall(text)))]
        for dataset, text in (
            (before, directives_named(before, old, lang)),
            (after, directives_named(after, new, lang)),
        )
    ]
    runs = SequenceMatcher(None, sides[0], sides[1], autojunk=False).get_opcodes()
    changed = [run for run in runs if run[0] != "equal"]
    gap = language(lang, after.labels).sentence_gap
    return (
        gap.join(gap.join(sides[0][first:last]) for _, first, last, _, _ in changed).strip(),
        gap.join(gap.join(sides[1][first:last]) for _, _, _, first, last in changed).strip(),
    )


def opposite(old: str, new: str, other: str) -> str:
    """Return what stands in another language where a text changed, as typed.

    By blocks, and in a block by sentences, where both languages have as many; otherwise it is the whole.
    """
    for split, joint in ((_BLOCKS.split, "\n\n"), (_sentences, "")):
        before, after, beside = split(old), split(new), split(other)
        if not len(before) == len(after) == len(beside):
            break
        at = [at for at, (was, now) in enumerate(zip(before, after, strict=True)) if was != now]
        if not at:
            break
        old, new, other = (
            joint.join(side[each] for each in at) for side in (before, after, beside)
        )
    return other


def _sentences(text: str) -> list[str]:
    return [each for each in SENTENCE.findall(text) if each.strip()]
