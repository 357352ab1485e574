"""Dataset → descriptions of the handbook's diagrams.

A page asks for one by a fenced directive that names a record; `resolve` fills in all the diagram says, and whoever reads the page
draws it from that alone:

    :::diagram
    joint-patrols
    :::

A practice with steps is drawn as a flow, one with parts as a pair of sides, a theme as a tree; of figures only a run or a rank is
drawn, because the source gives a single number for each of the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from handbook.model.dataset import Dataset
from handbook.model.records import Figure, Place, Practice, Theme
from handbook.model.types import LEAD, Measure, Text
from handbook.text.directives import blocks
from handbook.text.languages import Language, language
from handbook.text.plain_text import number
from handbook.text.scanner import scan

#: Of figures only those that are drawn by marks which can be counted.
_DRAWN = frozenset({Measure.RUN, Measure.RANK})


def resolve(markdown: str, dataset: Dataset, lang: str) -> str:
    """Return Markdown with every named diagram described in full; a name that has none stays, which the check reports."""
    if ":::diagram" not in markdown:
        return markdown
    lines = markdown.split("\n")
    for name, first, last in reversed([*blocks(scan(markdown).without_code.split("\n"))]):
        if name == "diagram" and (description := describe(dataset, "".join(lines[first + 1 : last]).strip(), lang)):
            lines[first + 1 : last] = [json.dumps(description, ensure_ascii=False)]
    return "\n".join(lines)


def is_drawn(dataset: Dataset, record_id: str) -> bool:
    """Return whether a record has a diagram; what it names and cannot be found does not count."""
    record = dataset.records.get(record_id)
    if isinstance(record, Practice):
        return _flows(record) or (len(_sides(dataset, record)) == 2 and bool(record.components))
    return isinstance(record, Theme) or (isinstance(record, Figure) and record.value is not None and record.measure in _DRAWN)


def describe(dataset: Dataset, record_id: str, lang: str) -> dict[str, Any] | None:
    """Return the description of a record's diagram, or None where it has none."""
    if not is_drawn(dataset, record_id):
        return None
    record = dataset.records[record_id]
    if isinstance(record, Practice):
        made = _flow(dataset, record, lang) if _flows(record) else _pair(dataset, record, lang)
    elif isinstance(record, Theme):
        made = _tree(dataset, record, lang)
    else:
        assert isinstance(record, Figure)
        made = _number(dataset, record, lang)
    made |= {"id": f"diagram-{record_id}", "words": dataset.labels.word("look_in_words", lang)}
    curled: dict[str, Any] = _curled(made, language(lang, dataset.labels))
    return curled


def _flows(practice: Practice) -> bool:
    return bool(practice.steps and practice.platforms)


def _sides(dataset: Dataset, practice: Practice) -> list[Place]:
    """Return the places of a practice that lie in no other of its places."""
    places = [dataset.records.get(place) for place in practice.places]
    return [place for place in places if isinstance(place, Place) and place.parent not in practice.places]


def _curled(value: Any, written: Language) -> Any:
    """Return a description with the quotation marks its language is set with: a drawing's words do not pass through the parser."""
    if isinstance(value, dict):
        return {key: _curled(item, written) for key, item in value.items()}
    if isinstance(value, list):
        return [_curled(item, written) for item in value]
    return written.curled(value) if isinstance(value, str) else value


def _pair(dataset: Dataset, practice: Practice, lang: str) -> dict[str, Any]:
    """Describe a practice of two neighbours."""
    left, right = (_name(side.title, lang) for side in _sides(dataset, practice))
    parts = [_name(part.title, lang) for part in practice.components]
    words = {
        "title": _name(practice.title, lang),
        "left": left,
        "right": right,
        "count": len(parts),
        "parts": _listed(dataset, parts, lang),
    }
    return {"kind": "pair", "left": left, "right": right, "parts": parts} | _told(dataset, "pair", lang, words)


def _flow(dataset: Dataset, practice: Practice, lang: str) -> dict[str, Any]:
    """Describe a practice's path from the platforms it draws on through its steps."""
    inputs = [_name(dataset.records[platform].title, lang) for platform in practice.platforms]
    parts = [_name(step.title, lang) for step in practice.steps]
    words = {
        "title": _name(practice.title, lang),
        "count": len(inputs),
        "inputs": _listed(dataset, inputs, lang),
        "parts": _listed(dataset, parts, lang),
    }
    return {"kind": "flow", "inputs": inputs, "parts": parts} | _told(dataset, "flow", lang, words)


def _tree(dataset: Dataset, theme: Theme, lang: str) -> dict[str, Any]:
    """Describe a theme's practices by who leads them where the source mostly says so, and by kind where it does not."""
    word = dataset.labels.word
    practices = sorted((p for p in dataset.of(Practice) if p.theme == theme.id), key=lambda p: p.id)
    leads = {p.id: [a.organisation for a in p.actors if a.role == LEAD] for p in practices}
    by_lead = sum(bool(found) for found in leads.values()) * 2 >= len(practices)
    groups: dict[str, list[str]] = {}
    for practice in practices:
        led_by = [_name(dataset.records[o].title, lang) for o in leads[practice.id]] or [word("look_draw_no_lead", lang)]
        names = led_by if by_lead else [dataset.labels.choice(practice.kind, lang)]
        for name in names:
            groups.setdefault(name, []).append(_name(practice.title, lang))
    last = word("look_draw_no_lead", lang)
    ordered = [{"title": title, "parts": groups[title]} for title in sorted(groups, key=lambda title: title == last)]
    title = _name(theme.title, lang)
    says = language(lang, dataset.labels).sentence_gap.join(
        word("look_draw_tree_says", lang, group=g["title"], parts=_listed(dataset, g["parts"], lang)) for g in ordered
    )
    by = word("look_draw_lead" if by_lead else "look_draw_kind", lang)
    return {"kind": "tree", "root": title, "groups": ordered, "title": word("look_draw_tree", lang, title=title, by=by), "says": says}


def _number(dataset: Dataset, figure: Figure, lang: str) -> dict[str, Any]:
    assert figure.value is not None
    kind, count = figure.measure.value, int(figure.value)
    drawn = {"kind": kind, "count": count} | ({"mark": dataset.labels.word("look_rank_first", lang)} if kind == "rank" else {})
    return drawn | _told(dataset, kind, lang, {"number": number(dataset, figure, lang), "count": count})


def _told(dataset: Dataset, kind: str, lang: str, words: dict[str, object]) -> dict[str, str]:
    word = dataset.labels.word
    return {"title": word(f"look_draw_{kind}", lang, **words), "says": word(f"look_draw_{kind}_says", lang, **words)}


def _name(text: Text, lang: str) -> str:
    return text.resolve(lang)[0]


def _listed(dataset: Dataset, items: Iterable[str], lang: str) -> str:
    return language(lang, dataset.labels).joined(items)
