"""A panel's query: what it reads, whether new rows can be added to what is shown, its answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import duckdb
import pyarrow as pa
from sqlglot import exp, parse_one

from penstock.core.errors import Location, PenstockError, UserError, did_you_mean
from penstock.query.results import plain_columns
from penstock.query.sandbox import connect, select
from penstock.query.session import tables_of
from penstock.serving.dashboard import AREA_COLUMNS, Dashboard, Panel
from penstock.sql.duckdb import transpile_to_duckdb

WHOLE = (
    exp.AggFunc, exp.Group, exp.Order, exp.Limit, exp.Fetch, exp.Offset, exp.Distinct, exp.Window,
    exp.Join, exp.Subquery, exp.With, exp.SetOperation, exp.TableSample, exp.Pivot,
)  # fmt: skip
"""A query with one of these looks at more than one row at a time."""


class BadPanel(UserError):
    """A panel's query cannot be run, or does not give a column that the panel names.

    >>> print(BadPanel("panel 'Wind': the query gives no column 'sped'"))
    E811 panel 'Wind': the query gives no column 'sped'
    """

    code = "E811"


class PanelQuery:
    """One SELECT of a panel, ready to be run over recent rows.

    `part` is the setting that it stands in: "query", or "areas" for the boxes of a map.
    """

    def __init__(self, panel: Panel, part: str = "query") -> None:
        self.panel = panel
        self.part = part
        try:
            self._sql = transpile_to_duckdb(panel.settings[part])
            self.tables = tables_of(self._sql)
        except PenstockError as wrong:
            raise self._bad_query(wrong.message, wrong.hint) from None
        self.incremental = len(self.tables) == 1 and _is_row_by_row(self._sql)

    def run(
        self, connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]
    ) -> pa.Table:
        """Return the panel's rows in plain columns."""
        for name, rows in tables.items():
            connection.register(name, rows)
        try:
            return plain_columns(select(connection, self._sql))
        except pa.ArrowException as wrong:
            raise self._bad_query(str(wrong).splitlines()[0], "cast the column to STRING") from None

    def check(
        self, connection: duckdb.DuckDBPyConnection, schemas: Mapping[str, pa.Schema]
    ) -> None:
        """Raise BadPanel when tables or columns are not there."""
        for name in self.tables - set(schemas):
            raise self._bad_query(f"unknown table '{name}'", did_you_mean(name, schemas))
        try:
            given = self.run(connection, {t: schemas[t].empty_table() for t in self.tables})
        except PenstockError as wrong:
            raise self._bad_query(wrong.message, wrong.hint) from None
        for name in self.panel.columns if self.part == "query" else AREA_COLUMNS:
            if name not in given.column_names:
                hint = did_you_mean(name, given.column_names)
                message = f"the query gives no column '{name}'"
                raise self._bad(message, hint, self._place_of(name))

    def _bad_query(self, message: str, hint: str | None) -> BadPanel:
        return self._bad(message, hint, self.panel.places.get(self.part, self.panel.where))

    def _place_of(self, column: str) -> Location:
        if self.part == "query":
            return self.panel.place_of_column(column)
        return self.panel.places.get(self.part, self.panel.where)

    def _bad(self, message: str, hint: str | None, where: Location) -> BadPanel:
        title = self.panel.settings["title"] or self.panel.id
        return BadPanel(f"panel '{title}': {message}", where=where, hint=hint)


def panel_queries(dashboard: Dashboard) -> list[PanelQuery]:
    """Return all queries of a dashboard, in its order."""

    def parts(panel: Panel) -> Iterable[str]:
        return (part for part in ("query", "areas") if panel.settings[part] is not None)

    return [PanelQuery(panel, part) for panel in dashboard.panels for part in parts(panel)]


def _is_row_by_row(sql: str) -> bool:
    """Say whether each output row comes from one input row, so that news can be appended.

    >>> _is_row_by_row("SELECT a + 1 FROM t WHERE b"), _is_row_by_row("SELECT MEAN(a) FROM t")
    (True, False)
    """
    tree = parse_one(sql, dialect="duckdb")
    names = {call.name.lower() for call in tree.find_all(exp.Anonymous)}
    alone = len(list(tree.find_all(exp.Select))) == 1
    return (
        isinstance(tree, exp.Select)
        and alone
        and not any(tree.find_all(*WHOLE))
        and names.isdisjoint(_aggregates())
    )


@cache
def _aggregates() -> frozenset[str]:
    """Return DuckDB's names of aggregates: the parser does not know all of them for such."""
    names = (
        "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'aggregate'"
    )
    with connect(threads=1) as connection:
        return frozenset(map(str, select(connection, names).column(0).to_pylist()))
