"""Try a publication again while the world fails it, a stated number of times, longer and longer."""

from __future__ import annotations

import threading
from collections.abc import Callable

from penstock.core.errors import ExternalError
from penstock.core.time import Clock

Attempt = Callable[[Callable[[], None]], None]
"""Runs an action, again if the world failed it."""
PAUSE_FIRST_SECONDS = 0.05
PAUSE_MAX_SECONDS = 5.0
SLICE_SECONDS = 0.2
"""A pause is slept in slices, so that whoever asks us to stop does not wait it out."""


class Retries:
    """Calls an action until it works; a step's write has no effect twice, so this is safe.

    `trouble` is what failed, until it works again.

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
        self._stopping = threading.Event()
        self.trouble: ExternalError | None = None

    def stop(self) -> None:
        """Try nothing again from now on; any thread may say so."""
        self._stopping.set()

    def __call__(self, action: Callable[[], None]) -> None:
        """Run `action`; raise its ExternalError when the last try failed too."""
        pause = PAUSE_FIRST_SECONDS
        for tries_left in range(self._retries_max, -1, -1):
            try:
                action()
            except ExternalError as error:
                # Someone who asked us to leave does not want to wait out the back-off.
                if not tries_left or self._stopping.is_set():
                    raise
                self.trouble = error
                self._report(error)
                self._pause(pause)
                pause = min(2 * pause, PAUSE_MAX_SECONDS)
            else:
                self.trouble = None
                return

    def _pause(self, seconds: float) -> None:
        while seconds > 0 and not self._stopping.is_set():
            self._clock.sleep(min(seconds, SLICE_SECONDS))
            seconds -= SLICE_SECONDS
