"""Hot regions of a stream: where the newest points lie close together.

>>> spots = Hotspots(HotspotConfig(window_size=50, scan_radius=1.0, minimum_points=3))
>>> found = spots.update(np.array([[0.0, 0.0], [9.0, 9.0], [0.5, 0.0], [0.0, 0.5]]))
>>> found.row.tolist(), found.count.tolist()
([3], [3])
>>> found.low.tolist(), found.high.tolist()
([[0.0, 0.0]], [[0.5, 0.5]])
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from penstock.core.errors import ExternalError
from penstock.learning.hotspot_boxes import Regions, chord, positions, regions_of
from penstock.learning.hotspot_config import HotspotConfig
from penstock.learning.hotspot_kernels import Settings, advance
from penstock.learning.hotspot_regions import (
    NEXT,
    NO_REGION,
    SEEN,
    Floats,
    Found,
    Ints,
    Window,
)

_FIRST_CAPACITY = 64
_ROOM = 4_096
"""Regions that are written down before they are handed over, beside those of one row."""


class UnreadableHotspots(ExternalError):
    """A snapshot does not fit the settings that it is to be read with.

    >>> raise UnreadableHotspots("points of 2 columns, expected are 3", hint="start afresh")
    Traceback (most recent call last):
        ...
    penstock.learning.hotspots.UnreadableHotspots: E764 points of 2 columns, expected are 3
    hint: start afresh
    """

    code = "E764"


@dataclass(frozen=True, slots=True)
class HotspotState:
    """All that the future depends on.

    `points` are the window's, the oldest first, `labels` their regions (-1 for none), `seen` is
    how many were ever shown, and `regions` how many regions there ever were.
    """

    points: Floats
    labels: Ints
    seen: int
    regions: int


class Hotspots:
    """The hot regions among the newest points; the same whichever way rows come in batches."""

    def __init__(self, config: HotspotConfig) -> None:
        self.config = config
        radius = chord(config.scan_radius) if config.sphere else config.scan_radius
        self._settings = Settings(
            radius * radius, 360.0 * config.sphere, config.minimum_points, config.window_size
        )
        self._window = _empty(config, min(_FIRST_CAPACITY, config.window_size))

    @property
    def seen(self) -> int:
        """How many points were shown."""
        return int(self._window.clock[SEEN])

    @property
    def state_bytes(self) -> int:
        """How much memory the window takes."""
        return sum(array.nbytes for array in self._window)

    def update(self, rows: Floats, *, every: bool = True) -> Regions:
        """Add rows of shape (n, dimensions), all finite; return the regions after each of them.

        Without `every` only those after the last row. No rows change nothing, and the regions as
        they are come back as those of row 0.
        """
        rows = np.ascontiguousarray(rows, np.float64)
        self._reserve(len(rows))
        parts: list[Regions] = []
        done = 0
        while not parts or done < len(rows):
            taken, regions = self._advance(rows[done:], done, every=every)
            done += taken
            parts.append(regions)
        return Regions.joined(parts)

    def replaced(self, rows: Floats) -> tuple[Regions, Regions]:
        """Add rows; return the regions as they were and as they are then."""
        before = self.update(np.empty((0, self.config.dimensions)), every=False)
        return before, self.update(rows, every=False)

    def _advance(self, rows: Floats, first: int, *, every: bool) -> tuple[int, Regions]:
        """Add rows until the regions found fill their room; without `every` they always fit."""
        places = positions(rows) if self.config.sphere else rows
        room = self.config.window_size + (_ROOM if every else 0)
        width = 2 * self.config.dimensions + self.config.place_width
        found = Found(np.empty((room, 3), np.int64), np.empty((room, width)))
        taken, count = advance((rows, places), self._window, self._settings, found, every)
        found = Found(found.numbers[:count], found.bounds[:count])
        found.numbers[:, 0] += first
        return taken, regions_of(found, self.config)

    def _reserve(self, rows: int) -> None:
        """Make the window large enough for so many more rows, up to its full size."""
        wanted = min(self.seen + rows, self.config.window_size)
        capacity = len(self._window.points)
        if wanted > capacity:
            grown = _empty(self.config, min(max(wanted, 2 * capacity), self.config.window_size))
            for old, new in zip(self._window, grown, strict=True):
                new[tuple(map(slice, old.shape))] = old
            self._window = grown

    def state(self) -> HotspotState:
        """Return all that is needed to go on later."""
        order = self._order()
        window = self._window
        return HotspotState(
            window.points[order], window.labels[order], self.seen, int(window.clock[NEXT])
        )

    def _order(self) -> Ints:
        """Return the slots of the window's points, the oldest first."""
        size = min(self.seen, self.config.window_size)
        slots: Ints = np.arange(self.seen - size, self.seen) % self.config.window_size
        return slots

    @classmethod
    def restored(cls, config: HotspotConfig, state: HotspotState) -> Hotspots:
        """Return hotspots that go on where `state` was taken.

        Raises UnreadableHotspots when the state is of other settings.
        """
        _check(config, state)
        spots = cls(config)
        spots._reserve(state.seen)
        spots._window.clock[SEEN] = state.seen - len(state.points)
        spots._fill(state.points)
        spots._window.labels[spots._order()] = state.labels
        spots._window.clock[NEXT] = state.regions
        return spots

    def _fill(self, points: Floats) -> None:
        """Add the window's points where they were; their regions are not asked for."""
        if len(points):
            self._advance(points, 0, every=False)


def _empty(config: HotspotConfig, capacity: int) -> Window:
    return Window(
        np.zeros((capacity, config.dimensions)),
        np.zeros((config.place_width, capacity)),
        np.zeros((capacity, -(-capacity // 64)), np.int64),
        np.zeros(capacity, np.int64),
        np.full(capacity, NO_REGION),
        np.zeros(2, np.int64),
    )


def _check(config: HotspotConfig, state: HotspotState) -> None:
    columns = state.points.shape[1]
    hint = "start without the checkpoint"
    if columns != config.dimensions:
        what = f"points of {columns} columns, expected are {config.dimensions}"
        raise UnreadableHotspots(what, hint=hint)
    if len(state.points) != min(state.seen, config.window_size):
        what = f"a window of {len(state.points)} points, expected are {config.window_size}"
        raise UnreadableHotspots(what, hint=hint)
