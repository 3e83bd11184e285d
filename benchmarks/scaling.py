"""What an event costs when a query knows ten thousand keys, and when it knows five million.

Nexmark's q17 (group aggregate), q18 (deduplication) and q20 (join) are first given every key once.
Then events are timed that go to the thousand newest keys, as Nexmark's do, or to any key at all,
where each one is a walk to a place in memory that no cache holds. Prints a table; `--json FILE`
writes the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from penstock.bench.suite import Source, compiled_script
from penstock.core.types import Field, Kind, Schema
from penstock.engine.graph import Graph
from penstock.engine.limits import Limits
from penstock.engine.operator import Arrival
from penstock.pipeline.wiring import scans
from penstock.sql.plan import Scan

KEYS = (10_000, 100_000, 1_000_000, 5_000_000)
EVENTS, BATCH, NEWEST = 400_000, 20_000, 1_000
QUERIES = ("q17", "q18", "q20")
TEXT = "a text of forty bytes, or nearly so, long"


def column(field: Field, keys: np.ndarray, first: int) -> pa.Array:
    """Return one column of the events: ids are the keys, times rise, texts are all one."""
    if field.type.kind is Kind.TIMESTAMP:
        times = np.arange(first, first + len(keys)) // 10 * 1_000
        return pa.array(times).cast(pa.timestamp("us"))
    if field.type.kind is Kind.VARCHAR:
        return pa.repeat(pa.scalar(TEXT), len(keys))
    if field.name == "price":
        return pa.array(np.random.default_rng(first).integers(100, 10_000_000, len(keys)))
    return pa.array(np.full(len(keys), 10) if field.name == "category" else keys, pa.int64())


def rows(wanted: Schema, kind: int, keys: np.ndarray, first: int) -> pa.RecordBatch:
    """Return an event for each key: auctions (kind 1) of that id, or bids (kind 2) for it."""

    def part(field: Field) -> pa.Array:
        if field.type.kind is not Kind.ROW:
            return pa.repeat(pa.scalar(kind, pa.int32()), len(keys))
        if field.name != ("person", "auction", "bid")[kind]:
            return pa.nulls(len(keys), field.type.arrow)
        children = [column(child, keys, first) for child in field.type.children]
        return pa.StructArray.from_arrays(children, fields=list(field.type.arrow))

    parts = [part(field) for field in wanted.fields]
    return pa.RecordBatch.from_arrays(parts, schema=wanted.arrow)


def batches(scan: Scan, kind: int, keys: np.ndarray, first: int) -> Iterator[Arrival]:
    for at in range(0, len(keys), BATCH):
        data = rows(scan.wanted, kind, keys[at : at + BATCH], first + at)
        yield Arrival(scan.table.name, "0", data, 0)


def measure(query: str, count: int) -> dict[str, float]:
    """Return what an event costs among so many keys, in nanoseconds of this core's time."""
    plan = compiled_script(query, Source.GENERATOR, {})
    (scan,) = scans(plan)
    graph = Graph(plan, Limits(clock_guard_us=None))
    for arrival in batches(scan, 1 if query == "q20" else 2, np.arange(count), 0):
        graph.step([arrival], 0)
    chance = np.random.default_rng(1)
    wanted = {
        "newest ns": count - 1 - chance.integers(0, NEWEST, EVENTS),
        "any ns": chance.integers(0, count, EVENTS),
    }
    figures = {}
    for place, (name, keys) in enumerate(wanted.items()):
        arrivals = list(batches(scan, 2, keys, count + place * EVENTS))
        took = []
        for arrival in arrivals:
            began = time.process_time_ns()
            graph.step([arrival], 0)
            took.append((time.process_time_ns() - began) / BATCH)
        # The middle half: what others on the machine do lands in the rest.
        took.sort()
        middle = took[len(took) // 4 : -len(took) // 4]
        figures[name] = round(sum(middle) / len(middle), 1)
    figures["state MB"] = round(sum(each.size_bytes for each in graph.state_holders()) / 1e6, 1)
    return figures


def main() -> None:
    """Measure every query with every number of keys."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keys-max", type=int, default=max(KEYS))
    parser.add_argument("--queries", default=",".join(QUERIES))
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    found: dict[str, dict[int, dict[str, float]]] = {}
    print(f"{'query':6}{'keys':>11}{'newest ns':>12}{'any ns':>10}{'growth':>16}{'state MB':>11}")
    for query in arguments.queries.split(","):
        measure(query, KEYS[0])
        found[query] = {}
        for count in [count for count in KEYS if count <= arguments.keys_max]:
            figures = found[query][count] = measure(query, count)
            least = found[query][KEYS[0]]
            growth = "".join(
                f"{figures[name] / least[name]:>8.2f}" for name in ("newest ns", "any ns")
            )
            print(
                f"{query:6}{count:>11,}{figures['newest ns']:>12.0f}{figures['any ns']:>10.0f}"
                f"{growth}{figures['state MB']:>11.0f}",
                flush=True,
            )
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
