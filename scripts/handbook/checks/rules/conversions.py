"""What a converted language is made with fits the texts, and the book can show what comes of it."""

from collections.abc import Container, Iterable, Iterator
from itertools import chain

from handbook.checks.context import Context, Findings
from handbook.checks.masked_text import Reading
from handbook.model.labels import CONVERSIONS
from handbook.text.conversion import Converter
from handbook.text.font_coverage import missing_characters, missing_files, own_characters
from handbook.text.languages import language


def check(context: Context) -> Findings:
    """Yield the exceptions that no text has, and the texts with characters that no font has."""
    labels, own = context.dataset.labels, own_characters(context.dataset.root)
    for lang, conversion in labels.conversions.items():
        converter = Converter(lang, labels)
        source = converter.original
        texts = [text for text in chain(context.passages, context.captions) if text.lang == source]
        for text, found in _unseen(texts, converter, own) if not missing_files() else ():
            offset = next((at for at, c in enumerate(text.text) if found in converter.text(c)), 0)
            values = {"found": found, "written": text.text[offset], "path": CONVERSIONS}
            yield context.in_text("conversion-character", text, offset, **values)
        if context.owners is None:  # all texts were read
            words = (each.get(source, "") for each in labels.words.values())
            read = "\n".join(chain((text.text for text in texts), words))
            for each in conversion.exceptions:
                if each not in read:
                    field = (lang, each)
                    yield context.at_field("conversion-unused", CONVERSIONS, field, found=each)


def _unseen(
    texts: Iterable[Reading], converter: Converter, own: Container[str]
) -> Iterator[tuple[Reading, str]]:
    """Yield each text with each of the characters that it is converted to and that cannot be set."""
    faces = language(converter.lang).faces
    for text in texts:
        for character in missing_characters(converter.text(text.text), faces):
            if character not in own and character not in text.text:  # else told of the text itself
                yield text, character
