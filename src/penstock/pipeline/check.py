"""Check a plan against what connectors and formats take, without opening or writing anything."""

from __future__ import annotations

from penstock.config.options import Declaration, read_options
from penstock.core.table import Table
from penstock.formats import format_of, open_decoder, open_encoder
from penstock.pipeline.changes import check_changes
from penstock.pipeline.wiring import check_connectors, scans
from penstock.sinks import SINKS
from penstock.sources import SOURCES
from penstock.sql.plan import Plan


def check_plan(plan: Plan) -> None:
    """Raise the first user error of the tables' connectors, options and formats."""
    check_connectors(plan)
    for scan in scans(plan):
        table = scan.table
        connector = SOURCES[table.connector]
        _check_options(table, connector.declaration)
        if connector.decoded:
            open_decoder(table.schema, scan.wanted, table.options, table.where)
    for insert in plan.inserts:
        table = insert.table
        _check_options(table, SINKS[table.connector].declaration)
        check_changes(insert)
        if format_of(table.options).open_encoder is not None:
            open_encoder(table.schema, table.options, table.where)


def _check_options(table: Table, declaration: Declaration) -> None:
    given = {name: option for name, option in table.options.items() if name != "connector"}
    read_options(f"connector '{declaration.name}'", declaration.settings, given, table.where)
