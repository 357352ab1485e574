"""Files and programs of the npm packages that the build uses."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from handbook.diagnostics import Diagnostic, HandbookError, Location
from handbook.diagnostics.crashes import process_died, short_of

#: The folder of the site for the licence texts of what others made and the site ships.
LICENCES = "licences"


def installed(root: Path, path: str) -> Path:
    """Return the path of a file in `node_modules`.

    Args:
        root: The handbook's root.
        path: The file's path below `node_modules`.

    Raises:
        HandbookError: The file is missing.
    """
    file = root / "node_modules" / path
    if not file.is_file():
        raise HandbookError.of("package-missing", f"node_modules/{path}")
    return file


def copy_licence(root: Path, package: str, site: Path) -> None:
    """Copy the licence text of a package, parts of which ship in a site, to `licences/` there.

    Args:
        root: The handbook's root.
        package: The package's path below `node_modules`.
        site: The site.

    Raises:
        HandbookError: The package has no such text.
    """
    folder = root / "node_modules" / package
    found = [*folder.glob("LICEN[CS]E*"), *folder.glob("LICEN[CS]E*/*")]
    texts = [file.read_text(encoding="utf-8").strip() for file in sorted(found) if file.is_file()]
    if not texts:
        raise HandbookError([Diagnostic("package-licence", Location(f"node_modules/{package}"))])
    name = package.removeprefix("@").replace("/", "-")
    (site / LICENCES).mkdir(parents=True, exist_ok=True)
    text = "\n\n".join(texts) + "\n"
    (site / LICENCES / f"{name}.txt").write_text(text, encoding="utf-8")


def command(root: Path, program: str, *arguments: str | Path) -> list[str]:
    """Return the command line of an installed npm program.

    The installed program is the one pinned by `package-lock.json`; nothing is downloaded.

    Raises:
        HandbookError: The program or Node.js is missing.
    """
    if not shutil.which("node"):
        raise HandbookError.of("program-missing", "node", name="Node.js")
    return [str(installed(root, f".bin/{program}")), *map(str, arguments)]


def run(line: list[str]) -> None:
    """Run a command.

    Raises:
        HandbookError: It failed; the message contains its output.
    """
    done = subprocess.run(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise failure(line, done.returncode, done.stdout)


def failure(line: list[str], exit_code: int, printed: bytes) -> HandbookError:
    """Return the error for a command that failed.

    Args:
        line: The command line.
        exit_code: Its exit code, or the negative number of the signal that ended it.
        printed: What it printed.
    """
    output, name = printed.decode("utf-8", "replace").strip(), Path(line[0]).name
    if code := short_of(output) if exit_code else "":
        return HandbookError.of(code, name)
    if exit_code < 0 or not output:
        return process_died(exit_code, name)
    return HandbookError.of("program-failed", name, found=output.splitlines())


def patched(text: str, patches: Mapping[str, str], file: str) -> str:
    """Return a package's file with the only match of each regular expression replaced.

    Args:
        text: The file's content.
        patches: The new texts, without group references, by pattern; `.` matches line breaks too.
        file: The file's path, for the message.

    Raises:
        HandbookError: A pattern does not match exactly once, so the package has changed.
    """
    for pattern, replacement in patches.items():
        text, count = re.subn(pattern, replacement.replace("\\", r"\\"), text, flags=re.DOTALL)
        if count != 1:
            raise HandbookError.of("package-changed", file, pattern=[pattern], count=count)
    return text
