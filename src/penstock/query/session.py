"""One ad-hoc query: find the tables it names, read them, run it in the sandbox."""

from __future__ import annotations

import pyarrow as pa
from sqlglot import exp, parse_one
from sqlglot.errors import ParseError

from penstock.core.errors import did_you_mean
from penstock.query.sandbox import BadQuery, connect, select
from penstock.query.stored import Place, read_stored, stored_names
from penstock.sql.duckdb import transpile_to_duckdb
from penstock.sql.inspect import inspected
from penstock.sql.plan import Plan


class Session:
    """Answers queries over what a folder holds at that moment."""

    def __init__(self, plan: Plan, place: Place) -> None:
        self._plan = plan
        self._place = place

    def query(self, sql: str) -> pa.Table:
        """Return the rows of one SELECT in Flink's dialect or DuckDB's, or of SHOW and its kin."""
        answer = inspected(sql, self._plan)
        if answer is not None:
            return answer
        text = transpile_to_duckdb(sql)
        with connect() as connection:
            for name in sorted(tables_of(text)):
                connection.register(name, self._read(name))
            return select(connection, text)

    def _read(self, name: str) -> pa.Table:
        known = stored_names(self._plan, self._place.streams)
        by_fold = {word.casefold(): word for word in known}
        found = name if name in known else by_fold.get(name.casefold())
        if found is None:
            raise BadQuery(f"unknown table '{name}'", hint=did_you_mean(name, known))
        return read_stored(found, self._plan, self._place)


def tables_of(duckdb_sql: str) -> set[str]:
    """Return the tables that a query names and does not define itself.

    >>> sorted(tables_of("WITH a AS (SELECT * FROM b) SELECT * FROM a, c"))
    ['b', 'c']
    """
    try:
        tree = parse_one(duckdb_sql, dialect="duckdb")
    except ParseError as wrong:
        raise BadQuery(str(wrong).split(".")[0]) from None
    own = {cte.alias.casefold() for cte in tree.find_all(exp.CTE)}
    named = {table.name for table in tree.find_all(exp.Table) if table.name}
    return {name for name in named if name.casefold() not in own}
