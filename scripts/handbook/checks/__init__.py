"""The rules of `handbook check`: one rule a module, its messages beside it, one line in the registry here.

A rule is a function that takes a `Subject` and yields findings. It looks at the data set only, knows nothing of the other rules and
never prints. A new rule is a new module and a new line in `RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from handbook.checks import identity
from handbook.checks.subject import Subject
from handbook.errors import Finding
from handbook.model import Dataset


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: what it guards, in both message languages, and its check."""

    name: str
    zh: str
    en: str
    check: Callable[[Subject], Iterator[Finding]]


RULES: tuple[Rule, ...] = (
    Rule("identity", "标识与文件名一致，名称不重复", "Ids are the files' names and no two records share a name", identity.check),
)


def run(dataset: Dataset, broken: frozenset[str] = frozenset()) -> list[Finding]:
    """Return what every rule finds; `broken` are ids whose files could not be read, which still count as existing."""
    subject = Subject(dataset, broken)
    return [finding for rule in RULES for finding in rule.check(subject)]
