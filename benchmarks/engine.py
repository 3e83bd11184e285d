"""Measure operators on Nexmark-like bids: rows per second, and state saved and taken back.

Run with `python -m benchmarks.engine [--json FILE]`; the batches are made before the clock starts.
Rates are per second of one core's time, which other programs on the machine disturb less.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.core.table import Table
from penstock.core.types import BIGINT, BOOLEAN, STRING, TIMESTAMP_3, Field, Schema
from penstock.engine.graph import Graph
from penstock.engine.limits import Limits
from penstock.engine.operator import Arrival
from penstock.sql.expression import Call, ColumnReference, Literal
from penstock.sql.plan import Filter, Insert, Plan, Project, Relation, Scan, Traits, Watermark
from penstock.sql.plan_groups import Aggregate, Window, WindowAggregate, WindowKind, WindowProperty

SECOND = 1_000_000
BID = Schema(
    (
        Field("auction", BIGINT),
        Field("bidder", BIGINT),
        Field("price", BIGINT),
        Field("channel", STRING),
        Field("ts", TIMESTAMP_3),
        Field("mark", TIMESTAMP_3),
    )
)
AUCTION, BIDDER, PRICE, CHANNEL, TS, MARK = range(6)
CHANNELS = np.array(["apple", "google", "facebook", "baidu", *(f"channel-{n}" for n in range(100))])
ROWS = 2_000_000
US_PER_BID = 100
TRAITS = Traits()


@dataclass(frozen=True)
class Result:
    """One line of the table."""

    name: str
    batch: int
    rows: int
    core_seconds: float
    seconds: float

    @property
    def rows_per_second(self) -> float:
        """Rows per second of processor time."""
        return self.rows / self.core_seconds


def timed(name: str, batch: int, rows: int, work: Callable[[], Any]) -> Result:
    """Return how long `work` on so many rows took."""
    begin, core_begin = time.perf_counter(), time.process_time()
    work()
    core_seconds, seconds = time.process_time() - core_begin, time.perf_counter() - begin
    return Result(name, batch, rows, core_seconds, seconds)


def bids(rows: int, keys: int = 0) -> pa.RecordBatch:
    """Return bids like Nexmark's: half of them on the hot auction of the moment, or on any key."""
    chance = np.random.default_rng(7)
    number = np.arange(rows)
    recent = np.maximum(0, number // 15 - chance.integers(0, 100, rows))
    hot = number // 15 // 100 * 100
    auction = np.where(chance.random(rows) < 0.5, hot, recent) + 1_000
    if keys:
        auction = chance.integers(0, keys, rows)
    ts = number * US_PER_BID // 1_000 * 1_000
    columns = [
        pa.array(auction),
        pa.array(1_000 + chance.integers(0, 5_000, rows)),
        pa.array(np.exp(chance.random(rows) * 16).astype(np.int64)),
        pa.array(CHANNELS[chance.integers(0, len(CHANNELS), rows)].tolist()),
        pa.array(ts).view(pa.timestamp("us")),
        pa.array(ts - 4 * SECOND).view(pa.timestamp("us")),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=BID.arrow)


def column(index: int) -> ColumnReference:
    """Return a reference to a bid's column."""
    return ColumnReference(index, BID.names[index], BID.fields[index].type)


def scan() -> Scan:
    """Return the scan of the bids, its watermark 4 s behind."""
    columns = tuple(column(index) for index in range(len(BID)))
    return Scan(Table("bid", BID), BID, (), columns, BID, Watermark(TS, column(MARK)), TRAITS)


def filtered() -> Relation:
    """Return `SELECT auction, price WHERE auction % 123 = 0`, Nexmark's q2."""
    rest = Call("%", (column(AUCTION), Literal(123, BIGINT)), BIGINT)
    condition = Call("=", (rest, Literal(0, BIGINT)), BOOLEAN)
    kept = Filter(scan(), condition, BID, TRAITS)
    schema = Schema((BID.fields[AUCTION], BID.fields[PRICE]))
    return Project(kept, (column(AUCTION), column(PRICE)), schema, TRAITS)


def windowed(key: int, calls: list[Aggregate], size: int = 10, slide: int = 2) -> Relation:
    """Return aggregates per key over HOP windows of so many seconds."""
    window = Window(WindowKind.HOP, TS, size * SECOND, slide * SECOND)
    fields = [BID.fields[key], *(Field(f"a{n}", call.type) for n, call in enumerate(calls))]
    properties = (WindowProperty.START, WindowProperty.END)
    fields += [Field(which.value, TIMESTAMP_3) for which in properties]
    schema = Schema(tuple(fields))
    return WindowAggregate(scan(), window, (key,), tuple(calls), properties, schema, TRAITS)


COUNT = Aggregate("COUNT", (), BIGINT)
STATISTICS = [COUNT, *(Aggregate(name, (PRICE,), BIGINT) for name in ("SUM", "MIN", "MAX", "AVG"))]
QUERIES: dict[str, Callable[[], Relation]] = {
    "scan": scan,
    "filter + project (q2)": filtered,
    "HOP 10 s/2 s count per auction": lambda: windowed(AUCTION, [COUNT]),
    "HOP 10 s/2 s count per channel": lambda: windowed(CHANNEL, [COUNT]),
    "HOP 10 s/2 s five aggregates": lambda: windowed(AUCTION, STATISTICS),
}


def graph_of(relation: Relation) -> Graph:
    """Return a graph with one insert."""
    insert = Insert("out", Table("out", relation.schema), relation)
    return Graph(Plan({}, (insert,)), Limits(clock_guard_us=None))


def measure(name: str, batch: int, data: pa.RecordBatch) -> Result:
    """Return how fast one query runs over all bids."""
    graph = graph_of(QUERIES[name]())
    parts = [data.slice(at, batch) for at in range(0, data.num_rows, batch)]
    arrivals = [Arrival("bid", "0", part, 0) for part in parts]
    for arrival in arrivals[: max(1, len(arrivals) // 20)]:
        graph.step([arrival], 0)
    graph = graph_of(QUERIES[name]())

    def run() -> None:
        for arrival in arrivals:
            graph.step([arrival], 0)

    return timed(name, batch, data.num_rows, run)


def measure_state(keys: int) -> list[Result]:
    """Return how fast a million keys are stored, saved and taken back, and added to."""
    relation = windowed(AUCTION, [COUNT], size=1_000, slide=1_000)
    graph, fresh = graph_of(relation), graph_of(relation)
    everything = bids(keys)
    everything = everything.set_column(AUCTION, "auction", pa.array(np.arange(keys)))
    parts = [Arrival("bid", "0", everything.slice(at, 10_000), 0) for at in range(0, keys, 10_000)]
    longest = 0.0

    def store() -> None:
        nonlocal longest
        for part in parts:
            begin = time.perf_counter()
            graph.step([part], 0)
            longest = max(longest, time.perf_counter() - begin)

    state: dict[str, bytes] = {}
    results = [
        timed("store distinct keys", 10_000, keys, store),
        timed("save state", keys, keys, lambda: state.update(graph.snapshot())),
        timed("take state back", keys, keys, lambda: fresh.restore(state)),
        Result("  longest step while storing", 10_000, 10_000, longest, longest),
    ]
    for rows in (1_000, 10_000):
        more = [Arrival("bid", "0", bids(rows, keys), 0) for _ in range(20)]

        def add(more: list[Arrival] = more) -> None:
            for arrival in more:
                fresh.step([arrival], 0)

        results.append(timed("add 20 batches to it", rows, rows * len(more), add))
    return results


def main() -> None:
    """Print the table and, if asked, write it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    data = bids(ROWS)
    results = [measure(name, batch, data) for name in QUERIES for batch in (10_000, 100_000)]
    results += measure_state(1_000_000)
    print(f"{'what':34} {'batch':>9} {'M rows/s':>9} {'ms':>9}")
    for result in results:
        rate, milliseconds = result.rows_per_second / 1e6, result.seconds * 1e3
        print(f"{result.name:34} {result.batch:>9,} {rate:>9.2f} {milliseconds:>9.2f}")
    if options.json:
        options.json.write_text(json.dumps([vars(result) for result in results], indent=2))


if __name__ == "__main__":
    main()
