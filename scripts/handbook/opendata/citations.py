"""Citations of every page, as programs that manage references read them.

    cite/<page>.<language>.bib     BibTeX
    cite/<page>.<language>.ris     RIS
    cite/<page>.<language>.json    CSL-JSON
    CITATION.cff                   the whole, in the handbook's repository

No file tells a day when the page was read: whoever reads it knows that. An address stands there only
where the published one is known.
"""

import json
import re
from collections.abc import Callable, Mapping

from handbook.load.yaml_style import written
from handbook.model.labels import Labels
from handbook.model.urls import CITATION_FORMATS, citation_path
from handbook.pages.citations import Citation, citation_of
from handbook.pages.render import Handbook

#: The file of the whole in the handbook's repository.
CFF = "CITATION.cff"

_TEX = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{character: f"\\{character}" for character in "&%$#_"},
}


def build_citations(handbook: Handbook, site_url: str = "") -> dict[str, bytes]:
    """Return every citation's file by its path in the site.

    Args:
        handbook: The handbook.
        site_url: The published address, or "".
    """
    files = {}
    for pages in handbook.pages.values():
        for rendered in pages.values():
            page = rendered.page
            if cited := citation_of(handbook, page, site_url):
                for extension, write in _WRITERS.items():
                    path = citation_path(page.path, page.lang, extension)
                    files[path] = write(cited).encode()
    return files


def build_cff(labels: Labels) -> str:
    """Return what hosts of repositories read to tell how the handbook is cited.

    The whole is cited by its first language; edition and address are those of the site, not of a file
    that is committed.
    """
    lang, licence = next(iter(labels.languages)), labels.site.licence
    tree = {
        "cff-version": "1.2.0",
        "message": labels.word("cite_message", lang),
        "type": "dataset",
        "title": labels.word("site_name", lang),
        "abstract": labels.word("site_description", lang),
        "authors": [{"name": labels.word("book_author", lang)}],
        **({"license-url": licence.path} if licence else {}),
    }
    return written(tree)


def _bibtex(cited: Citation) -> str:
    year, month, _ = _date(cited)
    fields = {
        "author": f"{{{_tex(cited.author)}}}",
        "title": f"{{{_tex(cited.title)}}}",
        "howpublished": _tex(cited.container),
        "year": year,
        "month": month,
        "note": _tex(cited.edition),
        "url": cited.address,
        "language": cited.lang,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{cited.key},\n" + ",\n".join(lines) + "\n}\n"


def _ris(cited: Citation) -> str:
    year, month, day = _date(cited)
    fields = {
        "TY": "ELEC",
        "ID": cited.key,
        "AU": cited.author,
        "TI": cited.title,
        "T2": cited.container,
        "PY": year,
        "DA": f"{year}/{month}/{day}" if year else "",
        "ET": cited.version.id,
        "UR": cited.address,
        "LA": cited.lang,
    }
    lines = [f"{tag}  - {_line(value)}\r\n" for tag, value in fields.items() if value]
    return "".join([*lines, "ER  - \r\n"])


def _csl(cited: Citation) -> str:
    item: dict[str, object] = {
        "id": cited.key,
        "type": "webpage",
        "title": cited.title,
        "container-title": cited.container,
        "author": [{"literal": cited.author}],
        "version": cited.version.id,
        "URL": cited.address,
        "language": cited.lang,
    }
    if cited.version.date:
        item["issued"] = {"date-parts": [[int(part) for part in _date(cited)]]}
    filled = {name: value for name, value in item.items() if value}
    return json.dumps([filled], ensure_ascii=False, indent=1) + "\n"


#: What writes each format, by the extension of its files.
_WRITERS: Mapping[str, Callable[[Citation], str]] = dict(
    zip(CITATION_FORMATS, (_bibtex, _ris, _csl), strict=True)
)


def _date(cited: Citation) -> list[str]:
    """Return year, month and day, each empty where the date is not known."""
    return cited.version.date.split("-") if cited.version.date else [""] * 3


def _line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    """Return a text as TeX is to read it, which makes one sign of two hyphens or quotes."""
    escaped = re.sub(r"[\\{}~^&%$#_]", lambda found: _TEX[found[0]], _line(text))
    return re.sub(r"([-'`])(?=\1)", r"\1{}", escaped)
