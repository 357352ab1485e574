"""What a template calls while it writes one page.

A `Writer` belongs to one page. It writes texts, names, links, citations and dates as Markdown in
the language of the page, and marks what is in another language. Names are escaped, so that nothing
typed as a name is read as markup.
"""

import json
import re
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from itertools import starmap
from typing import Any, NamedTuple

from handbook.model import series
from handbook.model.dataset import Dataset
from handbook.model.editions import Change, FieldChange
from handbook.model.introspect import label_of
from handbook.model.kinds import word_of
from handbook.model.labels import OWN_WORDS
from handbook.model.records import (
    Actor,
    Dated,
    Described,
    Figure,
    Measure,
    Observed,
    Organisation,
    Place,
    Practice,
    PracticeState,
    Record,
    Revision,
    Source,
    Status,
    Term,
)
from handbook.model.references import split_locator
from handbook.model.types import Choice, Prose, Text
from handbook.model.urls import Address, addresses, period_anchor
from handbook.text.languages import language
from handbook.text.markdown import escape, in_language, web_link
from handbook.text.plain_data import Shape, as_data
from handbook.text.plain_text import account, date_in_words, number, plain_text
from handbook.text.scanner import WikiLink, replace_wiki_links, scan
from handbook.text.word_diff import changed_words, elided

_BAR = re.compile(r"(?<!\\)\|")
#: The stop that ends a text; not one with a backslash before it, or dots that stand for more.
_STOP = re.compile(r"(?<![\\.!?。！？])[.!?。！？](?=\s*\Z)")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")


class Row(NamedTuple):
    """What a period of a figure tells, as Markdown, and the anchor at which it does."""

    anchor: str
    period: str
    numbers: str
    change: str
    note: str


