"""Builds the aggregation over windows: a projection of what it needs, then the aggregates."""

from __future__ import annotations

from dataclasses import replace

from penstock.sql.aggregate_calls import AggregateCall
from penstock.sql.errors import NotSupported
from penstock.sql.expression import ColumnReference, Expression
from penstock.sql.grouping import Grouping
from penstock.sql.plan import (
    Aggregate,
    Relation,
    Traits,
    WindowAggregate,
    WindowKind,
    WindowProperty,
)
from penstock.sql.planner import project, references
from penstock.sql.window_input import WINDOWED_TIME


def plan_window_aggregate(grouping: Grouping) -> Relation:
    """Return the groups: key columns, aggregates, window properties, in this order."""
    windowed = grouping.windowed
    columns = _Columns(grouping)
    keys = tuple(columns.place(key.expression, key.name) for key in grouping.keys)
    aggregates = tuple(_aggregate(columns, call) for call in grouping.aggregates)
    time = references(windowed.relation)[windowed.window.time]
    time_name = WINDOWED_TIME if time.name in columns.names else time.name
    below = project(windowed.relation, [*columns.expressions, time], [*columns.names, time_name])
    window = replace(windowed.window, time=len(columns.expressions), partition=())
    if window.kind is WindowKind.SESSION:
        _check_keys(grouping)
        window = replace(window, partition=keys)
    schema = grouping.schema()
    first = len(keys) + len(aggregates)
    return WindowAggregate(
        below, window, keys, aggregates, tuple(WindowProperty), schema, _traits(grouping, first)
    )


def _check_keys(grouping: Grouping) -> None:
    """Raise an error if a session is not of the very keys that are grouped."""
    if grouping.group_window is not None:
        return
    windowed = grouping.windowed
    keys = {windowed.rewritten(key.expression) for key in grouping.keys}
    columns = references(windowed.relation)
    if keys != {columns[index] for index in windowed.window.partition}:
        names = ", ".join(columns[index].name for index in windowed.window.partition) or "no column"
        message = f"a SESSION of other keys than those grouped is not supported yet: it has {names}"
        raise NotSupported(message, hint="name the keys of GROUP BY in PARTITION BY, and no others")


class _Columns:
    """The columns that the aggregation reads, each once."""

    def __init__(self, grouping: Grouping) -> None:
        self.grouping = grouping
        self.expressions: list[Expression] = []
        self.names: list[str] = []

    def place(self, expression: Expression, name: str = "") -> int:
        """Return the number of the column that holds an expression over FROM."""
        rewritten = self.grouping.windowed.rewritten(expression)
        if rewritten is None:
            message = f"'{expression}' is computed from the window itself: not supported yet"
            raise NotSupported(message, hint="aggregate first, then compute it in a view over that")
        if rewritten not in self.expressions:
            own = name or (rewritten.name if isinstance(rewritten, ColumnReference) else "")
            taken = not own or own in self.names
            self.names.append(f"${len(self.names)}" if taken else own)
            self.expressions.append(rewritten)
        return self.expressions.index(rewritten)


def _aggregate(columns: _Columns, call: AggregateCall) -> Aggregate:
    arguments = tuple(columns.place(argument) for argument in call.arguments)
    condition = None if call.condition is None else columns.place(call.condition)
    return Aggregate(call.function, arguments, call.type, condition=condition)


def _traits(grouping: Grouping, first: int) -> Traits:
    places = {each: first + number for number, each in enumerate(WindowProperty)}
    key = (*range(len(grouping.keys)), places[WindowProperty.END])
    time = (places[WindowProperty.TIME],)
    if grouping.windowed.window.processing_time:
        return Traits(proctimes=time, upsert_key=key)
    return Traits(rowtimes=time, upsert_key=key)
