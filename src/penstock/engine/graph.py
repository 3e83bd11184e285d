"""Runs a plan: one step takes what has arrived and the time, and gives what is ready.

A step is a pure function of its arguments and the state: the same steps give the same results to
the bit. Rows are passed on depth first, to every consumer in the order of the statements; then
the watermark moves, inputs before consumers. A watermark depends only on the origins below, so it
is the same for a row whichever way the row takes.

A step has two halves, `begin` and `finish`, for two threads: the next step may begin while this one
is finished. Where it is cut changes nothing in what it gives (engine/flow.py says why).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from penstock.engine.division import Division, Stopwatch
from penstock.engine.explain_state import StateNotes
from penstock.engine.flow import Flow
from penstock.engine.graph_state import Holder, restored, saved, state_holders
from penstock.engine.ledger import Ledger, ledger_of
from penstock.engine.limits import Limits
from penstock.engine.open_windows import WaitingWindow, open_windows
from penstock.engine.operator import (
    Arrival,
    StepResult,
)
from penstock.engine.passing import Passing
from penstock.engine.topology import topology_of
from penstock.sql.plan import Plan


class Graph:
    """A plan's operators with their state; a stopwatch makes it cut its steps in two."""

    def __init__(
        self, plan: Plan, limits: Limits | None = None, stopwatch: Stopwatch | None = None
    ) -> None:
        self._topology = topology_of(plan, limits or Limits())
        self.division = Division(len(self._topology.vertices), stopwatch)
        self._passing = Passing(self._topology, self.division)

    def step(
        self, arrivals: Sequence[Arrival], now_us: int, *, resumed: bool = False
    ) -> StepResult:
        """Take arrivals in their order, and the time; return what became ready.

        All splits that have arrivals count as heard of before the first row is looked at.
        `resumed` says that the job was away until now, so that no split is idle for that.
        """
        return self.finish(self.begin(arrivals, now_us, resumed=resumed))

    def begin(self, arrivals: Sequence[Arrival], now_us: int, *, resumed: bool = False) -> Flow:
        """Take the first half of a step; the steps before need only have begun."""
        return self._passing.begin(arrivals, now_us, resumed=resumed)

    def finish(self, flow: Flow) -> StepResult:
        """Take the second half of the step that began first; return what became ready."""
        return self._passing.finish(flow)

    def snapshot(self) -> Mapping[str, bytes]:
        """Return the state of every operator and of the graph itself, as `operator/part`."""
        return saved(self._topology)

    def restore(self, state: Mapping[str, bytes]) -> Sequence[str]:
        """Take back what `snapshot` returned; operators that were not there then start empty.

        Return the names of operators that the plan no longer has, whose state is let go. Rows
        that an operator of another plan has used count as out in this one.
        """
        return restored(self._topology, state)

    @property
    def watches_clock(self) -> bool:
        """Whether a step is worth taking although no row has come: time alone moves something."""
        return bool(self._passing.clocked)

    def held_back(self) -> frozenset[str]:
        """Return the tables whose rows should not be read now, as so many wait already."""
        return self._passing.held_back()

    def ledger(self) -> Ledger:
        """Return what became of every source table's rows, per insert."""
        return ledger_of(self._topology)

    def watermarks(self) -> Mapping[str, Mapping[str, int]]:
        """Return the watermark of each table's splits."""
        return {table: scan.watermarks() for table, (_, scan) in self._passing.scans.items()}

    def open_windows(self) -> Sequence[WaitingWindow]:
        """Return the windows that have rows and have not fired, and what each waits for."""
        return open_windows(self._topology)

    def notes(self, now_us: int) -> StateNotes:
        """Return what EXPLAIN says of each relation's state."""
        return StateNotes(self._topology, now_us)

    def state_holders(self) -> Sequence[Holder]:
        """Return how much memory each operator's state takes, roughly."""
        return state_holders(self._topology)
