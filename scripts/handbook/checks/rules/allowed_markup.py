"""Markup comes from a closed set.

There is no raw HTML, no picture, no unsafe address and no stray brace.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.model.types import Name, Prose, is_web_address, web_host
from handbook.text.addresses import is_allowed, scheme
from handbook.text.languages import Problem
from handbook.text.scanner import Scan, covering, mask

_TAG = re.compile(r"<(?!(?:https?|mailto):)[A-Za-z/!?][^>\n]{0,40}>?")
#: A link and a table in HTML, whose tags are told at once.
_HTML_LINK = re.compile(
    r"<a\s[^<>\n]{0,200}?href\s*=\s*[\"'“”‘’]?(?P<address>[^\s\"'“”‘’<>]++)[^<>\n]*+>"
    r"(?P<words>[^<>\n]*+)</a>",
    re.IGNORECASE,
)
_HTML_TABLE = re.compile(r"<table\b.*?(?:</table>|\Z)", re.IGNORECASE | re.DOTALL)
#: What may begin a link, and what no address of a plain text has beside its prefix: the parser reads
#: such a text to say which addresses it has.
_LINK = re.compile(r"\]\(|\]:|<")
_UNUSUAL = re.compile(
    r"&|\\|//+(?<!https://)|https:(?!//)|site:[/\\]"
    r"|(?<!:)(?<!https)(?<!mailto)(?<!site):(?!:)(?!lang\[)"
)
#: An address that is typed as words.
_TYPED = re.compile(r"(?<![\w/.@:-])(?:https?://|www\.)[\w-]+(?:\.[\w-]+)+[\w./?=&%-]*", re.ASCII)
#: An address on the web with all that the parser may take for a part of it.
_WEB = re.compile(r"https://[^)>\n]*")
#: Words that read as an address, and what a link may begin that has some.
_HOST = r"(?:\w[\w-]*\.)+"
_READS_AS = re.compile(
    rf"https?://[^\s/?#]+|www\.{_HOST}\w+|\A{_HOST}(?:com|org|net|gov|edu|info)(?:\.[a-z]{{2}})?(?=/|\Z)",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    r"(?:https?://|www\.|\.(?:com|org|net|gov|edu|info))[^\[\]()\n]{0,80}\]", re.IGNORECASE
)
_BARE = re.compile(r"\bftp://|\b(?:javascript|vbscript|data):(?=\S)", re.IGNORECASE)
_REFERRED = re.compile(r"(?<!\\)!\[[^\[\]\n]+\](?!\()")
_BLOCK = re.compile(r"^(?:#| {1,3}#{1,6}(?=\s)| {0,3}(?:>|!!!|: ))[^\n]{0,20}", re.MULTILINE)
#: What may begin a list or a rule, of which the parser says whether it does.
_MARK = re.compile(r"^[ \t]*(?:[-+*_]|\d+\.)[^\n]{0,20}", re.MULTILINE)
_DEFINED = re.compile(r"\[([^\[\]]*)\]:")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_BRACE = re.compile(r"\{[^\n]{0,19}")
#: A heading's id, the one pair of braces of its line.
_HEADING_ID = re.compile(r"^#[^{\n]*\{#[^{\n]*\}[ \t]*$", re.MULTILINE)
#: A text without any of these is not looked at.
_SUSPECT = re.compile(
    r"[<{]|www\.|!\[|\]\(|\]:|://|script:|data:|^ {0,3}[#>!:]|^[ \t]*[=-]+[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)

#: A message's code, an offset, and what is shown of the text.
_Problem = tuple[str, int, str]


def check(context: Context) -> Findings:
    """Yield markup that would be shown as typed, or that a browser would run."""
    yield from context.in_all(_of_text)
    yield from context.in_each(
        context.own_captions, lambda caption: _with_values(_everywhere(caption.scan))
    )


def _of_text(reading: Reading) -> Iterator[Problem]:
    if _SUSPECT.search(reading.text):
        parts = _everywhere(reading.scan), _braces(reading), _blocks(reading)
        yield from _with_values(chain(*parts))
        linked = covering((link.start, link.end) for link in reading.scan.links)
        for typed in _TYPED.finditer(reading.scan.without_code):
            if not linked(typed.start()):
                yield "address-bare", typed.start(), {"found": typed[0]}
    if not reading.scan.is_parsed:
        return  # refused for itself
    if "]:" in reading.text:
        definitions = reading.scan.parsed[2]
        lost = definitions.unused | definitions.repeated
        for name in _DEFINED.finditer(reading.scan.without_code) if lost else ():
            if name[1].strip().lower() in lost:
                yield "link-definition-unused", name.start(), {"found": name[0]}
    if reading.field and reading.type is Prose and (mark := _MARK.search(reading.text)):
        tags = {element.tag for element in reading.scan.parsed[0].iter()}
        if tags & {"ul", "ol", "hr"}:
            yield "markup-block-in-line", mark.start(), {"found": mark[0].strip()}


def _with_values(problems: Iterable[_Problem]) -> Iterator[Problem]:
    return ((code, offset, {"found": found}) for code, offset, found in problems)


def _everywhere(structure: Scan) -> Iterator[_Problem]:
    """Yield tags, pictures and addresses, which no text may have."""
    text = structure.without_code
    tables = [*_HTML_TABLE.finditer(text)]
    for match in tables:
        yield "html-table", match.start(), match[0].partition("\n")[0]
    outside = mask(text, (match.span() for match in tables))
    linked = [*_HTML_LINK.finditer(outside)]
    for match in linked:
        yield "html-link", match.start(), f"[{match['words']}]({match['address']})"
    told = covering(match.span() for match in (*tables, *linked))
    for code, pattern in (("markup-html", _TAG), ("image", _REFERRED)):
        for match in pattern.finditer(text):
            if not told(match.start()):
                yield code, match.start(), match[0]
    links = [link for link in structure.links if link.kind != "automatic"]
    yield from (("image", link.target, link.address) for link in links if link.kind == "image")
    for link in structure.links:
        if not {"'", '"'}.isdisjoint(link.address):  # the parser may take what follows for a title
            yield "link-quote", link.target, link.address
    yield from _addresses(structure)
    is_linked = covering((link.target, link.end) for link in links)
    for match in _BARE.finditer(structure.without_code):
        if not is_linked(match.start()):
            yield "link-scheme", match.start(), match[0].lower()


def _addresses(structure: Scan) -> Iterator[_Problem]:
    """Yield the addresses that a link may not have, of those that the parser reads."""
    text = structure.text
    unusual = _UNUSUAL.search(text) or not all(map(is_web_address, _WEB.findall(text)))
    if not (_LINK.search(text) and (unusual or _IN_WORDS.search(text)) and structure.is_parsed):
        return
    tree, _, definitions = structure.parsed
    for link in tree.iter("a"):
        words, host = "".join(link.itertext()).strip(), _bare_host(link.get("href", ""))
        if (named := _READS_AS.search(words)) and _bare_host(named[0]) != host:
            yield "link-words", structure.place_of(words), named[0]
    defined = (address for address, _ in definitions.values())
    addresses = [*(element.get("href", "") for element in tree.iter("a")), *sorted(defined)]
    pictures = {link.address for link in structure.links if link.kind == "image"}
    for address in dict.fromkeys(addresses):
        if is_allowed(address) or address in pictures:
            continue
        found, typed = scheme(address), address.strip().partition("\n")[0]
        start = typed.partition(":")[0]
        offset = structure.place_of(typed)
        if typed.startswith("https:"):
            yield "url-form", offset, typed
        elif found == "//":
            yield "link-without-scheme", offset, typed
        elif found == "site":
            yield "link-scheme", offset, typed
        else:
            yield "link-scheme", offset, f"{start if start.lower() == found else found}:"


def _bare_host(address: str) -> str:
    scheme, mark, rest = address.partition("://")
    return web_host(f"https://{rest if mark else scheme}").removeprefix("www.")


def _braces(reading: Reading) -> Iterator[_Problem]:
    if "{" not in reading.text or reading.type is Name:
        return
    structure = reading.scan
    for directive in structure.directives:
        argument = structure.text[slice(*directive.argument)]
        if not _LANGUAGE.fullmatch(argument):
            yield "markup-language", directive.argument[0], argument
    text = mask(structure.without_code, ((d.words[1], d.end) for d in structure.directives))
    if not reading.field:
        text = mask(text, (match.span() for match in _HEADING_ID.finditer(text)))
    for line in re.finditer(r"[^\n]+", text):
        if brace := _BRACE.search(line[0]):
            yield "markup-braces", line.start() + brace.start(), brace[0]


def _blocks(reading: Reading) -> Iterator[_Problem]:
    if reading.field and reading.type is not Name:
        for match in _BLOCK.finditer(reading.scan.without_code):
            yield "markup-block-in-record", match.start(), match[0].strip()
        for start, end in reading.scan.underlines:
            yield "markup-block-in-record", start, reading.text[start:end]
