"""The anchors that a template sets, read off its syntax tree so that no list can lag behind.

## {{ word("facts_heading") }} {#facts}          an anchor
### {{ … }} {#letter-{{ letter | lower }}}       every anchor that begins so
### {{ … }} {#{{ record.id }}}                   a record's own: none of the template's

A macro that several templates share counts where it is called.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import nodes

from handbook.pages.environment import environment

#: What stands for an expression in a template's text.
_VALUE = "\0"
_ANCHOR = re.compile(rf"\{{#([a-z0-9{_VALUE}-]+)\}}")


@cache
def anchors(template: str, root: Path) -> re.Pattern[str]:
    """Return what matches the anchors that a template and its macros set besides those of records."""
    tree = _parse(template, root)
    texts = [_text(tree)]
    for imported in tree.find_all(nodes.Import):
        assert isinstance(imported.template, nodes.Const)
        macros = {macro.name: macro for macro in _parse(imported.template.value, root).find_all(nodes.Macro)}
        called = [name for call in tree.find_all(nodes.Call) if (name := _macro(call, imported.target))]
        for name in called:  # grows: a macro may call another of its file
            texts += map(_text, macros[name].body)
            others = (call.node for call in macros[name].find_all(nodes.Call))
            called += [n.name for n in others if isinstance(n, nodes.Name) and n.name in macros and n.name not in called]
    found = {anchor for text in texts for anchor in _ANCHOR.findall(text)} - {_VALUE}
    return re.compile("|".join(sorted(re.escape(a).replace(re.escape(_VALUE), ".+") for a in found)) or r"(?!)")


def _parse(template: str, root: Path) -> nodes.Template:
    templates = environment(root)
    assert templates.loader
    text, filename, _ = templates.loader.get_source(templates, template)
    return templates.parse(text, filename=filename)


def _macro(call: nodes.Call, namespace: str) -> str:
    """Return the name of the imported template's macro that is called, or nothing."""
    macro = call.node
    if isinstance(macro, nodes.Getattr) and isinstance(macro.node, nodes.Name):
        return macro.attr if macro.node.name == namespace else ""
    return ""


def _text(node: nodes.Node) -> str:
    """Return what a part of a template writes, macros left out."""
    if isinstance(node, nodes.TemplateData):
        return node.data
    if isinstance(node, nodes.Expr):
        return _VALUE
    return "" if isinstance(node, nodes.Macro) else "".join(map(_text, node.iter_child_nodes()))
