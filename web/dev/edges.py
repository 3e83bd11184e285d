"""The unhappy dashboards: none of its panels works as hoped, or there are none."""

from __future__ import annotations

from typing import ClassVar

import pyarrow as pa
from scene import Context, Json
from wire import TIME, Rows, rows

READING = pa.schema([("event_time", TIME), ("value", pa.float64())])

DASHBOARD: Json = {
    "title": "Edge cases",
    "summary": "A panel that waits, one that is empty, one that failed, one with odd values.",
    "folder": "edges",
    "panels": [
        {"id": "waits", "title": "Never answered", "kind": "line", "width": 4, "height": 2,
         "x": "event_time", "y": ["value"]},
        {"id": "empty", "title": "Answered without rows", "kind": "table", "width": 4, "height": 2},
        {"id": "broken", "title": "Its query fails", "kind": "bars", "width": 4, "height": 2,
         "x": "event_time", "y": ["value"]},
        {"id": "odd", "title": "Nulls, gaps and a lone series with a long title that must be cut",
         "kind": "line", "width": 4, "height": 2, "x": "event_time", "y": ["value"],
         "unit": "m³/s", "window_s": 120},
        {"id": "nulls", "title": "A figure of nothing", "kind": "figure", "width": 4, "height": 1,
         "y": ["value"], "unit": "mph"},
        {"id": "outbox", "title": "Alerts", "kind": "outbox", "width": 4, "height": 2},
    ],
}  # fmt: skip

ERRORS = (
    {"type": "error", "panel": "broken", "code": "E203", "message": "unknown column 'pric'",
     "hint": "did you mean 'price'?"},
    {"type": "error", "panel": None, "code": "E501", "message": "the disk is nearly full",
     "hint": "112 MB are left in .penstock/"},
)  # fmt: skip


class Edges:
    """Sends what a page must bear."""

    dashboard: ClassVar[Json] = DASHBOARD
    simulators: ClassVar[tuple[Json, ...]] = (
        {"name": "broken_one", "modes": ["normal", "anomaly"], "mode": "normal"},
        {"name": "other", "modes": ["off", "storm", "stuck"], "mode": "off"},
    )
    errors = ERRORS

    def __init__(self, context: Context) -> None:
        self._context = context

    def past(self, now_us: int) -> list[Rows]:
        """Return an empty answer, nulls, and a line with a gap."""
        line = [
            (now_us - second * 1_000_000, None if 40 < second < 60 else 1e6 + second % 7)
            for second in range(120, 0, -1)
        ]
        return [
            rows("empty", "replace", READING, []),
            rows("odd", "replace", READING, line),
            rows("nulls", "replace", READING, [(now_us, None)]),
        ]

    def step(self, now_us: int) -> list[Rows]:
        """Return nothing: this dashboard stands still."""
        return []


class Empty:
    """A dashboard without panels."""

    dashboard: ClassVar[Json] = {
        "title": "Nothing yet",
        "summary": "",
        "folder": "new",
        "panels": [],
    }
    simulators: ClassVar[tuple[Json, ...]] = ()

    def __init__(self, context: Context) -> None:
        self._context = context

    def past(self, now_us: int) -> list[Rows]:
        """Return nothing."""
        return []

    def step(self, now_us: int) -> list[Rows]:
        """Return nothing."""
        return []
