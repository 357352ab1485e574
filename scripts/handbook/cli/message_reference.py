"""The catalogue of messages → the page that lists those of the check with their remedies, for editors (MESSAGES.md)."""

from __future__ import annotations

import re

from handbook.diagnostics import MESSAGE_LANGUAGES, MESSAGES, Severity, message

_HEAD = """\
# 检查会说的话 · What the check says

`handbook check`的每一种提示和改法都列在这里，按代号排列。本页由程序生成（`handbook messages`），不要手改。

Every message of `handbook check` with its remedy, by its code. This page is generated (`handbook messages`): do not edit it.

`{found}`这样的词在提示里换成实际找到的内容。“错误”要改完才能合并，“提醒”不拦。
A word like `{found}` stands for what was found. Errors must be fixed before a change is merged; warnings need not be.
"""


def build_message_reference() -> str:
    """Return the page."""
    parts = [_HEAD]
    for code, entry in sorted(MESSAGES.items()):
        if entry.severity is not Severity.NOTE:
            level = " · ".join(message(f"severity-{entry.severity}", lang) for lang in MESSAGE_LANGUAGES)
            said = (f"- {_code(entry.found[lang])}\n  **{_code(entry.remedy[lang])}**\n" for lang in MESSAGE_LANGUAGES)
            parts.append(f"## `{code}` ({level})\n\n{''.join(said)}")
    return "\n".join(parts)


def _code(text: str) -> str:
    """Return a message as Markdown shows it: placeholders as code, nothing read as markup."""
    parts = re.split(r"((?<!\{)\{[a-z_]+\}(?!\})|`[^`]*`)", text)
    shown = [f"`{part}`" if part.startswith("{") and not part.startswith("{{") else part for part in parts]
    shown = [part.replace("{{", "{").replace("}}", "}") for part in shown]
    return "".join(part if part.startswith("`") else re.sub(r"([*_<>\[\]])", r"\\\1", part) for part in shown)
