"""What editors typically get wrong: each slip breaks one file of the small good handbook, and says what the check must answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

PRACTICE = "data/practices/joint-patrols.yml"
FIGURE = "data/figures/boat-incidents.yml"
TERM = "data/terms/river-chief.yml"
PAGE = "docs/safety/river-safety.zh.md"


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip: the text it replaces in a file, and the finding's code, line and field; `whole` remakes the file's bytes instead."""

    name: str
    code: str
    line: int
    field: str = ""
    old: str = ""
    new: str = ""
    file: str = PRACTICE
    whole: Callable[[bytes], bytes] | None = None

    def apply(self, content: bytes) -> bytes:
        """Return a file's content with the slip in it."""
        if self.whole:
            return self.whole(content)
        old = self.old.encode()
        assert old in content, f"{self.old!r} is not in {self.file}"
        return content.replace(old, self.new.encode(), 1)


SLIPS = (
    # --- YAML ---
    Slip("a field is indented too far", "yaml-indent", 14, "kind", old="kind: mechanism", new="  kind: mechanism"),
    Slip("a language is not indented", "field-unknown", 4, "en", old="  en: Joint river", new="en: Joint river"),
    Slip(
        "a text has a colon and no quotes",
        "yaml-colon-in-text",
        25,
        "components[1].text.en",
        old="en: Both banks take",
        new="en: Note: both banks take",
    ),
    Slip("a full-width colon follows a field", "yaml-full-width-colon", 14, "kind", old="kind: mech", new="kind： mech"),
    Slip("Chinese quotes stand for YAML's", "quotes-straight", 3, "title.zh", old="zh: 两岸联合巡河", new='zh: “两岸"联合巡河”'),
    Slip("a tab indents a line", "yaml-tab", 3, "title.zh", old="  zh: 两岸联合巡河", new="\tzh: 两岸联合巡河"),
    Slip("no space follows a colon", "yaml-colon-space", 14, "kind", old="kind: mech", new="kind:mech"),
    Slip("a field lacks its colon", "yaml-colon-missing", 14, "kind", old="kind: mech", new="kind mech"),
    Slip("a field lacks its colon and holds others", "yaml-colon-missing", 10, "summary", old="summary:", new="summary"),
    Slip("a part's field lacks its colon", "yaml-colon-missing", 19, "components[1].id", old="id: night-watch", new="id night-watch"),
    Slip("full-width spaces indent a line", "yaml-space", 3, "title.zh", old="  zh: 两岸联合巡河", new="　　zh: 两岸联合巡河"),
    Slip("a no-break space indents a line", "yaml-space", 4, "title.en", old="  en: Joint river", new=" \u00a0en: Joint river"),
    Slip("a full-width space follows a colon", "yaml-space", 3, "title.zh", old="zh: 两岸联合巡河", new="zh:　两岸联合巡河"),
    Slip("a full-width space follows a list's hyphen", "yaml-space", 30, "places[1]", old="  - river-town", new="  -　river-town"),
    Slip("no space follows a list's hyphen", "value-not-a-list", 30, "places", old="  - river-town", new="  -river-town"),
    Slip(
        "a field is written twice",
        "yaml-duplicate-field",
        15,
        "kind",
        old="theme: river-safety\n",
        new="kind: service\ntheme: river-safety\n",
    ),
    Slip(
        "a number sign in a text begins a comment",
        "yaml-comment-in-text",
        25,
        "components[1].text.en",
        old="en: Both banks take turns at night.",
        new="en: Both banks take turns on bridge #2 and on bridge #3.",
    ),
    Slip("a quotation mark is not closed", "yaml-quote", 4, "title.en", old="en: Joint river patrols", new="en: 'Joint river patrols"),
    Slip(
        "a text begins with a link and no quotes",
        "yaml-special-character",
        11,
        "summary.zh",
        old="zh: 两岸的[[river-police|派出所]]",
        new="zh: [[river-police|派出所]]",
    ),
    Slip(
        "a text begins with a percent sign", "yaml-special-character", 24, "components[1].text.zh", old="zh: 夜里轮流", new="zh: %夜里轮流"
    ),
    Slip(
        "a text begins with an ampersand", "yaml-special-character", 24, "components[1].text.zh", old="zh: 夜里轮流", new="zh: &夜里 轮流"
    ),
    Slip("anchors and aliases multiply a text", "yaml-anchor", 1, "a", whole=lambda _: b"a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n"),
    Slip("a tag asks for an object", "yaml-anchor", 1, "id", whole=lambda _: b"id: !!python/object:os.system x\n"),
    Slip("two documents stand in one file", "yaml-several-documents", 55, whole=lambda b: b + b"---\nid: other\n"),
    Slip("a file is empty", "file-empty", 1, whole=lambda _: b"\n \n"),
    Slip("a file holds only a comment", "file-empty", 1, whole=lambda _: b"# later\n"),
    Slip("a file begins with a byte order mark", "file-bom", 1, whole=lambda b: b"\xef\xbb\xbf" + b),
    Slip("a file is saved as GBK", "file-not-utf8", 3, whole=lambda b: b.decode().replace("í", "i").encode("gbk")),
    Slip("a file is saved as UTF-16", "file-not-utf8", 1, whole=lambda b: b.decode().encode("utf-16")),
    Slip("a file is one list", "yaml-not-a-map", 1, whole=lambda _: b"- id: joint-patrols\n"),
    Slip("a file is one sentence", "yaml-not-a-map", 1, whole=lambda _: "联合巡河\n".encode()),
    Slip("a file is 50 MB", "file-too-large", 1, whole=lambda b: b + b"# " + b"x" * 50_000_000),
    Slip("brackets are 100,000 levels deep", "yaml-too-deep", 1, "id", whole=lambda _: b"id: " + b"[" * 100_000),
    Slip("a control character was pasted", "file-control-character", 3, old="两岸联合巡河", new="两岸\x0b联合巡河"),
    # --- fields ---
    Slip("a field is misspelt", "field-unknown", 10, "sumary", old="summary:", new="sumary:"),
    Slip("a required field is missing", "field-missing", 1, "theme", old="theme: river-safety\n", new=""),
    Slip("a language is misspelt", "language-unknown", 4, "title.eng", old="  en: Joint river", new="  eng: Joint river"),
    Slip("the Chinese is missing", "language-first-missing", 2, "title", old="  zh: 两岸联合巡河\n", new=""),
    Slip("an enumeration's value is wrong", "value-not-accepted", 14, "kind", old="kind: mechanism", new="kind: mechanisms"),
    Slip(
        "a list stands where languages belong",
        "value-not-a-map",
        2,
        "title",
        old="  zh: 两岸联合巡河\n  en: Joint river patrols\n",
        new="  - 两岸联合巡河\n",
    ),
    Slip(
        "a text stands where languages belong",
        "value-not-a-map",
        2,
        "title",
        old="title:\n  zh: 两岸联合巡河\n  en: Joint river patrols\n",
        new="title: 两岸联合巡河\n",
    ),
    Slip("a map stands where a text belongs", "value-not-text", 34, "started.date", old="date: 2023-08", new="date:\n    year: 2023"),
    Slip("a text stands where a list belongs", "value-not-a-list", 29, "places", old="places:\n  - river-town", new="places: river-town"),
    Slip("the list of citations is empty", "list-empty", 53, "cite", old="cite:\n  - river-report#2\n", new="cite: []\n"),
    Slip("a date is written in Chinese", "date-form", 34, "started.date", old="date: 2023-08", new="date: 2023年8月"),
    Slip("a day does not exist", "date-form", 34, "started.date", old="date: 2023-08", new="date: 2023-02-30"),
    Slip("a year is 0", "date-form", 34, "started.date", old="date: 2023-08", new="date: '0000'"),
    Slip("a number carries its unit", "number-form", 9, "value", old="value: 1728", new="value: 1728起", file=FIGURE),
    Slip("a number is written with full-width digits", "number-form", 9, "value", old="value: 1728", new="value: １７２８", file=FIGURE),
    Slip("a figure has a value and no unit", "figure-unit", 1, old="unit:\n  zh: 起\n  en: incidents\n", new="", file=FIGURE),
    Slip("an id has capitals", "id-form", 1, "id", old="id: joint", new="id: Joint"),
    Slip("an id differs from its file", "id-not-file-name", 1, "id", old="id: river-chief", new="id: river-chiefs", file=TERM),
    Slip("a locator has a space", "cite-form", 54, "cite[1]", old="cite:\n  - river-report#2\n", new="cite:\n  - river-report 2\n"),
    Slip("an answer is neither true nor false", "boolean-form", 12, "editorial", old="editorial: true", new="editorial: 是", file=TERM),
    # --- references and citations ---
    Slip("a reference is misspelt", "reference-unknown", 30, "places[1]", old="  - river-town", new="  - river-twon"),
    Slip(
        "a reference is of another kind", "reference-kind", 30, "places[1]", old="places:\n  - river-town", new="places:\n  - river-police"
    ),
    Slip(
        "a record refers to itself",
        "reference-to-itself",
        47,
        "related[1]",
        old="related:\n  - clean-river",
        new="related:\n  - joint-patrols",
    ),
    Slip("a link's id is misspelt", "reference-unknown", 11, "summary.zh", old="[[river-police|派出所]]", new="[[river-polise|派出所]]"),
    Slip("a link lacks a bracket", "link-brackets", 11, "summary.zh", old="[[river-police|派出所]]", new="[[river-police|派出所]"),
    Slip("a link has full-width brackets", "link-brackets", 11, "summary.zh", old="[[river-police|派出所]]", new="［［river-police］］"),
    Slip("a link is empty", "link-empty", 11, "summary.zh", old="[[river-police|派出所]]", new="[[]]"),
    Slip("a link has a bar and no words", "link-words-empty", 11, "summary.zh", old="[[river-police|派出所]]", new="[[river-police|]]"),
    Slip("a name holds a link", "link-in-name", 3, "title.zh", old="zh: 两岸联合巡河", new="zh: 两岸[[river-town]]巡河"),
    Slip(
        "a locator is past the source's end",
        "cite-past-end",
        54,
        "cite[1]",
        old="cite:\n  - river-report#2\n",
        new="cite:\n  - river-report#13\n",
    ),
    Slip(
        "a source does not exist",
        "cite-source-unknown",
        54,
        "cite[1]",
        old="cite:\n  - river-report#2\n",
        new="cite:\n  - river-raport#2\n",
    ),
    Slip(
        "a citation is written twice",
        "cite-twice",
        55,
        "cite[2]",
        old="cite:\n  - river-report#2\n",
        new="cite:\n  - river-report#2\n  - river-report#2\n",
    ),
    Slip("a citation has words", "cite-words", 16, "how.zh", old="[[river-report#2]]\n", new="[[river-report#2|第2段]]\n"),
    Slip("a page links to a page that is not there", "link-page-unknown", 14, old="(../figures.md)", new="(../figure.md)", file=PAGE),
    # --- numbers, terms, languages ---
    Slip("a number is typed by hand", "number-typed", 11, "summary.zh", old="[[boat-incidents]]纠纷", new="1728起纠纷"),
    Slip("a number is changed in Chinese alone", "number-differs", 17, "how.en", old="由12人", new="由21人"),
    Slip("a number is changed in English alone", "number-differs", 17, "how.en", old="Twelve people", new="Thirteen people"),
    Slip(
        "a figure is linked in one language alone",
        "figure-differs",
        12,
        "summary.en",
        old="have handled [[boat-incidents]]",
        new="have handled incidents",
    ),
    Slip("a term has another English name", "term-not-agreed", 17, "how.en", old="the river-chief system", new="the river head system"),
    Slip("the English is missing", "translation-missing", 2, "title.en", old="  en: Joint river patrols\n", new=""),
    # --- characters and markup ---
    Slip("a Chinese quotation mark has no partner", "quotes-unbalanced", 11, "summary.zh", old="每月一起巡河", new="每月“一起巡河"),
    Slip("a comma is half-width", "punctuation-half-width", 11, "summary.zh", old="一起巡河，已", new="一起巡河,已"),
    Slip("digits are full-width", "character-full-width", 16, "how.zh", old="12人", new="１２人"),
    Slip("a zero-width space was pasted", "character-invisible", 11, "summary.zh", old="每月一起", new="每月\u200b一起"),
    Slip("a right-to-left mark was pasted", "character-invisible", 11, "summary.zh", old="每月一起", new="每月\u202e一起"),
    Slip("an accent is a character of its own", "text-not-nfc", 12, "summary.en", old="every month", new="every mo\u0301nth"),
    Slip("a space stands between Han characters", "space-in-chinese", 11, "summary.zh", old="每月一起", new="每月 一起"),
    Slip("English has curly quotes", "quotes-curly", 12, "summary.en", old="both banks", new="“both” banks"),
    Slip("English keeps Chinese punctuation", "chinese-in-english", 12, "summary.en", old="every month and", new="every month，and"),
    Slip("a text has HTML", "markup-html", 11, "summary.zh", old="每月一起", new="每月<b>一起</b>"),
    Slip("a link is not encrypted", "link-scheme", 14, old="(../figures.md)", new="(http://example.org/)", file=PAGE),
    Slip("a link runs a script", "link-scheme", 14, old="(../figures.md)", new="(javascript:alert(1))", file=PAGE),
    Slip(
        "a page has a picture",
        "image",
        14,
        old="[全部数字](../figures.md)",
        new="![图](photo.png)",
        file=PAGE,
    ),
    Slip("a title is too long", "title-too-long", 3, "title.zh", old="zh: 两岸联合巡河\n", new=f"zh: {'两岸联合巡河' * 7}\n"),
    Slip("a sentence is too long", "sentence-too-long", 11, "summary.zh", old="每月一起", new="每月一起" * 14),
    Slip("a heading has no id", "heading-id", 12, old=" {#who}", new="", file=PAGE),
    Slip(
        "a page's head has a field that there is not", "field-unknown", 4, "author", old="。\n---\n", new="。\nauthor: 我\n---\n", file=PAGE
    ),
    Slip("a page's head has no title", "field-missing", 2, "title", old="title: 河岸平安\n", new="", file=PAGE),
    Slip(
        "a page's description is a list",
        "value-not-text",
        3,
        "description",
        old="description: 两岸",
        new="description:\n  - 两岸",
        file=PAGE,
    ),
    Slip("a page's head is empty", "page-front-matter", 1, old="title: 河岸平安\ndescription: 两岸怎样一起护河。", new="", file=PAGE),
    Slip("a page has no front matter", "page-front-matter", 1, old="---\ntitle: 河岸平安\n", new="title: 河岸平安\n", file=PAGE),
)
