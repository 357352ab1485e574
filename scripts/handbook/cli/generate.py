"""The commands for what is made from the code: `schema` and `messages`."""

import re
from pathlib import Path

from jinja2 import Environment, PackageLoader

from handbook.cli.console import lang_option, main, note
from handbook.diagnostics import MESSAGE_LANGUAGES, MESSAGES, message
from handbook.load import load


@main.command()
@lang_option
def schema(lang: str) -> None:
    """Write what models and labels make: data/schema/ for editors' tools, CITATION.cff."""
    from handbook.opendata.citations import CFF, build_cff
    from handbook.opendata.json_schema import write_schemas

    dataset = load(Path.cwd())[0]
    write_schemas(dataset.root / "data" / "schema", dataset.labels)
    (dataset.root / CFF).write_text(build_cff(dataset.labels), encoding="utf-8", newline="")
    for path in ("data/schema/", CFF):
        note(lang, "wrote", path=path)


@main.command()
@lang_option
def messages(lang: str) -> None:
    """Write MESSAGES.md: every message of the check with its remedy."""
    path = Path("MESSAGES.md")
    path.write_text(build_message_reference(), encoding="utf-8")
    note(lang, "wrote", path=path)


def build_message_reference() -> str:
    """Return the page that lists every message of the check, by its code."""
    environment = Environment(
        loader=PackageLoader("handbook", "cli"), trim_blocks=True, keep_trailing_newline=True
    )
    values = {"languages": MESSAGE_LANGUAGES, "message": message, "markdown": _markdown}
    template = environment.get_template("messages.md.jinja")
    return template.render(values, messages=sorted(MESSAGES.items()))


def _markdown(text: str) -> str:
    """Return a message as Markdown shows it: placeholders as code, nothing read as markup."""
    parts = re.split(r"((?<!\{)\{[a-z_]+\}(?!\})|`[^`]*`)", text)
    parts[::2] = [re.sub(r"([*_<>\[\]])", r"\\\1", part) for part in parts[::2]]
    parts[1::2] = [f"`{part.strip('`')}`" for part in parts[1::2]]
    return "".join(parts).replace("{{", "{").replace("}}", "}")
