"""How the rows of a step pass through the operators, in two halves for two threads.

Rows are passed on depth first, to every consumer in the order of the statements; then the watermark
moves, inputs before consumers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from penstock.core.batch import Batch
from penstock.core.time import MAX_WATERMARK_US, MIN_WATERMARK_US
from penstock.engine.delay import delayed, delayed_by
from penstock.engine.division import Division
from penstock.engine.flow import Flow, mark_of, output, reject
from penstock.engine.operator import (
    Arrival,
    Awaiting,
    Clocked,
    Emission,
    Port,
    StepResult,
)
from penstock.engine.scan import ScanOperator
from penstock.engine.topology import Topology, Vertex

WAITING_BYTES_MAX = 64_000_000
"""When so much waits for an input to end, the rest had better wait where it comes from."""


class Passing:
    """The operators of a topology, and how rows, watermarks and time come to them."""

    def __init__(self, topology: Topology, division: Division) -> None:
        self._topology = topology
        self._division = division
        operators = topology.operators.items()
        self.clocked = {number: each for number, each in operators if isinstance(each, Clocked)}
        self._awaiting = {number: each for number, each in operators if isinstance(each, Awaiting)}
        self.scans = {
            topology.vertices[number].table: (number, origin)
            for number, origin in topology.origins.items()
            if isinstance(origin, ScanOperator)
        }

    def begin(self, arrivals: Sequence[Arrival], now_us: int, *, resumed: bool) -> Flow:
        """Take the first half of a step; the steps before need only have begun."""
        for arrival in arrivals:
            self.scans[arrival.table][1].expect(arrival, now_us)
        origins = self._topology.origins
        flow = Flow(
            now_us, self._division.cut, {number: mark_of(o) for number, o in origins.items()}
        )
        for number, origin in origins.items():
            emission = origin.on_time(now_us, resumed)
            flow.marks = {**flow.marks, number: mark_of(origin)}
            self._pass_on(number, 0, emission, flow)
            self._advance(number, now_us, flow)
        for number in self.clocked:
            flow.do(number, self._tell_time, number)
        for arrival in arrivals:
            number, scan = self.scans[arrival.table]
            flow.origin = number
            with self._division.timed(0):
                emission = scan.on_arrival(arrival, now_us)
            flow.marks = {**flow.marks, number: mark_of(scan)}
            self._pass_on(number, 0, emission, flow)
            self._advance(number, arrival.arrived_us, flow)
        return flow

    def held_back(self) -> frozenset[str]:
        """Return the tables below what waits for others and holds enough; never of the others."""
        numbers: set[int] = set()
        for number, operator in self._awaiting.items():
            if operator.waiting_bytes >= WAITING_BYTES_MAX:
                vertex = self._topology.vertices[number]
                numbers |= {*vertex.origins} - {*vertex.awaited}
        return frozenset(self._topology.vertices[number].table for number in numbers)

    def finish(self, flow: Flow) -> StepResult:
        """Take the second half of the step that began first; return what became ready."""
        flow.resume(self._division.end)
        return StepResult(flow.outputs, flow.rejected)

    def _tell_time(self, number: int, flow: Flow) -> None:
        self._pass_on(number, 0, self.clocked[number].on_time(flow.now_us), flow)

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
        rows = batch
        if number not in self._awaiting:
            # Otherwise only the first input's rows are passed on, and keep the time they have.
            rows = self._combined(self._topology.vertices[number], batch, flow, lag_us)
        with self._division.timed(number):
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
        if not flow.has_ended(vertex.awaited):
            least_us = vertex.watermark_us
        watermarks = np.minimum(delayed(batch.watermarks, lag_us), least_us)
        return replace(batch, watermarks=np.maximum(watermarks, vertex.watermark_us))

    def _advance(self, origin: int, arrived_us: int, flow: Flow) -> None:
        """Tell every operator above an origin how far time has come, inputs before consumers."""
        for number, vertex in enumerate(self._topology.vertices):
            if origin in vertex.origins or origin in vertex.awaited:
                flow.do(number, self._move_on, number, arrived_us)

    def _move_on(self, number: int, arrived_us: int, flow: Flow) -> None:
        """Tell one operator how far time has come."""
        vertex = self._topology.vertices[number]
        if number in self._awaiting:
            below = [self._topology.vertices[each].origins for each in vertex.inputs]
            ended = [flow.has_ended(origins) for origins in below]
            for lane, emission in self._awaiting[number].on_ended(ended):
                self._pass_on(number, lane, emission, flow)
        if not flow.has_ended(vertex.awaited):
            return
        going = flow.going(vertex.origins)
        if vertex.awaited and not going:
            # Time that passed while it stood still counts, though all have been silent since.
            going = flow.reached(vertex.origins)
        least_us = min(going, default=MIN_WATERMARK_US)
        watermark_us = delayed_by(least_us, vertex.delay_us)
        if watermark_us > vertex.watermark_us:
            vertex.watermark_us = watermark_us
            operator = self._topology.operators.get(number)
            if operator is not None:
                with self._division.timed(number):
                    emission = operator.on_watermark(watermark_us, arrived_us)
                self._pass_on(number, 0, emission, flow)
