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
from contextlib import AbstractContextManager
from dataclasses import replace

import numpy as np

from penstock.core.batch import Batch
from penstock.core.time import MAX_WATERMARK_US, MIN_WATERMARK_US
from penstock.engine.delay import delayed, delayed_by
from penstock.engine.division import Division, Stopwatch
from penstock.engine.explain_state import StateNotes
from penstock.engine.flow import Flow, mark_of, output, reject
from penstock.engine.graph_state import Holder, restored, saved, state_holders
from penstock.engine.ledger import Ledger, ledger_of
from penstock.engine.limits import Limits
from penstock.engine.open_windows import WaitingWindow, open_windows
from penstock.engine.operator import (
    Arrival,
    Awaiting,
    Clocked,
    Emission,
    Port,
    StepResult,
)
from penstock.engine.scan import ScanOperator
from penstock.engine.topology import Vertex, topology_of
from penstock.sql.plan import Plan


class Graph:
    """A plan's operators with their state; a stopwatch makes it cut its steps in two."""

    def __init__(
        self, plan: Plan, limits: Limits | None = None, stopwatch: Stopwatch | None = None
    ) -> None:
        self._topology = topology_of(plan, limits or Limits())
        self.division = Division(len(self._topology.vertices), stopwatch)
        operators = self._topology.operators.items()
        self._clocked = {number: each for number, each in operators if isinstance(each, Clocked)}
        self._awaiting = {number: each for number, each in operators if isinstance(each, Awaiting)}
        self._scans = {
            self._topology.vertices[number].table: (number, origin)
            for number, origin in self._topology.origins.items()
            if isinstance(origin, ScanOperator)
        }

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
        for arrival in arrivals:
            self._scans[arrival.table][1].expect(arrival, now_us)
        origins = self._topology.origins
        flow = Flow(
            now_us, self.division.cut, {number: mark_of(o) for number, o in origins.items()}
        )
        for number, origin in origins.items():
            emission = origin.on_time(now_us, resumed)
            flow.marks = {**flow.marks, number: mark_of(origin)}
            self._pass_on(number, 0, emission, flow)
            self._advance(number, now_us, flow)
        for number in self._clocked:
            flow.do(number, self._tell_time, number)
        for arrival in arrivals:
            number, scan = self._scans[arrival.table]
            flow.origin = number
            with self.division.timed(0):
                emission = scan.on_arrival(arrival, now_us)
            flow.marks = {**flow.marks, number: mark_of(scan)}
            self._pass_on(number, 0, emission, flow)
            self._advance(number, arrival.arrived_us, flow)
        return flow

    def finish(self, flow: Flow) -> StepResult:
        """Take the second half of the step that began first; return what became ready."""
        flow.resume(self.division.end)
        return StepResult(flow.outputs, flow.rejected)

    def timed_outside(self) -> AbstractContextManager[None]:
        """Note how long those work who take what leaves the graph."""
        return self.division.timed(len(self._topology.vertices))

    def rebalance(self) -> None:
        """Cut the next steps where both halves take as long; no step may be under way."""
        self.division.rebalance()

    def _tell_time(self, number: int, flow: Flow) -> None:
        self._pass_on(number, 0, self._clocked[number].on_time(flow.now_us), flow)

    def _pass_on(self, number: int, lane: int, emission: Emission, flow: Flow) -> None:
        """Hand an operator's rows to all that read it; `lane` is the one that they came in by."""
        vertex, out = self._topology.vertices[number], len(self._topology.vertices)
        if emission.rejected:
            table = vertex.lanes[lane].table if vertex.lanes else vertex.table
            flow.do(out, reject, table, emission.rejected)
        lane_out = 0 if vertex.deriving else lane
        for batch in emission.batches:
            for insert in vertex.inserts:
                flow.do(out, output, insert, batch)
            for consumer, port in vertex.consumers:
                above = self._topology.vertices[consumer]
                place = Port(port, above.lane_first[port] + lane_out)
                lag_us = above.delay_us - vertex.delay_out_us
                flow.do(consumer, self._hand, consumer, batch, place, lag_us)

    def _hand(self, number: int, batch: Batch, place: Port, lag_us: int, flow: Flow) -> None:
        """Give an operator rows, and pass on what comes of them."""
        rows = self._combined(self._topology.vertices[number], batch, flow, lag_us)
        with self.division.timed(number):
            given = self._topology.operators[number].on_batch(rows, place, flow.now_us)
        self._pass_on(number, place.lane, given, flow)

    def _combined(self, vertex: Vertex, batch: Batch, flow: Flow, lag_us: int) -> Batch:
        """Return the batch with the watermarks that hold where several origins meet.

        `lag_us` is how much more other inputs lag behind than the one that gives the batch.
        """
        if batch.watermarks is None or len(vertex.inputs) <= 1:
            return batch
        others = flow.going(number for number in vertex.origins if number != flow.origin)
        least_us = delayed_by(min(others, default=MAX_WATERMARK_US), vertex.delay_us)
        watermarks = np.minimum(delayed(batch.watermarks, lag_us), least_us)
        return replace(batch, watermarks=np.maximum(watermarks, vertex.watermark_us))

    def _advance(self, origin: int, arrived_us: int, flow: Flow) -> None:
        """Tell every operator above an origin how far time has come, inputs before consumers."""
        for number, vertex in enumerate(self._topology.vertices):
            if origin in vertex.origins:
                flow.do(number, self._move_on, number, arrived_us)

    def _move_on(self, number: int, arrived_us: int, flow: Flow) -> None:
        """Tell one operator how far time has come."""
        vertex = self._topology.vertices[number]
        if number in self._awaiting:
            below = [self._topology.vertices[each].origins for each in vertex.inputs]
            ended = [flow.has_ended(origins) for origins in below]
            self._pass_on(number, 0, self._awaiting[number].on_ended(ended), flow)
        least_us = min(flow.going(vertex.origins), default=MIN_WATERMARK_US)
        watermark_us = delayed_by(least_us, vertex.delay_us)
        if watermark_us > vertex.watermark_us:
            vertex.watermark_us = watermark_us
            operator = self._topology.operators.get(number)
            if operator is not None:
                with self.division.timed(number):
                    emission = operator.on_watermark(watermark_us, arrived_us)
                self._pass_on(number, 0, emission, flow)

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
        return bool(self._clocked)

    def ledger(self) -> Ledger:
        """Return what became of every source table's rows, per insert."""
        return ledger_of(self._topology)

    def watermarks(self) -> Mapping[str, Mapping[str, int]]:
        """Return the watermark of each table's splits."""
        return {table: scan.watermarks() for table, (_, scan) in self._scans.items()}

    def open_windows(self) -> Sequence[WaitingWindow]:
        """Return the windows that have rows and have not fired, and what each waits for."""
        return open_windows(self._topology)

    def notes(self, now_us: int) -> StateNotes:
        """Return what EXPLAIN says of each relation's state."""
        return StateNotes(self._topology, now_us)

    def state_holders(self) -> Sequence[Holder]:
        """Return how much memory each operator's state takes, roughly."""
        return state_holders(self._topology)
