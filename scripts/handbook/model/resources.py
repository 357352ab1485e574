"""What stands beside the engine's modules: tables in YAML, templates in Jinja."""

from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
import yaml


@cache
def yaml_data(package: str, name: str, *, typed: bool = False) -> Any:
    """Return what a YAML file holds.

    Args:
        package: The package beside whose modules it stands.
        name: The file's name.
        typed: Whether numbers and truth values are such; otherwise every scalar is a text.
    """
    loader = yaml.CSafeLoader if typed else yaml.CBaseLoader
    return yaml.load(_text(package, name), loader)


def jinja_template(package: str, name: str, **options: Any) -> jinja2.Template:
    """Return a template whose tags leave no blank lines.

    Args:
        package: The package beside whose modules it stands.
        name: The file's name.
        options: What else is set of Jinja's environment.
    """
    text = _text(package, name)
    made: jinja2.Template = jinja2.Template(text, trim_blocks=True, lstrip_blocks=True, **options)
    return made


def _text(package: str, name: str) -> str:
    return (files(package) / name).read_text("utf-8")
