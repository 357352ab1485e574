"""The form editor under /admin/: Sveltia CMS with a collection for each kind of record.

    admin/index.html       the page; its content security policy allows only this site and the
                           repository's host
    admin/config.json      the forms, made from the same models as the check
    admin/sveltia-cms.js   the pinned bundle from npm, patched to load its fonts from admin/fonts/
                           instead of a public host
    admin/fonts/           those fonts, from their npm packages
    admin/sveltia-cms…/    its interface texts and version, also loaded from here

It is built only if the repository is known (HANDBOOK_REPO_URL), because it saves there. Readers'
pages load none of its code. Editors sign in with an access token of the repository's host, kept in
their browser, so no server is needed.
"""

import json
import re
import shutil
from collections.abc import Callable, Sequence
from decimal import Decimal
from importlib.resources import files
from os.path import lexists
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel

from handbook.load.files import read_text
from handbook.load.folders import QUESTIONS
from handbook.load.npm import LICENCES, copy_licence, installed, patched
from handbook.model.dataset import Dataset
from handbook.model.introspect import ModelField, fields_of
from handbook.model.kinds import KINDS
from handbook.model.resources import jinja_template, yaml_data
from handbook.model.types import DATE, LOCATOR, PERIOD, SLUG, Name, Names, Text
from handbook.model.urls import MAIN

#: The editor's package below `node_modules`, and its script there.
PACKAGE = "@sveltia/cms"
SCRIPT = f"{PACKAGE}/dist/sveltia-cms.js"

_SETTINGS = yaml_data("handbook.site", "form_editor.yml", typed=True)
#: The script's fonts: a pattern of their address → the file below `node_modules` served instead.
FONTS: dict[str, str] = _SETTINGS["fonts"]
#: What else in the script is replaced.
_PATTERNS: dict[str, str] = _SETTINGS["patterns"]
_NUMBERS = {int: "int", Decimal: "float"}


def has_forms(repo_url: str) -> bool:
    """Return whether the form editor can save in a repository: whether its host is supported."""
    return urlsplit(repo_url).hostname in _SETTINGS["hosts"]


def write_admin(dataset: Dataset, directory: Path, repo_url: str, branch: str = MAIN) -> None:
    """Write the form editor to `admin/` in a directory, if it can save in the repository."""
    if has_forms(repo_url):
        address = urlsplit(repo_url)
        hosts = _SETTINGS["hosts"][address.hostname]
        repository = address.path.strip("/").removesuffix(".git")
        backend = {**_SETTINGS["backend"], "repo": repository, "branch": branch}
        write_files(dataset, directory / "admin", backend, hosts)
        fonts = {file.partition("/files/")[0] for file in FONTS.values()}
        for package in (PACKAGE, *fonts):
            copy_licence(dataset.root, package, directory)
        # The makers of Material Symbols give them under a licence that their package does not hold.
        for text in (files("handbook.site") / "licences").iterdir():
            (directory / LICENCES / text.name).write_bytes(text.read_bytes())


def write_files(
    dataset: Dataset, directory: Path, backend: dict[str, Any], hosts: Sequence[str] = ()
) -> None:
    """Write the editor's files for a backend.

    Args:
        dataset: The handbook.
        directory: The directory to write to.
        backend: The editor's `backend` configuration.
        hosts: The other hosts that the editor may reach: the backend's API, then its pictures.

    Raises:
        HandbookError: A package is missing, or its content differs from what the patches expect.
    """
    root = dataset.root
    package = installed(root, f"{PACKAGE}/package.json")
    version = json.loads(package.read_text(encoding="utf-8"))["version"]
    (directory / "fonts").mkdir(parents=True, exist_ok=True)
    (directory / "sveltia-cms").mkdir(exist_ok=True)
    questions = read_text(root, QUESTIONS) if lexists(root / QUESTIONS) else ""
    proposal = f"body:{json.dumps(questions)}"
    patches = {_PATTERNS["home"]: "`sveltia-cms`", _PATTERNS["proposal"]: proposal}
    for pattern, file in FONTS.items():
        font = f"fonts/{Path(file).name}"
        patches[_PATTERNS["font_host"] + pattern] = font
        shutil.copyfile(installed(root, file), directory / font)
    code = patched(installed(root, SCRIPT).read_text(encoding="utf-8"), patches, SCRIPT)
    config = json.dumps(build_config(dataset, backend), ensure_ascii=False, indent=1)
    texts = {
        "sveltia-cms.js": re.sub(r"\n//# sourceMappingURL=.*\s*\Z", "\n", code),
        "sveltia-cms/package.json": json.dumps({"version": version}) + "\n",
        "config.json": config + "\n",
        "index.html": build_page(dataset, hosts),
    }
    for name, text in texts.items():
        (directory / name).write_text(text, encoding="utf-8")
    locales = directory / f"sveltia-cms@{version}" / "locales"
    shutil.copytree(package.parent / "locales", locales, dirs_exist_ok=True)


