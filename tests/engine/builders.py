"""Plan nodes and arrivals for tests, built by hand, with rows as tuples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from penstock.core.table import Table
from penstock.core.types import (
    BIGINT,
    BOOLEAN,
    DOUBLE,
    STRING,
    TIMESTAMP_3,
    Field,
    Schema,
    SqlType,
)
from penstock.engine.graph import Graph
from penstock.engine.limits import Limits
from penstock.engine.operator import Arrival, Counts
from penstock.sql.expression import Call, ColumnReference, Expression, Literal
from penstock.sql.plan import (
    Filter,
    Insert,
    Plan,
    Project,
    Relation,
    Scan,
    Traits,
    Union,
    Watermark,
)
from penstock.sql.plan_groups import Aggregate, Window, WindowAggregate, WindowKind, WindowProperty

SECOND = 1_000_000
EVENT = Schema(
    (
        Field("ts", TIMESTAMP_3),
        Field("mark", TIMESTAMP_3),
        Field("name", STRING),
        Field("number", BIGINT),
        Field("price", DOUBLE),
        Field("good", BOOLEAN),
    )
)
"""`ts` is the event time and `mark` the row's watermark, so that tests choose both."""
TS, MARK, NAME, NUMBER, PRICE, GOOD = range(6)
TRAITS = Traits(rowtimes=(TS,))
NO_GUARD = Limits(clock_guard_us=None)


def column(index: int, schema: Schema = EVENT) -> ColumnReference:
    """Return a reference to a column by its position."""
    field = schema.fields[index]
    return ColumnReference(index, field.name, field.type)


def scan(table: str = "events", schema: Schema = EVENT, idle_us: int | None = None) -> Scan:
    """Return a scan whose event time is column 0 and whose watermark is column 1."""
    columns = tuple(column(index, schema) for index in range(len(schema)))
    watermark = Watermark(TS, column(MARK, schema), idle_us)
    return Scan(Table(table, schema), schema, (), columns, schema, watermark, TRAITS)


def where(below: Relation, condition: Expression) -> Filter:
    """Return a filter."""
    return Filter(below, condition, below.schema, below.traits)


def greater(index: int, value: int, schema: Schema = EVENT) -> Call:
    """Return the condition that a column is greater than a constant."""
    left = column(index, schema)
    return Call(">", (left, Literal(value, left.type)), BOOLEAN)


def select(below: Relation, columns: Mapping[str, Expression]) -> Project:
    """Return a projection to named expressions."""
    schema = Schema(tuple(Field(name, value.type) for name, value in columns.items()))
    return Project(below, tuple(columns.values()), schema, Traits())


def union(*inputs: Relation) -> Union:
    """Return the UNION ALL of relations."""
    return Union(inputs, inputs[0].schema, inputs[0].traits)


def tumble(seconds: int, offset_us: int = 0) -> Window:
    """Return a TUMBLE window over the event time."""
    return Window(WindowKind.TUMBLE, TS, seconds * SECOND, seconds * SECOND, offset_us)


def hop(size: int, slide: int, offset_us: int = 0) -> Window:
    """Return a HOP window of so many seconds."""
    return Window(WindowKind.HOP, TS, size * SECOND, slide * SECOND, offset_us)


def cumulate(size: int, step: int, offset_us: int = 0) -> Window:
    """Return a CUMULATE window of so many seconds."""
    return Window(WindowKind.CUMULATE, TS, size * SECOND, step * SECOND, offset_us)


def session(gap: int) -> Window:
    """Return a SESSION window that ends after so many seconds without rows."""
    return Window(WindowKind.SESSION, TS, gap * SECOND, gap * SECOND)


def count(condition: int | None = None) -> Aggregate:
    """Return COUNT(*)."""
    return Aggregate("COUNT", (), BIGINT.with_nullable(False), condition=condition)


def call(function: str, argument: int, kind: SqlType, condition: int | None = None) -> Aggregate:
    """Return an aggregate of one column."""
    return Aggregate(function, (argument,), kind, condition=condition)


def aggregate(
    below: Relation,
    window: Window,
    keys: Sequence[int],
    calls: Sequence[Aggregate],
    properties: Sequence[WindowProperty] = (WindowProperty.START, WindowProperty.END),
) -> WindowAggregate:
    """Return a window aggregate; its columns are the keys, a0, a1 … and the properties."""
    fields = [below.schema.fields[key] for key in keys]
    fields += [Field(f"a{number}", each.type) for number, each in enumerate(calls)]
    fields += [Field(str(which.value), TIMESTAMP_3) for which in properties]
    schema = Schema(tuple(fields))
    if window.kind is WindowKind.SESSION:
        window = replace(window, partition=tuple(keys))
    return WindowAggregate(
        below, window, tuple(keys), tuple(calls), tuple(properties), schema, Traits()
    )


def plan(**inserts: Relation) -> Plan:
    """Return a plan with an insert per name."""
    built = [Insert(name, Table(name, below.schema), below) for name, below in inserts.items()]
    return Plan({}, tuple(built))


def graph(limits: Limits = NO_GUARD, **inserts: Relation) -> Graph:
    """Return a graph with an insert per name."""
    return Graph(plan(**inserts), limits)


def arrival(
    rows: Iterable[Sequence[Any]],
    split: str = "0",
    table: str = "events",
    schema: Schema = EVENT,
    **more: Any,
) -> Arrival:
    """Return rows given as tuples, times in microseconds; short rows end in NULLs."""
    width = len(schema)
    full = [(*row, *[None] * (width - len(row))) for row in rows]
    columns = [
        pa.array([row[index] for row in full], field.type.arrow)
        for index, field in enumerate(schema.fields)
    ]
    data = pa.RecordBatch.from_arrays(columns, schema=schema.arrow)
    return Arrival(table, split, data, **{"arrived_us": 0, **more})


def rows_of(batches: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of batches as tuples, times as microseconds."""
    rows: list[tuple[Any, ...]] = []
    for batch in batches:
        data = batch.data if hasattr(batch, "data") else batch
        columns = [_plain(data.column(index)) for index in range(data.num_columns)]
        rows += zip(*columns, strict=True)
    return rows


def _plain(values: Any) -> list[Any]:
    if pa.types.is_timestamp(values.type):
        values = values.cast(pa.timestamp("us")).view(pa.int64())
    return list(values.to_pylist())


def balance(counts: Counts) -> int:
    """Return rows that are unaccounted for: 0 when the ledger is right."""
    gone = counts.rows_out + counts.rows_filtered + counts.rows_late + counts.rows_invalid
    return counts.rows_in - gone - counts.rows_in_flight


class Run:
    """Runs steps on a graph and collects what comes out."""

    def __init__(self, running: Graph) -> None:
        self.graph = running
        self.outputs: dict[str, list[tuple[Any, ...]]] = {}
        self.rejected: dict[str, list[tuple[str, tuple[Any, ...]]]] = {}

    def step(self, *arrivals: Arrival, now_us: int = 0, resumed: bool = False) -> list[Any]:
        """Run one step; return the rows that the first insert gave."""
        result = self.graph.step(arrivals, now_us, resumed=resumed)
        for name, batches in result.outputs.items():
            self.outputs.setdefault(name, []).extend(rows_of(batches))
        for table, parts in result.rejected.items():
            for part in parts:
                self.rejected.setdefault(table, []).extend(
                    (part.reason, row) for row in rows_of([part.rows])
                )
        for tables in self.graph.ledger().values():
            for counts in tables.values():
                assert balance(counts) == 0, counts
        first = next(iter(result.outputs.values()), [])
        return rows_of(first)
