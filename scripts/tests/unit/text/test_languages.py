"""How each language is written, sorted and checked, and what a language without a class does."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.model.labels import LanguageSettings
from handbook.model.records import Dated
from handbook.model.resources import yaml_data
from handbook.text.languages import Language, is_han, language
from handbook.text.languages.chinese import Chinese
from tests.helpers.markup import MARKUP

FRENCH = Language("fr", LanguageSettings(name="Français", locale="fr_FR"))


def test_a_language_is_chosen_by_its_code() -> None:
    """A code has its class, a region after it does not matter, and any other code has the default."""
    assert isinstance(language("zh"), Chinese)
    assert isinstance(language("zh-Hans"), Chinese)
    assert Language is type(language("fr"))


@pytest.mark.parametrize("name", ["chinese", "english"])
def test_a_language_s_file_sets_attributes_that_there_are(name: str) -> None:
    """Each is described in the class `Language`, and of the same type there."""
    attributes = yaml_data("handbook.text.languages", f"{name}.yml", typed=True)["attributes"]
    assert [] == sorted(attributes.keys() - vars(Language).keys())
    types = {key: type(getattr(Language, key)) for key in attributes}
    types["group"] = str
    assert types == {key: type(value) for key, value in attributes.items()}


@pytest.mark.parametrize(
    ("written", "number", "unit", "expected"),
    [
        (language("zh"), 17282, "起", "17282起"),
        (language("en"), 17282, "incidents", "17,282 incidents"),
        (language("en"), 98, "%", "98%"),
        (FRENCH, 17282, "incidents", "17\u202f282 incidents"),
    ],
)
def test_numbers_have_their_language_s_groups_and_gap(
    written: Language, number: int, unit: str, expected: str
) -> None:
    """Chinese has neither; a language without a class groups as its locale does."""
    assert expected == written.with_unit(written.number(Decimal(number)), unit)


@pytest.mark.parametrize("typed", ["0.0000001", "1.50", "-0.5", "100"])
def test_numbers_are_written_as_typed(typed: str) -> None:
    """However small, and without an exponent."""
    assert typed == language("en").number(Decimal(typed))


@pytest.mark.parametrize(
    ("written", "date", "expected"),
    [
        (language("zh"), "2023-08", "2023年8月"),
        (language("en"), "2023-08-05", "5 August 2023"),
        (FRENCH, "2023-08", "août 2023"),
        (FRENCH, "2023", "2023"),
    ],
)
def test_dates_are_in_words_and_as_precise_as_they_are(
    written: Language, date: str, expected: str
) -> None:
    """Years, months and days alike."""
    assert expected == written.date(Dated(date=date))


def test_settings_go_over_what_the_class_says() -> None:
    """Marks that a handbook sets are used instead of the class's; those it does not set stay."""
    settings = LanguageSettings(
        name="Français", locale="fr_FR", colon="\u202f: ", group=" ", quotes="«»‘’"
    )
    written = Language("fr", settings)
    assert ("\u202f: ", "1 728", "«a»") == (
        written.colon,
        written.number(1728),
        written.curled('"a"'),
    )
    assert ", " == written.separator


def test_titles_are_sorted_by_sound_in_chinese_and_by_letters_elsewhere() -> None:
    """A reading that an editor gave counts in Chinese alone; accents do not count."""
    assert "zhang san jiao" == language("zh").title_key("长三角", None)
    assert "changsanjiao" == language("zh").title_key("长三角", "Cháng Sānjiǎo")
    assert "ecole" == FRENCH.title_key("École", None)
    assert "river" == language("en").title_key("River", "hé")


def test_brackets_lists_and_full_stops_go_with_the_language() -> None:
    """Full-width marks in Chinese; in any other language half-width ones with spaces."""
    assert ("（甲）", "甲、乙", "。") == (
        language("zh").bracketed("甲"),
        language("zh").joined("甲乙"),
        language("zh").full_stop,
    )
    assert (" (a)", "a, b", ".") == (FRENCH.bracketed("a"), FRENCH.joined("ab"), FRENCH.full_stop)


def test_only_languages_with_rules_are_checked() -> None:
    """French text has no faults and no numbers that can be read; its names and sentences have limits all the same."""
    assert [] == list(FRENCH.problems("« Bonjour » !  “a”", False))
    assert [] == list(FRENCH.numbers("17 incidents"))
    assert (2, [3, 1]) == (
        len(FRENCH.sentences("Un deux trois. Quatre.")),
        [FRENCH.word_count(s) for s in FRENCH.sentences("Un deux trois. Quatre.")],
    )
    assert 4 == language("zh").word_count("巡河12次")


@pytest.mark.parametrize(
    ("character", "expected"),
    [("河", True), ("〇", True), ("𠮷", True), ("、", False), ("é", False), ("ア", False)],
)
def test_han_characters_are_told_from_others(character: str, expected: bool) -> None:
    """The zero and the rarer planes are Han; punctuation, Latin and kana are not."""
    assert expected == is_han(character)


def test_typst_is_told_language_region_and_script() -> None:
    """The region is the code's or the locale's; a language of no handbook has none. A script is not Typst's to know."""
    told = {
        ("zh", "CN", True, "SC"): language("zh"),
        ("fr", "FR", False, "SC"): FRENCH,
        ("ja", None, False, "SC"): language("ja"),
        ("pt", "BR", False, "SC"): language("pt-BR"),
        ("zh", "TW", True, "TC"): language("zh-Hant"),
        ("zh", "HK", True, "TC"): language("zh-HK"),
        ("yue", "HK", False, "SC"): Language(
            "yue", LanguageSettings(name="粵語", locale="yue_Hant_HK")
        ),
    }
    names = "lang", "region", "han", "faces"
    assert [dict(zip(names, tags, strict=True)) for tags in told] == [
        each.tags for each in told.values()
    ]
    assert "pt" == language("pt-BR").index_code


