"""What operators have in common that remember nothing between two batches."""

from __future__ import annotations

from penstock.engine.operator import NOTHING, Counts, Emission, State


class Stateless:
    """A ledger, no state, and nothing to say to a watermark; each operator adds its `on_batch`."""

    def __init__(self, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Return nothing: no row was kept back."""
        return NOTHING

    def snapshot(self) -> State:
        """Return no parts."""
        return {}

    def restore(self, state: State) -> None:
        """Take back no parts."""

    def state_bytes(self) -> int:
        """Return 0."""
        return 0
