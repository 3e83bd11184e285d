"""What expressions cost: microseconds per batch and rows per second, for small and large batches.

Run it as `python benchmarks/expressions.py [--json FILE]`. The first line is the fixed cost of one
node; the rest are expressions of the Nexmark queries and of the examples.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.core.types import BIGINT, DOUBLE, INT, STRING, TIMESTAMP_3, SqlType
from penstock.engine.expressions import compile_columns
from tests.functions.sql_text import typed

COLUMNS: dict[str, SqlType] = {
    "auction": BIGINT, "price": BIGINT, "channel": STRING, "url": STRING, "ts": TIMESTAMP_3,
    "speed": DOUBLE, "digits": STRING, "severity": INT,
}  # fmt: skip
EXPRESSIONS = {
    "a column": "price",
    "one node": "price + 1",
    "ten nodes": "price + 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10",
    "q1: DECIMAL product": "0.908 * price",
    "q2: modulo and IN": "MOD(auction, 123) = 0 OR auction IN (1007, 1020, 2001)",
    "comparison and AND": "severity > 3 AND speed < 70.0",
    "CASE, simple": "CASE WHEN price < 10000 THEN 'low' "
    "WHEN price < 1000000 THEN 'mid' ELSE 'up' END",
    "CASE, guarded": "CASE WHEN severity = 0 THEN 0 ELSE price / severity END",
    "q10: DATE_FORMAT day": "DATE_FORMAT(ts, 'yyyy-MM-dd')",
    "q10: DATE_FORMAT minute": "DATE_FORMAT(ts, 'HH:mm')",
    "q14: HOUR": "CASE WHEN HOUR(ts) >= 8 AND HOUR(ts) <= 18 THEN 'day' ELSE 'night' END",
    "q21: REGEXP_EXTRACT": "REGEXP_EXTRACT(url, '(&|^)channel_id=([^&]*)', 2)",
    "q22: SPLIT_INDEX": "SPLIT_INDEX(url, '/', 3)",
    "LIKE %text%": "url LIKE '%item%'",
    "UPPER and ||": "UPPER(channel) || '-' || channel",
    "CAST text to INT": "CAST(digits AS INT)",
    "CAST DOUBLE to text": "CAST(speed AS STRING)",
    "CAST time to text": "CAST(ts AS STRING)",
    "FLOOR to MINUTE": "FLOOR(ts TO MINUTE)",
    "ts - INTERVAL": "ts - INTERVAL '5' SECOND",
    "ROUND DOUBLE": "ROUND(speed, 2)",
}  # fmt: skip


def batch_of(rows: int) -> pa.RecordBatch:
    """Return bids with Nexmark's shapes, the same for each run."""
    random = np.random.default_rng(7)
    channels = np.array(["Google", "Facebook", "Baidu", "Apple", "channel-42"])
    ids = random.integers(0, 1000, rows)
    urls = [f"https://www.nexmark.com/item/a{i}/page.htm?query=1&channel_id={i}" for i in ids]
    times = 1_700_000_000_000_000 + np.arange(rows) * 1_000
    columns: dict[str, Any] = {
        "auction": random.integers(1000, 3000, rows),
        "price": random.integers(1, 10**8, rows),
        "channel": channels[random.integers(0, 5, rows)],
        "url": urls,
        "ts": pa.array(times, pa.timestamp("us")),
        "speed": random.gamma(2.0, 8.0, rows),
        "digits": [str(each) for each in ids],
        "severity": pa.array(random.integers(0, 5, rows), pa.int32()),
    }
    return pa.record_batch({name: pa.array(values) for name, values in columns.items()})


def best_us(run: Callable[[], object], seconds: float) -> float:
    """Return the shortest time of repeated runs, in microseconds."""
    run()
    best, end = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best * 1e6


def measure(sizes: tuple[int, ...], seconds: float) -> list[dict[str, Any]]:
    """Return a line per expression and batch size."""
    lines = []
    for rows in sizes:
        batch = batch_of(rows)
        for name, text in EXPRESSIONS.items():
            compute = compile_columns([typed(text, COLUMNS)])
            us = best_us(lambda compute=compute, batch=batch: compute(batch, 0), seconds)  # type: ignore[misc]
            lines.append({"name": name, "rows": rows, "us": us, "rows_per_s": rows / us * 1e6})
    return lines


def main() -> None:
    """Print the table and, if asked, write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--seconds", type=float, default=0.15)
    arguments = parser.parse_args()
    lines = measure((100, 10_000), arguments.seconds)
    print(f"{'expression':28} {'rows':>7} {'us/batch':>10} {'M rows/s':>9}")
    for line in lines:
        rate = line["rows_per_s"] / 1e6
        print(f"{line['name']:28} {line['rows']:7} {line['us']:10.1f} {rate:9.2f}")
    if arguments.json:
        arguments.json.write_text(json.dumps(lines, indent=1))


if __name__ == "__main__":
    main()
