"""Compiled walks over the frames of a mapped segment; time goes with frames, not with objects.

Offsets are bytes from the segment's start; a `place` is an array of (offset, sequence number).
Every walk checks what it is about to follow, so that damage stops it rather than misleads it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from penstock.core.batch import Int8s, Int64s
from penstock.core.compiled import compiled

Bytes = npt.NDArray[np.uint8]
Int32s = npt.NDArray[np.int32]
FRAME_MAGIC = 0x31534E50
FRAME_HEADER_BYTES = 56
# Where a header's fields stand, in units of four bytes ...
LENGTH, COUNT, KEYS_BYTES, PAYLOAD_BYTES = 2, 3, 12, 13
# ... and of eight.
SEQUENCE, ARRIVED_US, PRODUCER, STEP = 2, 3, 4, 5


class Views(NamedTuple):
    """The same mapped bytes as bytes, as unsigned 32-bit and as signed 64-bit numbers."""

    bytes: Bytes
    halves: npt.NDArray[np.uint32]
    words: Int64s


class KeyColumn(NamedTuple):
    """The buffers of an Arrow column of keys, to be filled; `present` has a byte per record."""

    offsets: Int32s
    target: Bytes
    present: Int8s


@compiled
def gather(source: Bytes, starts: Int64s, ends: Int64s, order: Int64s, target: Bytes) -> None:
    """Copy the chosen records one after the other, a newline behind each."""
    place = 0
    for chosen in order:
        length = ends[chosen] - starts[chosen]
        target[place : place + length] = source[starts[chosen] : ends[chosen]]
        target[place + length] = 10
        place += length + 1


@compiled
def small(views: Views, offset: int, field: int) -> int:
    """Return a 32-bit field of the frame at `offset`, signed so that sums stay integers."""
    return int(np.int64(views.halves[(offset >> 2) + field]))


@compiled
def wide(views: Views, offset: int, field: int) -> int:
    """Return a 64-bit field of the frame at `offset`."""
    return int(views.words[(offset >> 3) + field])


@compiled
def frame_length(views: Views, offset: int, sequence: int) -> int:
    """Return the length of the frame at `offset` that begins with `sequence`; 0: there is none."""
    size = len(views.words) * 8
    if offset + FRAME_HEADER_BYTES > size:
        return 0
    if small(views, offset, 0) != FRAME_MAGIC or wide(views, offset, SEQUENCE) != sequence:
        return 0
    length, count = small(views, offset, LENGTH), small(views, offset, COUNT)
    variable = small(views, offset, KEYS_BYTES) + small(views, offset, PAYLOAD_BYTES)
    too_long = offset + length > size or FRAME_HEADER_BYTES + 8 * count + variable > length
    return 0 if count == 0 or length % 8 or too_long else length


@compiled
def walk(views: Views, place: Int64s, end_sequence: int, frames: Int64s) -> int:
    """Put the offsets of the frames from `place` on into `frames`; return how many.

    Stops before `end_sequence`, at `len(frames)` or where no frame follows. Moves `place` behind
    the last.
    """
    found = 0
    while found < len(frames) and place[1] < end_sequence:
        length = frame_length(views, place[0], place[1])
        if length == 0:
            break
        frames[found] = place[0]
        found += 1
        place[1] += small(views, place[0], COUNT)
        place[0] += length
    return found


@compiled
def index_frames(
    views: Views, place: Int64s, end_sequence: int, entries: Int64s, gap_bytes: int
) -> int:
    """Fill rows of (sequence, offset, arrival), one each `gap_bytes`; return how many.

    Moves `place` on, to be continued when the segment has grown.
    """
    found = 0
    next_offset = place[0]
    while found < len(entries) and place[1] < end_sequence:
        length = frame_length(views, place[0], place[1])
        if length == 0:
            break
        if place[0] >= next_offset:
            entries[found, 0] = place[1]
            entries[found, 1] = place[0]
            entries[found, 2] = wide(views, place[0], ARRIVED_US)
            next_offset = place[0] + gap_bytes
            found += 1
        place[1] += small(views, place[0], COUNT)
        place[0] += length
    return found


@compiled
def seek(views: Views, place: Int64s, sequence: int) -> None:
    """Move `place` to the frame that holds `sequence`."""
    while True:
        length = frame_length(views, place[0], place[1])
        next_sequence = place[1] + small(views, place[0], COUNT) if length else sequence + 1
        if next_sequence > sequence:
            return
        place[0] += length
        place[1] = next_sequence


@compiled
def seek_time(views: Views, place: Int64s, end_sequence: int, arrived_us: int) -> None:
    """Move `place` to the first frame that arrived at or after a time, or to the end."""
    while place[1] < end_sequence:
        length = frame_length(views, place[0], place[1])
        if length == 0 or wide(views, place[0], ARRIVED_US) >= arrived_us:
            return
        place[1] += small(views, place[0], COUNT)
        place[0] += length


@compiled
def producer_steps(views: Views, frames: Int64s, marks: Int64s) -> int:
    """Put (producer, step) of the frames into `marks`, runs of one producer once; return rows."""
    found = 0
    for offset in frames:
        producer = wide(views, offset, PRODUCER)
        if producer == 0:
            continue
        if found == 0 or marks[found - 1, 0] != producer:
            found += 1
        marks[found - 1, 0] = producer
        marks[found - 1, 1] = wide(views, offset, STEP)
    return found


@compiled
def fill_rows(views: Views, frames: Int64s, first: int, end: int, rows: Int64s) -> None:
    """Fill start, end, sequence and arrival (a row of `rows` each) of the records in a range.

    Starts and ends are offsets in the segment.
    """
    row = 0
    for offset in frames:
        count, sequence = small(views, offset, COUNT), wide(views, offset, SEQUENCE)
        arrived_us = wide(views, offset, ARRIVED_US)
        starts = FRAME_HEADER_BYTES // 4
        payload = offset + FRAME_HEADER_BYTES + 8 * count + small(views, offset, KEYS_BYTES)
        for record in range(max(0, first - sequence), min(count, end - sequence)):
            rows[0, row] = payload + small(views, offset, starts + record)
            rows[1, row] = payload + small(views, offset, starts + count + record)
            rows[2, row] = sequence + record
            rows[3, row] = arrived_us
            row += 1


@compiled
def keys_size(views: Views, frames: Int64s, first: int, end: int) -> int:
    """Return the bytes of the partition keys of the records in a range; -1: there are no keys."""
    total, found = 0, False
    for offset in frames:
        if small(views, offset, KEYS_BYTES) == 0:
            continue
        found = True
        count, sequence = small(views, offset, COUNT), wide(views, offset, SEQUENCE)
        ends = FRAME_HEADER_BYTES // 4 + 2 * count
        low, high = max(0, first - sequence), min(count, end - sequence)
        before = small(views, offset, ends + low - 1) if low > 0 else 0
        total += small(views, offset, ends + high - 1) - before
    return total if found else -1


@compiled
def fill_keys(views: Views, frames: Int64s, first: int, end: int, column: KeyColumn) -> None:
    """Copy the keys of the records in a range as Arrow lays them out."""
    row, place = 0, 0
    column.offsets[0] = 0
    for offset in frames:
        count, sequence = small(views, offset, COUNT), wide(views, offset, SEQUENCE)
        low, high = max(0, first - sequence), min(count, end - sequence)
        ends = FRAME_HEADER_BYTES // 4 + 2 * count
        has_keys = small(views, offset, KEYS_BYTES) > 0
        begin = small(views, offset, ends + low - 1) if has_keys and low > 0 else 0
        stop = small(views, offset, ends + high - 1) if has_keys else 0
        for record in range(low, high):
            column.present[row] = has_keys
            row += 1
            length = small(views, offset, ends + record) - begin if has_keys else 0
            column.offsets[row] = place + length
        source = offset + 4 * (ends + count)
        column.target[place : place + stop - begin] = views.bytes[source + begin : source + stop]
        place += stop - begin
