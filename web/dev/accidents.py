"""Road accidents across the United States: bars by severity, a map, a table of top cities."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

import pyarrow as pa
from scene import Context, Json, alert
from wire import TIME, Rows, rows

CITIES = (
    ("Miami", "FL", 25.77, -80.19, 9), ("Los Angeles", "CA", 34.05, -118.24, 9),
    ("Houston", "TX", 29.76, -95.37, 8), ("Charlotte", "NC", 35.23, -80.84, 7),
    ("Dallas", "TX", 32.78, -96.80, 7), ("Orlando", "FL", 28.54, -81.38, 6),
    ("Austin", "TX", 30.27, -97.74, 5), ("Atlanta", "GA", 33.75, -84.39, 5),
    ("Sacramento", "CA", 38.58, -121.49, 5), ("San Diego", "CA", 32.72, -117.16, 4),
    ("Phoenix", "AZ", 33.45, -112.07, 4), ("Minneapolis", "MN", 44.98, -93.27, 4),
    ("Seattle", "WA", 47.61, -122.33, 3), ("Denver", "CO", 39.74, -104.99, 3),
    ("Chicago", "IL", 41.88, -87.63, 4), ("New York", "NY", 40.71, -74.01, 4),
    ("Portland", "OR", 45.52, -122.68, 3), ("Nashville", "TN", 36.16, -86.78, 3),
)  # fmt: skip
_MINUTE_US = 60_000_000
_SEVERITY_WEIGHTS = (3, 60, 26, 11)

PER_MINUTE = pa.schema([("minute", TIME), ("Severity", pa.int32()), ("accidents", pa.int64())])
PER_STATE = pa.schema([("State", pa.string()), ("Severity", pa.int32()), ("accidents", pa.int64())])
TOP = pa.schema(
    [
        ("City", pa.string()),
        ("State", pa.string()),
        ("accidents", pa.int64()),
        ("Distance(mi)", pa.float64()),
        ("last_seen", TIME),
    ]
)
POINT = pa.schema(
    [
        ("Txn_Timestamp", TIME),
        ("City", pa.string()),
        ("Start_Lat", pa.float64()),
        ("Start_Lng", pa.float64()),
        ("Severity", pa.int32()),
    ]
)
FIGURE = pa.schema([("value", pa.int64()), ("recent", pa.list_(pa.float64()))])

DASHBOARD: Json = {
    "title": "Road accidents",
    "summary": "Accidents in the United States as they are reported.",
    "folder": "accidents",
    "panels": [
        {"id": "map", "title": "Live accidents", "kind": "map", "width": 8, "height": 3,
         "lat": "Start_Lat", "lon": "Start_Lng", "size": "Severity", "color": "Severity",
         "label": "City", "x": "Txn_Timestamp", "window_s": 300, "max_rows": 1500,
         "shapes": "us-states"},
        {"id": "count", "title": "Accidents, last hour", "kind": "figure", "width": 2,
         "height": 1, "y": ["value"], "spark": "recent"},
        {"id": "severe", "title": "Severity 4", "kind": "figure", "width": 2, "height": 1,
         "y": ["value"], "spark": "recent"},
        {"id": "top", "title": "Top cities", "kind": "table", "width": 4, "height": 2,
         "y": ["accidents"]},
        {"id": "minutes", "title": "Accidents per minute", "kind": "bars", "width": 5,
         "height": 2, "x": "minute", "y": ["accidents"], "series": "Severity", "window_s": 1800},
        {"id": "states", "title": "By state", "kind": "bars", "width": 4, "height": 2,
         "x": "State", "y": ["accidents"], "series": "Severity"},
        {"id": "outbox", "title": "Alerts", "kind": "outbox", "width": 3, "height": 2},
    ],
}  # fmt: skip


class Accidents:
    """Accidents at cities' outskirts, the severe ones rare."""

    dashboard: ClassVar[Json] = DASHBOARD
    simulators: ClassVar[tuple[Json, ...]] = (
        {"name": "accidents", "modes": ["normal", "anomaly"], "mode": "normal"},
    )

    def __init__(self, context: Context) -> None:
        self._context = context
        self._minutes: Counter[tuple[int, int]] = Counter()
        self._states: Counter[tuple[str, int]] = Counter()
        self._cities: Counter[tuple[str, str]] = Counter()
        self._miles: Counter[tuple[str, str]] = Counter()

    def past(self, now_us: int) -> list[Rows]:
        """Return half an hour of accidents."""
        happened = [
            self._accident(now_us - round(minute * _MINUTE_US))
            for minute in (self._context.random.uniform(0, 30) for _ in range(900))
        ]
        happened.sort()
        return [rows("map", "replace", POINT, happened[-160:]), *self._counts(now_us)]

    def step(self, now_us: int) -> list[Rows]:
        """Return none to three accidents and the counts that follow from them."""
        many = self._context.modes["accidents"] == "anomaly"
        if self._context.random.random() > (0.9 if many else 0.25):
            return []
        happened = [
            self._accident(now_us) for _ in range(self._context.random.randint(1, 4 if many else 1))
        ]
        for at_us, city, *_, severity in happened:
            if severity == 4 and self._context.random.random() < 0.2:
                words = (f"Severity 4 in {city}", f"An accident of severity 4 near {city}.")
                alert(self._context, at_us, "severe_accidents", city, words)
        return [rows("map", "append", POINT, happened), *self._counts(now_us)]

    def _accident(self, at_us: int) -> tuple:
        random = self._context.random
        city, state, lat, lon, _ = random.choices(CITIES, [place[-1] for place in CITIES])[0]
        severity = random.choices((1, 2, 3, 4), _SEVERITY_WEIGHTS)[0]
        self._minutes[at_us // _MINUTE_US, severity] += 1
        self._states[state, severity] += 1
        self._cities[city, state] += 1
        self._miles[city, state] += round(random.expovariate(2), 2)
        return (at_us, city, lat + random.gauss(0, 0.35), lon + random.gauss(0, 0.4), severity)

    def _counts(self, now_us: int) -> list[Rows]:
        oldest = now_us // _MINUTE_US - 30
        minutes = sorted((m, s, n) for (m, s), n in self._minutes.items() if m >= oldest)
        per_minute = [(minute * _MINUTE_US, severity, n) for minute, severity, n in minutes]
        totals: Counter[str] = Counter()
        for (state, _), n in self._states.items():
            totals[state] += n
        leading = [state for state, _ in totals.most_common(8)]
        per_state = [(state, s, self._states[state, s]) for state in leading for s in (1, 2, 3, 4)]
        top = [
            (city, state, n, self._miles[city, state], now_us)
            for (city, state), n in self._cities.most_common(12)
        ]
        return [
            rows("minutes", "replace", PER_MINUTE, per_minute),
            rows("states", "replace", PER_STATE, per_state),
            rows("top", "replace", TOP, top),
            *self._figures(minutes),
        ]

    def _figures(self, minutes: list[tuple[int, int, int]]) -> list[Rows]:
        all_of: Counter[int] = Counter()
        severe: Counter[int] = Counter()
        for minute, severity, n in minutes:
            all_of[minute] += n
            severe[minute] += n * (severity == 4)
        return [
            rows(panel, "replace", FIGURE, [(sum(c.values()), [float(c[m]) for m in sorted(c)])])
            for panel, c in (("count", all_of), ("severe", severe))
        ]
