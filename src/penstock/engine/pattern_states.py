"""A pattern of MATCH_RECOGNIZE as states: which variable may take the next row, and what follows.

The states are those of Flink's CEP library with strict contiguity. A state either takes a row for
a variable and goes on, or goes on without one. A greedy quantifier forbids the variable behind it
to take, or be passed over on, a row that the greedy one could take.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from penstock.engine import match_pool
from penstock.engine.match_pool import FINAL, Automaton, States
from penstock.sql.plan_match import Match, PatternPart, SkipMode

_SKIPS = {
    SkipMode.PAST_LAST_ROW: match_pool.SKIP_PAST_LAST,
    SkipMode.TO_NEXT_ROW: match_pool.SKIP_TO_NEXT,
    SkipMode.TO_FIRST: match_pool.SKIP_TO_FIRST,
    SkipMode.TO_LAST: match_pool.SKIP_TO_LAST,
}


def automaton_of(node: Match, depending: int) -> Automaton:
    """Return a pattern's automaton; `depending` are the bits of conditions on the match."""
    states = PatternStates.of(node.pattern)
    return Automaton(
        states.tables(),
        states.start,
        node.within_us or 0,
        _SKIPS[node.skip.mode],
        -1 if node.skip.variable is None else node.skip.variable,
        states.branches_max,
        depending,
        *np.empty((2, len(states.steps) + 1), np.int64),
    )


@dataclass(slots=True)
class _Step:
    """Go to a state, with the row for a variable or (-1) without, unless `barred` take the row."""

    target: int
    variable: int = -1
    barred: int = 0


@dataclass(slots=True)
class PatternStates:
    """The states of a pattern under construction, from its end to its start.

    >>> pattern = PatternStates.of([PatternPart("A"), PatternPart("B", 0, None), PatternPart("C")])
    >>> len(pattern.steps), pattern.start
    (5, 4)
    """

    steps: list[list[_Step]] = field(default_factory=lambda: [[]])
    start: int = FINAL

    @staticmethod
    def of(parts: Sequence[PatternPart]) -> PatternStates:
        """Return the states of a pattern."""
        states = PatternStates()
        for variable, part in reversed(list(enumerate(parts))):
            states.start = states._before(states.start, variable, part)
        return states

    def tables(self) -> States:
        """Return the states as arrays."""
        flat = [step for steps in self.steps for step in steps]
        counts = [len(steps) for steps in self.steps]
        return States(
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            np.array([(step.target, step.variable, step.barred) for step in flat], np.int64),
            np.array([self._asked(state) for state in range(len(self.steps))], np.int64),
        )

    @property
    def branches_max(self) -> int:
        """How many ways a row may be taken in one state, at most."""
        return max(self._ways(state) for state in range(len(self.steps)))

    def _ways(self, state: int) -> int:
        return sum(1 if s.variable >= 0 else self._ways(s.target) for s in self.steps[state])

    def _asked(self, state: int) -> int:
        asked = 0
        for step in self.steps[state]:
            asked |= step.barred
            asked |= 1 << step.variable if step.variable >= 0 else self._asked(step.target)
            # Whether a match is complete depends on the bars of the states passed without a row.
            asked |= self._bars_behind(step.target)
        return asked

    def _bars_behind(self, state: int) -> int:
        bars = 0
        for step in self.steps[state]:
            if step.variable < 0:
                bars |= step.barred | self._bars_behind(step.target)
        return bars

    def _add(self, *steps: _Step) -> int:
        self.steps.append(list(steps))
        return len(self.steps) - 1

    def _before(self, behind: int, variable: int, part: PatternPart) -> int:
        """Return the first state of a variable, which leads to the state `behind`."""
        if part.holds_on:
            for step in self.steps[behind]:
                step.barred |= 1 << variable
        sink, least = behind, max(1, part.least)
        if part.most is None:
            sink = self._add(_Step(behind))
            self.steps[sink].append(_Step(sink, variable))
        for _ in range(least, part.most or least):
            sink = self._add(_Step(sink, variable), _Step(behind))
        for _ in range(least - 1):
            sink = self._add(_Step(sink, variable))
        skip = [_Step(behind)] if part.optional else []
        return self._add(_Step(sink, variable), *skip)
