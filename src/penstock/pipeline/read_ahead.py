"""Read a table ahead of the operators: one thread reads, several decode what was read.

Nobody else notices: the batches are the same, in the same order, and `positions` are those of
what was handed out, so that a checkpoint does not hold what is only read. What is read ahead and
never handed out is read again after a restart; so this is for sources that can be read twice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

from penstock.core.errors import ExternalError
from penstock.core.protocols import Source
from penstock.pipeline.journal import Reading
from penstock.pipeline.reader import TableReader, Taken
from penstock.sql.plan import Scan

POLLS_AHEAD = 4
"""As many polls are read and decoded ahead: so many that no thread waits, few enough to hold."""


@dataclass(frozen=True, slots=True)
class _Poll:
    """What one poll gave, or gives when it is decoded, and what ended it early."""

    parts: tuple[Future[Taken], ...] = ()
    problem: ExternalError | None = None


class ReadAhead:
    """A table's reader that is some polls ahead as long as its source has more than it takes."""

    def __init__(self, reader: TableReader, decoding: ThreadPoolExecutor) -> None:
        self._reader = reader
        self._decoding = decoding
        self._reading = ThreadPoolExecutor(1, thread_name_prefix=f"read {reader.scan.table.name}")
        self._coming: deque[Future[_Poll]] = deque()
        self._goes_on = False
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

    @property
    def behind(self) -> bool:
        """Whether more is likely there than was handed out."""
        return bool(self._coming)

    def begin(self, positions: Mapping[str, str]) -> None:
        """Take positions from a checkpoint; what was read ahead is forgotten."""
        self._goes_on = False
        while self._coming:
            self._coming.popleft().result()
        self._reader.begin(positions)
        self._finished = set()
        self.positions = dict(self._reader.positions)

    def poll(self) -> Iterator[Taken]:
        """Yield what each split has now; nothing when all are silent."""
        poll = self._next()
        if self._goes_on:
            while len(self._coming) < POLLS_AHEAD:
                self._coming.append(self._reading.submit(self._read_on))
        for part in poll.parts:
            taken = part.result()
            self._note(taken.reading)
            yield taken
        if poll.problem is not None:
            raise poll.problem

    def repeat(self, reading: Reading) -> Taken:
        """Return again what the journal says was read."""
        taken = self._reader.repeat(reading)
        self._note(reading)
        return taken

    def close(self) -> None:
        """End the thread, then let go of the source."""
        self._goes_on = False
        self._reading.shutdown()
        self._reader.close()

    def _next(self) -> _Poll:
        """Return the next poll; one from now if nothing was there when it was read ahead."""
        while self._coming:
            poll = self._coming.popleft().result()
            if poll.parts or poll.problem:
                return poll
        return self._read()

    def _read_on(self) -> _Poll:
        """Poll the source if the poll before found more than it took."""
        return self._read() if self._goes_on else _Poll()

    def _read(self) -> _Poll:
        parts: list[Future[Taken]] = []
        problem = None
        try:
            parts.extend(
                self._decoding.submit(self._reader.decoded, *pair) for pair in self._reader.chunks()
            )
        except ExternalError as error:
            problem = error
        self._goes_on = self._reader.behind and problem is None
        return _Poll(tuple(parts), problem)

    def _note(self, reading: Reading) -> None:
        self.positions[reading.split] = reading.end
        if reading.finished:
            self._finished.add(reading.split)


Reader: TypeAlias = TableReader | ReadAhead
"""What a job reads a table with."""
