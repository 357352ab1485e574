"""The engine's words, a handbook's own over them, and the vocabularies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from handbook.checks import check_handbook
from handbook.load import Unloadable, load, load_labels
from handbook.load.labels_file import engine_words, locales, placeholders, read_labels
from handbook.model import editions, records
from handbook.model.editions import ChangeKind
from handbook.model.kinds import KINDS, index_pages, search_order
from handbook.model.labels import LABELS, counted, plural_form
from handbook.model.records import LocatorKind, PracticeState
from handbook.model.vocabulary import VOCABULARY, PracticeKind
from handbook.review.weight import Weight
from tests.helpers import handbook_of


def codes(root: Path) -> list[str]:
    """Return the codes of what loading finds."""
    return [finding.code for finding in load(root)[1]]


def with_labels(root: Path, old: str, new: str) -> Path:
    """Write the labels with one text replaced."""
    assert old in handbook_of.LABELS
    return handbook_of.write(root, {LABELS: handbook_of.LABELS.replace(old, new, 1)})


def with_vocabulary(root: Path, old: str, new: str) -> Path:
    """Write the vocabularies with one text replaced."""
    assert old in handbook_of.VOCABULARY
    return handbook_of.write(root, {VOCABULARY: handbook_of.VOCABULARY.replace(old, new, 1)})


def is_whole(key: str) -> bool:
    """Return whether a key is a word's, and not of one of its plural forms."""
    return key == counted(key)


def test_locales_have_the_same_keys_and_placeholders() -> None:
    """Each language of the engine has every word, with the same placeholders, in the same order."""
    first, *others = locales().values()
    assert ["en", "zh"] == list(locales())
    for other in others:
        assert list(filter(is_whole, first["words"])) == list(filter(is_whole, other["words"]))
        assert {
            key: placeholders(str(text)) for key, text in first["words"].items() if is_whole(key)
        } == {key: placeholders(str(text)) for key, text in other["words"].items() if is_whole(key)}


def enumerations() -> Iterator[type[StrEnum]]:
    """Return the enumerations of the program."""
    for module in (records, editions):
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, StrEnum) and each is not StrEnum:
                yield each


def joined_keys() -> set[str]:
    """Return the keys that the program joins from parts, by the parts."""
    configuration = yaml.load(handbook_of.CONFIG, yaml.BaseLoader)
    sections = {section for item in configuration["nav"] for section in item}
    started = {kind.event.word for kind in KINDS.values() if kind.event} | {"since", "started"}
    choices = {"size": ("normal", "large", "largest"), "theme": ("system", "light", "dark")}
    told = {"confirmed", "private", "source", "vocabulary"}
    asked = {weight.name.lower() for weight in Weight} | told
    shelves = {"handbook", "sheets"} | {folder for folder, kind in KINDS.items() if kind.pdf}
    return (
        {f"language_{lang}" for lang in locales()}
        | {f"section_{section}" for section in sections}
        | {f"kind_{folder}" for folder in search_order()}
        | {f"{page}_{part}" for page in index_pages() for part in ("title", "description")}
        | {f"{word}_{kind}" for word in started for kind in ("agreement",)}
        | {f"look_{choice}" for choice in choices}
        | {f"look_{choice}_{value}" for choice, values in choices.items() for value in values}
        | {f"look_draw_{kind}{part}" for kind in ("pair", "flow") for part in ("", "_says")}
        | {f"downloads_{shelf}" for shelf in shelves}
        | {f"book_extract_{kind.name}" for kind in KINDS.values() if kind.pdf}
        | {f"practice_{state}" for state in (PracticeState.ENDED, PracticeState.REPLACED)}
        | {f"{part}_{kind}" for part in ("place", "contents") for kind in LocatorKind}
        | {f"{kind.__name__}.{value}" for kind in enumerations() for value in kind}
        | {f"diff_ask_{each}" for each in asked | {ChangeKind.REMOVED, ChangeKind.ADDED}}
        | {f"diff_{medium}" for medium in ("paper", "screen")}
        | {f"diff_site_{each}" for each in ("name", "short", "description")}
        | {f"diff_count_{each}" for each in asked | set(ChangeKind) | {"pages"}}
    )


