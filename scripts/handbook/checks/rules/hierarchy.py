"""Nothing belongs to itself through its parents, or comes after itself through what follows it.

No two records have the same place in an order either.
"""

from collections.abc import Mapping
from functools import partial

from handbook.checks.context import Context, Findings
from handbook.diagnostics import Diagnostic
from handbook.load.revisions import last_change
from handbook.load.yaml_tree import location
from handbook.model.dataset import ProsePage
from handbook.model.records import Figure, Organisation, Practice, Theme


def check(context: Context) -> Findings:
    """Yield cycles of parents and of successors, and records whose place in an order is taken."""
    dataset, holders = context.dataset, dict[tuple[str, int], str]()
    bodies, practices = dataset.of(Organisation), dataset.of(Practice)
    records = dataset.records.values()
    yield from _circles(context, ("parent",), {r.id: getattr(r, "parent", None) for r in records})
    yield from _circles(context, ("succeeded_by",), {body.id: body.succeeded_by for body in bodies})
    replaced = {each.id: each.status.by if each.status else None for each in practices}
    yield from _circles(context, ("status", "by"), replaced)
    places = [
        *((theme.id, "order", "", theme.order) for theme in dataset.of(Theme)),
        *((each.id, "order", each.theme, each.order) for each in dataset.of(Practice)),
        *((figure.id, "headline", "headline", figure.headline) for figure in dataset.of(Figure)),
    ]
    yield from _chapters(context)
    for record, field, among, place in places:
        other = holders.setdefault((among, place), record) if place else record
        if other != record:
            # the place is told where it came last
            held, newer = sorted((other, record), key=partial(_changed, context))
            told = {"found": place, "other": dataset.files[held]}
            yield context.at_field("order-taken", newer, (field,), **told)


def _chapters(context: Context) -> Findings:
    """Yield pages whose place among the book's chapters is taken, or told in a translation alone."""
    taken: dict[int, str] = {}
    for pages in context.dataset.pages.values():
        first, *others = pages.values()
        for page in others:
            if page.book is not None and page.book != first.book:
                yield _of_page(context, "book-of-translation", page, other=first.file)
        if first.book is not None:
            other = taken.setdefault(first.book, first.file)
            if other != first.file:
                yield _of_page(context, "order-taken", first, found=first.book, other=other)


def _of_page(context: Context, code: str, page: ProsePage, **values: object) -> Diagnostic:
    place = location(page.file, context.dataset.trees[page.file], ("book",))
    return Diagnostic(code, place, values)


def _changed(context: Context, record: str) -> float:
    return last_change(context.dataset.root, context.dataset.files[record])


def _circles(context: Context, field: tuple[str, ...], above: Mapping[str, str | None]) -> Findings:
    """Yield the records that lead to themselves through the ids that a field gives them."""
    code = "parent-circle" if field == ("parent",) else "successor-circle"
    for record, parent in above.items():
        ancestors: list[str] = []
        ancestor = parent
        while ancestor and ancestor != record and ancestor not in ancestors:
            ancestors.append(ancestor)
            ancestor = above.get(ancestor)
        if ancestors and ancestor == record:
            values = {"id": record, "found": parent, "name": field[-1]}
            yield context.at_field(code, record, field, **values)
