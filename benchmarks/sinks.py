"""How fast rows reach each destination, durable, and how soon an alert is there.

Run: python benchmarks/sinks.py [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Records
from penstock.core.protocols import Sink, Streams, Surroundings
from penstock.core.table import Option, Table
from penstock.core.time import SystemClock
from penstock.core.types import BIGINT, DOUBLE, STRING, TIMESTAMP_3, Field, Schema
from penstock.sinks import SINKS
from penstock.sinks.request import SinkRequest

SCHEMA = Schema(
    (
        Field("location", STRING),
        Field("wind_speed", DOUBLE),
        Field("turbine", BIGINT),
        Field("event_time", TIMESTAMP_3),
    )
)
BATCH_ROWS = 10_000
STEPS = 30
ALERTS = 200
START_US = 1_700_000_000_000_000


def main() -> None:
    """Measure, print the table, write the JSON if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    files = {"connector": "filesystem", "path": "out"}
    turbine = {"primary_key": ("turbine",)}
    results: list[dict[str, Any]] = [
        throughput("filesystem json", files),
        throughput("filesystem json gzip", files | {"compression": "gzip"}),
        throughput("filesystem json, 4 folders", files, partition_keys=("location",)),
        throughput("filesystem parquet", files | {"format": "parquet"}),
        throughput("documents appended", {"connector": "documents"}),
        throughput("documents by key", {"connector": "documents"}, **turbine),
        throughput(
            "metrics, 4 series",
            {"connector": "metrics", "metric.value": "wind_speed", "metric.dimensions": "location"},
        ),
        throughput("email, rows of 4 episodes", {"connector": "email", "to": "a@example.org"}),
        small_steps("documents appended, 10 rows a step", {"connector": "documents"}),
        small_steps("filesystem json, 10 rows a step", files),
        alert_latency(),
    ]
    for result in results:
        shown = ", ".join(f"{name} {value:,}" for name, value in result.items() if name != "case")
        print(f"{result['case']:36} {shown}")
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1))


def throughput(case: str, options: dict[str, str], **table: Any) -> dict[str, Any]:
    """Return rows per second over steps of 10k rows, the last made durable and published."""
    batches = [_batch(step, BATCH_ROWS) for step in range(STEPS)]

    def run(sink: Sink) -> None:
        for step, batch in enumerate(batches):
            sink.write(step, [batch])
        sink.snapshot()
        if hasattr(sink, "publish"):
            sink.publish()

    seconds = _timed(options, table, run)
    return {"case": case, "rows_per_s": round(STEPS * BATCH_ROWS / seconds)}


def small_steps(case: str, options: dict[str, str]) -> dict[str, Any]:
    """Return how long one small step takes, durable at least every tenth."""
    batches = [_batch(step, 10) for step in range(300)]
    spans: list[float] = []

    def run(sink: Sink) -> None:
        for step, batch in enumerate(batches):
            start = time.perf_counter()
            sink.write(step, [batch])
            if step % 10 == 0:
                sink.snapshot()
            spans.append(time.perf_counter() - start)

    _timed(options, {}, run)
    return {"case": case} | _percentiles(spans)


def alert_latency() -> dict[str, Any]:
    """Return the time from a row at the sink to its alert at a web server."""
    arrived = threading.Event()

    class Talk(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            arrived.set()
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    host = ThreadingHTTPServer(("127.0.0.1", 0), Talk)
    threading.Thread(target=host.serve_forever, daemon=True).start()
    options = {
        "connector": "webhook",
        "url": f"http://127.0.0.1:{host.server_address[1]}",
        "episode.key": "turbine",
        "delivery.per-minute": "10000",
    }
    spans: list[float] = []

    def run(sink: Sink) -> None:
        for step in range(ALERTS):
            arrived.clear()
            start = time.perf_counter()
            sink.write(step, [_batch(step, 1)])
            arrived.wait(5)
            spans.append(time.perf_counter() - start)

    _timed(options, {}, run)
    host.shutdown()
    return {"case": "webhook, row to server"} | _percentiles(spans)


def _percentiles(spans: list[float]) -> dict[str, float]:
    p50, p99 = np.percentile(spans, [50, 99]) * 1000
    return {"p50_ms": round(float(p50), 2), "p99_ms": round(float(p99), 2)}


def _timed(options: dict[str, str], table: dict[str, Any], run: Callable[[Sink], None]) -> float:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        sink = SINKS[options["connector"]].open(_request(Path(folder), options, table))
        sink.restore(None)
        start = time.perf_counter()
        run(sink)
        seconds = time.perf_counter() - start
        sink.close()
    return seconds


def _request(folder: Path, options: dict[str, str], table: dict[str, Any]) -> SinkRequest:
    described = Table("t", SCHEMA, {k: Option(v) for k, v in options.items()}, **table)
    streams: Streams = None  # type: ignore[assignment] -- no sink here writes to a stream
    surroundings = Surroundings(folder, folder / ".penstock", SystemClock(), streams)
    return SinkRequest(described, "p", SCHEMA, surroundings, lambda schema: _encode)


def _encode(data: pa.RecordBatch) -> Records:
    """Return lines about as long as JSON would be, made once, so that the sink is measured."""
    line = (
        b'{"location":"Roscoe","wind_speed":12.5,"turbine":17,"event_time":"2026-01-02 03:04:05"}'
    )
    size = len(line) + 1
    starts = np.arange(data.num_rows, dtype=np.int64) * size
    return Records((line + b"\n") * data.num_rows, starts, starts + size - 1)


def _batch(step: int, rows: int) -> Batch:
    numbers = np.arange(step * rows, (step + 1) * rows)
    columns = [
        pa.array(np.array(["Roscoe", "Altamont", "Gansu", "Hornsea"])[numbers % 4], pa.string()),
        pa.array(numbers % 97 / 3.0),
        pa.array(numbers % 50_000),
        pa.array(START_US + numbers * 1000).cast(pa.timestamp("us")),
    ]
    return Batch(pa.RecordBatch.from_arrays(columns, schema=SCHEMA.arrow), START_US)


if __name__ == "__main__":
    main()
