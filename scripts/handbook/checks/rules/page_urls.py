"""Every hand-written page has an address of its own."""

from handbook.checks.context import Context, Findings
from handbook.diagnostics import Diagnostic
from handbook.model.urls import Address


def check(context: Context) -> Findings:
    """Yield the pages at the address of another."""
    origins = {Address(path).path: origin for path, origin in context.generated.items()}
    holders: dict[tuple[str, str], str] = {}
    for (path, lang), page in context.dataset.prose.items():
        address = Address(path).path
        holder = holders.setdefault((address, lang), page.file)
        if address in origins:
            yield Diagnostic.at("page-path-generated", page.file, other=origins[address])
        elif holder != page.file:
            yield Diagnostic.at("page-path-taken", page.file, other=holder)
