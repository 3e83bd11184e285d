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
from penstock.core.types import Field, Schema
from penstock.sql.expression import Expression
from penstock.sql.plan_groups import GroupAggregate, WindowAggregate, WindowTable
from penstock.sql.plan_joins import IntervalJoin, Join, LookupJoin, TemporalJoin, WindowJoin
from penstock.sql.plan_match import Match
from penstock.sql.plan_rank import FirstByTime, Over, Rank, TimeSort
from penstock.sql.plan_regions import HotspotRegions
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


@dataclass(frozen=True, slots=True)
class Union:
    """UNION ALL of relations with equal column types.

    `in_turn`, rows of the first input wait until the others, which are bounded, have ended.
    """

    inputs: tuple[Relation, ...]
    schema: Schema
    traits: Traits
    in_turn: bool = False


@dataclass(frozen=True, slots=True)
class TableFunction:
    """A function over a whole table, such as RANDOM_CUT_FOREST; its input columns come first.

    `columns` are those of the DESCRIPTOR, `partition` those of PARTITION BY; `arguments` are the
    other named arguments, sorted by name, as literals of Python. `time` is the column of the rows'
    time, if it is looked at; `live`, if there is a past to be learned only, is FALSE for its rows.
    """

    input: Relation
    function: str
    partition: tuple[int, ...]
    columns: tuple[int, ...]
    arguments: tuple[tuple[str, Any], ...]
    schema: Schema
    traits: Traits
    time: int | None = None
    live: int | None = None

    @property
    def reads(self) -> tuple[int, ...]:
        """The columns that the function itself looks at."""
        others = (each for each in (self.time, self.live) if each is not None)
        return (*self.partition, *self.columns, *others)


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
    | HotspotRegions
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
