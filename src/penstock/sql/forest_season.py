"""SEASON of a forest: which column says what time a row is of."""

from __future__ import annotations

from sqlglot import exp

from penstock.sql.plan import Relation
from penstock.sql.planner import Planner
from penstock.sql.query_errors import BadArgument
from penstock.sql.table_arguments import Arguments

_APART = ("expected_value", "with_directionality")


def season_time(
    planner: Planner, source: Relation, arguments: Arguments, node: exp.Expr
) -> int | None:
    """Return the column of event time when a season is asked for.

    A score with a season is the mean of two forests', so that it has no attributions or expected
    values of its own: these are refused together with it.
    """
    written = arguments.nodes.get("SEASON")
    if written is None:
        return None
    options = dict(arguments.literals)
    place = planner.place(written)
    if "EXPLANATION" in (node.name or "").upper() or any(map(options.get, _APART)):
        hint = "explain a second call without a season"
        raise BadArgument("a score with a season is not explained", where=place, hint=hint)
    if not source.traits.rowtimes:
        hint = "declare a WATERMARK: what is usual depends on the time of the day"
        raise BadArgument("season needs a table with event time", where=place, hint=hint)
    return source.traits.rowtimes[0]
