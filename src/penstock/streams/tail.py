"""The end of a shard, where frames are added; whoever uses it holds the append lock."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from penstock.streams.control import NO_SEGMENT, Control, Word
from penstock.streams.errors import ProducersTooMany, StreamRemoved
from penstock.streams.frame import Body, Stamp, header_of
from penstock.streams.kernels import producer_steps, seek, walk
from penstock.streams.recovery import PAGE_BYTES, recover
from penstock.streams.retention import is_old
from penstock.streams.segment import MappedSegment, SegmentHeader, create_segment

PRODUCERS_MAX = 65_536
STRIDE_BYTES_MIN = 2**20
STRIDE_BYTES_MAX = 16 * 2**20
"""Blocks are allocated ahead by as much as is used, within these: idle streams stay small."""
FRAMES_PER_WALK = 4096
PARTS_MAX = 1000
"""The system takes up to 1024 parts in one write."""
BEFORE_ALL_US = -(2**63)


@dataclass(slots=True)
class _Active:
    """The segment being written. `steps` are those of the frames up to `seen` (a place)."""

    segment: MappedSegment
    file: int
    steps: dict[int, int]
    seen: tuple[int, int]


class Tail:
    """Adds frames, those of one segment in one write, and begins the next segment when due.

    The control words tell where the shard ends, since other processes move it too; frames that
    were added and not flushed are ours alone. An error while bytes may be torn leaves BUSY set,
    so that the next who appends recovers first.
    """

    def __init__(self, folder: Path, control: Control, segment_bytes: int) -> None:
        self._folder = folder
        self._control = control
        self._segment_bytes = segment_bytes
        self._active: _Active | None = None
        self._parts: list[bytes | memoryview] = []
        self._offset = self._sequence = self._now_us = 0

    def take_up(self, now_us: int) -> None:
        """Begin where the last process left off; frames added from now on arrive at `now_us`."""
        words = self._control.words
        if words[Word.REMOVED]:
            raise StreamRemoved(
                f"{self._folder.parent.name} was removed", hint="create the stream again"
            )
        if not self._control.trusted:
            self.let_go()
            recover(self._folder, self._control)
        if words[Word.BASE] != NO_SEGMENT:
            active = self._activate(words[Word.BASE])
            if words[Word.SUSPECT]:
                self._write_again(active)
        self._parts.clear()
        self._offset, self._sequence = words[Word.OFFSET], words[Word.WRITTEN]
        self._now_us = max(now_us, words[Word.ARRIVED_US])

    def holds(self, producer: int, step: int) -> bool:
        """Say whether the shard has this step of the producer, or a later one."""
        steps = self._steps()
        if producer not in steps and len(steps) >= PRODUCERS_MAX:
            raise ProducersTooMany(
                f"more than {PRODUCERS_MAX} producers in {self._folder}",
                hint="use the same names again",
            )
        return steps.get(producer, step - 1) >= step

    def add(self, body: Body, producer: int, step: int) -> bool:
        """Add a frame, to be written by `flush`; say whether a segment was begun for it."""
        rolls = self._must_roll(body.length)
        if rolls:
            self.roll(body.length)
        self._allocate(body.length)
        stamp = Stamp(self._sequence, self._now_us, producer, step)
        self._parts += (header_of(body, stamp), *body.parts)
        self._offset += body.length
        self._sequence += body.count
        if producer and self._active is not None:
            self._active.steps[producer] = step
        if len(self._parts) > PARTS_MAX:
            self.flush()
        return rolls

    def flush(self) -> None:
        """Write what was added and let other processes go on behind it."""
        words, active = self._control.words, self._active
        if active is None or not self._parts:
            return
        all_seen = active.seen[0] == words[Word.OFFSET]
        words[Word.BUSY] = 1
        _write_all(active.file, self._parts, words[Word.OFFSET])
        words[Word.OFFSET], words[Word.WRITTEN] = self._offset, self._sequence
        words[Word.ARRIVED_US] = self._now_us
        words[Word.BUSY] = 0
        self._parts.clear()
        if all_seen:
            active.seen = (self._offset, self._sequence)

    def roll(self, length: int) -> None:
        """Seal the segment, synced and cut to what it holds, and begin one with room."""
        self.flush()
        words, active = self._control.words, self._active
        steps = dict(self._steps())
        words[Word.BUSY] = 1
        if active is not None:
            os.fdatasync(active.file)
            size = len(active.segment.data)
            os.ftruncate(active.file, self._offset)
            os.ftruncate(active.file, size)
        arrived_us = words[Word.ARRIVED_US] if self._sequence else BEFORE_ALL_US
        header = SegmentHeader(self._sequence, arrived_us, steps)
        size = max(self._segment_bytes, header.length + length)
        create_segment(self._folder, header, -(-size // PAGE_BYTES) * PAGE_BYTES)
        self._offset = words[Word.OFFSET] = words[Word.ALLOCATED] = header.length
        words[Word.BASE] = header.base
        words[Word.BUSY] = 0
        self._activate(header.base)

    def is_empty(self) -> bool:
        """Say whether the segment being written has no record yet, or there is none."""
        return self._active is None or self._sequence == self._active.segment.header.base

    def let_go(self) -> None:
        """Forget what was added and close the segment."""
        self._parts.clear()
        if self._active is not None:
            os.close(self._active.file)
            self._active = None

    def _activate(self, base: int) -> _Active:
        active = self._active
        if active is None or active.segment.header.base != base:
            self.let_go()
            segment = MappedSegment(self._folder, base)
            file = os.open(segment.path, os.O_RDWR)
            header = segment.header
            active = _Active(segment, file, dict(header.steps), (header.length, base))
            self._active = active
        return active

    def _must_roll(self, length: int) -> bool:
        active = self._active
        if active is None or self._offset + length > len(active.segment.data):
            return True
        # A frame that is only added cannot be old, nor can its arrival be read from the segment.
        retention_us = self._control.words[Word.RETENTION_US]
        return not self._parts and is_old(
            active.segment, self._sequence, retention_us, self._now_us
        )

    def _allocate(self, length: int) -> None:
        """Give the segment blocks for `length` more bytes: a full disk is found out here."""
        words, active = self._control.words, self._active
        needed = self._offset + length - words[Word.ALLOCATED]
        if needed <= 0 or active is None:
            return
        stride = min(max(self._offset, STRIDE_BYTES_MIN), STRIDE_BYTES_MAX)
        ahead = min(max(needed, stride), len(active.segment.data) - words[Word.ALLOCATED])
        os.posix_fallocate(active.file, words[Word.ALLOCATED], ahead)
        words[Word.ALLOCATED] += ahead

    def _steps(self) -> Mapping[int, int]:
        """Return the last step of each producer, other processes' frames included."""
        active = self._active
        if active is None:
            return {}
        written = self._control.words[Word.WRITTEN]
        if active.seen[1] < written:
            place = np.array(active.seen)
            frames = np.empty(FRAMES_PER_WALK, np.int64)
            marks = np.empty((FRAMES_PER_WALK, 2), np.int64)
            while place[1] < written:
                found = walk(active.segment.views, place, written, frames)
                if found == 0:
                    raise active.segment.damaged(int(place[0]))
                rows = producer_steps(active.segment.views, frames[:found], marks)
                active.steps.update(marks[:rows].tolist())
            active.seen = (int(place[0]), int(place[1]))
        return active.steps

    def _write_again(self, active: _Active) -> None:
        """Write what a failed sync may have left in memory only, so that the next sync is true.

        After an error the system takes the pages for written, and would say so.
        """
        words, header = self._control.words, active.segment.header
        place = np.array([header.length, header.base])
        if words[Word.PUBLISHED] > header.base:
            seek(active.segment.views, place, words[Word.PUBLISHED])
        start = int(place[0])
        content = bytes(active.segment.data[start : words[Word.OFFSET]])
        _write_all(active.file, [content], start)
        words[Word.SUSPECT] = 0


def _write_all(file: int, parts: list[bytes | memoryview], offset: int) -> None:
    left = sum(len(part) for part in parts)
    written = os.pwritev(file, parts, offset)
    if written == left:
        return
    rest = memoryview(b"".join(parts))
    while written < left:
        written += os.pwrite(file, rest[written:], offset + written)
