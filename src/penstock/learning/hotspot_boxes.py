"""Regions as their users see them: box, centre, count and density, on a plane or on the Earth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from penstock.learning.hotspot_config import HotspotConfig
from penstock.learning.hotspot_regions import COUNT, REGION, ROW, Floats, Found, Ints

EARTH_METRES = 6_371_008.8
"""The Earth's mean radius (IUGG)."""
SQUARE_KILOMETRE = 1e6
TURN, HALF_TURN, QUARTER_TURN = 360.0, 180.0, 90.0
DECIMALS = 9
"""Of degrees, 0.1 millimetres: what a turn back leaves of an edge."""


@dataclass(frozen=True, slots=True)
class Regions:
    """Regions after some rows, in the order of their rows; all arrays have one entry a region.

    `row` is the number of the row after which a region looked so, `region` the number that it
    keeps for as long as it lasts, `count` its points. `low`, `high` and `centre` have a column per
    dimension. `density` is points per volume of the box, of which no side counts as shorter than
    the scan radius; on a sphere points per square kilometre, and a box over the antimeridian has
    its western edge, `low`, above its eastern one.
    """

    row: Ints
    region: Ints
    count: Ints
    low: Floats
    high: Floats
    centre: Floats
    density: Floats

    def __len__(self) -> int:
        """Return how many regions these are."""
        return len(self.row)

    def taken(self, places: Ints) -> Regions:
        """Return the regions at these places."""
        return Regions(*(getattr(self, field.name)[places] for field in fields(Regions)))

    @staticmethod
    def joined(parts: Sequence[Regions]) -> Regions:
        """Return the regions of all parts, of which there is at least one."""
        names = [field.name for field in fields(Regions)]
        return Regions(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def regions_of(found: Found, config: HotspotConfig) -> Regions:
    """Return what a kernel found, measured."""
    numbers, bounds = found
    width = config.dimensions
    low, high, sums = bounds[:, :width], bounds[:, width : 2 * width], bounds[:, 2 * width :]
    count = numbers[:, COUNT].copy()
    size = (_square_metres if config.sphere else _volume)(low, high, config.scan_radius)
    if config.sphere:
        density, centre = count / size * SQUARE_KILOMETRE, _middle(sums)
        low, high = _wrapped(low, high)
    else:
        density, centre = count / size, sums / count[:, None]
    return Regions(
        numbers[:, ROW].copy(), numbers[:, REGION].copy(), count,
        low.copy(), high.copy(), centre, density,
    )  # fmt: skip


def positions(degrees: Floats) -> Floats:
    """Return points of longitude and latitude as metres from the Earth's centre, shape (n, 3).

    >>> positions(np.array([[0.0, 90.0]])).round().tolist()
    [[0.0, 0.0, 6371009.0]]
    """
    longitude, latitude = np.radians(degrees).T
    across = np.cos(latitude)
    vectors = (across * np.cos(longitude), across * np.sin(longitude), np.sin(latitude))
    return EARTH_METRES * np.stack(vectors, axis=1)


def chord(metres: float) -> float:
    """Return the straight distance between two points that are so far apart along the surface."""
    return float(2 * EARTH_METRES * np.sin(metres / (2 * EARTH_METRES)))


def _volume(low: Floats, high: Floats, least: float) -> Floats:
    volume: Floats = np.maximum(high - low, least).prod(axis=1)
    return volume


def _square_metres(low: Floats, high: Floats, least: float) -> Floats:
    """Return the area between two parallels and two meridians; no side is below `least` metres."""
    turn, south, north = (
        *np.radians(high[:, :1] - low[:, :1]).T,
        *np.radians([low[:, 1], high[:, 1]]),
    )
    height = EARTH_METRES * (north - south)
    strip = EARTH_METRES**2 * turn * (np.sin(north) - np.sin(south))
    flat = EARTH_METRES * turn * np.cos(south)
    width = np.divide(strip, height, out=flat, where=height > 0)
    area: Floats = np.maximum(height, least) * np.maximum(width, least)
    return area


def _middle(sums: Floats) -> Floats:
    """Return longitude and latitude of where sums of positions point to."""
    x, y, z = sums.T
    angles = np.arctan2(y, x), np.arctan2(z, np.hypot(x, y))
    middle: Floats = np.degrees(np.stack(angles, axis=1))
    return middle


def _wrapped(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return bounds whose longitudes are within 180 degrees; a full turn is all of them."""
    low, high = low.copy(), high.copy()
    full = high[:, 0] - low[:, 0] >= TURN
    for bounds, edge in ((low, -HALF_TURN), (high, HALF_TURN)):
        outside = np.abs(bounds[:, 0]) > HALF_TURN
        turned = (bounds[outside, 0] + HALF_TURN) % TURN - HALF_TURN
        bounds[outside, 0] = turned.round(DECIMALS)
        bounds[full, 0] = edge
    return low, high


def finite(rows: Floats, config: HotspotConfig) -> npt.NDArray[np.bool_]:
    """Return which rows are points: finite, and on a sphere within 180 and 90 degrees.

    >>> finite(np.array([[0.0, 91.0], [181.0, 0.0], [180.0, -90.0]]), HotspotConfig(sphere=True))
    array([False, False,  True])
    """
    edges = (HALF_TURN, QUARTER_TURN) if config.sphere else np.finfo(np.float64).max
    return np.asarray((np.abs(rows) <= edges).all(axis=1))
