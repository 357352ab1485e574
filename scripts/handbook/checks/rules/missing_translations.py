"""Every text has its translations.

Missing ones are reported, and pages whose translation has other sections.
"""

import re
from collections.abc import Mapping, Sequence

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.diagnostics import Diagnostic, Location, Phrase, language_name
from handbook.text.scanner import scan

#: A paragraph that is all bold.
_BOLD = re.compile(r"(?<=\n\n)\*\*([^*\n]+)\*\*(?=\n\n)")


def check(context: Context) -> Findings:
    """Yield texts and pages without their translation, and pages whose sections differ."""
    languages = context.dataset.languages
    leading = languages[0]
    for versions, missing in context.where(_missing, languages, each="versions"):
        text = next(iter(versions.values()))
        for lang in missing:
            values = {"lang": language_name(lang), "code": lang}
            field = (*text.field[:-1], lang)
            yield context.at_field("translation-missing", text.owner, field, **values)
    for owner, pages in context.dataset.pages.items():
        held = next(iter(pages.values()))
        for lang in languages:
            # what is wrong with a page that cannot be read is told where it is read
            if not context.has_page(held.path, lang):
                code = "page-first-missing" if lang == leading else "page-translation-missing"
                found = f"{owner}.{lang}.md"
                yield Diagnostic.at(code, held.file, lang=language_name(lang), found=found)
        headings = {
            lang: {h.id: "#" * h.level for h in scan(page.body).headings if h.id}
            for lang, page in pages.items()
        }
        for lang, page in pages.items():
            first, here = headings.get(leading, headings[lang]), headings[lang]
            names = {"first": language_name(leading), "lang": language_name(lang)}
            place = Location(page.file, page.first_line)
            if [*here] != [*first]:
                only_first = [heading for heading in first if heading not in here]
                only_here = [heading for heading in here if heading not in first]
                none = Phrase("none" if only_first or only_here else "another-order")
                texts = {"here": only_first or none, "there": only_here or none}
                yield Diagnostic("page-headings-differ", place, {**texts, **names})
                if only_here and (bold := _BOLD.search(held.body)):
                    line = held.first_line + held.body.count("\n", 0, bold.start())
                    place = Location(held.file, line)
                    told = {"found": bold[0], "words": bold[1], "id": only_here[0]}
                    yield Diagnostic("heading-bold", place, told)
            elif differing := [heading for heading in here if here[heading] != first[heading]]:
                heading = differing[0]
                told = {"id": heading, "here": first[heading], "there": here[heading]}
                yield Diagnostic("heading-levels-differ", place, {**told, **names})


def _missing(versions: Mapping[str, Reading], languages: Sequence[str]) -> list[str]:
    """Return the languages that a text of a record lacks; those of pages have files of their own."""
    text = next(iter(versions.values()))
    return [lang for lang in languages if text.field and lang not in versions]
