"""Finds the window function below a query, so that its rows are grouped before they are copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from penstock.sql.expression import ColumnReference, Expression
from penstock.sql.plan import Filter, Project, Relation
from penstock.sql.plan_groups import (
    Window,
    WindowProperty,
    WindowTable,
)
from penstock.sql.planner import filtered, project, references
from penstock.sql.walk import columns_of, remapped

WINDOWED_TIME = "$time"
"""The name of a time column that the query itself does not pass on."""

Origin: TypeAlias = ColumnReference | WindowProperty | None
"""Where a column is found without the window function; None: it is computed from the window."""


@dataclass(frozen=True, slots=True)
class WindowInput:
    """The rows below a window function with what was done to them above it.

    `origins` says for each column of the whole where it is found in `relation`. Where the rows
    have their windows already, `columns` are those that say which.
    """

    relation: Relation
    window: Window
    origins: Sequence[Origin]
    columns: Mapping[int, WindowProperty] = field(default_factory=dict)

    def property_of(self, expression: Expression) -> WindowProperty | None:
        """Return which property of the window an expression is, if it is one."""
        if not isinstance(expression, ColumnReference):
            return None
        if self.columns:
            return self.columns.get(expression.index)
        origin = self.origins[expression.index]
        return origin if isinstance(origin, WindowProperty) else None

    def rewritten(self, expression: Expression) -> Expression | None:
        """Return an expression over `relation`, or None if it needs the window's properties."""
        found: dict[int, Expression] = {}
        for index in columns_of(expression):
            origin = self.origins[index]
            if not isinstance(origin, ColumnReference):
                return None
            found[index] = origin
        return remapped(expression, found)


def window_below(relation: Relation) -> WindowInput | None:
    """Return the window function below filters and projections, or None."""
    match relation:
        case WindowTable(input=below, window=window):
            return WindowInput(below, window, (*references(below), *WindowProperty))
        case Filter(input=below, condition=condition):
            found = window_below(below)
            return _filter(found, condition) if found else None
        case Project(input=below, columns=columns):
            found = window_below(below)
            return _project(found, columns, relation) if found else None
        case _:
            return None


def has_window(relation: Relation) -> bool:
    """Say whether there is a window function below, whatever was done to its columns."""
    while isinstance(relation, (Filter, Project)):
        relation = relation.input
    return isinstance(relation, WindowTable)


def _filter(found: WindowInput, condition: Expression) -> WindowInput | None:
    rewritten = found.rewritten(condition)
    if rewritten is None:
        return None
    # As in Flink, also a SESSION is one of the rows that the condition leaves.
    return replace(found, relation=filtered(found.relation, rewritten))


def _project(found: WindowInput, columns: Sequence[Expression], whole: Project) -> WindowInput:
    """Keep what can be computed before the window, and the window's own columns behind it."""
    time = references(found.relation)[found.window.time]
    kept: list[Expression] = []
    names: list[str] = []
    places: list[int | WindowProperty | None] = []
    for name, column in zip(whole.schema.names, columns, strict=True):
        rewritten = found.rewritten(column)
        if rewritten is None:
            places.append(found.property_of(column))
        else:
            places.append(len(kept))
            kept.append(rewritten)
            names.append(name)
    partition = _keys(found, kept, names)
    time_name = WINDOWED_TIME if time.name in names else time.name
    relation = project(found.relation, [*kept, time], [*names, time_name])
    below = references(relation)
    return WindowInput(
        relation,
        replace(found.window, time=len(kept), partition=partition),
        tuple(below[place] if isinstance(place, int) else place for place in places),
    )


def _keys(found: WindowInput, kept: list[Expression], names: list[str]) -> tuple[int, ...]:
    """Return where the window's keys are among the columns, to which those missing are added."""
    columns = references(found.relation)
    keys = [columns[each] for each in found.window.partition]
    for key in keys:
        if key not in kept:
            kept.append(key)
            names.append(f"${key.name}" if key.name in names else key.name)
    return tuple(kept.index(key) for key in keys)
