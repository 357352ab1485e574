"""The models → the form editor under /admin/: Sveltia CMS with a collection for each kind of record.

    admin/index.html       the page, with a content security policy: this site and the repository's host, and nothing else
    admin/config.json      the forms, made from the same models as the check
    admin/sveltia-cms.js   the pinned bundle from npm; its fonts' addresses, on a public host, are rewritten to admin/fonts/
    admin/fonts/           those fonts, from their npm packages
    admin/sveltia-cms…/    its own words in each language and its version, which it would ask of the same public host

It exists where the repository is known (HANDBOOK_REPO_URL): a form without a place to save would mislead. No reader's page has any of
its code. Signing in needs no server of ours: an access token that the repository's host gives out, kept in the editor's browser.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from html import escape
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin
from urllib.parse import urlsplit

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from handbook import links
from handbook.fields import DATE, LOCATOR, SLUG, Name, Names, Text
from handbook.model import KINDS, Dataset, Record
from handbook.validation import key_order

#: The bundle, and its fonts: what their address in the bundle matches → the file that takes its place.
PACKAGE = "node_modules/@sveltia/cms/dist/sveltia-cms.js"
FONTS = {
    r"source-sans-3:vf@[^/]+/latin-wght-normal\.woff2": "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
    r"noto-mono@[^/]+/latin-400-normal\.woff2": "@fontsource/noto-mono/files/noto-mono-latin-400-normal.woff2",
    r"material-symbols-outlined:vf@[^/]+/latin-wght-normal\.woff2":
        "@fontsource-variable/material-symbols-outlined/files/material-symbols-outlined-latin-wght-normal.woff2",
}  # fmt: skip
#: Where a host of repositories answers the editor: its own address → (its interface, its pictures of people).
HOSTS = {"github.com": ("https://api.github.com", "https://avatars.githubusercontent.com")}

#: Where the bundle looks for its words in the editor's language, and whether a newer one is out; without the words it would not start.
_HOME = r"`https://[^`/]+/@sveltia/cms`"
_FONT_HOST = r"https://[^\s()'\"`]+/fontsource/fonts/"


class AdminFailed(Exception):
    """The form editor's files are not there or not as expected; the message says which."""


def write_admin(dataset: Dataset, directory: Path, repo_url: str) -> None:
    """Write the form editor below a directory; nothing where the repository is not known. Raises AdminFailed."""
    host = urlsplit(repo_url).hostname or ""
    if host not in HOSTS:
        return
    repository = urlsplit(repo_url).path.strip("/").removesuffix(".git")
    methods = {"auth_methods": ["token"]}
    write_files(dataset, directory / "admin", {"name": "github", "repo": repository, "branch": "main", **methods}, HOSTS[host])


