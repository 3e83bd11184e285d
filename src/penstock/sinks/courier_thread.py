"""The thread in which alerts are delivered, beside the pipeline that raises them."""

from __future__ import annotations

import threading

from penstock.core.errors import ExternalError
from penstock.core.time import US_PER_SECOND, Clock
from penstock.sinks.courier import Courier
from penstock.sinks.errors import CourierStopped

CLOSE_TIMEOUT_S = 1.0
"""How long `close` waits for a delivery under way; after that it ends with the process."""


class CourierThread:
    """Runs a courier beside the pipeline: woken when an alert is raised, asleep otherwise."""

    def __init__(self, courier: Courier, clock: Clock, name: str) -> None:
        self._courier = courier
        self._clock = clock
        self._woken = threading.Event()
        self._closing = threading.Event()
        self._failure: ExternalError | None = None
        self._next_us: int | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin with whatever waits from before; more calls change nothing."""
        if self._thread.ident is None:
            self._thread.start()

    def wake(self) -> None:
        """Have the courier look for new alerts at once."""
        self._raise_failure()
        self._woken.set()

    def on_time(self, now_us: int) -> None:
        """Wake the courier when a retry is due by the pipeline's clock."""
        self._raise_failure()
        next_us = self._next_us
        if next_us is not None and next_us <= now_us:
            self._woken.set()

    def close(self) -> bool:
        """Stop after the delivery under way; False when that takes too long."""
        self._closing.set()
        self._woken.set()
        if self._thread.ident is not None:
            self._thread.join(CLOSE_TIMEOUT_S)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            while not self._closing.is_set():
                self._next_us = self._courier.deliver_due(lambda: not self._closing.is_set())
                self._woken.wait(self._wait_s())
                self._woken.clear()
        except ExternalError as failed:
            self._failure = failed

    def _wait_s(self) -> float | None:
        if self._next_us is None:
            return None
        return max(0, self._next_us - self._clock.now_us()) / US_PER_SECOND

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure
        started = self._thread.ident is not None
        if started and not self._thread.is_alive() and not self._closing.is_set():
            raise CourierStopped(f"{self._thread.name} are not delivered any more")
