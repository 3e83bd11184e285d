"""HOTSPOTS: appends to each row the regions in which the newest rows of its key lie close together.

A row without usable coordinates (NULL, NaN or infinite; on a sphere beyond 180 and 90 degrees) is
not in the window, and has NULL.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch
from penstock.engine.keyed_hotspots import KeyedHotspots
from penstock.engine.operator import NOTHING, Counts, Emission, Port, State
from penstock.engine.rows import with_columns
from penstock.learning.hotspot_json import hotspots_json
from penstock.sql.plan import TableFunction


class HotspotsOperator:
    """One window per key of PARTITION BY; rows keep their order."""

    def __init__(self, node: TableFunction, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._schema = node.schema.arrow
        self._hotspots = KeyedHotspots(node)

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Return the rows, each with the regions right after it."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        counts.rows_out += len(batch)
        texts = np.full(len(batch), None, np.object_)
        for spots, rows, points in self._hotspots.by_key(batch):
            texts[rows] = hotspots_json(spots.update(points), len(rows))
        columns = [*batch.data.columns, pa.array(texts, pa.string())]
        return Emission([with_columns(batch, columns, self._schema)])

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Return nothing: no row waits."""
        return NOTHING

    def snapshot(self) -> State:
        """Return all windows."""
        return self._hotspots.snapshot()

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._hotspots.restore(state)

    def state_bytes(self) -> int:
        """Return how much memory the windows take."""
        return self._hotspots.state_bytes()
