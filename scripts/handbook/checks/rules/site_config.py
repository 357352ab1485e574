"""The site's configuration is one that the build can use.

It has no settings but those that the build knows. The menu names only pages that exist, in sections that have a name,
and the site has the languages of the labels.
"""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handbook.checks.context import Context, Findings
from handbook.diagnostics import Diagnostic, Location, Phrase, nearest, verbatim
from handbook.load import Unloadable
from handbook.load.folders import CONFIG, site_config
from handbook.load.labels_file import engine_words
from handbook.load.yaml_style import written
from handbook.load.yaml_tree import Map, location, texts_of
from handbook.model.introspect import FieldPath
from handbook.model.labels import LABELS, Labels
from handbook.model.resources import yaml_data
from handbook.model.vocabulary import Section
from handbook.text.addresses import scheme

#: What the settings may be.
_CONFIG = yaml_data("handbook.checks", "site_config.yml")
_REPOSITORY = ["HANDBOOK_REPO_URL", ""]
_STRICTNESS = ("warn", "info", "ignore")

#: A message's code, a field of the file, and values.
_Problem = tuple[str, FieldPath, Mapping[str, object]]


def check(context: Context) -> Findings:
    """Yield the settings, menu entries and languages that the build cannot use."""
    try:
        config = site_config(context.dataset.root)
    except Unloadable as error:
        yield from error.diagnostics
        return
    for code, field, values in (*_settings(context, config), *_plugins(context, config)):
        yield Diagnostic(code, location(CONFIG, config, field), values)
    yield from _menu(context, config)


def _settings(context: Context, config: Map) -> Iterator[_Problem]:
    for part in ("", "theme", "extra"):
        yield from _part(config.get(part) if part else config, part, (part,) if part else ())
    for name, value in _CONFIG["lists"].items():
        if not isinstance(config.get(name, []), list):
            yield _must_be(name, value)
    if (
        not isinstance(config.get("extra", {}), dict)
        or "extra" in config.marks.keys() - config.keys()
    ):
        yield _must_be("extra", "{generator: false}")
    if config.get("repo_url", _REPOSITORY) != _REPOSITORY:
        yield _must_be("repo_url", '!ENV [HANDBOOK_REPO_URL, ""]')
    for step, value in texts_of(config.get("validation")):
        if not step or value not in _STRICTNESS:
            place = ("validation", *step)
            yield "site-setting", place, {"name": str(place[-1]), "expected": _STRICTNESS[0]}
    if not isinstance(config.get("site_name"), str):
        title = context.dataset.labels.word("site_name", context.dataset.languages[0])
        yield _must_be("site_name", title)
    theme = config.get("theme")
    folder = theme.get("custom_dir") if isinstance(theme, dict) else None
    if folder is not None and not (context.dataset.root / str(folder)).is_dir():
        yield "site-folder-missing", ("theme", "custom_dir"), {"found": str(folder)}
    for name in ("extra_css", "extra_javascript"):
        for step, address in texts_of(config.get(name)):
            if scheme(address):
                yield "site-third-party", (name, *step), {"found": address}
    for step, folder in texts_of(config.get("watch")):
        if not (context.dataset.root / folder).exists():
            yield "site-folder-missing", ("watch", *step), {"found": folder}


def _plugins(context: Context, config: Mapping[str, Any]) -> Iterator[_Problem]:
    plugins = config.get("plugins")
    listed = plugins if isinstance(plugins, list) else []
    if "handbook" not in listed:
        yield "site-plugin", ("plugins",), {"found": "handbook"}
    names = [
        "handbook" if each == "handbook" else "i18n" if _is_i18n(each) else "" for each in listed
    ]
    for number, name in enumerate(names):
        if name not in ("handbook", "i18n") or name in names[:number]:
            values = {"name": f"plugins[{number + 1}]", "accepted": ["handbook", "i18n"]}
            yield "site-setting-unknown", ("plugins", number), values
    options = listed[names.index("i18n")]["i18n"] if "i18n" in names else None
    if not isinstance(options, dict):
        yield "site-plugin", ("plugins",), {"found": "i18n"}
        return
    here: FieldPath = ("plugins", names.index("i18n"), "i18n")
    yield from _part(options, "i18n", here)
    languages = options.get("languages")
    listed = languages if isinstance(languages, list) else []
    made = [each for each in listed if isinstance(each, dict)]
    for number, each in enumerate(made):
        place = (*here, "languages", number)
        yield from _part(each, "languages", place)
        if not isinstance(each.get("name"), str):
            yield _must_be("name", str(each.get("locale")), place)
    found = [
        str(each.get("locale"))
        for each in sorted(made, key=lambda each: not _is(each.get("default"), "true"))
    ]
    expected = context.dataset.languages
    if sorted(found) != sorted(expected) or found[0] != expected[0]:
        yield "site-languages", here, {"found": found, "expected": expected}


def _is_i18n(plugin: object) -> bool:
    return isinstance(plugin, dict) and [*plugin] == ["i18n"]


def _part(settings: object, part: str, where: FieldPath) -> Iterator[_Problem]:
    """Yield the settings of a part that the build does not know, and those that must be otherwise."""
    known, made = _CONFIG["settings"][part], settings if isinstance(settings, dict) else {}
    for name in made:
        if name not in known:
            yield "site-setting-unknown", (*where, name), {"name": name, "accepted": [*known]}
    for name, value in known.items():
        stands = name in made or f"{part}.{name}" in _CONFIG["needed"]
        if value and stands and not _is(made.get(name), value):
            yield _must_be(name, value, where)


