"""Which addresses a link may have, with each read as a browser reads it.

The check, the parser and the check of the finished site all ask here, so that an address cannot mean
one thing to them and another to a browser. The rules of reading are those of the URL Standard (WHATWG),
section 4.4.
"""

import html
import re

from markdown.util import AMP_SUBSTITUTE

from handbook.model.types import is_web_address

#: How a link that is not relative begins; `site:` leads to a file of the built site.
PREFIXES = ("https://", "mailto:", "site:")
#: What browsers drop from an address: these at both ends, tabs and line ends anywhere.
_EDGES = "".join(map(chr, range(0x21)))
_DROPPED = re.compile(r"[\t\n\r]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def decoded(address: str) -> str:
    """Return an address with its entities read, also those that stand in one another."""
    read = html.unescape(address.replace(AMP_SUBSTITUTE, "&"))
    return read if read == address else decoded(read)


def scheme(address: str) -> str:
    """Return the scheme that a browser finds in an address.

    Returns:
        The scheme in lower case; `//` where only another host is named; nothing for a relative address.
    """
    read = _DROPPED.sub("", decoded(address).strip(_EDGES))
    if match := _SCHEME.match(read):
        return match[1].lower()
    return "//" if read.replace("\\", "/").startswith("//") else ""


def is_allowed(address: str) -> bool:
    """Return whether a link may have an address: relative, or with one of `PREFIXES`.

    One on the web must lead where it seems to (`is_web_address`).
    """
    read = decoded(address)
    if read.startswith("site:"):
        read = read.removeprefix("site:")
        return not scheme(read) and not read.startswith(("/", "\\"))
    if read.startswith("https:"):
        return is_web_address(read)
    return read.startswith(PREFIXES) or not scheme(read)
