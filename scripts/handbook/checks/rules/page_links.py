"""Every Markdown link leads to a page and a section, or a file of the site, that exist.

Its words say what is there.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from pathlib import Path

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.diagnostics import Phrase, nearest, verbatim
from handbook.load.npm import LICENCES
from handbook.model import urls
from handbook.model.kinds import KINDS, index_pages, kind_of
from handbook.model.records import Practice
from handbook.pages.environment import HISTORY
from handbook.pages.template_anchors import anchors
from handbook.text.addresses import decoded, scheme
from handbook.text.languages import Problem, language
from handbook.text.scanner import Link, scan

#: An address of the web without its beginning.
_HOST = re.compile(r"(?!.*\.md\Z)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?(?:/|\Z)")
_WIDE_SCHEME = re.compile(r"(?P<name>https?|mailto)：(?P<rest>[/／]*)")
_ENGINE = Path(__file__).parents[2]


def check(context: Context) -> Findings:
    """Return links to pages, sections and files that do not exist."""
    pages = {page for page, _ in context.dataset.prose} | set(context.generated)
    anchors_of = cache(partial(_anchors, context))
    problems = partial(_problems, context, pages, cache(partial(_files, context)), anchors_of)
    linking = (reading for reading, _ in context.where(_links))
    return context.in_each(chain(linking, context.own_captions), problems)


def _links(reading: Reading) -> Sequence[Link]:
    return reading.scan.links


def _problems(
    context: Context,
    pages: set[str],
    files: Callable[[], set[str]],
    anchors_of: Callable[[str, str], tuple[set[str], list[str]]],
    reading: Reading,
) -> Iterator[Problem]:
    dataset = context.dataset
    leading = dataset.languages[0]
    empty = re.compile(language(reading.lang).empty_link)
    for link in _links(reading):
        target, words = link.address, reading.text[link.start + 1 : link.target]
        if link.kind == "inline" and empty.fullmatch(words.strip()):
            yield "link-vague", link.start, {"found": words}
        address = scheme(target)
        if address == "site":
            found = decoded(target).removeprefix("site:")
            file = re.split("[?#]", found)[0]
            if file not in files() and not any(each in file for each in dataset.unreadable):
                values = {"found": target, "nearest": nearest(found, files())}
                yield "link-file-unknown", link.target, values
        if address or link.kind == "image":
            continue  # addresses are the rule allowed_markup's
        if reading.field:
            yield "link-in-record", link.target, {"found": target}
            continue
        if wide := _WIDE_SCHEME.match(target):
            half = f"{wide['name']}:{'/' * len(wide['rest'])}"
            yield "mark-full-width", link.target, {"found": wide[0], "half": half}
            continue
        path, _, anchor = target.partition("#")
        path = path.partition("?")[0]
        page = reading.owner.removeprefix("docs/")
        if path or not target:
            folder = posixpath.dirname(page)
            file = posixpath.normpath(posixpath.join(folder, path))
            page = file.removesuffix(".md")
            bare = page.lstrip("/")
            is_there = bare in pages or context.has_page(bare, leading)
            is_known = is_there and bare == page
            if page == file or not (is_known or posixpath.basename(page) in dataset.unreadable):
                near = [posixpath.relpath(f"{known}.md", folder or ".") for known in pages]
                values = {"found": target, "nearest": nearest(path, near)}
                told: Mapping[str, object]
                code, told = context.fate(posixpath.basename(page)) or ("link-page-unknown", values)
                if is_there and bare:
                    better = posixpath.relpath(f"{bare}.md", folder or ".")
                    better += f"#{anchor}" if anchor else ""
                    told = {**values, "nearest": Phrase("link-written", {"path": better})}
                elif (record := posixpath.basename(path)) in context.ids:
                    shown = f"#{anchor}" if record in context.places and anchor else f"|{words}"
                    better = f"[[{record}{shown}]]"
                    told = {**values, "nearest": Phrase("link-of-record", {"better": better})}
                elif "@" in path:
                    told = {**values, "nearest": Phrase("link-of-mail", {"found": path})}
                elif re.search(r"\.md(?:#|\Z)|^https?:", words):
                    better = f"[{target}]({words})"
                    values = {"found": f"[{words}]({target})", "better": better}
                    code, told = "link-words-first", values
                elif _HOST.match(path):
                    told = {**values, "nearest": Phrase("link-of-web", {"found": target})}
                elif moved := context.page_now(page):
                    now = posixpath.relpath(f"{moved[0]}.md", folder or ".")
                    code, told = "page-renamed", {"found": target, "now": now, "left": moved[1]}
                elif gone := context.page_gone(page):
                    code, told = "page-gone", {"found": target, "files": verbatim(gone)}
                yield code, link.target, told
                continue
        is_unread = context.has_page(page, leading) and (page, leading) not in dataset.prose
        names = {posixpath.basename(page), anchor}
        if anchor and not is_unread and names.isdisjoint(dataset.unreadable):
            named, templates = anchors_of(page, reading.lang)
            set_by = (anchors(template, dataset.root) for template in templates)
            if anchor not in named and not any(each.fullmatch(anchor) for each in set_by):
                values = {"found": anchor, "nearest": nearest(anchor, named)}
                yield "link-anchor-unknown", link.target, values


def _files(context: Context) -> set[str]:
    """Return the paths of those files of the site that are no pages and keep their names."""
    dataset = context.dataset
    records = dataset.records.values()
    pdfs = [record.id for record in records if kind_of(record).pdf]
    pdfs += [urls.sheet_name(record.id) for record in records if kind_of(record).sheet]
    fonts = (_ENGINE / "book" / "fonts" / LICENCES).glob("*.txt")
    return {
        *chain.from_iterable(urls.DATA_FILES.values()),
        *map(urls.api_path, KINDS),
        *map(urls.table_path, KINDS),
        *(
            path(urls.OBSERVATIONS)
            for path in (urls.api_path, urls.table_path)
            if dataset.has_observations
        ),
        *map(urls.feed_path, dataset.languages),
        *(urls.api_path(record.folder, record.id) for record in records),
        *(urls.pdf_path(name, lang) for name in ("handbook", *pdfs) for lang in dataset.languages),
        *(f"{LICENCES}/{file.name}.txt" for file in dataset.root.glob("LICENSE*")),
        *(f"{LICENCES}/{name}" for name in ("pagefind.txt", *(file.name for file in fonts))),
    }


def _anchors(context: Context, page: str, lang: str) -> tuple[set[str], list[str]]:
    """Return the ids on a page, and the templates that set more."""
    dataset = context.dataset
    prose = dataset.prose.get((page, lang)) or dataset.prose.get((page, dataset.languages[0]))
    named = {heading.id for heading in scan(prose.body).headings if heading.id} if prose else set()
    templates = [HISTORY, *([f"{page}.md.jinja"] if page in index_pages() else [])]
    for record_id, address in urls.addresses(dataset).items():
        if address.page == page:
            record = dataset.records[record_id]
            if isinstance(record, Practice):
                named |= {part.id for part in (*record.components, *record.steps)}
            if address.anchor:
                named.add(address.anchor)
            else:
                templates.append(kind_of(record).template)
    return named, templates
