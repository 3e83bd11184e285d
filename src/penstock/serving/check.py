"""Check a dashboard against the tables of its folder, without a run."""

from __future__ import annotations

from penstock.query.sandbox import connect
from penstock.serving.dashboard import Dashboard, read_dashboard
from penstock.serving.panel_query import panel_queries
from penstock.sql.plan import Plan


def check_dashboard(text: str | None, folder: str, plan: Plan) -> Dashboard:
    """Return the folder's dashboard; raise its first error, queries and columns included."""
    dashboard = read_dashboard(text, folder)
    schemas = {name: table.schema.arrow for name, table in plan.tables.items()}
    with connect(threads=1) as connection:
        for query in panel_queries(dashboard):
            query.check(connection, schemas)
    return dashboard
