"""The alerts of a run: those in the folder's outbox, and word of each that is raised or changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from penstock.sinks.alert import Alert
from penstock.sinks.outbox import FILE_NAME, Outbox

Listener = Callable[[Alert], None]


class Alerts:
    """Passes alerts on from whatever thread raises them, and remembers the stored ones."""

    def __init__(self, state: Path) -> None:
        self._path = state / FILE_NAME
        self._listeners: list[Listener] = []
        self._lock = threading.Lock()

    def subscribe(self, listener: Listener) -> None:
        """Tell `listener` of each alert from now on, in the thread that raised it."""
        with self._lock:
            self._listeners.append(listener)

    def publish(self, alert: Alert) -> None:
        """Pass an alert on; sinks call this once the alert is durable."""
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener(alert)

    def recent(self, limit: int) -> list[Alert]:
        """Return the newest stored alerts, newest first."""
        outbox = self._outbox()
        if outbox is None:
            return []
        try:
            return list(outbox.recent(limit))
        finally:
            outbox.close()

    def is_configured(self) -> bool:
        """Say whether every sink of alerts sends them somewhere."""
        outbox = self._outbox()
        if outbox is None:
            return True
        try:
            return outbox.is_configured()
        finally:
            outbox.close()

    def _outbox(self) -> Outbox | None:
        return Outbox(self._path) if self._path.exists() else None
