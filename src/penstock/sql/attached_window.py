"""GROUP BY of rows that have their windows already: behind a condition, a join, another window.

Where the window function cannot be pulled into the aggregate, its columns stay, and rows are
grouped by them. What makes it a window is that no row of it comes once its end has passed: so the
groups are held back and given once, as if the window function stood right below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from penstock.core.time import US_PER_MS
from penstock.core.types import Field, Kind, Schema, SqlType
from penstock.sql.changelog import is_updating
from penstock.sql.expression import Call, ColumnReference, Expression, Literal
from penstock.sql.grouped_columns import GroupedColumns
from penstock.sql.grouping import Grouping
from penstock.sql.grouping_sets import expanded
from penstock.sql.join_times import windows_of
from penstock.sql.plan import Filter, Project, Relation, Traits
from penstock.sql.plan_groups import (
    Window,
    WindowAggregate,
    WindowKind,
    WindowProperty,
    WindowTable,
)
from penstock.sql.planner import project, references
from penstock.sql.window_columns import Properties, window_columns
from penstock.sql.window_input import WINDOWED_TIME, WindowInput


def attached_window(relation: Relation) -> WindowInput | None:
    """Return the windows that a relation's rows have, by their columns; None if they have none."""
    session = _session_below(relation)
    if session is not None:
        partition, of_session = session
        columns = dict(of_session)
        window = Window(WindowKind.SESSION, 0, US_PER_MS, US_PER_MS, partition=partition)
    else:
        found = windows_of(relation)
        if found is None:
            return None
        columns = dict(window_columns(relation))
        columns |= {found.start: WindowProperty.START, found.end: WindowProperty.END}
        window = found.window
    fields = relation.schema.fields
    given = {each for place, each in columns.items() if not fields[place].type.nullable}
    if is_updating(relation) or not {WindowProperty.START, WindowProperty.END} <= given:
        return None
    window = replace(window, time=_place(columns, _time_or_end(columns)))
    return WindowInput(relation, window, references(relation), columns)


def _session_below(relation: Relation) -> tuple[tuple[int, ...], Properties] | None:
    """Return a session's keys and columns where nothing but conditions and projections follows."""
    match relation:
        case WindowTable(window=window) if window.kind is WindowKind.SESSION:
            return window.partition, window_columns(relation)
        case Filter(input=below):
            return _session_below(below)
        case Project(input=below, columns=columns):
            found = _session_below(below)
            places = [c.index if isinstance(c, ColumnReference) else None for c in columns]
            if found is None or not set(found[0]) <= set(places):
                return None
            return tuple(places.index(key) for key in found[0]), window_columns(relation)
        case _:
            return None


def plan_attached_aggregate(grouping: Grouping, windowed: WindowInput) -> Relation:
    """Return the groups: key columns, aggregates, window properties, in this order."""
    columns = GroupedColumns()
    keys = tuple(columns.place(key.expression, key.name) for key in grouping.keys)
    aggregates = tuple(columns.aggregate(call) for call in grouping.aggregates)
    rows = references(windowed.relation)
    own = () if _is_whole(windowed.window) else (WindowProperty.START, WindowProperty.END)
    bounds = tuple(columns.place(rows[_place(windowed.columns, each)]) for each in own)
    read = [*columns.expressions, _time(windowed, rows)]
    below = project(windowed.relation, read, [*columns.names, WINDOWED_TIME])
    if grouping.sets is not None:
        below, keys = expanded(below, keys, grouping.sets)
    groups = WindowAggregate(
        below,
        _slices(windowed.window, len(read) - 1),
        (*keys, *bounds),
        aggregates,
        tuple(WindowProperty),
        _with_bounds(grouping.schema(), below, len(keys), bounds),
        _traits(len(keys) + len(bounds), len(aggregates)),
        replace(windowed.window, time=0, partition=()) if bounds else None,
    )
    return _as_grouped(grouping, groups, len(keys), own) if bounds else groups


def _with_bounds(schema: Schema, below: Relation, keys: int, bounds: Sequence[int]) -> Schema:
    """Return the columns of the groups with the window's bounds behind the keys."""
    added = [Field(f"$bound{n}", below.schema.fields[key].type) for n, key in enumerate(bounds)]
    return Schema((*schema.fields[:keys], *added, *schema.fields[keys:]))


def _traits(keys: int, aggregates: int) -> Traits:
    places = {each: keys + aggregates + number for number, each in enumerate(WindowProperty)}
    key = (*range(keys), places[WindowProperty.END])
    return Traits(rowtimes=(places[WindowProperty.TIME],), upsert_key=key)


def _as_grouped(
    grouping: Grouping, groups: WindowAggregate, keys: int, own: Sequence[WindowProperty]
) -> Relation:
    """Return the groups with their bounds, which were keys, in the places of the properties."""
    first = len(groups.keys)
    places = {each: first + len(groups.aggregates) + n for n, each in enumerate(WindowProperty)}
    places |= {each: keys + n for n, each in enumerate(own)}
    order = [*range(keys), *range(first, first + len(groups.aggregates))]
    order += [places[each] for each in WindowProperty]
    given = references(groups)
    projected = project(groups, [given[place] for place in order], grouping.schema().names)
    bounds = range(keys + len(groups.aggregates), keys + len(groups.aggregates) + len(own))
    return replace(projected, traits=replace(projected.traits, upsert_key=(*range(keys), *bounds)))


def _is_whole(window: Window) -> bool:
    """Say whether a window's end alone tells its start, as TUMBLE's does."""
    return window.kind is not WindowKind.SESSION and window.size_us == window.slide_us


def _slices(window: Window, time: int) -> Window:
    """Return windows that do not overlap and end where these do."""
    return Window(WindowKind.TUMBLE, time, window.slide_us, window.slide_us, window.offset_us)


def _time(windowed: WindowInput, rows: Sequence[ColumnReference]) -> Expression:
    """Return a row's window_time, computed from its window's end where it was not passed on."""
    column = rows[windowed.window.time]
    if windowed.columns[column.index] is WindowProperty.TIME:
        return column
    step = Literal(US_PER_MS, SqlType(Kind.INTERVAL_DAY, nullable=False))
    return Call("-", (column, step), column.type)


def _time_or_end(columns: Properties) -> WindowProperty:
    has_time = WindowProperty.TIME in columns.values()
    return WindowProperty.TIME if has_time else WindowProperty.END


def _place(columns: Properties, wanted: WindowProperty) -> int:
    return next(place for place, each in sorted(columns.items()) if each is wanted)
