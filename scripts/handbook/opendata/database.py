"""The tables as one SQLite database, with views and an index of all texts.

    numbers          each number of each figure, with its title
    who_does_what    practices and organisations by name, with the role
    what_cites_what  the places of sources that each record cites, by name
    search           what holds all words of a query:
                     SELECT title, path FROM search WHERE query = json_quote('巡河 派出所') ORDER BY rank

SQLite finds words between spaces, which Chinese lacks, and its trigrams find no word of two characters. So the
index `words` holds each text as the site's search cuts it (`text/bigrams.py`), and the view `search` cuts what is looked
for: a view takes no value of its own, so it reads the query from a function that does, as JSON. Each word of a query
may go on where it ends.

The library that writes the file brings its own SQLite, so the file is the same on each system.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from handbook.model.kinds import KINDS
from handbook.model.resources import jinja_template
from handbook.model.types import Name, Names
from handbook.opendata.columns import Column
from handbook.opendata.tables import Table, joined
from handbook.text.bigrams import paired
from handbook.text.languages import HAN

_TYPES = {"integer": "INTEGER", "boolean": "INTEGER", "number": "NUMERIC"}
_BESIDE = jinja_template("handbook.opendata", "database.sql.jinja")
#: A character, or the first and the last of several, as in a character class.
_RANGE = re.compile("(.)(?:-(.))?")


def build_database(languages: Sequence[str], tables: Sequence[Table]) -> bytes:
    """Return the database of tables.

    Args:
        languages: The languages of the handbook, the leading one first.
        tables: The tables, each whether or not it has rows.
    """
    import apsw  # it is large, and needed here alone

    connection = apsw.Connection(":memory:")
    for table in tables:
        connection.execute(_declaration(table))
    for table in tables:
        rows = ([*map(joined, row)] for row in table.rows)
        connection.executemany(_insertion(table.name, len(table.columns)), rows)
    connection.execute(_schema(languages))
    for number, (record_id, lang, texts) in enumerate(_documents(tables), 1):
        connection.execute(_insertion("documents", 3), (number, record_id, lang))
        cut = ("".join(paired([text])) for text in texts)
        insertion = "INSERT INTO words (rowid, title, names, text) VALUES (?, ?, ?, ?)"
        connection.execute(insertion, (number, *cut))
    connection.execute("INSERT INTO words (words) VALUES ('optimize'); VACUUM")
    return connection.serialize("main")


def _declaration(table: Table) -> str:
    columns = [_declared(each) for each in table.columns]
    key = [f"PRIMARY KEY ({', '.join(map(_quoted, table.key))})"] if table.key else []
    lines = ",\n  ".join([*columns, *key])
    return f"CREATE TABLE {_quoted(table.name)} (\n  {lines}\n)"


def _declared(column: Column) -> str:
    name = _quoted(column.name)
    parts = [name, _TYPES.get(column.kind, "TEXT")]
    limits = column.constraints
    if limits.get("required"):
        parts.append("NOT NULL")
    if column.kind == "boolean":
        parts.append(f"CHECK ({name} IN (0, 1))")
    if values := limits.get("enum"):
        parts.append(f"CHECK ({name} IN ({', '.join(map(_literal, values))}))")
    for limit, sign in {"minimum": ">=", "maximum": "<="}.items():
        if limit in limits:
            parts.append(f"CHECK ({name} {sign} {limits[limit]})")
    if column.refers_to:
        parts.append(f"REFERENCES {_quoted(column.refers_to)} (id)")
    return " ".join(parts)


def _insertion(table: str, count: int) -> str:
    return f"INSERT INTO {_quoted(table)} VALUES ({', '.join('?' * count)})"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _documents(tables: Sequence[Table]) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Yield (record, language, [its title, its other names, all other texts]), by record and language."""
    texts: dict[tuple[str, str], tuple[list[str], ...]] = defaultdict(lambda: ([], [], []))
    for table in tables:
        for number, column in enumerate(table.columns):
            if column.language and column.holds:
                at = _part_of(column, table)
                for row in table.rows:
                    if row[number]:
                        texts[row[0], column.language][at].append(joined(row[number]))
    for (record_id, lang), parts in sorted(texts.items()):
        yield record_id, lang, ["\n".join(part) for part in parts]


def _part_of(column: Column, table: Table) -> int:
    is_name = column.holds is not None and issubclass(column.holds, (Name, Names))
    return 0 if table.name in KINDS and column.steps[0] == "title" else 1 if is_name else 2


def _schema(languages: Sequence[str]) -> str:
    """Return the declarations of the index and of the views."""
    typed = HAN.encode("raw_unicode_escape").decode("unicode_escape")
    han = [(ord(first), ord(last or first)) for first, last in _RANGE.findall(typed)]
    declarations: str = _BESIDE.render(languages=languages, han=han)
    return declarations