def build_page(dataset: Dataset, hosts: Sequence[str] = ()) -> str:
    """Return the editor's HTML page, which may reach only this site and the hosts."""
    page = jinja_template(
        "handbook.site", "form_editor.html.jinja", autoescape=True, keep_trailing_newline=True
    )
    return page.render(languages=dataset.languages, word=dataset.labels.word, hosts=hosts)


def build_config(dataset: Dataset, backend: dict[str, Any]) -> dict[str, Any]:
    """Return the editor's configuration, with a collection for each kind of record."""
    forms = _Forms(dataset)
    return {
        "backend": backend,
        **({"publish_mode": "editorial_workflow"} if backend["name"] == "github" else {}),
        "app_title": dataset.labels.word("admin_title", dataset.languages[0]),
        **_SETTINGS["config"],
        "collections": [forms.collection(folder) for folder in KINDS],
    }


class _Forms:
    """The forms of a handbook's records, labelled in all its languages."""

    def __init__(self, dataset: Dataset) -> None:
        self.labels, self.languages = dataset.labels, dataset.languages
        self.title = f"title.{self.languages[0]}"

    def collection(self, folder: str) -> dict[str, Any]:
        """Return the collection of a kind."""
        return {
            "name": folder,
            "label": self._bilingual(self.labels.word, f"kind_{folder}"),
            "folder": f"data/{folder}",
            "summary": f"{{{{{self.title}}}}} · {{{{id}}}}",
            **_SETTINGS["collection"],
            "fields": self._fields(KINDS[folder].record),
        }

    def _bilingual(self, resolve: Callable[[Any, str], str], key: str) -> str:
        return " · ".join(resolve(key, lang) for lang in self.languages)

    def _fields(self, model: type[BaseModel]) -> list[dict[str, Any]]:
        """Return the forms of a model's fields, or of a text's languages, in the order of files."""
        if not issubclass(model, (Text, Names)):
            return [self._field(field) for field in fields_of(model).values()]
        fields = []
        for lang, settings in self.labels.languages.items():
            widget: dict[str, Any] = {"widget": "string" if issubclass(model, Name) else "text"}
            if issubclass(model, Names):
                item = {"name": "name", "label": settings.name, "widget": "string"}
                widget = {"widget": "list", "field": item}
            required = lang == self.languages[0] and not issubclass(model, Names)
            fields.append({"name": lang, "label": settings.name, "required": required, **widget})
        return fields

    def _field(self, field: ModelField) -> dict[str, Any]:
        label = " · ".join(field.label.values())
        description = " · ".join(field.description.values())
        hints = [hint for hint in (description, *field.examples) if hint != label]
        return {
            "name": field.name,
            "label": label,
            "required": field.required,
            **({"hint": hints[0]} if hints else {}),
            **self._widget(field),
        }

    def _widget(self, field: ModelField) -> dict[str, Any]:
        if field.model:
            widget = "list" if field.is_list else "object"
            return {"widget": widget, "fields": self._fields(field.model)}
        if field.refers_to and len(field.refers_to.folders) == 1:
            return self._relation(field.refers_to.folders[0], field.is_list)
        pattern = _pattern(field)
        if field.is_list:
            item = {"name": "id" if field.refers_to else "item", "widget": "string", **pattern}
            return {"widget": "list", "field": item}
        if field.choices or field.type is bool:
            # not a switch, which writes `false` into every record without the field
            return {"widget": "select", "options": self._options(field)}
        if field.type in _NUMBERS:
            return {"widget": "number", "value_type": _NUMBERS[field.type]}
        return {"widget": "string" if field.required or pattern else "text", **pattern}

    def _relation(self, folder: str, multiple: bool) -> dict[str, Any]:
        """Return a picker for ids of one kind."""
        shown = [self.title, "id"]
        relation = {"widget": "relation", "collection": folder, "value_field": "id"}
        several = {"multiple": True} if multiple else {}
        return {**relation, "display_fields": shown, "search_fields": shown, **several}

    def _options(self, field: ModelField) -> list[dict[str, Any]]:
        labels: dict[Any, str] = {
            True: self._bilingual(self.labels.word, "diff_yes"),
            False: self._bilingual(self.labels.word, "diff_no"),
        }
        if field.choices:
            values = self.labels.choices(field.choices)
            labels = {str(each): self._bilingual(self.labels.choice, each) for each in values}
        return [{"label": label, "value": value} for value, label in labels.items()]


def _pattern(field: ModelField) -> dict[str, Any]:
    if field.refers_to:
        return {"pattern": [SLUG, "joint-patrols"]}
    if field.pattern not in (LOCATOR, DATE, PERIOD, SLUG):
        return {}
    example = field.examples[0] if field.examples else "city-safety-2024#8"
    return {"pattern": [field.pattern.replace("(?P<", "(?<"), example]}
