"""The files outside data/ and docs/ that the site carries are texts of the handbook itself."""

from handbook.checks.context import Context, Findings
from handbook.load.folders import unsuitable_copies


def check(context: Context) -> Findings:
    """Yield licences, questions and files of custom/ that are links, or no texts."""
    yield from unsuitable_copies(context.dataset.root)
