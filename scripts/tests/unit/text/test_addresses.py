"""Addresses are read as a browser reads them, and only a closed list of schemes is let through."""

from __future__ import annotations

import pytest

from handbook.text.addresses import is_allowed, scheme
from handbook.text.markdown import parser

#: Addresses that a link may not have, with the scheme that a browser finds in them.
REFUSED = {
    "javascript:alert(1)": "javascript",
    "JaVaScRiPt:alert(1)": "javascript",
    "java\nscript:alert(1)": "javascript",
    "java\tscr\ript:alert(1)": "javascript",
    " \x01\x1fjavascript:alert(1)": "javascript",
    "javascript&#58;alert(1)": "javascript",
    "java&#x0A;script&colon;alert(1)": "javascript",
    "javascript&amp;#58;alert(1)": "javascript",
    "data:text/html,x": "data",
    "vbscript:x": "vbscript",
    "blob:https://example.org/x": "blob",
    "tel:110": "tel",
    "http://example.org/": "http",
    "HTTPS://example.org/": "https",
    "https://www.gov.cn@example.org/": "https",
    "https://www.gov.cn&#64;example.org/": "https",
    "https://a:b@example.org/": "https",
    "https://example.org\\@b.example/": "https",
    "https://www.gov.cn。example.org/": "https",
    "https://ｅxample.org/": "https",
    "https://example.org/\u202egnp": "https",
    "https://exa\u200bmple.org/": "https",
    "https://example.org/a b": "https",
    "https://example.org:99999/": "https",
    "https://example.org/%zz": "https",
    "https://?": "https",
    "https:///x": "https",
    "https://a..b/": "https",
    "https:example.org": "https",
    "SITE:figures/": "site",
    "site:/figures/": "site",
    "site://example.org/": "site",
    "site:\\\\example.org/": "site",
    "site:javascript:alert(1)": "site",
    "//example.org/": "//",
    "\\\\example.org/": "//",
    "/\\example.org/": "//",
    "/\n/example.org/": "//",
    "&#47;&#47;example.org/": "//",
}
ALLOWED = [
    "https://example.org/a?b=c&d#e",
    "https://平安.example.:8443/数/%E4?a@b:c#%25",
    "https://example.org",
    "mailto:a@example.org",
    "site:pdf/a.pdf",
    "../a.md",
    "#a",
    "",
    "数字：一",
]


@pytest.mark.parametrize("address", REFUSED)
def test_address_is_refused_whatever_disguises_its_scheme(address: str) -> None:
    """The scheme found is a browser's, and it is not on the list."""
    assert (REFUSED[address], False) == (scheme(address), is_allowed(address))


@pytest.mark.parametrize("address", ALLOWED)
def test_address_of_an_allowed_form_is_let_through(address: str) -> None:
    """Relative addresses and those with a prefix stay."""
    assert is_allowed(address)


@pytest.mark.parametrize("address", [each for each in REFUSED if not {*"\\\t"} & {*each}])
def test_parser_takes_away_an_address_that_the_check_let_through(address: str) -> None:
    """The words of the link stay. (The parser halves backslashes and makes blanks of tabs, so those are relative.)"""
    forms = [f"a [b]({address}) c", f"a [b](<{address}>) c"]
    if not {*"\n\r\t "} & {*address}:
        forms.append(f"a [b][m] c\n\n[m]: {address}")
    for text in forms:
        assert "href" not in parser().convert(text), text