class Writer:
    """Writes texts for one page in one language."""

    def __init__(self, dataset: Dataset, lang: str, page: str) -> None:
        """Start a page at its path from the root, without language and ending."""
        self.dataset, self.lang, self.page = dataset, lang, page
        self.records = dataset.records
        self.language = language(lang, dataset.labels)
        self.join, self.capitalised = self.language.joined, self.language.capitalised
        self.untranslated = False
        self.stale_names: dict[str, None] = {}

    # --- words of the interface ---

    def word(self, key: str, **values: object) -> str:
        """Return a word or sentence of the interface as Markdown, its language marked."""
        text, lang = self.dataset.labels.resolve(key, self.lang, values.get("count"))
        text = text.format(**values)
        return self._in_page(escape(text) if key in OWN_WORDS else text, lang)

    def choice(self, value: Choice | StrEnum) -> str:
        """Return the word for a value of a vocabulary or enumeration, its language marked."""
        words, lang = self.dataset.labels.resolve_choice(value, self.lang)
        return self._in_page(escape(words), lang)

    def _in_page(self, markdown: str, lang: str) -> str:
        return markdown if lang == self.lang else in_language(markdown, lang)

    def kind_word(self, key: str, record: Record, **values: object) -> str:
        """Return a word as `word` does: the one for records of this kind, if there is such a one."""
        return self.word(word_of(key, record, self.dataset.labels.words), **values)

    def described(self, texts: Mapping[str, str], *, brief: bool = False) -> str:
        """Return a description by language of messages as Markdown, its language marked.

        A brief one is the name that it begins with.
        """
        own = self.dataset.labels.languages
        lang = next(each for each in (self.lang, *own, *texts) if each in texts)
        text = label_of(texts[lang]) if brief else texts[lang]
        return self._in_page(escape(" ".join(text.split())), lang)

    def answered(self, record: Record) -> str:
        """Return what the API answers of a record, a line a field, in the page's language."""
        data = Shape(self.dataset).record(type(record), as_data(record, self.dataset))
        fields = (
            json.dumps({name: self._in_own(value)}, ensure_ascii=False)[1:-1]
            for name, value in data.items()
        )
        return "{\n " + ",\n ".join(fields) + "\n}"

    def _in_own(self, data: Any) -> Any:
        if isinstance(data, list):
            return [*map(self._in_own, data)]
        if not isinstance(data, dict):
            return data
        others = {*self.dataset.languages} - {self.lang}
        return {key: "…" if key in others else self._in_own(value) for key, value in data.items()}

    # --- texts of records ---

    def name(self, text: Text) -> str:
        """Return a name as Markdown, its language marked.

        A stale translation is added to `stale_names`.
        """
        words, lang = text.resolve(self.lang)
        if self._lags(text):
            self.stale_names[words] = None
        return self._marked(escape(words), lang)

    def beside(self, record: Record) -> str:
        """Return what stands beside a record's name, as Markdown.

        It is the name in each other language whose names have readings, with its reading, which is
        that of the short name if there is one. In such a language itself, only a place has its
        reading there.
        """
        if self.language.romanised:
            return self.reading(record) if isinstance(record, Place) else ""
        own, short = record.title.resolve(self.lang)[0], getattr(record, "short_title", None)
        names = []
        for lang, title in self.in_others(record.title):
            if title in own or not language(lang).romanised:
                continue
            called = short.resolve(lang)[0] if short else title
            spoken = f":lang[{escape(called)}]{{{lang}}} {self.reading(record)}".rstrip()
            whole = f":lang[{escape(title)}]{{{lang}}}"
            names.append(spoken if called == title else whole + self.language.bracketed(spoken))
        return " ".join(names)

    def reading(self, record: Record) -> str:
        """Return how a record's name is read, in Latin letters; nothing if that is not told."""
        reading = escape(getattr(record, "pinyin", None) or "").replace("'", "’")
        # where the page is set in a face that makes marks as wide as a character
        own = self.language.romanised and reading
        return in_language(reading, f"{self.language.tags['lang']}-Latn") if own else reading

    def other_titles(self, term: Term) -> Iterator[str]:
        """Yield the title of a term in each other language as Markdown, with its reading."""
        for lang, title in self.in_others(term.title):
            reading = f" {self.reading(term)}" if language(lang).romanised else ""
            yield f":lang[{escape(title)}]{{{lang}}}{reading}"

    def in_others(self, text: Text) -> Iterator[tuple[str, str]]:
        """Yield (language, text) in each language that says it in other words."""
        beside = self.dataset.labels.beside(self.lang)
        return ((lang, words) for lang, words in text.items() if lang in beside)

    def also_called(self, record: Described) -> str:
        """Return a record's other names in this language as Markdown."""
        return self.join(map(escape, record.aliases.get(self.lang)))

    def formerly(self, record: Organisation) -> str:
        """Return an organisation's former names as Markdown, with until when and their marks."""
        names = []
        for former in record.former_names:
            until = former.until and self.word("until", date=self.dated(former.until))
            name = self.name(former.name) + (self.language.bracketed(until) if until else "")
            names.append(name + self.cite(former.cite or record.cite))
        return self.join(names)

    def short(self, target: Record | str) -> str:
        """Return a link to a record by its short name, if it has one."""
        record = self.records[target] if isinstance(target, str) else target
        return f"[{self.short_name(record)}]({self.href(record)})"

    def short_name(self, record: Record) -> str:
        """Return the short name of a record as Markdown, or its title."""
        return self.name(getattr(record, "short_title", None) or record.title)

    def shorts(self, targets: Iterable[Record | str]) -> str:
        """Return links by short names as a list in a sentence."""
        return self.join(self.short(target) + self.state_mark(target) for target in targets)

    def state_mark(self, target: Record | str) -> str:
        """Return in brackets what stands beside a practice in lists: that it is not in force."""
        states = self._state(self.records[target] if isinstance(target, str) else target)
        return self.language.bracketed(states[0]) if states else ""

    def _state(self, record: Record) -> list[str]:
        status = record.status if isinstance(record, Practice) else None
        shown = status and status.state is not PracticeState.IN_FORCE
        return [self.choice(status.state)] if status and shown else []

    def since(self, status: Status) -> str:
        """Return the state of a practice, with its date."""
        date = self.date(status.since) if status.since else ""
        told = date if status.is_over or not date else self.word("since", date=date)
        return self.choice(status.state) + (self.language.bracketed(told) if told else "")

    def ending(self, status: Status) -> str:
        """Return in a sentence without its stop that a practice has ended, or what replaced it."""
        by = {"by": self.short(status.by)} if status.by else {}
        date = self.language.bracketed(self.date(status.since)) if status.since else ""
        return self.word(f"practice_{status.state}", **by) + date

    def actors(self, actors: Iterable[Actor]) -> str:
        """Return links to organisations with their roles, as a list in a sentence."""
        return self.join(self.short(actor.organisation) + self._role(actor) for actor in actors)

    def taken_part_in(self, organisation: str, practices: Iterable[Practice]) -> str:
        """Return links to practices with an organisation's roles, as a list in a sentence."""
        return self.join(
            self.short(each) + self._role(actor, self._state(each))
            for each in practices
            for actor in each.actors
            if actor.organisation == organisation
        )

    def _role(self, actor: Actor, more: Iterable[str] = ()) -> str:
        """Return a role in brackets, whether it is inferred, and what else stands there."""
        inferred = [self.word("inferred")] if actor.inferred else []
        words = self.language.comma.join([self.choice(actor.role), *inferred, *more])
        return self.language.bracketed(words)

    def dotted(self, items: Iterable[str]) -> str:
        """Return facts in a line, without empty ones."""
        return self.language.dot.join(filter(None, items))

    def names(self, texts: Iterable[Text]) -> list[str]:
        """Return several names as Markdown."""
        return [self.name(text) for text in texts]

    def prose(self, text: Text) -> str:
        """Return sentences as Markdown, with their wiki links resolved and their language marked.

        A stale translation is followed by `stale_mark`.
        """
        return self._prose(text, ())

    def _prose(self, text: Text, cite: Iterable[str]) -> str:
        """Return sentences as `prose` does, with citations before the stop at their end."""
        words, lang = text.resolve(self.lang)
        if marks := self.cite(cite):
            stop = _STOP.search(words)
            at = stop.start() if stop else len(words.rstrip())
            words = words[:at] + marks + words[at:]
        parts: list[str] = []
        last = 0
        for start, end in (*scan(words).fences, (len(words), len(words))):
            parts += self._marked(self.resolve(words[last:start], lang), lang), words[start:end]
            last = end
        return "".join(parts) + (f" {self.stale_mark()}" if self._lags(text) else "")

    def told(self, text: Text, record: Record, cite: Iterable[str] = ()) -> str:
        """Return sentences of a record as `prose` does, with what they rest on.

        Args:
            text: The sentences. Those with citations of their own get no other.
            record: The record. If it cites a single place, its texts need no citation of their own.
            cite: The citations of the part of the record that has the sentences.
        """
        words, _ = text.resolve(self.lang)
        if any(link.locator for link in scan(words).wiki_links):
            return self.prose(text)
        return self._prose(text, self.rests_on(record, cite))

    def rests_on(self, record: Record, cite: Iterable[str] = ()) -> Iterable[str]:
        """Return what a part of a record rests on: its own citations, or the record's only one."""
        whole = getattr(record, "cite", ())
        return cite or (whole if len(whole) == 1 else ())

    def cell(self, markdown: str) -> str:
        """Return Markdown that may stand in a cell of a table: its bars end no cell."""
        code = scan(markdown).inline_code
        return _BAR.sub(
            lambda bar: bar[0] if any(a <= bar.start() < b for a, b in code) else "&#124;", markdown
        )

    def _lags(self, text: Text) -> bool:
        """Return whether a text's original has changed since it was translated."""
        return (next(iter(text.root.values())), text.get(self.lang)) in self.dataset.stale

    def stale_mark(self, anchor: str = "", word: str = "stale_passage") -> str:
        """Return the mark beside a stale passage, which links to the original."""
        return f"*([{self.word(word)}]({Address(self.page, anchor).site_link}))*"

    def plain(self, text: Text) -> str:
        """Return a text as its reader reads it, without markup."""
        words, lang = text.resolve(self.lang)
        return plain_text(self.dataset, words, lang) if isinstance(text, Prose) else words

    def resolve(self, markdown: str, lang: str | None = None) -> str:
        """Return Markdown with its wiki links resolved; the parser makes marks of citations.

        A figure brings its own citations to a paragraph that has none of them.
        """
        links = scan(markdown).wiki_links if "[[" in markdown else ()
        ends = [match.start() for match in _EMPTY_LINE.finditer(markdown)]
        cited = {(bisect(ends, link.start), link.target) for link in links if link.locator}

        def resolved(link: WikiLink) -> str:
            paragraph = bisect(ends, link.start)
            return self._wiki_link(
                link, lang or self.lang, lambda locator: (paragraph, locator) in cited
            )

        return replace_wiki_links(markdown, resolved)

    def _marked(self, markdown: str, lang: str) -> str:
        self.untranslated |= lang != self.lang
        return self._in_page(markdown, lang)

    def _wiki_link(self, link: WikiLink, lang: str, is_cited: Callable[[str], bool]) -> str:
        if link.locator:
            return self.cite([link.target])
        record = self.records.get(link.target)
        if record is None:  # reported by the check; the words stay readable
            return escape(link.words or link.target)
        if isinstance(record, Figure) and link.words is None:
            return self._number(record, lang, link.period, is_cited)
        own = None if lang == self.lang else record.title.resolve(lang)[0]
        at = link.period if isinstance(record, Figure) and record.is_series else None
        return self.link(record, link.words or own, at)

    # --- links ---

    def href(self, record: Record) -> str:
        """Return the address of a record as seen from this page."""
        return addresses(self.dataset)[record.id].link_from(self.page)

    def link(
        self, target: Record | str, words: str | None = None, period: str | None = None
    ) -> str:
        """Return a link to a record or to a page of prose.

        Args:
            target: The record or its id, or `docs/` and the path of a page.
            words: The words of the link to a record; without them, its title.
            period: The period of a figure that it leads to.
        """
        if isinstance(target, str) and target not in self.records:
            path = target.removeprefix("docs/")
            prose = self.dataset.prose
            page = prose.get((path, self.lang)) or prose[path, self.dataset.languages[0]]
            return self.page_link(self._marked(escape(page.title), page.lang), path)
        record = self.records[target] if isinstance(target, str) else target
        href = self.href(record)
        if period and isinstance(record, Figure):
            href = href.replace(f"#{record.id}", f"#{period_anchor(record, period)}")
        return f"[{escape(words) if words else self.name(record.title)}]({href})"

    def web_link(self, address: str) -> str:
        """Return a link to an address on the web, which is shown."""
        return web_link(escape(address), address)

    def links(self, targets: Iterable[Record | str]) -> str:
        """Return links as a list in a sentence."""
        return self.join(map(self.link, targets))

    def has_page(self, page: str) -> bool:
        """Return whether the handbook has a page of prose, be it a stub in the page's language."""
        return (page, self.dataset.languages[0]) in self.dataset.prose

    def page_link(self, words: str, page: str, anchor: str = "") -> str:
        """Return a link to a page by its path, and to an anchor, which a page of prose may lack."""
        if self.has_page(page):
            prose = self.dataset.prose.get((page, self.lang))
            sections = scan(prose.body).sections if prose else ()
            anchor = anchor if anchor in {section.id for section in sections} else ""
        return f"[{words}]({Address(page, anchor).link_from(self.page)})"

    # --- citations ---

    def cite(self, locators: Iterable[str]) -> str:
        """Return the marks of some locators, as the parser reads them (`text.markdown`)."""
        of_source = (locator for locator in locators if split_locator(locator))
        return "".join(
            f"[[{locator}]]"
            for locator in of_source
            if isinstance(self.records.get(locator.partition("#")[0]), Source)
        )

    def mark(self, source: Source) -> str:
        """Return the mark of a source as Markdown; nothing in a handbook of one source."""
        if len(self.dataset.of(Source)) < 2:
            return ""
        opening, closing = map(escape, self.language.mark.split("{}"))
        return f"{opening}{self.name(source.mark or source.title)}{closing}"

    def archives(self, source: Source) -> str:
        """Return links to the archived copies of a source, each with its date."""
        return self.join(
            self.web_link(copy.url) + self.language.bracketed(self.day(copy.date))
            for copy in source.archives
        )

    def citation(self, source: Source, places: str) -> str:
        """Return the words that cite a source, which is named with its link, and places in it."""
        return self.word(
            "citation" if places else "citation_whole",
            title=self.link(source),
            publisher=self.name(self.records[source.publisher].title),
            date=self.date(source.date),
            places=places,
        )

    def owners(self, owners: Iterable[str]) -> str:
        """Return links to what cites a place, be it a record or a page of prose.

        A page that opens a section of themes says so, because a term or a theme may share its name.
        """
        opening = {f"docs/{name}/index" for name in self.dataset.labels.vocabulary.sections}
        links = (
            self.word("listed_section", title=self.link(owner))
            if owner in opening
            else self.link(owner)
            for owner in owners
        )
        return self.language.clause_separator.join(links)

    # --- changes ---

    def marked(self, change: FieldChange) -> tuple[str, str]:
        """Return (old, new) of a field as Markdown, with the words that changed in bold."""
        texts = (change.old, change.new)
        (old, old_lang), (new, new_lang) = (
            t.resolve(self.lang) if t else ("", self.lang) for t in texts
        )
        runs = changed_words(old, new) if old and new else ([(old, False)], [(new, False)])
        left, right = ("".join(starmap(_run, elided(each))) for each in runs)
        return self._marked(left, old_lang), self._marked(right, new_lang)

    def labels(self, change: Change) -> list[str]:
        """Return what the fields that changed are called, each once."""
        labels = (field.label.resolve(self.lang)[0] for field in change.fields)
        return list(dict.fromkeys(escape(label.split(" · ")[0]) for label in labels))

    # --- numbers and dates ---

    def number(self, figure: Figure) -> str:
        """Return the newest number of a figure with its unit, or its statement.

        Where sources differ, each number has its marks.
        """
        if figure.statement is not None:
            return self.prose(figure.statement)
        return self._number(figure, self.lang, None, lambda _: len(figure.at(None)) == 1)

    def number_cite(self, figure: Figure) -> str:
        """Return the marks of what `number` returns, where they do not stand in it."""
        accounts = figure.at(None)
        return self.cite(accounts[0].cite) if len(accounts) == 1 else ""

    def _number(
        self, figure: Figure, lang: str, period: str | None, is_cited: Callable[[str], bool]
    ) -> str:
        """Return the number of a period as Markdown, with the marks of what is not cited beside it."""

        def marks(observed: Observed) -> str:
            return "" if any(map(is_cited, observed.cite)) else self.cite(observed.cite)

        def marked(dataset: Dataset, observed: Observed, lang: str) -> str:
            return escape(account(dataset, observed, lang)) + marks(observed)

        one, *others = figure.at(period)
        if others:
            return number(self.dataset, figure, lang, period, marked)
        return escape(number(self.dataset, figure, lang, period)) + marks(one)

    def large_number(self, figure: Figure) -> str:
        """Return the number of a figure in bold, in it the unit after digits with emphasis."""
        observed = figure.at(None)[0]
        words = self.account(observed)
        unit = escape(observed.unit.resolve(self.lang)[0]) if observed.unit else ""
        digits = words.removesuffix(unit)
        if unit and digits != words and digits.rstrip()[-1:].isdigit() and unit[0].isalpha():
            return f"**{digits}*{unit}***"
        return f"__{words}__"  # asterisks would pair with those that a statement may have

    def beside_number(self, figure: Figure) -> str:
        """Return what stands beside a large number: its period, and what other sources say."""
        first, *others = figure.at(None)
        told = [self.date(first.period)] if figure.is_series and first.period else []
        if first.status:
            told.append(self.choice(first.status))
        if others:
            listed = self.join(self.account(each) + self.cite(each.cite) for each in others)
            told.append(self.word("other_numbers", numbers=listed))
        return self.language.bracketed(self.language.clause_separator.join(told)) if told else ""

    def over_time(self, figure: Figure) -> list[Row]:
        """Return what each period of a figure tells, the oldest first."""
        rows = []
        for accounts, change in zip(figure.periods, series.changes(figure), strict=True):
            first = accounts[0]
            rows.append(
                Row(
                    anchor=period_anchor(figure, first.period.date if first.period else ""),
                    period=self.date(first.period) if first.period else "",
                    numbers=self.join(map(self._marked_account, accounts)),
                    change=self._change(change, first) if change else "",
                    note=self._note(figure, accounts),
                )
            )
        return rows

    def _marked_account(self, observed: Observed) -> str:
        status = self.language.bracketed(self.choice(observed.status)) if observed.status else ""
        return f"__{self.account(observed)}__{status}{self.cite(observed.cite)}"

    def _note(self, figure: Figure, accounts: Sequence[Observed]) -> str:
        """Return what sets the numbers of a period apart from the others of a figure."""
        notes = []
        for each in accounts:
            if each.resumes:
                notes.append(self.word("series_break", reason=self.prose(each.resumes)))
            if each.scope and each.scope != figure.scope:
                notes.append(self.prose(each.scope))
            if each.period and each.period.basis:
                notes.append(self.prose(each.period.basis))
            if each.reported_by != figure.reported_by:
                notes.append(self.word("series_reporter", who=self.short(each.reported_by)))
        if len(accounts) > 1 and accounts[0].status is not Revision.REVISED:
            notes.append(self.word("series_differ"))
        return self.capitalised(self.language.clause_separator.join(dict.fromkeys(notes)))

    def _change(self, change: series.Change, observed: Observed) -> str:
        """Return how much a number changed, in its unit and as a share of the one before."""

        def signed(value: Decimal) -> str:
            sign = "+" if value > 0 else "−" if value < 0 else ""
            return sign + self.language.number(abs(value))

        words = escape(signed(change.difference))
        if observed.measure is Measure.SHARE:
            return self.word("series_points", difference=words)
        unit, lang = observed.unit.resolve(self.lang) if observed.unit else ("", self.lang)
        words = language(lang, self.dataset.labels).with_unit(words, escape(unit))
        if not change.share:
            return words
        share = self.language.with_unit(signed(round(change.share * 100, 1)), "%")
        return self.word("series_change_both", difference=words, share=share)

    def account(self, observed: Observed) -> str:
        """Return one number with its unit as Markdown, or its statement."""
        if observed.statement is not None:
            return self.prose(observed.statement)
        return escape(account(self.dataset, replace(observed, status=None), self.lang))

    def date(self, dated: Dated) -> str:
        """Return a date in words, as precise as it is, and whether it is inferred."""
        date = date_in_words(self.dataset.labels, dated, self.lang)
        return date + self.language.bracketed(self.word("inferred")) if dated.inferred else date

    def dated(self, dated: Dated) -> str:
        """Return a date as `date` does, and what it rests on."""
        basis = self.language.colon + self.prose(dated.basis) if dated.basis else ""
        return self.date(dated) + basis

    def day(self, date: str) -> str:
        """Return a day in words."""
        return self.date(Dated(date=date))


def _run(words: str, changed: bool) -> str:
    """Return a run of words on one line, in bold where it changed."""
    line = escape(re.sub(r"\s*\n\s*", " ", words))
    if not changed or not (bold := line.strip()):
        return line
    before, after = line.split(bold, 1)  # bold words neither begin nor end with a space
    return f"{before}**{bold}**{after}"
