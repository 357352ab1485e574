"""`handbook fonts`: fonts for the characters that the engine's lack."""

from pathlib import Path

import click

from handbook.checks import check_handbook
from handbook.cli.console import fail, lang_option, main, note
from handbook.text.font_coverage import OWN, character_values, own_characters


@main.command()
@click.argument("sources", nargs=-1, type=click.Path(dir_okay=False, exists=True, path_type=Path))
@lang_option
def fonts(sources: tuple[Path, ...], lang: str) -> None:
    """Cut fonts for the characters that the book's fonts lack, from fonts of the system."""
    from fontTools.ttLib import TTLibError

    from handbook.book.own_fonts import NOTO, cut

    root = Path.cwd()
    found = check_handbook(root)[1]
    codes = {"book-character", "conversion-character"}
    lacking = {str(each.values["found"]) for each in found if each.code in codes}
    if not lacking:
        note(lang, "no-font-needed")
        return
    sources = sources or tuple(filter(Path.is_file, NOTO))
    if not sources:
        fail(lang, "no-font")
    try:
        missing = cut(root, lacking | own_characters(root), sources)
    except TTLibError as error:
        fail(lang, "no-font-file", reason=error)
    note(lang, "cut", found="".join(sorted(lacking - missing)), path=f"{OWN}/")
    if missing:
        shown = (f"{each} ({character_values(each)['code']})" for each in sorted(missing))
        fail(lang, "in-no-font", found=" ".join(shown))
