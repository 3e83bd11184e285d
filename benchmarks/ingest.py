"""Measure the embedded stream: durable appends, how soon another process sees them, reading.

    python benchmarks/ingest.py [--json FILE] [--folder FOLDER] [--seconds 4] [--compare]

Batches of 500 records of 200 bytes; an append returns when its records are on the disk. The
folder must be on the disk to be measured (/tmp may be memory).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from penstock.core.batch import Records
from penstock.core.time import SystemClock
from penstock.streams.group import Group
from penstock.streams.store import StreamStore
from penstock.streams.stream import EmbeddedStream

ROWS, ROW_BYTES = 500, 200
PRODUCERS = 16
STAMP_BYTES = 20
Report = dict[str, dict[str, float]]


def a_batch() -> Records:
    """Return records as a decoder or a socket would hand them over: one buffer, newlines."""
    return Records.of([os.urandom(ROW_BYTES // 2).hex().encode() for _ in range(ROWS)])


def append_for(stream: EmbeddedStream, seconds: float, keys: list[bytes] | None) -> list[float]:
    """Append batches for a time; return how long each took, in seconds."""
    batch, took = a_batch(), []
    end = time.perf_counter() + seconds
    while (begin := time.perf_counter()) < end:
        stream.append(batch, keys)
        took.append(time.perf_counter() - begin)
    return took


def figures(took: list[float], seconds: float) -> dict[str, float]:
    """Return records a second and latencies in milliseconds."""
    p50, p99, largest = np.percentile(np.array(took) * 1e3, [50, 99, 100])
    return {
        "records/s": len(took) * ROWS / seconds,
        "p50 ms": p50,
        "p99 ms": p99,
        "max ms": largest,
    }


def one_producer(folder: Path, seconds: float) -> dict[str, float]:
    return _in_stream(folder, 1, lambda stream: append_for(stream, seconds, None), seconds)


def keyed_producer(folder: Path, seconds: float) -> dict[str, float]:
    keys = [b"turbine-%d" % (number % 50) for number in range(ROWS)]
    return _in_stream(folder, 4, lambda stream: append_for(stream, seconds, keys), seconds)


def threads(folder: Path, seconds: float) -> dict[str, float]:
    def run(stream: EmbeddedStream) -> list[float]:
        took: list[float] = []
        workers = [
            threading.Thread(target=lambda: took.extend(append_for(stream, seconds, None)))
            for _ in range(PRODUCERS)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return took

    return _in_stream(folder, 1, run, seconds)


def _in_stream(
    folder: Path, shards: int, run: Callable[[EmbeddedStream], list[float]], seconds: float
) -> dict[str, float]:
    store = StreamStore(folder, SystemClock())
    stream = store.create("bench", shards)
    append_for(stream, 0.2, None)
    took = run(stream)
    store.remove("bench")
    store.close()
    return figures(took, seconds)


def _producer_process(folder: Path, seconds: float, ready: Any, results: Any) -> None:
    stream = StreamStore(folder, SystemClock()).open("bench")
    append_for(stream, 0.05, None)
    ready.wait()
    results.put(append_for(stream, seconds, None))


def processes(folder: Path, seconds: float) -> dict[str, float]:
    spawn = multiprocessing.get_context("spawn")
    store = StreamStore(folder, SystemClock())
    store.create("bench")
    ready, results = spawn.Barrier(PRODUCERS), spawn.Queue()
    workers = [
        spawn.Process(target=_producer_process, args=(folder, seconds, ready, results))
        for _ in range(PRODUCERS)
    ]
    for worker in workers:
        worker.start()
    took = [duration for _ in workers for duration in results.get()]
    for worker in workers:
        worker.join()
    store.remove("bench")
    store.close()
    return figures(took, seconds)


def _follow(folder: Path, batches: int, results: Any) -> None:
    stream = StreamStore(folder, SystemClock()).open("bench")
    shard, place, delays = stream.shards[0], 0, []
    stream.append_list([b"warm"])
    stream.read(shard, 0, 1)  # loads the compiled kernels
    place = stream.latest(shard)
    results.put("ready")
    while len(delays) < batches:
        if stream.latest(shard) == place:
            time.sleep(0.0005)
            continue
        found = stream.read(shard, place, 100_000)
        assert found is not None
        now_ns = time.perf_counter_ns()
        sent = {found.records[row][:STAMP_BYTES] for row in range(0, len(found.records), ROWS)}
        delays += [(now_ns - int(stamp)) / 1e6 for stamp in sent]
        place = found.sequence_next
    results.put(delays)


def follower(folder: Path, seconds: float) -> dict[str, float]:
    """Return how long after the begin of an append a reader in another process has the records."""
    spawn = multiprocessing.get_context("spawn")
    store, batches, pause = StreamStore(folder, SystemClock()), 0, 0.002
    stream, results = store.create("bench"), spawn.Queue()
    batches = int(seconds / pause)
    worker = spawn.Process(target=_follow, args=(folder, batches, results))
    worker.start()
    results.get()
    tail = [os.urandom(ROW_BYTES // 2).hex().encode() for _ in range(ROWS)]
    for _ in range(batches):
        stamp = b"%0*d" % (STAMP_BYTES, time.perf_counter_ns())
        stream.append_list([stamp, *tail[1:]])
        time.sleep(pause)
    delays = np.array(results.get())
    worker.join()
    store.remove("bench")
    store.close()
    p50, p99, largest = np.percentile(delays, [50, 99, 100])
    return {"p50 ms": p50, "p99 ms": p99, "max ms": largest}


def reading(folder: Path, seconds: float) -> dict[str, float]:
    """Read a stream of small frames from the page cache, checksums and all, and poll its end."""
    store = StreamStore(folder, SystemClock())
    stream = store.create("bench")
    append_for(stream, seconds / 4, None)
    shard = stream.shards[0]
    latest = stream.latest(shard)
    stream.read(shard, 0, 10)
    rows, begin = 0, time.perf_counter()
    while time.perf_counter() < begin + seconds / 4:
        store.close()
        stream = store.open("bench")
        place = 0
        while (found := stream.read(shard, place, 10_000)) is not None:
            place = found.sequence_next
        rows += latest
    took = time.perf_counter() - begin
    polls, begin = 100_000, time.perf_counter()
    for _ in range(polls):
        stream.latest(shard)
    polled = time.perf_counter() - begin
    store.remove("bench")
    store.close()
    return {
        "records/s": rows / took,
        "GB/s": rows * ROW_BYTES / took / 1e9,
        "poll us": polled / polls * 1e6,
    }


def sqlite(folder: Path, seconds: float, producers: int, *, by_record: bool) -> dict[str, float]:
    """Append to SQLite, all that wait in one transaction, as the segments do it."""
    connection = sqlite3.connect(folder / "log.sqlite", check_same_thread=False)
    connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
    connection.execute("CREATE TABLE log (sequence INTEGER PRIMARY KEY, data BLOB)")

    def serve(batches: list[Records]) -> None:
        with connection:
            for batch in batches:
                rows = [(batch[n],) for n in range(ROWS)] if by_record else [(batch.data,)]
                connection.executemany("INSERT INTO log (data) VALUES (?)", rows)

    group: Group[Records] = Group(serve)
    batch, took = a_batch(), []

    def run() -> None:
        end = time.perf_counter() + seconds
        while (begin := time.perf_counter()) < end:
            group.serve(batch)
            took.append(time.perf_counter() - begin)

    workers = [threading.Thread(target=run) for _ in range(producers)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    connection.close()
    return figures(took, seconds)


MEASURES: dict[str, Callable[[Path, float], dict[str, float]]] = {
    "1 producer": one_producer,
    "1 producer, 4 shards by key": keyed_producer,
    "16 threads": threads,
    "16 processes": processes,
    "reader in another process": follower,
    "reading with CRC": reading,
}
ALTERNATIVES: dict[str, Callable[[Path, float], dict[str, float]]] = {
    "SQLite, row per batch, 1": partial(sqlite, producers=1, by_record=False),
    "SQLite, row per batch, 16": partial(sqlite, producers=PRODUCERS, by_record=False),
    "SQLite, row per record, 1": partial(sqlite, producers=1, by_record=True),
    "SQLite, row per record, 16": partial(sqlite, producers=PRODUCERS, by_record=True),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--folder", type=Path, default=Path.cwd())
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--only", choices=sorted(MEASURES | ALTERNATIVES))
    parser.add_argument("--compare", action="store_true", help="measure SQLite too")
    arguments = parser.parse_args()
    report: Report = {}
    compared = ALTERNATIVES if arguments.compare or arguments.only in ALTERNATIVES else {}
    for name, measure in (MEASURES | compared).items():
        if arguments.only in {None, name}:
            folder = Path(tempfile.mkdtemp(prefix=".ingest-", dir=arguments.folder))
            try:
                report[name] = measure(folder, arguments.seconds)
            finally:
                shutil.rmtree(folder)
            values = "  ".join(f"{key} {value:,.3g}" if value < 1000 else f"{key} {value:,.0f}"
                               for key, value in report[name].items())  # fmt: skip
            sys.stdout.write(f"{name:28} {values}\n")
            sys.stdout.flush()
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
