"""UNION ALL in turn: rows of the first input wait until all others have given their last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from penstock.core.batch import Batch
from penstock.engine.operator import NOTHING, Counts, Emission, Port, State
from penstock.engine.waiting_batches import WaitingBatches
from penstock.sql.plan import Union
from penstock.state.snapshot import pack, unpack

_PART = "waits"


class InTurnOperator:
    """Passes the bounded inputs' rows on as they come, then those of the first input."""

    def __init__(self, node: Union, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._names = list(node.schema.names)
        self._waits = True
        self._waiting = WaitingBatches(node.schema.arrow, self.counts)

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Return the rows, or hold them back."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        named = replace(batch, data=batch.data.rename_columns(self._names))
        if port.input == 0 and self._waits:
            self._waiting.add(named, port.lane)
            return NOTHING
        counts.rows_out += len(batch)
        return Emission([named])

    @property
    def waiting_bytes(self) -> int:
        """The memory of the rows that are held back."""
        return self._waiting.size_bytes

    def on_ended(self, ended: Sequence[bool]) -> Sequence[tuple[int, Emission]]:
        """Let go of what was held back, once all other inputs have ended."""
        if not self._waits or not all(ended[1:]):
            return ()
        self._waits = False
        return [(lane, Emission([batch])) for lane, batch in self._waiting.release()]

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Return nothing: what is held back waits for ends, not for time."""
        return NOTHING

    def snapshot(self) -> State:
        """Return what is held back, and whether anything still is."""
        return {**self._waiting.snapshot(), _PART: pack({_PART: [self._waits]})}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._waits = unpack(state[_PART]).column(0)[0].as_py()
        self._waiting.restore(state)

    def state_bytes(self) -> int:
        """Return how much memory the rows take that wait."""
        return self._waiting.size_bytes
