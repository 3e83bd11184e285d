"""When the n-th event happens: the rates of events, and how a rate may change with time."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.time import US_PER_MS, US_PER_SECOND

SQUARE, SINE = "SQUARE", "SINE"
_SINE_STEPS = 10


@dataclass(frozen=True, slots=True)
class Timeline:
    """Event times that begin at `base_us` and follow a rate, in events a second.

    When the two rates differ, the rate goes from the first to the next and back in each period: a
    SQUARE spends half of the period at each, a SINE goes there and back in ten steps.
    """

    base_us: int
    first_rate: int
    next_rate: int
    shape: str = SQUARE
    period_us: int = 600 * US_PER_SECOND

    def times_us(self, numbers: Int64s) -> Int64s:
        """Return each event's time, in microseconds and whole milliseconds.

        >>> Timeline(0, first_rate=2000, next_rate=1000, period_us=4000).times_us(np.arange(8))
        array([   0,    0, 1000, 1000, 2000, 3000, 4000, 4000])
        """
        return self.base_us + self._passed_us(numbers) // US_PER_MS * US_PER_MS

    def due(self, now_us: int) -> int:
        """Return how many events have happened by a time."""
        passed_us = now_us - self.base_us
        if passed_us < 0:
            return 0
        if self.first_rate == self.next_rate:
            return passed_us * self.first_rate // US_PER_SECOND + 1
        periods, rest_us = divmod(passed_us, self.period_us)
        events, times = self._period()
        return int(periods * events[-1] + np.interp(rest_us, times, events)) + 1

    def _passed_us(self, numbers: Int64s) -> Int64s:
        if self.first_rate == self.next_rate:
            return (numbers * (US_PER_SECOND / self.first_rate)).astype(np.int64)
        events, times = self._period()
        periods, rest = np.divmod(numbers, int(events[-1]))
        return periods * self.period_us + np.interp(rest, events, times).astype(np.int64)

    def _period(self) -> tuple[Int64s, Int64s]:
        """Return how many events there have been by which time, at each step of a period."""
        rates = np.array(self._rates())
        step_us = self.period_us / len(rates)
        times = np.arange(len(rates) + 1) * step_us
        events = np.maximum(1, np.round(rates * step_us / US_PER_SECOND))
        return np.concatenate([[0], np.cumsum(events)]).astype(np.int64), times.astype(np.int64)

    def _rates(self) -> list[float]:
        if self.shape == SQUARE:
            return [self.first_rate, self.next_rate]
        middle, swing = (
            (self.first_rate + self.next_rate) / 2,
            (self.first_rate - self.next_rate) / 2,
        )
        turns = [2 * math.pi * step / _SINE_STEPS for step in range(_SINE_STEPS)]
        return [middle + swing * math.cos(turn) for turn in turns]
