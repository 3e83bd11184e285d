"""What a join's conditions say of time: how near two rows are, or that they share a window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from penstock.core.time import US_PER_MS
from penstock.core.types import TIMESTAMPS, Kind
from penstock.sql.expression import Call, Cast, ColumnReference, Expression, Literal
from penstock.sql.plan import Filter, Project, Relation, Union
from penstock.sql.plan_groups import (
    Window,
    WindowAggregate,
    WindowKind,
    WindowProperty,
    WindowTable,
)
from penstock.sql.plan_joins import WindowJoin
from penstock.sql.plan_rank import Rank

_MIRRORED = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "=": "="}


@dataclass(frozen=True, slots=True)
class Nearness:
    """The left's time less the right's is between `lower_us` and `upper_us`.

    `times` are a column of each side, both of the event or both of the processing.
    """

    times: tuple[int, int]
    processing_time: bool
    lower_us: int
    upper_us: int
    rest: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class _Bound:
    """`left - right` is compared with `offset_us`."""

    times: tuple[int, int]
    sign: str
    offset_us: int


def nearness(left: Relation, right: Relation, conditions: Sequence[Expression]) -> Nearness | None:
    """Return how near in time partners are, if conditions bound that from both sides."""
    bounds = {place: _bound(left, right, each) for place, each in enumerate(conditions)}
    for times in dict.fromkeys(bound.times for bound in bounds.values() if bound):
        found = {p: bound for p, bound in bounds.items() if bound and bound.times == times}
        lows = [_edge_us(b, 1) for b in found.values() if b.sign in {">", ">=", "="}]
        highs = [_edge_us(b, -1) for b in found.values() if b.sign in {"<", "<=", "="}]
        if lows and highs:
            rest = tuple(each for place, each in enumerate(conditions) if place not in found)
            clock = times[0] in left.traits.proctimes
            return Nearness(times, clock, max(lows), min(highs), rest)
    return None


def _edge_us(bound: _Bound, step: int) -> int:
    """Return the last difference that a bound lets in; times are whole milliseconds."""
    return bound.offset_us + step * US_PER_MS * (bound.sign in {"<", ">"})


def _bound(left: Relation, right: Relation, condition: Expression) -> _Bound | None:
    if not isinstance(condition, Call) or condition.function not in _MIRRORED:
        return None
    one, other = (_time(each) for each in condition.arguments)
    if one is None or other is None:
        return None
    first, sign = len(left.schema), condition.function
    if one[0] >= first:
        one, other, sign = other, one, _MIRRORED[sign]
    (column, plus_us), (other_column, other_plus_us) = one, other
    times = (column, other_column - first)
    if column >= first or times[1] < 0 or not _are_times(left, right, times):
        return None
    return _Bound(times, sign, other_plus_us - plus_us)


def _are_times(left: Relation, right: Relation, times: tuple[int, int]) -> bool:
    one, other = left.traits, right.traits
    events = times[0] in one.rowtimes and times[1] in other.rowtimes
    return events or (times[0] in one.proctimes and times[1] in other.proctimes)


def _time(expression: Expression) -> tuple[int, int] | None:
    """Return a time column and what is added to it, None for other expressions."""
    match expression:
        case ColumnReference(index=index):
            return index, 0
        case Cast(argument=argument, type=type_) if {type_.kind, argument.type.kind} <= {
            *TIMESTAMPS
        }:
            return _time(argument) if type_.kind is argument.type.kind else None
        case Call(function="+" | "-" as sign, arguments=(one, Literal(value=int() as by) as step)):
            if step.type.kind is not Kind.INTERVAL_DAY:
                return None
            found = _time(one)
            return None if found is None else (found[0], found[1] + (by if sign == "+" else -by))
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Windowed:
    """The windows that a relation's rows belong to, and the columns that say which."""

    window: Window
    start: int
    end: int


def windows_of(relation: Relation) -> Windowed | None:  # noqa: PLR0911 -- one case per kind
    """Return the windows of event time that a relation's rows belong to, if all of them do."""
    match relation:
        case WindowTable(window=window):
            first = len(relation.input.schema)
            return _windowed(window, {WindowProperty.START: first, WindowProperty.END: first + 1})
        case WindowAggregate(keys=keys, attached=Window() as window):
            last = len(keys) - 1
            return _windowed(window, {WindowProperty.START: last - 1, WindowProperty.END: last})
        case WindowAggregate(window=window, properties=properties):
            first = len(relation.keys) + len(relation.aggregates)
            return _windowed(window, {each: first + n for n, each in enumerate(properties)})
        case Filter(input=below) | Rank(input=below, window_end=int()):
            return windows_of(below)
        case Union(inputs=inputs):
            first_of, *others = map(windows_of, inputs)
            return first_of if all(each == first_of for each in others) else None
        case Project(input=below, columns=columns):
            found = windows_of(below)
            return None if found is None else _passed(found, columns)
        case WindowJoin(left=left, columns=columns):
            return _joined(windows_of(left), columns)
        case _:
            return None


def _joined(found: Windowed | None, columns: Sequence[int]) -> Windowed | None:
    if found is None or found.start not in columns or found.end not in columns:
        return None
    return Windowed(found.window, columns.index(found.start), columns.index(found.end))


def _windowed(window: Window, places: dict[WindowProperty, int]) -> Windowed | None:
    if window.kind is WindowKind.SESSION or window.processing_time:
        return None
    if not {WindowProperty.START, WindowProperty.END} <= places.keys():
        return None
    return Windowed(window, places[WindowProperty.START], places[WindowProperty.END])


def _passed(below: Windowed, columns: Sequence[Expression]) -> Windowed | None:
    starts = list(_places(columns, below.start))
    ends = list(_places(columns, below.end))
    return Windowed(below.window, starts[0], ends[0]) if starts and ends else None


def _places(columns: Sequence[Expression], source: int) -> Iterator[int]:
    for place, column in enumerate(columns):
        if isinstance(column, ColumnReference) and column.index == source:
            yield place


def same_windows(one: Windowed, other: Windowed) -> bool:
    """Say whether rows of equal window bounds are of one window."""
    parts = [(w.kind, w.size_us, w.slide_us, w.offset_us) for w in (one.window, other.window)]
    return parts[0] == parts[1]
