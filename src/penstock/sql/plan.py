"""The typed plan: relational nodes with their schemas, changelog modes and time attributes.

Nodes are frozen and compare by value. Two statements that read one table share one equal `Scan`
node, and the engine builds equal nodes once, so a source is read once however many read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from penstock.core.errors import Location
from penstock.core.table import Table
from penstock.core.types import Field, Schema, SqlType
from penstock.sql.expression import Expression
from penstock.sql.plan_joins import IntervalJoin, Join, LookupJoin, TemporalJoin, WindowJoin
from penstock.sql.plan_match import Match
from penstock.sql.plan_rank import FirstByTime, Over, Rank, TimeSort
from penstock.sql.plan_sets import Expand, SetOperation
from penstock.sql.plan_unnest import Unnest


class ChangelogMode(StrEnum):
    """Which row kinds a relation emits."""

    APPEND = "append"
    UPSERT = "upsert"
    RETRACT = "retract"


@dataclass(frozen=True, slots=True)
class Traits:
    """What a relation promises: kinds of rows, columns that are time attributes, its upsert key.

    Column numbers are positions in the relation's schema.
    """

    changelog: ChangelogMode = ChangelogMode.APPEND
    rowtimes: tuple[int, ...] = ()
    proctimes: tuple[int, ...] = ()
    upsert_key: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Watermark:
    """`WATERMARK FOR column AS expression`, over the scan's output columns."""

    column: int
    expression: Expression
    idle_timeout_us: int | None = None


@dataclass(frozen=True, slots=True)
class MetadataColumn:
    """A column that the source fills from its own metadata, `key` naming which."""

    key: str
    field: Field


@dataclass(frozen=True, slots=True)
class Scan:
    """Reads a table: the decoder gives `wanted` (pruned, also inside ROWs), then come `metadata`.

    `columns` compute the output `schema` over those; computed columns are among them.
    """

    table: Table
    wanted: Schema
    metadata: tuple[MetadataColumn, ...]
    columns: tuple[Expression, ...]
    schema: Schema
    watermark: Watermark | None
    traits: Traits


@dataclass(frozen=True, slots=True)
class Filter:
    """Keeps the rows whose condition is true (not false, not unknown)."""

    input: Relation
    condition: Expression
    schema: Schema
    traits: Traits


@dataclass(frozen=True, slots=True)
class Project:
    """Computes columns, one expression per output column."""

    input: Relation
    columns: tuple[Expression, ...]
    schema: Schema
    traits: Traits


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
    """One aggregate call over input columns; `condition` is a BOOLEAN input column (FILTER)."""

    function: str
    arguments: tuple[int, ...]
    type: SqlType
    distinct: bool = False
    condition: int | None = None


class WindowProperty(StrEnum):
    """What a window aggregate can say of its window."""

    START = "window_start"
    END = "window_end"
    TIME = "window_time"


@dataclass(frozen=True, slots=True)
class WindowAggregate:
    """Aggregates per key and window, emitted once when the watermark passes the window's end.

    The schema is: the key columns, the aggregates, the window properties, in this order.
    """

    input: Relation
    window: Window
    keys: tuple[int, ...]
    aggregates: tuple[Aggregate, ...]
    properties: tuple[WindowProperty, ...]
    schema: Schema
    traits: Traits


@dataclass(frozen=True, slots=True)
class GroupAggregate:
    """Aggregates per key over all rows so far; each new row updates its key's result.

    The schema is: the key columns, then the aggregates.
    """

    input: Relation
    keys: tuple[int, ...]
    aggregates: tuple[Aggregate, ...]
    schema: Schema
    traits: Traits


@dataclass(frozen=True, slots=True)
class Union:
    """UNION ALL of relations with equal column types."""

    inputs: tuple[Relation, ...]
    schema: Schema
    traits: Traits


@dataclass(frozen=True, slots=True)
class TableFunction:
    """A function over a whole table, such as RANDOM_CUT_FOREST; its input columns come first.

    `columns` are those of the DESCRIPTOR, `partition` those of PARTITION BY; `arguments` are the
    other named arguments, sorted by name, as literals of Python.
    """

    input: Relation
    function: str
    partition: tuple[int, ...]
    columns: tuple[int, ...]
    arguments: tuple[tuple[str, Any], ...]
    schema: Schema
    traits: Traits


@dataclass(frozen=True, slots=True)
class Values:
    """Rows that stand in the statement itself; a bounded input."""

    rows: tuple[tuple[Expression, ...], ...]
    schema: Schema
    traits: Traits


Relation: TypeAlias = (
    Scan
    | Filter
    | Project
    | WindowTable
    | WindowAggregate
    | GroupAggregate
    | Union
    | Join
    | IntervalJoin
    | WindowJoin
    | LookupJoin
    | TemporalJoin
    | Unnest
    | TableFunction
    | Values
    | Rank
    | SetOperation
    | Expand
    | FirstByTime
    | Over
    | TimeSort
    | Match
)


@dataclass(frozen=True, slots=True)
class Insert:
    """`INSERT INTO table`: the input's columns are the table's, in the table's order and types.

    `name` is unique in the plan and stable when other statements come or go.
    """

    name: str
    table: Table
    input: Relation
    where: Location | None = None


@dataclass(frozen=True)
class Plan:
    """All that a script asks for: its tables by name, its inserts, its SET values, its views.

    `scans` reads each table with all of its columns, as a query that comes later begins.
    """

    tables: Mapping[str, Table]
    inserts: tuple[Insert, ...]
    settings: Mapping[str, str] = field(default_factory=dict)
    views: Mapping[str, Relation] = field(default_factory=dict)
    scans: Mapping[str, Scan] = field(default_factory=dict)
