"""DuckDB's answer to a random case: its rows in tables, with the watermark before each of them."""

from __future__ import annotations

from typing import Any

import duckdb

from penstock.core.time import MIN_WATERMARK_US
from tests.sql.random_queries import COLUMNS, Case


def batch_answer(case: Case) -> list[tuple[Any, ...]]:
    """Return the rows of the case's query."""
    with duckdb.connect() as connection:
        fill(connection, case)
        return connection.execute(case.batch_query).fetchall()


def late_rows(case: Case) -> int:
    """Return how many rows came when the last of their windows had fired."""
    assert case.late_query is not None
    with duckdb.connect() as connection:
        fill(connection, case)
        found = connection.execute(case.late_query).fetchone()
    return int(found[0]) if found else 0


def fill(connection: duckdb.DuckDBPyConnection, case: Case) -> None:
    """Create tables t and u; `mine` is the table's watermark before a row, `shared` that of both."""
    columns = ", ".join(f"{column.name} {column.batch_type}" for column in COLUMNS)
    marks: dict[tuple[str, str], int] = dict.fromkeys(case.splits, MIN_WATERMARK_US)
    rows: dict[str, list[tuple[Any, ...]]] = {"t": [], "u": []}
    for table, split, row in case.rows:
        mine = min(mark for (owner, _), mark in marks.items() if owner == table)
        rows[table].append((*row.values(), mine, min(marks.values())))
        time = row["ts"]
        if time is not None:
            mark = micros(time) - case.delay_us
            marks[table, split] = max(marks[table, split], mark)
    for table, found in rows.items():
        connection.execute(f"CREATE TABLE {table} ({columns}, mine BIGINT, shared BIGINT)")
        kept = [row for row in found if row[TIME] is not None]
        if kept:
            places = ", ".join(["?"] * (len(COLUMNS) + 2))
            connection.executemany(f"INSERT INTO {table} VALUES ({places})", kept)
    connection.execute("SET TimeZone = 'UTC'")


TIME = [column.name for column in COLUMNS].index("ts")


def micros(time: Any) -> int:
    """Return a time as microseconds since 1970."""
    from datetime import datetime, timedelta

    return int((time - datetime(1970, 1, 1)) / timedelta(microseconds=1))
