"""Writes step after step as a pipeline does, checkpointing now and then, until it is killed."""

from __future__ import annotations

import sys
from pathlib import Path

from penstock.core.time import SystemClock
from penstock.sinks import documents, filesystem
from tests.sinks.support import batch, request, row

FILES = {
    "path": "out",
    "compression": "gzip",
    "sink.rolling-policy.file-size": "4 kb",
}
STEPS_PER_CHECKPOINT = 7
ROWS_PER_STEP = 5


def rows_of(step: int) -> list[dict[str, object]]:
    """Return the same rows whenever the step is asked for."""
    return [row("abc"[(step + i) % 3], speed=i, turbine=step) for i in range(ROWS_PER_STEP)]


def run(folder: Path, steps: int) -> None:
    """Go on from the last checkpoint up to `steps`, then publish all."""
    clock = SystemClock()
    files = filesystem.open_sink(request(folder, FILES, clock=clock, partition_keys=("location",)))
    rows = documents.open_sink(request(folder, {}, clock=clock))
    checkpoint = folder / "checkpoint"
    step, token = 0, None
    if checkpoint.exists():
        first, _, token = checkpoint.read_bytes().partition(b"\n")
        step = int(first)
    files.restore(token)
    rows.restore(token)
    print("ready", flush=True)  # noqa: T201 -- the parent waits for it
    for number in range(step, steps):
        batches = [batch(rows_of(number))]
        files.write(number, batches)
        rows.write(number, batches)
        if number % STEPS_PER_CHECKPOINT == 0:
            aside = folder / "checkpoint.aside"
            aside.write_bytes(b"%d\n%s" % (number + 1, files.snapshot()))
            aside.rename(checkpoint)
    files.publish()


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]))