def test_every_word_of_the_engine_is_used() -> None:
    """Each key stands in a template, a module or a tool, whole or joined; some without their beginning or end."""
    endings = {".py", ".jinja", ".html", ".xml", ".js", ".typ"}
    package = Path(str(files("handbook")))
    paths = (*package.rglob("*"), *(package.parent / "tools").glob("*"))
    sources = [path.read_text("utf-8") for path in paths if path.suffix in endings]
    source = "\n".join(sources)
    asked = re.findall(r"\b(?:words?|say)\.([a-z_]+)", source)
    in_box = {f"{script}_{key}" for script in ("search", "selection") for key in asked}
    whole = set(re.findall(r"""["']([A-Za-z_.-]+)["']""", source))
    in_book = {f"book_{key}" for key in whole} | {f"{key}_text" for key in whole}
    assert set() == set(map(counted, engine_words())) - whole - in_box - in_book - joined_keys()


def test_every_enumeration_of_the_program_has_its_words() -> None:
    """What the program itself tells apart is named by the engine."""
    assert len([*enumerations()]) > 1
    for kind in enumerations():
        assert {f"{kind.__name__}.{value}" for value in kind} <= set(engine_words())


def test_words_of_the_engine_are_well_written(root: Path) -> None:
    """The engine's words, set as a handbook's own, pass the check of texts."""
    quoted = {
        key: {lang: text.replace("'", "''") for lang, text in texts.items()}
        for key, texts in engine_words().items()
    }
    own = "".join(
        f"  {key}:\n" + "".join(f"    {lang}: '{text}'\n" for lang, text in texts.items())
        for key, texts in quoted.items()
        if key not in handbook_of.LABELS and "\n" not in "".join(texts.values())
    )
    handbook_of.write(root, {LABELS: handbook_of.LABELS + own})
    assert [] == check_handbook(root)[1]


def test_a_handbooks_word_stands_over_the_engines(root: Path) -> None:
    """A word of data/labels.yml counts in its language; the engine's stands in the others."""
    labels = load_labels(with_labels(root, "    zh: 出处\n    en: Sources", "    zh: 来处"))
    assert ("来处", "Sources") == (
        labels.word("kind_sources", "zh"),
        labels.word("kind_sources", "en"),
    )
    assert "第8段" == labels.word("place_paragraph", "zh", number=8)
    with pytest.raises(KeyError):
        labels.word("unheard_of", "zh")


def test_everyday_words_of_a_handbook_stand_over_the_general_ones(root: Path) -> None:
    """The vocabulary of readers is the engine's and the handbook's own."""
    handbook_of.write(
        root,
        {LABELS: handbook_of.LABELS + "everyday:\n  zh:\n    报警: [护河热线]\n    捕鱼: [偷渔]\n"},
    )
    everyday = load_labels(root).everyday
    assert (("护河热线",), ("偷渔",), ()) == tuple(
        everyday["zh"][word] for word in ("报警", "捕鱼", "怎么")
    )
    assert ("police",) == everyday["en"]["cops"]


def test_a_missing_word_falls_back_with_its_language(root: Path) -> None:
    """In a language that the engine has no words for, the leading language's stand, and a warning counts them."""
    french = (
        "  fr:\n    name: Français\n    locale: fr_FR\nwords:\n  figures_title:\n    fr: Chiffres"
    )
    with_labels(root, "words:", french)
    labels = load_labels(root)
    assert ("Chiffres", "fr") == labels.resolve("figures_title", "fr")
    assert ("术语", "zh") == labels.resolve("glossary_title", "fr")
    assert "Français" == labels.language_name("fr", "en")
    found = load(root)[1]
    (missing,) = [f for f in found if f.code == "label-words-missing" and f.values["lang"] == "fr"]
    words = list(filter(is_whole, engine_words()))
    assert len(words) + 5 > missing.values["count"] > len(words) - 10
    assert {"site_name", "site_short", "site_description"} == {
        f.values["found"] for f in found if f.code == "label-missing"
    }


def test_a_languages_only_words_are_the_fallback_of_all(root: Path) -> None:
    """Where none of a handbook's languages has a word, the engine's first language stands."""
    handbook_of.write(
        root,
        {
            LABELS: "site:\n  id: berge\nlanguages:\n  fr:\n    name: Français\n    locale: fr_FR\n",
            VOCABULARY: "levels:\n  local:\n    fr: local\n",
        },
    )
    assert ("Glossary", "en") == load_labels(root).resolve("glossary_title", "fr")


