"""Try a publication again while the world fails it, a stated number of times, longer and longer."""

from __future__ import annotations

from collections.abc import Callable

from penstock.core.errors import ExternalError
from penstock.core.time import Clock

PAUSE_FIRST_SECONDS = 0.05
PAUSE_MAX_SECONDS = 5.0
LOOK_SECONDS = 0.1


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
        self._in_a_hurry = False

    def hurry(self) -> None:
        """Try nothing again from now on: who asked us to leave does not want to wait."""
        self._in_a_hurry = True

    def __call__(self, action: Callable[[], None]) -> None:
        """Run `action`; raise its ExternalError when the last try failed too."""
        pause = PAUSE_FIRST_SECONDS
        for tries_left in range(self._retries_max, -1, -1):
            try:
                action()
            except ExternalError as error:
                if not tries_left or self._in_a_hurry:
                    raise
                self._report(error)
                self._wait(pause)
                pause = min(2 * pause, PAUSE_MAX_SECONDS)
            else:
                return

    def _wait(self, seconds: float) -> None:
        while seconds > 0 and not self._in_a_hurry:
            self._clock.sleep(min(seconds, LOOK_SECONDS))
            seconds -= LOOK_SECONDS
