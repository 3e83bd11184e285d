"""Builds the aggregation over windows: a projection of what it needs, then the aggregates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from penstock.sql.aggregate_rules import check_windows
from penstock.sql.errors import NotSupported
from penstock.sql.expression import Expression
from penstock.sql.grouped_columns import GroupedColumns
from penstock.sql.grouping import Grouping
from penstock.sql.grouping_sets import expanded
from penstock.sql.plan import Relation, Traits
from penstock.sql.plan_groups import WindowAggregate, WindowKind, WindowProperty
from penstock.sql.planner import project, references
from penstock.sql.window_input import WINDOWED_TIME, WindowInput


def plan_window_aggregate(grouping: Grouping, windowed: WindowInput) -> Relation:
    """Return the groups: key columns, aggregates, window properties, in this order."""
    check_windows(grouping.aggregates, windowed.window.kind)
    columns = GroupedColumns(lambda expression: _before_window(windowed, expression))
    keys = tuple(columns.place(key.expression, key.name) for key in grouping.keys)
    aggregates = tuple(columns.aggregate(call) for call in grouping.aggregates)
    time = references(windowed.relation)[windowed.window.time]
    time_name = WINDOWED_TIME if time.name in columns.names else time.name
    below = project(windowed.relation, [*columns.expressions, time], [*columns.names, time_name])
    window = replace(windowed.window, time=len(columns.expressions), partition=())
    if grouping.sets is not None:
        below, keys = expanded(below, keys, grouping.sets)
    if window.kind is WindowKind.SESSION:
        _refuse_sets(grouping)
        window = replace(window, partition=keys)
    schema = grouping.schema()
    first = len(keys) + len(aggregates)
    return WindowAggregate(
        below,
        window,
        keys,
        aggregates,
        tuple(WindowProperty),
        schema,
        _traits(len(keys), windowed, first),
    )


def _refuse_sets(grouping: Grouping) -> None:
    if grouping.sets is not None:
        message = "GROUPING SETS over a SESSION are not supported yet"
        raise NotSupported(message, hint="write a query for each set, and UNION ALL")


def session_of_keys(windowed: WindowInput, keys: Sequence[Expression], sets: int) -> bool:
    """Say whether the windows are no sessions, or those of the very keys that are grouped."""
    if windowed.window.kind is not WindowKind.SESSION:
        return True
    columns = references(windowed.relation)
    partition = {columns[index] for index in windowed.window.partition}
    return sets == 1 and {windowed.rewritten(key) for key in keys} == partition


def reads_below(grouping: Grouping, windowed: WindowInput) -> bool:
    """Say whether all that is grouped and aggregated can be computed below the window."""
    expressions = [key.expression for key in grouping.keys]
    for call in grouping.aggregates:
        expressions += [*call.arguments, *([call.condition] if call.condition else [])]
    return all(windowed.rewritten(each) is not None for each in expressions)


def _before_window(windowed: WindowInput, expression: Expression) -> Expression:
    rewritten = windowed.rewritten(expression)
    if rewritten is None:
        message = f"'{expression}' is computed from the window itself: not supported yet"
        raise NotSupported(message, hint="aggregate first, then compute it in a view over that")
    return rewritten


def _traits(keys: int, windowed: WindowInput, first: int) -> Traits:
    places = {each: first + number for number, each in enumerate(WindowProperty)}
    key = (*range(keys), places[WindowProperty.END])
    time = (places[WindowProperty.TIME],)
    if windowed.window.processing_time:
        return Traits(proctimes=time, upsert_key=key)
    return Traits(rowtimes=time, upsert_key=key)
