"""Append frames to a shard, in order among all processes, and sync them together."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from penstock.core.time import Clock
from penstock.streams.control import BOOT, NO_SEGMENT, Control, Word
from penstock.streams.errors import ProducersTooMany, StreamRemoved, disk
from penstock.streams.frame import Body, Stamp, header_of
from penstock.streams.kernels import producer_steps, walk
from penstock.streams.recovery import PAGE_BYTES, recover
from penstock.streams.retention import delete_expired, is_old
from penstock.streams.segment import (
    MappedSegment,
    SegmentHeader,
    create_segment,
    segment_path,
)

PRODUCERS_MAX = 65_536
STRIDE_BYTES_MIN = 2**20
STRIDE_BYTES_MAX = 16 * 2**20
"""Blocks are allocated ahead by as much as is used, within these: idle streams stay small."""
FRAMES_PER_WALK = 4096


@dataclass(slots=True)
class _Tail:
    """The segment being written, as far as this process has seen its frames."""

    segment: MappedSegment
    file: int
    offset: int
    sequence: int
    steps: dict[int, int]


class ShardWriter:
    """Writes one shard; its methods may be called by any thread."""

    def __init__(self, folder: Path, control: Control, clock: Clock, segment_bytes: int) -> None:
        self._folder = folder
        self._control = control
        self._clock = clock
        self._segment_bytes = segment_bytes
        self._append_mutex = threading.Lock()
        self._sync_mutex = threading.Lock()
        self._tail: _Tail | None = None
        self._sync_file: tuple[int, int] | None = None
        with disk(folder), control.append_lock():
            if BOOT == 0 or not control.trusted:
                recover(folder, control)

    def append(self, body: Body, producer: int, step: int) -> int:
        """Write a frame, unless the shard holds that step; return up to where to sync."""
        words = self._control.words
        with self._append_mutex, disk(self._folder), self._control.append_lock():
            known = self._catch_up()
            if producer and known.get(producer, step - 1) >= step:
                return int(words[Word.WRITTEN])
            if producer and producer not in known and len(known) >= PRODUCERS_MAX:
                raise ProducersTooMany(f"more than {PRODUCERS_MAX} producers in {self._folder}")
            now_us = max(self._clock.now_us(), words[Word.ARRIVED_US])
            tail = self._room_for(body.length, now_us)
            self._write(tail, body, Stamp(tail.sequence, now_us, producer, step))
            return tail.sequence

    def sync(self, sequence: int) -> None:
        """Return once the records before `sequence` are on the disk and published."""
        words = self._control.words
        if words[Word.PUBLISHED] >= sequence:
            return
        with self._sync_mutex:
            if words[Word.PUBLISHED] >= sequence:
                return
            with disk(self._folder), self._control.sync_lock():
                if words[Word.PUBLISHED] < sequence:
                    self._publish()

    def expire(self, now_us: int) -> None:
        """Delete the segments whose records are all older than the retention."""
        words = self._control.words
        with self._append_mutex, disk(self._folder), self._control.append_lock():
            known = self._catch_up()
            retention_us = words[Word.RETENTION_US]
            tail = self._tail
            if not retention_us or tail is None:
                return
            if tail.sequence > tail.segment.header.base and (
                words[Word.ARRIVED_US] <= now_us - retention_us
            ):
                self._roll(known, 0)
            delete_expired(self._folder, self._control, now_us)
        self.sync(words[Word.WRITTEN])

    def close(self) -> None:
        """Let go of files; may be called twice."""
        with self._append_mutex, self._sync_mutex:
            self._let_go()
            if self._sync_file is not None:
                os.close(self._sync_file[1])
                self._sync_file = None

    def _publish(self) -> None:
        """Sync all that is written and let readers see it; the caller holds the sync lock.

        WRITTEN is read before BASE: who moves BASE on has synced the segment before it.
        """
        words = self._control.words
        while True:
            written, base = words[Word.WRITTEN], words[Word.BASE]
            try:
                os.fdatasync(self._file_to_sync(base))
            except FileNotFoundError:
                if words[Word.BASE] == base:
                    raise
                continue
            words[Word.PUBLISHED] = written
            return

    def _file_to_sync(self, base: int) -> int:
        if self._sync_file is None or self._sync_file[0] != base:
            handle = os.open(segment_path(self._folder, base), os.O_RDWR)
            if self._sync_file is not None:
                os.close(self._sync_file[1])
            self._sync_file = (base, handle)
        return self._sync_file[1]

    def _catch_up(self) -> dict[int, int]:
        """Take note of what other processes wrote; return the last step of each producer."""
        words = self._control.words
        if words[Word.REMOVED]:
            raise StreamRemoved(
                f"{self._folder.parent.name} was removed", hint="create the stream again"
            )
        if not self._control.trusted:
            self._let_go()
            recover(self._folder, self._control)
        if words[Word.BASE] == NO_SEGMENT:
            return {}
        tail = self._tail
        if tail is None or tail.segment.header.base != words[Word.BASE]:
            tail = self._take_up(words[Word.BASE])
        if tail.offset != words[Word.OFFSET]:
            self._read_steps(tail)
        return tail.steps

    def _take_up(self, base: int) -> _Tail:
        self._let_go()
        segment = MappedSegment(self._folder, base)
        file = os.open(segment.path, os.O_RDWR)
        header = segment.header
        self._tail = _Tail(segment, file, header.length, base, dict(header.steps))
        return self._tail

    def _read_steps(self, tail: _Tail) -> None:
        place = np.array([tail.offset, tail.sequence])
        frames = np.empty(FRAMES_PER_WALK, np.int64)
        marks = np.empty((FRAMES_PER_WALK, 2), np.int64)
        views = tail.segment.views
        written = self._control.words[Word.WRITTEN]
        while place[1] < written:
            found = walk(views, place, written, frames)
            if found == 0:
                raise tail.segment.damaged(int(place[0]))
            tail.steps.update(marks[: producer_steps(views, frames[:found], marks)].tolist())
        tail.offset, tail.sequence = int(place[0]), int(place[1])

    def _room_for(self, length: int, now_us: int) -> _Tail:
        """Return the tail with blocks for `length` bytes, in a new segment if need be."""
        words = self._control.words
        tail = self._tail
        if tail is None:
            tail = self._begin(SegmentHeader(words[Word.WRITTEN], now_us, {}), length)
        elif tail.offset + length > len(tail.segment.data) or is_old(
            tail.segment, tail.sequence, words[Word.RETENTION_US], now_us
        ):
            tail = self._roll(tail.steps, length)
            delete_expired(self._folder, self._control, now_us)
        self._allocate(tail, length)
        return tail

    def _roll(self, known: dict[int, int], length: int) -> _Tail:
        """Seal the segment and begin the next."""
        words = self._control.words
        tail = self._tail
        if tail is not None:
            os.fdatasync(tail.file)
            size = len(tail.segment.data)
            os.ftruncate(tail.file, tail.offset)
            os.ftruncate(tail.file, size)
        header = SegmentHeader(words[Word.WRITTEN], words[Word.ARRIVED_US], dict(known))
        return self._begin(header, length)

    def _begin(self, header: SegmentHeader, length: int) -> _Tail:
        words = self._control.words
        size = max(self._segment_bytes, header.length + length)
        words[Word.BUSY] = 1
        create_segment(self._folder, header, -(-size // PAGE_BYTES) * PAGE_BYTES)
        words[Word.OFFSET] = words[Word.ALLOCATED] = header.length
        words[Word.BASE] = header.base
        words[Word.BUSY] = 0
        return self._take_up(header.base)

    def _allocate(self, tail: _Tail, length: int) -> None:
        words = self._control.words
        needed = tail.offset + length - words[Word.ALLOCATED]
        if needed <= 0:
            return
        stride = min(max(tail.offset, STRIDE_BYTES_MIN), STRIDE_BYTES_MAX)
        room = len(tail.segment.data) - words[Word.ALLOCATED]
        ahead = min(max(needed, stride), room)
        os.posix_fallocate(tail.file, words[Word.ALLOCATED], ahead)
        words[Word.ALLOCATED] += ahead

    def _write(self, tail: _Tail, body: Body, stamp: Stamp) -> None:
        """Write the frame; an error leaves BUSY set, so that the next append recovers."""
        words = self._control.words
        words[Word.BUSY] = 1
        _write_all(tail.file, [header_of(body, stamp), *body.parts], tail.offset)
        tail.offset += body.length
        tail.sequence += body.count
        words[Word.OFFSET], words[Word.WRITTEN] = tail.offset, tail.sequence
        words[Word.ARRIVED_US] = stamp.arrived_us
        words[Word.BUSY] = 0
        if stamp.producer:
            tail.steps[stamp.producer] = stamp.step

    def _let_go(self) -> None:
        if self._tail is not None:
            os.close(self._tail.file)
            self._tail = None


def _write_all(file: int, parts: list[bytes | memoryview], offset: int) -> None:
    left = sum(len(part) for part in parts)
    written = os.pwritev(file, parts, offset)
    if written == left:
        return
    rest = memoryview(b"".join(parts))
    while written < left:
        written += os.pwrite(file, rest[written:], offset + written)
