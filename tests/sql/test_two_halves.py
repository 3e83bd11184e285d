"""A step that is cut in two, its halves in turn with those of its neighbours, gives the same rows.

Here the halves take turns in one thread, in the order that is hardest: each step begins before the
one in front of it is finished. That leaves nothing to the luck of two threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings, strategies

from penstock.engine.flow import Flow
from penstock.engine.operator import Arrival, StepResult
from tests.sql.front_door import Given, Job
from tests.sql.random_queries import Case, cases


class CutGraph:
    """A graph whose steps begin one ahead; what a step gives comes with the next one."""

    def __init__(self, graph: Any, cut: int) -> None:
        self.graph = graph
        graph.division.cut = 1 + cut % graph.division.end
        self.begun: Flow | None = None

    def step(self, arrivals: Sequence[Arrival], now_us: int) -> StepResult:
        before, self.begun = self.begun, self.graph.begin(arrivals, now_us)
        return StepResult({}) if before is None else self.graph.finish(before)

    def last(self) -> StepResult:
        assert self.begun is not None
        return self.graph.finish(self.begun)


class _CutJob(Job):
    def cut_at(self, cut: int) -> None:
        self.graph = CutGraph(self.graph, cut)  # type: ignore[assignment] -- it stands in for one

    def end(self) -> None:
        graph: Any = self.graph
        self.graph = graph.graph
        self.take(graph.last())


@settings(max_examples=60, derandomize=True, deadline=None)
@given(case=cases(), cut=strategies.integers(0, 10))
def test_wherever_a_step_is_cut_it_gives_the_same_rows_in_the_same_order(
    case: Case, cut: int
) -> None:
    whole, halves = Job(case.script), _CutJob(case.script)
    halves.cut_at(cut)
    for job in (whole, halves):
        job.step([Given(table, split=split) for table, split in case.arriving.splits])
        for step in case.arriving.steps:
            job.step([Given(table, records, split) for table, split, records in step])
        ends = [Given(table, split=split, finished=True) for table, split in case.arriving.splits]
        job.step(ends)
    halves.end()
    # As text, because a NaN is not equal to itself.
    assert str(halves.outputs) == str(whole.outputs)
    assert halves.kinds == whole.kinds
    assert str(halves.rejected) == str(whole.rejected)
    assert halves.graph.ledger() == whole.graph.ledger()
    assert halves.graph.snapshot() == whole.graph.snapshot()
