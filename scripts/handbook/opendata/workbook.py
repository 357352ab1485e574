"""The tables as a workbook for spreadsheets: a sheet for each, first those that tell what the others are.

Above each column's heading, which is that of the CSV file, stands what readers call it. A column without a value is
hidden. Texts are texts, whatever they begin with.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from math import ceil
from typing import Any

from handbook.model.dataset import Dataset
from handbook.opendata.tables import ABOUT, CODEBOOK, Table, joined

#: What the file says that it was made; today's would give each build another file.
_MADE = datetime(2000, 1, 1)
#: The sheets that are read whole, and so come first.
_READ = (ABOUT, CODEBOOK)
#: As much as a cell holds.
MOST = 32767
_WIDEST, _NARROWEST = 50, 8
#: Characters from here on are as wide as two letters.
_WIDE = 0x2E80
#: The height of a line, and how many a row may have.
_LINE, _MOST_LINES = 17, 8


def build_workbook(dataset: Dataset, tables: Sequence[Table]) -> bytes:
    """Return the workbook of tables.

    Args:
        dataset: The handbook, for its name.
        tables: The tables.
    """
    import xlsxwriter  # it takes long to import

    content, labels = io.BytesIO(), dataset.labels
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        names = (labels.word("site_name", lang) for lang in dataset.languages)
        book.set_properties({"title": " · ".join(dict.fromkeys(names)), "created": _MADE})
        formats = {
            "title": book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter"}),
            "name": book.add_format({"font_color": "#595959", "bottom": 1}),
            "cell": book.add_format({"valign": "top"}),
            "prose": book.add_format({"valign": "top", "text_wrap": True}),
        }
        for table in sorted(tables, key=lambda table: table.name not in _READ):
            _write(book.add_worksheet(table.name), table, formats)
    return content.getvalue()


def _write(sheet: Any, table: Table, formats: Mapping[str, Any]) -> None:
    is_read = table.name in _READ
    lines = [1] * len(table.rows)
    for number, column in enumerate(table.columns):
        values = [joined(row[number]) for row in table.rows]
        titles = [*dict.fromkeys(column.title.values())]
        width = max(map(_letters, (column.name, *titles, *values))) + 2
        width = min(max(width, _NARROWEST), _WIDEST)
        if is_read:
            needed = (ceil(_letters(value) / (width - 2)) for value in values)
            lines = [*map(max, lines, needed)]
        is_empty = bool(values) and not any(value is not None for value in values)
        cell = formats["prose" if is_read else "cell"]
        sheet.set_column(number, number, width, cell, {"hidden": is_empty})
        sheet.write_string(0, number, "\n".join(titles), formats["title"])
        sheet.write_string(1, number, column.name, formats["name"])
        for at, value in enumerate(values, 2):
            if isinstance(value, str):
                sheet.write_string(at, number, _whole_or_cut(value, table))
            elif isinstance(value, bool):
                sheet.write_boolean(at, number, value)
            elif value is not None:
                sheet.write_number(at, number, value)
    for at, most in enumerate([2, 1, *lines]):
        if most > 1:
            sheet.set_row(at, most * _LINE)
    sheet.freeze_panes(2, 1)
    sheet.autofilter(1, 0, len(table.rows) + 1, len(table.columns) - 1)


def _whole_or_cut(text: str, table: Table) -> str:
    """Return a text, or as much of it as a cell holds, and which file has all of it."""
    end = f"… [{table.name}.csv]"
    return text if len(text) <= MOST else text[: MOST - len(end)] + end


def _letters(value: Any) -> int:
    """Return how many letters wide a value is, as far as it matters."""
    text = "" if value is None else str(value)[: _WIDEST * _MOST_LINES]
    return len(text) + sum(ord(each) >= _WIDE for each in text)
