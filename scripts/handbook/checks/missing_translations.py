"""What is not yet translated is named; what is translated has the same sections."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.context import Subject
from handbook.diagnostics import Diagnostic, Location, Phrase, language_name
from handbook.text.scanner import scan


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Yield texts and pages without their translation, and pages whose sections differ."""
    languages = subject.dataset.languages
    for (owner, field, section), versions in subject.versions.items():
        if field and not section:
            for lang in languages:
                if lang not in versions:
                    yield subject.at_field("translation-missing", owner, (*field, lang), lang=language_name(lang), code=lang)
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
                message = "page-first-missing" if lang == leading else "page-translation-missing"
                yield Diagnostic(message, Location(there.file), {"lang": language_name(lang), "found": f"docs/{path}.{lang}.md"})
            elif first is not None and page is not first:
                here, there_ids = _ids(first.body), _ids(page.body)
                if here != there_ids:
                    only_here, only_there = [i for i in here if i not in there_ids], [i for i in there_ids if i not in here]
                    none = Phrase("none" if only_here or only_there else "another-order")
                    values = {
                        "first": language_name(leading),
                        "lang": language_name(lang),
                        "here": only_here or none,
                        "there": only_there or none,
                    }
                    yield Diagnostic("page-headings-differ", Location(page.file, page.first_line), values)


def _ids(body: str) -> list[str]:
    return [heading.id for heading in scan(body).headings if heading.id]
