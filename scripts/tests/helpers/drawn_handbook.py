"""Handbooks drawn at random from the models: every field, and every form of text that an editor might type.

    Random ── Drawing ─▶ records, pages, words ── settle ─▶ a folder that the check accepts

What the check refuses is replaced by something plain, and checked again, so that most handbooks pass and
the texts may be as wild as they come. Each text ends with a word of its own, by which it is found in the outputs.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import yaml

from handbook.checks import check_handbook
from handbook.diagnostics import Diagnostic, Severity
from handbook.load.labels_file import locales
from handbook.model.dataset import Dataset
from handbook.model.introspect import ModelField, fields_of
from handbook.model.kinds import KINDS, index_pages
from handbook.model.records import Cited, Disagreement, PracticeState, Status
from handbook.model.types import Choice, Name, Names, Paragraphs, Prose
from handbook.model.vocabulary import Vocabulary
from tests.helpers import ROOT, handbook_of

#: How many times what the check refuses is replaced.
ROUNDS = 6
LANGUAGES = (("zh", "en"), ("zh", "en"), ("en", "zh"), ("zh", "en", "fr"))
FRENCH = {"name": "Français", "locale": "fr_FR"}

#: The letters of a Chinese word that nothing else has, by their place in it.
_HAN = (
    "河桥船岸村镇院所",
    "队网格站点线路图书馆山水田林湖草沙风雨雪",
    "云雷电光火石土木金江海泉池塔亭楼门窗灯钟鼓琴棋画诗歌舞茶酒米",
)
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_LONG = "Verwaltungszusammenarbeitsvereinbarungsentwurf" * 3
_ADDRESS = "https://example.org/" + "archive/reports/2024/" * 10 + "item.html?a=1&b=2"

#: What may stand in a name, in every language alike.
_NAMES = (
    "2023", "A/B", "“x”", '"x"', "*a*", "_a_", "a_b_c", "[a]", "{a}", "a|b", "a | b", "<a>", "a & b", "&amp;", "#a", "a\\b", "\\*", "`a`",
    "https://example.org", "<https://example.org>", "null", "1. a", "- a", "+ a", "> a", "!!! note", ":::cards", ":lang[a]{zh}", "%", "{{ a }}",
    "⟦pages a⟧", "[a]: b", "100%", "~a~", "a*", "a_", "It's", "(a)", "〇", "㐀", "é", "Ω", "½", _LONG[:60], "C++", "=SUM(A1)", "[a](b)",
    "--", "a  b", "…", "--- a", "=== a", "* * *", "a^2", "#", "a#b", "\\", "a]", "[a", "(", "{", "{#a}", "a {#b}", "<!-- a -->", "&lt;b&gt;", "×",
)  # fmt: skip
#: The same for prose; `\0` stands for words of the language.
_PROSE = (
    "**\0**", "*\0*", "***\0***", "`\0`", "``a`b``", "`<b>`", "`[[a]]`", ":lang[Shanghai]{en}", ":lang[平安]{zh}",
    ":lang[a \\] b]{en}", ":lang[**Ping**]{en}", "<https://example.org/a_b_c>", "<mailto:a@example.org>", "[\0](https://example.org/a_(b)?c=1&d=2)",
    "[**\0**](https://example.org/)", "[\0](mailto:a@example.org)", f"<{_ADDRESS}>", f"[\0]({_ADDRESS})", '"\0"', "'\0'", "“\0”", "\\*\0\\*", "\\[\0\\]", "\\|",
    "\\#", "\\_a\\_", "\\\\", "&amp;", "&lt;b&gt;", "&copy;", "&#42;a&#42;", "&", "a & b", "a|b", "a | b", "a < b", "5 > 3", "<", "#\0",
    "# \0", "[\0]", "(\0)", "[\0", "\0]", "snake_case_word", "2\\*3\\*4", "2*3", "a*b", "~~\0~~", "==\0==", "^a^", "$x$", "--", "---", "...", "1.", "1)", "(c)",
    "{", "}", "{a}", "{{ a }}", "{% raw %}", "%s", "⟦pages a⟧", "=1+1", "+1", "@a", "－1", "＝1", "null", "~", "true", "𠮷", "㐀", "〇", "é",
    _LONG, "12%", "1,728", "3.5", ":::", "!!! a", "||", "**\0**：\0", "a\\", "\\`\0\\`", "[\0][a]", "![\0](a.png)", "http://example.org", "https://example.org",
    "[点](javascript&#58;alert((1)))", "[\0](//example.org/a)", "* \0", "\\- \0", ":", ": \0", "a: b", "- ", "\\", "\\a", "&#x1f600;",
    "``` a", "~~~", "[[a]]", "]]", "[\0]{a}", ":lang[\0]{}", ":lang[\0]{x y}", "\0^1^", "*\0", "**\0", "`\0", "｜", "＊＊\0＊＊", "（\0）",
)  # fmt: skip
#: What may stand between two pieces of prose: mostly nothing, sometimes the edges of blocks.
_JOINTS = (
    "\n", "\n\n", "  \n", "\\\n", "\n\n- ", "\n- ", "\n\n1. ", "\n\n* ", "\n\n+ ", "\n\n    ", "\n:   ", "\n\n```\ncode | <b> **a**\n```\n\n",
    "\n\n| a | b |\n|---|---|\n| c | d |\n\n", "\n\n| a |\n|---|\n| ", "\n\n> ", "\n> ", "\n\n---\n\n", "\n#", "\n\n# ", "\n| ", "\n\n!!! note\n    ",
    "\n\n- a\n- b\n\n", "\n\n- a\n    - b\n- c\n\n", "\n\n- a\n\n    ", "\n\n1. a\n2. b\n\n", "\n---\n", "\n===\n", "\n\n**", "\n*", "\n\n\n", "\n \n", "\t",
)  # fmt: skip
#: The periods of a figure's numbers.
PERIODS = (
    "0001",
    "2015/2019",
    "2021",
    "2022-Q3",
    "2023-05",
    "2023-05-06",
    "2024-01-30/2024-03-02",
    "9999",
)
#: A word by which a text is found.
MARK = re.compile(rf"[{_HAN[0]}][{_HAN[1]}][{_HAN[2]}]|(?:en|fr|En|Fr)x[a-z]{{6}}q")


#: How a piece is written in Latin letters, and marks that Chinese and other languages write differently.
_LATIN = {
    ":lang[平安]{zh}": ":lang[Ping]{zh}", "（\0）": "(\0)", "－1": "-1", "＝1": "=1", "𠮷": "x",
    "[点](javascript&#58;alert((1)))": "[x](javascript&#58;alert((1)))", "㐀": "x", "〇": "0x", "“\0”": '"\0"', "｜": "|", "＊＊\0＊＊": "**\0**",
}  # fmt: skip


def _end_of(period: str) -> str:
    """Return what periods of `PERIODS` are sorted by."""
    return period.rpartition("/")[2].replace("Q3", "09") + "-99"


class Drawing:
    """Draws one handbook; `random` decides everything."""

    def __init__(self, random: Random, wild: float = 0.35) -> None:
        """Draw the languages, the vocabulary, the ids, then all records and pages."""
        self.random, self.wild = random, wild
        self.count = 0
        self.cited: list[str] = []
        self.languages: tuple[str, ...] = random.choice(LANGUAGES)
        self.texts = self.replaced = 0
        self.refused: list[str] = []
        self.vocabulary = {
            name: {
                f"{name[0]}-{index}" if index or name != "roles" else "lead": self.name()
                for index in range(random.randint(1, 3))
            }
            for name in Vocabulary.model_fields
        }
        self.ids: dict[str, list[str]] = {}
        for folder in KINDS:
            self.ids[folder] = self._ids(folder)
        self.records = {
            record_id: (folder, self.record(folder, record_id))
            for folder, ids in self.ids.items()
            for record_id in ids
        }
        self.pages = dict(self._pages())
        self.nav = [path for path in self.pages if not path.startswith("about/")]
        self.words = {key: self.name() for key in ("site_name", "site_short", "site_description")}

    def _ids(self, folder: str) -> list[str]:
        least = 1 if folder in {"sources", "organisations", "themes"} else 0
        count = max(least, self.random.choice((0, 1, 1, 2, 2, 3)))
        name = KINDS[folder].name
        ids = [f"{name}-{chr(97 + index)}" for index in range(count)]
        if ids and self.rarely():
            ids[0] = self.random.choice(
                ("main", "hb-search-open", "fn-a-1", "opening", "gaps", "table", "a" * 60, name)
            )
        taken = {each for others in self.ids.values() for each in others}
        return [each if each not in taken else f"{each}-{name}"[-60:] for each in ids]

    def rarely(self) -> bool:
        """Return true for one draw in eight."""
        return self.random.random() < 0.125

    # --- texts ---

    def mark(self, lang: str) -> str:
        """Return a word that nothing else has."""
        number = self.count
        if lang == "zh":
            place = (number % 8, number // 8 % 20, number // 160)
            return "".join(letters[at] for letters, at in zip(_HAN, place, strict=True))
        parts = []
        for _ in range(3):
            number, consonant = divmod(number, len(_CONSONANTS))
            number, vowel = divmod(number, len(_VOWELS))
            parts.append(_CONSONANTS[consonant] + _VOWELS[vowel])
        return f"{lang}{'x'}{''.join(parts)}q"

    def _written_in(self) -> list[str]:
        others = [lang for lang in self.languages[1:] if not self.rarely()]
        return [self.languages[0], *others]

    def name(self) -> dict[str, str]:
        """Return a name in the languages."""
        self.count += 1
        self.texts += 1
        wild = self.random.choice(_NAMES) if self.random.random() < self.wild else ""
        ends = self.random.random() < 0.5
        names = {}
        for lang in self._written_in():
            gap = "" if lang == "zh" else " "
            own = self.mark(lang)
            own = own if lang == "zh" or ends else own.capitalize()
            names[lang] = (f"{own}{gap}{wild}" if ends else f"{wild}{gap}{own}").strip()
        return names

    def names(self) -> dict[str, list[str]]:
        """Return other names."""
        lists: dict[str, list[str]] = {}
        for _ in range(self.random.randint(0, 2)):
            for lang, name in self.name().items():
                lists.setdefault(lang, []).append(name)
        return lists

    def prose(self, *, long: bool = False, parted: bool = False) -> dict[str, str]:
        """Return sentences in the languages, of the same pieces, which may be parted into blocks."""
        self.count += 1
        self.texts += 1
        pieces: list[str | tuple[str, str | None]] = []
        for _ in range(self.random.randint(2, 60) if long else self.random.randint(1, 4)):
            if self.random.random() < self.wild:
                pieces.append(
                    self._linked() if self.random.random() < 0.3 else self.random.choice(_PROSE)
                )
            else:
                pieces.append("\0")
            if parted and self.random.random() < self.wild / 3:
                pieces.append(self.random.choice(_JOINTS))
        return {lang: self._text(lang, pieces) for lang in self._written_in()}

    def _linked(self) -> tuple[str, str | None]:
        folder = self.random.choice([each for each, ids in self.ids.items() if ids])
        target = self.random.choice(self.ids[folder])
        if folder == "sources" and self.random.random() < 0.7:
            return f"{target}#{self.random.choice(('head', '1', '2'))}", None
        return target, self.random.choice((None, "\0"))

    def _text(self, lang: str, pieces: Sequence[str | tuple[str, str | None]]) -> str:
        if lang != "zh":
            pieces = [
                _LATIN.get(piece, piece) if isinstance(piece, str) else piece for piece in pieces
            ]
        words = (
            "岸上的人每月巡查"
            if lang == "zh"
            else {"en": "people walk along the bank"}.get(lang, "les gens marchent")
        )
        gap = "" if lang == "zh" else " "
        text = ""
        for piece in pieces:
            if isinstance(piece, tuple):
                target, shown = piece
                piece = f"[[{target}|{words}]]" if shown else f"[[{target}]]"
            piece = piece.replace("\0", words)
            joint = (
                gap
                if text and not text.endswith(("\n", " ")) and not piece.startswith("\n")
                else ""
            )
            text += joint + piece
        end = "。" if lang == "zh" else "."
        cited = f"[[{self.cited[0]}]]" if self.cited else ""
        return f"{text}{'' if not text or text.endswith((chr(10), ' ')) else gap}{self.mark(lang)}{cited}{end}"

    # --- records ---

    def record(self, folder: str, record_id: str) -> dict[str, Any]:
        """Return a record with its fields in the models' order."""
        sources = self.ids["sources"]
        differs = issubclass(KINDS[folder].record, Cited) and len(sources) > 1 and self.rarely()
        self.cited = [f"{source}#1" for source in sources[:2]] if differs else []
        drawn = self.part(KINDS[folder].record, record_id)
        if differs:  # each text says which it rests on
            drawn["cite"] = self.cited
            drawn.setdefault("differences", [self.part(Disagreement, record_id)])
        self.cited = []
        if folder == "figures" and "observations" in drawn:
            self._observe(drawn)
        elif folder == "figures" and ("value" in drawn or "statement" not in drawn):
            drawn.pop("statement", None)
            drawn.setdefault("value", "1")
            drawn.setdefault("unit", self.name())
        if folder == "sources":
            drawn.setdefault("mark", self.name())
            if "contents" in drawn:
                drawn["contents"] = [self.prose() for _ in range(int(drawn["places"]))]
        return drawn

    def _observe(self, figure: dict[str, Any]) -> None:
        """Let a figure's numbers over time be what the check lets pass, and say where series break."""
        for name in ("value", "statement", "period"):
            figure.pop(name, None)
        figure.setdefault("unit", self.name())
        dates = self.random.sample(PERIODS, len(figure["observations"]))
        is_total = self.random.choice(("true", "false"))
        others = {"unit", "scope"} & {name for each in figure["observations"] for name in each}
        for date, each in zip(dates, figure["observations"], strict=True):
            each["period"] |= {"date": date, "cumulative": is_total}
            each["cite"] = figure["cite"][:1]
            if "value" in each or "statement" not in each:
                each.pop("statement", None)
                each.setdefault("value", "1728")
            if others:
                each.setdefault("break", self.prose())
            if figure["measure"] == "share" and "value" in each:
                each["value"] = "99.99"
        min(figure["observations"], key=lambda each: _end_of(each["period"]["date"])).pop(
            "break", None
        )
        for each in figure["observations"][
            : len(figure["cite"]) - 1
        ]:  # another source says so, too
            second = deepcopy(each) | {"cite": figure["cite"][1:2], "value": "8"}
            second.pop("statement", None)
            figure["observations"].append(second)

    def part(self, model: Any, owner: str) -> dict[str, Any]:
        """Return a part of a record."""
        drawn: dict[str, Any] = {}
        for name, field in fields_of(model).items():
            value = owner if name == "id" and model.__name__ != "Component" else None
            if value is None and (field.required or self.random.random() < 0.6):
                value = (
                    self.listed(field, owner) if field.is_list else self.value(name, field, owner)
                )
            if value not in (None, {}, []):
                drawn[name] = value
        if drawn.get("inferred") == "true" and "basis" in model.model_fields:
            drawn.setdefault("basis", self.prose())
        if "basis" in drawn:  # only an inferred date has one
            drawn["inferred"] = "true"
        if model is Disagreement:
            cited, self.cited = self.cited, []  # each account has its own
            drawn["accounts"] = [{"text": self.prose(), "cite": [each]} for each in cited]
            self.cited = cited
        if model is Status:  # only what is replaced says by what
            is_replaced = drawn["state"] == PracticeState.REPLACED
            if is_replaced != ("by" in drawn):
                drawn.pop("by", None)
                drawn["state"] = str(PracticeState.ENDED)
        return drawn

    def place_of(self, owner: str) -> int:
        """Return a record's place among its kind, from 1: no two may have the same."""
        return next(ids.index(owner) for ids in self.ids.values() if owner in ids) + 1

    def listed(self, field: ModelField, owner: str) -> list[Any]:
        """Return the items of a list, at least one where the field is required."""
        count = max(int(field.required), self.random.choice((0, 1, 1, 2, 3)))
        items = [self.value(field.name, field, owner) for _ in range(count)]
        plain = [item for item in items if item is not None]
        return list(dict.fromkeys(plain)) if all(isinstance(item, str) for item in plain) else plain

    def value(self, name: str, field: ModelField, owner: str) -> Any:
        """Return a value of a field, or None where the handbook has none."""
        random = self.random
        if field.refers_to:
            folders = field.refers_to.folders or tuple(KINDS)
            ids = [each for folder in folders for each in self.ids[folder]]
            if name in ("parent", "by", "succeeded_by"):  # no circles
                ids = ids[: ids.index(owner)]
            ids = [each for each in ids if each != owner]
            return random.choice(ids) if ids else None
        if field.choices:
            if issubclass(field.choices, Choice):
                return random.choice(list(self.vocabulary[field.choices.vocabulary]))
            return str(random.choice(list(field.choices)))
        if field.type is Name:
            return self.name()
        if field.type is Names:
            return self.names()
        if field.type in (Prose, Paragraphs):
            parted = field.type is Paragraphs or self.rarely()
            return self.prose(long=parted and self.rarely(), parted=parted)
        if field.model is Disagreement and not self.cited:
            return None
        if field.model:
            return self.part(field.model, owner)
        return {
            "cite": lambda: self.cited[0] if self.cited else f"{random.choice(self.ids['sources'])}#{random.choice(('head', '1', '2'))}",
            "date": lambda: random.choice(("2024", "2024-05", "2024-05-06", "0001", "9999-12-31", "1949")),
            "value": lambda: random.choice(
                ("0", "1", "3", "8", "-3", "2.5", "60000", "0.0000001", "1728", "99.99", "123456789012345", "-0.5", "100")
            ),
            "inferred": lambda: random.choice(("true", "false")),
            "cumulative": lambda: random.choice(("true", "false")),
            "editorial": lambda: random.choice(("true", "false")),
            "headline": lambda: str(self.place_of(owner)),
            "order": lambda: str(self.place_of(owner) * 99),
            "places": lambda: random.choice(("2", "3", "12")),
            "pinyin": lambda: random.choice(("Hépàn Zhèn", "hé'àn", "lǜ-sè", "a")),
            "was": lambda: f"former-{random.randrange(10**6)}",
            "checked": lambda: random.choice(("2024-02-29", "0001-01-01")),
            "notes": lambda: "Ask again. **x** [[y]]",
            "id": lambda: random.choice(
                ("part-a", "part-b", "part-c", "main", "hb-search-open", "facts", "how", "fn-a", "a" * 60)
            ),
            "url": lambda: random.choice(
                (
                    "https://example.org/", _ADDRESS, "https://x/](javascript&#58;alert((1)))[y", "https://a.example/<ftp://b/>",
                    "https://a.example/*a*_b_|c", "https://a.example/(a)", "https://a.example/a)b(c", 'https://a.example/"a"',
                    "https://a.example/?a=1&copy=2", "https://a.example/中文", "https://a.example/`a`", "https://a.example/[a]{b}",
                    "https://a.example/a\\b", "https://[",
                )
            ),
        }[name]()  # fmt: skip

    # --- pages ---

    def _pages(self) -> Any:
        for path in ("index", "about/contributing", "about/reading-figures"):
            yield path, self.page(path)
        for record_id in self.ids["themes"]:
            path = f"{self.records[record_id][1]['section']}/{record_id}"
            yield path, self.page(path)
        if self.rarely():
            yield "about/more", self.page("about/more")

    def page(self, path: str) -> dict[str, Any]:
        """Return a page: title, description and blocks, each block in every language."""
        random = self.random
        blocks: list[dict[str, str]] = []
        for index in range(random.randint(0, 4)):
            self.count += 1
            heading = random.choice(("\0", "\0", *_PROSE)) if random.random() < 0.6 else "\0"
            if random.random() < 0.3:
                target, _shown = self._linked()
                heading = f"[[{target}]]"
            anchor = f"s-{index}" if not self.rarely() else random.choice(
                ("main", "practices", "gaps", "hb-search-open", "fn-a", "letter-a", "diagram-a", "history", "report", "y2024", "p1", "fnref-a", "toc")
            )  # fmt: skip
            blocks.append(
                {
                    lang: f"{'#' * random.choice((2, 2, 2, 3)) if index else '##'} {self._text(lang, [heading])} {{#{anchor}}}"
                    for lang in self.languages
                }
            )
            for _ in range(random.randint(0, 3)):
                blocks.append(self._block())
        if path == "about/contributing" and random.random() < 0.7:
            blocks.append({lang: f"## {self.mark(lang)} {{#report}}" for lang in self.languages})
        cited = f"[[{self.ids['sources'][0]}#1]]"
        if blocks and random.random() < 0.3:  # the same citation in the title and in a heading
            blocks[0] = {
                lang: text.replace(" {#", f"{cited} {{#") for lang, text in blocks[0].items()
            }
        return {
            "cited": cited if random.random() < 0.4 else "",
            "title": self.name(),
            "description": self.name(),
            "heading": self.name(),
            "blocks": blocks,
        }

    def _block(self) -> dict[str, str]:
        self.count += 1
        cell, other = self._cell(), self._cell()
        depth = self.random.choice((2, 5, 12, 45))
        shape: Callable[[str], str] = self.random.choice(
            (
                lambda lang: self._text(lang, [cell]),
                lambda lang: f"- {self._text(lang, [cell])}\n- {self._text(lang, [other])}",
                lambda lang: f"1. {self._text(lang, [cell])}\n\n    {self._text(lang, [other])}\n2. x",
                lambda lang: f"> {self._text(lang, [cell])}\n>\n> - {self._text(lang, [other])}",
                lambda lang: f"| {self._text(lang, [cell])} | b |\n|---|:-:|\n| **{self.mark(lang)}** | {self._text(lang, [other])} |",
                lambda lang: f"| a | b |\n|---|---|\n| {self._text(lang, [cell])} | {self._text(lang, [other] * 300)} |",
                lambda lang: f"```\n{self.mark(lang)} {_LONG * 2} | <b>\n```",
                lambda lang: f'!!! note "{self._text(lang, [cell])}"\n    {self._text(lang, [other])}',
                lambda lang: f"{self.mark(lang)}\n:   {self._text(lang, [cell])}",
                lambda lang: f":::cards\n- {self._text(lang, [cell])}\n- {self._text(lang, [other])}\n:::",
                lambda lang: ":::cards\n:::",
                lambda lang: f":::cards\n{self._text(lang, [cell])}\n:::",
                lambda lang: f":::facets\n{self.mark(lang)}\n:   {self._text(lang, [cell])}\n:::",
                lambda lang: ":::facets\n:::",
                lambda lang: f":::diagram\n{next(iter(self.ids['themes']))}\n:::",
                lambda lang: "\n".join(f"{'    ' * level}- {self.mark(lang)}" for level in range(depth)),
                lambda lang: f"{'> ' * depth}{self._text(lang, [cell])}",
                lambda lang: "---",
                lambda lang: f"`{_LONG * 2}`",
                lambda lang: f"{_LONG * 2} {self.mark(lang)}",
                lambda lang: self._text(lang, [cell] * 200),
                lambda lang: f"[{self.mark(lang)}](../figures.md)",
                lambda lang: f"| {' | '.join('abcdefghijklmnopqrstuvwxyz')} |\n|{'---|' * 26}\n| {' | '.join([self.mark(lang)] * 26)} |",
            )
        )  # fmt: skip
        return {lang: shape(lang) for lang in self.languages}

    def _cell(self) -> Any:
        return self._linked() if self.random.random() < 0.3 else self.random.choice(_PROSE)

    # --- files ---

    def files(self) -> dict[str, str]:
        """Return the handbook's files."""
        languages = {
            lang: {"zh": {"name": "简体中文", "locale": "zh_CN"}, "en": {"name": "English", "locale": "en_GB"}, "fr": FRENCH}[lang]
            for lang in self.languages
        }  # fmt: skip
        words: dict[str, dict[str, str]] = {
            key: {lang: text.get(lang, text[self.languages[0]]).replace("{", "{{").replace("}", "}}") for lang in self.languages}
            for key, text in self.words.items()
        }  # fmt: skip
        if "fr" in self.languages:
            for key, text in locales()["en"]["words"].items():
                words.setdefault(key, {})["fr"] = text
        files = {
            "data/labels.yml": _yaml(
                {"site": {"id": "drawn"}, "languages": languages, "words": words}
            ),
            "data/vocabulary.yml": _yaml(self.vocabulary),
            "mkdocs.yml": self._config(),
        }
        for record_id, (folder, record) in self.records.items():
            files[f"data/{folder}/{record_id}.yml"] = _yaml(record)
        for path, page in self.pages.items():
            for lang in self.languages:
                files[f"docs/{path}.{lang}.md"] = self._page_text(page, lang)
        return files

    def _page_text(self, page: dict[str, Any], lang: str) -> str:
        first = self.languages[0]
        title, description, heading = (
            page[key].get(lang, page[key][first]) for key in ("title", "description", "heading")
        )
        front = _yaml({"title": title, "description": description})
        return (
            "\n\n".join(
                [
                    f"---\n{front}---",
                    f"# {heading}{page['cited']}",
                    *(block[lang] for block in page["blocks"]),
                ]
            )
            + "\n"
        )

    def _config(self) -> str:
        text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
        listed = "".join(
            f"        - {{ locale: {lang}, name: {lang}, default: {str(lang == self.languages[0]).lower()}, build: true }}\n"
            for lang in self.languages
        )
        text = re.sub(r"      languages:\n(?:        - .*\n)+", f"      languages:\n{listed}", text)
        text = re.sub(r"(?m)^  language: .*$", f"  language: {self.languages[0]}", text)
        about = "".join(
            f"      - {path}.md\n" for path in (*self.pages, *index_pages()) if path != "index"
        )
        return re.sub(
            r"(?m)^nav:\n(?:  .*\n)+", f"nav:\n  - home: index.md\n  - look-up:\n{about}", text
        )

    # --- edits ---

    def edit(self) -> None:
        """Change some texts, drop some fields, and remove a page that nothing needs."""
        for record_id in self.random.sample(sorted(self.records), k=min(4, len(self.records))):
            folder, record = self.records[record_id]
            fields = fields_of(KINDS[folder].record)
            for name in self.random.sample(sorted(record), k=2):
                field = fields[name]
                if field.type in (Name, Prose, Paragraphs) and field.required:
                    record[name] = self.listed(field, record_id) if field.is_list else self.value(name, field, record_id)  # fmt: skip
                elif not field.required and name not in {
                    "value",
                    "unit",
                    "statement",
                    "observations",
                }:
                    del record[name]
        self.pages["about/contributing"] = self.page("about/contributing")
        self.pages.pop("about/more", None)

    # --- what the check refuses ---

    def settle(self, root: Path) -> Dataset | None:
        """Write the handbook and replace what the check refuses; None where it still refuses something."""
        shutil.copytree(ROOT / "custom", root / "custom", dirs_exist_ok=True)
        for _ in range(ROUNDS):
            for folder in ("data", "docs"):
                shutil.rmtree(root / folder, ignore_errors=True)
            handbook_of.write(root, self.files())
            dataset, findings = check_handbook(root)
            errors = [each for each in findings if each.severity is Severity.ERROR]
            if not errors:
                return dataset
            self.errors = errors
            for error in errors:
                self._mend(error, root)
        return None

    def _mend(self, error: Diagnostic, root: Path) -> None:
        self.replaced += 1
        self.refused.append(error.code)
        path = error.place.path
        if match := re.fullmatch(r"data/(\w+)/([a-z0-9-]+)\.yml", path):
            if match[2] in self.records:  # not renamed in this round
                self._mend_value(self.records[match[2]][1], error)
        elif path == "data/vocabulary.yml":
            self._mend_value(self.vocabulary, error)
        elif path == "data/labels.yml":
            self.words[error.place.field.split(".")[1]] = self._tame()
        elif match := re.fullmatch(r"docs/(.+)\.(\w+)\.md", path):
            if match[1] not in self.pages:
                return
            page, line = self.pages[match[1]], error.place.line
            if error.place.field in {"title", "description"}:
                page[error.place.field] = self._tame()
                return
            if error.code == "number-differs":  # told of the page, wherever the number stands
                page["title"], page["description"] = self._tame(), self._tame()
                page["heading"], page["blocks"] = self._tame(), []
                return
            if error.code == "page-title-link":
                page["cited"], page["heading"] = "", self._tame()
            elif line < 7:
                page["heading"] = self._tame()
                if line < 5 or error.code != "name-taken":
                    page["title"], page["description"] = self._tame(), self._tame()
            at = 7
            for block in list(page["blocks"]):
                end = at + block[match[2]].count("\n") + 2
                if at <= line < end:
                    page["blocks"].remove(block)
                at = end

    def _mend_value(self, record: dict[str, Any], error: Diagnostic) -> None:
        steps = re.findall(r"[a-z_0-9-]+", error.place.field.replace("[", ".["))
        where = [int(step) - 1 if step.isdigit() else step for step in steps]
        holder: Any = record
        *path, last = where or ["aliases"]
        for depth, step in enumerate(path):
            # an item may be gone with what an earlier error was about
            inner = dict(enumerate(holder) if isinstance(holder, list) else holder).get(step)
            if inner is None or isinstance(inner, str):
                path, last = path[:depth], step
                break
            holder = inner
        if error.code == "figure-value":  # its last observation is gone
            record["statement"] = self._tame()
        if error.code == "cite-missing-in-text":  # what has one citation needs no mark of it
            record["cite"] = record["cite"][:1]
        if last in self.languages or (
            isinstance(last, str)
            and isinstance(holder.get(last), dict)
            and self.languages[0] in holder[last]
        ):
            texts = holder if last in self.languages else holder[last]
            if isinstance(next(iter(texts.values())), str):
                tame = self._tame()
                for lang in list(texts):
                    texts[lang] = tame[lang]
                return
        target = record
        for step in where[:1]:
            target.pop(step, None) if step in ("aliases", "search_terms", "contents", "happened", "was", "headline", "components", "steps", "actors", "places", "platforms", "related", "tags", "results", "parent", "differences", "archives", "gaps", "url", "awarded_to", "awarded_for", "figures", "noticed_by", "since", "started", "status", "former_names", "succeeded_by", "period", "year") else None  # fmt: skip
        if where == ["id"]:  # a record's own
            self.rename(record["id"])
        if where[:1] == ["observations"] and "cite" in where:
            record["observations"] = [
                each for each in record["observations"] if each["cite"][0] in record["cite"]
            ]
        if where[:1] == ["cite"]:
            record["cite"] = [f"{self.ids['sources'][0]}#1"]

    def rename(self, record_id: str) -> None:
        """Give a record an id that is no word of the frame, wherever it is named."""
        folder, record = self.records.pop(record_id)
        plain = f"{KINDS[folder].name}-z{self.count}"
        named = re.compile(rf"^{re.escape(record_id)}(?=#|\Z)|(?<=\[\[){re.escape(record_id)}(?=[]|#])|(?<=diagram\n){re.escape(record_id)}$", re.MULTILINE)  # fmt: skip

        def renamed(value: Any) -> Any:
            if isinstance(value, dict):
                return {key: renamed(each) for key, each in value.items()}
            if isinstance(value, list | tuple):
                return type(value)(renamed(each) for each in value)
            return named.sub(plain, value) if isinstance(value, str) else value

        self.records = renamed({**self.records, plain: (folder, {**record, "id": plain})})
        self.ids[folder] = [plain if each == record_id else each for each in self.ids[folder]]
        self.pages = {
            re.sub(rf"/{re.escape(record_id)}$", f"/{plain}", path): renamed(page)
            for path, page in self.pages.items()
        }

    def _tame(self) -> dict[str, str]:
        self.count += 1
        return {
            lang: self.mark(lang) if lang == "zh" else self.mark(lang).capitalize()
            for lang in self.languages
        }


def _yaml(tree: Any) -> str:
    return yaml.dump(tree, allow_unicode=True, sort_keys=False, width=10**6)
