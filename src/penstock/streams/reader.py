"""Read a shard's published records, many frames at a time and without a copy."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import OrderedDict
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s, Records
from penstock.core.protocols import StreamRecords
from penstock.streams import kernels
from penstock.streams.control import Control, Word
from penstock.streams.errors import RecordsExpired, StreamDamaged, StreamRemoved, disk
from penstock.streams.frame import is_whole
from penstock.streams.index import IndexedSegment
from penstock.streams.kernels import KeyColumn
from penstock.streams.segment import segment_bases

SEGMENTS_OPEN_MAX = 16
FRAMES_PER_READ = 16_384
TRIES_MAX = 3
"""Retention may delete a segment between looking for it and opening it; then look again."""


class ShardReader:
    """Reads one shard; its methods may be called by any thread."""

    def __init__(self, folder: Path, control: Control) -> None:
        self._folder = folder
        self._control = control
        self._mutex = threading.Lock()
        self._bases: list[int] = []
        self._segments: OrderedDict[int, IndexedSegment] = OrderedDict()

    def read(self, sequence: int, rows_max: int, until: int | None) -> StreamRecords | None:
        """Return up to `rows_max` published records from `sequence` on and before `until`."""
        for _ in range(TRIES_MAX):
            end = self.latest() if until is None else min(self.latest(), until)
            first = max(sequence, self.earliest())
            if first > sequence and until is not None and sequence < end:
                raise self._expired(sequence, first)
            if first >= end or rows_max <= 0:
                return None
            with self._mutex, disk(self._folder), suppress(FileNotFoundError):
                segment = self._segment_of(first)
                return _records(segment, first, min(end, first + rows_max))
        raise self._lost()

    def earliest(self) -> int:
        """Return the sequence number of the oldest record that retention left."""
        return int(self._control.words[Word.EARLIEST])

    def latest(self) -> int:
        """Return the sequence number behind the last published record."""
        words = self._control.words
        if words[Word.REMOVED]:
            raise StreamRemoved(
                f"{self._folder.parent.name} was removed", hint="create the stream again"
            )
        return int(words[Word.PUBLISHED])

    def at_time(self, arrived_us: int) -> int:
        """Return the sequence number of the first record that arrived at or after a time."""
        for _ in range(TRIES_MAX):
            published, earliest = self.latest(), self.earliest()
            if published <= earliest:
                return published
            with self._mutex, disk(self._folder), suppress(FileNotFoundError):
                segment = self._segment_at_time(arrived_us)
                return max(segment.at_time(arrived_us, published), earliest)
        raise self._lost()

    def close(self) -> None:
        """Let go of the mapped segments; records that were handed out stay valid."""
        with self._mutex:
            self._segments.clear()
            self._bases = []

    def _segment_of(self, sequence: int) -> IndexedSegment:
        """Return the segment that holds a published sequence number."""
        last_known = self._bases[-1] if self._bases else None
        if last_known is None or (
            sequence >= last_known and last_known != self._control.words[Word.BASE]
        ):
            self._bases = segment_bases(self._folder)
        place = bisect_right(self._bases, sequence) - 1
        if place < 0:
            self._bases = []
            raise FileNotFoundError(self._folder)
        return self._open(self._bases[place])

    def _segment_at_time(self, arrived_us: int) -> IndexedSegment:
        """Return the last segment before which all records arrived before a time."""
        self._bases = segment_bases(self._folder)
        if not self._bases:
            raise FileNotFoundError(self._folder)
        place = bisect_right(
            range(1, len(self._bases)),
            arrived_us - 1,
            key=lambda i: self._open(self._bases[i]).segment.header.arrived_before_us,
        )
        return self._open(self._bases[place])

    def _open(self, base: int) -> IndexedSegment:
        segment = self._segments.get(base)
        if segment is None:
            segment = self._segments[base] = IndexedSegment(self._folder, base)
            if len(self._segments) > SEGMENTS_OPEN_MAX:
                self._segments.popitem(last=False)
        self._segments.move_to_end(base)
        return segment

    def _lost(self) -> StreamDamaged:
        return StreamDamaged(
            f"{self._folder} has lost segments", hint="restore the folder from a backup"
        )

    def _expired(self, sequence: int, earliest: int) -> RecordsExpired:
        return RecordsExpired(
            f"records {sequence} to {earliest - 1} of {self._folder} are needed again,"
            " but retention has deleted them",
            hint="make the stream's retention longer than a stop may last, then start the job anew",
        )


def _records(indexed: IndexedSegment, first: int, end: int) -> StreamRecords:
    frames, place = indexed.frames(first, end, FRAMES_PER_READ)
    segment = indexed.segment
    end = min(end, int(place[1]))
    _check(indexed, frames, int(place[0]))
    rows = np.empty((4, end - first), np.int64)
    kernels.fill_rows(segment.views, frames, first, end, rows)
    low, high = int(rows[0, 0]), int(rows[1, -1])
    starts, ends, sequences, arrived_us = rows
    records = Records(segment.data[low:high], starts - low, ends - low)
    return StreamRecords(records, sequences, arrived_us, _keys(indexed, frames, first, end), end)


def _check(indexed: IndexedSegment, frames: Int64s, end: int) -> None:
    """Sum each frame once as reading goes on; the rest of a frame read before is not summed."""
    offsets = [*frames.tolist(), end]
    for offset, next_offset in pairwise(offsets):
        if indexed.checked_from <= offset < indexed.checked_to:
            continue
        if not is_whole(indexed.segment.data, offset, next_offset - offset):
            raise indexed.segment.damaged(offset)
    indexed.note_checked(offsets[0], end)


def _keys(indexed: IndexedSegment, frames: Int64s, first: int, end: int) -> Column:
    segment = indexed.segment
    size = kernels.keys_size(segment.views, frames, first, end)
    if size < 0:
        return pa.nulls(end - first, pa.binary())
    offsets = np.empty(end - first + 1, np.int32)
    target = np.empty(size, np.uint8)
    present = np.empty(end - first, np.int8)
    kernels.fill_keys(segment.views, frames, first, end, KeyColumn(offsets, target, present))
    bits = None if present.all() else np.packbits(present, bitorder="little").data
    buffers = [
        None if part is None else pa.py_buffer(part) for part in (bits, offsets.data, target.data)
    ]
    column: Column = pa.Array.from_buffers(pa.binary(), end - first, buffers)
    return column
