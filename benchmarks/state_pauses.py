"""Measure how long state makes the stream wait: the longest batch while it grows, and checkpoints.

Run with `python -m benchmarks.state_pauses [--json FILE]`. Batches of 10,000 new keys are added
until there are five million; a state that gets its memory or its table all at once shows as one
batch that takes many times the usual. Times are of this thread on a core, the least of several
runs, since what else the machine does is no fault of the state.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.pipeline import checkpoint
from penstock.pipeline.checkpoint import CheckpointStore
from penstock.pipeline.journal import Entry
from penstock.pipeline.logbook import Logbook
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
Snapshot = Callable[[], dict[str, bytes]]


@dataclass(frozen=True)
class Pauses:
    """Milliseconds per batch while a state grew; `first_ms` is the longest in the first run.

    A first run gets memory that the machine has not used before, which may cost ten times as much.
    """

    name: str
    median_ms: float
    p99_ms: float
    longest_ms: float
    first_ms: float


@dataclass(frozen=True)
class Checkpoint:
    """Milliseconds that a checkpoint stops the loop, and those until it is durable beside it."""

    name: str
    size_mb: float
    stop_ms: float
    durable_ms: float
    batch_beside_ms: float


def batches(keys: int) -> list[list[Column]]:
    """Return every key once, in an order without order: a number and a short text."""
    numbers = np.random.default_rng(1).permutation(keys) * 7
    return [
        [pa.array(numbers[at : at + BATCH]), pa.array(numbers[at : at + BATCH]).cast(pa.string())]
        for at in range(0, keys, BATCH)
    ]


def indexed(column: int) -> tuple[Take, Snapshot]:
    """Return what finds the slots of keys, as every grouped operator does."""
    codec = KeyCodec([(pa.int64(), pa.string())[column]])
    index = HashIndex(codec.width, sized=codec.sized)

    def take(columns: list[Column], ids: Int64s) -> None:
        index.upsert(codec.encode([columns[column]], BATCH))

    return take, lambda: {"index": index.snapshot()}


def aggregated() -> tuple[Take, Snapshot]:
    """Return what a grouped aggregate of six accumulators does with new keys."""
    find, index = indexed(0)
    columns = DenseColumns(["i8"] * 6)

    def take(rows: list[Column], ids: Int64s) -> None:
        find(rows, ids)
        columns.reserve(int(ids[-1]) + 1)
        for array in columns.arrays:
            array[ids] += 1

    return take, lambda: {**index(), "columns": columns.snapshot(CHECKPOINT_KEYS)}


def stored() -> tuple[Take, Snapshot]:
    """Return what a join does with rows of new keys: keep them and link them to their key."""
    find, index = indexed(0)
    store, chains = RowStore([pa.int64(), pa.string(), pa.int64(), pa.float64()]), Chains()

    def take(rows: list[Column], ids: Int64s) -> None:
        find(rows, ids)
        more = rows[0].cast(pa.float64(), safe=False)
        chains.add(ids, store.add([*rows, rows[0], more], BATCH))

    return take, lambda: {**index(), "rows": store.snapshot(), "chains": chains.snapshot()}


STATES: dict[str, Callable[[], tuple[Take, Snapshot]]] = {
    "index of numbers": lambda: indexed(0),
    "index of texts": lambda: indexed(1),
    "index and six accumulators": aggregated,
    "index, rows and chains": stored,
}


def measure(name: str, data: list[list[Column]]) -> Pauses:
    """Return the calmest of several runs."""
    runs = []
    for _ in range(RUNS):
        take, _ = STATES[name]()
        runs.append([timed(take, number, rows) for number, rows in enumerate(data)])
    calmest = min(runs, key=max)
    median, p99 = np.percentile(calmest, [50, 99]).tolist()
    return Pauses(name, median, p99, max(calmest), max(runs[0]))


def timed(take: Take, number: int, rows: list[Column]) -> float:
    """Return how long a batch takes this thread."""
    ids = np.arange(number * BATCH, (number + 1) * BATCH)
    begin = time.thread_time()
    take(rows, ids)
    return (time.thread_time() - begin) * MS


def measure_checkpoint(name: str, data: list[list[Column]]) -> Checkpoint:
    """Return the calmest of several checkpoints of a million keys, batches going on beside it."""
    take, snapshot = STATES[name]()
    data = data[: CHECKPOINT_KEYS // BATCH]
    for number, rows in enumerate(data):
        timed(take, number, rows)
    with tempfile.TemporaryDirectory() as folder:
        log = Logbook(CheckpointStore(Path(folder)), lambda action: action())
        runs = [one_checkpoint(name, snapshot, log) for _ in range(RUNS)]
        log.close()
    return min(runs, key=lambda each: each.durable_ms)


def one_checkpoint(name: str, snapshot: Snapshot, log: Logbook) -> Checkpoint:
    """Take a checkpoint as a job does, with steps noted and keys looked up meanwhile."""
    begin, core = time.perf_counter(), time.thread_time()
    state = snapshot()
    log.begin_saving(checkpoint.Checkpoint(2, "job", 0, 0, "", {}, state, {}, {}))
    stop = (time.thread_time() - core) * MS
    longest, step = 0.0, 0
    while log.saving:
        step += 1
        noted = time.perf_counter()
        log.note(Entry(step, step, ()))
        longest = max(longest, (time.perf_counter() - noted) * MS)
    durable = (time.perf_counter() - begin) * MS
    log.settle(wait=True)
    return Checkpoint(name, sum(map(len, state.values())) / 1e6, stop, durable, longest)


def main() -> None:
    """Print the table and, if asked, write it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    data = batches(KEYS)
    for name in STATES:
        measure(name, data[:2])
    pauses = [measure(name, data) for name in STATES]
    print(
        f"{'batches of 10k new keys up to 5M, ms':38} {'median':>7} {'p99':>7} {'longest':>8} first"
    )
    for each in pauses:
        print(
            f"{each.name:38} {each.median_ms:>7.2f} {each.p99_ms:>7.2f} {each.longest_ms:>8.2f}"
            f" {each.first_ms:.1f}"
        )
    saved = [measure_checkpoint(name, data) for name in STATES]
    print(f"{'checkpoint of 1M keys, ms':38} {'MB':>7} {'stop':>7} {'durable':>8} journal beside")
    for saving in saved:
        print(
            f"{saving.name:38} {saving.size_mb:>7.0f} {saving.stop_ms:>7.1f}"
            f" {saving.durable_ms:>8.1f} {saving.batch_beside_ms:.1f}"
        )
    if options.json:
        found = {"pauses": [vars(each) for each in pauses], "saved": [vars(each) for each in saved]}
        options.json.write_text(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
