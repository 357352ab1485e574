"""`handbook diff`, `edition` and `scope`: what a change means to readers, its record, and what it touches."""

import datetime
import html
import os
import re
import sys
from pathlib import Path

import click

from handbook.checks import check_handbook
from handbook.cli.console import fail, lang_option, main, refuse, say
from handbook.diagnostics import MESSAGE_LANGUAGES, HandbookError, Severity, command_data
from handbook.load import load, yaml_style
from handbook.load.revisions import branched_at, commit_of, dataset_at, last_commit_of
from handbook.model.editions import EDITIONS, Edition
from handbook.model.types import Name, is_day
from handbook.model.urls import site_address


@main.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option("--preview", default="", envvar="HANDBOOK_PREVIEW_URL")
@click.option("--only", multiple=True)
@click.option("--room", default=0)
@lang_option
def diff(
    base: str, head: str | None, preview: str, only: tuple[str, ...], room: int, lang: str
) -> None:
    """Print what changed for readers since revision BASE, as Markdown.

    HEAD is the later revision; without it, the files as they are. What came to BASE since HEAD left it is no change.
    """
    from handbook.review.brief import ROOM, build_brief
    from handbook.review.compare import compare
    from handbook.review.scope import files_beside

    root = Path.cwd()
    preview = site_address(preview, "HANDBOOK_PREVIEW_URL")
    base = branched_at(root, base, head)
    before, _ = dataset_at(root, base)
    after, findings = dataset_at(root, head, check_handbook) if head else check_handbook(root)
    if unknown := [each for each in only if each not in after.languages]:
        refuse(lang, "no-language", found=", ".join(unknown), accepted=", ".join(after.languages))
    files = files_beside(root, base, head)
    told = build_brief(compare(before, after), findings, preview, only, room or ROOM, files)
    click.echo(_as_text(told) if sys.stdout.isatty() else told, nl=False)


def _as_text(markdown: str) -> str:
    """Return a brief for a terminal: [-what went-] and {+what came+}, and no other markup."""
    for tag, shown in (("del", r"[-\1-]"), ("ins", r"{+\1+}"), ("span", r"\1"), ("code", r"\1")):
        markdown = re.sub(rf"<{tag}>(.*?)</{tag}>", shown, markdown)
    markdown = re.sub(r"<br>|(?<!\\)\*\*", "", markdown)
    return html.unescape(re.sub(r"\\([\\`*_\[\]|~])", r"\1", markdown))


@main.command()
@click.argument("base", required=False)
@click.option("--title", "titles", multiple=True, required=True)
@click.option("--note", "notes", multiple=True)
@click.option("--date", default=lambda: datetime.datetime.now(datetime.UTC).date().isoformat())
@lang_option
def edition(
    base: str | None, titles: tuple[str, ...], notes: tuple[str, ...], date: str, lang: str
) -> None:
    """Write an edition: what changed since revision BASE.

    The page of changes, the histories and the feeds are made from it.

    Without BASE it is compared with the edition before; the first is compared with nothing.
    """
    from handbook.review.compare import compare

    dataset = load(Path.cwd())[0]
    if not (re.fullmatch(r"[2-9]\d{3}-\d\d-\d\d", date, re.ASCII) and is_day(date)):
        refuse(lang, "bad-date", date=date)
    for option, texts in (("--title", titles), ("--note", notes)):
        if texts and (len(texts) != len(dataset.languages) or not all(map(str.strip, texts))):
            refuse(lang, "blank", option=option, languages=", ".join(dataset.languages))
    path = Path(EDITIONS) / f"{date}.yml"
    if path.exists():
        fail(lang, "exists", path=path)
    last = dataset.editions[0].date if dataset.editions else ""
    if date <= last:
        refuse(lang, "too-early", date=date, last=last)
    title, note = (
        Name(dict(zip(dataset.languages, texts, strict=False))) for texts in (titles, notes)
    )
    new = Edition(date=date, title=title, note=note if notes else None)
    if base or last:
        newest = next(iter(dataset.editions_by_file), "")
        commit = commit_of(dataset.root, base or last_commit_of(dataset.root, newest))
        changes = compare(dataset_at(dataset.root, commit)[0], dataset).changes
        if not changes:
            fail(lang, "nothing-new", base=base or last)
        new = new.model_copy(update={"base": commit, "changes": changes})
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml_style.in_style(new, dataset.languages), encoding="utf-8")
    # what changed stands as it stood; what was typed is held to the rules
    faults = [
        fault
        for fault in check_handbook(dataset.root, only=[path.resolve()])[1]
        if fault.severity is Severity.ERROR and not fault.place.field.startswith("changes")
    ]
    if faults:
        path.unlink()
        raise HandbookError(faults)
    click.echo(say(lang, "wrote", path=path))


@main.command()
@click.argument("base")
@click.argument("head", required=False)
@lang_option
def scope(base: str, head: str | None, lang: str) -> None:
    """Print whether a change since revision BASE is content, system, fonts or several.

    HEAD is the later revision; without it, the files as they are.

    Content and system together are a problem: split them. Fonts go with either. Where $GITHUB_OUTPUT is set,
    each part is written there as `true` or `false`.
    """
    from handbook.review.scope import changed_files

    root = Path.cwd()
    parts = changed_files(root, branched_at(root, base, head), head)
    if output := os.environ.get("GITHUB_OUTPUT"):
        with Path(output).open("a", encoding="utf-8") as file:
            file.writelines(
                f"{part}={'true' if files else 'false'}\n" for part, files in parts.items()
            )
    if parts["content"] and parts["system"]:
        examples = {part: ", ".join(files[:3]) for part, files in parts.items()}
        if os.environ.get("GITHUB_ACTIONS"):  # a runner does not know its reader's language
            told = "\n".join(say(each, "split", **examples) for each in MESSAGE_LANGUAGES)
            click.echo(f"::error::{command_data(told)}")
        else:
            click.echo(say(lang, "split", **examples))
        sys.exit(1)
    click.echo(say(lang, next((part for part, files in parts.items() if files), "neither")))
