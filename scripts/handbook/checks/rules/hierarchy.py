"""Nothing belongs to itself through its parents.

No two themes have the same place in their order either.
"""

from handbook.checks.context import Context, Findings
from handbook.model.records import Theme


def check(context: Context) -> Findings:
    """Yield cycles of parents, and themes whose place in the order is taken."""
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
    files: dict[int, str] = {}
    for theme in context.dataset.of(Theme):
        file = context.dataset.files[theme.id]
        other = files.setdefault(theme.order, file)
        if other != file:
            yield context.at_field(
                "theme-order-taken", theme.id, ("order",), found=theme.order, other=other
            )
