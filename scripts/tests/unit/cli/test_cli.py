"""The `handbook` command, as an editor runs it in the handbook's root."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handbook.cli import check as check_command
from handbook.cli import main
from tests.helpers import handbook_of

PRACTICE = "data/practices/joint-patrols.yml"


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that runs the command in the small good handbook."""
    monkeypatch.chdir(root)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return lambda *arguments: CliRunner().invoke(main, list(arguments))


def slip(root: Path) -> None:
    """Misspell a field of the practice."""
    file = root / PRACTICE
    file.write_text(
        file.read_text(encoding="utf-8").replace("summary:", "sumary:"), encoding="utf-8"
    )


def test_a_good_handbook_passes(run) -> None:
    """Nothing is wrong, nothing is listed, and the exit is 0."""
    done: Result = run("check")
    assert 0 == done.exit_code
    assert "" == done.stdout
    assert "0 errors" in done.stderr


def test_a_problem_is_named_by_file_line_and_field(run, root: Path) -> None:
    """A slip is reported as path:line:column: field: message with the nearest field, and the exit is 1."""
    slip(root)
    done = run("check")
    assert 1 == done.exit_code
    assert f"{PRACTICE}:10:1: sumary: There is no field `sumary`. Nearest: summary." in done.stdout


def test_messages_come_in_the_language_asked_for(
    run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--lang` decides, otherwise the locale does."""
    slip(root)
    assert "没有“sumary”这个字段" in run("check", "--lang", "zh").stdout
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "没有“sumary”这个字段" in run("check").stdout


def test_paths_narrow_the_report(run, root: Path) -> None:
    """Only problems in the files and folders that are named are reported and counted."""
    slip(root)
    assert 0 == run("check", "data/figures").exit_code
    assert 1 == run("check", "data/practices").exit_code
    assert 1 == run("check", PRACTICE).exit_code


def test_check_of_a_file_says_what_it_did_not_look_at(run, root: Path) -> None:
    """How many files it looked at, the page in the other language, what is no part of the handbook, and how all is checked."""
    handbook_of.write(root, {"notes.txt": "x", **dict(handbook_of.SITE)})
    pages = sorted(str(path.relative_to(root)) for path in root.glob("docs/**/*.md"))
    told = run("check", "--lang", "en", pages[0], "notes.txt").stderr
    twin = pages[0].replace(".en.", ".zh.")
    assert twin in pages
    assert "Files looked at: 1; 0 errors" in told
    assert f"Not looked at: {twin}, notes.txt, what other files say of them." in told
    assert "./handbook check" in told
    told = run("check", "--lang", "en", "data").stderr
    assert f"Files looked at: {len([*root.glob('data/*/*.yml')]) + 2}; " in told
    assert "docs/" not in told


def test_missing_path_is_wrong_usage(run) -> None:
    """A mistyped path is said to be missing, and the exit is 2."""
    done = run("check", "data/practises")
    assert 2 == done.exit_code
    assert "data/practises" in done.stderr


def test_json_can_be_read_by_programs(run, root: Path) -> None:
    """`--format json` is a list, empty where nothing is wrong."""
    assert [] == json.loads(run("check", "--format", "json").stdout)
    slip(root)
    found = json.loads(run("check", "--format", "json").stdout)
    assert {
        "path": PRACTICE,
        "line": 10,
        "field": "sumary",
        "code": "field-unknown",
        "level": "error",
    }.items() <= found[0].items()


def test_annotations_stand_on_the_right_line(run, root: Path) -> None:
    """`--format github` is a workflow command for each problem."""
    slip(root)
    line = run("check", "--format", "github").stdout.splitlines()[0]
    assert line.startswith(f"::error file={PRACTICE},line=10,col=1,title=field-unknown::sumary: ")


def test_outside_a_handbook_the_command_says_so(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In another directory there is one clear line and no traceback."""
    empty = tmp_path / "elsewhere"
    empty.mkdir()
    monkeypatch.chdir(empty)
    done = run("check")
    assert 1 == done.exit_code
    assert "This is not the handbook's root" in done.stdout


def test_a_build_with_errors_leaves_the_old_site(run, root: Path) -> None:
    """With an error in the data nothing is built, and the old site stands."""
    (root / "site").mkdir()
    (root / "site" / "index.html").write_text("old")
    slip(root)
    done = run("build")
    assert 1 == done.exit_code
    assert "Build stopped." in done.stderr
    assert "old" == (root / "site" / "index.html").read_text()


def test_wrong_usage_exits_with_2(run) -> None:
    """An unknown command or option is wrong usage."""
    assert 2 == run("chek").exit_code
    assert 2 == run("check", "--formt", "json").exit_code


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _order_to_end(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def _full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")


def _refused(*_: object) -> None:
    raise PermissionError(13, "Permission denied", "data/labels.yml")


def _no_memory(*_: object) -> None:
    raise MemoryError


@pytest.mark.parametrize(
    ("ending", "code", "sentence"),
    [
        (_interrupt, 130, "Stopped before the end"),
        (_order_to_end, 143, "Stopped before the end"),
        (_full_disk, 1, "The disk is full"),
        (_refused, 1, "data/labels.yml:1:1: A file could not be read or written: no permission."),
        (_no_memory, 1, "The memory ran out"),
    ],
)
def test_whatever_ends_a_command_is_told_in_a_sentence(
    run, monkeypatch: pytest.MonkeyPatch, ending: Callable[..., None], code: int, sentence: str
) -> None:
    """One line, no traceback, and the exit code by which a shell tells an order to end from a problem."""
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(check_command, "check_handbook", ending)
    done = run("check", "--lang", "en")
    signal.signal(signal.SIGTERM, before)
    assert (code, 1) == (done.exit_code, done.output.count("\n"))
    assert sentence in done.output


@pytest.mark.parametrize("path", ["/etc", "..", "../x.yml"])
def test_what_is_not_of_the_handbook_is_not_called_right(
    root: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """The check reads this handbook alone."""
    (root / "handbook").mkdir()
    (root / "x.yml").touch()
    handbook_of.good(root / "handbook")
    monkeypatch.chdir(root / "handbook")
    done = CliRunner().invoke(main, ["check", path, "--lang", "en"])
    assert (2, True) == (done.exit_code, f"{path} is not in this handbook." in done.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
def test_output_that_cannot_be_written_fails(root: Path) -> None:
    """The reason is told in a sentence where it can be, and the command has failed."""
    command = [
        sys.executable,
        "-c",
        "from handbook.cli import main; main()",
        "check",
        "--format",
        "json",
        "--lang",
        "en",
    ]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, cwd=root, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (1, True) == (done.returncode, b"The disk is full." in done.stderr)
    assert b"Traceback" not in done.stderr


def test_ctrl_c_while_the_commands_load_has_no_traceback() -> None:
    """Whichever module is being read, it ends as a command that was stopped does."""
    stop = (
        "import sys\nclass Stop:\n def find_spec(self, name, *more):\n"
        "  if name == 'handbook.diagnostics': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Stop())\nfrom handbook.cli import main"
    )
    done = subprocess.run([sys.executable, "-c", stop], capture_output=True, check=False)
    assert (130, b"") == (done.returncode, done.stderr)
