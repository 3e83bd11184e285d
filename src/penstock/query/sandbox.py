"""A DuckDB that sees the tables it is given and nothing else of the machine."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from penstock.core.errors import UserError

MEMORY_LIMIT = "1GB"


class BadQuery(UserError):
    """DuckDB cannot run a query, or the query is more than one SELECT.

    >>> print(BadQuery("only one SELECT at a time"))
    E261 only one SELECT at a time
    """

    code = "E261"


def connect(threads: int = 2) -> duckdb.DuckDBPyConnection:
    """Return a connection without files, network, extensions or configuration."""
    connection = duckdb.connect(
        ":memory:",
        config={
            "enable_external_access": "false",
            "python_enable_replacements": "false",
            "threads": str(threads),
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": "",
            "autoinstall_known_extensions": "false",
        },
    )
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET lock_configuration = true")
    return connection


def select(connection: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    """Return the rows of one SELECT; anything else is refused before it runs."""
    try:
        statements = connection.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise BadQuery("only one SELECT at a time", hint="tables are written by pipeline.sql")
        relation = connection.sql(sql)
        table: pa.Table = relation.to_arrow_table()
    except duckdb.Error as wrong:
        raise BadQuery(str(wrong).split("\n\n")[0].strip()) from None
    return table
