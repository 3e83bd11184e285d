"""How much memory the operators may hold: beyond it a job reads no more input and says why."""

from __future__ import annotations

from collections.abc import Sequence

from penstock.core.errors import UserError
from penstock.engine.explain_state import size_text
from penstock.engine.graph import Graph
from penstock.sql.explain import describe

STEPS_PER_LOOK = 16
ROWS_PER_LOOK = 1 << 16
"""Adding up the sizes costs a little, so it waits for so many steps or rows."""
HOLDERS_SHOWN = 3


class StateFull(UserError):
    """The operators hold as much memory as they may; input waits until they hold less.

    >>> print(StateFull([("GroupAggregate by k", 5_000_000_000), ("Union", 10)], 4_000_000_000))
    E514 the state takes 5.0 GB of at most 4.0 GB: input waits
      5.0 GB: GroupAggregate by k
    hint: forget old keys by SET 'table.exec.state.ttl' = '1 d', group or join by fewer keys, use
      windows, or raise 'state.memory-max'
    """

    code = "E514"

    def __init__(self, holders: Sequence[tuple[str, int]], bytes_max: int) -> None:
        total = sum(size for _, size in holders)
        most = sorted(holders, key=lambda each: -each[1])[:HOLDERS_SHOWN]
        named = [f"\n  {size_text(size)}: {what}" for what, size in most if size * 10 > total]
        super().__init__(
            f"the state takes {size_text(total)} of at most {size_text(bytes_max)}: input waits"
            + "".join(named),
            hint="forget old keys by SET 'table.exec.state.ttl' = '1 d', group or join by fewer"
            " keys, use\n  windows, or raise 'state.memory-max'",
        )


class StateBudget:
    """Watches the operators of a graph; `exceeded` is what to tell when they hold too much."""

    def __init__(self, graph: Graph, bytes_max: int) -> None:
        self._graph, self._bytes_max = graph, bytes_max
        self._steps = self._rows = 0
        self.exceeded: StateFull | None = None

    def note(self, rows: int) -> None:
        """Take note of a step that took so many rows."""
        self._steps += 1
        self._rows += rows

    def look_if_due(self) -> None:
        """Look again after so many steps or rows; while no step is under way."""
        if self._steps >= STEPS_PER_LOOK or self._rows >= ROWS_PER_LOOK:
            self.look()

    def look(self) -> None:
        """Find out how much memory the operators hold now."""
        self._steps = self._rows = 0
        self.exceeded = None
        holders = self._graph.state_holders()
        if sum(holder.size_bytes for holder in holders) > self._bytes_max:
            named = [(describe(holder.relation), holder.size_bytes) for holder in holders]
            self.exceeded = StateFull(named, self._bytes_max)
