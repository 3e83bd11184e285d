"""A segment: one file of a shard, a header and then frames; its name is its first sequence."""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from penstock.streams.errors import StreamDamaged
from penstock.streams.kernels import Views

SEGMENT_BYTES = 64 * 2**20
MAGIC = 0x31_47_45_53_4B_4E_50
_FIXED = struct.Struct("<QIIqqQ")
"""Magic, checksum of what follows, header bytes, base, arrival before, number of producers."""
_CHECKED_FROM = 12
_STEP = struct.Struct("<qq")
SUFFIX = ".segment"


@dataclass(frozen=True, slots=True)
class SegmentHeader:
    """What a segment knows of everything before it.

    `base` is its first sequence number, `arrived_before_us` the arrival of the record before
    that, `steps` the last step per producer number, so that no older segment need be read.
    """

    base: int
    arrived_before_us: int
    steps: Mapping[int, int]

    @property
    def length(self) -> int:
        """The bytes that the header takes; frames begin behind it."""
        return _FIXED.size + _STEP.size * len(self.steps)

    def packed(self) -> bytes:
        """Return the header as it stands in the file."""
        rest = struct.pack(
            "<IqqQ", self.length, self.base, self.arrived_before_us, len(self.steps)
        ) + b"".join(_STEP.pack(producer, step) for producer, step in self.steps.items())
        return struct.pack("<QI", MAGIC, zlib.crc32(rest)) + rest


def segment_path(folder: Path, base: int) -> Path:
    """Return the path of the segment that begins with `base`."""
    return folder / f"{base:020d}{SUFFIX}"


def segment_bases(folder: Path) -> list[int]:
    """Return the first sequence numbers of a shard's segments, ascending."""
    names = (name for name in os.listdir(folder) if name.endswith(SUFFIX))
    return sorted(int(name.removesuffix(SUFFIX)) for name in names)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def create_segment(folder: Path, header: SegmentHeader, size: int) -> None:
    """Make a segment of `size` bytes durable under its name: whole, or not there at all."""
    path = segment_path(folder, header.base)
    aside = path.with_suffix(".new")
    handle = os.open(aside, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        os.ftruncate(handle, size)
        os.pwrite(handle, header.packed(), 0)
        os.fsync(handle)
    finally:
        os.close(handle)
    aside.rename(path)
    sync_folder(folder)


class MappedSegment:
    """A segment's bytes as readers see them, without a copy; they stay valid when it is deleted."""

    data: memoryview
    views: Views

    def __init__(self, folder: Path, base: int) -> None:
        self.path = segment_path(folder, base)
        handle = os.open(self.path, os.O_RDONLY)
        try:
            if os.fstat(handle).st_size < _FIXED.size:
                raise self.damaged(0)
            self.data = memoryview(mmap.mmap(handle, 0, prot=mmap.PROT_READ))
        finally:
            os.close(handle)
        whole = self.data[: len(self.data) // 8 * 8]
        self.views = Views(
            np.frombuffer(whole, np.uint8),
            np.frombuffer(whole, np.uint32),
            np.frombuffer(whole, np.int64),
        )
        self.header = self._read_header(base)

    def _read_header(self, base: int) -> SegmentHeader:
        magic, checksum, length, found, arrived_us, count = _FIXED.unpack_from(self.data)
        if magic != MAGIC or found != base or length != _FIXED.size + _STEP.size * count:
            raise self.damaged(0)
        if zlib.crc32(self.data[_CHECKED_FROM:length]) != checksum:
            raise self.damaged(0)
        steps = dict(_STEP.iter_unpack(self.data[_FIXED.size : length]))
        return SegmentHeader(base, arrived_us, steps)

    def damaged(self, offset: int) -> StreamDamaged:
        """Return the error that says where this segment is damaged."""
        return StreamDamaged(
            f"{self.path} is damaged at byte {offset}",
            hint="restore the file from a backup, or remove the stream and fill it again; "
            "records before that place can still be read",
        )
