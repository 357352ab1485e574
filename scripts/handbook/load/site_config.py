"""mkdocs.yml → the pages that its navigation names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

CONFIG = "mkdocs.yml"


class _Loader(yaml.SafeLoader):
    """Reads a configuration for its plain values; what a tag stands for (`!ENV`, …) is MkDocs' to resolve."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


def pages_of_nav(root: Path) -> list[str]:
    """Return the paths of the pages in the navigation, without ending; none without a configuration.

    Raises:
        yaml.YAMLError: It is no YAML.
    """
    file = root / CONFIG
    if not file.is_file():
        return []
    config = yaml.load(file.read_text(encoding="utf-8"), _Loader)
    nav = config.get("nav") if isinstance(config, dict) else None
    return [page.removesuffix(".md") for page in _leaves(nav) if page.endswith(".md")]


def _leaves(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, list | dict):
        for item in nav.values() if isinstance(nav, dict) else nav:
            yield from _leaves(item)
