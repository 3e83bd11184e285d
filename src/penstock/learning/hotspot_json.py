"""Regions in the JSON of Amazon's HOTSPOTS: one object a row, with a list of boxes."""

from __future__ import annotations

from penstock.learning.hotspot_boxes import Regions

NONE = '{"hotspots":[]}'


def hotspots_json(regions: Regions, rows: int) -> list[str]:
    """Return one text a row: density, highest and lowest values of each region after that row.

    >>> import numpy as np
    >>> from penstock.learning.hotspots import HotspotConfig, Hotspots
    >>> spots = Hotspots(HotspotConfig(10, 1.0, 2))
    >>> found = spots.update(np.array([[0.0, 0.0], [0.5, 2.0], [0.5, 0.5]]))
    >>> print(*hotspots_json(found, 3)[1:], sep="\\n")
    {"hotspots":[]}
    {"hotspots":[{"density":2.0,"maxValues":[0.5,0.5],"minValues":[0.0,0.0]}]}
    """
    texts: list[list[str]] = [[] for _ in range(rows)]
    columns = (regions.density.tolist(), regions.high.tolist(), regions.low.tolist())
    for row, density, high, low in zip(regions.row.tolist(), *columns, strict=True):
        texts[row].append(
            f'{{"density":{density},"maxValues":[{_list(high)}],"minValues":[{_list(low)}]}}'
        )
    return [f'{{"hotspots":[{",".join(each)}]}}' if each else NONE for each in texts]


def _list(values: list[float]) -> str:
    return ",".join(map(repr, values))
