"""How long after an event's arrival its result is out, at ten thousand Nexmark events a second.

A whole job runs, with journal and checkpoints: q17 gives each event's group at once, q5 gives the
hot items when the watermark closes a window. An event arrives when its time has come; its result
is out when the sink has it. Prints a table; `--json FILE` writes the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from penstock.bench.job import Job, measured_here
from penstock.bench.suite import Source, script
from penstock.core.batch import Batch
from penstock.core.time import SystemClock
from penstock.pipeline.folder import Variant, read_folder
from penstock.pipeline.prepare import prepare
from penstock.pipeline.run import Circumstances, open_run
from penstock.pipeline.runner import StopWhen

QUERIES = ("q5", "q17")
WARM_SECONDS = 5.0
"""The first steps load the kernels; the first windows are empty."""


def paced(query: str, rate: int) -> str:
    """Return a query's script on events that come when their time has come."""
    text = script(query, Source.GENERATOR, {"TPS": str(rate), "EVENTS_NUM": "0"})
    return text.replace(
        "'connector' = 'nexmark'", "'connector' = 'nexmark', 'rate.limited' = 'true'"
    )


def measure(query: str, folder: Path, rate: int, seconds: float) -> dict[str, float]:
    """Return the latencies of one query's results, in milliseconds, and what the run cost."""
    # Kernels that are yet to be compiled would leave a backlog of as many seconds.
    measured_here(Job(query, Source.GENERATOR, 3 * rate, rate))
    (folder / "pipeline.sql").write_text(paced(query, rate))
    clock = SystemClock()
    circumstances = Circumstances(clock, os.environ, print, lambda: uuid.uuid4().hex)
    stop = StopWhen(after_us=round((WARM_SECONDS + seconds) * 1e6))
    begin_us = clock.now_us() + WARM_SECONDS * 1e6
    run = open_run(prepare(read_folder(folder), Variant(), os.environ), stop, circumstances)
    found: list[tuple[int, int]] = []

    def hear(table: str, batches: Sequence[Batch]) -> None:
        now_us = clock.now_us()
        if now_us > begin_us:
            found.extend((now_us - batch.arrived_us, len(batch)) for batch in batches)

    run.job.listeners.append(hear)
    before = time.process_time()
    run.runner.start()
    while not run.runner.wait(0.5):
        pass
    busy = time.process_time() - before
    run.close()
    return {**waits(found), "CPU %": 100 * busy / (WARM_SECONDS + seconds)}


def waits(found: Sequence[tuple[int, int]]) -> dict[str, float]:
    """Return how long batches waited; a row waits at most as long as the oldest of its batch."""
    if not found:
        sys.exit("no result came: are the kernels compiled? run penstock warm, or more --seconds")
    waits_ms = np.array([wait for wait, _ in found]) / 1e3
    return {
        "results": float(sum(rows for _, rows in found)),
        "p50 ms": float(np.percentile(waits_ms, 50)),
        "p99 ms": float(np.percentile(waits_ms, 99)),
        "max ms": float(waits_ms.max()),
    }


def main() -> None:
    """Measure each query."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--rate", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=20.0)
    arguments = parser.parse_args()
    figures = {}
    for query in QUERIES:
        with tempfile.TemporaryDirectory() as folder:
            figures[query] = measure(query, Path(folder), arguments.rate, arguments.seconds)
        shown = "  ".join(f"{name} {value:,.1f}" for name, value in figures[query].items())
        sys.stdout.write(f"{query:4} {shown}\n")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
