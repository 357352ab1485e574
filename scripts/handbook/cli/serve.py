"""`handbook serve`: a preview of the site, which follows the files."""

import os
from pathlib import Path
from threading import Thread

import click

from handbook.cli.console import fail, lang_option, main, note


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000)
@lang_option
def serve(port: int, lang: str) -> None:
    """Show the site in the browser, and follow what is saved."""
    from handbook.build.preview import Preview, Server, watching

    os.environ.pop("HANDBOOK_SITE_URL", None)  # it is not published
    preview = Preview(Path.cwd(), lang, lambda text: click.echo(text, err=True))
    try:
        server = Server(preview, port)
    except OSError:
        fail(lang, "port-taken", port=port, other=port % 65535 + 1)
    with server, watching(preview.root, preview.changed):
        Thread(target=server.serve_forever, daemon=True).start()
        note(lang, "preview", url=server.address)
        preview.follow()
