"""DuckDB's answer to a random case: its rows in tables, with the watermark before each of them."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

import duckdb

from penstock.core.time import MIN_WATERMARK_US
from tests.sql.random_queries import Case
from tests.sql.random_rows import COLUMNS, EPOCH, Arriving

Row = tuple[Any, ...]


def batch_answer(case: Case) -> tuple[list[Row], int | None]:
    """Return the rows of the case's query, and how many came when their last window had fired."""
    connection = _connection()
    for table, rows in _marked(case.arriving).items():
        _fill(connection, table, rows)
    answer = connection.execute(case.batch_query).fetchall()
    if case.late_query is None:
        return answer, None
    late = connection.execute(case.late_query).fetchone()
    return answer, late[0] if late else 0


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    """Return the one database of all cases: to open one costs more than to ask it."""
    return duckdb.connect()


def _marked(given: Arriving) -> dict[str, list[Row]]:
    """Return each table's rows with the watermark before them, of their table and of both.

    Rows without a time are left out: they are refused, and move no watermark.
    """
    marks = dict.fromkeys(given.splits, MIN_WATERMARK_US)
    rows: dict[str, list[Row]] = {"t": [], "u": []}
    for table, split, row in given.rows:
        if row["ts"] is None:
            continue
        mine = min(mark for (owner, _), mark in marks.items() if owner == table)
        rows[table].append((*row.values(), mine, min(marks.values())))
        time_us = (row["ts"] - EPOCH) // timedelta(microseconds=1)
        marks[table, split] = max(marks[table, split], time_us - given.delay_us)
    return rows


def _fill(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    columns = ", ".join(f"{column.name} {column.batch_type}" for column in COLUMNS)
    connection.execute(f"CREATE OR REPLACE TABLE {table} ({columns}, mine BIGINT, shared BIGINT)")
    if rows:
        places = f"({', '.join(['?'] * len(rows[0]))})"
        values = [value for row in rows for value in row]
        connection.execute(f"INSERT INTO {table} VALUES {', '.join([places] * len(rows))}", values)
