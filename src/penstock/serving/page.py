"""The page of one run: its panels, its feed and its web server, started and stopped together."""

from __future__ import annotations

import socket
import threading
import uuid
from ipaddress import ip_address

import uvicorn

from penstock.config.settings import Secret
from penstock.core.errors import ExternalError, UserError
from penstock.core.time import Clock
from penstock.pipeline.run import Run
from penstock.query import connect
from penstock.serving.app import build_app
from penstock.serving.dashboard import Dashboard, read_dashboard
from penstock.serving.guard import Guard
from penstock.serving.hub import Hub
from penstock.serving.live_tables import LiveTables
from penstock.serving.model import PageModel
from penstock.serving.panel_query import PanelQuery
from penstock.serving.panels import Panels
from penstock.sql.plan import Plan

STATUS_SECONDS = 1.0
START_SECONDS = 10.0


class PortTaken(ExternalError):
    """The page's port cannot be bound.

    >>> print(PortTaken("port 8642 is taken", hint="choose another one with --port"))
    E841 port 8642 is taken
    hint: choose another one with --port
    """

    code = "E841"


class TokenNeeded(UserError):
    """The page would be reachable from other machines without a token.

    >>> print(TokenNeeded("server.host '0.0.0.0' is beyond loopback and there is no token"))
    E842 server.host '0.0.0.0' is beyond loopback and there is no token
    """

    code = "E842"


def check_dashboard(text: str | None, folder: str, plan: Plan) -> Dashboard:
    """Return the folder's dashboard; raise its first error, queries and columns included."""
    dashboard = read_dashboard(text, folder)
    schemas = {name: table.schema.arrow for name, table in plan.tables.items()}
    with connect(threads=1) as connection:
        for panel in dashboard.panels:
            if panel.query is not None:
                PanelQuery(panel).check(connection, schemas)
    return dashboard


class Page:
    """Serves one run; `start` returns the address to open."""

    def __init__(self, run: Run, port: int | None, clock: Clock) -> None:
        dashboard = check_dashboard(run.folder.dashboard_text, run.folder.name, run.plan)
        host, token = str(run.settings["server.host"]), run.settings["server.token"]
        refuse_open(host, token)
        self._token: Secret | None = token
        self._socket = _bind(host, run.settings["server.port"] if port is None else port)
        self._hub = Hub()
        self._model = PageModel(run, dashboard, self._hub, uuid.uuid4().hex)
        queries = [PanelQuery(panel) for panel in dashboard.panels if panel.query is not None]
        self._panels = Panels(
            queries, LiveTables(run, _windows_us(queries), clock), self._hub, clock
        )
        app = Guard(build_app(self._model), token)
        # The web server logs every request; what a run has to say is in its status.
        config = uvicorn.Config(
            app, log_level="error", access_log=False, ws="websockets-sansio", lifespan="off"
        )
        self._server = uvicorn.Server(config)
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._serve, name="page", daemon=True),
            threading.Thread(target=self._tell_status, name="status", daemon=True),
        ]

    def start(self) -> str:
        """Begin to serve and return the address."""
        self._panels.start()
        for thread in self._threads:
            thread.start()
        host, port = self._socket.getsockname()[:2]
        name = f"[{host}]" if ":" in host else host
        return f"http://{name}:{port}/" + ("?token=…" if self._token else "")

    def stop(self) -> None:
        """Stop serving; pages reconnect when a run is back."""
        self._stop.set()
        self._server.should_exit = True
        self._server.force_exit = True
        for thread in self._threads:
            if thread.is_alive():
                thread.join(START_SECONDS)
        self._panels.stop()
        self._socket.close()

    def _serve(self) -> None:
        self._server.run([self._socket])

    def _tell_status(self) -> None:
        while not self._stop.wait(STATUS_SECONDS):
            self._hub.broadcast([self._model.status_message()])


def refuse_open(host: str, token: Secret | None) -> None:
    """Raise TokenNeeded for an address beyond loopback without a token."""
    try:
        loopback = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback and token is None:
        hint = 'set server.token = "${PENSTOCK_TOKEN}" in penstock.toml, and the variable'
        raise TokenNeeded(
            f"server.host '{host}' is beyond loopback and there is no token", hint=hint
        )


def _bind(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError as wrong:
        listening.close()
        hint = "choose another one with --port, or end what listens there"
        raise PortTaken(f"cannot listen on {host}:{port}: {wrong.strerror}", hint=hint) from wrong
    return listening


def _windows_us(queries: list[PanelQuery]) -> dict[str, int]:
    windows: dict[str, int] = {}
    for query in queries:
        for table in query.tables:
            windows[table] = max(windows.get(table, 0), query.panel.window_us)
    return windows
