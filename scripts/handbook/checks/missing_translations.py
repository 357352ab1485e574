"""What is not yet translated is named; what is translated has the same sections."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.checks.masked_text import headings
from handbook.diagnostics import Diagnostic, Location, Message, Severity, language_name

TEXT_MISSING = Message(
    "translation-missing",
    "这段文字还没有$lang。", "The text has no $lang yet.",
    "可以先发布，页面会显示中文并注明；有空时请补上 $code: 一行。", "It can be published so, and the page says it; add the `$code:` line when you can.",
    Severity.WARNING,
)  # fmt: skip
PAGE_MISSING = Message(
    "page-translation-missing",
    "这一页还没有$lang版。", "The page has no $lang version yet.",
    "可以先发布，页面会说明；有空时请补上 $found。", "It can be published so, and its place says it; add $found when you can.",
    Severity.WARNING,
)  # fmt: skip
PAGE_FIRST_MISSING = Message(
    "page-first-missing",
    "这一页没有$lang版，因此不会发布。", "The page has no $lang version, so it is not published.",
    "请先写 $found。", "Write $found first.",
)  # fmt: skip
HEADINGS_DIFFER = Message(
    "page-headings-differ",
    "两种语言的小标题标识不一致。只有$first有：$here；只有$lang有：$there。", "The headings' ids differ. Only in $first: $here; only in $lang: $there.",
    "两种语言要有同样的小节，次序相同，{#标识} 也相同。", "Both have the same sections in the same order, with the same {#ids}.",
)  # fmt: skip

_NONE = {"zh": "无", "en": "none"}
_ORDER = {"zh": "另一种次序", "en": "another order"}


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield texts and pages without their translation, and pages whose sections differ."""
    languages = subject.dataset.languages
    for (owner, field, section), versions in subject.versions.items():
        if field and not section:
            for lang in languages:
                if lang not in versions:
                    yield subject.at_field(TEXT_MISSING, owner, (*field, lang), lang=language_name(lang), code=lang)
    yield from _pages(subject, languages)


def _pages(subject: Subject, languages: tuple[str, ...]) -> Iterator[Diagnostic]:
    prose, leading = subject.dataset.prose, languages[0]
    for path in dict.fromkeys(path for path, _ in prose):
        first = prose.get((path, leading))
        for lang in languages:
            page = prose.get((path, lang))
            if page is None and subject.has_page(path, lang):
                continue  # what is wrong with it is told already
            if page is None:
                there = first or next(prose[path, other] for other in languages if (path, other) in prose)
                message = PAGE_FIRST_MISSING if lang == leading else PAGE_MISSING
                yield Diagnostic(message, Location(there.file), {"lang": language_name(lang), "found": f"docs/{path}.{lang}.md"})
            elif first is not None and page is not first:
                here, there_ids = _ids(first.body), _ids(page.body)
                if here != there_ids:
                    only_here, only_there = [i for i in here if i not in there_ids], [i for i in there_ids if i not in here]
                    none = _NONE if only_here or only_there else _ORDER
                    values = {
                        "first": language_name(leading),
                        "lang": language_name(lang),
                        "here": only_here or none,
                        "there": only_there or none,
                    }
                    yield Diagnostic(HEADINGS_DIFFER, Location(page.file, page.first_line), values)


def _ids(body: str) -> list[str]:
    return [heading.id for heading in headings(body) if heading.id]
