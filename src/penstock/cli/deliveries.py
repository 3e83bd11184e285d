"""Says in the terminal when alerts do not reach their receiver, and when they do again."""

from __future__ import annotations

from typing import TextIO

from penstock.sinks.alert import Alert, AlertStatus


class DeliveryNews:
    """Hears of every alert; tells of the first failure per receiver, not of each retry.

    >>> import sys
    >>> from dataclasses import replace
    >>> news = DeliveryNews(sys.stdout)
    >>> tried = Alert("1", 0, "t", "k", "Storm", "", "a@x.org", AlertStatus.RETRYING, 1, "refused")
    >>> news(tried), news(replace(tried, attempts=2)), news(replace(tried, status=AlertStatus.SENT))
    alerts to a@x.org are not delivered: refused (trying again; they wait in the outbox)
    alerts to a@x.org are delivered again
    (None, None, None)
    """

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._failing: set[str] = set()

    def __call__(self, alert: Alert) -> None:
        """Take notice of an alert that was raised or whose delivery was tried."""
        if alert.status is AlertStatus.FAILED:
            self._say(f"alert '{alert.subject}' to {alert.to} is given up: {alert.error}")
        elif alert.status is AlertStatus.RETRYING and alert.to not in self._failing:
            self._failing.add(alert.to)
            self._say(
                f"alerts to {alert.to} are not delivered: {alert.error} "
                "(trying again; they wait in the outbox)"
            )
        elif alert.status is AlertStatus.SENT and alert.to in self._failing:
            self._failing.discard(alert.to)
            self._say(f"alerts to {alert.to} are delivered again")

    def _say(self, line: str) -> None:
        self._out.write(f"{line}\n")
        self._out.flush()
