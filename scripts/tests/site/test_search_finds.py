"""What the search box finds on the real handbook, in a real browser: the contract, every name, and phrases of every page."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser

from handbook.build.pages import UNSEARCHED
from handbook.load import load_labels
from handbook.model.dataset import Dataset
from handbook.model.kinds import index_pages
from handbook.model.records import Practice
from handbook.search.documents import LEADS, LISTED, remove_apparatus
from handbook.text.languages import folded, language
from tests.helpers import ROOT
from tests.helpers.search_box import CONTRACT, Reader, Site, ids_of, readers, serving
from tests.helpers.search_index import write_index


def broken_promises(
    asked: Callable[[str], Reader], queries: Iterable[dict[str, Any]]
) -> list[tuple[str, str, list[str]]]:
    """Return what queries of the contract promise and the box does not keep."""
    broken = []
    for query in queries:
        assert {"first", "found", "none", "most"} & set(query), f"{query} promises nothing"
        answer = asked(query.get("lang", "zh")).ask(query["q"])
        found, offered = answer.ids, ids_of(answer.offered)
        if len(found) > query.get("most", len(found)):
            broken.append((query["q"], f"at most {query['most']}", [str(len(found))]))
        if query.get("none") and found:
            broken.append((query["q"], "must find nothing", found[:3]))
        if "first" in query and found[:1] != [query["first"]]:
            broken.append((query["q"], query["first"], found[:3]))
        broken += [
            (query["q"], wanted, found[:3])
            for wanted in query.get("found", ())
            if wanted not in found
        ]
        for lower in set(query.get("above", ())) & set(found):
            broken += [
                (query["q"], f"{one} above {lower}", found)
                for one in query["found"]
                if one in found[found.index(lower) :]
            ]
        if "offered" in query and (
            not set(query["offered"]) <= set(offered) or (offered and not query["offered"])
        ):
            broken.append((query["q"], f"offered {query['offered']}", offered))
    return broken


@pytest.mark.parametrize("group", CONTRACT)
def test_search_contract_is_kept(asked: Callable[[str], Reader], group: str) -> None:
    """Each query finds what it must, in its place, and nothing where there is nothing."""
    assert [] == broken_promises(asked, CONTRACT[group])


@pytest.fixture(scope="module")
def asked_in_parts(
    browser: Browser, folder: Path, real: Dataset, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Reader]]:
    """Return the same for a site whose list of names comes in parts, as that of a large handbook does."""
    copy = tmp_path_factory.mktemp("parts") / "site"
    shutil.copytree(folder, copy)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("handbook.search.names.WHOLE", 0)
        write_index(real, copy)
    with serving(copy) as (address, sent):
        yield from readers(browser, Site(copy, address, sent))


def test_search_contract_is_kept_with_names_in_shards(
    asked_in_parts: Callable[[str], Reader],
) -> None:
    """With the list of names in parts the first queries of each sort find the same."""
    sample = [query for queries in CONTRACT.values() for query in queries[:2]]
    assert [] == broken_promises(asked_in_parts, sample)


def test_a_name_in_full_needs_no_whole_list(
    browser: Browser, asked_in_parts: Callable[[str], Reader], site: Site
) -> None:
    """Of a list in parts a name costs a part or two; the whole comes for the facets, which then are all there."""
    context = browser.new_context()
    reader = Reader(context.new_page()).watch()
    lists: list[str] = []
    reader.page.on(
        "request",
        lambda request: (
            lists.append(request.url.rpartition("/")[2]) if "/search/names" in request.url else None
        ),
    )
    reader.open(asked_in_parts("zh").page.url)
    for query, first in (
        ("平治110", "ping-zhi-110"),
        ("xsws", "xi-shi-wu-song"),
        ("Five Joint", "five-joint"),
    ):
        assert first == reader.ask(query).ids[0]
    assert "names.zh.all.json.gz" not in lists
    assert 2 <= len(lists) <= 7
    reader.page.click(".hb-search__facets summary")
    reader.page.wait_for_selector("input[data-facet='theme:border-co-governance']")
    assert "names.zh.all.json.gz" in lists
    context.close()
    assert [] == reader.complaints


#: Sites' own names for a kind of name, in the order in which they come first.
TITLES, ALIASES = "titles", "aliases"


def _names(dataset: Dataset, kind: str, lang: str) -> dict[str, set[str]]:
    """Return the ids of the records that have each title, or each other name, in a language."""
    found: dict[str, set[str]] = {}
    for record in dataset.records.values():
        aliases, short = getattr(record, "aliases", None), getattr(record, "short_title", None)
        others = [
            *((aliases.get(lang) or ()) if aliases else ()),
            (short.get(lang) or "") if short else "",
        ]
        for name in [record.title.get(lang) or ""] if kind == TITLES else others:
            if name:
                found.setdefault(folded(name), set()).add(record.id)
    return found


@pytest.mark.parametrize("on", ["zh", "en"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_name_comes_first(
    asked: Callable[[str], Reader], on: str, lang: str, real: Dataset
) -> None:
    """Whoever types a title or another name of any record in full, in either language and on either site, gets that record first."""
    titles, aliases = _names(real, TITLES, lang), _names(real, ALIASES, lang)
    own = {**_names(real, ALIASES, on), **_names(real, TITLES, on)}
    reader, wrong = asked(on), {}
    for name in sorted({*titles, *aliases}):
        # What has the name in the site's own language comes before what has it in the other.
        wanted = (titles.get(name) or aliases[name]) | own.get(name, set())
        first = reader.ask(name).ids[:1]
        # A term may be called what a practice's title quotes as its proper name: “五联”.
        bare = re.escape(name.strip('“”"'))
        quoted = re.compile(f'[“"]{bare}[”"]', re.IGNORECASE)
        proper = {
            record.id
            for record in real.of(Practice)
            if any(quoted.search(record.title.get(each) or "") for each in ("zh", "en"))
        }
        if not set(first) <= wanted | proper or not first:
            wrong[name] = (sorted(wanted), first)
    assert {} == wrong


@pytest.mark.parametrize("on", ["zh", "en"])
def test_every_title_comes_first_by_its_pinyin_and_initials(
    asked: Callable[[str], Reader], on: str, real: Dataset
) -> None:
    """Whoever types a Chinese title in pinyin, or by initials that no other name has, gets that record first."""
    sounds: dict[str, set[str]] = {}
    full: dict[str, str] = {}
    for record in real.records.values():
        for name in (
            record.title.resolve("zh")[0],
            *((getattr(record, "aliases", None) and record.aliases.get("zh")) or ()),
        ):
            if not re.fullmatch(r"[\u4e00-\u9fff]+", name):
                continue
            syllables = language("zh").reading(name)
            for way in ("".join(syllables), "".join(syllable[0] for syllable in syllables)):
                sounds.setdefault(way, set()).add(record.id)
            if name == record.title.resolve("zh")[0]:
                full[record.id] = name
    reader, wrong = asked(on), {}
    for record_id, name in full.items():
        syllables = language("zh").reading(name)
        for way in ("".join(syllables), "".join(syllable[0] for syllable in syllables)):
            if len(way) < 3 or sounds[way] != {record_id}:
                continue
            first = reader.ask(way).ids[:1]
            if first != [record_id]:
                wrong[way] = (record_id, first)
    assert {} == wrong


def _texts(folder: Path, lang: str = "zh") -> dict[str, list[str]]:
    """Return the runs of text on each page of a language, read apart from all code of the search."""
    texts, labels = {}, load_labels(ROOT)
    root = folder if lang == "zh" else folder / lang
    for file in sorted(root.rglob("index.html")):
        path = file.parent.relative_to(root).as_posix()
        article = html.fromstring(file.read_bytes()).find(".//article")
        if article is None or path.split("/")[0] == "en" or path in UNSEARCHED:
            continue
        remove_apparatus(article, {labels.word(lead, lang) for lead in LEADS})
        for element in article.xpath(LISTED) if path in index_pages() else ():
            element.drop_tree()
        gap = "" if lang == "zh" else " "
        texts["" if path == "." else f"{path}/"] = [
            re.sub(r"\s+", gap, text) for text in article.itertext() if text.strip()
        ]
    return texts


def _missed(
    reader: Reader,
    root: str,
    texts: dict[str, list[str]],
    phrases: dict[str, str],
    holds: Callable[[str, str], bool],
) -> dict[str, list[str]]:
    """Return the phrases that were not found on every page that has them; `phrases` says what is typed for each."""
    missed = {}
    for phrase, typed in phrases.items():
        found = {
            address.partition("#")[0].removeprefix(root) for address in reader.ask(typed).results
        }
        wanted = {page for page, runs in texts.items() if any(holds(run, phrase) for run in runs)}
        if wanted - found:
            missed[phrase] = sorted(wanted - found)
    return missed


#: How many phrases are sought each night, others than by day.
MANY = pytest.param(2000, None, marks=pytest.mark.nightly)


@pytest.mark.parametrize(("count", "seed"), [(500, 4), MANY])
def test_no_phrase_of_the_text_is_missed(
    asked: Callable[[str], Reader], site: Site, count: int, seed: int | None
) -> None:
    """Of phrases of two to four characters cut at random from pages of every kind, each is found on every page that has it."""
    texts = _texts(site.folder)
    chosen = random.Random(seed)
    kinds = sorted({page.split("/")[0] for page in texts})
    phrases: dict[str, str] = {}
    for kind in cycle(kinds):  # a kind of few words gives what it has
        if len(phrases) == count:
            break
        page = chosen.choice([page for page in sorted(texts) if page.split("/")[0] == kind])
        text = chosen.choice(texts[page])
        length = chosen.choice((2, 3, 4))
        start = chosen.randrange(max(1, len(text) - length + 1))
        phrase = text[start : start + length]
        if re.fullmatch(r"[\u4e00-\u9fff]{2,4}", phrase):
            # Every second one as a quoted phrase.
            phrases.setdefault(phrase, f"“{phrase}”" if len(phrases) % 2 else phrase)
    assert {} == _missed(
        asked("zh"), site.address, texts, phrases, lambda run, phrase: phrase in run
    )


@pytest.mark.parametrize(("count", "seed"), [(200, 5), MANY])
def test_no_english_phrase_is_missed(
    asked: Callable[[str], Reader], site: Site, count: int, seed: int | None
) -> None:
    """Of phrases of two to four English words cut at random from pages of every kind, each is found on every page that has it."""
    texts = _texts(site.folder, "en")
    chosen = random.Random(seed)
    kinds = sorted({page.split("/")[0] for page in texts})
    phrases: dict[str, str] = {}
    for kind in cycle(kinds):
        if len(phrases) == count:
            break
        page = chosen.choice([page for page in sorted(texts) if page.split("/")[0] == kind])
        words = [*re.finditer(r"[A-Za-z]+", text := chosen.choice(texts[page]))]
        length = chosen.choice((2, 3, 4))
        if len(words) < length:
            continue
        start = chosen.randrange(len(words) - length + 1)
        phrase = text[words[start].start() : words[start + length - 1].end()]
        if re.fullmatch(r"[A-Za-z]+( [A-Za-z]+){1,3}", phrase):
            phrases[phrase] = f'"{phrase}"'

    def holds(run: str, phrase: str) -> bool:
        # to the index, what an apostrophe joins is one word
        return re.search(rf"(?<![\w'’]){re.escape(phrase)}(?![\w'’])", run) is not None

    assert {} == _missed(asked("en"), f"{site.address}en/", texts, phrases, holds)


def test_a_quoted_phrase_is_found_word_for_word(asked: Callable[[str], Reader], site: Site) -> None:
    """A quoted phrase leads only to pages that hold it."""
    texts = _texts(site.folder)
    pages = {
        address.removeprefix(site.address)
        for address in asked("zh").ask("“买卖合同”").results
        if "#" not in address
    }
    assert pages
    assert all("买卖合同" in "".join(texts[page]) for page in pages)