def test_traditional_chinese_is_read_as_simplified() -> None:
    """Names are sorted, sounded and found by their Simplified characters, of which several may have one."""
    written, simplified = language("zh-Hant"), language("zh")
    assert ["边界发头发后后着里里", "AB 1"] == [
        written.indexed(text) for text in ("邊界發頭髮後后著裡裏", "AB 1")
    ]
    assert written.sort_key("長樂") == simplified.sort_key("长乐") != simplified.sort_key("长三")
    assert ["chang", "le"] == written.reading("長樂")
    names = ["調解", "行政", "長江"]
    assert [*simplified.readings(["调解", "行政", "长江"]).values()] == [
        *written.readings(names).values()
    ]
    table = written.folding_table("發頭髮")
    assert {("發", "发"), ("髮", "发"), ("頭", "头")} <= set(
        zip(table[::2], table[1::2], strict=True)
    )
    assert "" == written.simplified("髮")
    assert ("十八連冠", "24年") == (
        written.run(Decimal(18), "連冠"),
        written.run(Decimal(24), "年"),
    )


def test_space_before_punctuation_is_shown_with_the_words_before_it() -> None:
    """An editor finds the place by the eight characters before it; nothing after it is needed."""
    [(code, offset, values)] = language("en").problems("Boats go each day , and return.", False)
    assert ("space-before-punctuation", 17) == (code, offset)
    assert "each day ," == values["found"]


@given(st.text() | MARKUP)
def test_reading_typography_never_fails(text: str) -> None:
    """Any text is right or not, and what is wrong stands within it."""
    for lang in ("zh", "en"):
        assert all(
            0 <= offset <= len(text) for _, offset, _ in language(lang).problems(text, False)
        )


@pytest.mark.parametrize(
    ("name", "key"),
    [("“护河110”", "hu he 110"), ('"Big Safety"', "big safety"), ("重要", "zhong yao")],
)
def test_names_are_sorted_by_their_sound(name: str, key: str) -> None:
    """Quotation marks do not count, Chinese counts by its pinyin, and a character with two readings by the right one."""
    assert key == language("zh").sort_key(name)


def test_names_with_commas_are_parted_by_semicolons() -> None:
    """What parts the items of a list is told from what is in them."""
    chinese, english = language("zh"), language("en")
    assert "Mill Town, Northbank; Ferry Town, Southbank" == english.joined(
        ["Mill Town, Northbank", "Ferry Town, Southbank"]
    )
    assert "Mill Town, Ferry Town" == english.joined(["Mill Town", "Ferry Town"])
    assert "磨坊镇、渡口镇" == chinese.joined(iter(["磨坊镇", "渡口镇"]))


@pytest.mark.parametrize(
    ("name", "proper", "expected"),
    [
        ("山塘 村", True, "Shāntáng Cūn"),
        ("平安 建设", False, "píng'ān jiànshè"),
        ("河岸 市 企业 自治 联盟", True, "Hé'àn Shì Qǐyè Zìzhì Liánméng"),
        ("银 行 行 长", False, "yín háng háng zhǎng"),
        ("“护河110”", True, "Hùhé Yāo Yāo Líng"),
        ("e警", True, "E Jǐng"),
    ],
)
def test_chinese_is_written_in_pinyin(name: str, proper: bool, expected: str) -> None:
    """Words as blanks divide them, each character as the phrase around it has it, tones, an apostrophe where syllables run together."""
    assert expected == language("zh").romanisation(name, proper)
    assert language("zh").is_reading(expected, name)


@pytest.mark.parametrize(
    ("typed", "name", "is_reading"),
    [
        ("Cháng Sānjiǎo yītǐhuà", "长三角一体化", True),
        ("zhǎng sānjiǎo yìtǐ huà", "长三角一体化", True),
        ("chàng sānjiǎo yītǐhuà", "长三角一体化", False),
        ("yāo èr sān sì wǔ rèxiàn", "12345热线", True),
        ("shíliù tiáo", "16条", True),
        ("èrshí tiáo", "20条", True),
        ("èrshí tiáo", "21条", False),
        ("Linghu", "陵湖", False),
    ],
)
def test_chinese_knows_the_readings_of_a_name(typed: str, name: str, is_reading: bool) -> None:
    """A character may be read in each of its ways, a number digit by digit or as a number."""
    assert is_reading == language("zh").is_reading(typed, name)


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("[river patrols](a.md)", "[River patrols](a.md)"),
        ('**["settle" first](a.md)**', '**["Settle" first](a.md)**'),
        ("éclair", "Éclair"),
        ("`code` and [[a|b]]", "`code` and [[a|b]]"),
        (":lang[e警]{zh} line", ":lang[e警]{zh} line"),
        ("12345 line", "12345 line"),
        ("", ""),
    ],
)
def test_what_stands_alone_begins_with_a_capital(markdown: str, shown: str) -> None:
    """Marks before the first letter are passed over; code, digits and other languages have none."""
    assert shown == language("en").capitalised(markdown)
    assert markdown == language("zh").capitalised(markdown)


def test_how_a_language_is_read_is_no_text_in_it() -> None:
    """Pinyin is set like other Latin letters."""
    assert not language("zh-Latn").han


def test_a_language_in_latin_letters_needs_no_reading() -> None:
    """Whatever is typed is right, and nothing is proposed."""
    assert "" == language("en").romanisation("Riverside", True)
    assert language("en").is_reading("", "Riverside")