def test_handbook_without_an_id_is_reported_and_loads(root: Path) -> None:
    """Revisions that are older than the id still load; the check asks for it."""
    with_labels(root, handbook_of.LABELS.partition("languages:\n")[0], "")
    assert ["handbook-id-missing"] == codes(root)


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ("    en: Riverside handbook\n", "", "label-missing", "words.site_name"),
        ("zh: 河畔手册", "zh: 河{畔手册", "label-braces", "words.site_name.zh"),
        ("zh: 河畔手册", "zh: 河}畔手册", "label-braces", "words.site_name.zh"),
        ("zh: 河畔手册", "zh: 河畔{name}手册", "label-places", "words.site_name.zh"),
        ("zh: 河畔手册", "zh: 河畔{}手册", "label-places", "words.site_name.zh"),
        (
            "  kind_sources:",
            "  place_paragraph:\n    zh: 第{num}段\n  kind_sources:",
            "label-places",
            "words.place_paragraph.zh",
        ),
        (
            "  kind_sources:",
            "  place_paragraph:\n    zh: 第{number:d}段\n  kind_sources:",
            "label-places",
            "words.place_paragraph.zh",
        ),
        (
            "  kind_sources:",
            "  place_paragraph:\n    zh: 这一段\n  kind_sources:",
            "label-places",
            "words.place_paragraph.zh",
        ),
        ("  kind_sources:", "  kind_source:", "label-unknown", "words.kind_source"),
        ("zh: 河畔手册", "zh: ''", "label-empty", "words.site_name.zh"),
        ("zh: 出处", "zh: ' '", "label-empty", "words.kind_sources.zh"),
        ("zh: 出处", "zh: 出处 | 甲", "label-markup", "words.kind_sources.zh"),
        ("zh: 出处", "zh: 出&lt;处", "label-markup", "words.kind_sources.zh"),
        ("zh: 出处", "zh: '`出处`'", "label-markup", "words.kind_sources.zh"),
    ],
)
def test_a_faulty_word_is_reported_and_the_engines_stands(
    root: Path, old: str, new: str, code: str, field: str
) -> None:
    """One wrong word is an error at its place and stops nothing else."""
    with_labels(root, old, new)
    dataset, findings = load(root)
    assert [(code, LABELS, field)] == [(f.code, f.place.path, f.place.field) for f in findings]
    assert dataset.labels.word("place_paragraph", "zh", number=8) == "第8段"
    assert "{" not in dataset.labels.word("site_name", "zh")


def test_unknown_word_is_reported_with_the_nearest(root: Path) -> None:
    """A slip in a key is told what was meant."""
    with_labels(root, "  kind_sources:", "  kind_source:")
    assert "kind_sources" in load(root)[1][0].text("en")


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ("practice_kinds:", "practise_kinds:", "field-unknown", "practise_kinds"),
        ("    zh: 机制\n", "", "language-first-missing", "practice_kinds.mechanism"),
        (
            "    zh: 机制\n",
            "    zh: 机制\n    fr: Mécanisme\n",
            "language-unknown",
            "practice_kinds.mechanism.fr",
        ),
        ("  mechanism:", "  Mechanism:", "id-form", "practice_kinds.Mechanism"),
        ("  safety:", "  data:", "value-reserved", "sections.data"),
        ("  safety:", "  en:", "value-reserved", "sections.en"),
        ("  safety:", "  places:", "value-reserved", "sections.places"),
        ("  safety:", "  glossary:", "value-reserved", "sections.glossary"),
        ("  safety:", "  licences:", "value-reserved", "sections.licences"),
    ],
)
def test_a_faulty_vocabulary_stops_the_check_with_its_place(
    root: Path, old: str, new: str, code: str, field: str
) -> None:
    """Without the values nothing that chooses from them can be read."""
    with pytest.raises(Unloadable) as stopped:
        load(with_vocabulary(root, old, new))
    assert [(code, VOCABULARY, field)] == [
        (f.code, f.place.path, f.place.field) for f in stopped.value.diagnostics
    ]
    assert all(f.place.line > 1 for f in stopped.value.diagnostics if code != "value-reserved")


def test_missing_vocabulary_is_reported(root: Path) -> None:
    """A handbook without the file is told what it is for."""
    (root / VOCABULARY).unlink()
    with pytest.raises(Unloadable, match="vocabulary"):
        load(root)


def test_a_value_without_a_word_in_a_language_is_a_warning(root: Path) -> None:
    """A kind that is not named in every language shows the leading one's word."""
    with_vocabulary(root, "    en: Mechanism\n", "")
    assert ["translation-missing"] == codes(root)
    labels = load_labels(root)
    assert "机制" == labels.choice(PracticeKind("mechanism"), "en")


