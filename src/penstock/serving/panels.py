"""The panels' thread: runs queries over what is new and pushes the rows at once."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import pyarrow as pa

from penstock.core.errors import PenstockError
from penstock.core.time import Clock
from penstock.query.sandbox import connect
from penstock.serving.hub import Hub
from penstock.serving.live_tables import LiveTables
from penstock.serving.panel_query import PanelQuery
from penstock.serving.wire import error_message, rows_message

TICK_SECONDS = 0.03
REPLACE_EVERY_US = 250_000
"""A query over all recent rows is run again at most this often."""
AGE_EVERY_US = 2_000_000
"""It is run this often without news too, for rows grow old."""


@dataclass(slots=True)
class _Shown:
    query: PanelQuery
    numbers: dict[str, int] = field(default_factory=dict)
    at_us: int = 0


class Panels:
    """Keeps every watcher's panels up to date."""

    def __init__(
        self, queries: list[PanelQuery], tables: LiveTables, hub: Hub, clock: Clock
    ) -> None:
        self._shown = [_Shown(query) for query in queries]
        self._tables = tables
        self._hub = hub
        self._clock = clock
        self._connection = connect(threads=1)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="panels", daemon=True)

    def start(self) -> None:
        """Begin to push."""
        self._thread.start()

    def stop(self) -> None:
        """End and wait for the end."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        while not self._stop.wait(TICK_SECONDS):
            if self._hub.watched:
                # Nobody looks, nobody reads: the streams keep what the next page is shown.
                self._follow()
            self._tick()

    def _follow(self) -> None:
        for wrong in self._tables.follow():
            self._hub.broadcast([error_message(wrong)])

    def _tick(self) -> None:
        # One look at the counters serves news and newcomers alike, so nobody sees a row twice.
        upto = {name: recent.number for name, recent in self._tables.recent.items()}
        watched = self._hub.watched
        news = [message for shown in self._shown for message in self._news(shown, upto)]
        if watched and news:
            self._hub.push(news)
        newcomers = self._hub.newcomers()
        if newcomers:
            whole = [message for shown in self._shown for message in self._whole(shown, upto)]
            for watcher in newcomers:
                watcher.send(whole)

    def _news(self, shown: _Shown, upto: dict[str, int]) -> list[str | bytes]:
        numbers = {name: upto[name] for name in shown.query.tables}
        changed = numbers != shown.numbers
        if not self._hub.watched:
            shown.numbers = numbers
            return []
        if shown.query.incremental and not any(self._tables.recent[n].key for n in numbers):
            return self._added(shown, numbers) if changed else []
        waited_us = self._clock.now_us() - shown.at_us
        # A clock that was set back must not stop the panel.
        if 0 <= waited_us < (REPLACE_EVERY_US if changed else AGE_EVERY_US):
            return []
        shown.numbers, shown.at_us = numbers, self._clock.now_us()
        return self._whole(shown, upto)

    def _added(self, shown: _Shown, numbers: dict[str, int]) -> list[str | bytes]:
        rows = {
            name: self._tables.recent[name].between(shown.numbers.get(name, 0), upto)
            for name, upto in numbers.items()
        }
        shown.numbers = numbers
        return self._answer(shown, rows, "append")

    def _whole(self, shown: _Shown, upto: dict[str, int]) -> list[str | bytes]:
        oldest_us = self._clock.now_us() - shown.query.panel.window_us
        rows = {n: self._tables.recent[n].young(oldest_us, upto[n]) for n in shown.query.tables}
        return self._answer(shown, rows, "replace")

    def _answer(self, shown: _Shown, rows: dict[str, pa.Table], mode: str) -> list[str | bytes]:
        panel = shown.query.panel
        try:
            table = shown.query.run(self._connection, rows)
        except PenstockError as wrong:
            return [error_message(wrong, panel=panel.id)]
        if mode == "append" and not table.num_rows:
            return []
        table = table.slice(max(0, table.num_rows - panel.settings["max-rows"]))
        return [rows_message(panel.id, mode, table, self._clock.now_us(), shown.query.part)]
