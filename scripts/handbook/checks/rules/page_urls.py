"""Every hand-written page has an address of its own.

The menu names only pages that exist, in sections that have a name, and the site has the languages of the labels.
"""

from os.path import lexists

import yaml

from handbook.checks.context import Context, Findings
from handbook.diagnostics import Diagnostic
from handbook.load import Unloadable
from handbook.load.folders import CONFIG, languages_of_site, pages_of_nav, site_config
from handbook.model.labels import Labels
from handbook.model.urls import Address


def check(context: Context) -> Findings:
    """Yield taken addresses, menu entries without a page, and languages that differ."""
    origins = {Address(path).path: origin for path, origin in context.generated.items()}
    holders: dict[tuple[str, str], str] = {}
    for (path, lang), page in context.dataset.prose.items():
        address = Address(path).path
        holder = holders.setdefault((address, lang), page.file)
        if address in origins:
            yield Diagnostic.at("page-path-generated", page.file, other=origins[address])
        elif holder != page.file:
            yield Diagnostic.at("page-path-taken", page.file, other=holder)
    root, languages = context.dataset.root, context.dataset.languages
    leading = languages[0]
    try:
        found = languages_of_site(root) if lexists(root / CONFIG) else languages
        if sorted(found) != sorted(languages) or found[0] != leading:
            yield Diagnostic.at("site-languages", CONFIG, found=found, expected=languages)
        for item in site_config(root).get("nav") or ():
            if not _is_section(item, context.dataset.labels):
                yield Diagnostic.at("menu-section", CONFIG, found=str(item))
        for path in pages_of_nav(root):
            if path not in context.generated and not context.has_page(path, leading):
                yield Diagnostic.at("page-of-menu-missing", f"docs/{path}.{leading}.md")
    except Unloadable as error:
        yield from error.diagnostics
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        yield Diagnostic.at("site-config", CONFIG, mark.line + 1 if mark else 1)


def _is_section(item: object, labels: Labels) -> bool:
    """Return whether an entry of the menu is `{section: page or pages}`, and the section has a name."""
    if not isinstance(item, dict) or len(item) != 1:
        return False
    ((name, pages),) = item.items()
    listed = pages if isinstance(pages, list) else [pages]
    named = name in labels.vocabulary.sections or f"section_{name}" in labels.words
    return named and all(isinstance(page, str) for page in listed)
