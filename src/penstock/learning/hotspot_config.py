"""What HOTSPOTS is told before its first point; three of the names are AWS's."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from penstock.core.errors import UserError

WINDOW_MAX = 10_000
"""A window's pairs of near points are kept as bits: 12.5 MB at this size, 125 kB at 1,000."""
RADIUS_METRES_MAX = 5_000_000.0
"""Beyond it a circle on the Earth is no region any more."""
POINTS_MIN = 2
"""The least window, and the least number of points that are close to each other."""
SPHERE_COLUMNS = 2


class BadHotspotSetting(UserError):
    """A setting of HOTSPOTS is out of its limits.

    >>> HotspotConfig(scan_radius=0.0)
    Traceback (most recent call last):
        ...
    penstock.learning.hotspot_config.BadHotspotSetting: E766 scan_radius is 0.0
    hint: a finite number above 0, in the unit of the columns (metres on a sphere)
    """

    code = "E766"


@dataclass(frozen=True, slots=True)
class HotspotConfig:
    """A window of the newest `window_size` points, and what counts as dense in it.

    A point is *dense* when at least `minimum_points` points of the window, itself included, are
    within `scan_radius`. Dense points within that radius of each other are one region, with all
    points that are near one of them (Ester, Kriegel, Sander, Xu: "A density-based algorithm for
    discovering clusters", KDD 1996). With `sphere` the columns are longitude and latitude in
    degrees, and distances are metres along the Earth's surface.
    """

    window_size: int = 1_000
    scan_radius: float = 1.0
    minimum_points: int = 20
    dimensions: int = 2
    sphere: bool = False

    def __post_init__(self) -> None:
        """Refuse what is out of limits."""
        if not POINTS_MIN <= self.window_size <= WINDOW_MAX:
            raise _bad("window_size", self.window_size, f"{POINTS_MIN} to {WINDOW_MAX}")
        if not POINTS_MIN <= self.minimum_points <= self.window_size:
            raise _bad("minimum_points", self.minimum_points, f"{POINTS_MIN} to window_size")
        if not (math.isfinite(self.scan_radius) and self.scan_radius > 0):
            hint = "a finite number above 0, in the unit of the columns (metres on a sphere)"
            raise _bad("scan_radius", self.scan_radius, hint)
        if self.sphere and self.scan_radius > RADIUS_METRES_MAX:
            raise _bad("scan_radius", self.scan_radius, f"up to {RADIUS_METRES_MAX:.0f} metres")
        if self.sphere and self.dimensions != SPHERE_COLUMNS:
            raise _bad("the number of columns", self.dimensions, "longitude, then latitude")

    @property
    def place_width(self) -> int:
        """In how many dimensions distances are taken: three for points on a sphere."""
        return 3 if self.sphere else self.dimensions


def hotspot_config(arguments: Iterable[tuple[str, Any]], dimensions: int) -> HotspotConfig:
    """Return what the arguments of the SQL function mean.

    >>> arguments = {"window_size": 10, "scan_radius": 1, "minimum_points": 2, "distance": "sphere"}
    >>> hotspot_config(arguments.items(), 2).place_width
    3
    """
    options = dict(arguments)
    sphere = options.pop("distance", "plane") == "sphere"
    return HotspotConfig(**options, dimensions=dimensions, sphere=sphere)


def _bad(name: str, value: object, hint: str) -> BadHotspotSetting:
    return BadHotspotSetting(f"{name} is {value}", hint=hint)
