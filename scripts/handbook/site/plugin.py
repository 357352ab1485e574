"""The handbook as a plugin of MkDocs.

The plugin loads the data set (or is given one), adds its pages, and passes words and edit links on
to the theme. No other module imports mkdocs, and this one holds no other logic.
"""

import logging
import os
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial
from logging.handlers import BufferingHandler
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket
from markupsafe import Markup, escape
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc
from mkdocs.utils import write_file
from mkdocs_static_i18n.config import I18nPluginLanguage

from handbook.checks import check_handbook
from handbook.diagnostics import HandbookError, Severity, locale_language, message, report, verbatim
from handbook.model import urls
from handbook.model.dataset import Dataset
from handbook.model.kinds import KINDS, has_sheet, kind_of
from handbook.model.labels import Labels
from handbook.model.urls import BRANCH, MAIN, NOT_FOUND, Urls, edit_url, host_url, site_address
from handbook.pages.build import Page, menu_paths, parents
from handbook.pages.citations import citation_of
from handbook.pages.linked import as_script, page_data
from handbook.pages.menu import menu_of, short_title, shortcuts
from handbook.pages.render import Handbook, RenderedPage, render
from handbook.site import THEME, site_colours
from handbook.site.form_editor import has_forms
from handbook.site.links import resolve_links
from handbook.site.sitemap import build_sitemap
from handbook.site.social_cards import qr
from handbook.site.unbroken_words import keep_words_whole
from handbook.text.citations import sources_in_words
from handbook.text.conversion import converted
from handbook.text.languages import language


class NoConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin has no options: all it needs stands in data/ and docs/."""


class _Compiled(BytecodeCache):
    """Templates as they were compiled: MkDocs has an environment of its own for each language and build."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if kept := self._kept.get(bucket.key):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class HandbookPlugin(BasePlugin[NoConfig]):  # type: ignore[no-untyped-call]
    """Gives MkDocs the handbook's pages, which it renders itself unless `given` has them.

    Attributes:
        given: The handbook, where this is no build by MkDocs alone.
        only: The paths of the pages to make, of one language; all where None.
        made: The HTML of pages and templates that are not to be written, by their path.
    """

    given: Handbook | None = None
    only: Collection[str] | None = None
    handbook: Handbook
    preview = False

    def __init__(self) -> None:
        """Begin with nothing made."""
        super().__init__()
        self.made: dict[str, str] = {}

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Note whether MkDocs serves a preview."""
        self.preview = command == "serve"

    def on_serve(self, server: LiveReloadServer, **_: Any) -> None:
        """Say in the editor's language that the preview is there, and how it ends."""
        values = {"url": verbatim(server.url)}
        sys.stderr.write(f"{message('says-preview', locale_language(), values)}\n")

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Render the pages at the start of each build, and set what the theme asks for."""
        i18n: Any = config.plugins["i18n"]
        lang = i18n.current_language or i18n.default_language
        try:
            if self.given:
                self.handbook = self.given
            elif lang == i18n.default_language:  # a build begins
                self.handbook = render(converted(_checked(Path(config.config_file_path).parent)))
            published = os.environ.get("HANDBOOK_SITE_URL", "")
            config.site_url = config.site_url or site_address(published)
        except HandbookError as error:
            found = f"\n{report(error.diagnostics, 'text', locale_language())}"
            if not (self.preview and hasattr(self, "handbook")):
                raise PluginError(found) from None
            # a preview shows what was last whole; MkDocs would answer no request until the next
            logging.getLogger("mkdocs.plugins.handbook").error(found)
        dataset = self.handbook.dataset
        labels, addresses = dataset.labels, Urls(dataset.languages)
        # above Material's templates, below the handbook's own if it has any
        if str(THEME) not in config.theme.dirs:
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))

        def word(key: str, lang: str = lang, **values: object) -> str:
            return language(lang, labels).curled(labels.word(key, lang, **values))

        def short(page: Page) -> str:
            """Return what a page is called where there is little room."""
            title = short_title(labels, page.path, page.title, lang)
            return language(lang, labels).curled(title)

        def twin(page: Page, locale: str) -> str:
            """Return the name of a page in another language, and which language that is."""
            title = self.handbook.pages[locale][page.path].page.title
            return f"{word('look_language', locale)}{language(locale, labels).colon}{title}"

        def phrase(key: str, lang: str = lang, **values: object) -> Markup:
            """Return a word as HTML, marked where it falls back to another language."""
            written_in = labels.resolve(key, lang)[1]
            text = escape(word(key, lang, **values))
            if written_in == lang:
                return text
            return Markup('<span lang="{}">{}</span>').format(written_in, text)

        _add_converted(i18n, labels)
        note = language(lang, labels).curled(labels.converted_note(lang))
        for each in i18n.config.languages:
            each.site_name = word("site_name", each.locale)
            each.site_description = word("site_description", each.locale)
        kinds = (kind.index for kind in KINDS.values())
        lists = {"index", "timeline", *kinds, *labels.vocabulary.sections}
        config.markdown_extensions = []  # MkDocs gets pages without Markdown
        pages = {path: rendered.page for path, rendered in self.handbook.pages[lang].items()}
        config.nav = menu_of(dataset)
        config.extra.update(
            lang=lang,
            preview=self.preview,
            word=word,
            short=short,
            shortcuts=shortcuts(config.nav),
            twin=twin,
            phrase=phrase,
            section=lambda name: language(lang, labels).curled(labels.section(name, lang)),
            converted_note=note,
            edition=self.handbook.edition,
            version_of=self.handbook.version_of,
            locale=labels.languages[lang].locale,
            parents=partial(parents, addresses, pages),
            page_address=addresses.page,
            urls=urls,
            lists=lists,
            has_sheet=has_sheet,
            citation_of=partial(citation_of, self.handbook),
            linked_data=lambda page, url: as_script(page_data(self.handbook, page, url)),
            records=dataset.records,
            sources_of=lambda record: sources_in_words(dataset, record, lang),
            kind_of=kind_of,
            qr=qr,
            sitemap=build_sitemap(self.handbook, config.site_url or ""),
            issues=host_url(config.repo_url or "", "issues"),
        )
        return config

    @event_priority(100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generated pages, and leave out files of the theme that nothing loads.

        Those are its scripts and styles, for which the handbook's own frame has no use.
        """
        own = (config.theme.custom_dir or str(THEME), str(THEME))
        for file in list(files):
            if file.src_uri.startswith("assets/") and not str(file.abs_src_path).startswith(own):
                files.remove(file)
        in_menu = {*menu_paths(self.handbook.dataset)}
        if self.only is not None:
            for file in list(files):
                files.remove(file)
        for pages in self.handbook.pages.values():
            for path, rendered in pages.items():
                uri = rendered.page.uri
                made = self.only is None or path in self.only
                if (made or path in in_menu) and files.get_file_from_path(uri) is None:
                    file = File(uri, config.docs_dir, config.site_dir, config.use_directory_urls)
                    if not made:  # the others' menu names it
                        file.inclusion = InclusionLevel.EXCLUDED
                    elif path not in in_menu:  # the index pages lead to what they list
                        file.inclusion = InclusionLevel.NOT_IN_NAV
                    files.append(file)
        return files

    @event_priority(100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Name the navigation's sections in the language of the build."""
        for item in nav.items:
            item.title = config.extra["section"](item.title)
        for page in nav.pages:  # also those that are not made
            self._describe(page)
            page.markdown = ""  # until it is read, a page has no title
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Let templates show a title or a word as it is written, and set the handbook's colours."""
        if style := files.get_file_from_path("assets/handbook.css"):
            style.content_string += site_colours(self.handbook.dataset.labels.site.colours)
        env.autoescape = True
        own = filter(None, (config.theme.custom_dir, str(THEME)))
        # static-i18n puts a sitemap of its own before all others
        env.loader = FileSystemLoader([*own, *config.theme.dirs])
        env.bytecode_cache = _COMPILED
        return env

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Keep the page for missing addresses of each language, which leads with that language."""
        root = Urls(self.handbook.dataset.languages).root(config.extra["lang"])
        if template_name != NOT_FOUND:
            return output_content
        if self.only is not None:
            self.made[template_name] = output_content
        elif root:
            write_file(output_content.encode(), str(Path(config.site_dir, root, template_name)))
        else:
            return output_content
        return ""

    @event_priority(-200)  # after all that changes it
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Keep the page, where it is not to be written."""
        if self.only is None:
            return output
        self.made[page.meta["page"].path] = output
        return ""

    def on_page_read_source(self, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Give MkDocs a page without Markdown: its HTML is there already."""
        return ""

    def on_page_content(
        self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Set the title, description, contents and HTML of a page, and its edit link.

        The edit link leads to what the page is made from: its record's form, or its file.
        """
        rendered = self._describe(page)
        if config.repo_url:
            forms = bool(self.given) and has_forms(config.repo_url)  # only a whole site has them
            branch = os.environ.get(BRANCH) or MAIN
            page.edit_url = edit_url(rendered.page.file, config.repo_url, branch, forms)
        page.toc = get_toc(rendered.toc)  # type: ignore[arg-type]
        return keep_words_whole(resolve_links(rendered, Urls(self.handbook.dataset.languages)))

    def _describe(self, page: MkDocsPage) -> RenderedPage:
        """Set the title and description of a page, and return what it is made from."""
        path, lang, _ = page.file.src_uri.rsplit(".", 2)
        rendered = self.handbook.pages[lang][path]
        own = rendered.page
        page.meta = {"title": own.title, "description": own.description, "page": own}
        return rendered


def _add_converted(i18n: Any, labels: Labels) -> None:
    """Add the languages that are converted, which the configuration does not name."""
    for place, (lang, settings) in enumerate(labels.languages.items()):
        if lang in labels.conversions and lang not in i18n.all_languages:
            added = I18nPluginLanguage()
            added.load_dict({"locale": lang, "name": settings.name})
            added.validate()
            i18n.config.languages.insert(place, added)


def _checked(root: Path) -> Dataset:
    dataset, findings = check_handbook(root)
    if errors := [finding for finding in findings if finding.severity is Severity.ERROR]:
        raise HandbookError(errors)
    return dataset


def make_pages(handbook: Handbook, lang: str, paths: Collection[str]) -> dict[str, str]:
    """Return the HTML of some pages of a language by their paths; facts of the PDFs are blank.

    Args:
        handbook: The handbook.
        lang: The language.
        paths: The paths of the pages; `NOT_FOUND` is that of the page for missing addresses.

    Raises:
        HandbookError: With what MkDocs printed.
    """
    with TemporaryDirectory() as nothing, configured(handbook, Path(nothing)) as config:
        i18n: Any = config.plugins["i18n"]
        i18n.current_language, i18n.building = lang, True  # and so no other language follows
        own: Any = config.plugins["handbook"]
        own.only, own.made = frozenset(paths), {}
        config.theme.static_templates = {NOT_FOUND} & {*paths}
        custom = config.theme.custom_dir
        if not (custom and [*Path(custom).rglob("*.html")]):
            # the engine's frame takes nothing from Material's folder, and listing that takes long
            dirs = config.theme.dirs
            config.theme.dirs = [each for each in dirs if "material" not in Path(each).parts]
        build(config)
        made: dict[str, str] = own.made
    return made


@contextmanager
def configured(handbook: Handbook, directory: Path) -> Iterator[MkDocsConfig]:
    """Give MkDocs' configuration for a handbook's pages, and tell what goes wrong."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    handler = BufferingHandler(1000)
    handler.setLevel(logging.WARNING)
    logging.getLogger("mkdocs").addHandler(handler)
    try:
        file = str(handbook.dataset.root / "mkdocs.yml")
        config = load_config(file, site_dir=str(directory), strict=True)
        plugin: Any = config.plugins["handbook"]
        plugin.given = handbook
        try:
            yield config
        finally:
            plugin.given = plugin.only = None  # MkDocs keeps one plugin for all of a process
    except (Abort, MkDocsException) as error:
        printed = [*(record.getMessage() for record in handler.buffer), str(error)]
        reason = verbatim("\n".join(printed))
        raise HandbookError.of("program-failed", "mkdocs.yml", found=reason) from error
    finally:
        logging.getLogger("mkdocs").removeHandler(handler)
