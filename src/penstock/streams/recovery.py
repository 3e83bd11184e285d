"""Find the last whole frame of a shard after a crash and make the shard end there.

A torn frame can only be one that was not acknowledged: acknowledged means synced and then
published. So frames before the published sequence number must be whole, or the shard is damaged
and nothing is thrown away; what stands behind the last whole frame is cleared.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from penstock.core.batch import Int64s
from penstock.streams.control import BOOT, FORMAT, NO_SEGMENT, Control, Word
from penstock.streams.errors import StreamDamaged
from penstock.streams.frame import is_whole
from penstock.streams.kernels import ARRIVED_US, COUNT, frame_length, small, wide
from penstock.streams.segment import MappedSegment, segment_bases, segment_path

ZEROS = bytes(2**20)
PAGE_BYTES = 4096


def recover(folder: Path, control: Control) -> None:
    """Set the control words anew from the segments; the caller holds the append lock."""
    with control.sync_lock():
        _forget_unknown(control)
        for aside in folder.glob("*.new"):
            aside.unlink()
        bases = segment_bases(folder)
        if bases:
            _recover_tail(folder, control, bases)
        elif control.words[Word.PUBLISHED]:
            raise StreamDamaged(
                f"{folder} has lost its segments", hint="restore the folder from a backup"
            )
        else:
            control.words[Word.BASE] = NO_SEGMENT
        control.words[Word.BOOT] = BOOT
        control.words[Word.FORMAT] = FORMAT
        control.words[Word.SUSPECT] = control.words[Word.BUSY] = 0


def _forget_unknown(control: Control) -> None:
    if control.words[Word.FORMAT] != FORMAT:
        for word in Word:
            control.words[word] = 0


def _recover_tail(folder: Path, control: Control, bases: list[int]) -> None:
    words = control.words
    handle = os.open(segment_path(folder, bases[-1]), os.O_RDWR)
    try:
        os.ftruncate(handle, -(-os.fstat(handle).st_size // PAGE_BYTES) * PAGE_BYTES)
        segment = MappedSegment(folder, bases[-1])
        place, arrived_us = _last_whole(segment)
        if place[1] < words[Word.PUBLISHED]:
            raise segment.damaged(int(place[0]))
        _clear(handle, segment, int(place[0]))
        os.fdatasync(handle)
    finally:
        os.close(handle)
    words[Word.BASE], words[Word.OFFSET] = bases[-1], int(place[0])
    words[Word.WRITTEN], words[Word.ARRIVED_US] = int(place[1]), arrived_us
    words[Word.ALLOCATED] = int(place[0])
    words[Word.EARLIEST] = max(words[Word.EARLIEST], bases[0])
    words[Word.PUBLISHED] = int(place[1])


def _last_whole(segment: MappedSegment) -> tuple[Int64s, int]:
    """Return the place (offset, sequence) behind the last whole frame, and its arrival."""
    place = np.array([segment.header.length, segment.header.base])
    arrived_us = segment.header.arrived_before_us
    while True:
        offset = int(place[0])
        length = int(frame_length(segment.views, offset, int(place[1])))
        if length == 0 or not is_whole(segment.data, offset, length):
            return place, arrived_us
        place += (length, int(small(segment.views, offset, COUNT)))
        arrived_us = int(wide(segment.views, offset, ARRIVED_US))


def _clear(handle: int, segment: MappedSegment, offset: int) -> None:
    """Zero what a torn write left, lest bytes of it pass for a frame one day."""
    rest = segment.views.words[offset // 8 :] != 0
    if not rest.any():
        return
    end = offset + 8 * (len(rest) - int(np.argmax(rest[::-1])))
    for start in range(offset, end, len(ZEROS)):
        os.pwrite(handle, ZEROS[: end - start], start)
