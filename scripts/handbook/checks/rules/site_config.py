"""The site's configuration is one that the build can use.

It has no settings but those that the build knows. The menu names only pages that exist, in sections that have a name,
and the site has the languages of the labels.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from handbook.checks.context import Context, Findings
from handbook.diagnostics import Diagnostic
from handbook.load import Unloadable
from handbook.load.folders import CONFIG, site_config
from handbook.load.yaml_tree import location, texts_of
from handbook.model.introspect import FieldPath
from handbook.model.labels import Labels
from handbook.text.addresses import scheme

#: The settings that a handbook may make; another would change what the build relies on.
_KNOWN = frozenset(
    [
        "copyright",
        "docs_dir",
        "extra",
        "extra_css",
        "extra_javascript",
        "nav",
        "plugins",
        "repo_url",
        "site_name",
        "theme",
        "use_directory_urls",
        "validation",
        "watch",
    ]
)
#: What the settings of MkDocs and of its plugin for languages must be where they stand, and those that must stand.
_FIXED = {"docs_dir": "docs", "use_directory_urls": "true", "theme.name": "material"}
_FIXED_LANGUAGES = {"docs_structure": "suffix", "fallback_to_default": "false"}
_NEEDED = {"theme.name", *_FIXED_LANGUAGES}

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


def _settings(context: Context, config: Mapping[str, Any]) -> Iterator[_Problem]:
    for name in config:
        if name not in _KNOWN:
            yield "site-setting-unknown", (name,), {"name": name, "accepted": sorted(_KNOWN)}
    if not isinstance(config.get("site_name"), str):
        title = context.dataset.labels.word("site_name", context.dataset.languages[0])
        yield _must_be("site_name", title)
    theme = config.get("theme")
    settings = (
        {f"theme.{name}": value for name, value in theme.items()} if isinstance(theme, dict) else {}
    )
    yield from _fixed({**config, **settings}, _FIXED)
    folder = settings.get("theme.custom_dir")
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
    place = next(
        (n for n, each in enumerate(listed) if isinstance(each, dict) and "i18n" in each), None
    )
    options = None if place is None else listed[place]["i18n"]
    if not isinstance(options, dict):
        yield "site-plugin", ("plugins",), {"found": "i18n"}
        return
    here: FieldPath = ("plugins", place or 0, "i18n")
    for code, field, values in _fixed(options, _FIXED_LANGUAGES):
        yield code, (*here, *field), values
    languages = options.get("languages")
    made = (
        [each for each in languages or () if isinstance(each, dict)]
        if isinstance(languages, list)
        else []
    )
    for number, each in enumerate(made):
        for code, field, values in _fixed(each, {"build": "true"}):
            yield code, (*here, "languages", number, *field), values
    found = [
        str(each.get("locale"))
        for each in sorted(made, key=lambda each: not _is(each.get("default"), "true"))
    ]
    expected = context.dataset.languages
    if sorted(found) != sorted(expected) or found[0] != expected[0]:
        yield "site-languages", here, {"found": found, "expected": expected}


def _fixed(settings: Mapping[str, Any], expected: Mapping[str, str]) -> Iterator[_Problem]:
    for name, value in expected.items():
        if not _is(settings.get(name), value) and (name in settings or name in _NEEDED):
            yield _must_be(name, value)


def _must_be(name: str, value: str) -> _Problem:
    return (
        "site-setting",
        tuple(name.split(".")),
        {"name": name.rpartition(".")[2], "expected": value},
    )


def _is(value: object, expected: str) -> bool:
    return isinstance(value, str) and value.casefold() == expected


def _menu(context: Context, config: Mapping[str, Any]) -> Findings:
    menu, leading = config.get("nav") or [], context.dataset.languages[0]
    for item in menu if isinstance(menu, list) else [menu]:
        if not _is_section(item, context.dataset.labels):
            yield Diagnostic.at("menu-section", CONFIG, found=str(item))
    for _, page in texts_of(menu):
        path = page.removesuffix(".md")
        if path == page or not (path in context.generated or context.has_page(path, leading)):
            yield Diagnostic.at("page-of-menu-missing", f"docs/{path}.{leading}.md", found=page)


def _is_section(item: object, labels: Labels) -> bool:
    """Return whether an entry of the menu is `{section: page or pages}`, and the section has a name."""
    if not isinstance(item, dict) or len(item) != 1:
        return False
    ((name, pages),) = item.items()
    listed = pages if isinstance(pages, list) else [pages]
    named = name in labels.vocabulary.sections or f"section_{name}" in labels.words
    return named and all(isinstance(page, str) for page in listed)
