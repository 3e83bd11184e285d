"""A wind farm of eight turbines: speeds with gusts, an anomaly now and then, alerts."""

from __future__ import annotations

import math
from collections import deque
from typing import ClassVar

import pyarrow as pa
from scene import Context, Json, alert
from wire import TIME, Rows, rows

TURBINES = (
    ("Altamont", 37.73, -121.65),
    ("Tehachapi", 35.10, -118.42),
    ("San Gorgonio", 33.92, -116.62),
    ("Solano", 38.15, -121.82),
    ("Pacheco", 37.06, -121.20),
    ("Ocotillo", 32.74, -116.04),
    ("Shiloh", 38.12, -121.74),
    ("Mojave", 35.02, -118.27),
)
LIMIT_MPH = 70
WINDOW_S = 600
_SECOND_US = 1_000_000

READING = pa.schema(
    [
        ("event_time", TIME),
        ("location", pa.string()),
        ("wind_speed", pa.float64()),
        ("anomaly_score", pa.float64()),
        ("is_anomaly", pa.bool_()),
    ]
)
PLACE = pa.schema(
    [
        ("location", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("wind_speed", pa.float64()),
        ("anomaly_score", pa.float64()),
        ("is_anomaly", pa.bool_()),
    ]
)
FIGURE = pa.schema(
    [("value", pa.float64()), ("turbines", pa.int64()), ("recent", pa.list_(pa.float64()))]
)
EVENT = pa.schema([("event_time", TIME), ("level", pa.string()), ("message", pa.string())])

DASHBOARD: Json = {
    "title": "Wind farm",
    "summary": "Eight turbines in California, scored one by one with a random cut forest.",
    "folder": "wind",
    "panels": [
        {"id": "mean", "title": "Mean wind speed", "kind": "figure", "width": 3, "height": 1,
         "y": ["value"], "unit": "mph", "spark": "recent"},
        {"id": "peak", "title": "Strongest gust, last minute", "kind": "figure", "width": 3,
         "height": 1, "y": ["value"], "unit": "mph", "spark": "recent", "threshold": LIMIT_MPH},
        {"id": "score", "title": "Highest anomaly score", "kind": "figure", "width": 3,
         "height": 1, "y": ["value"], "spark": "recent", "threshold": 3},
        {"id": "rows", "title": "Readings per minute", "kind": "figure", "width": 3, "height": 1,
         "y": ["value", "turbines"], "spark": "recent"},
        {"id": "speed", "title": "Wind speed", "kind": "line", "width": 8, "height": 2,
         "x": "event_time", "y": ["wind_speed"], "series": "location", "mark": "is_anomaly",
         "unit": "mph", "window_s": WINDOW_S, "threshold": LIMIT_MPH,
         "note": "Ringed points are anomalies."},
        {"id": "outbox", "title": "Alerts", "kind": "outbox", "width": 4, "height": 2},
        {"id": "scores", "title": "Anomaly score", "kind": "line", "width": 4, "height": 2,
         "x": "event_time", "y": ["anomaly_score"], "series": "location", "threshold": 3,
         "window_s": WINDOW_S, "note": "About 1 is usual; 3 and above is not."},
        {"id": "map", "title": "Turbines", "kind": "map", "width": 4, "height": 2, "lat": "lat",
         "lon": "lon", "size": "wind_speed", "label": "location", "mark": "is_anomaly",
         "shapes": "us-states"},
        {"id": "log", "title": "Events", "kind": "log", "width": 4, "height": 2,
         "x": "event_time", "level": "level", "max_rows": 200},
    ],
}  # fmt: skip


class Wind:
    """Speeds follow a slow swell, gusts and noise; a runaway turbine climbs past the limit."""

    dashboard: ClassVar[Json] = DASHBOARD
    simulators: ClassVar[tuple[Json, ...]] = (
        {"name": "turbines", "modes": ["normal", "anomaly"], "mode": "normal"},
    )

    def __init__(self, context: Context) -> None:
        self._context = context
        self._runaway: tuple[str, int] | None = None
        self._means: deque[float] = deque([18.0] * 60, maxlen=60)
        self._peaks: deque[float] = deque([24.0] * 60, maxlen=60)
        self._scores: deque[float] = deque([1.1] * 60, maxlen=60)
        self._rates: deque[float] = deque([480.0] * 60, maxlen=60)
        self._next_us = 0

    def past(self, now_us: int) -> list[Rows]:
        """Return ten quiet minutes with one short storm in them."""
        readings = []
        for second in range(WINDOW_S, 0, -1):
            at_us = now_us - second * _SECOND_US
            now = self._readings(at_us, storm=280 < second < 300)
            self._remember(now)
            readings += now
        self._next_us = now_us
        begin = (now_us - WINDOW_S * _SECOND_US, "info", "Simulator started: 8 turbines, normal")
        return [
            rows("speed", "replace", READING, readings),
            rows("scores", "replace", READING, readings),
            rows("log", "replace", EVENT, [begin]),
            *self._summary(readings[-len(TURBINES) :]),
        ]

    def step(self, now_us: int) -> list[Rows]:
        """Return one reading per turbine for each second that has passed."""
        if now_us < self._next_us:
            return []
        self._next_us += _SECOND_US
        readings = self._readings(now_us, storm=self._context.modes["turbines"] == "anomaly")
        events = self._events(readings, now_us)
        sent = [
            rows("speed", "append", READING, readings),
            rows("scores", "append", READING, readings),
            *self._summary(readings),
        ]
        return [*sent, rows("log", "append", EVENT, events)] if events else sent

    def _readings(self, at_us: int, *, storm: bool) -> list[tuple]:
        second = at_us / _SECOND_US
        self._choose_runaway(second, storm=storm)
        return [self._reading(at_us, number, name) for number, (name, *_) in enumerate(TURBINES)]

    def _choose_runaway(self, second: float, *, storm: bool) -> None:
        chance = self._context.random.random()
        if self._runaway is None and (storm or chance < 0.003):
            name = self._context.random.choice(TURBINES)[0]
            self._runaway = (name, round(second) + 18)
        elif self._runaway is not None and second > self._runaway[1] and not storm:
            self._runaway = None

    def _reading(self, at_us: int, number: int, name: str) -> tuple:
        second = at_us / _SECOND_US
        swell = 16 + 1.8 * number + 4 * math.sin(second / 140 + number) + 2 * math.sin(second / 23)
        speed = max(0.0, swell + self._context.random.gauss(0, 0.9))
        score = abs(self._context.random.gauss(1.0, 0.16))
        is_anomaly = self._runaway is not None and self._runaway[0] == name
        if is_anomaly:
            speed += 44 + self._context.random.gauss(0, 5)
            score = 3.2 + abs(self._context.random.gauss(0.6, 0.5))
        return (at_us, name, round(speed, 2), round(score, 3), is_anomaly)

    def _summary(self, readings: list[tuple]) -> list[Rows]:
        self._remember(readings)
        places = [
            (name, lat, lon, *reading[2:])
            for (name, lat, lon), reading in zip(TURBINES, readings, strict=True)
        ]
        figures = [
            rows(panel, "replace", FIGURE, [(values[-1], len(TURBINES), list(values))])
            for panel, values in (
                ("mean", self._means), ("peak", self._peaks),
                ("score", self._scores), ("rows", self._rates),
            )
        ]  # fmt: skip
        return [*figures, rows("map", "replace", PLACE, places)]

    def _remember(self, readings: list[tuple]) -> None:
        speeds = [reading[2] for reading in readings]
        self._means.append(sum(speeds) / len(speeds))
        self._peaks.append(max(speeds))
        self._scores.append(max(reading[3] for reading in readings))
        self._rates.append(480 + self._context.random.randint(-3, 3))

    def _events(self, readings: list[tuple], now_us: int) -> list[tuple]:
        events = []
        for _, name, speed, score, is_anomaly in readings:
            recent = any(
                made["key"] == name and now_us - made["at_us"] < 30 * _SECOND_US
                for made in self._context.alerts
            )
            if is_anomaly and not recent:
                subject = f"{name}: {speed:.0f} mph, score {score:.1f}"
                body = (
                    f"{name} reports {speed:.1f} mph. Usual here: 14 to 28 mph.\n"
                    f"The anomaly score is {score:.2f}; 3 and above is not usual.\n\n"
                    f"Above {LIMIT_MPH} mph the turbine must be shut down."
                )
                alert(self._context, now_us, "wind_alerts", name, (subject, body))
                events.append((now_us, "alarm", f"Anomaly at {name}: {speed:.1f} mph"))
        if not events and self._context.random.random() < 0.05:
            events.append((now_us, "info", "Checkpoint written"))
        if not events and self._context.random.random() < 0.02:
            events.append((now_us, "warn", "Solano: reading 4.2 s late"))
        return events
