"""Begin the next step in a thread of its own while the present one is finished.

>>> numbers = iter(range(5))
>>> ahead = Ahead(lambda: next(numbers, None), threaded=True)
>>> [ahead.next(), ahead.go_on(), ahead.next(), ahead.quiet]
[0, None, 1, True]
>>> ahead.close()
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

T = TypeVar("T")
QUIET_EVERY = 32
"""After so many steps one is taken alone, so that state can be weighed and the cut moved; in the
beginning, when nothing is known of the load, after 1, 2, 4, 8 and 16."""


class Ahead(Generic[T]):
    """At most one step is begun ahead; `begin` is never called by two threads at once."""

    def __init__(self, begin: Callable[[], T | None], *, threaded: bool) -> None:
        self._begin = begin
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="begin") if threaded else None
        self._coming: Future[T | None] | None = None
        self._steps = 0

    @property
    def quiet(self) -> bool:
        """Whether nothing is begun that has not been handed out."""
        return self._coming is None

    def next(self) -> T | None:
        """Return what was begun ahead, or else what can be begun now."""
        begun = self.arrived()
        return self._begin() if begun is None else begun

    def arrived(self) -> T | None:
        """Return what was begun ahead, if anything."""
        coming, self._coming = self._coming, None
        return None if coming is None else coming.result()

    def go_on(self) -> None:
        """Begin the next step, unless it is time for a quiet one."""
        self._steps += 1
        alone = self._steps % QUIET_EVERY == 0 or self._steps in {1, 2, 4, 8, 16}
        if self._thread is not None and not alone:
            self._coming = self._thread.submit(self._begin)

    def close(self) -> None:
        """Wait for what is under way and end the thread; may be called twice."""
        if self._thread is not None:
            self._thread.shutdown()
