"""`handbook diff`, `edition` and `scope`: what a change means to readers, its record, and what it touches."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from pathlib import Path

import click
from pydantic import TypeAdapter, ValidationError

from handbook.checks import check_handbook
from handbook.cli.console import check_or_exit, fail, lang_option, load_or_exit, say
from handbook.diagnostics import MESSAGE_LANGUAGES, command_data
from handbook.load import yaml_style
from handbook.load.revisions import RevisionMissing, commit_of, dataset_at, last_commit_of
from handbook.model.editions import EDITIONS, Edition
from handbook.model.types import Date, Name


@click.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--preview", default=lambda: os.environ.get("HANDBOOK_PREVIEW_URL", ""), help="Address under which the new pages can be read."
)
@click.option("--only", multiple=True, metavar="LANGUAGE", help="Tell it in this language alone; every one by default.")
@lang_option
def diff(base: str, head: str | None, preview: str, only: tuple[str, ...], lang: str) -> None:
    """Tell what changed for readers from revision BASE to HEAD, or to the files as they are, as Markdown."""
    from handbook.review.brief import build_brief
    from handbook.review.compare import compare

    root = Path.cwd()
    try:
        before, _ = dataset_at(root, base)
        after, findings = dataset_at(root, head, check_handbook) if head else check_or_exit(lang)
    except RevisionMissing as error:
        fail(say(lang, "no-revision", revision=error), 2)
    if unknown := [each for each in only if each not in after.languages]:
        raise click.UsageError(say(lang, "no-language", found=", ".join(unknown), accepted=", ".join(after.languages)))
    click.echo(build_brief(compare(before, after), findings, preview, only), nl=False)


def _is_day(date: str) -> bool:
    try:
        return TypeAdapter(Date).validate_python(date).count("-") == 2
    except ValidationError:
        return False


@click.command()
@click.argument("base", required=False)
@click.option("--title", nargs=2, metavar="ZH EN", required=True, help="The edition's name in Chinese and English.")
@click.option("--note", nargs=2, metavar="ZH EN", help="What changed and why, in Chinese and English.")
@click.option("--date", default=lambda: datetime.datetime.now(datetime.UTC).date().isoformat(), help="Its date; today's by default.")
@lang_option
def edition(base: str | None, title: tuple[str, str], note: tuple[str, str] | None, date: str, lang: str) -> None:
    """Write an edition: what changed since revision BASE, for the page of changes, the histories and the feeds.

    Without BASE it is compared with the edition before; the first is compared with nothing.
    """
    from handbook.review.compare import compare

    if not _is_day(date):
        raise click.UsageError(say(lang, "bad-date", date=date))
    for option, texts in (("--title", title), ("--note", note or ())):
        if not all(map(str.strip, texts)):
            raise click.UsageError(say(lang, "blank", option=option))
    dataset = load_or_exit(lang)
    path = Path(EDITIONS) / f"{date}.yml"
    if path.exists():
        fail(say(lang, "exists", path=path))
    if dataset.editions and date <= dataset.editions[0].date:
        raise click.UsageError(say(lang, "too-early", date=date, last=dataset.editions[0].date))
    titles, notes = (dict(zip(dataset.languages, texts, strict=False)) for texts in (title, note or ()))
    new = Edition(date=date, title=Name(titles), note=Name(notes) if notes else None)
    if base or dataset.editions:
        try:
            commit = commit_of(dataset.root, base or last_commit_of(dataset.root, next(iter(dataset.editions_by_file))))
            before, _ = dataset_at(dataset.root, commit)
        except RevisionMissing as error:
            fail(say(lang, "no-revision", revision=error), 2)
        if not (changes := compare(before, dataset).changes):
            fail(say(lang, "nothing-new", base=base or dataset.editions[0].date))
        new = new.model_copy(update={"base": commit, "changes": changes})
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml_style.in_style(new, dataset.languages), encoding="utf-8")
    click.echo(say(lang, "recorded", path=path))


@click.command()
@click.argument("base")
@lang_option
def scope(base: str, lang: str) -> None:
    """Print whether the files that differ from revision BASE are content, system, fonts or several.

    Content and system together are a problem: split them. Fonts go with either. Where $GITHUB_OUTPUT is set,
    each part is written there as `true` or `false`.
    """
    from handbook.review.scope import changed_files

    try:
        parts = changed_files(Path.cwd(), base)
    except subprocess.CalledProcessError:
        fail(say(lang, "no-such-revision", revision=base), 2)
    if output := os.environ.get("GITHUB_OUTPUT"):
        with Path(output).open("a", encoding="utf-8") as file:
            file.writelines(f"{part}={'true' if files else 'false'}\n" for part, files in parts.items())
    if parts["content"] and parts["system"]:
        examples = {part: ", ".join(files[:3]) for part, files in parts.items()}
        if os.environ.get("GITHUB_ACTIONS"):  # a runner does not know its reader's language
            click.echo("::error::" + command_data("\n".join(say(each, "split", **examples) for each in MESSAGE_LANGUAGES)))
        else:
            click.echo(say(lang, "split", **examples))
        sys.exit(1)
    click.echo(say(lang, next((part for part, files in parts.items() if files), "neither")))
