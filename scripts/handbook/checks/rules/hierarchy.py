"""Nothing belongs to itself through its parents.

No two records have the same place in an order either.
"""

from handbook.checks.context import Context, Findings
from handbook.model.records import Figure, Practice, Theme


def check(context: Context) -> Findings:
    """Yield cycles of parents, and records whose place in an order is taken."""
    parents = {
        record.id: getattr(record, "parent", None) for record in context.dataset.records.values()
    }
    for record, parent in parents.items():
        ancestors: list[str] = []
        ancestor = parent
        while ancestor and ancestor != record and ancestor not in ancestors:
            ancestors.append(ancestor)
            ancestor = parents.get(ancestor)
        if ancestors and ancestor == record:
            yield context.at_field("parent-circle", record, ("parent",), id=record, found=parent)
    dataset, files = context.dataset, dict[tuple[str, int], str]()
    places = [
        *((theme.id, "order", "", theme.order) for theme in dataset.of(Theme)),
        *((each.id, "order", each.theme, each.order) for each in dataset.of(Practice)),
        *((figure.id, "headline", "headline", figure.headline) for figure in dataset.of(Figure)),
    ]
    for record, field, among, place in places:
        other = files.setdefault((among, place), dataset.files[record]) if place else ""
        if other and other != dataset.files[record]:
            yield context.at_field("order-taken", record, (field,), found=place, other=other)
