"""A running job: take a step, note it, publish its results; checkpoint; carry on after a crash."""

from __future__ import annotations

from collections.abc import Sequence

from penstock.core.errors import PenstockError
from penstock.engine.flow import Flow
from penstock.pipeline.checkpoint import (
    FORMAT_VERSION,
    Checkpoint,
    CheckpointStore,
    Origin,
    origin_of,
    positions_of,
)
from penstock.pipeline.intake import Intake
from penstock.pipeline.journal import Entry
from penstock.pipeline.logbook import Logbook
from penstock.pipeline.publisher import Listener, Publisher
from penstock.pipeline.reader import Taken
from penstock.pipeline.rejected import RejectedRows
from penstock.pipeline.retries import Attempt
from penstock.pipeline.stepping import Begun, Stepping
from penstock.pipeline.wiring import Wiring

EXPIRY_US = 60_000_000
"""Streams that nobody writes to are asked this often to drop what has outlived its retention."""


class Job:
    """One plan on its sources and sinks, step by step; one thread, and one that begins steps."""

    def __init__(
        self, wiring: Wiring, store: CheckpointStore, origin: Origin, attempt: Attempt
    ) -> None:
        self.wiring = wiring
        self.step_number = 0
        self.state_let_go: Sequence[str] = ()
        self.rows_undecodable: dict[str, int] = {}
        self.log = Logbook(store, attempt)
        self._origin = origin
        self._attempt = attempt
        self._clock = wiring.surroundings.clock
        rejected = RejectedRows(wiring.surroundings.streams, origin.identity)
        self._publisher = Publisher(wiring.plan, wiring.sinks, rejected, attempt)
        self._expired_us = 0
        self.intake = Intake(wiring.readers, wiring.graph, wiring.budget)
        self.steps = Stepping(wiring, self.intake)

    @property
    def listeners(self) -> list[Listener]:
        """Those who are told of published rows, in the job's thread."""
        return self._publisher.listeners

    def rows_received(self, insert: str) -> int:
        """Return how many rows an insert's sink was given since the job first began."""
        return self._publisher.rows_received[insert]

    def recover(self) -> int:
        """Take the newest checkpoint, step through its journal, return how many steps it held."""
        checkpoint = self._take_up()
        steps = self.log.steps_since(self.step_number)
        self.log.go_on(self.step_number)
        for entry in steps:
            self._repeat(entry)
        self.steps.resumed = checkpoint is not None
        # A journal is stepped through with its checkpoint's script, so that has to be ours.
        if checkpoint is None or steps or origin_of(checkpoint) != self._origin:
            self.checkpoint()
        return len(steps)

    def end_before_last(self) -> int:
        """Recover all but the last step and end there; the step stays for a job that can take it.

        Return how many steps were taken.
        """
        self._take_up()
        noted = self.log.steps_since(self.step_number)
        for entry in noted[:-1]:
            self._repeat(entry)
        self._publisher.publish_pending()
        if len(noted) > 1:
            self.log.save_before(self._checkpoint(ended=False), noted[-1])
        return len(noted[:-1])

    def _take_up(self) -> Checkpoint | None:
        checkpoint = self.log.checkpoint()
        if checkpoint is not None:
            self._restore(checkpoint)
        else:
            self._publisher.restore({}, {})
        self.wiring.cold.begin()
        for name, reader in self.wiring.readers.items():
            reader.begin(positions_of(checkpoint, name, reader.origin))
        return checkpoint

    def _restore(self, checkpoint: Checkpoint) -> None:
        self._publisher.restore(checkpoint.tokens, checkpoint.rows_received)
        self.state_let_go = self.wiring.graph.restore(checkpoint.state)
        self.step_number = checkpoint.step
        self.steps.stepped_us = checkpoint.now_us
        self.rows_undecodable = dict(checkpoint.rows_undecodable)

    def _repeat(self, entry: Entry) -> None:
        readers = self.wiring.readers
        # Another script may have begun the step, and read tables that this one does not know.
        taken = [readers[r.table].repeat(r) for r in entry.readings if r.table in readers]
        self.steps.stepped_us = entry.now_us
        arrivals = [part.arrival for part in taken]
        flow = self.wiring.graph.begin(arrivals, entry.now_us, resumed=entry.resumed)
        self._publish(entry, taken, flow)

    def step(self, *, draining: bool = False) -> int:
        """Publish what comes of what sources have; return the rows taken. The next may begin."""
        begun = self.steps.next(draining=draining)
        return 0 if begun is None else self._finish(begun)

    def catch_up(self) -> None:
        """Take the step that has begun, if one has, so that nothing is under way."""
        if begun := self.steps.arrived():
            self._finish(begun)

    def _finish(self, begun: Begun) -> int:
        readings = tuple(part.reading for part in begun.taken)
        entry = Entry(self.step_number + 1, begun.now_us, readings, begun.resumed)
        self.log.note(entry)
        if isinstance(begun.flow, PenstockError):
            raise begun.flow
        self._publish(entry, begun.taken, begun.flow)
        self.wiring.budget.note(rows := sum(part.rows for part in begun.taken))
        if self.steps.quiet:
            self.wiring.budget.look_if_due()
            self.wiring.graph.division.rebalance()
        return rows

    def _publish(self, entry: Entry, taken: Sequence[Taken], flow: Flow) -> None:
        result = self.wiring.graph.finish(flow)
        bad = [part.undecodable for part in taken if part.undecodable is not None]
        for undecodable in bad:
            count = self.rows_undecodable.get(undecodable.table, 0) + len(undecodable.records)
            self.rows_undecodable[undecodable.table] = count
        with self.wiring.graph.division.outside():
            self._publisher.publish(entry, bad, result)
        self.step_number = entry.step

    def checkpoint(self, *, ended: bool = False) -> None:
        """Make the whole job durable at this step, and return when it is."""
        self.catch_up()
        self.log.save(self._checkpoint(ended=ended))

    def begin_checkpoint(self) -> None:
        """Begin to make the job durable at this step, unless an earlier one still becomes so.

        The state is copied now; it is written while the next steps are taken.
        """
        if not self.log.saving:
            self.catch_up()
            self.log.begin_saving(self._checkpoint(ended=False))

    def _checkpoint(self, *, ended: bool) -> Checkpoint:
        readers = self.wiring.readers
        self.log.settle(wait=True)  # what it no longer needs is deleted: it must stand
        return Checkpoint(
            FORMAT_VERSION,
            self._origin.identity,
            self.step_number,
            self._clock.now_us(),
            self._origin.script,
            {name: dict(reader.positions) for name, reader in readers.items()},
            self.wiring.snapshot(),
            self._publisher.tokens(),
            dict(self.rows_undecodable),
            self._origin.overrides,
            self._origin.local,
            dict(self._publisher.rows_received),
            {name: reader.origin for name, reader in readers.items()},
            ended,
        )

    def on_time(self) -> None:
        """Let streams and sinks do what is due by the clock."""
        now_us = self._clock.now_us()
        self.log.settle()
        if not 0 <= now_us - self._expired_us < EXPIRY_US:
            self._expired_us = now_us
            self._attempt(self.wiring.surroundings.streams.expire)
        self._publisher.on_time(now_us)

    def finish(self) -> None:
        """Publish what sinks still hold and checkpoint: the run ends on purpose."""
        self.catch_up()
        self._publisher.publish_pending()
        self.checkpoint(ended=True)

    def close(self) -> None:
        """Let go of everything; what is durable stays."""
        self.steps.close()
        self.log.close()
        self.wiring.close()