def _must_be(name: str, value: str, where: FieldPath = ()) -> _Problem:
    return "site-setting", (*where, name), {"name": name, "expected": value}


def _is(value: object, expected: str) -> bool:
    return isinstance(value, str) and value.casefold() == expected


def _menu(context: Context, config: Map) -> Findings:
    menu, leading = config.get("nav") or [], context.dataset.languages[0]
    for item in menu if isinstance(menu, list) else [menu]:
        if joined := next((text for _, text in texts_of(item) if " - " in text), ""):
            yield Diagnostic.at("menu-lines", CONFIG, found=joined)
        elif isinstance(item, str) and "：" in item:
            yield Diagnostic.at("mark-full-width", CONFIG, found="：", half=": ")
        elif worded := [*_worded(item)]:
            for words, page in worded:
                yield Diagnostic.at("menu-words", CONFIG, found=f"{words}: {page}", better=page)
        elif not _is_section(item, context.dataset.labels):
            near = _named(item, context.dataset.labels)
            yield Diagnostic.at("menu-section", CONFIG, found=_in_line(item), nearest=near)
    listed = [page for _, page in texts_of(menu)]
    yield from _unused_words(context, menu, listed)
    sections = [name for item in menu if isinstance(item, dict) for name in item]
    entries = [*sections, *listed]
    for entry in dict.fromkeys(each for each in entries if entries.count(each) > 1):
        yield Diagnostic.at("menu-twice", CONFIG, found=entry)
    for page in dict.fromkeys(listed):
        path = page.removesuffix(".md")
        bare, _, lang = path.rpartition(".")
        if " - " in page or "：" in page:
            continue
        if lang in context.dataset.languages and _is_page(bare, context):
            yield Diagnostic.at("menu-language", CONFIG, found=page, better=f"{bare}.md")
            continue
        if path == page or page.startswith("/") or not _is_page(path, context):
            if moved := context.page_now(path):
                now = f"{moved[0]}.md"
                yield Diagnostic.at("page-renamed", CONFIG, found=page, now=now, left="")
                continue
            if gone := context.page_gone(path):
                yield Diagnostic.at("page-gone-from-menu", CONFIG, found=page, files=verbatim(gone))
                continue
            pages = {*context.generated, *(each for each, _ in context.dataset.prose)}
            near = nearest(page, [f"{each}.md" for each in sorted(pages)])
            step = next(step for step, each in texts_of(menu) if each == page)
            place = location(CONFIG, config, ("nav", *step))
            if any(each == path for each, _ in context.dataset.prose):  # in another language alone
                place = Location(f"docs/{path}.{leading}.md")
            values = {"found": page, "nearest": near}
            yield Diagnostic("page-of-menu-missing", place, values)


def _unused_words(context: Context, menu: Any, listed: Sequence[str]) -> Findings:
    """Yield the handbook's words for sections that there are not."""
    words = context.dataset.trees[LABELS].get("words", {})
    own = [key for key in words if key.startswith("section_") and key not in engine_words()]
    if not own:
        return
    paths = [*context.generated, *(path for path, _ in context.dataset.prose), *listed]
    sections = {str(name) for item in menu if isinstance(item, dict) for name in item}
    known = {*sections, *context.dataset.labels.choices(Section), *map(_stem, paths)}
    for key in own:
        if key.removeprefix("section_") not in known:
            near = nearest(key, [f"section_{each}" for each in known])
            yield context.at_field("label-unknown", LABELS, ("words", key), found=key, nearest=near)


def _stem(path: str) -> str:
    return posixpath.basename(path.removesuffix(".md").removesuffix("/index"))


def _is_page(path: str, context: Context) -> bool:
    return path in context.generated or context.has_page(path, context.dataset.languages[0])


def _named(item: object, labels: Labels) -> Phrase | str:
    """Return a clause that names the section whose word stands in its place."""
    names = [*item] if isinstance(item, dict) else []
    meant = [
        key.removeprefix("section_")
        for key, texts in labels.words.items()
        if key.startswith("section_") and {*names} & {*texts.values()}
    ]
    meant += [each for each in labels.choices(Section) if {*names} & _words(labels, each)]
    return Phrase("nearest-names", {"names": meant}) if meant else ""


def _words(labels: Labels, section: Any) -> set[str]:
    return {labels.choice(section, lang) for lang in labels.languages}


def _in_line(item: object) -> str:
    return " ".join(written(item).split()) if isinstance(item, dict) else str(item)


def _worded(item: object) -> Iterator[tuple[str, str]]:
    """Yield (words, page) of the pages that stand in a section with words before them."""
    for pages in item.values() if isinstance(item, dict) else ():
        for page in pages if isinstance(pages, list) else ():
            for words, path in page.items() if isinstance(page, dict) else ():
                if isinstance(path, str) and path.endswith(".md"):
                    yield words, path


def _is_section(item: object, labels: Labels) -> bool:
    """Return whether an entry of the menu is `{section: page or pages}`, and the section has a name."""
    if not isinstance(item, dict) or len(item) != 1:
        return False
    ((name, pages),) = item.items()
    listed = pages if isinstance(pages, list) else [pages]
    named = name in labels.vocabulary.sections or f"section_{name}" in labels.words
    return named and all(isinstance(page, str) for page in listed)
