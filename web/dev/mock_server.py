"""Serves the built page with made-up data: the front end's own test bench.

    python web/dev/mock_server.py --dashboard wind --port 8700

The dashboards are wind, accidents, stress, edges and empty. With --token it asks for one; with
--smtp mail is sent.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from typing import Any

import uvicorn
from accidents import Accidents
from edges import Edges, Empty
from scene import Context, Json, Scene
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect
from status import Books
from stress import Stress
from wind import Wind
from wire import encode

ASSETS = Path(__file__).parents[2] / "src" / "penstock" / "serving" / "assets"
SCENES: dict[str, type] = {
    "wind": Wind,
    "accidents": Accidents,
    "stress": Stress,
    "edges": Edges,
    "empty": Empty,
}
STEP_S = 0.2
STEPS_PER_STATUS = 5
# The strictest policy that the page must live with: nothing inline, nothing from elsewhere.
POLICY = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'"


class Mock:
    """One run of the mock: a scene, its alerts, its simulators; each page gets its own past."""

    def __init__(self, scene: type, options: argparse.Namespace) -> None:
        self._scene_type = scene
        self._token: str | None = options.token
        self._seed: int = options.seed
        self._has_smtp: bool = options.smtp
        self._run = f"run-{now_us()}"
        self._alerts: list[Json] = []
        self._modes = {made["name"]: made["mode"] for made in scene.simulators}

    def app(self) -> Starlette:
        """Return the application."""
        guarded = self._guarded
        return Starlette(
            routes=[
                Route("/", guarded(self._page)),
                Route("/api/dashboard", guarded(self._dashboard)),
                Route("/api/status", guarded(self._status)),
                Route("/api/outbox", guarded(self._outbox)),
                Route("/api/simulators/{name}", guarded(self._switch), methods=["POST"]),
                WebSocketRoute("/api/live", self._live),
                Mount("/assets", StaticFiles(directory=ASSETS)),
            ]
        )

    def _guarded(
        self, answer: Callable[[Request], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def check(request: Request) -> Response:
            if request.url.path != "/" and not self._allows(request.cookies):
                body = {"code": "E801", "message": "a token is needed", "hint": ""}
                return JSONResponse(body, status_code=401)
            response = await answer(request)
            response.headers["Content-Security-Policy"] = POLICY
            return response

        return check

    def _allows(self, cookies: dict[str, str]) -> bool:
        return self._token is None or cookies.get("penstock_token") == self._token

    async def _page(self, request: Request) -> Response:
        if "token" not in request.query_params:
            return FileResponse(ASSETS / "index.html")
        response = RedirectResponse("/")
        response.set_cookie("penstock_token", request.query_params["token"], httponly=True)
        return response

    async def _dashboard(self, request: Request) -> Response:
        return JSONResponse(self._scene_type.dashboard)

    async def _status(self, request: Request) -> Response:
        return JSONResponse(Books(Random(self._seed), now_us()).status(now_us()))

    async def _outbox(self, request: Request) -> Response:
        return JSONResponse({"configured": self._has_smtp, "alerts": self._alerts[:100]})

    async def _switch(self, request: Request) -> Response:
        name = request.path_params["name"]
        mode = (await request.json())["mode"]
        if name == "broken_one":
            body = {"code": "E804", "message": "the simulator does not answer", "hint": "try again"}
            return JSONResponse(body, status_code=503)
        self._modes[name] = mode
        return JSONResponse(self._simulator(name))

    def _simulator(self, name: str) -> Json:
        declared = next(made for made in self._scene_type.simulators if made["name"] == name)
        return {**declared, "mode": self._modes[name]}

    async def _live(self, socket: WebSocket) -> None:
        if not self._allows(socket.cookies):
            await socket.close(1008)
            return
        await socket.accept()
        try:
            await self._play(socket)
        except (WebSocketDisconnect, RuntimeError):
            return  # The page has gone; nothing is left to do for it.

    async def _play(self, socket: WebSocket) -> None:
        context = Context(Random(self._seed), self._modes, self._alerts)
        scene: Scene = self._scene_type(context)
        books = Books(Random(self._seed), now_us())
        await socket.send_json(self._hello())
        for message in scene.past(now_us()):
            await socket.send_bytes(encode(message, now_us()))
        for error in getattr(scene, "errors", ()):
            await socket.send_json(error)
        step = 0
        while True:
            await self._step(socket, scene, books)
            if step % STEPS_PER_STATUS == 0:
                await socket.send_json(books.status(now_us()))
            step += 1
            await asyncio.sleep(STEP_S)

    async def _step(self, socket: WebSocket, scene: Scene, books: Books) -> None:
        known = {made["id"] for made in self._alerts}
        sent = scene.step(now_us())
        books.note(sent)
        for message in sent:
            await socket.send_bytes(encode(message, now_us()))
        for made in [made for made in self._alerts if made["id"] not in known]:
            await socket.send_json({"type": "alert", "alert": made})
        for made in self._delivered() if self._has_smtp else []:
            await socket.send_json({"type": "alert", "alert": made})

    def _delivered(self) -> list[Json]:
        # Every third alert waits for a second attempt, every seventh fails for good.
        changed = []
        for number, made in enumerate(reversed(self._alerts)):
            age_s = (now_us() - made["at_us"]) / 1e6
            status = "failed" if number % 7 == 6 else "sent"
            if number % 3 == 1 and age_s < 8:
                status = "retrying"
            if age_s > 1 and made["status"] != status:
                made.update(status=status, attempts=made["attempts"] + 1)
                changed.append(made)
        return changed

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "dashboard": self._scene_type.dashboard,
            "simulators": [self._simulator(name) for name in self._modes],
            "version": "0.1.0",
            "run": self._run,
        }


def now_us() -> int:
    """Return the time as the feed counts it."""
    return time.time_ns() // 1_000


def main(arguments: Any = None) -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="Serve the built page with made-up data.")
    parser.add_argument("--dashboard", choices=sorted(SCENES), default="wind")
    parser.add_argument("--port", type=int, default=8700)
    parser.add_argument("--token", help="ask for this token, as a server beyond loopback does")
    parser.add_argument("--smtp", action="store_true", help="play a configured mail server")
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args(arguments)
    mock = Mock(SCENES[chosen.dashboard], chosen)
    uvicorn.run(mock.app(), host="127.0.0.1", port=chosen.port, log_level="warning")


if __name__ == "__main__":
    main()
