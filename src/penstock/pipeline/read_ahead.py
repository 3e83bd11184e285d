"""Read and decode the next batch in a thread of its own while the operators take this one.

Nobody else notices: the batches are the same, in the same order, and `positions` are those of
what was handed out, so that a checkpoint does not hold what is only read. What is read ahead and
never handed out is read again after a restart; so this is for sources that can be read twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeAlias

from penstock.core.errors import ExternalError
from penstock.core.protocols import Source
from penstock.pipeline.journal import Reading
from penstock.pipeline.reader import TableReader, Taken
from penstock.sql.plan import Scan

Read = tuple[list[Taken], ExternalError | None]
"""What one poll gave, and what ended it early."""


class ReadAhead:
    """A table's reader that is one poll ahead as long as its source has more than it takes."""

    def __init__(self, reader: TableReader) -> None:
        self._reader = reader
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"read {reader.scan.table.name}")
        self._coming: Future[Read] | None = None
        self._finished: set[str] = set()
        self.positions: dict[str, str] = {}

    @property
    def scan(self) -> Scan:
        """The scan that is read for."""
        return self._reader.scan

    @property
    def source(self) -> Source:
        """The table's source; only `poll` may read from it."""
        return self._reader.source

    @property
    def origin(self) -> str:
        """Which records are read."""
        return self._reader.origin

    @property
    def finished(self) -> bool:
        """Whether every split is bounded and handed out to its end."""
        return bool(self.positions) and self._finished >= set(self.positions)

    def begin(self, positions: Mapping[str, str]) -> None:
        """Take positions from a checkpoint; what was read ahead is forgotten."""
        self._arrived()
        self._reader.begin(positions)
        self._finished = set()
        self.positions = dict(self._reader.positions)

    def poll(self) -> Iterator[Taken]:
        """Yield what each split has now; nothing when all are silent."""
        taken, problem = self._arrived()
        if not taken and problem is None:
            # Nothing was there when it was read ahead; by now there may be.
            taken, problem = self._read()
        if self._reader.behind and problem is None:
            self._coming = self._thread.submit(self._read)
        for part in taken:
            self._note(part.reading)
            yield part
        if problem is not None:
            raise problem

    def repeat(self, reading: Reading) -> Taken:
        """Return again what the journal says was read."""
        taken = self._reader.repeat(reading)
        self._note(reading)
        return taken

    def close(self) -> None:
        """End the thread, then let go of the source."""
        self._thread.shutdown()
        self._reader.close()

    def _arrived(self) -> Read:
        coming, self._coming = self._coming, None
        return ([], None) if coming is None else coming.result()

    def _read(self) -> Read:
        taken: list[Taken] = []
        try:
            taken.extend(self._reader.poll())
        except ExternalError as problem:
            return taken, problem
        return taken, None

    def _note(self, reading: Reading) -> None:
        self.positions[reading.split] = reading.end
        if reading.finished:
            self._finished.add(reading.split)


Reader: TypeAlias = TableReader | ReadAhead
"""What a job reads a table with."""
