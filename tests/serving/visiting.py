"""What tests of a served page share: a folder served on a port of its own, and a visitor."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
from websockets.sync.client import ClientConnection, connect

from penstock.core.time import SystemClock
from penstock.pipeline.folder import Variant, read_folder
from penstock.pipeline.prepare import prepare
from penstock.pipeline.run import Circumstances, Run, open_run
from penstock.pipeline.runner import StopWhen
from penstock.serving.page import prepare_page

WAIT_SECONDS = 20


def ignore(error: Exception) -> None:
    """Take note of nothing."""


@contextmanager
def served(folder: Path, script: str, dashboard: str = "", settings: str = "") -> Iterator[Visit]:
    """Run a folder and serve its page until the block is left; the run ends on purpose."""
    for name, text in (("pipeline.sql", script), ("dashboard.toml", dashboard)):
        (folder / name).write_text(text)
    (folder / "penstock.toml").write_text(settings)
    prepared = prepare(read_folder(folder), Variant(), {})
    page = prepare_page(prepared, 0)
    circumstances = Circumstances(SystemClock(), {}, ignore, lambda: "job")
    with (
        closing(open_run(prepared, StopWhen(), circumstances)) as run,
        page.of(run, SystemClock()) as served_page,
    ):
        run.runner.start()
        try:
            yield Visit(run, served_page.address.split("?")[0])
        finally:
            run.runner.ask_to_stop()
            assert run.runner.wait(WAIT_SECONDS)


class Visit:
    """A run and the address of its page."""

    def __init__(self, run: Run, address: str) -> None:
        self.run = run
        self.address = address

    @contextmanager
    def feed(self, headers: dict[str, str] | None = None) -> Iterator[Feed]:
        """Open the live feed."""
        address = self.address.replace("http", "ws") + "api/live"
        with connect(address, additional_headers=headers) as socket:
            yield Feed(socket)


class Feed:
    """The live feed as a page sees it."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    def next(self) -> tuple[dict[str, Any], pa.Table | None]:
        """Return the next message: its text or header, and its rows if it carries some."""
        message = self._socket.recv(WAIT_SECONDS)
        if isinstance(message, str):
            return json.loads(message), None
        size = int.from_bytes(message[:4], "little")
        assert (4 + size) % 8 == 0
        with pa.ipc.open_stream(message[4 + size :]) as rows:
            return json.loads(message[4 : 4 + size]), rows.read_all()

    def until(self, **wanted: Any) -> tuple[dict[str, Any], pa.Table | None]:
        """Return the next message whose fields are as wanted."""
        while True:
            head, rows = self.next()
            if all(head.get(name) == value for name, value in wanted.items()):
                return head, rows

    def rows(self, panel: str, count: int) -> list[dict[str, Any]]:
        """Return what a panel shows once it has at least so many rows."""
        shown: list[dict[str, Any]] = []
        while len(shown) < count:
            head, rows = self.until(panel=panel)
            assert rows is not None
            assert head["rows"] == rows.num_rows
            shown = (shown if head["mode"] == "append" else []) + rows.to_pylist()
        return shown
