"""The windows of HOTSPOTS, one per key of PARTITION BY, and their state as bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from penstock.core.batch import Batch, Int64s
from penstock.engine.keyed_points import KeyedPoints
from penstock.engine.operator import State
from penstock.learning.hotspot_boxes import finite
from penstock.learning.hotspot_config import hotspot_config
from penstock.learning.hotspots import Hotspots, HotspotState
from penstock.sql.plan import TableFunction
from penstock.sql.plan_regions import HotspotRegions
from penstock.state.snapshot import pack, unpack

_WINDOWS, _POINTS = "windows", "points"
_COLUMN = "column"


class KeyedHotspots:
    """Finds the rows of each key and their window; rows that are no points stay outside."""

    def __init__(self, node: TableFunction | HotspotRegions) -> None:
        self.config = hotspot_config(node.arguments, len(node.columns))
        self._points = KeyedPoints(node.input.schema, node.partition, node.columns)
        self._windows: dict[bytes, Hotspots] = {}

    def by_key(self, batch: Batch) -> Iterator[tuple[Hotspots, Int64s, np.ndarray]]:
        """Yield, for each key with points, its window, its rows in the batch and their points."""
        keys, groups, points = self._points.of(batch)
        rows = np.flatnonzero(finite(points, self.config))
        rows = rows[np.argsort(groups[rows], kind="stable")]
        starts = np.flatnonzero(np.diff(groups[rows], prepend=-1))
        for part in np.split(rows, starts[1:]) if len(rows) else ():
            yield self._window(keys[groups[part[0]]]), part, points[part]

    def _window(self, key: bytes) -> Hotspots:
        found = self._windows.get(key)
        if found is None:
            found = self._windows[key] = Hotspots(self.config)
        return found

    def snapshot(self) -> State:
        """Return every window: its points, the oldest first, and their regions."""
        states = [spots.state() for spots in self._windows.values()]
        points = _stacked([state.points for state in states], self.config.dimensions)
        labels = np.concatenate([np.empty(0, np.int64), *(state.labels for state in states)])
        windows = {
            "key": list(self._windows),
            "rows": np.array([len(state.points) for state in states], np.int64),
            "seen": np.array([state.seen for state in states], np.int64),
            "regions": np.array([state.regions for state in states], np.int64),
        }
        columns = {f"{_COLUMN}{at}": values for at, values in enumerate(points.T)}
        return {_WINDOWS: pack(windows), _POINTS: pack({**columns, "region": labels})}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        rows = unpack(state[_POINTS])
        labels = rows.column("region").to_numpy()
        names = [name for name in rows.schema.names if name.startswith(_COLUMN)]
        points = np.stack([rows.column(name).to_numpy() for name in names], axis=1)
        self._windows, start = {}, 0
        for window in unpack(state[_WINDOWS]).to_pylist():
            part = slice(start, start + window["rows"])
            start = part.stop
            held = HotspotState(points[part], labels[part], window["seen"], window["regions"])
            self._windows[window["key"]] = Hotspots.restored(self.config, held)

    def state_bytes(self) -> int:
        """Return how much memory the windows take."""
        return sum(spots.state_bytes for spots in self._windows.values())


def _stacked(parts: Sequence[np.ndarray], width: int) -> np.ndarray:
    return np.concatenate([np.empty((0, width)), *parts])
