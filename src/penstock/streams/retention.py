"""Delete a shard's oldest segments once all their records are older than the retention."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from penstock.streams.control import Control, Word
from penstock.streams.kernels import ARRIVED_US, wide
from penstock.streams.segment import MappedSegment, segment_bases, segment_path

SEGMENTS_PER_RETENTION = 4
"""A segment takes records for at most a quarter of the retention, so that little stays longer."""


def is_old(segment: MappedSegment, sequence: int, retention_us: int, now_us: int) -> bool:
    """Say whether a segment that goes up to `sequence` has been written to for long enough."""
    header = segment.header
    if not retention_us or sequence == header.base:
        return False
    first_arrived_us = int(wide(segment.views, header.length, ARRIVED_US))
    return now_us - first_arrived_us > retention_us // SEGMENTS_PER_RETENTION


def delete_expired(folder: Path, control: Control, now_us: int) -> None:
    """Unlink what is too old; the caller holds the append lock.

    The earliest sequence number moves first: a reader never looks for a file that is gone. Who
    has such a file mapped reads on in peace.
    """
    words = control.words
    retention_us = words[Word.RETENTION_US]
    if not retention_us:
        return
    for base, next_base in pairwise(segment_bases(folder)):
        newest_us = MappedSegment(folder, next_base).header.arrived_before_us
        if next_base > words[Word.EARLIEST] and newest_us > now_us - retention_us:
            return
        words[Word.EARLIEST] = max(words[Word.EARLIEST], next_base)
        segment_path(folder, base).unlink()
