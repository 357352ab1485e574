"""Keep words whole in a browser: marks around them in the HTML, which stay out of every text."""

import re

#: The heading of a page; what no line may part: words joined by a hyphen or a plus sign, and a dot
#: with the word before it.
_TITLE = re.compile(r"<h1\b.*?</h1>", re.DOTALL)
_WHOLE = re.compile(r"(?<=>)[^<>]+(?=<)")
_JOINED = re.compile(r"[^\s<>]+\s·|[\w’']+(?:-[\w’']+)+|\w\+\w*")
#: A lead word and its colon.
_LEAD = re.compile(r"<strong>([^<]{1,24})</strong>(?=[:：])")
#: A mark that closes, and is as wide as a character, before the mark of a citation.
_CLOSING = re.compile(r'([”》」）])((?:</\w+>)*(?:<span(?: class="marks")?>)?<a [^>]*class="mark")')


def keep_words_whole(html: str) -> str:
    """Return a page's HTML with marks around what stays together and what is set closer."""
    html = _TITLE.sub(
        lambda title: _WHOLE.sub(
            lambda words: _JOINED.sub(r'<span class="hb-whole">\g<0></span>', words[0]), title[0]
        ),
        html,
    )
    html = _LEAD.sub(r'<strong class="hb-lead">\1</strong>', html)
    return _CLOSING.sub(r'<span class="hb-half">\1</span>\2', html)
