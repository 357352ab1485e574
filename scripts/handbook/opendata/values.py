"""What is told of the data beside them: versions, and how converted languages are made."""

from typing import Any

from handbook.load.build_version import History, Version
from handbook.model.dataset import Dataset
from handbook.model.labels import Labels
from handbook.model.records import Record
from handbook.text.plain_data import as_data


def version_of(record: Record, dataset: Dataset, history: History) -> Version:
    """Return a record's version: its data's fingerprint, and its file's last change."""
    return history.version(as_data(record, dataset), [dataset.files[record.id]])


def converted_languages(labels: Labels) -> dict[str, Any]:
    """Return `converted`: which languages are made of which, and how; else nothing."""
    made = {
        lang: {"from": each.settings.converted_from, "by": f"OpenCC {each.settings.converter}"}
        for lang, each in labels.conversions.items()
    }
    return {"converted": made} if made else {}
