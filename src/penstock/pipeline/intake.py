"""What a job takes from its sources in a step, and what keeps it from taking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from penstock.core.errors import ExternalError, PenstockError
from penstock.engine.graph import Graph
from penstock.pipeline.read_ahead import Reader
from penstock.pipeline.reader import Taken
from penstock.pipeline.state_budget import StateBudget


class Intake:
    """The readers of a job; `problem` is why they gave nothing, or not all, when last asked."""

    def __init__(self, readers: Mapping[str, Reader], graph: Graph, budget: StateBudget) -> None:
        self._readers = readers
        self._graph = graph
        self._budget = budget
        self.problem: PenstockError | None = None
        self.watches_idleness = any(
            reader.scan.watermark and reader.scan.watermark.idle_timeout_us
            for reader in readers.values()
        )

    def take(self, *, draining: bool) -> list[Taken]:
        """Return what the sources have now; nothing while the state is full."""
        if self.waits:
            self._budget.look()
        self.problem = self._budget.exceeded
        if self.problem is not None:
            return []
        return list(self._take(draining))

    @property
    def behind(self) -> bool:
        """Whether some source is likely to have more than was taken."""
        return any(reader.behind for reader in self._readers.values())

    @property
    def waits(self) -> bool:
        """Whether there may be input that is not read because the state is full."""
        return self._budget.exceeded is not None

    def _take(self, draining: bool) -> Iterator[Taken]:
        held_back = self._graph.held_back()
        for reader in self._readers.values():
            if reader.scan.table.name in held_back:
                continue
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
