"""A process that appends numbered records for ever, saying on its output what was acknowledged."""

from __future__ import annotations

import sys
from pathlib import Path

from penstock.core.batch import Records
from penstock.core.time import SystemClock
from penstock.streams.store import StreamStore

KEYS = [b"key-%d" % number for number in range(8)]


def records_of(writer: str, step: int) -> Records:
    """Return the records of one step, a few of them large so that segments roll."""
    return Records.of(
        [b"%s %d %d %s" % (writer.encode(), step, key, b"." * (step % 7 * 20)) for key in range(8)]
    )


def main(folder: str, writer: str, first: int, end: int) -> None:
    """Append steps from `first` on, and print each that is durable."""
    stream = StreamStore(Path(folder), SystemClock(), segment_bytes=32_768).create("s", shards=2)
    for step in range(first, end):
        stream.append(records_of(writer, step), KEYS, producer=writer, step=step)
        sys.stdout.write(f"{step}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
