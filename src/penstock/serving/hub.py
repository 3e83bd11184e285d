"""Those who watch the live feed: each has a bounded queue, and who falls behind is let go."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable

QUEUE_MAX = 512
TOO_SLOW = 1013


class Watcher:
    """One page; `None` in its queue means that it was too slow or that we leave."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.queue: asyncio.Queue[str | bytes | None] = asyncio.Queue(QUEUE_MAX)
        self.lost = False

    def send(self, messages: Iterable[str | bytes]) -> None:
        """Queue messages, from any thread."""
        self._loop.call_soon_threadsafe(self._put, list(messages))

    def _put(self, messages: list[str | bytes]) -> None:
        if self.lost:
            return
        if self.queue.qsize() + len(messages) >= QUEUE_MAX:
            # Dropping some would show wrong figures: better to begin afresh.
            self.lost = True
            while not self.queue.empty():
                self.queue.get_nowait()
            self.queue.put_nowait(None)
            return
        for message in messages:
            self.queue.put_nowait(message)


class Hub:
    """Broadcasts to all watchers; new ones wait until the panels' thread has greeted them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._joining: list[Watcher] = []
        self._watchers: list[Watcher] = []

    def join(self, watcher: Watcher) -> None:
        """Ask for a place; the panels' thread sends everything there is, then the news."""
        with self._lock:
            self._joining.append(watcher)

    def leave(self, watcher: Watcher) -> None:
        """Forget a watcher."""
        with self._lock:
            for group in (self._joining, self._watchers):
                if watcher in group:
                    group.remove(watcher)

    def newcomers(self) -> list[Watcher]:
        """Return those who joined since the call before; from now on they get broadcasts."""
        with self._lock:
            newcomers, self._joining = self._joining, []
            self._watchers += newcomers
        return newcomers

    @property
    def watched(self) -> bool:
        """Whether anybody looks."""
        return bool(self._watchers or self._joining)

    def broadcast(self, messages: list[str | bytes]) -> None:
        """Send to everybody who has been greeted, from any thread."""
        with self._lock:
            watchers = list(self._watchers)
        for watcher in watchers:
            watcher.send(messages)
