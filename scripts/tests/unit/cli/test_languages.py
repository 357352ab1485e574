"""Every command, with its help and its refusals, speaks the editor's language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from handbook.cli import main
from handbook.diagnostics import MESSAGES

HAN = re.compile(r"[\u4e00-\u9fff]")
#: Two English words in a row; what is typed as it stands is no sentence.
ENGLISH = re.compile(r"\b(?!JSON Schema|make [a-z])[A-Za-z]{2,} [a-z]{2,}\b")
TYPED = re.compile(r"\./handbook[a-z -]*|--\S+|'[^']*'|\[[a-z|]+\]|\n\t.*|^  [a-z]+", re.MULTILINE)


def commands(
    command: click.Command = main, words: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """Yield the words that call each command."""
    yield words
    for name, each in getattr(command, "commands", {}).items():
        yield from commands(each, (*words, name))


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that runs a command in a locale, in the small good handbook."""
    monkeypatch.chdir(root)

    def run(locale: str, *arguments: str, **environ: str) -> Result:
        for name in ("HANDBOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {"LANG": locale, **environ}.items():
            monkeypatch.setenv(name, value)
        return CliRunner().invoke(main, list(arguments))

    return run


def assert_speaks(lang: str, told: str) -> None:
    """Assert that the output has words of the language and none of the other."""
    words = TYPED.sub("", told)
    found = (HAN.search(words) is not None, ENGLISH.search(words) is not None)
    assert (lang == "zh", lang == "en") == found, told


@pytest.mark.parametrize(("locale", "lang"), [("zh_CN.UTF-8", "zh"), ("en_GB.UTF-8", "en")])
@pytest.mark.parametrize("words", [*commands()], ids=lambda words: "-".join(words) or "handbook")
def test_help_is_in_the_editors_language(
    run, words: tuple[str, ...], locale: str, lang: str
) -> None:
    """Usage, what the command does, its options and what they take; the name is as it is called."""
    done = run(locale, *words, "--help")
    assert 0 == done.exit_code
    assert " ".join(("./handbook", *words)) in done.stdout.splitlines()[0]
    assert_speaks(lang, done.stdout)


@pytest.mark.parametrize(("locale", "lang"), [("zh_CN.UTF-8", "zh"), ("en_GB.UTF-8", "en")])
@pytest.mark.parametrize(
    "arguments",
    [
        "chek",
        "zzz",
        "new",
        "new practice",
        "new thing x",
        "diff",
        "diff a b c",
        "diff a b c d",
        "check --formt text",
        "check --zzz",
        "check --format",
        "check --format xml",
        "check nowhere",
        "format nowhere",
        "build --verbose=3",
        "edition",
        "edition --title",
        "translations zzz",
        "translations accept",
        "translations accept nothing --reason x",
        "verify",
        "verify nowhere",
    ],
)
def test_wrong_usage_is_told_in_the_editors_language(
    run, arguments: str, locale: str, lang: str
) -> None:
    """Unknown commands and options, what is missing, too much or not among the choices: click's own words too."""
    done = run(locale, *arguments.split())
    assert done.exit_code in (1, 2)
    assert_speaks(lang, done.output)


def test_click_says_what_is_translated() -> None:
    """Each sentence that is kept for click stands in click, word for word."""
    package = Path(click.__file__).parent
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in package.glob("*.py"))
    said = {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    kept = {entry.found["en"] for code, entry in MESSAGES.items() if code.startswith("click-")}
    assert set() == kept - said


@pytest.mark.parametrize(
    ("arguments", "environ", "lang"),
    [
        (("check", "--lang", "zh"), {}, "zh"),
        (("check", "--lang=zh"), {}, "zh"),
        (("--lang", "zh", "check"), {}, "zh"),
        (("check",), {"HANDBOOK_LANG": "zh"}, "zh"),
        (("check", "--lang", "en"), {"HANDBOOK_LANG": "zh"}, "en"),
        (("chek", "--lang", "zh"), {}, "zh"),
        (("check", "--zzz", "--lang", "en"), {"LANG": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_option_and_variable_choose_the_language(
    run, arguments: tuple[str, ...], environ: dict[str, str], lang: str
) -> None:
    """`--lang` anywhere, then $HANDBOOK_LANG, then the locale."""
    assert_speaks(lang, run("C.UTF-8", *arguments, **environ).output)


@pytest.mark.parametrize("locale", ["C.UTF-8", "", "fr_FR.UTF-8"])
@pytest.mark.parametrize("arguments", [("check",), ("--help",), ("chek",)])
def test_who_chose_no_language_is_told_how_in_both(run, locale: str, arguments: tuple[str]) -> None:
    """One line, which standard output does not have; none for those who chose."""
    last = run(locale, *arguments).stderr.rstrip("\n").rpartition("\n")[2]
    assert "--lang zh" in last
    assert "--lang en" in last
    assert HAN.search(last)
    assert "--lang" not in run(locale, *arguments).stdout.replace("--lang [zh|en]", "")
    assert "HANDBOOK_LANG=" not in run(locale, *arguments, "--lang", "en").stderr
    assert "HANDBOOK_LANG=" not in run("en_GB.UTF-8", *arguments).stderr


@pytest.mark.parametrize("columns", ["50", "60", "80", "100"])
def test_help_breaks_no_word_and_fits(run, columns: str) -> None:
    """A Han character takes two columns, a line begins with no mark, and names stand whole."""
    told = run("zh_CN.UTF-8", "check", "--help", COLUMNS=columns).stdout
    assert "HANDBOOK_LANG" in told
    assert "./handbook" in told
    for line in told.splitlines()[1:]:
        assert not re.match(r"\s+[，。；：、）]", line)
        assert sum(1 + (each > "\u2e7f") for each in line) <= int(columns)


def test_sentences_of_click_have_the_marks_of_the_language(run) -> None:
    """Quotes, lists, colons and full stops."""
    told = [
        run("zh_CN.UTF-8", *each.split()).output
        for each in ("check --format xml", "remove", "check --formt", "edition", "--help")
    ]
    assert [] == [each for each in told if re.search(r"'|[\u4e00-\u9fff]:|\]?\.\n", each)]
    assert "“text”、“github”、“json”" in told[0]


def test_an_option_with_one_hyphen_is_understood(run) -> None:
    """`-lang zh` is `--lang zh`, also with a sign between; what is no option is refused."""
    assert_speaks("zh", run("C.UTF-8", "-lang", "zh", "chek").output)
    assert_speaks("zh", run("C.UTF-8", "check", "-lang=zh").output)
    assert 2 == run("C.UTF-8", "check", "-lag", "zh").exit_code
