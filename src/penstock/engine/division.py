"""Where a step is cut in two so that both halves take about as long.

Only how long a step takes depends on it, never what it gives: so it may follow what was measured.

>>> division = Division(3, stopwatch=iter(range(0, 1000, 10)).__next__)
>>> for number in (0, 0, 1, 2, 2, 2):
...     with division.timed(number):
...         pass
>>> division.rebalance()
>>> division.cut, division.end
(2, 4)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import accumulate

Stopwatch = Callable[[], int]
"""The nanoseconds that the calling thread has worked so far."""


class Division:
    """The work of a graph's vertices, and of those who take what leaves it, as the last one."""

    def __init__(self, vertices: int, stopwatch: Stopwatch | None) -> None:
        self.end = vertices + 1
        self.cut = self.end
        self._stopwatch = stopwatch
        self._worked_ns = [0.0] * self.end

    @contextmanager
    def timed(self, number: int) -> Iterator[None]:
        """Note how long a vertex works."""
        if self._stopwatch is None:
            yield
            return
        began_ns = self._stopwatch()
        yield
        self._worked_ns[number] += self._stopwatch() - began_ns

    def outside(self) -> AbstractContextManager[None]:
        """Note how long those work who take what leaves the graph."""
        return self.timed(self.end - 1)

    def rebalance(self) -> None:
        """Cut where the longer half is shortest; what is long ago counts for less.

        No step may be under way. Without a stopwatch nothing is cut.
        """
        if self._stopwatch is None:
            return
        below = [0.0, *accumulate(self._worked_ns)]
        self._worked_ns = [each / 2 for each in self._worked_ns]
        cuts = range(1, self.end)
        self.cut = min(cuts, key=lambda cut: max(below[cut], below[-1] - below[cut]))
