"""Every hand-written page has an address of its own.

The menu names only pages that exist.
"""

import yaml

from handbook.checks.context import Context, Findings
from handbook.diagnostics import Diagnostic
from handbook.load import Unloadable
from handbook.load.folders import CONFIG, pages_of_nav
from handbook.model.urls import Address


def check(context: Context) -> Findings:
    """Yield pages whose address is taken, and menu entries without a page."""
    origins = {Address(path).path: origin for path, origin in context.generated.items()}
    holders: dict[tuple[str, str], str] = {}
    for (path, lang), page in context.dataset.prose.items():
        address = Address(path).path
        holder = holders.setdefault((address, lang), page.file)
        if address in origins:
            yield Diagnostic.at("page-path-generated", page.file, other=origins[address])
        elif holder != page.file:
            yield Diagnostic.at("page-path-taken", page.file, other=holder)
    leading = context.dataset.languages[0]
    try:
        for path in pages_of_nav(context.dataset.root):
            if path not in context.generated and not context.has_page(path, leading):
                yield Diagnostic.at("page-of-menu-missing", f"docs/{path}.{leading}.md")
    except Unloadable as error:
        yield from error.diagnostics
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        yield Diagnostic.at("site-config", CONFIG, mark.line + 1 if mark else 1)
