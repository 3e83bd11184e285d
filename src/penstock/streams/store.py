"""The streams of one folder: made, found, opened and removed by name.

>>> import tempfile
>>> from contextlib import closing
>>> from penstock.core.batch import Records
>>> from penstock.core.time import ManualClock
>>> with tempfile.TemporaryDirectory() as folder:
...     with closing(StreamStore(Path(folder), ManualClock(now_us=7))) as streams:
...         wind = streams.create("wind", shards=2)
...         wind.append(Records.of([b"calm", b"storm"]), [b"north", b"north"])
...         found = wind.read("shardId-000000000001", 1, rows_max=10)
...         found.records[0], found.sequences.tolist(), found.arrived_us.tolist()
(b'storm', [1], [7])
"""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path

from penstock.core.errors import did_you_mean
from penstock.core.time import Clock
from penstock.streams.catalog import Catalog, StreamEntry
from penstock.streams.errors import StreamNameBad, StreamSettingBad, StreamUnknown, disk
from penstock.streams.segment import SEGMENT_BYTES
from penstock.streams.stream import EmbeddedStream

NAME = re.compile(r"[a-zA-Z0-9_.$-]{1,128}")
"""Kinesis' names, and `$` for the tables beside a table such as `orders$late`."""
SHARDS_MAX = 1024
_CREATE = "a new one: penstock streams create {}"


class StreamStore:
    """The streams of `folder`; any number of stores and processes may share one folder."""

    def __init__(self, folder: Path, clock: Clock, segment_bytes: int = SEGMENT_BYTES) -> None:
        self._folder = folder
        self._clock = clock
        self._segment_bytes = segment_bytes
        self._mutex = threading.Lock()
        self._open: dict[str, EmbeddedStream] = {}
        with disk(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._catalog = Catalog(folder)

    def names(self) -> Sequence[str]:
        """Return the streams' names, sorted."""
        with disk(self._folder):
            return self._catalog.names()

    def create(self, name: str, shards: int = 1, retention_us: int | None = None) -> EmbeddedStream:
        """Return the stream, made if it is not there yet; an existing one keeps its shards.

        A retention that is given replaces the one before; None keeps it (a new stream without
        one keeps its records for ever).
        """
        if not NAME.fullmatch(name):
            raise StreamNameBad(
                f"a stream cannot be called '{name}'",
                hint="use 1 to 128 letters, digits, '_', '.', '-' or '$'",
            )
        if not 1 <= shards <= SHARDS_MAX:
            raise StreamSettingBad(f"a stream has 1 to {SHARDS_MAX} shards, not {shards}")
        if retention_us is not None and retention_us <= 0:
            raise StreamSettingBad(f"a retention is longer than 0, not {retention_us} us")
        with disk(self._folder):
            entry = self._catalog.put(name, shards, retention_us)
        return self._opened(entry)

    def open(self, name: str) -> EmbeddedStream:
        """Return an existing stream; a user error with a hint when there is none."""
        with self._mutex:
            stream = self._open.get(name)
        if stream is not None and not stream.removed:
            return stream
        return self._opened(self._entry(name))

    def remove(self, name: str) -> None:
        """Delete the stream and its records."""
        stream = self._opened(self._entry(name))
        with disk(self._folder):
            self._catalog.remove(name)
        stream.mark_removed()
        with self._mutex:
            self._open.pop(name, None)
        stream.close()
        with disk(self._folder):
            shutil.rmtree(self._folder / stream.entry.folder_name)

    def expire(self) -> None:
        """Delete what retention no longer keeps; idle streams need it now and then."""
        with self._mutex:
            streams = list(self._open.values())
        for stream in streams:
            if not stream.removed:
                stream.expire()

    def close(self) -> None:
        """Let go of files; may be called twice."""
        with self._mutex:
            streams, self._open = list(self._open.values()), {}
        for stream in streams:
            stream.close()

    def _entry(self, name: str) -> StreamEntry:
        with disk(self._folder):
            entry = self._catalog.find(name)
        if entry is None:
            known = self.names()
            hint = "; ".join(filter(None, [did_you_mean(name, known), _CREATE.format(name)]))
            raise StreamUnknown(f"no stream '{name}'", hint=hint)
        return entry

    def _opened(self, entry: StreamEntry) -> EmbeddedStream:
        with self._mutex, disk(self._folder):
            stream = self._open.get(entry.name)
            if stream is None or stream.entry != entry:
                if stream is not None:
                    stream.close()
                stream = EmbeddedStream(self._folder, entry, self._clock, self._segment_bytes)
                self._open[entry.name] = stream
            return stream
