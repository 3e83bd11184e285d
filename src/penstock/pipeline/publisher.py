"""What a step gave on its way out: to sinks, to the tables of rejected rows, to listeners."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from penstock.core.batch import Batch
from penstock.core.protocols import Publishing, Sink
from penstock.engine.operator import StepResult
from penstock.pipeline.journal import Entry
from penstock.pipeline.reader import Undecodable
from penstock.pipeline.rejected import RejectedRows
from penstock.pipeline.retries import Attempt
from penstock.sql.plan import Plan

Listener = Callable[[str, Sequence[Batch]], None]
"""Told the table's name and the rows just published to it."""


class Publisher:
    """Hands each step to everybody who gets a part of it, and counts the rows that went out."""

    def __init__(
        self, plan: Plan, sinks: Mapping[str, Sink], rejected: RejectedRows, attempt: Attempt
    ) -> None:
        self.listeners: list[Listener] = []
        self.rows_received: dict[str, int] = dict.fromkeys(sinks, 0)
        self._tables = {insert.name: insert.table.name for insert in plan.inserts}
        self._sinks = sinks
        self._rejected = rejected
        self._attempt = attempt

    def publish(self, entry: Entry, bad: Sequence[Undecodable], result: StepResult) -> None:
        """Make a step's rows durable at every sink, then tell the listeners."""
        if bad or result.rejected:
            self._attempt(
                lambda: self._rejected.write(entry.step, entry.now_us, bad, result.rejected)
            )
        outputs = dict(_with_rows(result))
        for name, batches in outputs.items():
            sink = self._sinks[name]
            self._attempt(lambda sink=sink, batches=batches: sink.write(entry.step, batches))  # type: ignore[misc]
            self.rows_received[name] += sum(map(len, batches))
        for name, batches in outputs.items():
            for listener in self.listeners:
                listener(self._tables[name], batches)

    def tokens(self) -> dict[str, bytes]:
        """Make what the sinks took durable and return what they need to go on from here."""
        tokens: dict[str, bytes] = {}
        for name, sink in self._sinks.items():
            self._attempt(lambda name=name, sink=sink: tokens.update({name: sink.snapshot()}))  # type: ignore[misc]
        return tokens

    def restore(self, tokens: Mapping[str, bytes], rows_received: Mapping[str, int]) -> None:
        """Bring the sinks back to a checkpoint; those that it does not know begin anew."""
        for name, sink in self._sinks.items():
            sink.restore(tokens.get(name))
            self.rows_received[name] = rows_received.get(name, 0)

    def on_time(self, now_us: int) -> None:
        """Let sinks do what is due by the clock."""
        for sink in self._sinks.values():
            self._attempt(lambda sink=sink: sink.on_time(now_us))  # type: ignore[misc]

    def publish_pending(self) -> None:
        """Publish what sinks hold back until a limit is reached."""
        for sink in self._sinks.values():
            if isinstance(sink, Publishing):
                self._attempt(sink.publish)


def _with_rows(result: StepResult) -> Iterator[tuple[str, Sequence[Batch]]]:
    for name, batches in result.outputs.items():
        full = [batch for batch in batches if len(batch)]
        if full:
            yield name, full
