"""The pages of a handbook as the plain Markdown that other generators read.

What is for the book alone is left out, a drawing is the words that tell it, a definition is an item of a list, a citation is a link to its
paragraph, an id is an empty anchor, and what only a handbook's build makes (PDFs, data files) is not linked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from handbook.model.dataset import Dataset
from handbook.model.urls import Urls, linked_address, place_address
from handbook.pages.build import Page, build_pages
from handbook.text.citations import mark_of
from handbook.text.directives import for_medium

_DIAGRAM = re.compile(r"^:::diagram\n(.*)\n:::$", re.MULTILINE)
_CITED = re.compile(r"\[\[([^\[\]#]+)#(\w+)\]\]")
_LANG = re.compile(r":lang\[((?:\\.|[^\[\]\\])*)\]\{[^{}]+\}")
_OF_SITE = re.compile(r"\[([^\[\]]*)\]\(site:[^()]*\)")
_LINK = re.compile(r"(?<=\]\()([^()<>:]+\.md(?:#[^()]*)?|#[^()]*)(?=\))")
_DEFINED = re.compile(r"^(?=\S)([^\n]+)\n:   ", re.MULTILINE)
_ID = re.compile(r"[ \t]*\{#([\w-]+)\}")


def write_pages(
    dataset: Dataset, project: Path, pages: str, *, addresses: bool, heading: bool, section: str
) -> None:
    """Write every new page into a generator's project, and its menu as nav.json.

    Args:
        dataset: The handbook.
        project: The folder of the generator's project.
        pages: Where a page's file is, from `{path}`, `{lang}` and the language's folder, `{root}`.
        addresses: Whether links are the addresses of pages, not the paths of their files.
        heading: Whether a page's text begins with its title.
        section: What a file is called that has the path of a folder, in that folder; "" for its own name.
    """
    urls, menu = Urls(dataset.languages), {}
    for lang in dataset.languages:
        made = build_pages(dataset, lang)
        folders = {path.rpartition("/")[0] for path in made}
        for path, page in made.items():
            text = plain(dataset, page, urls if addresses else None)
            text = text if heading else text.partition("\n")[2]
            name = path
            if section and (path in folders or path.rpartition("/")[2] == "index"):
                name = f"{path.removesuffix('index').rstrip('/')}/{section}".lstrip("/")
            file = project / pages.format(path=name, lang=lang, root=urls.root(lang))
            matter = json.dumps({"title": page.title}, ensure_ascii=False)[1:-1]
            content = f"---\n{matter}\n---\n\n{text.lstrip()}".encode()
            if not file.exists() or file.read_bytes() != content:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        menu[lang] = [*_menu(dataset, made, lang, urls)]
    (project / "nav.json").write_text(json.dumps(menu, ensure_ascii=False, indent=1), "utf-8")


def _menu(dataset: Dataset, pages: dict[str, Page], lang: str, urls: Urls) -> Iterator[Any]:
    """Yield the sections of the handbook's menu, each with its title and pages."""
    text = (dataset.root / "mkdocs.yml").read_text(encoding="utf-8")
    for entry in yaml.load(re.sub("!ENV", "", text), yaml.BaseLoader)["nav"]:
        ((section, files),) = entry.items()
        paths = [
            file.removesuffix(".md") for file in ([files] if isinstance(files, str) else files)
        ]
        items = [
            {"text": pages[path].title, "path": path, "link": f"/{urls.page(path, lang)}"}
            for path in paths
        ]
        yield {"text": dataset.labels.section(section, lang), "items": items}


def plain(dataset: Dataset, page: Page, urls: Urls | None) -> str:
    """Return a page's text; its links are paths of files, or addresses made by `urls`."""

    def cited(match: re.Match[str]) -> str:
        place = 0 if match[2] == "head" else int(match[2])
        mark = mark_of(dataset, match[1], place, page.lang)
        words = re.sub(r"([\[\]])", r"\\\1", mark.words if mark else match[0])
        return f"[{words}]({place_address(match[1], place).link_from(page.path)})"

    def link(match: re.Match[str]) -> str:
        to = linked_address(page.path, match[0])
        return f"/{urls.page(to.page, page.lang, to.anchor)}" if urls else match[0]

    lines = page.markdown.split("\n")
    text = "\n".join(for_medium(lines, lines, "screen"))
    text = _DIAGRAM.sub(lambda drawn: json.loads(drawn[1])["says"], text)
    text = re.sub(r"^:::.*\n?", "", text, flags=re.MULTILINE)
    text = _OF_SITE.sub(r"\1", _LANG.sub(r"\1", text))
    text = _LINK.sub(link, _CITED.sub(cited, text))
    text = _ID.sub(r' <a id="\1"></a>', text)
    return re.sub(r"\n{3,}", "\n\n", _DEFINED.sub(r"- \1\n\n    ", text))
