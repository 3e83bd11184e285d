"""Measure how long state makes the stream wait: the longest batch while it grows, and checkpoints.

Run with `python -m benchmarks.state_pauses [--json FILE]`. Batches of 10,000 new keys are added
until there are five million; a state that gets its memory or its table all at once shows as one
batch that takes many times the usual. Times are of this thread on a core, the least of several
runs, since what else the machine does is no fault of the state.
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

from penstock.core.batch import Column, Int64s
from penstock.state.chains import Chains
from penstock.state.columns import DenseColumns
from penstock.state.hash_index import HashIndex
from penstock.state.key_codec import KeyCodec
from penstock.state.row_store import RowStore

BATCH = 10_000
KEYS = 5_000_000
CHECKPOINT_KEYS = 1_000_000
RUNS = 3
MS = 1e3
Take = Callable[[list[Column], Int64s], None]


@dataclass(frozen=True)
class Pauses:
    """Milliseconds per batch while a state grew."""

    name: str
    median_ms: float
    p99_ms: float
    longest_ms: float


def batches(keys: int) -> list[list[Column]]:
    """Return every key once, in an order without order: a number and a short text."""
    numbers = np.random.default_rng(1).permutation(keys) * 7
    return [
        [pa.array(numbers[at : at + BATCH]), pa.array(numbers[at : at + BATCH]).cast(pa.string())]
        for at in range(0, keys, BATCH)
    ]


def indexed(column: int) -> tuple[Take, Any]:
    """Return what finds the slots of keys, as every grouped operator does."""
    codec = KeyCodec([(pa.int64(), pa.string())[column]])
    index = HashIndex(codec.width, sized=codec.sized)

    def take(columns: list[Column], ids: Int64s) -> None:
        index.upsert(codec.encode([columns[column]], BATCH))

    return take, index


def aggregated() -> tuple[Take, Any]:
    """Return what a grouped aggregate of six accumulators does with new keys."""
    find, index = indexed(0)
    columns = DenseColumns(["i8"] * 6)

    def take(rows: list[Column], ids: Int64s) -> None:
        find(rows, ids)
        columns.reserve(index.slots_end)
        for array in columns.arrays:
            array[ids] += 1

    return take, index


def stored() -> tuple[Take, Any]:
    """Return what a join does with rows of new keys: keep them and link them to their key."""
    find, _ = indexed(0)
    store, chains = RowStore([pa.int64(), pa.string(), pa.int64(), pa.float64()]), Chains()

    def take(rows: list[Column], ids: Int64s) -> None:
        find(rows, ids)
        more = rows[0].cast(pa.float64(), safe=False)
        chains.add(ids, store.add([*rows, rows[0], more], BATCH))

    return take, store


STATES: dict[str, Callable[[], tuple[Take, Any]]] = {
    "index of numbers": lambda: indexed(0),
    "index of texts": lambda: indexed(1),
    "index and six accumulators": aggregated,
    "index, rows and chains": stored,
}


def measure(name: str, data: list[list[Column]]) -> Pauses:
    """Return the calmest of several runs."""
    found = []
    for _ in range(RUNS):
        take, _ = STATES[name]()
        times = []
        for number, rows in enumerate(data):
            ids = np.arange(number * BATCH, (number + 1) * BATCH)
            begin = time.thread_time()
            take(rows, ids)
            times.append((time.thread_time() - begin) * MS)
        median, p99 = np.percentile(times, [50, 99]).tolist()
        found.append(Pauses(name, median, p99, max(times)))
    return min(found, key=lambda each: each.longest_ms)


def measure_checkpoint(name: str, data: list[list[Column]]) -> Pauses:
    """Return how long handing the state over stops the loop; all three figures are the same."""
    take, state = STATES[name]()
    for number, rows in enumerate(data[: CHECKPOINT_KEYS // BATCH]):
        take(rows, np.arange(number * BATCH, (number + 1) * BATCH))
    longest = float("inf")
    for _ in range(RUNS):
        begin = time.thread_time()
        state.snapshot()
        longest = min(longest, (time.thread_time() - begin) * MS)
    return Pauses(f"snapshot of 1M: {name}", longest, longest, longest)


def main() -> None:
    """Print the table and, if asked, write it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    data = batches(KEYS)
    for name in STATES:
        measure(name, data[:2])
    results = [measure(name, data) for name in STATES]
    results += [measure_checkpoint(name, data) for name in STATES]
    print(f"{'what':44} {'median ms':>9} {'p99 ms':>9} {'longest ms':>10}")
    for result in results:
        figures = f"{result.median_ms:>9.2f} {result.p99_ms:>9.2f} {result.longest_ms:>10.2f}"
        print(f"{result.name:44} {figures}")
    if options.json:
        options.json.write_text(json.dumps([vars(result) for result in results], indent=2))


if __name__ == "__main__":
    main()
