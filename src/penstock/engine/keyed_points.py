"""A batch as points of numbers with the key of each, for functions that learn per key."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Column, Int64s
from penstock.core.types import Schema
from penstock.state.arrow import Numbers, numbers_of, valid_of
from penstock.state.hash_index import HashIndex
from penstock.state.key_codec import KeyCodec


class KeyedPoints:
    """Reads the columns of PARTITION BY and of the DESCRIPTOR."""

    def __init__(self, schema: Schema, partition: Sequence[int], columns: Sequence[int]) -> None:
        self._partition = partition
        self._columns = columns
        self._codec = KeyCodec([schema.fields[number].type.arrow for number in partition])

    def of(self, batch: Batch) -> tuple[Sequence[bytes], Int64s, Numbers]:
        """Return the batch's different keys, each row's number among them, and the points.

        Points have shape (rows, columns); NULL is NaN.
        """
        points = np.stack([_doubles(batch.data.column(at)) for at in self._columns], axis=1)
        return *self._groups(batch), points

    def _groups(self, batch: Batch) -> tuple[Sequence[bytes], Int64s]:
        columns = [batch.data.column(number) for number in self._partition]
        index = HashIndex(self._codec.width, sized=self._codec.sized)
        groups, fresh = index.upsert(self._codec.encode(columns, len(batch)))
        keys = index.gather(np.arange(len(fresh)))
        blob = keys.blob.tobytes()
        ranges = zip(keys.starts.tolist(), keys.ends.tolist(), strict=True)
        return [
            words.tobytes() + blob[start:end]
            for words, (start, end) in zip(keys.words, ranges, strict=True)
        ], groups


def _doubles(column: Column) -> Numbers:
    """Return the column in double precision, NULL as NaN."""
    values = numbers_of(column.cast(pa.float64()))
    valid = valid_of(column)
    return values if valid is None else np.where(valid, values, np.nan)
