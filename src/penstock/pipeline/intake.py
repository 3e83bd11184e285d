"""What a job takes from its sources in a step, and what keeps it from taking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from penstock.core.errors import ExternalError
from penstock.pipeline.read_ahead import Reader
from penstock.pipeline.reader import Taken


class Intake:
    """The readers of a job; `problem` is what the world kept from us when they were last asked."""

    def __init__(self, readers: Mapping[str, Reader]) -> None:
        self._readers = readers
        self.problem: ExternalError | None = None
        self.watches_idleness = any(
            reader.scan.watermark and reader.scan.watermark.idle_timeout_us
            for reader in readers.values()
        )

    def take(self, *, draining: bool) -> list[Taken]:
        """Return what the sources have now."""
        self.problem = None
        return list(self._take(draining))

    def _take(self, draining: bool) -> Iterator[Taken]:
        for reader in self._readers.values():
            # A source that cannot be re-read makes new rows as long as it is asked: leave it.
            if draining and not reader.source.replayable:
                continue
            try:
                yield from reader.poll()
            except ExternalError as error:
                # What the world keeps from us now stays where it is; the other sources go on.
                self.problem = error

    @property
    def finished(self) -> bool:
        """Whether every source is bounded and read to its end."""
        readers = self._readers.values()
        return bool(readers) and all(reader.finished for reader in readers)
