"""A running job: take a step, note it, publish its results; checkpoint; carry on after a crash."""

from __future__ import annotations

from collections.abc import Sequence

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
from penstock.pipeline.wiring import Wiring

EXPIRY_US = 60_000_000
"""Streams that nobody writes to are asked this often to drop what has outlived its retention."""
IDLE_STEP_US = 200_000
"""A silent pipeline still takes a step this often, so that idle splits are found out."""


class Job:
    """One plan on its sources and sinks, step by step, in one thread."""

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
        self._stepped_us = 0
        self._expired_us = 0
        self._resumed = False
        self.intake = Intake(wiring.readers, wiring.budget)
        self._watches_clock = wiring.graph.watches_clock or self.intake.watches_idleness

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
        self._resumed = checkpoint is not None
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
        for name, reader in self.wiring.readers.items():
            reader.begin(positions_of(checkpoint, name, reader.origin))
        return checkpoint

    def _restore(self, checkpoint: Checkpoint) -> None:
        self._publisher.restore(checkpoint.tokens, checkpoint.rows_received)
        self.state_let_go = self.wiring.graph.restore(checkpoint.state)
        self.step_number = checkpoint.step
        self._stepped_us = checkpoint.now_us
        self.rows_undecodable = dict(checkpoint.rows_undecodable)

    def _repeat(self, entry: Entry) -> None:
        readers = self.wiring.readers
        # Another script may have begun the step, and read tables that this one does not know.
        known = [part for part in entry.readings if part.table in readers]
        self._publish(entry, [readers[part.table].repeat(part) for part in known])

    def step(self, *, draining: bool = False) -> int:
        """Take what the sources have now and publish what comes of it; return the rows taken."""
        now_us = self._step_time_us()
        taken = self.intake.take(draining=draining)
        if not taken and not self._idle_step_due(now_us):
            return 0
        readings = tuple(part.reading for part in taken)
        entry = Entry(self.step_number + 1, now_us, readings, self._resumed)
        self.log.note(entry)
        self._resumed = False
        self._publish(entry, taken)
        return sum(part.rows for part in taken)

    def _step_time_us(self) -> int:
        """Return the clock, but never twice the same: it tells the draws of two steps apart."""
        now_us = self._clock.now_us()
        return now_us + (now_us == self._stepped_us)

    def _idle_step_due(self, now_us: int) -> bool:
        # A clock that was set back must not put the next look off.
        return self._watches_clock and not 0 <= now_us - self._stepped_us < IDLE_STEP_US

    def _publish(self, entry: Entry, taken: Sequence[Taken]) -> None:
        self._stepped_us = entry.now_us
        arrivals = [part.arrival for part in taken]
        result = self.wiring.graph.step(arrivals, entry.now_us, resumed=entry.resumed)
        bad = [part.undecodable for part in taken if part.undecodable is not None]
        for undecodable in bad:
            count = self.rows_undecodable.get(undecodable.table, 0) + len(undecodable.records)
            self.rows_undecodable[undecodable.table] = count
        self._publisher.publish(entry, bad, result)
        self.step_number = entry.step

    def checkpoint(self, *, ended: bool = False) -> None:
        """Make the whole job durable at this step, and return when it is."""
        self.log.save(self._checkpoint(ended=ended))

    def begin_checkpoint(self) -> None:
        """Begin to make the job durable at this step, unless an earlier one still becomes so.

        The state is copied now; it is written while the next steps are taken.
        """
        if not self.log.saving:
            self.log.begin_saving(self._checkpoint(ended=False))

    def _checkpoint(self, *, ended: bool) -> Checkpoint:
        readers = self.wiring.readers
        return Checkpoint(
            FORMAT_VERSION,
            self._origin.identity,
            self.step_number,
            self._clock.now_us(),
            self._origin.script,
            {name: dict(reader.positions) for name, reader in readers.items()},
            self.wiring.graph.snapshot(),
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
        self._publisher.publish_pending()
        self.checkpoint(ended=True)

    def close(self) -> None:
        """Let go of everything; what is durable stays."""
        self.log.close()
        self.wiring.close()
