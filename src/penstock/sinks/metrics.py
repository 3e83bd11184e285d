"""A metric per row: counts, sums and extremes per second for each combination of dimensions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from penstock.config.options import Declaration
from penstock.config.settings import Setting, SettingKind
from penstock.core.batch import Batch, Column, Int64s
from penstock.core.errors import did_you_mean
from penstock.core.time import US_PER_SECOND
from penstock.core.types import NUMBERS
from penstock.sinks.changes import current_rows
from penstock.sinks.database import Database, note_step
from penstock.sinks.errors import UnfitSetting
from penstock.sinks.grouping import texts_of
from penstock.sinks.request import SinkRequest, checked_columns, read_sink_options, time_column

FILE_NAME = "metrics.db"
OLD_POINTS_MAX = 10_000
"""Points that one call of `on_time` drops at most; the rest waits for the next."""
UPKEEP_US = 60 * US_PER_SECOND
TABLES = (
    "CREATE TABLE IF NOT EXISTS points (name TEXT NOT NULL, dimensions TEXT NOT NULL,"
    " second INTEGER NOT NULL, count INTEGER NOT NULL, sum REAL, min REAL, max REAL)",
    "CREATE UNIQUE INDEX IF NOT EXISTS points_key ON points (name, second, dimensions)",
    "CREATE TABLE IF NOT EXISTS totals (name TEXT, dimensions TEXT, count INTEGER NOT NULL,"
    " sum REAL, PRIMARY KEY (name, dimensions)) WITHOUT ROWID",
)
_ADD_POINT = (
    "INSERT INTO points VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (name, second, dimensions) DO UPDATE SET count = count + excluded.count,"
    " sum = sum + excluded.sum, min = min(min, excluded.min), max = max(max, excluded.max)"
)
_ADD_TOTAL = (
    "INSERT INTO totals VALUES (?, ?, ?, ?) ON CONFLICT (name, dimensions)"
    " DO UPDATE SET count = count + excluded.count, sum = sum + excluded.sum"
)
_FIND_OLD = (
    "SELECT rowid FROM points WHERE name = ?1"
    " AND second < (SELECT max(second) FROM points WHERE name = ?1) - ?2 LIMIT ?3"
)
_DROP_OLD = " ".join(("DELETE FROM points WHERE rowid IN (", _FIND_OLD, ")"))

DECLARATION = Declaration(
    name="metrics",
    summary="Counts and sums rows per second and dimensions, for the page and for Prometheus.",
    guarantee="Exactly once: a step's values and its number are stored in one transaction.",
    settings=(
        Setting("metric.name", SettingKind.TEXT, "What the metric is called; without it as the "
                "table.", example="accidents"),
        Setting("metric.value", SettingKind.TEXT, "The column to sum up, or a number; rows "
                "without a finite value are left out.", default="1", example="wind_speed"),
        Setting("metric.dimensions", SettingKind.COLUMNS, "Columns to tell values apart by; "
                "without it those PARTITIONED BY.", example="Severity, City"),
        Setting("metric.timestamp", SettingKind.TEXT, "The TIMESTAMP column that gives the "
                "second; without it the first one, else the time of arrival.",
                example="event_time"),
        Setting("metric.retention", SettingKind.DURATION, "Points this much older than the "
                "newest are dropped; totals stay.", default="30 d", minimum=US_PER_SECOND),
    ),
    example="WITH ('connector' = 'metrics', 'metric.dimensions' = 'Severity, City')",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MetricRule:
    """Which value of a row counts for which metric; `value` is a column or a number."""

    name: str
    value: str | float
    dimensions: tuple[str, ...]
    time: str | None
    retention_us: int


def open_sink(request: SinkRequest) -> MetricsSink:
    """Return the sink of a table with `'connector' = 'metrics'`."""
    options = read_sink_options(DECLARATION, request.table)
    named = options["metric.dimensions"]
    dimensions = request.table.partition_keys if named is None else named
    rule = MetricRule(
        options["metric.name"] or request.table.name,
        _value(request, options["metric.value"]),
        checked_columns(request, "metric.dimensions", dimensions),
        time_column(request, "metric.timestamp", options["metric.timestamp"]),
        options["metric.retention"],
    )
    return MetricsSink(request, rule)


class MetricsSink:
    """Adds each step to the points of its seconds, in one transaction with its number."""

    def __init__(self, request: SinkRequest, rule: MetricRule) -> None:
        self._rule = rule
        self._producer = request.producer
        path = request.surroundings.state_folder / FILE_NAME
        self._database = Database(path, TABLES, request.before)
        self._step: int | None = None
        self._kept_up_us = 0

    def write(self, step: int, batches: Sequence[Batch]) -> None:
        """Add a step's values, unless they are added already."""
        if self._step is not None and step <= self._step:
            return
        points = [point for batch in batches for point in points_of(batch, self._rule)]
        if points:
            with self._database.transaction() as connection:
                connection.executemany(_ADD_POINT, points)
                totals = [
                    (name, dimensions, n, total) for name, dimensions, _, n, total, *_ in points
                ]
                connection.executemany(_ADD_TOTAL, totals)
                note_step(connection, self._producer, step)
        self._step = step

    def on_time(self, now_us: int) -> None:
        """Drop some of the points that are older than the metric's retention."""
        if 0 <= now_us - self._kept_up_us < UPKEEP_US:
            return
        values = (self._rule.name, self._rule.retention_us // US_PER_SECOND)
        if not self._database.rows(_FIND_OLD, (*values, 1)):
            self._kept_up_us = now_us
            return
        with self._database.transaction() as connection:
            connection.execute(_DROP_OLD, (*values, OLD_POINTS_MAX))

    def snapshot(self) -> bytes:
        """Return nothing: every step that was written is durable."""
        return b""

    def restore(self, token: bytes | None) -> None:
        """Find out which steps are added."""
        self._step = self._database.step_held(self._producer)

    @property
    def rows_pending(self) -> int:
        """Always 0: what is written is visible."""
        return 0

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


Point = tuple[str, str, int, int, float, float, float]


def points_of(batch: Batch, rule: MetricRule) -> list[Point]:
    """Return the batch's values as name, dimensions, second, count, sum, minimum and maximum."""
    data = current_rows(batch)
    table = pa.table(
        {
            "second": _seconds(data, rule.time, batch.arrived_us),
            "value": _values(data, rule.value),
            **{f"d{i}": data.column(name) for i, name in enumerate(rule.dimensions)},
        }
    ).filter(pc.is_finite(pc.field("value")))
    keys = [name for name in table.column_names if name != "value"]
    found = table.group_by(keys, use_threads=False).aggregate(
        [("value", measure) for measure in ("count", "sum", "min", "max")]
    )
    texts = [texts_of(found.column(f"d{i}").combine_chunks()) for i in range(len(rule.dimensions))]
    measures = [found.column(f"value_{m}").to_pylist() for m in ("count", "sum", "min", "max")]
    seconds = found.column("second").to_pylist()
    return [
        (rule.name, _dimensions(rule.dimensions, row[5:]), *row[:5])
        for row in zip(seconds, *measures, *texts, strict=True)
    ]


def _dimensions(names: Sequence[str], texts: Sequence[str | None]) -> str:
    """Return the dimensions as JSON; one without a value is left out."""
    pairs = {n: text for n, text in zip(names, texts, strict=True) if text is not None}
    return json.dumps(pairs, ensure_ascii=False)


def _seconds(data: pa.RecordBatch, column: str | None, arrived_us: int) -> Column:
    if column is None:
        return pa.array([arrived_us // US_PER_SECOND] * data.num_rows, pa.int64())
    times_us: Int64s = data.column(column).cast(pa.int64()).fill_null(arrived_us).to_numpy()
    return pa.array(times_us // US_PER_SECOND, pa.int64())


def _values(data: pa.RecordBatch, value: str | float) -> Column:
    if isinstance(value, str):
        column: Column = data.column(value).cast(pa.float64())
        return column
    return pa.array([value] * data.num_rows, pa.float64())


def _value(request: SinkRequest, text: str) -> str | float:
    index = request.schema.index(text)
    if index is None:
        return _number(request, text)
    if request.schema.fields[index].type.kind not in NUMBERS:
        raise UnfitSetting(
            f"option 'metric.value': column '{text}' is {request.schema.fields[index].type}",
            where=request.place_of("metric.value"),
            hint="name a column of numbers",
        )
    return text


def _number(request: SinkRequest, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise UnfitSetting(
            f"option 'metric.value': neither a column nor a number: '{text}'",
            where=request.place_of("metric.value"),
            hint=did_you_mean(text, request.schema.names),
        ) from None
