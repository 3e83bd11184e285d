"""Batches that are held back until another input has ended; they survive a restart as they came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Column, Int64s
from penstock.core.time import MIN_WATERMARK_US
from penstock.engine.operator import Counts, State
from penstock.state.snapshot import pack, unpack

_NUMBERS = ("$watermark", "$arrived", "$lane")


class WaitingBatches:
    """Rows in flight, in their order, with the ledger of each lane; rows are only added."""

    def __init__(self, schema: pa.Schema, counts: Sequence[Counts]) -> None:
        self._schema = schema
        self._counts = counts
        self._waiting: list[tuple[Batch, int]] = []
        self.size_bytes = 0
        """The memory that the rows take."""

    def add(self, batch: Batch, lane: int) -> None:
        """Hold a batch back that came by a lane."""
        self._counts[lane].rows_in_flight += len(batch)
        self._waiting.append((batch, lane))
        self.size_bytes += batch.data.nbytes

    def release(self) -> Iterator[tuple[int, Batch]]:
        """Yield each batch with its lane; from then on its rows count as out."""
        waiting, self._waiting, self.size_bytes = self._waiting, [], 0
        for batch, lane in waiting:
            self._counts[lane].rows_in_flight -= len(batch)
            self._counts[lane].rows_out += len(batch)
            yield lane, batch

    def snapshot(self) -> State:
        """Return the rows, and where each batch ends."""
        ends = np.cumsum([0, *(len(batch) for batch, _ in self._waiting)])
        timed = [batch.watermarks is not None for batch, _ in self._waiting]
        parts = pack({"end": ends, "timed": [False, *timed]})
        return {"parts": parts, "waiting": pack(self._columns())}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned; the counts are the operator's to take back."""
        data = unpack(state["waiting"])
        cuts = unpack(state["parts"]).to_pylist()
        self._waiting = [
            self._taken_back(data.slice(begin["end"], end["end"] - begin["end"]), end["timed"])
            for begin, end in pairwise(cuts)
        ]
        self.size_bytes = sum(batch.data.nbytes for batch, _ in self._waiting)

    def _columns(self) -> dict[str, Column | Int64s]:
        none = pa.RecordBatch.from_pylist([], schema=self._schema)
        whole = pa.Table.from_batches([none, *(batch.data for batch, _ in self._waiting)])
        columns: dict[str, Column | Int64s] = {
            str(n): pa.concat_arrays(column.chunks) for n, column in enumerate(whole.columns)
        }
        numbers = [
            (_watermarks(batch), np.full(len(batch), batch.arrived_us), np.full(len(batch), lane))
            for batch, lane in self._waiting
        ]
        nothing = np.zeros(0, np.int64)
        joined = [
            np.concatenate(parts)
            for parts in zip((nothing, nothing, nothing), *numbers, strict=True)
        ]
        return {**columns, **dict(zip(_NUMBERS, joined, strict=True))}

    def _taken_back(self, part: pa.RecordBatch, timed: bool) -> tuple[Batch, int]:
        columns = part.columns[: len(self._schema)]
        watermarks, arrived, lanes = (part.column(name).to_numpy() for name in _NUMBERS)
        data = pa.RecordBatch.from_arrays(columns, schema=self._schema)
        batch = Batch(data, int(arrived[0]), None, watermarks.copy() if timed else None)
        return batch, int(lanes[0])


def _watermarks(batch: Batch) -> Int64s:
    none = np.full(len(batch), MIN_WATERMARK_US)
    return none if batch.watermarks is None else batch.watermarks
