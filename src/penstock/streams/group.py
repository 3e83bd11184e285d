"""Let threads that come at the same time be served together by one of them.

>>> from penstock.streams.group import Group
>>> served = []
>>> group = Group(lambda items: served.append(list(items)))
>>> group.serve(1), group.serve(2)
(None, None)
>>> served
[[1], [2]]
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class _Ticket(Generic[Item]):
    """One caller's item and its place to wait."""

    __slots__ = ("called", "item", "served", "wrong")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.served = False
        self.wrong: BaseException | None = None
        self.called = threading.Lock()
        self.called.acquire()


class Group(Generic[Item]):
    """Who finds nobody serving serves all that wait; who comes meanwhile is served next.

    A lock that all wait for would be handed from thread to thread, each time through the
    interpreter's own lock; here each waits for its own call and is called once. The queue is as
    long as there are threads at most.
    """

    def __init__(self, serve: Callable[[list[Item]], None]) -> None:
        self._serve = serve
        self._mutex = threading.Lock()
        self._waiting: list[_Ticket[Item]] = []
        self._serving = False

    def serve(self, item: Item) -> None:
        """Return when the item was served; an error meets all that were served together."""
        ticket = _Ticket(item)
        with self._mutex:
            self._waiting.append(ticket)
            waits = self._serving
            self._serving = True
        if waits:
            ticket.called.acquire()
        if not ticket.served:
            self._serve_all()
        if ticket.wrong is not None:
            raise ticket.wrong

    @property
    def waiting(self) -> int:
        """How many wait to be served after those that are being served now."""
        with self._mutex:
            return len(self._waiting)

    def _serve_all(self) -> None:
        with self._mutex:
            tickets, self._waiting = self._waiting, []
        wrong: BaseException | None = None
        try:
            self._serve([ticket.item for ticket in tickets])
        except BaseException as error:  # noqa: BLE001 -- raised again in every thread it concerns
            wrong = error
        for ticket in tickets:
            ticket.wrong = wrong
            ticket.served = True
            ticket.called.release()
        with self._mutex:
            self._serving = bool(self._waiting)
            if self._waiting:
                self._waiting[0].called.release()