def write_files(dataset: Dataset, directory: Path, backend: dict[str, Any], hosts: Sequence[str] = ()) -> None:
    """Write the editor's files for a backend, which may reach `hosts` besides this site."""
    modules = dataset.root / "node_modules"
    bundle = dataset.root / PACKAGE
    if not bundle.is_file():
        raise AdminFailed(PACKAGE)
    (directory / "fonts").mkdir(parents=True, exist_ok=True)
    code = bundle.read_text(encoding="utf-8")
    for pattern, file in FONTS.items():
        name = Path(file).name
        code, count = re.subn(_FONT_HOST + pattern, f"fonts/{name}", code)
        if count != 1:
            raise AdminFailed(f"{PACKAGE}: {pattern}")
        shutil.copyfile(modules / file, directory / "fonts" / name)
    version = json.loads((bundle.parent.parent / "package.json").read_text(encoding="utf-8"))["version"]
    code, count = re.subn(_HOME, "`sveltia-cms`", code)
    if count != 1:
        raise AdminFailed(f"{PACKAGE}: {_HOME}")
    shutil.copytree(bundle.parent.parent / "locales", directory / f"sveltia-cms@{version}" / "locales", dirs_exist_ok=True)
    (directory / "sveltia-cms").mkdir(exist_ok=True)
    (directory / "sveltia-cms" / "package.json").write_text(json.dumps({"version": version}) + "\n", encoding="utf-8")
    code = re.sub(r"\n//# sourceMappingURL=.*\s*\Z", "\n", code)
    (directory / "sveltia-cms.js").write_text(code, encoding="utf-8")
    (directory / "config.json").write_text(
        json.dumps(build_config(dataset, backend), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    (directory / "index.html").write_text(build_page(dataset, hosts), encoding="utf-8")


def build_page(dataset: Dataset, hosts: Sequence[str] = ()) -> str:
    """Return the editor's page."""
    api, pictures = (*hosts, "", "")[:2]
    policy = (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data: blob: {pictures}; "
        f"connect-src 'self' blob: data: {api}; worker-src 'self' blob:; base-uri 'none'; form-action 'none'"
    )
    first = dataset.languages[0]
    word = dataset.labels.word
    return f"""<!doctype html>
<html lang="{first}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="{escape(re.sub(r" +(?=[;]|$)", "", policy))}">
  <meta name="robots" content="noindex">
  <meta name="referrer" content="no-referrer">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{escape(word("admin_title", first))} – {escape(word("site_name", first))}</title>
  <link rel="cms-config-url" type="application/json" href="config.json">
</head>
<body>
  <noscript>{" ".join(escape(word("admin_no_script", lang)) for lang in dataset.languages)}</noscript>
  <script src="sveltia-cms.js"></script>
</body>
</html>
"""


def build_config(dataset: Dataset, backend: dict[str, Any]) -> dict[str, Any]:
    """Return the forms: a collection for each kind of record, its fields in the order in which they are written."""
    return {
        "backend": backend,
        **({"publish_mode": "editorial_workflow"} if backend["name"] == "github" else {}),
        "app_title": dataset.labels.word("admin_title", dataset.languages[0]),
        "media_folder": "docs/assets",
        "output": {"omit_empty_optional_fields": True},
        "collections": [_collection(dataset, folder, kind) for folder, kind in KINDS.items()],
    }


def _collection(dataset: Dataset, folder: str, kind: type[Record]) -> dict[str, Any]:
    first = dataset.languages[0]
    return {
        "name": folder,
        "label": _bilingual(*(dataset.labels.word(f"kind_{folder}", lang) for lang in dataset.languages)),
        "folder": f"data/{folder}",
        "extension": "yml",
        "format": "yaml",
        "create": True,
        "identifier_field": "id",
        "slug": "{{id}}",
        "summary": f"{{{{title.{first}}}}} · {{{{id}}}}",
        "editor": {"preview": False},
        "fields": list(_fields(dataset, kind)),
    }


def _fields(dataset: Dataset, holder: type[BaseModel]) -> Iterator[dict[str, Any]]:
    for name in key_order(holder):
        info = holder.model_fields[name]
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        label, hint = _label_and_hint(str(extra.get("x-zh", name)), info.description or name)
        base: dict[str, Any] = {"name": name, "label": label, "required": info.is_required()}
        if hint or info.examples:
            base["hint"] = hint or str(info.examples[0] if info.examples else "")
        yield {**base, **_widget(dataset, info, _inner(info.annotation))}


def _label_and_hint(zh: str, en: str) -> tuple[str, str]:
    """Return what a field is called in short, and all that is said of it where that is more."""
    label = _bilingual(zh.split("：")[0].split("（")[0], en.split(":")[0].split(", ")[0])
    return label, "" if label == _bilingual(zh, en) else _bilingual(zh, en)


def _bilingual(*words: str) -> str:
    return " · ".join(words)


def _inner(annotation: Any) -> Any:
    """Return an annotation without `| None`."""
    if get_origin(annotation) in (Union, UnionType):
        return next(part for part in get_args(annotation) if part is not type(None))
    return annotation


def _bare(annotation: Any) -> Any:
    return get_args(annotation)[0] if hasattr(annotation, "__metadata__") else annotation


def _widget(dataset: Dataset, info: FieldInfo, annotation: Any) -> dict[str, Any]:
    annotation = _bare(annotation)
    if get_origin(annotation) is tuple:
        return _list(dataset, info, _bare(get_args(annotation)[0]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _object(dataset, annotation)
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return {"widget": "select", "options": [{"label": _choice(dataset, value), "value": value.value} for value in annotation]}
    if annotation is bool:
        # not the switch, which writes `false` into every record that does not say so
        return {"widget": "select", "options": [{"label": _yes_no(dataset, value), "value": value} for value in (True, False)]}
    if annotation in (int, Decimal):
        return {"widget": "number", "value_type": "int" if annotation is int else "float"}
    if relation := _relation(dataset, info):
        return relation
    return {"widget": "string" if info.is_required() or _pattern(info) else "text", **_pattern(info)}


def _object(dataset: Dataset, holder: type[BaseModel]) -> dict[str, Any]:
    first = dataset.languages[0]
    if not issubclass(holder, (Text, Names)):
        return {"widget": "object", "fields": list(_fields(dataset, holder))}
    fields: list[dict[str, Any]] = []
    for lang, language in dataset.labels.languages.items():
        field: dict[str, Any] = {"name": lang, "label": language.name, "required": lang == first and not issubclass(holder, Names)}
        if issubclass(holder, Names):
            field |= {"widget": "list", "field": {"name": "name", "label": language.name, "widget": "string"}}
        else:
            field |= {"widget": "string" if issubclass(holder, Name) else "text"}
        fields.append(field)
    return {"widget": "object", "fields": fields}


def _list(dataset: Dataset, info: FieldInfo, item: Any) -> dict[str, Any]:
    if relation := _relation(dataset, info):
        return (
            {**relation, "multiple": True} if relation["widget"] == "relation" else {"widget": "list", "field": {"name": "id", **relation}}
        )
    if isinstance(item, type) and issubclass(item, BaseModel):
        return {"widget": "list", "fields": _object(dataset, item)["fields"]}
    return {"widget": "list", "field": {"name": "item", "widget": "string", **_pattern(info)}}


def _relation(dataset: Dataset, info: FieldInfo) -> dict[str, Any] | None:
    """Return a picker for ids of one kind, a field with their pattern for ids of several, and None for what names no record."""
    to = links.reference_of(info)
    if to is None:
        return None
    if len(to.folders) == 1:
        shown = [f"title.{dataset.languages[0]}", "id"]
        return {"widget": "relation", "collection": to.folders[0], "value_field": "id", "display_fields": shown, "search_fields": shown}
    return {"widget": "string", "pattern": [SLUG, "five-joint"]}


def _pattern(info: FieldInfo) -> dict[str, Any]:
    said = f"{info.annotation!r} {info.metadata!r}"
    for pattern in (LOCATOR, DATE, SLUG):
        if repr(pattern) in said:
            example = str(info.examples[0]) if info.examples else "pinghu-safety-2024#8"
            return {"pattern": [pattern.replace("(?P<", "(?<"), example]}
    return {}


def _yes_no(dataset: Dataset, value: bool) -> str:
    return _bilingual(*(dataset.labels.word("diff_yes" if value else "diff_no", lang) for lang in dataset.languages))


def _choice(dataset: Dataset, value: StrEnum) -> str:
    return _bilingual(*(dataset.labels.choice(value, lang) for lang in dataset.languages))
