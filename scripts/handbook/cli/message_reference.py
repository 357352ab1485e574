"""Every message of the check → the page that lists them with their remedies, for editors (MESSAGES.md)."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module

import handbook
from handbook import diagnostics as errors

_HEAD = """\
# 检查会说的话 · What the check says

`handbook check`的每一种提示和改法都列在这里，按代号排列。本页由程序生成（`handbook messages`），不要手改。

Every message of `handbook check` with its remedy, by its code. This page is generated (`handbook messages`): do not edit it.

`$found`这样的词在提示里换成实际找到的内容。“错误”要改完才能合并，“提醒”不拦。
A word like `$found` stands for what was found. Errors must be mended before a change is merged; warnings need not be.
"""


def build_manual() -> str:
    """Return the page."""
    for module in pkgutil.walk_packages(handbook.__path__, "handbook."):
        import_module(module.name)  # a message is known once its module is: all of them, or the page would depend on who asks
    said = [_HEAD]
    for code, message in sorted(errors.MESSAGES.items()):
        level = "错误 · error" if message.level is errors.Severity.ERROR else "提醒 · warning"
        said.append(
            f"## `{code}` ({level})\n\n"
            f"- {_code(message.zh)}\n  **{_code(message.zh_remedy)}**\n"
            f"- {_code(message.en)}\n  **{_code(message.en_remedy)}**\n"
        )
    return "\n".join(said)


def _code(text: str) -> str:
    """Return a message as Markdown shows it: placeholders as code, nothing read as markup."""
    parts = re.split(r"(\$\{?[a-z_]+\}?|`[^`]*`)", text)
    shown = [f"`{part.replace('{', '').replace('}', '')}`" if part.startswith("$") else part for part in parts]
    return "".join(part if part.startswith("`") else re.sub(r"([*_<>\[\]])", r"\\\1", part) for part in shown)
