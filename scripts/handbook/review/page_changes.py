"""Compare pages of docs/: title and description first, then the sections by the ids of their headings."""

from collections.abc import Iterator

from handbook.model.dataset import FrontMatter
from handbook.model.introspect import fields_of
from handbook.review.changes import Changes, Field, Of
from handbook.review.fields import FieldComparison
from handbook.review.owners import PageTexts, field_label, leading_first, page_texts
from handbook.review.reading import Item


def page_changes(sides: FieldComparison, was: str, owner: str) -> Changes:
    """Yield the changes of a page.

    Args:
        sides: The data sets.
        was: The page before: its former owner where it moved.
        owner: The page now.
    """
    old, new = page_texts(sides.former, was), page_texts(sides.after.dataset, owner)
    former, pages = sides.former.pages.get(was, {}), sides.after.dataset.pages.get(owner, {})
    for lang in [each for each in former if each not in pages]:
        at = Field(Of.LANGUAGE, sides.alike(sides.former.labels.languages[lang].name))
        yield from sides.text(at, sides.alike(former[lang].title), {})
        for _, texts in old.values():
            texts.pop(lang, None)
    kept = [
        [key for key in side if key.startswith("#") and key[-1] != "#" and key in old.keys() & new]
        for side in (old, new)
    ]
    if kept[0] != kept[1]:
        names = (
            sides.after.names(
                [Item(key, leading_first(side[key][0], sides.languages)) for key in keys]
            )
            for side, keys in zip((old, new), kept, strict=True)
        )
        yield from sides.text(Field("order", sides.words("diff_order")), *names)
    for key, to in _under_other_ids(old, new):
        moved = [*new[to][0]]
        old[to] = (
            {lang: old[key][0].pop(lang) for lang in moved},
            {lang: old[key][1].pop(lang) for lang in moved},
        )
        if not key.endswith("#"):
            written_in = (sides.labels.languages[lang].name for lang in moved if old[key][0])
            at = Field(Of.ANCHOR, leading_first(old[to][0], sides.languages))
            at = at.within(sides.words("diff_anchor")).within(sides.alike(" · ".join(written_in)))
            yield from sides.text(at, *(sides.alike(each[1:]) for each in (key, to)))
    for key in dict.fromkeys((*new, *old)):
        (label, before), (label_now, after) = (side.get(key, ({}, {})) for side in (old, new))
        at = Field(key.removesuffix("#"), leading_first(label_now or label, sides.languages))
        yield from sides.prose(at, before, after)
    heads = [next(iter(each.values()), None) for each in (former, pages)]
    for name in ("book", "was"):
        inner = fields_of(FrontMatter)[name]
        values = (getattr(head, name, None) for head in heads)
        at = Field(name, field_label(inner, sides.languages))
        yield from sides.field(inner, at, *values)


def _under_other_ids(old: PageTexts, new: PageTexts) -> Iterator[tuple[str, str]]:
    """Yield the former key and the one now of the sections that have another id, be it in some languages."""
    for key in [*old]:
        of_heading = key.endswith("#")  # then its words are the text, else the label
        there = new.get(key, ({}, {}))[0].keys()
        for to in [each for each in new if each not in old and each.endswith("#") == of_heading]:
            same = new[to][of_heading].items() <= old[key][of_heading].items()
            if same and there.isdisjoint(new[to][0]):
                yield key, to
                break
