"""What tests of whole jobs share: how a folder is opened, left as in a crash, and looked into."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from penstock.core.batch import Records
from penstock.core.time import ManualClock
from penstock.pipeline.folder import Variant, read_folder
from penstock.pipeline.prepare import prepare
from penstock.pipeline.run import Circumstances, Run, open_run
from penstock.pipeline.runner import StopWhen
from penstock.streams.store import StreamStore

NOW_US = 1_795_000_000_000_000


def fail(error: Exception) -> None:
    raise error


@contextmanager
def opened(
    folder: Path,
    script: str,
    clock: ManualClock | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Run]:
    """Open the folder as a run would; leave without a checkpoint, as a crash would."""
    (folder / "pipeline.sql").write_text(script)
    clock = clock or ManualClock(NOW_US)
    circumstances = Circumstances(clock, environment or {}, fail, lambda: "job")
    prepared = prepare(read_folder(folder), Variant(), environment or {})
    run = open_run(prepared, StopWhen(), circumstances)
    try:
        yield run
    finally:
        run.close()


def append(
    run: Run, stream: str, *rows: Mapping[str, Any], keys: list[bytes] | None = None
) -> None:
    """Append rows as JSON records."""
    records = Records.of([json.dumps(row).encode() for row in rows])
    run.streams.create(stream).append(records, keys)


def held(folder: Path, name: str) -> list[bytes]:
    """Return the records of a stream, shard by shard."""
    store = StreamStore(folder / ".penstock" / "streams", ManualClock())
    stream = store.open(name)
    found = []
    for shard in stream.shards:
        read = stream.read(shard, stream.earliest(shard), 10**6)
        found += [] if read is None else [read.records[i] for i in range(len(read.records))]
    store.close()
    return found


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of a stream of JSON records."""
    return [json.loads(record) for record in held(folder, name)]
