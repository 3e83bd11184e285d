"""Too much at once: 1,000 rows a second over 20 series, into every kind of panel."""

from __future__ import annotations

import math
from typing import ClassVar

import pyarrow as pa
from scene import Context, Json
from wire import TIME, Rows, rows

SERIES = 20
ROWS_PER_S = 1_000
_STEP_US = 1_000_000 // ROWS_PER_S

READING = pa.schema(
    [
        ("event_time", TIME),
        ("sensor", pa.string()),
        ("value", pa.float32()),
        ("level", pa.string()),
        ("is_odd", pa.bool_()),
    ]
)
POINT = pa.schema(
    [("event_time", TIME), ("lat", pa.float64()), ("lon", pa.float64()), ("kind", pa.string())]
)

DASHBOARD: Json = {
    "title": "Stress",
    "summary": "A thousand rows a second over twenty series: nothing here may stutter.",
    "folder": "stress",
    "panels": [
        {"id": "lines", "title": "Twenty series", "kind": "line", "width": 12, "height": 3,
         "x": "event_time", "y": ["value"], "series": "sensor", "mark": "is_odd",
         "window_s": 600},
        {"id": "log", "title": "Every row", "kind": "log", "width": 4, "height": 2,
         "x": "event_time", "level": "level", "max_rows": 1000},
        {"id": "table", "title": "The newest rows", "kind": "table", "width": 4, "height": 2,
         "max_rows": 100},
        {"id": "map", "title": "Points of the world", "kind": "map", "width": 4, "height": 2,
         "lat": "lat", "lon": "lon", "color": "kind", "max_rows": 2000, "shapes": "world"},
    ],
}  # fmt: skip


class Stress:
    """Sine waves with noise, one row per millisecond."""

    dashboard: ClassVar[Json] = DASHBOARD
    simulators: ClassVar[tuple[Json, ...]] = ()

    def __init__(self, context: Context) -> None:
        self._context = context
        self._next_us = 0

    def past(self, now_us: int) -> list[Rows]:
        """Return nothing but the start."""
        self._next_us = now_us
        return [
            *(rows(panel, "replace", READING, []) for panel in ("lines", "log", "table")),
            rows("map", "replace", POINT, []),
        ]

    def step(self, now_us: int) -> list[Rows]:
        """Return a row for each millisecond since the last step."""
        count = max(0, (now_us - self._next_us) // _STEP_US)
        moments = [self._next_us + at * _STEP_US for at in range(count)]
        self._next_us += count * _STEP_US
        readings = [self._reading(at_us) for at_us in moments]
        places = [self._place(at_us) for at_us in moments]
        return [
            *(rows(panel, "append", READING, readings) for panel in ("lines", "log", "table")),
            rows("map", "append", POINT, places),
        ]

    def _reading(self, at_us: int) -> tuple:
        number = (at_us // _STEP_US) % SERIES
        value = number * 3 + 8 * math.sin(at_us / 2e7 + number) + self._context.random.gauss(0, 0.6)
        is_odd = self._context.random.random() < 0.0005
        level = "alarm" if is_odd else "info"
        return (at_us, f"sensor-{number + 1:02}", value + 25 * is_odd, level, is_odd)

    def _place(self, at_us: int) -> tuple:
        random = self._context.random
        kind = random.choice(("arrival", "departure", "taxi"))
        return (at_us, random.gauss(35, 18), random.uniform(-170, 170), kind)
