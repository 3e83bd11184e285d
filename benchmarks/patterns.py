"""Measure MATCH_RECOGNIZE on prices: one hot key, many keys, timeouts of many keys, small batches.

Run with `python -m benchmarks.patterns [--json FILE]`; the batches are made before the clock
starts. Rates are per second of one core's time.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

from penstock.engine.graph import Graph
from penstock.engine.limits import Limits
from penstock.engine.operator import Arrival
from penstock.sql import compile_script

ROWS = 1_000_000
US_PER_ROW = 1_000
SCRIPT = """
CREATE TABLE t (k BIGINT, price BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (k BIGINT, a BIGINT, b BIGINT);
INSERT INTO o SELECT * FROM t MATCH_RECOGNIZE (
    PARTITION BY k ORDER BY ts MEASURES FIRST(A.price) AS a, LAST(B.price) AS b {pattern}
);
"""
FALLS = "PATTERN (A B+ C) DEFINE B AS B.price < LAST(B.price, 1) OR LAST(B.price, 1) IS NULL"
MEAN = "PATTERN (A+ B) DEFINE A AS AVG(A.price) < 400"
TIMED = "PATTERN (A B) WITHIN INTERVAL '5' SECOND DEFINE B AS B.price < A.price - 900"
UNKNOWN = FALLS.replace("B.price <", "SIGN(B.price) * B.price <")
CASES = (
    ("price falls, one key", FALLS, 1, 20_000),
    ("price falls, 10 thousand keys", FALLS, 10_000, 20_000),
    ("mean so far, one key", MEAN, 1, 20_000),
    ("WITHIN, a million keys", TIMED, 1_000_000, 20_000),
    ("price falls, batches of 100", FALLS, 1_000, 100),
    ("by waves, 10 thousand keys", UNKNOWN, 10_000, 20_000),
)


def prices(rows: int, keys: int) -> pa.RecordBatch:
    """Return prices of random keys, a millisecond apart."""
    chance = np.random.default_rng(7)
    times = pa.array(np.arange(rows) * US_PER_ROW).view(pa.timestamp("us"))
    columns = [pa.array(chance.integers(0, high, rows)) for high in (keys, 1_000)]
    return pa.record_batch([*columns, times], names=["k", "price", "ts"])


def measure(pattern: str, keys: int, batch: int, rows: int) -> dict[str, float]:
    """Return rows per second of a core's time, and the longest of nearly all steps."""
    graph = Graph(compile_script(SCRIPT.format(pattern=pattern)), Limits(clock_guard_us=None))
    data = prices(rows, keys)
    parts = [data.slice(at, batch) for at in range(0, rows, batch)]
    steps = []
    began = time.process_time()
    for part in parts:
        step_began = time.perf_counter()
        graph.step([Arrival("t", "0", part, 0)], 0)
        steps.append(time.perf_counter() - step_began)
    seconds = time.process_time() - began
    return {"rows_per_second": rows / seconds, "p99_ms": float(np.percentile(steps, 99)) * 1e3}


def main() -> None:
    """Print the table and, if asked, write it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results = {}
    print(f"{'what':32} {'M rows/s':>9} {'p99 ms':>8}")
    for name, pattern, keys, batch in CASES:
        measure(pattern, keys, batch, 20 * batch)
        rows = ROWS // 10 if batch < 1_000 or pattern == UNKNOWN else ROWS
        results[name] = measure(pattern, keys, batch, rows)
        rate, p99_ms = results[name]["rows_per_second"] / 1e6, results[name]["p99_ms"]
        print(f"{name:32} {rate:>9.2f} {p99_ms:>8.2f}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
