"""Records and pages of docs/ alike: what they are called, what they say, where they stand, and who names them."""

import re
from collections.abc import Iterable, Sequence

from pydantic import BaseModel

from handbook.diagnostics import MESSAGE_LANGUAGES
from handbook.model.dataset import Dataset, FrontMatter
from handbook.model.introspect import ModelField, fields_of
from handbook.model.labels import Labels
from handbook.model.records import Figure
from handbook.model.references import references
from handbook.model.types import Name
from handbook.review.changes import ByLanguage
from handbook.review.passages import SENTENCE, headed, marked
from handbook.text.scanner import OPENING, scan

#: The labels and the texts of a page's parts, by language.
PageTexts = dict[str, tuple[dict[str, str], dict[str, str]]]
#: The page that prints the headline numbers.
_HOME = "docs/index"


def leading_first(texts: ByLanguage, languages: Iterable[str]) -> dict[str, str]:
    """Return texts in these languages alone; the leading one gets another's if it has none."""
    leading, *others = languages
    first = {leading: texts.get(leading) or next(iter(texts.values()), "")}
    return first | {lang: texts[lang] for lang in others if lang in texts}


def owner_title(dataset: Dataset, owner: str) -> Name:
    """Return the title of a record or of a page.

    Args:
        dataset: The data set that has it.
        owner: The id of the record, or `docs/` and the path of the page.
    """
    if record := dataset.records.get(owner):
        return record.title
    titles = {lang: page.title for lang, page in dataset.pages[owner].items()}
    return Name(leading_first(titles, dataset.languages))


def page_texts(dataset: Dataset, owner: str) -> PageTexts:
    """Return the texts of a page of docs/ as {key: (labels, texts)}, both by language.

    Keys are `title`, `description`, `opening`, `#<heading id>` for the text below a heading, and
    `#<heading id>#` for the words of the heading.
    """
    texts: PageTexts = {}
    for lang, page in dataset.pages.get(owner, {}).items():
        names = ("diff_page_title", "diff_page_description", "diff_opening", "diff_heading")
        title, description, opening, heading = (dataset.labels.word(name, lang) for name in names)
        labelled = [("title", title, page.title), ("description", description, page.description)]
        for section in scan(page.body).sections:
            words, body = headed(section.text)
            key, label = f"#{section.id}", words
            if section.id == OPENING:
                key, label = "opening", opening
            if words != page.title:  # the opening's heading
                labelled.append((f"{key}#", heading, words))
            labelled.append((key, label, body))
        for key, label, text in labelled:
            if text:
                labels, bodies = texts.setdefault(key, ({}, {}))
                labels[lang], bodies[lang] = label, text
    return texts


def locators(dataset: Dataset, owner: str) -> tuple[str, ...]:
    """Return what a record as a whole rests on, or what the text of a page cites."""
    if record := dataset.records.get(owner):
        return getattr(record, "cite", ())
    pages = dataset.pages.get(owner, {}).values()
    return tuple(dict.fromkeys(each for page in pages for each in locators_in(page.body)))


def locators_in(text: str) -> list[str]:
    """Return what a text cites."""
    return [link.target for link in scan(text).wiki_links if link.locator]


def mentions(dataset: Dataset, record_id: str, anchor: str = "") -> dict[str, Name]:
    """Return the records and pages that name a record, with the sentences or field that do.

    Args:
        dataset: Where to look.
        record_id: The record.
        anchor: The id of a heading that they link to, in place of a record.
    """
    sought = rf"\(\S*#{re.escape(anchor)}[\s)]" if anchor else rf"\[\[{re.escape(record_id)}[\]|@]"
    link = re.compile(sought)
    told: dict[str, dict[str, str]] = {}
    for passage in dataset.passages:
        owner, lang = passage.owner, passage.lang
        if owner != record_id and link.search(passage.text):
            naming = "".join(filter(link.search, SENTENCE.findall(passage.text)))
            sentences = told.setdefault(owner, {})
            sentences[lang] = sentences.get(lang, "") + marked(dataset, naming, lang)
    named = dataset.records.get(record_id)
    if isinstance(named, Figure) and named.headline and _HOME in dataset.pages:
        word = dataset.labels.word
        told.setdefault(_HOME, {lang: word("figures_title", lang) for lang in dataset.languages})
    for owner, record in dataset.records.items():
        for path, each, _ in references(record):
            if each == record_id and owner not in {record_id, *told}:
                field = path[:-1] if isinstance(path[-1], int) else path
                told[owner] = {
                    lang: field_name(dataset, owner, field, lang) for lang in dataset.languages
                }
    return {owner: Name(leading_first(each, dataset.languages)) for owner, each in told.items()}


def field_label(model_field: ModelField, languages: Iterable[str]) -> dict[str, str]:
    """Return what readers call a field, by language.

    A language without a name for it gets that of the last message language.
    """
    label = model_field.label
    return {lang: label.get(lang, label[MESSAGE_LANGUAGES[-1]]) for lang in languages}


def field_name(dataset: Dataset, owner: str, path: Sequence[str | int], lang: str) -> str:
    """Return what readers call a field of a record or of a part of it, or a section of a page."""
    name = str(path[0])
    if record := dataset.records.get(owner):
        return path_name(dataset.labels, type(record), path, lang)
    if name == OPENING:
        return dataset.labels.word("diff_opening", lang)
    if inner := fields_of(FrontMatter).get(name):
        return field_label(inner, [lang])[lang]
    texts = page_texts(dataset, owner)
    keys = (key for key in (f"#{name}", name, f"#{name}#") if key in texts)
    labels = texts[key][0] if (key := next(keys, "")) else {lang: name}
    return labels.get(lang) or next(iter(labels.values()))


def path_name(
    labels: Labels, model: type[BaseModel] | None, path: Sequence[str | int], lang: str
) -> str:
    """Return what readers call the fields on a path; languages by their own names."""
    names: list[str] = []
    converted = {code: each.settings for code, each in labels.conversions.items()}
    for step in path:
        inner = fields_of(model).get(str(step)) if model else None
        if isinstance(step, int) and names:
            names[-1] += f" {step + 1}"
        elif inner:
            names.append(field_label(inner, [lang])[lang])
            model = inner.model
        else:
            written_in = (labels.languages | converted).get(str(step))
            names.append(written_in.name if written_in else str(step))
    return " · ".join(names)
