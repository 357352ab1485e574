"""Make a handbook of any size: `python -m benchmarks.corpus FOLDER RECORDS [FOLDERS …]` in scripts/.

Beside the real records stand those of counties that do not exist, each with a source of its own: copies of the real records of every kind but
themes, under the county's name, with texts put together anew from the real sentences. They refer to each other as the real ones do, and to
the real ones where a county has not been made to its end. Where folders of data/ are named, only their kinds are made. The same checkout,
number of records and seed make the same bytes.

The real records refer to each other throughout, so they cannot be cut: where fewer are asked for, all of them are there.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from handbook.load import load
from handbook.load.translation_lock import LOCK, recorded
from handbook.load.yaml_style import in_style
from handbook.model.dataset import Dataset
from handbook.model.introspect import ModelField, fields_of, values_of
from handbook.model.records import Correction, Figure, Record, Source, Term, Theme
from handbook.model.types import Name, Names, Text
from handbook.text.languages import language
from tests.helpers import ROOT

#: The syllables of the counties' names, with their readings.
_FIRST = {"青": "qīng", "云": "yún", "竹": "zhú", "桂": "guì", "梅": "méi", "石": "shí", "柳": "liǔ", "兰": "lán", "荷": "hé", "白": "bái"}  # fmt: skip
_SECOND = {"源": "yuán", "涧": "jiàn", "塘": "táng", "洲": "zhōu", "桥": "qiáo", "岭": "lǐng", "港": "gǎng", "湾": "wān", "泉": "quán", "坪": "píng"}  # fmt: skip
_PLAIN = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔù", "aaaaeeeeiiiioooouuuu")
#: What the real county is called, by language and in pinyin.
_REAL = {"zh": "平湖", "en": "Pinghu", "pinyin": "Pínghú"}
#: What makes a county's term another word than the county's name before the real term, which titles have.
_STYLE = {"zh": "式", "en": "-style", "pinyin": " shì"}
#: The fields whose sentences are put together anew.
_ANEW = frozenset({"summary", "problem", "how", "text", "definition", "gaps"})
#: What a handbook has once, and what is said of one record alone.
_ONCE = frozenset({"was", "headline", "order", "authors", "notes"})
_LINK = re.compile(r"\[\[([^\[\]|#]+)")
#: Where a sentence ends and another begins.
_END = re.compile(r"(?<=。)(?!$)|(?<=[.!?]) (?=[A-Z\[])")
_CITED = re.compile(r"\[\[[^\[\]|#]+#[^\[\]]+\]\]")

#: What a changed text has.
_CHANGED = "（改动）"

#: Sentences that say the same, by language, and what they are told of: a kind's folder and a field.
_Pools = Mapping[tuple[str, str], list[Mapping[str, str]]]


def make(root: Path, count: int, kinds: Collection[str] = (), seed: int = 1) -> Path:
    """Write a handbook of `count` records into a new folder, and return it.

    Args:
        root: The new folder.
        count: The number of records, the real ones among them.
        kinds: The folders of the kinds that are made beside the sources; none: all.
        seed: What texts and numbers are drawn from.
    """
    root.mkdir(parents=True)
    for name in ("data", "docs", "custom"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("mkdocs.yml", "LICENSE", "LICENSE-CONTENT"):
        shutil.copy(ROOT / name, root)
    for name in ("node_modules", "scripts"):
        (root / name).symlink_to(ROOT / name)
    dataset = load(root)[0]
    missing = count - len(dataset.records)
    if missing > 0:
        for record in [*_marked(dataset), *_records(dataset, missing, kinds, random.Random(seed))]:
            file = root / "data" / record.folder / f"{record.id}.yml"
            file.write_text(in_style(record, dataset.languages), encoding="utf-8", newline="")
        (root / LOCK).write_text(recorded(load(root)[0]), encoding="utf-8", newline="")
    return root


def change(root: Path) -> None:
    """Change a text of one practice of a handbook, its last, in the leading language."""
    file = max((root / "data/practices").glob("*.yml"))
    text = file.read_text(encoding="utf-8")
    if _CHANGED not in text:
        head, field, rest = text.partition("\nsummary:\n")
        file.write_text(head + field + rest.replace("。", f"{_CHANGED}。", 1), encoding="utf-8")


def _marked(dataset: Dataset) -> Iterator[Record]:
    """Yield the real sources with the marks that they need beside others."""
    for source in dataset.of(Source):
        mark = {lang: _REAL[lang] for lang in dataset.languages}
        yield Source.model_validate(source.model_dump(exclude_unset=True) | {"mark": mark})


def _records(
    dataset: Dataset, missing: int, kinds: Collection[str], dice: random.Random
) -> Iterator[Record]:
    """Yield the records of one county after another, the last one's as far as they are needed."""
    kept = [each for each in dataset.records.values() if not isinstance(each, Theme | Correction)]
    pools: defaultdict[tuple[str, str], list[Mapping[str, str]]] = defaultdict(list)
    for record in kept:
        for _, field, value in values_of(record):
            if field.name in _ANEW and isinstance(value, Text):
                pools[record.folder, field.name] += _sentences(value)
    for (first, one), (second, other) in product(_FIRST.items(), _SECOND.items()):
        pinyin = f"{one}{other}".capitalize()
        latin = pinyin.translate(_PLAIN)
        order = sorted(dice.sample(kept, len(kept)), key=lambda each: not isinstance(each, Source))
        order = [each for each in order if not kinds or each.folder in {"sources", *kinds}]
        names = {"zh": f"{first}{second}", "en": latin, "pinyin": pinyin}
        county = _County(names, order[:missing], pools, dice)
        yield from map(county.record, order[:missing])
        missing -= len(order[:missing])


