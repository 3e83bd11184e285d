"""One alert as the outbox keeps it and the live page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AlertStatus(StrEnum):
    """How far an alert is on its way."""

    OUTBOX = "outbox"
    SENT = "sent"
    RETRYING = "retrying"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Alert:
    """A message about one episode of one key; `id` is also what receivers tell repeats by.

    `at_us` is when the alert was raised, `to` names the receiver without any secret, and `error`
    is what the last attempt said, if it failed.
    """

    id: str
    at_us: int
    table: str
    key: str
    subject: str
    body: str
    to: str
    status: AlertStatus = AlertStatus.OUTBOX
    attempts: int = 0
    error: str = ""
