"""Tables as CSV files (RFC 4180) in UTF-8, with the mark by which spreadsheets know it.

A text that a spreadsheet would run as a formula stands after an apostrophe (OWASP, CSV injection), and so does one that
begins with apostrophes before such a sign: whoever takes one apostrophe away before `FORMULA` reads the text as it was.
"""

import csv
import io
import json
import re
from typing import Any

from handbook.model.types import is_number
from handbook.opendata.tables import Table, joined

#: How the text after an apostrophe begins.
FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")


def build_csv(table: Table) -> bytes:
    """Return a table as a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.name for column in table.columns)
    writer.writerows(map(_cell, row) for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    value = joined(value)
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value)
    return f"'{text}" if FORMULA.match(text) and not is_number(text) else text
