"""Processes that typeset: what ended them is reported, with the file it was to make."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from handbook.book import build
from handbook.book.typst import TypesettingError, workers
from handbook.book.typst.workers import Job, typeset_all
from handbook.diagnostics import HandbookError
from handbook.load import load
from handbook.model.dataset import Dataset
from tests.helpers import handbook_of


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file of a program that stands for the one that typesets."""
    file = tmp_path / "program.py"
    monkeypatch.setattr(workers, "_COMMAND", (sys.executable, str(file)))
    return file


def failure(data: str, timestamp: int, folder: Path, dataset: Dataset) -> HandbookError:
    """Return what is reported of a job that fails."""
    job = Job("five.zh.pdf", "book.typ", data, timestamp)
    with (
        pytest.raises(HandbookError) as caught,
        build._diagnosed(dataset),
        build.template_folder(dataset) as templates,
    ):
        typeset_all(templates, folder, [], [job])
    return caught.value


def test_error_of_typst_is_reported_with_the_file(tmp_path: Path, dataset: Dataset) -> None:
    """What Typst says of a template is told, and no traceback of ours."""
    error = failure('{"lang": "zh"}', 0, tmp_path, dataset)
    assert ["book-typesetting"] == [found.code for found in error.diagnostics]
    assert str(error).startswith("pdf/five.zh.pdf:1:1:")
    assert 'dictionary does not contain key "runs"' in str(error)
    assert "" == error.details


def test_unexpected_exception_is_reported_with_its_traceback(
    tmp_path: Path, dataset: Dataset
) -> None:
    """A fault in packing or writing is told as what it is, not as a process that ended."""
    error = failure("{}", "never", tmp_path, dataset)  # type: ignore[arg-type]
    assert ["book-typesetting"] == [found.code for found in error.diagnostics]
    assert "TypeError: " in str(error)
    assert error.details.startswith("Traceback")


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        ("sys.exit(3)", "(3)"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "(SIGKILL)"),
        ("sys.exit(0)", "(0)"),
    ],
)
def test_process_that_died_is_reported_as_dead(
    tmp_path: Path, program: Path, dataset: Dataset, ending: str, code: str
) -> None:
    """How it ended is told, and for which file."""
    program.write_text(f"import os, signal, sys\nsys.stdin.readline()\n{ending}\n")
    error = failure("{}", 0, tmp_path, dataset)
    assert ["process-died"] == [found.code for found in error.diagnostics]
    assert str(error).startswith("pdf/five.zh.pdf:1:1:")
    assert code in str(error)


def test_process_that_dies_before_it_reads_is_reported(tmp_path: Path, program: Path) -> None:
    """A job that is longer than a pipe holds finds nobody who reads it."""
    program.write_text("import sys\nsys.exit(7)\n")
    with pytest.raises(TypesettingError) as caught:
        typeset_all(tmp_path, tmp_path, [Job("five.zh.pdf", "book.typ", " " * 1_000_000, 0)])
    assert 7 == caught.value.exit_code


def test_every_job_is_made_once(tmp_path: Path, program: Path) -> None:
    """Long ones first and in order, then the short ones."""
    program.write_text(
        "import json, sys\nfor line in sys.stdin:\n    sys.stdin.readline()\n    open(f'{sys.argv[2]}/{json.loads(line)[0]}', 'x')\n    print('null', flush=True)\n"
    )
    long = [f"long{number}" for number in range(2)]
    short = [f"short{number}" for number in range(20)]
    done: list[str] = []
    jobs = ((Job(name, "", "", 0) for name in names) for names in (long, short))
    typeset_all(tmp_path, tmp_path, *jobs, done.append)
    assert long == done[:2]
    assert set(short) == set(done[2:])
    assert len(done) == 22


def test_process_that_typesets_imports_no_other_part_of_the_handbook() -> None:
    """It starts in a tenth of the time."""
    program = "import sys, handbook.book.typst.compile; print(*(name for name in sys.modules if name.startswith('handbook.')))"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    assert ["handbook.book"] == [
        name for name in loaded if not name.startswith("handbook.book.typst")
    ]


def test_handbooks_own_template_stands_for_the_engines(tmp_path: Path) -> None:
    """A file in custom/book/ takes the place of the engine's of its name; all others stay."""
    root = handbook_of.good(tmp_path)
    handbook_of.write(root, {"custom/book/mark.typ": "#let mark(size, on-accent: false) = [M]\n"})
    with build.template_folder(load(root)[0]) as templates:
        assert "[M]" in (templates / "mark.typ").read_text(encoding="utf-8")
        assert (build.TEMPLATES / "render.typ").read_bytes() == (
            templates / "render.typ"
        ).read_bytes()