def _sentences(text: Text) -> Iterator[Mapping[str, str]]:
    """Yield a text sentence by sentence, without citations; whole where languages cut it otherwise."""
    plain = [_CITED.sub("", each) for _, each in text.items()]
    cut = [_END.split(each) for each in plain]
    if len({*map(len, cut)}) > 1:
        cut = [[each] for each in plain]
    for each in zip(*cut, strict=True):
        yield dict(zip(text.root, each, strict=True))


class _County:
    """A county that does not exist; its records refer to each other, and to real ones that it has no copy of."""

    def __init__(
        self, names: Mapping[str, str], records: list[Record], pools: _Pools, dice: random.Random
    ) -> None:
        self.names, self.pools, self.dice = names, pools, dice
        self.ids = {record.id: self._id(record.id) for record in records}

    def record(self, real: Record) -> Record:
        """Return the county's copy of a real record."""
        self.real, self.said = real, set[str]()
        made = self._part(real) | {"id": self.ids[real.id]}
        for name in ("title", "short_title"):
            if name in made:
                made[name] = {
                    lang: self._named(lang, each) for lang, each in getattr(real, name).items()
                }
        for lang, title in made["title"].items():
            if len(title) > language(lang).title_limit:
                made["title"][lang] = made["short_title"][lang]
        if isinstance(real, Source):
            made["mark"] = {lang: self.names[lang] for lang in real.title.root}
        if isinstance(real, Figure) and real.value and real.value >= 100:
            made["value"] = Decimal(self.dice.randrange(int(real.value) // 2, int(real.value) * 2))
        return type(real).model_validate(made)

    def _part(self, part: BaseModel) -> dict[str, Any]:
        fields = fields_of(type(part))
        made = {}
        for name in fields:
            if name in part.model_fields_set - _ONCE:
                value = getattr(part, name)
                several = isinstance(value, tuple)
                items = [
                    self._value(fields[name], item) for item in (value if several else [value])
                ]
                made[name] = items if several else items[0]
        return made

    def _value(self, field: ModelField, value: Any) -> Any:
        if isinstance(value, Names):
            return {
                lang: [self._named(lang, name) for name in names] for lang, names in value.items()
            }
        if isinstance(value, Text):
            return self._text(field, value)
        if isinstance(value, BaseModel):
            return self._part(value)
        if field.name == "pinyin":
            return self._named("pinyin", value)
        if field.name == "cite":
            return re.sub("^[^#]+", lambda source: self.ids[source[0]], value)
        return self.ids.get(value, value) if field.refers_to else value

    def _text(self, field: ModelField, text: Text) -> dict[str, str]:
        """Return sentences that real records of the kind have in this field: one in a summary, else as many as this one has."""
        fresh = [
            each
            for each in self.pools.get((self.real.folder, field.name), ())
            if each.keys() == text.root.keys() and self.said.isdisjoint(each.values())
        ]
        if isinstance(text, Name) or not fresh:
            return {lang: self._local(each) for lang, each in text.items()}
        count = 1 if field.name == "summary" else len([*_sentences(text)])
        chosen = self.dice.sample(fresh, min(len(fresh), count))
        self.said |= {each for sentences in chosen for each in sentences.values()}
        made = {}
        for lang, real in text.items():
            said = (" " if language(lang).spaced else "").join(each[lang] for each in chosen)
            end = said[-1] if said[-1] in ".。" else ""
            cited = "".join(dict.fromkeys(_CITED.findall(real)))
            made[lang] = self._local(f"{said.removesuffix(end)}{cited}{end}")
        return made

    def _id(self, real: str) -> str:
        own, latin = _REAL["en"].lower(), self.names["en"].lower()
        return real.replace(own, latin) if own in real else f"{latin}-{real}"

    def _local(self, text: str) -> str:
        """Return a text with the county's name and with links to its records, none to the record itself."""
        for lang, name in _REAL.items():
            text = text.replace(name, self.names[lang])
        return _LINK.sub(
            lambda link: (
                f"[[{link[1] if link[1] == self.real.id else self.ids.get(link[1], link[1])}"
            ),
            text,
        )

    def _named(self, lang: str, name: str) -> str:
        """Return a name with the county's: in place of the real one's, or before it."""
        local = self._local(name)
        style, gap = (
            _STYLE[lang] if isinstance(self.real, Term) else "",
            "" if lang == "zh" else " ",
        )
        return local if local != name else f"{self.names[lang]}{style}{gap}{name}"


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
