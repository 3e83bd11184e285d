"""Measure rankings on Nexmark-like bids: rows per second of one core's time.

Run with `python -m benchmarks.ranking [--json FILE] [--keys 10000,5000000]`; batches are made
before the clock starts. What fills the state is not measured, only rows that come after.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from penstock.engine import Graph, Limits
from penstock.engine.operator import Arrival
from penstock.pipeline.wiring import scans
from penstock.sql import compile_script
from penstock.sql.changelog import without_old_rows

BATCH = 10_000
TABLE = """
CREATE TABLE bid (auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING,
    ts TIMESTAMP(3), extra STRING, WATERMARK FOR ts AS ts - INTERVAL '4' SECOND);
"""
_NUMBERED = "SELECT *, ROW_NUMBER() OVER (PARTITION BY {0}) AS rn FROM bid"
QUERIES = {
    "last per key (q18)": (
        "auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, ts TIMESTAMP(3),"
        " extra STRING",
        "SELECT auction, bidder, price, channel, url, ts, extra FROM ("
        + _NUMBERED.format("bidder, auction ORDER BY ts DESC")
        + ") WHERE rn <= 1",
    ),
    "best per key": (
        "auction BIGINT, price BIGINT, url STRING",
        "SELECT auction, price, url FROM ("
        + _NUMBERED.format("auction ORDER BY price DESC, ts")
        + ") WHERE rn = 1",
    ),
    "top 10 numbered (q19)": (
        "auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, ts TIMESTAMP(3),"
        " extra STRING, rn BIGINT",
        "SELECT * FROM (" + _NUMBERED.format("auction ORDER BY price DESC") + ") WHERE rn <= 10",
    ),
    "top 10 of counts": (
        "auction BIGINT, num BIGINT",
        "SELECT auction, num FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY num DESC) AS rn FROM"
        " (SELECT auction, COUNT(*) AS num FROM bid GROUP BY auction)) WHERE rn <= 10",
    ),
    "over 10 rows": (
        "auction BIGINT, total BIGINT",
        "SELECT auction, SUM(price) OVER (PARTITION BY auction ORDER BY ts"
        " ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) FROM bid",
    ),
    "over all rows so far": (
        "auction BIGINT, total BIGINT",
        "SELECT auction, SUM(price) OVER (PARTITION BY auction ORDER BY ts) FROM bid",
    ),
}


@dataclass(frozen=True)
class Result:
    """One line of the table."""

    name: str
    keys: int
    rows_per_second: float
    state_mb: float


def bids(rows: int, keys: int, *, every_key: bool, first: int = 0) -> pa.RecordBatch:
    """Return bids on random keys, or on each key once."""
    chance = np.random.default_rng(7)
    auction = chance.permutation(keys) if every_key else chance.integers(0, keys, rows)
    number = np.arange(len(auction))
    channels = pa.array(["apple", "google", "facebook", "baidu"])
    urls = pa.array([f"https://www.nexmark.com/{n:08x}/item.htm?query=1" for n in range(1_000)])
    columns = {
        "auction": pa.array(auction),
        "bidder": pa.array(auction % 1_000),
        "price": pa.array(chance.integers(100, 10_000_000, len(auction))),
        "channel": channels.take(pa.array(number % 4)),
        "url": urls.take(pa.array(number % 1_000)),
        "ts": pa.array((first + number) * 100, pa.timestamp("us")),
        "extra": urls.take(pa.array(number % 997)),
    }
    return pa.RecordBatch.from_pydict(columns)


def measured(name: str, keys: int, rows: int) -> Result:
    """Fill the state with each key once, then measure random bids."""
    sink, query = QUERIES[name]
    script = f"{TABLE} CREATE TABLE o ({sink}) WITH ('connector' = 'blackhole');"
    plan = without_old_rows(compile_script(f"{script} INSERT INTO o {query};"), lambda _: False)
    graph = Graph(plan, Limits(clock_guard_us=None))
    wanted = next(scan for scan in scans(plan)).wanted.names
    _run(graph, bids(keys, keys, every_key=True).select(wanted))
    later = bids(rows, keys, every_key=False, first=keys).select(wanted)
    begin = time.process_time()
    _run(graph, later)
    seconds = time.process_time() - begin
    state = sum(holder.size_bytes for holder in graph.state_holders())
    return Result(name, keys, rows / seconds, state / 1e6)


def _run(graph: Graph, data: pa.RecordBatch) -> None:
    for first in range(0, data.num_rows, BATCH):
        graph.step([Arrival("bid", "0", data.slice(first, BATCH), 0)], 0)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table, and write it as JSON if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keys", default="10000,1000000")
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--only", default="")
    given = parser.parse_args(arguments)
    results = []
    print(f"{'query':24} {'keys':>10} {'rows/s':>12} {'state MB':>9}")
    for name in (name for name in QUERIES if given.only in name):
        measured(name, 1_000, 20_000)  # Kernels are compiled, or loaded.
        for keys in map(int, given.keys.split(",")):
            result = measured(name, keys, given.rows)
            results.append(result)
            rate = f"{result.rows_per_second:12,.0f}"
            print(f"{name:24} {keys:10,} {rate} {result.state_mb:9.1f}", flush=True)
    if given.json is not None:
        given.json.write_text(json.dumps([asdict(result) for result in results], indent=1) + "\n")


if __name__ == "__main__":
    main()
