"""What exists in Python and in the browser's scripts: both do the same."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from handbook.search import SHARED
from handbook.search.name_shards import number
from handbook.site.browser_scripts import bundle
from handbook.text.bigrams import paired
from handbook.text.languages import folded, language
from tests.helpers import ROOT

ASSETS = ROOT / "scripts/handbook/site/theme/assets"
#: Folded texts: Chinese, mixed with numbers and Latin words, rare characters, words joined by dashes.
TEXTS = [
    "息事无讼",
    "护河110警情27公里",
    "mp3播放 〇七 𠮷林",
    "柳河–millside 2018–2024年",
    "co-owner and/or exit–entry",
    "a",
    "里",
]

#: A list of names without any.
EMPTY = "values: {kind: {}}, traditional: '', pinyin: '', everyday: {}, entries: [], lang: 'en'"


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a bundle of the scripts under test, which prints what its argument evaluates to."""
    folder = tmp_path_factory.mktemp("twins")
    modules = ("search-text.js", "search-names.js")
    lines = [f'import * as module{n} from "{ASSETS / name}";' for n, name in enumerate(modules)]
    (folder / "window.js").write_text("globalThis.window = { fetch() {} };")
    run = """
      const { paired, number, readTable, Names } = { ...module0, ...module1 };
      const [expression, values] = process.argv.slice(2);
      const answer = new Function("paired", "number", "readTable", "Names", "values", expression);
      console.log(JSON.stringify(answer(paired, number, readTable, Names, JSON.parse(values))));
    """
    (folder / "twins.js").write_text("\n".join(['import "./window.js";', *lines, run]))
    bundle(ROOT, [folder / "twins.js"], folder / "bundled", "esm", SHARED)
    return (folder / "bundled" / "twins.js").rename(folder / "twins.mjs")


def browser(script: Path, expression: str, values: Any) -> Any:
    """Return what an expression with the scripts' functions gives for values."""
    command = ["node", str(script), f"return {expression}", json.dumps(values)]
    return json.loads(
        subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    )


def test_query_is_cut_as_the_pages_are(script: Path) -> None:
    """A query has the words of the index, but for what follows its last character, which is not known."""
    expected = []
    for text in TEXTS:
        words = "".join(paired([text])).split()
        if len(words) > 1 and len(words[-1]) == 1 and not words[-1].isascii():
            words.pop()
        # A joint is a mark of the page's word, and none of the query's.
        expected.append([word.rstrip("-–/") for word in words])
    assert expected == browser(script, "values.map(paired)", TEXTS)


def test_key_has_the_same_number(script: Path) -> None:
    """A browser looks for a name in the part it is in, characters beyond the basic plane included."""
    assert [*map(number, TEXTS)] == browser(script, "values.map(number)", TEXTS)


def test_reading_table_is_read_in_the_same_order(script: Path) -> None:
    """A browser gives each character of GB 2312's first level the syllable that it reads."""
    chinese = language("zh")
    readings = browser(script, "[...readTable(values)]", chinese.reading_table())
    assert 3755 == len(readings)
    assert [chinese.reading(character) for character, _ in readings] == [[s] for _, s in readings]


def test_name_is_folded_alike(script: Path) -> None:
    """Accents, width, case and what parts thousands do not count."""
    names = ["Yāo’ÈR", "１2,345 起", "58ｋｍ", "Ping'an", "1,23", "ﬁve"]
    shown = browser(script, f"values.map((name) => new Names({{{EMPTY}}}).fold(name))", names)
    assert [folded(name).replace("’", "'") for name in names] == shown


def test_word_loses_the_ending_of_its_language(script: Path) -> None:
    """Names lose the plural's letter; texts may differ in up to three letters, of which four stay."""
    rules = {"names": [language("en").name_ending], "texts": [language("en").text_ending]}
    names = f"new Names({{...values, {EMPTY}}})"
    words = "['hearings', 'case', 'gas', '法院s', 'exits', 'patrolling', '12345']"
    values = {"endings": rules}
    stems = browser(script, f"{words}.map((word) => {names}.stem(word))", values)
    assert ["hearing", "case", "gas", "法院s", "exits", "patrolling", "12345"] == stems
    stems = browser(script, f"{words}.map((word) => {names}.stem(word, 'texts'))", values)
    assert ["heari", "case", "gas", "法院s", "exit", "patroll", "1234"] == stems


def test_what_is_in_force_comes_before_what_is_over(script: Path) -> None:
    """Among names that answer alike; a name that is typed in full comes first whatever became of it."""
    entries = [
        {"a": "old/", "k": 0, "t": "Patrols", "h": "1", "e": True},
        {"a": "new/", "k": 0, "t": "River patrols at night", "h": "2"},
    ]
    rules = {"names": [language("en").name_ending], "texts": []}
    values = {"entries": entries, "endings": rules, "values": {"kind": {"practices": ""}}}
    values |= {"traditional": "", "pinyin": "", "everyday": {}, "lang": "en"}
    found = "((n) => values.map((q) => n.find(n.read(q)).map(({ entry }) => entry.a)))"
    asked = f"((all) => {found.replace('values.map', 'all.asked.map')}(new Names(all)))(values)"
    orders = browser(script, asked, values | {"asked": ["patrol", "patrols"]})
    assert [["new/", "old/"], ["old/", "new/"]] == orders
