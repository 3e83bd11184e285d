"""How many points a second HOTSPOTS takes on one core, by window, with and without its JSON.

Run `python benchmarks/hotspots.py [--json FILE]`. Two fifths of the points lie in three dense
places, the others anywhere; `every` asks for the regions after each point, as HOTSPOTS does, and
else only after the last one of a batch, as HOTSPOT_REGIONS does. The best of some passes counts.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from penstock.learning.hotspot_config import HotspotConfig
from penstock.learning.hotspot_json import hotspots_json
from penstock.learning.hotspots import Hotspots

WINDOWS = (100, 1_000, 4_000)
PLACES = np.array([[2.0, 2.0], [7.0, 8.0], [5.0, 1.0]])
POINTS = 5_000
PASSES = 5


@dataclass(frozen=True)
class Figure:
    case: str
    window: int
    regions: float
    thousand_points_per_second: float

    def __str__(self) -> str:
        rate = f"{self.thousand_points_per_second:8.1f} k/s"
        return f"{self.case:22} window {self.window:5}  {self.regions:5.1f} regions  {rate}"


def points(rng: np.random.Generator, count: int) -> np.ndarray:
    """Return points in a square of ten by ten."""
    rows = rng.uniform(0, 10, (count, 2))
    dense = rng.random(count) < 0.4
    centre = PLACES[rng.integers(0, len(PLACES), count)]
    rows[dense] = centre[dense] + rng.normal(0, 0.15, (int(dense.sum()), 2))
    return rows


def figure(case: str, config: HotspotConfig, *, every: bool, told: bool) -> Figure:
    """Measure one way of asking, from a full window on."""
    rng = np.random.default_rng(7)
    spots = Hotspots(config)
    spots.update(points(rng, config.window_size), every=False)
    best, found = float("inf"), 0
    for _ in range(PASSES):
        rows = points(rng, POINTS)
        began = time.perf_counter()
        regions = spots.update(rows, every=every)
        if told:
            hotspots_json(regions, len(rows))
        best = min(best, time.perf_counter() - began)
        found = len(regions)
    return Figure(case, config.window_size, found / (POINTS if every else 1), POINTS / best / 1e3)


def measured() -> list[Figure]:
    """Return all figures."""
    figures = []
    for window in WINDOWS:
        plane = HotspotConfig(window, 0.2, 17)
        sphere = HotspotConfig(window, 20_000.0, 17, sphere=True)
        figures += [
            figure("plane, after each", plane, every=True, told=False),
            figure("plane, after each, JSON", plane, every=True, told=True),
            figure("plane, after a batch", plane, every=False, told=False),
            figure("sphere, after each", sphere, every=True, told=False),
        ]
    one = HotspotConfig(1_000, 20.0, 17)
    return [*figures, figure("one region of all", one, every=True, told=True)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", type=Path)
    file = parser.parse_args().json
    figures = measured()
    print(*figures, sep="\n")
    if file is not None:
        file.write_text(json.dumps([asdict(each) for each in figures], indent=1) + "\n")


if __name__ == "__main__":
    main()
