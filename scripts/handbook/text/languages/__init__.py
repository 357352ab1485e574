"""How each language of the handbook is written, read, sorted and searched.

    code and settings in data/labels.yml ── language() ──▶ Language, or the class of that code

`base.Language` is the default; a language with rules of its own has a class here.
"""

from functools import cache

from handbook.model.labels import Labels, LanguageSettings
from handbook.text.languages.base import BLANK, HAN, Language, Number, Problem, folded, is_han
from handbook.text.languages.chinese import Chinese, TraditionalChinese
from handbook.text.languages.english import English

__all__ = ["BLANK", "HAN", "Language", "Number", "Problem", "folded", "is_han", "language"]

_CLASSES: dict[str, type[Language]] = {
    "en": English,
    "zh": Chinese,
    **dict.fromkeys(("zh-Hant", "zh-TW", "zh-HK", "zh-MO"), TraditionalChinese),
}


def language(code: str, labels: Labels | None = None) -> Language:
    """Return a language by its code, with what a handbook's labels set for it."""
    return _language(code, labels.languages.get(code) if labels else None)


@cache
def _language(code: str, settings: LanguageSettings | None) -> Language:
    base = (
        "" if code.endswith("-Latn") else code.partition("-")[0]
    )  # how it is read, in Latin letters
    return _CLASSES.get(code, _CLASSES.get(base, Language))(code, settings)
