"""What a new handbook begins with.

    new/      its own: configuration, vocabulary, labels, prose, and an example of each
              kind, in every language that the engine has words for    ─▶ `new_files`
    shared    what every handbook has as the engine has it: workflows, Makefile, commands,
              servers' configurations, the editors' guide, npm's lock  ─▶ `shared_files`

In the engine's repository the shared files stand where they serve itself; pyproject.toml lists them,
and puts them into the wheel as `shared/`.
"""

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
import yaml

from handbook.load.yaml_style import written
from handbook.model.labels import LABELS

_FOLDER = Path(str(files("handbook.starter")))
_NEW, _SHARED = _FOLDER / "new", _FOLDER / "shared"
#: Where the wheel has the shared files, as pyproject.toml says it.
_IN_WHEEL = "handbook/starter/shared/"
#: What comes with the engine, and is read where it is installed.
_LEFT_THERE = re.compile(r"requirements.*\.lock")
#: A picture of the engine's repository, which shows its own content.
_PICTURE = re.compile(rb"(?m)^!\[.*\]\(\.github/.*\)\n\n?")
#: The placeholders of the new files.
_JINJA = jinja2.Environment(
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    comment_start_string="{##",  # `{#id}` is a heading's id
    comment_end_string="##}",
)
_JINJA.filters["value"] = lambda text: written({"_": text}).removeprefix("_: ").rstrip("\n")


def repository() -> Path | None:
    """Return the engine's repository if this is where it runs from; None for a package."""
    root = _FOLDER.parents[2]
    return root if (root / "pyproject.toml").is_file() and not _SHARED.is_dir() else None


def shared_files() -> dict[str, bytes]:
    """Return the files that every handbook has as the engine has them, by their path."""
    if root := repository():
        project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
        names = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
        assert all(f"{_IN_WHEEL}{name}" == to for name, to in names.items())
        places = [root / name for name in names]
    else:
        root, places = _SHARED, [_SHARED]
    found = (
        path for place in places for path in ([place] if place.is_file() else place.rglob("*"))
    )
    contents = {
        path.relative_to(root).as_posix(): path.read_bytes() for path in found if path.is_file()
    }
    return {
        name: _PICTURE.sub(b"", content) if name.endswith(".md") else content
        for name, content in sorted(contents.items())
        if not _LEFT_THERE.fullmatch(name)
    }


def languages() -> dict[str, dict[str, str]]:
    """Return what data/labels.yml says of each language a new handbook may have."""
    return _tree(_NEW / LABELS)["languages"]  # type: ignore[no-any-return]


def new_files(site_id: str, titles: Mapping[str, str]) -> dict[str, str]:
    """Return the files of a new handbook's own, by their path.

    Args:
        site_id: The handbook's id.
        titles: Its title in each of its languages, the leading one first.
    """
    known = languages()
    settings = {lang: known[lang] for lang in titles}
    leading = next(iter(titles))
    made: dict[str, str] = {}
    readme: dict[str, str] = {}
    for path in sorted(path for path in _NEW.rglob("*") if path.is_file()):
        name, text = path.relative_to(_NEW).as_posix(), path.read_text("utf-8")
        lang = name.split(".")[1] if name.endswith(".md") else leading
        if lang not in titles:
            continue
        if name.startswith("data/"):
            tree = _in(titles, _tree(path))
            if name == LABELS:
                tree["site"]["id"] = site_id
                tree["words"] |= {word: dict(titles) for word in ("site_name", "site_short")}
            remarks = "".join(re.findall(r"(?m)^#.*\n", text))
            made[name] = remarks + written(tree)
            continue
        text = _JINJA.from_string(text).render(title=titles[lang], languages=settings)
        if name.startswith("README."):
            readme[lang] = text
        else:
            made[name] = text
    return made | {"README.md": "\n".join(readme[lang] for lang in titles)}


def _tree(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def _in(chosen: Mapping[str, str], value: Any) -> Any:
    """Return a tree whose texts are in the chosen languages alone, in their order."""
    if isinstance(value, list):
        return [_in(chosen, each) for each in value]
    if not isinstance(value, dict):
        return value
    if value and value.keys() <= languages().keys():
        return {lang: value[lang] for lang in chosen if lang in value}
    return {key: _in(chosen, each) for key, each in value.items()}
