"""Measure GROUP BY without windows: Nexmark's q15, q16 and q17 without decoding, and many keys.

Run with `python -m benchmarks.group_aggregate [--json FILE] [--batch N]`. Rates are bids per second
of one core's time; "keys" is what a row costs over ever more keys, where the caches end.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.engine import bids
from penstock.engine.graph import Graph
from penstock.engine.limits import Limits
from penstock.engine.operator import Arrival
from penstock.sql.compile import compile_script
from penstock.sql.plan import ChangelogMode, Plan, Scan
from penstock.sql.plan_walk import parents_first

TABLE = """
CREATE TABLE bid (auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, ts TIMESTAMP(3),
    mark TIMESTAMP(3));
"""
_RANKS = ("price < 10000", "price >= 10000 AND price < 1000000", "price >= 1000000")
_FILTERED = [f"FILTER (WHERE {rank})" for rank in _RANKS]


def _counts(what: str) -> str:
    return ", ".join(f"COUNT({what}) {each}".strip() for each in ("", *_FILTERED))


_DAY = "DATE_FORMAT(ts, 'yyyy-MM-dd')"
_ALL = f"{_counts('*')}, {_counts('DISTINCT bidder')}, {_counts('DISTINCT auction')}"
QUERIES = {
    "q15": f"SELECT {_DAY} AS d, {_ALL} FROM bid GROUP BY {_DAY}",
    "q16": f"SELECT channel, {_DAY} AS d, MAX(DATE_FORMAT(ts, 'HH:mm')) AS m, {_ALL}"
    f" FROM bid GROUP BY channel, {_DAY}",
    "q17": f"SELECT auction, {_DAY} AS d, {_counts('*')}, MIN(price), MAX(price), AVG(price),"
    f" SUM(price) FROM bid GROUP BY auction, {_DAY}",
    "keys": "SELECT auction, COUNT(*), SUM(price), MAX(price) FROM bid GROUP BY auction",
}
KEYS = (10_000, 100_000, 1_000_000, 5_000_000)


def plan(query: str) -> Plan:
    """Return the plan of a query into a sink that finds old rows by their key."""
    script = f"{TABLE} CREATE VIEW v AS {query}; "
    names = compile_script(script).views["v"].schema.fields
    shown = ", ".join(f"c{n} {field.type.with_nullable(True)}" for n, field in enumerate(names))
    whole = compile_script(f"{script} CREATE TABLE o ({shown}); INSERT INTO o SELECT * FROM v;")
    (insert,) = whole.inserts
    relation = insert.input
    while not hasattr(relation, "aggregates"):
        relation = relation.input
    traits = replace(relation.traits, changelog=ChangelogMode.UPSERT)
    return replace(whole, inserts=(replace(insert, input=replace(relation, traits=traits)),))


def rate(query: str, rows: pa.RecordBatch, batch: int, warm_rows: int = 0) -> float:
    """Return rows per second of one core's time, behind rows that only fill the state."""
    running = plan(query)
    graph = Graph(running, Limits(clock_guard_us=None))
    (scan,) = (each for each in parents_first([running.inserts[0].input]) if isinstance(each, Scan))
    names = scan.wanted.names
    arrivals = [
        Arrival("bid", "0", rows.select(list(names)).slice(first, batch), 0)
        for first in range(0, rows.num_rows, batch)
    ]
    done = begin = 0.0
    for number, arrival in enumerate(arrivals):
        if number * batch >= warm_rows and not begin:
            begin = time.process_time()
        graph.step([arrival], 0)
    done = time.process_time()
    return (rows.num_rows - warm_rows) / (done - begin)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--batch", type=int, default=10_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    asked = parser.parse_args()
    results = {}
    rows = bids(asked.rows)
    for name in ("q15", "q16", "q17"):
        rate(QUERIES[name], rows.slice(0, asked.batch), asked.batch)
        results[name] = rate(QUERIES[name], rows, asked.batch)
        print(f"{name}  {results[name] / 1e6:6.2f} M bids/s")
    chance = np.random.default_rng(3)
    for keys in KEYS:
        every = chance.permutation(keys)
        auction = np.concatenate([every, chance.integers(0, keys, asked.rows)])
        price = np.arange(len(auction))
        some = pa.record_batch({"auction": auction, "price": price})
        found = rate(
            QUERIES["keys"], some, asked.batch, warm_rows=keys // asked.batch * asked.batch
        )
        results[f"{keys} keys"] = found
        print(f"{keys:9,} keys  {found / 1e6:6.2f} M rows/s")
    if asked.json:
        asked.json.write_text(json.dumps(results))


if __name__ == "__main__":
    main()
