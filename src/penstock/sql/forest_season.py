"""SEASON of a forest: which column says what time a row is of."""

from __future__ import annotations

from penstock.sql.plan import Relation
from penstock.sql.planner import Planner
from penstock.sql.query_errors import BadArgument
from penstock.sql.table_arguments import Arguments


def season_time(planner: Planner, source: Relation, arguments: Arguments) -> int | None:
    """Return the column of event time when a season is asked for."""
    written = arguments.nodes.get("SEASON")
    if written is None:
        return None
    if not source.traits.rowtimes:
        hint = "declare a WATERMARK: what is usual depends on the time of the day"
        raise BadArgument(
            "season needs a table with event time", where=planner.place(written), hint=hint
        )
    return source.traits.rowtimes[0]
