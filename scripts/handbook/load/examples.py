"""Examples in messages: the value of a field, made of what was typed, in lines as files have them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from handbook.diagnostics import MESSAGE_LANGUAGES, Phrase, nearest, printable, verbatim
from handbook.load import normal_forms
from handbook.load.yaml_style import written
from handbook.load.yaml_tree import Map, texts_of
from handbook.model import types
from handbook.model.introspect import ModelField, fields_of
from handbook.model.kinds import KINDS
from handbook.model.labels import Labels, LabelsFile
from handbook.model.vocabulary import VOCABULARY
from handbook.text.languages import language

#: Up to how many characters a text that was typed is repeated in an example.
_MOST_TOLD = 200


def lines(tree: Mapping[str, object]) -> dict[str, str]:
    """Return fields as an example of the lines of a file."""
    text = written(tree)
    return verbatim(f"\n{text}" if text.count("\n") > 1 else text.strip())


def lines_of(items: Sequence[object]) -> dict[str, str]:
    """Return items of a list as an example of the lines of a file."""
    text = written({"-": [*items]}).replace("\n  ", "\n").partition("\n")[2]
    return verbatim(f"\n{text}")


def listed(names: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return names as a list in each message language, with their words where they need them."""
    accepted = {}
    for lang in MESSAGE_LANGUAGES:
        style = language(lang)
        accepted[lang] = style.separator.join(
            name + (style.bracketed(words[lang]) if style.han and lang in words else "")
            for name, words in names.items()
        )
    return accepted


def choices(field: ModelField | None, labels: LabelsFile, typed: str) -> dict[str, object]:
    """Return the values that a field accepts, and those most similar to the one typed."""
    names: dict[str, dict[str, str]] = {}
    if isinstance(labels, Labels) and field and field.choices:
        for choice in labels.choices(field.choices):
            names[str(choice)] = {lang: labels.choice(choice, lang) for lang in labels.languages}
    meant = next((choice for choice, words in names.items() if typed in words.values()), typed)
    return {"accepted": listed(names), "nearest": nearest(meant, names)}


def new_choice(field: ModelField, labels: LabelsFile, value: str) -> Phrase:
    """Return how a value is added to the vocabulary of a field."""
    words = dict.fromkeys(labels.languages, types.PLACEHOLDER)
    name = field.choices.vocabulary  # type: ignore[union-attr]
    text = written({name: {normal_forms.slug(value) or "new-id": words}}).partition("\n")[2]
    return Phrase("new-choice", {"path": VOCABULARY, "name": name, "lines": verbatim(f"\n{text}")})


