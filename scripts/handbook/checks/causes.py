"""What is told only once its cause is mended: causes.yml says what waits for what."""

import re
from collections import defaultdict
from collections.abc import Iterable

from handbook.diagnostics import Diagnostic
from handbook.model.dataset import Dataset
from handbook.model.resources import yaml_data

_WAITING = yaml_data("handbook.checks", "causes.yml")
_LANGUAGE = re.compile(r"\.[^./]+\.md$")


def without_consequences(findings: Iterable[Diagnostic], dataset: Dataset) -> list[Diagnostic]:
    """Return the findings without those that follow from others."""
    listed = list(findings)
    found: defaultdict[str, set[str]] = defaultdict(set)
    is_lock_broken = any(each.code == "translations-lock-form" for each in listed)
    for each in listed:
        found[_owner(each)] |= {each.code, each.severity}
    return [
        each
        for each in listed
        if not (dataset.unreadable and each.code in _WAITING["of_names"])
        if not (is_lock_broken and each.code in _WAITING["of_pairs"])
        if found[_owner(each)].isdisjoint(_WAITING["causes"].get(each.code, ()))
    ]


def _owner(finding: Diagnostic) -> str:
    """Return a record's file, or a page's without its language."""
    return _LANGUAGE.sub("", finding.place.path)
