"""The plan nodes that give rows their windows, and those that aggregate by window or by key."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from penstock.core.types import Schema, SqlType
from penstock.functions.function import AggregateFunction

if TYPE_CHECKING:
    from penstock.sql.plan import Relation, Traits


class WindowKind(StrEnum):
    """The window table-valued functions."""

    TUMBLE = "TUMBLE"
    HOP = "HOP"
    CUMULATE = "CUMULATE"
    SESSION = "SESSION"


@dataclass(frozen=True, slots=True)
class Window:
    """How rows get their windows; durations in microseconds, `time` is the input column.

    TUMBLE: `slide_us` equals `size_us`. HOP: `slide_us` is the slide. CUMULATE: `slide_us` is the
    step. SESSION: `size_us` is the gap and `partition` its keys. With `processing_time` the clock
    of the step is the time, whatever the column says.
    """

    kind: WindowKind
    time: int
    size_us: int
    slide_us: int
    offset_us: int = 0
    partition: tuple[int, ...] = ()
    processing_time: bool = False


@dataclass(frozen=True, slots=True)
class WindowTable:
    """A window function without aggregation: adds window_start, window_end and window_time."""

    input: Relation
    window: Window
    schema: Schema
    traits: Traits


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One aggregate call over input columns; `condition` is a BOOLEAN input column (FILTER).

    A function that the script itself declares is `declared` here, and stands in no list.
    """

    function: str
    arguments: tuple[int, ...]
    type: SqlType
    distinct: bool = False
    condition: int | None = None
    declared: AggregateFunction | None = field(default=None, repr=False)


class WindowProperty(StrEnum):
    """What a window aggregate can say of its window."""

    START = "window_start"
    END = "window_end"
    TIME = "window_time"


@dataclass(frozen=True, slots=True)
class WindowAggregate:
    """Aggregates per key and window, emitted once when the watermark passes the window's end.

    The schema is: the key columns, the aggregates, the window properties, in this order. With
    `attached` the rows had such windows before: their start and end are the last two keys, and
    `window` says no more than when they end.
    """

    input: Relation
    window: Window
    keys: tuple[int, ...]
    aggregates: tuple[Aggregate, ...]
    properties: tuple[WindowProperty, ...]
    schema: Schema
    traits: Traits
    attached: Window | None = None


@dataclass(frozen=True, slots=True)
class GroupAggregate:
    """Aggregates per key over all rows so far; each new row updates its key's result.

    The schema is: the key columns, then the aggregates. `state_ttl_us` says how long a group is
    kept that nothing is added to, where a hint says so; 0 keeps it for good.
    """

    input: Relation
    keys: tuple[int, ...]
    aggregates: tuple[Aggregate, ...]
    schema: Schema
    traits: Traits
    state_ttl_us: int | None = None
