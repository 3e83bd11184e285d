"""A running job: take a step, note it, publish its results; checkpoint; carry on after a crash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from penstock.core.errors import PenstockError
from penstock.engine.flow import Flow
from penstock.pipeline.ahead import Ahead
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


@dataclass(frozen=True, slots=True)
class _Begun:
    """The first half of a step: what was read when, what came of it, or why nothing did."""

    taken: Sequence[Taken]
    now_us: int
    resumed: bool
    flow: Flow | PenstockError


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
        self._stepped_us = 0
        self._expired_us = 0
        self._resumed = False
        self.intake = Intake(wiring.readers, wiring.budget)
        self._watches_clock = wiring.graph.watches_clock or self.intake.watches_idleness
        self._ahead: Ahead[_Begun] = Ahead(self._begin, threaded=wiring.threaded)
        self._draining = False

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
        taken = [readers[part.table].repeat(part) for part in known]
        self._stepped_us = entry.now_us
        arrivals = [part.arrival for part in taken]
        flow = self.wiring.graph.begin(arrivals, entry.now_us, resumed=entry.resumed)
        self._publish(entry, taken, flow)

    def step(self, *, draining: bool = False) -> int:
        """Take what the sources have now and publish what comes of it; return the rows taken.

        With threads the step after it may have begun when this returns; `catch_up` takes that too.
        """
        self._draining = draining
        begun = self._ahead.next()
        if begun is None:
            return 0
        if self.intake.behind and isinstance(begun.flow, Flow):
            self._ahead.go_on()
        return self._finish(begun)

    def catch_up(self) -> None:
        """Take the step that has begun, if one has, so that nothing is under way."""
        begun = self._ahead.arrived()
        if begun is not None:
            self._finish(begun)

    def _begin(self) -> _Begun | None:
        """Begin a step with what the sources have; None when there is no reason to take one."""
        now_us = self._step_time_us()
        taken = self.intake.take(draining=self._draining)
        if not taken and not self._idle_step_due(now_us):
            return None
        resumed, self._resumed, self._stepped_us = self._resumed, False, now_us
        arrivals = [part.arrival for part in taken]
        try:
            flow = self.wiring.graph.begin(arrivals, now_us, resumed=resumed)
        except PenstockError as error:
            # The step is noted before it fails, however far it came.
            return _Begun(taken, now_us, resumed, error)
        return _Begun(taken, now_us, resumed, flow)

    def _finish(self, begun: _Begun) -> int:
        readings = tuple(part.reading for part in begun.taken)
        entry = Entry(self.step_number + 1, begun.now_us, readings, begun.resumed)
        self.log.note(entry)
        if isinstance(begun.flow, PenstockError):
            raise begun.flow
        self._publish(entry, begun.taken, begun.flow)
        rows = sum(part.rows for part in begun.taken)
        self.wiring.budget.note(rows)
        if self._ahead.quiet:
            self.wiring.budget.look_if_due()
            self.wiring.graph.rebalance()
        return rows

    def _step_time_us(self) -> int:
        """Return the clock, but never twice the same: it tells the draws of two steps apart."""
        now_us = self._clock.now_us()
        return now_us + (now_us == self._stepped_us)

    def _idle_step_due(self, now_us: int) -> bool:
        # A clock that was set back must not put the next look off.
        return self._watches_clock and not 0 <= now_us - self._stepped_us < IDLE_STEP_US

    def _publish(self, entry: Entry, taken: Sequence[Taken], flow: Flow) -> None:
        result = self.wiring.graph.finish(flow)
        bad = [part.undecodable for part in taken if part.undecodable is not None]
        for undecodable in bad:
            count = self.rows_undecodable.get(undecodable.table, 0) + len(undecodable.records)
            self.rows_undecodable[undecodable.table] = count
        with self.wiring.graph.timed_outside():
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
        self.catch_up()
        self._publisher.publish_pending()
        self.checkpoint(ended=True)

    def stand_still(self) -> None:
        """Begin no step any more, and wait for one that is being begun."""
        self._ahead.close()

    def close(self) -> None:
        """Let go of everything; what is durable stays."""
        self.stand_still()
        self.log.close()
        self.wiring.close()
