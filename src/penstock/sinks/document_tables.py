"""Which tables a document database holds: their columns, keys and time index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from penstock.sinks.document_values import storage_class
from penstock.sinks.errors import StoredOtherwise

TABLES = (
    "CREATE TABLE IF NOT EXISTS penstock_tables (name TEXT PRIMARY KEY, stored_as TEXT NOT NULL,"
    " stored_columns TEXT NOT NULL, schema BLOB NOT NULL, primary_key TEXT NOT NULL,"
    " time_index TEXT) WITHOUT ROWID",
)
_OF_THEIR_OWN = ("penstock_", "sqlite_")


@dataclass(frozen=True, slots=True)
class DocumentTable:
    """A table by its name, and the names that SQLite knows, which are blind to case.

    `stored_columns` has a name for each column of `schema`, in the same order.
    """

    name: str
    stored_as: str
    stored_columns: tuple[str, ...]
    schema: pa.Schema
    primary_key: tuple[str, ...]
    time_index: str | None

    def column(self, name: str) -> str:
        """Return a column's quoted name in SQLite."""
        return quoted(self.stored_columns[self.schema.names.index(name)])

    def columns(self, names: Iterable[str]) -> str:
        """Return the columns' quoted names, with commas."""
        return ", ".join(self.column(name) for name in names)


def quoted(name: str) -> str:
    """Return a name as SQL writes it.

    >>> print(quoted('Distance(mi) "x" '))
    "Distance(mi) ""x"" "
    """
    return '"' + name.replace('"', '""') + '"'


def joined(*parts: str) -> str:
    """Return the parts of a statement as one text; names in them are quoted, values are not."""
    return " ".join(parts)


def known_tables(connection: sqlite3.Connection) -> dict[str, DocumentTable]:
    """Return all tables by name."""
    found = connection.execute(
        "SELECT name, stored_as, stored_columns, schema, primary_key, time_index"
        " FROM penstock_tables ORDER BY name"
    ).fetchall()
    return {row[0]: _table(*row) for row in found}


def _table(name: str, stored_as: str, columns: str, schema: bytes, *rest: str) -> DocumentTable:
    primary_key, time_index = rest
    return DocumentTable(
        name,
        stored_as,
        tuple(json.loads(columns)),
        pa.ipc.read_schema(pa.py_buffer(schema)),
        tuple(json.loads(primary_key)),
        time_index,
    )


def stored_table(connection: sqlite3.Connection, wanted: DocumentTable) -> DocumentTable:
    """Return the table as it is stored, made or extended by the columns that it lacks.

    Only the names, the schema and the keys of `wanted` count.
    """
    tables = known_tables(connection)
    known = tables.get(wanted.name)
    if known is None:
        taken = [table.stored_as for table in tables.values()]
        known = replace(
            wanted,
            stored_as=_free_name(wanted.name, taken),
            stored_columns=(),
            schema=pa.schema([]),
        )
    _check(known, wanted)
    extended = _extended(known, wanted)
    _make(connection, known, extended)
    connection.execute(
        "INSERT OR REPLACE INTO penstock_tables VALUES (?, ?, ?, ?, ?, ?)",
        (
            extended.name,
            extended.stored_as,
            json.dumps(extended.stored_columns),
            bytes(extended.schema.serialize()),
            json.dumps(extended.primary_key),
            extended.time_index,
        ),
    )
    return extended


def _check(known: DocumentTable, wanted: DocumentTable) -> None:
    if known.primary_key != wanted.primary_key:
        raise StoredOtherwise(
            f"table '{known.name}' is stored with the key ({', '.join(known.primary_key)}),"
            f" not ({', '.join(wanted.primary_key)})",
            hint="give the table another name, or remove .penstock/documents.db",
        )
    for field in wanted.schema:
        position = known.schema.get_field_index(field.name)
        if position >= 0 and known.schema.field(position).type != field.type:
            raise StoredOtherwise(
                f"table '{known.name}': column '{field.name}' is stored as"
                f" {known.schema.field(position).type}, not {field.type}",
                hint="give the table or the column another name",
            )


def _extended(known: DocumentTable, wanted: DocumentTable) -> DocumentTable:
    schema, stored = known.schema, list(known.stored_columns)
    for field in wanted.schema:
        if field.name not in schema.names:
            schema = schema.append(field)
            stored.append(_free_name(field.name, stored))
    return replace(known, schema=schema, stored_columns=tuple(stored), time_index=wanted.time_index)


def _make(connection: sqlite3.Connection, known: DocumentTable, table: DocumentTable) -> None:
    defined = [
        f"{quoted(name)} {storage_class(field.type)}"
        for name, field in zip(table.stored_columns, table.schema, strict=True)
    ]
    new = defined[len(known.stored_columns) :]
    if not known.stored_columns:
        connection.execute(f"CREATE TABLE {quoted(table.stored_as)} ({', '.join(defined)})")
        new = []
    for column in new:
        connection.execute(f"ALTER TABLE {quoted(table.stored_as)} ADD COLUMN {column}")
    if table.primary_key:
        _index(connection, table, "UNIQUE INDEX", table.primary_key)
    if table.time_index is not None:
        _index(connection, table, "INDEX", (table.time_index,))


def _index(
    connection: sqlite3.Connection, table: DocumentTable, kind: str, columns: Sequence[str]
) -> None:
    name = quoted(f"penstock_{kind}_{table.stored_as}_{'_'.join(columns)}")
    connection.execute(
        f"CREATE {kind} IF NOT EXISTS {name}"
        f" ON {quoted(table.stored_as)} ({table.columns(columns)})"
    )


def _free_name(name: str, taken: Iterable[str]) -> str:
    """Return the name, or one with a number where SQLite could not tell it from another."""
    folded = {other.casefold() for other in taken}
    start = f"t_{name}" if name.casefold().startswith(_OF_THEIR_OWN) else name
    candidate, count = start, 2
    while candidate.casefold() in folded:
        candidate, count = f"{start}_{count}", count + 1
    return candidate
