"""RANDOM_CUT_FOREST: appends to each row how much it surprises, judged by the rows of its key.

The forests themselves live in the learning room; here rows find their forest. A row without a
number in one of the columns (NULL, NaN or infinite) has no score, and the forest does not see it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Column, Int64s
from penstock.engine.operator import NOTHING, Counts, Emission, Port, State
from penstock.engine.rows import with_columns
from penstock.learning import ForestConfig, Forests
from penstock.sql.plan import TableFunction
from penstock.state.arrow import Numbers, column_of, numbers_of, valid_of
from penstock.state.hash_index import HashIndex
from penstock.state.key_codec import KeyCodec

_SETTINGS = {
    "number_of_trees": "trees",
    "sub_sample_size": "sample",
    "time_decay": "time_decay",
    "shingle_size": "shingle",
    "output_after": "output_after",
    "seed": "seed",
}
"""What the forest calls the function's arguments."""
_PART = "forests"


class RandomCutForestOperator:
    """One forest per key of PARTITION BY; rows keep their order."""

    def __init__(self, node: TableFunction, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._node = node
        self._schema = node.schema.arrow
        fields = node.input.schema.fields
        self._codec = KeyCodec([fields[number].type.arrow for number in node.partition])
        settings = {_SETTINGS[name]: value for name, value in node.arguments}
        self._config = ForestConfig(dimensions=len(node.columns), **settings)
        self._forests = Forests(self._config)

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Return the rows with their scores."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        counts.rows_out += len(batch)
        points = np.stack([_doubles(batch.data.column(at)) for at in self._node.columns], axis=1)
        valid = np.isfinite(points).all(axis=1)
        scores = np.zeros(len(batch))
        if valid.any():
            keys, groups = self._groups(batch)
            scores[valid] = self._forests.score_and_update(keys, groups[valid], points[valid])
        column = column_of(scores, valid, pa.float64())
        return Emission([with_columns(batch, [*batch.data.columns, column], self._schema)])

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Return nothing: every row has its score at once."""
        return NOTHING

    def _groups(self, batch: Batch) -> tuple[Sequence[bytes], Int64s]:
        """Return the batch's different keys as bytes, and each row's number among them."""
        columns = [batch.data.column(number) for number in self._node.partition]
        index = HashIndex(self._codec.width, sized=self._codec.sized)
        groups, fresh = index.upsert(self._codec.encode(columns, len(batch)))
        keys = index.gather(np.arange(len(fresh)))
        blob = keys.blob.tobytes()
        ranges = zip(keys.starts.tolist(), keys.ends.tolist(), strict=True)
        return [
            words.tobytes() + blob[start:end]
            for words, (start, end) in zip(keys.words, ranges, strict=True)
        ], groups

    def snapshot(self) -> State:
        """Return all forests."""
        return {_PART: self._forests.snapshot()}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._forests = Forests.restore(self._config, state[_PART])

    def state_bytes(self) -> int:
        """Return how much memory the forests take."""
        return self._forests.state_bytes


def _doubles(column: Column) -> Numbers:
    """Return the column in double precision, NULL as NaN."""
    values = numbers_of(column.cast(pa.float64()))
    valid = valid_of(column)
    return values if valid is None else np.where(valid, values, np.nan)
