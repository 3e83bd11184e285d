"""Those who watch the live feed: each has a bounded queue, and who falls behind is let go."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Sequence

MESSAGES_MAX = 512
BYTES_MAX = 64 * 2**20
TOO_SLOW = 1013

Message = str | bytes


class Watcher:
    """One page and what it has yet to be sent."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._queue: asyncio.Queue[Message | None] = asyncio.Queue()
        self._bytes = 0
        self.lost = False

    def send(self, messages: Iterable[Message]) -> None:
        """Queue messages, from any thread."""
        try:
            self._loop.call_soon_threadsafe(self._put, list(messages))
        except RuntimeError:
            # The server is gone and its loop closed; whoever has news must not suffer for it.
            self.lost = True

    def greet(self, messages: Sequence[Message]) -> None:
        """Queue what a page is told first, in the loop's thread: what others send comes later."""
        self._put(messages)

    async def next_message(self) -> Message | None:
        """Return the next message; None says that the page was too slow."""
        message = await self._queue.get()
        self._bytes -= len(message or b"")
        return message

    def _put(self, messages: Sequence[Message]) -> None:
        if self.lost:
            return
        size = self._bytes + sum(map(len, messages))
        if self._queue.qsize() + len(messages) >= MESSAGES_MAX or size > BYTES_MAX:
            self._lose()
            return
        self._bytes = size
        for message in messages:
            self._queue.put_nowait(message)

    def _lose(self) -> None:
        # Dropping some would show wrong figures: better to begin afresh.
        self.lost = True
        while not self._queue.empty():
            self._queue.get_nowait()
        self._bytes = 0
        self._queue.put_nowait(None)


class Hub:
    """Knows all watchers; rows go to those only whom the panels' thread has given what there is."""

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
        """Return those who joined since the call before; from now on they get rows."""
        with self._lock:
            newcomers, self._joining = self._joining, []
            self._watchers += newcomers
        return newcomers

    @property
    def watched(self) -> bool:
        """Whether anybody looks."""
        return bool(self._watchers or self._joining)

    def broadcast(self, messages: Sequence[Message]) -> None:
        """Tell everybody, from any thread."""
        with self._lock:
            watchers = [*self._joining, *self._watchers]
        for watcher in watchers:
            watcher.send(messages)

    def push(self, rows: Sequence[Message]) -> None:
        """Send new rows to those who have the rows before them."""
        with self._lock:
            watchers = list(self._watchers)
        for watcher in watchers:
            watcher.send(rows)
