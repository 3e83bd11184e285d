"""What flows between rooms: undecoded records, then batches of typed columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Column: TypeAlias = "pa.Array[Any]"
Int8s: TypeAlias = npt.NDArray[np.int8]
Int64s: TypeAlias = npt.NDArray[np.int64]


class RowKind(IntEnum):
    """The change that a row means, with Flink's byte values."""

    INSERT = 0
    UPDATE_BEFORE = 1
    UPDATE_AFTER = 2
    DELETE = 3


@dataclass(frozen=True, slots=True)
class Records:
    """Undecoded records in one contiguous buffer: record i is `data[starts[i]:ends[i]]`.

    Between records anything may stand (a newline, a frame header), so that a segment of a stream
    or a block of a file is handed over without a copy.
    """

    data: bytes | bytearray | memoryview
    starts: Int64s
    ends: Int64s

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self.starts)

    def __getitem__(self, index: int) -> bytes:
        """Return a copy of record `index`."""
        return bytes(self.data[self.starts[index] : self.ends[index]])

    @staticmethod
    def of(records: list[bytes]) -> Records:
        """Return the records joined into one buffer, a newline after each.

        >>> Records.of([b"a", b"bc"])[1]
        b'bc'
        """
        lengths = np.fromiter((len(record) for record in records), np.int64, len(records))
        ends = np.cumsum(lengths + 1) - 1
        return Records(b"".join(record + b"\n" for record in records), ends - lengths, ends)


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of typed columns with what the engine must know of each.

    `kinds` is int8 per row (None: all INSERT). `watermarks` is int64 per row, the watermark in
    force just before that row arrived (None: the operator above needs none), so that lateness
    does not depend on how rows were batched. `arrived_us` is the arrival time of the oldest
    record that had a part in it; freshness is counted from there.
    """

    data: pa.RecordBatch
    arrived_us: int
    kinds: Int8s | None = None
    watermarks: Int64s | None = None

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self.data.num_rows)


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one read of one split gave: records to decode, or columns that need no decoding.

    `position` is that of the next unread record. `metadata` holds a column per metadata key that
    the source offers (`timestamp`, `partition-key`, `sequence-number`, `shard-id` …). `start` is
    the position of the first record, where that is not the one which was asked for: retention may
    have dropped records in between.
    """

    position: str
    arrived_us: int
    records: Records | None = None
    columns: pa.RecordBatch | None = None
    metadata: Mapping[str, Column] = field(default_factory=dict)
    start: str | None = None

    def __len__(self) -> int:
        """Return the number of rows."""
        if self.columns is not None:
            return int(self.columns.num_rows)
        return len(self.records) if self.records is not None else 0
