"""The reviewer's brief on a difference, as Markdown: what changes for readers, and what to ask.

A line tells how much of what changed. Then come the questions that the author answers, the problems, and the
changes, the weightiest first: each field old → new with the words that changed; of a record that is new, all
that it will print. Then translations that lag behind, those confirmed beside what their original was, and the
pages affected. It holds no YAML.

Nothing that a change brings can hide what else it does: texts are shortened, long changes are told by their
title alone where there is no room, and whatever is left out is counted in words. Nor does any of it mean
anything to GitHub.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple
from functools import partial
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from handbook.diagnostics import Diagnostic, Severity, message
from handbook.model.introspect import fields_of
from handbook.model.records import Cited, Dated
from handbook.model.urls import Urls
from handbook.review import escaping
from handbook.review.changes import Of, ToldChange
from handbook.review.compare import Difference
from handbook.review.impact import other_marks
from handbook.review.menu import PLACE
from handbook.review.owners import field_label, field_name, locators, mentions, owner_title
from handbook.review.passages import differing, marks, opposite, plain_words
from handbook.review.questions import MANY, Questions, owners_of_files
from handbook.text.languages import language

#: The room for all, and for each change, in characters: GitHub shows job summaries of up to a mebibyte.
ROOM, CHANGE = 250_000, 20_000
#: The longest a sentence that names something is shown.
SENTENCE = 200
#: How many problems, pages, and translations are listed.
PROBLEMS, PAGES = 50, 50

#: The problems of a file: its title, its name, and where each message is told.
_Problems = tuple[str, str, Mapping[str, list[str]]]


def build_brief(
    difference: Difference,
    findings: Iterable[Diagnostic],
    preview: str = "",
    languages: Iterable[str] = (),
    room: int = ROOM,
    beside: Sequence[str] = (),
) -> str:
    """Return the brief, in one language after the other.

    Args:
        difference: What changed.
        findings: The diagnostics of the new state.
        preview: The address under which the new pages can be read.
        languages: The handbook's by default.
        room: The most characters; what is left out is said.
        beside: The other files that changed and that a site depends on.
    """
    questions = Questions(difference, findings, beside)
    before, after = difference.before, difference.after
    template = _ENVIRONMENT.get_template("brief.md.jinja")
    shown = tuple(languages or after.languages)
    share = room // len(shown)
    parts = []
    for lang in shown:
        # the words of the brief are not those that the change brings
        word = partial(before.labels.word, lang=lang)
        part = template.render(
            vars(questions),
            questions=questions,
            room=share - 200,
            change_room=min(CHANGE, share // 4),
            lang=lang,
            written=language(lang, after.labels),
            word=word,
            old_new=partial(_texts, questions, lang),
            problems=_problems(questions, lang),
            remarked=other_marks(before, after, lang).values(),
            page_limit=PAGES,
            problem_limit=PROBLEMS,
            urls=Urls(after.languages, preview),
            former_urls=Urls(after.languages),
        )
        parts.append(_cut(part, share - 1, f"\n{word('diff_cut')}\n"))
    return "\n".join(parts)


def _cut(text: str, room: int, note: str) -> str:
    """Return a text, or the lines of it that there is room for and a note."""
    if len(text) <= room:
        return text
    return text[: text.rfind("\n", 0, max(0, room - len(note))) + 1] + note


def _problems(questions: Questions, lang: str) -> list[_Problems]:
    """Return the files that have problems.

    Equal problems of many places come first, without a file: warnings of one code, with what differs
    left out, and errors of one message.
    """
    after = questions.after
    owners = owners_of_files(after)
    alike: dict[str, list[Diagnostic]] = {}
    for found in questions.problems:
        key = found.message(lang) if found.severity is Severity.ERROR else found.code
        alike.setdefault(key, []).append(found)
    told: dict[tuple[str, str], dict[str, list[str]]] = {}
    for group in sorted(alike.values(), key=lambda group: len(group) < MANY):
        values = {
            name: value if all(each.values.get(name) == value for each in group) else "…"
            for name, value in group[0].values.items()
        }
        for found in group:
            file, line, _, field = astuple(found.place)
            title = owner_title(after, owners[file]).resolve(lang)[0] if file in owners else ""
            path = [int(s) - 1 if s.isdecimal() else s for s in re.findall(r"[^.[\]]+", field)]
            if path and title:
                field = field_name(after, owners[file], path, lang)
            at, words, where = (title, file), found.message(lang), ""
            if len(group) >= MANY:
                at, words, where = ("", ""), message(found.code, lang, values), title or file
            else:
                where = questions.before.labels.word("diff_line", lang, number=line)
            places = told.setdefault(at, {}).setdefault(words, [])
            places.append(" · ".join(filter(None, (where, field))))
    return [(*at, messages) for at, messages in told.items()]


def _fitting(
    items: Sequence[object],
    whole: Callable[[object], str],
    room: int,
    brief: Callable[[object], str] = lambda _: "",
) -> tuple[list[str], int]:
    """Return the texts of items, the longest in brief until there is room, and how many went.

    Args:
        items: What to tell.
        whole: Tells an item.
        room: The number of characters.
        brief: Tells an item where there is no room for the whole.
    """
    texts = [whole(item) for item in items]
    over = sum(map(len, texts)) - room
    for at in sorted(range(len(texts)), key=lambda at: -len(texts[at])):
        if over > 0:
            over -= len(texts[at])
            texts[at] = brief(items[at])
            over += len(texts[at])
    kept = [*filter(None, texts)]
    return kept, len(texts) - len(kept)


def _texts(
    questions: Questions, lang: str, field: ToldChange, more: Callable[..., str]
) -> list[str]:
    """Return a field's old → new in a language, or in those in which it changed; of lines, one each."""
    languages = questions.after.labels.languages
    sides = {each: questions.sides(field, each) for each in languages}
    changed = [each for each, (old, new) in sides.items() if old != new]
    label = field.label.resolve(lang)[0]
    colon = language(lang, questions.after.labels).colon
    told = []
    for each in [lang] if lang in changed else changed:
        name, (old, new) = languages[each].name, sides[each]
        said = each == lang or label.endswith(name)
        prefix = "" if said else escaping.title(name) + colon
        if (old and new) or field.typed:
            lines = [escaping.old_new(old, new, more)]
        else:
            tag = "ins" if new else "del"
            parts = (line.strip() for line in (old or new).split("\n"))
            lines = [escaping.marked_runs([(part, True)], tag, more) for part in parts]
        told += [prefix + lines[0], *lines[1:]]
    return told


_ENVIRONMENT = Environment(
    loader=PackageLoader("handbook", "review"),
    undefined=StrictUndefined,
    trim_blocks=True,
    keep_trailing_newline=True,
)
_ENVIRONMENT.filters |= {
    "id": id,
    "day": lambda date: Dated(date=date),
    "quote": partial(quote, safe="/#"),
    "markdown": escaping.title,
    "shortened": escaping.shortened,
    "message": escaping.message,
    "code": escaping.code,
    "readable": escaping.readable,
}
_ENVIRONMENT.globals |= {
    "Of": Of,
    "PLACE": PLACE,
    "text_limit": escaping.TEXT,
    "sentence_limit": SENTENCE,
    "fitting": _fitting,
    "changed": escaping.old_new,
    "cite_label": lambda lang: field_label(fields_of(Cited)[Of.CITE], [lang])[lang],
}
_ENVIRONMENT.globals |= {
    each.__name__: each
    for each in (
        *(differing, field_name, locators, marks, mentions, opposite, owner_title, plain_words),
    )
}