def test_records_choose_from_the_handbooks_own_vocabulary(root: Path) -> None:
    """A value that is added may be used at once; one that is not there is refused with those that are and their words."""
    practice = handbook_of.PRACTICE.replace("kind: mechanism", "kind: barge")
    handbook_of.write(root, {"data/practices/joint-patrols.yml": practice})
    (finding, _) = check_handbook(root)[1]
    assert ("value-not-accepted", "kind") == (finding.code, finding.place.field)
    assert "mechanism（机制）、agreement（协议）" in finding.text("zh")
    with_vocabulary(root, "  agreement:", "  barge:\n    zh: 驳船\n    en: Barge\n  agreement:")
    assert [] == check_handbook(root)[1]
    assert "barge" == load(root)[0].records["joint-patrols"].kind


def test_words_of_a_vocabulary_are_checked_like_others(root: Path) -> None:
    """What readers see of a vocabulary is held to the rules of texts."""
    found = check_handbook(with_vocabulary(root, "en: Mechanism", "en: <b>Mechanism</b>"))[1]
    assert {("markup-html", VOCABULARY, "practice_kinds.mechanism.en")} == {
        (f.code, f.place.path, f.place.field) for f in found
    }


def test_colour_in_another_form_is_reported(root: Path) -> None:
    """A name, or too few digits, is told with the form that is accepted."""
    with pytest.raises(Unloadable) as caught:
        load(with_labels(root, "site:\n", "site:\n  colours: {accent: teal, ink: '#000000'}\n"))
    assert ["colour-form", "field-unknown"] == [
        finding.code for finding in caught.value.diagnostics
    ]


def test_a_colour_without_quotation_marks_is_reported(root: Path) -> None:
    """YAML would drop it, for `#` begins a comment; a remark where nothing is said is one."""
    colour = "site:\n  colours:\n    accent: {}\n"
    with pytest.raises(Unloadable) as caught:
        load(with_labels(root, "site:\n", colour.format("#5a1020")))
    [found] = caught.value.diagnostics
    assert ("yaml-comment-value", 3) == (found.code, found.place.line)
    for right in ("'#5a1020'", "# as it is", ""):
        load(with_labels(root, "site:\n", colour.format(right)))


def test_a_word_is_told_of_one_thing_as_its_language_tells_it(root: Path) -> None:
    """English has a form for one, Chinese has none, and a handbook may have forms the engine lacks."""
    own = "  practices_intro_one:\n    en: A practice.\n  practices_intro_few:\n    en: Some.\n"
    handbook_of.write(root, {"data/labels.yml": handbook_of.LABELS + own})
    labels, _, problems = read_labels(root)
    assert [] == problems
    assert "A practice." == labels.word("practices_intro", "en", count=1)
    assert "2 practices" in labels.word("practices_intro", "en", count=2)
    assert "1" in labels.word("practices_intro", "zh", count=1)
    assert ["one", "few", "many"] == [plural_form("pl_PL", count) for count in (1, 3, 5)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  en:\n    name", "  ../x:\n    name", "language-form"),
        ("  en:\n    name", "  api:\n    name", "language-form"),
        ("  en:\n    name", "  english:\n    name", "language-form"),
        ("locale: en_GB", "locale: en_GB\n    separator: ' | '", "mark-form"),
        ("locale: en_GB", "locale: en_GB\n    colon: '<b>'", "mark-form"),
        ("locale: en_GB", "locale: en_GB\n    group: '&nbsp;'", "mark-form"),
    ],
)
def test_a_language_that_cannot_be_written_is_reported(
    root: Path, old: str, new: str, code: str
) -> None:
    """Its code becomes a folder of the site, and its marks stand between words everywhere."""
    with pytest.raises(Unloadable) as caught:
        load(with_labels(root, old, new))
    assert code in [finding.code for finding in caught.value.diagnostics]


@pytest.mark.parametrize("name", ["link", "mark_dark", "accent", "strong_dark", "accent_print"])
def test_colour_of_text_that_cannot_be_read_is_reported(root: Path, name: str) -> None:
    """A grey has less than 7:1 with any ground, and the ratio is told."""
    with_labels(root, "site:\n", f"site:\n  colours: {{{name}: '#808080'}}\n")
    (finding,) = load(root)[1]
    assert ("colour-contrast", f"site.colours.{name}") == (finding.code, finding.place.field)
    assert 7 > float(str(finding.values["ratio"]))


@pytest.mark.parametrize("name", ['""', '" "'])
def test_language_without_a_name_is_reported(root: Path, name: str) -> None:
    """A reader who chooses it would see nothing."""
    assert ["label-language"] == codes(with_labels(root, "name: English", f"name: {name}"))
