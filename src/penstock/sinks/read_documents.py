"""Find documents by key and time, also while a pipeline in another process writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from penstock.core.errors import did_you_mean
from penstock.sinks.database import reading
from penstock.sinks.document_tables import DocumentTable, joined, known_tables, quoted
from penstock.sinks.document_values import from_sqlite, to_sqlite
from penstock.sinks.errors import NothingStored

ROWS_MAX = 1_000_000


@dataclass(frozen=True, slots=True)
class DocumentQuery:
    """Which rows: those whose columns equal `key`, from `since_us` until just before `until_us`.

    When more than `limit` rows fit, the newest are taken.
    """

    key: Mapping[str, Any] = field(default_factory=dict)
    since_us: int | None = None
    until_us: int | None = None
    limit: int = ROWS_MAX


def read_documents(path: Path, table: str, query: DocumentQuery | None = None) -> pa.Table:
    """Return the rows that a query asks for, oldest first, with the types of the table."""
    if not path.exists():
        raise NothingStored(f"no documents are stored in '{path}'", hint="run the pipeline first")
    with reading(path) as connection:
        tables = known_tables(connection)
        if table not in tables:
            raise NothingStored(f"no table '{table}' in '{path}'", hint=did_you_mean(table, tables))
        chosen = tables[table]
        statement, values = _select(chosen, query or DocumentQuery())
        rows = connection.execute(statement, values).fetchall()[::-1]
    columns = list(zip(*rows, strict=True)) or [()] * len(chosen.schema)
    arrays = [
        from_sqlite(list(column), part.type)
        for column, part in zip(columns, chosen.schema, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=chosen.schema)


def stored_schemas(path: Path) -> dict[str, pa.Schema]:
    """Return the tables that a database holds and their columns; none when there is no file."""
    if not path.exists():
        return {}
    with reading(path) as connection:
        return {name: table.schema for name, table in known_tables(connection).items()}


def _select(table: DocumentTable, query: DocumentQuery) -> tuple[str, list[Any]]:
    conditions, values = ["TRUE"], []
    for name, value in query.key.items():
        conditions.append(f"{_column(table, name)} IS ?")
        values += to_sqlite(pa.array([value], table.schema.field(name).type))
    for sign, time_us in ((">=", query.since_us), ("<", query.until_us)):
        if time_us is not None:
            conditions.append(f"{_time(table)} {sign} ?")
            values.append(time_us)
    order = f"{table.column(table.time_index)} DESC, " if table.time_index else ""
    statement = joined(
        "SELECT", table.columns(table.schema.names), "FROM", quoted(table.stored_as), "WHERE",
        " AND ".join(conditions), "ORDER BY", f"{order}rowid DESC LIMIT ?",
    )  # fmt: skip
    return statement, [*values, min(query.limit, ROWS_MAX)]


def _column(table: DocumentTable, name: str) -> str:
    if name not in table.schema.names:
        raise NothingStored(
            f"table '{table.name}' has no column '{name}'",
            hint=did_you_mean(name, table.schema.names),
        )
    return table.column(name)


def _time(table: DocumentTable) -> str:
    if table.time_index is None:
        raise NothingStored(
            f"table '{table.name}' has no time to look for",
            hint="add a TIMESTAMP(3) column to the table, or leave the times out",
        )
    return table.column(table.time_index)