@dataclass(frozen=True)
class Examples:
    """What examples are made of: a file's tree, and the records of the handbook at `root`."""

    labels: LabelsFile
    root: Path | None
    tree: Map

    @property
    def leading(self) -> str:
        """Return the leading language."""
        return next(iter(self.labels.languages), "")

    @cached_property
    def _text(self) -> str:
        return " ".join(text for _, text in texts_of(self.tree))

    def ids(self, folders: Sequence[str]) -> list[str]:
        """Return the ids of the records in folders."""
        files = (self.root.glob(f"data/{folder}/*.yml") for folder in folders or KINDS if self.root)
        return [file.stem for each in files for file in sorted(each)]

    def others(self, folders: Sequence[str]) -> list[str]:
        """Return the ids of the other records in folders."""
        return [each for each in self.ids(folders) if each != self.tree.get("id")]

    def meant(self, typed: str, folders: Sequence[str]) -> str:
        """Return the id of the record in folders that was meant, else of the nearest, or ""."""
        ids, slug = self.ids(folders), normal_forms.slug(typed)
        return slug if slug in ids else next(iter(get_close_matches(slug, ids, n=1)), "")

    def source(self, typed: str) -> str:
        """Return the id of the source that was meant, or ""."""
        return normal_forms.meant_source(self._sources, typed, self._text)

    @cached_property
    def _sources(self) -> dict[str, list[str]]:
        """Return the titles, marks and addresses of each source."""
        names = {}
        for source in self.ids(["sources"]):
            text = (self.root / f"data/sources/{source}.yml").read_text("utf-8", "replace")  # type: ignore[operator]
            held = re.findall(r"^(?:title|mark):\n((?:  .+\n)+)", text, re.M)
            names[source] = re.findall(r": (.+)", "".join(held)) + re.findall(
                "^url: (.+)", text, re.M
            )
        return names

    def unsure(self, typed: str) -> list[str]:
        """Return the ids of the sources of which any may be meant, unless it is clear which is."""
        cited = [each for each in self._sources if f"{each}#" in self._text] or [*self._sources]
        names = chain(self._sources, *self._sources.values())
        return [] if len(cited) < 2 or any(map(typed.__contains__, names)) else cited

    def reading(self, words: str) -> str:
        """Return an id of how words are read in the leading language, or ""."""
        return "-".join(language(self.leading).reading(words))

    def read_title(self, holder: Mapping[str, Any]) -> str:
        """Return an id of the title of a record or a part, or ""."""
        title = holder.get("title")
        text = title.get(self.leading, "") if isinstance(title, dict) else title
        return (normal_forms.slug(text) or self.reading(text)) if isinstance(text, str) else ""

    def joined(self, texts: Sequence[str]) -> str:
        """Return texts as one."""
        return language(self.leading).separator.join(texts)

    def fits(self, field: ModelField, text: object) -> bool:
        """Return whether a text may be a field's plain value."""
        if field.choices:
            return isinstance(self.labels, Labels) and text in self.labels.choices(field.choices)
        if field.type in (Decimal, int):
            return types.is_number(str(text))
        if field.type is bool:
            return text in ("true", "false")
        return isinstance(text, str) and re.search(field.pattern or "", text) is not None

    def normal(self, field: ModelField, typed: str) -> str:
        """Return the value that was meant by what was typed, or ""; of nothing, a citation."""
        if field.pattern == types.LOCATOR and (source := self.source(typed)):
            source = types.PLACEHOLDER if self.unsure(typed) else source
            return normal_forms.located_in(source, typed)
        forms = normal_forms.FORMS.get(field.pattern, (normal_forms.plain,))
        return next((each for form in forms if self.fits(field, each := form(typed))), "")

    def form(self, field: ModelField) -> object:
        """Return an example of how a value is written."""
        if field.model or field.choices:
            return self._item(field, [])
        if field.refers_to:
            return next(iter(self.others(field.refers_to.folders)), types.PLACEHOLDER)
        return next(iter(field.examples), language(self.leading).placeholder)

    def told(self, value: object, field: ModelField | None = None) -> list[Any]:
        """Return what was typed as items: texts, also by language, parts that lack a hyphen."""
        if isinstance(value, str):
            text = " ".join(value.split())
            if not text or text != printable(text) or len(text) > _MOST_TOLD:
                return []
            is_list = field and (field.is_list or issubclass(field.type, types.Names))
            return self._items(field, text) if field and is_list else [text]
        if isinstance(value, dict) and value:
            known = fields_of(field.model) if field and field.model else {}
            texts = all(
                isinstance(each, str) and each and each == printable(each)
                for each in value.values()
            )
            if {*value} <= {*known} or (texts and {*value} <= {*self.labels.languages}):
                return [value]
        parts = [*value.values()] if isinstance(value, dict) else value
        return (
            [each for part in parts for each in self.told(part)] if isinstance(parts, list) else []
        )

    def value(self, field: ModelField, told: Sequence[Any]) -> Any:
        """Return the value of a field, made of what was typed; what nobody told is left open."""
        if field.is_list:
            return [self._item(field, [each]) for each in told] or [self._item(field, [])]
        return self._item(field, told)

    def _items(self, field: ModelField, typed: str) -> list[str]:
        names = issubclass(field.type, types.Names)
        return normal_forms.items(typed, ids=bool(field.pattern), names=names)

    def _item(self, field: ModelField, told: Sequence[Any]) -> Any:
        """Return a value, or an item of a list, as `value` does."""
        if field.is_by_language:
            return self._by_language(field, told)
        if field.model:
            return self._part(fields_of(field.model), told)
        typed = " ".join(each for each in told if isinstance(each, str))
        if field.choices:
            return typed if self.fits(field, typed) else types.PLACEHOLDER
        if field.pattern == types.LOCATOR:
            return self.normal(field, typed) or types.PLACEHOLDER
        if field.refers_to and typed:  # a name, of which the check makes the id
            return normal_forms.slug(typed) or typed
        if field.refers_to:
            ids = self.others(field.refers_to.folders)
            return ids[0] if len(ids) == 1 else types.PLACEHOLDER
        is_new = field.pattern == types.SLUG and field.name == "id"
        reading = self.reading(typed) if is_new else typed
        typed = self.normal(field, typed) or reading
        if not typed or not self.fits(field, typed):
            return types.PLACEHOLDER
        if field.type is bool:
            return typed == "true"
        return typed if field.type is str else Decimal(typed)

    def _part(self, known: Mapping[str, ModelField], told: Sequence[Any]) -> dict[str, Any]:
        """Return a part of a record: what was typed stands in the field that it fits."""
        if told and isinstance(told[0], dict) and {*told[0]} <= {*known}:
            lacks = [part for part in known.values() if part.required and part.name not in told[0]]
            return {**told[0], **{part.name: self.value(part, []) for part in lacks}}
        typed = " ".join(each for each in told if isinstance(each, str))
        # where nothing is required, what holds a text
        needed = [part for part in known.values() if part.required] or [
            part for part in known.values() if part.model
        ][:1]
        parts = [part for part in known.values() if part in needed or part.type is Decimal]
        # words are no id: they stand where a text does
        fitting = [part for part in needed if part.pattern and typed and self.fits(part, typed)]
        numbers = [part for part in parts if part.type is Decimal and types.is_number(typed)]
        texts = [part for part in parts if issubclass(part.type, types.Text)]
        meant = [*numbers, *fitting, *texts, *parts, None][0]
        return {
            part.name: self.reading(typed) or types.PLACEHOLDER
            if part.pattern == types.SLUG and not part.refers_to and part is not meant
            else self.value(part, told if part is meant else [])
            for part in parts
        }

    def _by_language(self, field: ModelField, told: Sequence[Any]) -> dict[str, Any]:
        """Return the texts or names that were typed by their language, by default the first."""
        texts: dict[str, list[str]] = {}
        ids = self.ids(())  # which are no words
        for each in told:
            for lang, text in each.items() if isinstance(each, dict) else [(self.leading, each)]:
                if not (isinstance(text, str) and (types.is_number(text) or text in ids)):
                    texts.setdefault(lang, []).append(text)
        if self.leading not in texts and not (texts and issubclass(field.type, types.Names)):
            texts = {self.leading: [language(self.leading).placeholder], **texts}
        if issubclass(field.type, types.Names):
            return {
                lang: [item for text in each for item in self._items(field, text)]
                for lang, each in texts.items()
            }
        return {lang: self.joined(each) for lang, each in texts.items()}
