"""A running job: take a step, note it, publish its results; checkpoint; carry on after a crash."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from penstock.core.batch import Batch
from penstock.core.errors import ExternalError
from penstock.core.protocols import Publishing, Sink
from penstock.engine.operator import StepResult
from penstock.pipeline.checkpoint import FORMAT_VERSION, Checkpoint, CheckpointStore
from penstock.pipeline.journal import Entry, Journal, Reading, mend_journal, read_journal
from penstock.pipeline.reader import Taken
from penstock.pipeline.rejected import RejectedRows
from penstock.pipeline.retries import Retries
from penstock.pipeline.wiring import Wiring

Listener = Callable[[str, Sequence[Batch]], None]
"""Told the table's name and the rows just published to it."""
IDLE_STEP_US = 200_000
"""A silent pipeline still takes a step this often, so that idle splits are found out."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a checkpoint must remember to be replayed: whose it is, the script, what changed it."""

    identity: str
    script: str
    overrides: tuple[str, ...] = ()
    local: bool = False


class Job:
    """One plan on its sources and sinks, step by step, in one thread."""

    def __init__(
        self, wiring: Wiring, store: CheckpointStore, origin: Origin, attempt: Retries
    ) -> None:
        self.wiring = wiring
        self.listeners: list[Listener] = []
        self.step_number = 0
        self.source_problem: ExternalError | None = None
        self.state_let_go: Sequence[str] = ()
        self.checkpoint_us = 0
        self.rows_undecodable: dict[str, int] = {}
        self.rows_received: dict[str, int] = dict.fromkeys(wiring.sinks, 0)
        self._store = store
        self._origin = origin
        self._attempt = attempt
        self._clock = wiring.surroundings.clock
        self._rejected = RejectedRows(wiring.surroundings.streams, origin.identity)
        self._journal: Journal | None = None
        self._stepped_us = 0
        self._watches_idleness = any(
            reader.scan.watermark and reader.scan.watermark.idle_timeout_us
            for reader in wiring.readers.values()
        )

    def recover(self) -> int:
        """Take the newest checkpoint, step through its journal, return how many steps it held."""
        checkpoint = self._store.load()
        self._restore(checkpoint)
        path = self._store.journal_path(self.step_number)
        mend_journal(path)
        steps = 0
        for entry in read_journal(path):
            self._publish(entry, [self._repeat(reading) for reading in entry.readings])
            steps += 1
        self._journal = Journal(path)
        if checkpoint is None or steps:
            self.checkpoint()
        return steps

    def _restore(self, checkpoint: Checkpoint | None) -> None:
        positions = checkpoint.positions if checkpoint else {}
        for name, reader in self.wiring.readers.items():
            reader.begin(positions.get(name, {}))
        for name, sink in self.wiring.sinks.items():
            sink.restore(checkpoint.tokens.get(name) if checkpoint else None)
        if checkpoint is not None:
            self.state_let_go = self.wiring.graph.restore(checkpoint.state)
            self.step_number = checkpoint.step
            self.checkpoint_us = checkpoint.now_us
            self.rows_undecodable = dict(checkpoint.rows_undecodable)

    def _repeat(self, reading: Reading) -> Taken:
        return self.wiring.readers[reading.table].repeat(reading)

    def step(self, *, draining: bool = False) -> int:
        """Take what the sources have now and publish what comes of it; return the rows taken."""
        now_us = self._clock.now_us()
        self.source_problem = None
        taken = list(self._take(draining))
        if not taken and not self._idle_step_due(now_us):
            return 0
        readings = tuple(part.reading for part in taken)
        entry = Entry(self.step_number + 1, now_us, readings)
        assert self._journal is not None, "recover comes before the first step"
        self._journal.append(entry)
        self._publish(entry, taken)
        return sum(part.rows for part in taken)

    def _take(self, draining: bool) -> Iterator[Taken]:
        for reader in self.wiring.readers.values():
            # A source that cannot be re-read makes new rows as long as it is asked: leave it.
            if draining and not reader.source.replayable:
                continue
            try:
                yield from reader.poll()
            except ExternalError as error:
                # What the world keeps from us now stays where it is; the other sources go on.
                self.source_problem = error

    def _idle_step_due(self, now_us: int) -> bool:
        return self._watches_idleness and now_us - self._stepped_us >= IDLE_STEP_US

    def _publish(self, entry: Entry, taken: Sequence[Taken]) -> None:
        self._stepped_us = entry.now_us
        result = self.wiring.graph.step([part.arrival for part in taken], entry.now_us)
        bad = [part.undecodable for part in taken if part.undecodable is not None]
        for undecodable in bad:
            count = self.rows_undecodable.get(undecodable.table, 0) + len(undecodable.records)
            self.rows_undecodable[undecodable.table] = count
        if bad or result.rejected:
            self._attempt(
                lambda: self._rejected.write(entry.step, entry.now_us, bad, result.rejected)
            )
        for name, batches in _with_rows(result):
            sink = self.wiring.sinks[name]
            self._attempt(lambda sink=sink, batches=batches: sink.write(entry.step, batches))  # type: ignore[misc]
            self.rows_received[name] += sum(map(len, batches))
        self.step_number = entry.step
        self._tell(result)

    def _tell(self, result: StepResult) -> None:
        tables = {insert.name: insert.table.name for insert in self.wiring.plan.inserts}
        for name, batches in _with_rows(result):
            for listener in self.listeners:
                listener(tables[name], batches)

    def hurry(self) -> None:
        """Do not try failing publications again: the journal has what they were."""
        self._attempt.hurry()

    def checkpoint(self) -> None:
        """Make the whole job durable at this step and begin a new journal."""
        tokens = {name: self._token(sink) for name, sink in self.wiring.sinks.items()}
        checkpoint = Checkpoint(
            FORMAT_VERSION,
            self._origin.identity,
            self.step_number,
            self._clock.now_us(),
            self._origin.script,
            {name: dict(reader.positions) for name, reader in self.wiring.readers.items()},
            self.wiring.graph.snapshot(),
            tokens,
            self.rows_undecodable,
            self._origin.overrides,
            self._origin.local,
        )
        self._attempt(lambda: self._store.save(checkpoint))
        self.checkpoint_us = checkpoint.now_us
        self._roll_journal()

    def _token(self, sink: Sink) -> bytes:
        tokens: list[bytes] = []
        self._attempt(lambda: tokens.append(sink.snapshot()))
        return tokens[-1]

    def _roll_journal(self) -> None:
        if self._journal is not None:
            self._journal.close()
        self._journal = Journal(self._store.journal_path(self.step_number))

    def on_time(self) -> None:
        """Let sinks do what is due by the clock."""
        now_us = self._clock.now_us()
        for sink in self.wiring.sinks.values():
            self._attempt(lambda sink=sink: sink.on_time(now_us))  # type: ignore[misc]

    def finish(self) -> None:
        """Publish what sinks still hold and checkpoint: the run ends on purpose."""
        for sink in self.wiring.sinks.values():
            if isinstance(sink, Publishing):
                self._attempt(sink.publish)
        self.checkpoint()

    @property
    def finished(self) -> bool:
        """Whether every source is bounded and read to its end."""
        readers = self.wiring.readers.values()
        return bool(readers) and all(reader.finished for reader in readers)

    def close(self) -> None:
        """Let go of everything; what is durable stays."""
        if self._journal is not None:
            self._journal.close()
        self.wiring.close()


def _with_rows(result: StepResult) -> Iterator[tuple[str, Sequence[Batch]]]:
    for name, batches in result.outputs.items():
        full = [batch for batch in batches if len(batch)]
        if full:
            yield name, full
