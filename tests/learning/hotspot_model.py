"""What HOTSPOTS is, written as plainly as it can be: DBSCAN over the window after each point."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Sequence

from penstock.learning.hotspot_boxes import EARTH_METRES
from penstock.learning.hotspot_config import HotspotConfig

Point = tuple[float, ...]
Region = tuple[int, frozenset[int]]


def regions_after_each(points: Sequence[Point], config: HotspotConfig) -> Iterator[list[Region]]:
    """Yield, after each point, the regions: their numbers and the numbers of their points."""
    window: deque[int] = deque(maxlen=config.window_size)
    labels: dict[int, int] = {}
    regions = 0
    for number in range(len(points)):
        window.append(number)
        found: list[Region] = []
        for dense, members in _clusters(points, window, config):
            kept = {labels[each] for each in dense if each in labels} - {name for name, _ in found}
            label = min(kept, default=regions)
            regions += label == regions
            found.append((label, members))
        labels = {each: label for label, members in found for each in members}
        yield found


def _clusters(
    points: Sequence[Point], window: Sequence[int], config: HotspotConfig
) -> Iterator[tuple[set[int], frozenset[int]]]:
    """Yield dense points and all points of each cluster, in the order of the oldest dense ones."""
    near = {a: {b for b in window if close(points[a], points[b], config)} for a in window}
    dense = [a for a in window if len(near[a]) >= config.minimum_points]
    reached: set[int] = set()
    taken: set[int] = set()
    for start in dense:
        if start not in reached:
            cluster, ahead = {start}, [start]
            while ahead:
                fresh = (near[ahead.pop()] & set(dense)) - cluster
                cluster |= fresh
                ahead += fresh
            members = set().union(*(near[each] for each in cluster)) - taken
            reached |= cluster
            taken |= members
            yield cluster, frozenset(members)


def close(a: Point, b: Point, config: HotspotConfig) -> bool:
    """Return whether two points are within the scan radius."""
    return (_arc(a, b) if config.sphere else math.dist(a, b)) <= config.scan_radius


def _arc(a: Point, b: Point) -> float:
    """Return the metres between two points along the sphere, by the haversine formula."""
    (x1, y1), (x2, y2) = (map(math.radians, point) for point in (a, b))
    half = math.sin((y2 - y1) / 2) ** 2
    half += math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * EARTH_METRES * math.asin(min(1.0, math.sqrt(half)))
