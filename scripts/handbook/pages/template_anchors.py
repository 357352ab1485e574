"""The anchors that a template sets, read from its syntax tree.

## {{ word("facts_heading") }} {#facts}          an anchor
### {{ … }} {#letter-{{ letter | lower }}}       every anchor with this prefix
### {{ … }} {#{{ record.id }}}                   a record's anchor, not counted as the template's

The anchors of an imported macro count for each template that calls it.
"""

import re
from collections.abc import Container
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, nodes

from handbook.pages.environment import environment

#: The ids that the frame of every page has, and those that Markdown gives drawings.
FRAME = re.compile(r"main|hb-.+|diagram-.+")
#: Replaces an expression in a template's text.
_VALUE = "\0"
_ANCHOR = re.compile(rf"\{{#([a-z0-9{_VALUE}_-]+)\}}")


def anchors(template: str, root: Path) -> re.Pattern[str]:
    """Return a pattern of the anchors in a template and its macros, except records' own."""
    return _anchors(template, environment(root))


@lru_cache(maxsize=128)
def _anchors(template: str, templates: Environment) -> re.Pattern[str]:
    tree = _parse(template, templates)
    texts = [_text(tree)]
    for imported in tree.find_all(nodes.Import):
        assert isinstance(imported.template, nodes.Const)
        file = _parse(imported.template.value, templates)
        macros = {macro.name: macro for macro in file.find_all(nodes.Macro)}
        called = _called(tree, macros)
        for name in called:  # grows, because a macro may call another one of its file
            texts += map(_text, macros[name].body)
            called += [other for other in _called(macros[name], macros) if other not in called]
    own = {anchor for text in texts for anchor in _ANCHOR.findall(text)} - {_VALUE}
    patterns = sorted(re.escape(anchor).replace(re.escape(_VALUE), ".+") for anchor in own)
    return re.compile("|".join(patterns) or r"(?!)")


@lru_cache(maxsize=128)
def _parse(template: str, templates: Environment) -> nodes.Template:
    assert templates.loader
    text, filename, _ = templates.loader.get_source(templates, template)
    return templates.parse(text, filename=filename)


def _called(node: nodes.Node, macros: Container[str]) -> list[str]:
    """Return the names of the macros that a node calls, as `name()` or `file.name()`."""
    called = (call.node for call in node.find_all(nodes.Call))
    names = [getattr(macro, "attr", "") or getattr(macro, "name", "") for macro in called]
    return [name for name in names if name in macros]


def _text(node: nodes.Node) -> str:
    """Return the text that a node writes, without macros."""
    if isinstance(node, nodes.TemplateData):
        return node.data
    if isinstance(node, nodes.Expr):
        return _VALUE
    return "" if isinstance(node, nodes.Macro) else "".join(map(_text, node.iter_child_nodes()))
