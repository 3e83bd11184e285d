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
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.growing_states import BATCH, CHECKPOINT_KEYS, STATES, Snapshot, Take, batches
from penstock.core.batch import Column
from penstock.pipeline import checkpoint
from penstock.pipeline.checkpoint import CheckpointStore
from penstock.pipeline.journal import Entry
from penstock.pipeline.logbook import Logbook

KEYS = 5_000_000
RUNS = 3
MS = 1e3


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


def show_pauses(pauses: list[Pauses]) -> None:
    """Print how long batches took."""
    print(
        f"{'batches of 10k new keys up to 5M, ms':38} {'median':>7} {'p99':>7} {'longest':>8} first"
    )
    for each in pauses:
        print(
            f"{each.name:38} {each.median_ms:>7.2f} {each.p99_ms:>7.2f} {each.longest_ms:>8.2f}"
            f" {each.first_ms:.1f}"
        )


def show_checkpoints(saved: list[Checkpoint]) -> None:
    """Print how long checkpoints took."""
    print(f"{'checkpoint of 1M keys, ms':38} {'MB':>7} {'stop':>7} {'durable':>8} journal beside")
    for saving in saved:
        print(
            f"{saving.name:38} {saving.size_mb:>7.0f} {saving.stop_ms:>7.1f}"
            f" {saving.durable_ms:>8.1f} {saving.batch_beside_ms:.1f}"
        )


def main() -> None:
    """Print the table and, if asked, write it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    data = batches(KEYS)
    for name in STATES:
        measure(name, data[:2])
    pauses = [measure(name, data) for name in STATES]
    show_pauses(pauses)
    saved = [measure_checkpoint(name, data) for name in STATES]
    show_checkpoints(saved)
    if options.json:
        found = {"pauses": [vars(each) for each in pauses], "saved": [vars(each) for each in saved]}
        options.json.write_text(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
