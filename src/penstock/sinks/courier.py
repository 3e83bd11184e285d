"""Deliver waiting alerts: at once, again after a failure, never too many, never for ever."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from penstock.clients.errors import DeliveryFailed
from penstock.core.time import US_PER_SECOND, Clock
from penstock.sinks.alert import AlertStatus
from penstock.sinks.outbox import Delivery, Outbox

RETRY_FIRST_US = US_PER_SECOND
RETRY_MAX_US = 300 * US_PER_SECOND
RATE_SPAN_US = 60 * US_PER_SECOND

Send = Callable[[Delivery], None]
"""Hands an alert to its receiver; DeliveryFailed says whether to try again."""


@dataclass(frozen=True, slots=True)
class DeliveryLimits:
    """How often one alert is tried, and how many deliveries a minute may see."""

    attempts_max: int = 50
    per_minute: int = 60


def retry_delay_us(failures: int) -> int:
    """Return how long to wait after so many failures: doubling, up to five minutes.

    >>> [retry_delay_us(failures) // 1_000_000 for failures in (1, 2, 3, 9, 10, 50)]
    [1, 2, 4, 256, 300, 300]
    """
    return min(RETRY_MAX_US, RETRY_FIRST_US << min(failures - 1, 30))


class Courier:
    """Delivers the alerts of one sink, one after the other.

    A failure that may pass holds back all alerts of the sink, so that a server that is down is
    not asked for each of them.
    """

    def __init__(
        self,
        outbox: Outbox,
        producer: str,
        send: Send,
        clock: Clock,
        limits: DeliveryLimits = DeliveryLimits(),
    ) -> None:
        self._outbox = outbox
        self._producer = producer
        self._send = send
        self._clock = clock
        self._limits = limits
        self._sent_us: deque[int] = deque(maxlen=limits.per_minute)
        self._failures = 0
        self._free_us = 0

    def deliver_due(self, go_on: Callable[[], bool] = lambda: True) -> int | None:
        """Deliver what is due while `go_on` says so; return when to come back, if ever."""
        while go_on():
            now_us = self._clock.now_us()
            free_us = max(self._free_us, self._rate_free_us(now_us))
            delivery = self._outbox.due(self._producer, now_us) if free_us <= now_us else None
            if delivery is None:
                next_us = self._outbox.next_due_us(self._producer)
                return None if next_us is None else max(next_us, free_us)
            self._deliver(delivery)
        return None

    def _rate_free_us(self, now_us: int) -> int:
        """Return when the rate allows the next delivery; a clock set back starts it anew."""
        if self._sent_us and self._sent_us[-1] > now_us:
            self._sent_us.clear()
        full = len(self._sent_us) == self._limits.per_minute
        return self._sent_us[0] + RATE_SPAN_US if full else now_us

    def _deliver(self, delivery: Delivery) -> None:
        alert = replace(delivery.alert, attempts=delivery.alert.attempts + 1)
        self._sent_us.append(self._clock.now_us())
        try:
            self._send(delivery)
        except DeliveryFailed as failed:
            alert = replace(alert, error=failed.message)
            if failed.final or alert.attempts >= self._limits.attempts_max:
                self._outbox.settle(replace(alert, status=AlertStatus.FAILED))
            else:
                due_us = self._clock.now_us() + retry_delay_us(alert.attempts)
                self._outbox.settle(replace(alert, status=AlertStatus.RETRYING), due_us)
            if not failed.final:
                self._failures += 1
                self._free_us = self._clock.now_us() + retry_delay_us(self._failures)
        else:
            self._failures = 0
            self._outbox.settle(replace(alert, status=AlertStatus.SENT, error=""))
