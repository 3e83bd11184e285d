"""A mapped segment with a sparse index of its frames, so that seeking is a short walk."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from penstock.core.batch import Int64s
from penstock.streams import kernels
from penstock.streams.segment import MappedSegment

INDEX_GAP_BYTES = 4096
ENTRIES_PER_STEP = 1024


class IndexedSegment:
    """Finds frames by sequence number or arrival time; not for several threads at once.

    `checked_from` and `checked_to` bound the frames whose checksum was found right.
    """

    def __init__(self, folder: Path, base: int) -> None:
        self.segment = MappedSegment(folder, base)
        self.checked_from = self.checked_to = 0
        start = np.array([self.segment.header.length, base])
        self._last = start
        """The last frame that was read: the next read mostly begins in it or behind it."""
        self._read_to = base
        self._indexed = start.copy()
        self._entries = np.empty((0, 3), np.int64)

    def frames(self, first: int, end: int, frames_max: int) -> tuple[Int64s, Int64s]:
        """Return the offsets of frames that hold records from `first` on, and where they stop.

        The stop is a place: (offset, sequence) behind the last of them.
        """
        place = self._place_of(first)
        frames = np.empty(min(frames_max, end - first), np.int64)
        found = kernels.walk(self.segment.views, place, end, frames)
        if found == 0:
            raise self.segment.damaged(int(place[0]))
        offset = frames[found - 1]
        self._last = np.array([offset, self.segment.views.words[offset // 8 + kernels.SEQUENCE]])
        self._read_to = int(place[1])
        return frames[:found], place

    def at_time(self, arrived_us: int, end: int) -> int:
        """Return the first sequence number that arrived at or after a time, at most `end`."""
        self._extend(end)
        row = int(np.searchsorted(self._entries[:, 2], arrived_us)) - 1
        place = self._entry(max(row, 0))
        kernels.seek_time(self.segment.views, place, end, arrived_us)
        return int(place[1])

    def note_checked(self, start: int, end: int) -> None:
        """Take note that the frames from `start` to `end` are whole."""
        if start <= self.checked_to and end >= self.checked_from:
            self.checked_from = min(start, self.checked_from)
            self.checked_to = max(end, self.checked_to)
        else:
            self.checked_from, self.checked_to = start, end

    def _place_of(self, sequence: int) -> Int64s:
        if int(self._last[1]) <= sequence <= self._read_to:
            place = self._last.copy()
        else:
            place = self._near(sequence)
        kernels.seek(self.segment.views, place, sequence)
        return place

    def _near(self, sequence: int) -> Int64s:
        if int(self._indexed[1]) <= sequence:
            self._extend(sequence + 1)
        row = int(np.searchsorted(self._entries[:, 0], sequence, side="right")) - 1
        return self._entry(max(row, 0))

    def _entry(self, row: int) -> Int64s:
        if not len(self._entries):
            return np.array([self.segment.header.length, self.segment.header.base])
        return np.array([self._entries[row, 1], self._entries[row, 0]])

    def _extend(self, end: int) -> None:
        while int(self._indexed[1]) < end:
            fresh = np.empty((ENTRIES_PER_STEP, 3), np.int64)
            place = self._indexed
            found = kernels.index_frames(self.segment.views, place, end, fresh, INDEX_GAP_BYTES)
            if found == 0:
                return
            self._entries = np.concatenate((self._entries, fresh[:found]))
