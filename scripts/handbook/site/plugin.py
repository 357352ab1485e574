"""The handbook as MkDocs sees it: the one module that imports mkdocs, and it holds no logic.

It loads the data set (or is given one), hands its pages to MkDocs, and passes words and edit links on to the theme.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import get_relative_url

from handbook.checks import check_handbook
from handbook.diagnostics import (
    Diagnostic,
    HandbookError,
    Location,
    Severity,
    locale_language,
    report,
    verbatim,
)
from handbook.load import Unloadable
from handbook.load.build_version import edition
from handbook.model.dataset import Dataset
from handbook.pages.build import Page, build_pages, edit_address, page_address, parents
from handbook.site import THEME
from handbook.site.nav import completed
from handbook.site.social_cards import card_file, qr
from handbook.text.markdown import EXTENSIONS, configuration


class NoConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin has no options: all it needs stands in data/ and docs/."""


class HandbookPlugin(BasePlugin[NoConfig]):  # type: ignore[no-untyped-call]
    """Gives MkDocs the handbook's pages."""

    dataset: Dataset | None = None
    downloads: Sequence[str] = ()
    loads = True
    pages: Mapping[str, Page] = MappingProxyType({})

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the data set at the start of each build, and set the configuration that comes from it."""
        i18n: Any = config.plugins["i18n"]
        lang = i18n.current_language or i18n.default_language
        if lang == i18n.default_language or not self.pages:  # a build begins; what is loaded and made now is every language's
            if self.loads:
                self.dataset = _loaded(Path(config.config_file_path).parent)
            assert self.dataset
            pages = (page for each in self.dataset.languages for page in build_pages(self.dataset, each, self.downloads).values())
            self.pages = {page.uri: page for page in pages}
        assert self.dataset
        labels = self.dataset.labels
        if str(THEME) not in config.theme.dirs:  # over Material's templates, below the handbook's own where it has any
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))

        def word(key: str, lang: str, **values: object) -> str:
            return labels.curled(labels.word(key, lang, **values), lang)

        for language in i18n.config.languages:
            language.site_name = word("site_name", language.locale)
            language.site_description = word("site_description", language.locale)
        config.markdown_extensions = EXTENSIONS
        config.mdx_configs = configuration(word("footnote_back", lang, number="{}"), labels.languages[lang].quotes)
        config.nav = completed(config.nav or [], dict.fromkeys(path for path, _ in self.dataset.prose))
        config.extra.update(
            word=lambda key, **values: word(key, lang, **values),
            words_of=word,
            edition=edition(self.dataset).id,
            locale=labels.languages[lang].locale,
            parents=partial(parents, self.dataset, self.pages),
            page_address=partial(page_address, self.dataset),
            card=lambda uri: card_file(self.pages[uri].path, self.pages[uri].lang),
            qr=qr,
        )
        return config

    @event_priority(100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages that are not files of docs/, and leave out the theme's scripts and styles where the handbook's own frame loads none."""
        own = [Path(config.theme.custom_dir or THEME), THEME]
        for file in list(files):
            if file.src_uri.startswith("assets/") and not any(Path(file.abs_src_path or "").is_relative_to(folder) for folder in own):
                files.remove(file)
        for uri in self.pages:
            if files.get_file_from_path(uri) is None:
                files.append(File(uri, config.docs_dir, config.site_dir, config.use_directory_urls))
        return files

    @event_priority(100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Name the navigation's sections in the language of the build."""
        for item in nav.items:
            item.title = config.extra["word"](f"section_{item.title}")
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Let templates show a title or a word as it is written, never as markup."""
        env.autoescape = True
        own = filter(None, (config.theme.custom_dir, str(THEME)))
        env.loader = FileSystemLoader([*own, *config.theme.dirs])  # static-i18n puts a sitemap of its own before all others
        return env

    def on_page_read_source(self, *, page: MkDocsPage, config: MkDocsConfig) -> str | None:
        """Return the page's Markdown."""
        made = self.pages.get(page.file.src_uri)
        return made.text if made else None

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Point the page's edit link at the very file it is made from."""
        made = self.pages.get(page.file.src_uri)
        page.edit_url = edit_address(made, config.repo_url) if made and config.repo_url else None
        return markdown

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Resolve `site:` addresses, which name files of the finished site, from the page."""
        return html.replace('href="site:', f'href="{get_relative_url("/", page.url).rstrip("/")}/')


def _loaded(root: Path) -> Dataset:
    try:
        dataset, findings = check_handbook(root)
    except Unloadable as error:
        findings = error.diagnostics
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        raise PluginError("\n" + report(errors, "text", locale_language()))
    return dataset


def build_site(dataset: Dataset, directory: Path, downloads: Sequence[str] = ()) -> Mapping[str, Page]:
    """Build the pages of a data set into a directory, and return them by the names of their files; raises HandbookError with what MkDocs said.

    `downloads` are the paths of the PDFs in the site; what the page of downloads tells of them is still blank.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("mkdocs").addHandler(handler)
    try:
        config = load_config(str(dataset.root / "mkdocs.yml"), site_dir=str(directory), strict=True)
        plugin = config.plugins["handbook"]
        assert isinstance(plugin, HandbookPlugin)
        plugin.dataset, plugin.downloads, plugin.loads = dataset, downloads, False
        build(config)
        return plugin.pages
    except (Abort, MkDocsException) as error:
        reason = verbatim("\n".join([*said, str(error)]))
        raise HandbookError([Diagnostic("program-failed", Location("mkdocs.yml"), {"found": reason})]) from error
    finally:
        logging.getLogger("mkdocs").removeHandler(handler)
