"""Try a publication again while the world fails it, a stated number of times, longer and longer."""

from __future__ import annotations

from collections.abc import Callable

from penstock.core.errors import ExternalError
from penstock.core.time import Clock

PAUSE_FIRST_SECONDS = 0.05
PAUSE_MAX_SECONDS = 5.0


class Retries:
    """Calls an action until it works; a step's write has no effect twice, so this is safe.

    >>> from penstock.core.time import ManualClock
    >>> failures = iter([ExternalError("disk full"), None])
    >>> def act() -> None:
    ...     error = next(failures)
    ...     if error: raise error
    >>> retries = Retries(3, ManualClock(), report=print)
    >>> retries(act)
    E000 disk full
    """

    def __init__(
        self, retries_max: int, clock: Clock, report: Callable[[ExternalError], None]
    ) -> None:
        self._retries_max = retries_max
        self._clock = clock
        self._report = report
        self.stopping = False

    def __call__(self, action: Callable[[], None]) -> None:
        """Run `action`; raise its ExternalError when the last try failed too."""
        pause = PAUSE_FIRST_SECONDS
        for tries_left in range(self._retries_max, -1, -1):
            try:
                action()
            except ExternalError as error:
                # Someone who asked us to leave does not want to wait out the back-off.
                if not tries_left or self.stopping:
                    raise
                self._report(error)
                self._clock.sleep(pause)
                pause = min(2 * pause, PAUSE_MAX_SECONDS)
            else:
                return
