"""The page of one run: its panels, its feed and its web server, started and stopped together."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from penstock.core.time import Clock
from penstock.pipeline.prepare import Prepared
from penstock.pipeline.run import Run
from penstock.serving.check import check_dashboard
from penstock.serving.dashboard import Dashboard
from penstock.serving.door import Door, open_door
from penstock.serving.hub import Hub
from penstock.serving.live_tables import LiveTables
from penstock.serving.model import PageModel
from penstock.serving.panel_query import PanelQuery, panel_queries
from penstock.serving.panels import Panels

if TYPE_CHECKING:
    import uvicorn

STATUS_SECONDS = 1.0
END_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """What is known of a page before its run is opened: a sound dashboard, a port of its own."""

    dashboard: Dashboard
    door: Door

    def of(self, run: Run, clock: Clock) -> Page:
        """Return the page of a run that has not started, so that it misses no row."""
        return Page(run, self, clock)


def prepare_page(prepared: Prepared, port: int | None) -> PreparedPage:
    """Return the folder's page to be; raise what is wrong with its dashboard or its port."""
    folder, settings = prepared.folder, prepared.settings
    dashboard = check_dashboard(folder.dashboard_text, folder.name, prepared.plan)
    port = settings["server.port"] if port is None else port
    door = open_door(str(settings["server.host"]), port, settings["server.token"])
    return PreparedPage(dashboard, door)


class Page:
    """Serves one run, within a `with` block."""

    def __init__(self, run: Run, prepared: PreparedPage, clock: Clock) -> None:
        dashboard, self._door = prepared.dashboard, prepared.door
        self._hub = Hub()
        self._model = PageModel(run, dashboard, self._hub, uuid.uuid4().hex)
        queries = panel_queries(dashboard)
        self._panels = Panels(
            queries, LiveTables(run, _windows_us(queries), clock), self._hub, clock
        )
        self._server: uvicorn.Server | None = None
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._serve, name="page", daemon=True),
            threading.Thread(target=self._tell_status, name="status", daemon=True),
        ]

        self.address = self._door.address

    def __enter__(self) -> Page:
        """Begin to serve; who knocked before is answered now."""
        self._panels.start()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop serving; pages reconnect when a run is back."""
        self._stop.set()
        if self._server is not None:
            self._server.should_exit = True
            self._server.force_exit = True
        for thread in self._threads:
            if thread.is_alive():
                thread.join(END_SECONDS)
        self._panels.stop()
        self._door.socket.close()

    def _serve(self) -> None:
        # Imported here, in the page's own thread: a run's first results need not wait for it.
        from penstock.serving.server import web_server  # noqa: PLC0415

        self._server = web_server(self._model, self._door.token)
        if not self._stop.is_set():
            self._server.run([self._door.socket])

    def _tell_status(self) -> None:
        while not self._stop.wait(STATUS_SECONDS):
            self._hub.broadcast([self._model.status_message()])


def _windows_us(queries: list[PanelQuery]) -> dict[str, int]:
    windows: dict[str, int] = {}
    for query in queries:
        for table in query.tables:
            windows[table] = max(windows.get(table, 0), query.panel.window_us)
    return windows
