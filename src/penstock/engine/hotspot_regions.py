"""HOTSPOT_REGIONS: a table of the hot regions of each key; a batch sends what it changed there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Column, Int8s, Int64s, RowKind
from penstock.engine.keyed_hotspots import KeyedHotspots
from penstock.engine.operator import NOTHING, Counts, Emission, Port, State
from penstock.engine.region_changes import RegionChanges, region_changes
from penstock.learning.hotspot_boxes import Regions
from penstock.sql.plan import ChangelogMode
from penstock.sql.plan_regions import HotspotRegions


class HotspotRegionsOperator:
    """One window per key of PARTITION BY; what a batch sends are changes of its keys' regions."""

    def __init__(self, node: HotspotRegions, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._node = node
        self._schema = node.schema.arrow
        self._with_old = node.traits.changelog is not ChangelogMode.UPSERT
        self._hotspots = KeyedHotspots(node)

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Take the rows into their windows and return how the regions differ then."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        counts.rows_out += len(batch)
        found = [
            (int(rows[0]), region_changes(*spots.replaced(points), with_old=self._with_old))
            for spots, rows, points in self._hotspots.by_key(batch)
        ]
        return self._emission(batch, found)

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Return nothing: no region waits."""
        return NOTHING

    def _emission(self, batch: Batch, found: Sequence[tuple[int, RegionChanges]]) -> Emission:
        sizes = [len(changes.kinds) for _, changes in found]
        if not sum(sizes):
            return NOTHING
        keys = np.repeat(np.array([row for row, _ in found], np.int64), sizes)
        regions = Regions.joined([changes.regions for _, changes in found])
        kinds: Int8s = np.concatenate([changes.kinds for _, changes in found])
        data = pa.RecordBatch.from_arrays(self._columns(batch, keys, regions), schema=self._schema)
        updating = not (kinds == RowKind.INSERT).all()
        return Emission([Batch(data, batch.arrived_us, kinds if updating else None)])

    def _columns(self, batch: Batch, rows: Int64s, regions: Regions) -> list[Column]:
        """Return the columns of the changes; the keys stand in the batch."""
        data, at = batch.data, pa.array(rows, pa.int64())
        keys = [data.column(column).take(at) for column in self._node.partition]
        told = [regions.region, regions.count, regions.density]
        for axis in range(regions.low.shape[1]):
            told += [each[:, axis].copy() for each in (regions.low, regions.high, regions.centre)]
        return [*keys, *map(pa.array, told)]

    def snapshot(self) -> State:
        """Return all windows."""
        return self._hotspots.snapshot()

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._hotspots.restore(state)

    def state_bytes(self) -> int:
        """Return how much memory the windows take."""
        return self._hotspots.state_bytes()
