"""From event to page and from event to alert: a whole pipeline in a process of its own.

This process appends events to the pipeline's stream, a steady thousand a second, and watches the
live feed and a webhook as anybody could. Every event carries the microsecond of its making; the
figures are the differences when it arrives. Prints a table; `--json FILE` writes the figures.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import numpy as np
import pyarrow as pa
from websockets.asyncio.client import connect

from penstock.core.batch import Records
from penstock.core.time import SystemClock
from penstock.streams.store import StreamStore

PORT, HOOK_PORT = 8743, 8744
START_SECONDS, WARM_SECONDS = 3.0, 5.0
"""The process starts, and the first steps load the kernels, before anything is measured."""
SCRIPT = f"""
CREATE TABLE events (id BIGINT, made_us BIGINT, k STRING, v DOUBLE) WITH ('connector' = 'stream');
CREATE TABLE scored (id BIGINT, made_us BIGINT, k STRING, v DOUBLE, anomaly_score DOUBLE)
WITH ('connector' = 'stream');
INSERT INTO scored SELECT id, made_us, k, v, anomaly_score
FROM TABLE(RANDOM_CUT_FOREST(TABLE events PARTITION BY k, DESCRIPTOR(v)));
CREATE TABLE alarm (id BIGINT, made_us BIGINT, k STRING) WITH (
    'connector' = 'webhook', 'url' = 'http://127.0.0.1:{HOOK_PORT}/', 'episode.key' = 'id',
    'cool-down' = '0 s', 'delivery.per-minute' = '10000',
    'subject' = 'event {{id}}', 'body' = '{{made_us}}');
INSERT INTO alarm SELECT id, made_us, k FROM scored WHERE MOD(id, 100) = 99;
"""
PANEL = """
[[panel]]
kind = "table"
query = "SELECT id, made_us, anomaly_score FROM scored"
"""


class Hook(BaseHTTPRequestHandler):
    """Notes when each alert arrived and how old its event was."""

    ages_ms: ClassVar[list[float]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        made_us = int(body["body"])
        self.ages_ms.append(time.time_ns() / 1e6 - made_us / 1e3)
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing: the figures are the output."""


def append_events(folder: Path, rate: int, seconds: float, stop: threading.Event) -> None:
    """Append events in groups of a hundredth of a second."""
    store = StreamStore(folder / ".penstock" / "streams", SystemClock())
    stream = store.create("events")
    per_group, number = max(1, rate // 100), 0
    began = time.perf_counter()
    while time.perf_counter() - began < seconds and not stop.is_set():
        now_us = time.time_ns() // 1000
        rows = [
            {"id": i, "made_us": now_us, "k": f"k{i % 8}", "v": 10 + i * 7919 % 100 / 100}
            for i in range(number, number + per_group)
        ]
        stream.append(Records.of([json.dumps(row).encode() for row in rows]))
        number += per_group
        time.sleep(max(0.0, began + number / rate - time.perf_counter()))
    store.close()


async def watch(ages_ms: list[float], until: float, warm: threading.Event) -> None:
    """Note the age of each row that the live feed brings after the warm-up."""
    async with connect(f"ws://127.0.0.1:{PORT}/api/live", max_size=None) as socket:
        while (left := until - time.perf_counter()) > 0:
            try:
                message = await asyncio.wait_for(socket.recv(), left)
            except TimeoutError:
                return
            if isinstance(message, str):
                continue
            length = int.from_bytes(message[:4], "little")
            if json.loads(message[4 : 4 + length])["mode"] == "append" and warm.is_set():
                rows = pa.ipc.open_stream(message[4 + length :]).read_all()
                now_ms = time.time_ns() / 1e6
                ages_ms += (now_ms - rows.column("made_us").to_numpy() / 1e3).tolist()


def measure(folder: Path, rate: int, seconds: float) -> dict[str, float]:
    """Run the pipeline and return percentiles in milliseconds and the peak memory."""
    (folder / "pipeline.sql").write_text(SCRIPT)
    (folder / "dashboard.toml").write_text(PANEL)
    report = folder / "report.json"
    command = [sys.executable, "-m", "penstock", "run", str(folder), "--port", str(PORT)]
    run_seconds = START_SECONDS + WARM_SECONDS + seconds + 2
    process = subprocess.Popen(
        [*command, "--for", str(run_seconds), "--report", str(report)], stdout=subprocess.DEVNULL
    )
    time.sleep(START_SECONDS)
    hook = ThreadingHTTPServer(("127.0.0.1", HOOK_PORT), Hook)
    threading.Thread(target=hook.serve_forever, daemon=True).start()
    stop, warm, page_ms = threading.Event(), threading.Event(), []
    whole = WARM_SECONDS + seconds
    sender = threading.Thread(target=append_events, args=(folder, rate, whole, stop))
    sender.start()
    threading.Timer(WARM_SECONDS, lambda: (warm.set(), Hook.ages_ms.clear())).start()
    asyncio.run(watch(page_ms, time.perf_counter() + whole + 0.5, warm))
    sender.join()
    process.wait(60)
    hook.shutdown()
    figures = {"rate": float(rate), "page rows": float(len(page_ms))}
    for name, ages in (("page", page_ms), ("alert", Hook.ages_ms)):
        for percent in (50, 99):
            figures[f"{name} p{percent} ms"] = round(float(np.percentile(ages, percent)), 1)
    figures["rss MB"] = round(json.loads(report.read_text())["rss_peak_bytes"] / 2**20)
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--rate", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=15.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), arguments.rate, arguments.seconds)
    for name, value in figures.items():
        print(f"{name:14} {value:>10,.1f}")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
