"""The page's HTTP interface, as docs/reference/live-protocol.md has it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from penstock.core.errors import PenstockError
from penstock.serving.hub import TOO_SLOW, Watcher
from penstock.serving.metrics_text import metrics_text
from penstock.serving.model import PageModel
from penstock.sinks.metrics import FILE_NAME
from penstock.sinks.read_metrics import prometheus_text

ASSETS = Path(__file__).parent / "assets"
BODY_BYTES_MAX = 64 * 1024
LIMIT_USUAL, OUTBOX_MAX = 100, 1_000


def build_app(model: PageModel) -> Starlette:
    """Return the application over what the page shows."""
    handlers = _Handlers(model)
    routes = [
        Route("/", handlers.index),
        Route("/api/dashboard", handlers.dashboard),
        Route("/api/status", handlers.status),
        Route("/api/outbox", handlers.outbox),
        Route("/api/simulators", handlers.simulators),
        Route("/api/simulators/{name:path}", handlers.set_mode, methods=["POST"]),
        Route("/metrics", handlers.metrics),
        WebSocketRoute("/api/live", handlers.live),
        Mount("/assets", StaticFiles(directory=ASSETS)),
    ]
    return Starlette(routes=routes, exception_handlers={PenstockError: _refused})


class _Handlers:
    def __init__(self, model: PageModel) -> None:
        self._model = model

    async def index(self, request: Request) -> Response:
        return FileResponse(ASSETS / "index.html", headers={"cache-control": "no-cache"})

    async def dashboard(self, request: Request) -> Response:
        return JSONResponse(self._model.dashboard.as_json())

    async def status(self, request: Request) -> Response:
        return JSONResponse(self._model.status_fields())

    # Not `async`: what waits for a disk is called in a thread, so that no page waits for another.
    def outbox(self, request: Request) -> Response:
        alerts = [asdict(alert) for alert in self._model.alerts(_limit(request))]
        return JSONResponse({"configured": self._model.mail_configured, "alerts": alerts})

    async def simulators(self, request: Request) -> Response:
        return JSONResponse(self._model.simulators())

    async def set_mode(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self._model.controls:
            return _error(404, "E831", f"no simulator '{name}'")
        body = await _json_body(request)
        mode = body.get("mode") if isinstance(body, dict) else None
        if mode not in self._model.controls[name].modes:
            modes = ", ".join(self._model.controls[name].modes)
            return _error(422, "E832", "the body has no known mode", f'send {{"mode": …}}: {modes}')
        return JSONResponse(self._model.set_mode(name, str(mode)))

    def metrics(self, request: Request) -> Response:
        run = self._model.run
        text = metrics_text(run.runner.status) + prometheus_text(run.folder.state / FILE_NAME)
        return PlainTextResponse(text)

    async def live(self, socket: WebSocket) -> None:
        await socket.accept()
        watcher = Watcher(asyncio.get_running_loop())
        # Joined before it is greeted, the watcher misses nothing that changes meanwhile.
        self._model.hub.join(watcher)
        listening = asyncio.ensure_future(_until_gone(socket))
        try:
            watcher.greet(self._model.greeting())
            await _push(socket, watcher, listening)
        finally:
            listening.cancel()
            self._model.hub.leave(watcher)


async def _push(socket: WebSocket, watcher: Watcher, gone: asyncio.Future[None]) -> None:
    while not gone.done():
        next_message = asyncio.ensure_future(watcher.next_message())
        waiting: set[asyncio.Future[Any]] = {next_message, gone}
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if not next_message.done():
            next_message.cancel()
            return
        message = next_message.result()
        if message is None:
            await socket.close(TOO_SLOW)
            return
        try:
            await (
                socket.send_text(message)
                if isinstance(message, str)
                else socket.send_bytes(message)
            )
        except (WebSocketDisconnect, RuntimeError):
            # The page left while we were speaking; it comes back by itself.
            return


async def _until_gone(socket: WebSocket) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", "")
    return min(int(text), OUTBOX_MAX) if re.fullmatch("[0-9]{1,9}", text) else LIMIT_USUAL


async def _json_body(request: Request) -> Any:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > BODY_BYTES_MAX:
            return None
    try:
        return msgspec.json.decode(body)
    except msgspec.DecodeError:
        return None


async def _refused(request: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, PenstockError), "the handler is for these only"
    return _error(503, wrong.code, wrong.message, wrong.hint)


def _error(status: int, code: str, message: str, hint: str | None = None) -> JSONResponse:
    return JSONResponse({"code": code, "message": message, "hint": hint}, status)
