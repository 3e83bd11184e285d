"""When a step begins and with what: the first half of each step, one of them ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from penstock.core.errors import PenstockError
from penstock.engine.flow import Flow
from penstock.pipeline.ahead import Ahead
from penstock.pipeline.intake import Intake
from penstock.pipeline.reader import Taken
from penstock.pipeline.wiring import Wiring

IDLE_STEP_US = 200_000
"""A silent pipeline still takes a step this often, so that idle splits are found out."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The first half of a step: what was read when, and what came of it or why nothing did."""

    taken: Sequence[Taken]
    now_us: int
    resumed: bool
    flow: Flow | PenstockError


class Stepping:
    """Begins steps; `stepped_us` is the last one's time, `resumed` is for the next one to say."""

    def __init__(self, wiring: Wiring, intake: Intake) -> None:
        self.stepped_us = 0
        self.resumed = False
        self._graph = wiring.graph
        self._intake = intake
        self._clock = wiring.surroundings.clock
        self._watches_clock = wiring.graph.watches_clock or intake.watches_idleness
        self._ahead: Ahead[Begun] = Ahead(self._begin, threaded=wiring.threaded)
        self._draining = False

    @property
    def quiet(self) -> bool:
        """Whether no step has begun that was not handed out."""
        return self._ahead.quiet

    def next(self, *, draining: bool) -> Begun | None:
        """Return the next step begun, None when there is no reason for one; begin that after it."""
        self._draining = draining
        begun = self._ahead.next()
        if begun is not None and self._intake.behind and isinstance(begun.flow, Flow):
            self._ahead.go_on()
        return begun

    def arrived(self) -> Begun | None:
        """Return the step that was begun ahead, if one was."""
        return self._ahead.arrived()

    def close(self) -> None:
        """Begin no more; wait for what is being begun; may be called twice."""
        self._ahead.close()

    def _begin(self) -> Begun | None:
        now_us = self._step_time_us()
        taken = self._intake.take(draining=self._draining)
        if not taken and not self._idle_step_due(now_us):
            return None
        resumed, self.resumed, self.stepped_us = self.resumed, False, now_us
        arrivals = [part.arrival for part in taken]
        try:
            flow = self._graph.begin(arrivals, now_us, resumed=resumed)
        except PenstockError as error:
            # The step is noted before it fails, however far it came.
            return Begun(taken, now_us, resumed, error)
        return Begun(taken, now_us, resumed, flow)

    def _step_time_us(self) -> int:
        """Return the clock, but never twice the same: it tells the draws of two steps apart."""
        now_us = self._clock.now_us()
        return now_us + (now_us == self.stepped_us)

    def _idle_step_due(self, now_us: int) -> bool:
        # A clock that was set back must not put the next look off.
        return self._watches_clock and not 0 <= now_us - self.stepped_us < IDLE_STEP_US
