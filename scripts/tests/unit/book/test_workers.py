"""Processes that typeset: what ended them is reported, with the file it was to make."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.book import build
from handbook.book.typst import TypesettingError, workers
from handbook.book.typst import compile as program_of_processes
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
        typeset_all(templates, folder, [job])
    return caught.value


def test_error_of_typst_is_reported_with_the_file(tmp_path: Path, dataset: Dataset) -> None:
    """What Typst says of a template is told, and no traceback of ours."""
    error = failure('{"lang": "zh"}', 0, tmp_path, dataset)
    assert ["book-typesetting"] == [found.code for found in error.diagnostics]
    assert str(error).startswith("pdf/five.zh.pdf:1:1:")
    assert 'dictionary does not contain key "chapters"' in str(error)
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
    """All processes share the documents, and those of a process come in order."""
    program.write_text(
        "import json, os, sys\nfor line in sys.stdin:\n    name = json.loads(line)[0]\n"
        "    open(f'{sys.argv[2]}/{os.getpid()}', 'a').write(f'{name}\\n')\n    print('null', flush=True)\n"
    )
    names = [f"{number:02}" for number in range(22)]
    done: list[str] = []
    typeset_all(tmp_path, tmp_path, (Job(name, "", "", 0) for name in names), done.append)
    made = [file.read_text().split() for file in tmp_path.glob("[0-9]*")]
    assert names == sorted(done) == sorted(name for each in made for name in each)
    assert all(each == sorted(each) for each in made)


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


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(28, "No space left on device"), "disk-full"),
        (PermissionError(13, "Permission denied"), "file-access"),
        (MemoryError(), "memory-short"),
    ],
)
def test_what_the_machine_lacks_is_no_fault_of_the_template(
    tmp_path: Path,
    program: Path,
    dataset: Dataset,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    code: str,
) -> None:
    """A full disk, a folder that may not be written and too little memory are told as such, without a traceback."""

    def failing(*_: object) -> bytes:
        raise error

    monkeypatch.setattr(program_of_processes, "typeset", failing)
    answer = json.dumps(program_of_processes._work(tmp_path / "five.zh.pdf", tmp_path, "{}", 0))
    program.write_text(f"import sys\nsys.stdin.readline()\nprint({answer!r}, flush=True)\n")
    told = failure("{}", 0, tmp_path, dataset)
    assert [code] == [found.code for found in told.diagnostics]
    assert "" == told.details


def test_what_ends_the_book_early_ends_its_processes(tmp_path: Path, program: Path) -> None:
    """Nobody waits for a document that nobody wants, and the next is not begun."""
    program.write_text(
        f"import pathlib, sys, time\nsys.stdin.readline()\npathlib.Path({str(tmp_path)!r}, 'begun').touch()\n"
        f"time.sleep(20)\npathlib.Path({str(tmp_path)!r}, 'late').touch()\n"
    )

    def jobs() -> Iterator[Job]:
        yield Job("one.pdf", "", "", 0)
        yield Job("two.pdf", "", "", 0)
        while not (tmp_path / "begun").exists():
            pass
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        typeset_all(tmp_path, tmp_path, jobs())
    assert not (tmp_path / "late").exists()


def test_process_that_typesets_ends_with_its_input(tmp_path: Path) -> None:
    """In the midst of a document, too: who asked for it has been killed."""
    (tmp_path / "endless.typ").write_text("#for n in range(1000000000) { n }\n", encoding="utf-8")
    command = (*workers._COMMAND, tmp_path, tmp_path)
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True) as process:
        assert process.stdin
        process.stdin.write('["a.pdf", "endless.typ", "{}", 0]\n')
        process.stdin.close()
        assert 0 == process.wait(20)
