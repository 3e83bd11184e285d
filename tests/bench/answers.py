"""Run a Nexmark query on generated events and fold what comes out into the table that it means."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa

from penstock.bench.drive import Opened, Times
from penstock.bench.job import write_side_input
from penstock.bench.suite import Source, compiled_script
from penstock.core.batch import Batch, RowKind
from penstock.core.time import ManualClock
from penstock.sources.nexmark.config import EventConfig
from penstock.sources.nexmark.events import events
from penstock.sources.nexmark.options import BASE_US
from penstock.sources.nexmark.timeline import Timeline
from penstock.sql.plan import ChangelogMode, Insert

Row = tuple[Any, ...]
EVENTS, RATE = 20_000, 200
"""A hundred seconds of event time: ten windows, sessions that end, auctions that expire."""


def all_events() -> pa.Table:
    """Return the events that the queries see, with their places."""
    batch = events(EventConfig(Timeline(BASE_US, RATE, RATE)), 0, EVENTS)
    table = pa.Table.from_batches([batch])
    return table.append_column("place", pa.array(range(EVENTS)))


def answer(query: str, folder: Path, rows_max: int, path: Path | None = None) -> Counter[Row]:
    """Return the rows of a query's result once all events are in, made or read from a file."""
    insert, batches = result(query, folder, rows_max, path)
    return folded(insert, batches)


def result(
    query: str, folder: Path, rows_max: int, path: Path | None
) -> tuple[Insert, list[Batch]]:
    """Return a query's INSERT and all that it gives."""
    write_side_input(folder)
    parameters = {
        "EVENTS_NUM": str(EVENTS),
        "TPS": str(RATE),
        "NEXMARK_DIR": str(folder),
        "FLINK_HOME": str(folder),
        "EVENTS_PATH": str(path),
    }
    plan = compiled_script(query, Source.JSON if path else Source.GENERATOR, parameters)
    (insert,) = plan.inserts
    with Opened() as opened:
        pipeline = opened.pipeline(plan, folder, ManualClock(BASE_US), rows_max)
        batches = [
            batch
            for outputs in pipeline.steps(Times())
            for batch in outputs.get(insert.name, ())
        ]  # fmt: skip
    return insert, batches


def folded(insert: Insert, batches: list[Batch]) -> Counter[Row]:
    """Return the rows that are left when all changes are made."""
    changes = [change for batch in batches for change in _changes(batch)]
    if insert.input.traits.changelog is ChangelogMode.UPSERT:
        return _upserted(insert.input.traits.upsert_key or (), changes)
    rows: Counter[Row] = Counter()
    for kind, row in changes:
        if kind in {RowKind.INSERT, RowKind.UPDATE_AFTER}:
            rows[row] += 1
        else:
            assert rows[row] > 0, f"{row} is taken back and was never there"
            rows[row] -= 1
    return +rows


def _upserted(key: tuple[int, ...], changes: list[tuple[int, Row]]) -> Counter[Row]:
    rows: dict[Row, Row] = {}
    for kind, row in changes:
        name = tuple(row[column] for column in key)
        if kind == RowKind.DELETE:
            rows.pop(name)
        else:
            rows[name] = row
    return Counter(rows.values())


def _changes(batch: Batch) -> list[tuple[int, Row]]:
    columns = [column.to_pylist() for column in batch.data.columns]
    kinds = [RowKind.INSERT] * len(batch) if batch.kinds is None else batch.kinds.tolist()
    return list(zip(kinds, zip(*columns, strict=True), strict=True))
