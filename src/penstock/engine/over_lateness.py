"""Which rows behind the watermark come too late for an OVER that looks a few rows back.

As in Flink, such a row is taken as long as it is after its key's last row that was given: it still
has its place behind it. What was given is known row by row, however rows were batched.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.engine.over_results import OverResults
from penstock.engine.pending_rows import Incoming
from penstock.state.arrow import Bools
from penstock.state.hash_index import HashIndex
from penstock.state.key_codec import KeyCodec


class KeyLateness:
    """Judges rows by the last times of their keys."""

    def __init__(
        self, types: Sequence[pa.DataType], partition: Sequence[int], results: OverResults
    ) -> None:
        self._partition, self._results = partition, results
        self._codec = KeyCodec([types[column] for column in partition])

    def __call__(self, incoming: Incoming) -> Bools:
        """Return which rows of a batch are too late."""
        keys, last = self._keys(incoming)
        late = np.zeros(len(keys), np.bool_)
        order = np.argsort(incoming.released_us, kind="stable")
        rows = (keys, incoming.times, incoming.released_us)
        _judge(order, rows, incoming.watermarks, last, late)
        judged: Bools = late[incoming.waiting.num_rows :]
        return judged

    def _keys(self, incoming: Incoming) -> tuple[Int64s, Int64s]:
        """Return each row's key by number, and the last time of each that was given before."""
        parts = (incoming.waiting, incoming.batch)
        columns = [
            pa.concat_arrays([part.column(number) for part in parts]) for number in self._partition
        ]
        rows = sum(part.num_rows for part in parts)
        index = HashIndex(self._codec.width, sized=self._codec.sized)
        keys, _ = index.upsert(self._codec.encode(columns, rows))
        last = np.zeros(index.slots_end, np.int64)
        last[keys] = self._results.last_times(columns, rows)
        return keys, last


@compiled
def _judge(
    order: Int64s,
    rows: tuple[Int64s, Int64s, Int64s],
    watermarks: Int64s,
    last: Int64s,
    late: Bools,
) -> None:
    """Go through the rows as they came; `order` is that in which they are let go."""
    keys, times, released_us = rows
    waiting, at = len(keys) - len(watermarks), 0
    for place in range(len(watermarks)):
        row, watermark_us = waiting + place, watermarks[place]
        while at < len(order) and released_us[order[at]] <= watermark_us:
            given = order[at]
            if not late[given]:
                last[keys[given]] = max(last[keys[given]], times[given])
            at += 1
        late[row] = times[row] <= watermark_us and times[row] <= last[keys[row]]
