"""A forest as bytes: a versioned header, then its arrays as they lie, then a checksum."""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from penstock.core.errors import ExternalError
from penstock.learning.config import ForestConfig

MAGIC = b"PSFOREST"
VERSION = 1
_HEADER = struct.Struct("<8sHQQQQQqqQQQ")
_CHECKSUM = struct.Struct("<I")


class UnreadableSnapshot(ExternalError):
    """The bytes are no forest that this version can read.

    >>> read(b"something else")
    Traceback (most recent call last):
        ...
    penstock.learning.snapshot.UnreadableSnapshot: E702 these bytes are not a forest's snapshot
    hint: start the forest anew, or go back to an older checkpoint
    """

    code = "E702"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the arrays.

    `seen` counts the points that the trees were shown, `rows` the valid rows (more, by the
    shingle's first rows), `capacity` the slots per tree.
    """

    config: ForestConfig
    seen: int
    rows: int
    capacity: int


def write(head: Head, arrays: Iterable[npt.NDArray[Any]]) -> bytes:
    """Return header, arrays and checksum, all little-endian."""
    config = head.config
    after = -1 if config.output_after is None else config.output_after
    numbers = (config.trees, config.sample, config.time_decay, config.shingle, config.dimensions)
    first = _HEADER.pack(
        MAGIC, VERSION, *numbers, after, config.seed, head.seen, head.rows, head.capacity
    )
    parts = [first, *(_little(array).tobytes() for array in arrays)]
    body = b"".join(parts)
    return body + _CHECKSUM.pack(zlib.crc32(body))


def read(data: bytes) -> tuple[Head, memoryview]:
    """Return the header and the bytes of the arrays, checked."""
    if data[: len(MAGIC)] != MAGIC or len(data) < _HEADER.size + _CHECKSUM.size:
        raise _unreadable("these bytes are not a forest's snapshot")
    version = int.from_bytes(data[len(MAGIC) : len(MAGIC) + 2], "little")
    if version != VERSION:
        raise _unreadable(f"this forest's snapshot has version {version}, known is {VERSION}")
    end = len(data) - _CHECKSUM.size
    if zlib.crc32(memoryview(data)[:end]) != _CHECKSUM.unpack_from(data, end)[0]:
        raise _unreadable("this forest's snapshot is damaged: its checksum does not fit")
    return _head(_HEADER.unpack_from(data)), memoryview(data)[_HEADER.size : end]


def _head(fields: tuple[Any, ...]) -> Head:
    _, _, trees, sample, time_decay, shingle, dimensions, after, *rest = fields
    seed, seen, rows, capacity = rest
    output_after = None if after < 0 else after
    config = ForestConfig(trees, sample, time_decay, shingle, dimensions, output_after, seed)
    return Head(config, seen, rows, capacity)


def fill(arrays: Iterable[npt.NDArray[Any]], body: memoryview) -> None:
    """Copy the arrays' bytes into arrays of the right shapes."""
    place = 0
    for array in arrays:
        kind = array.dtype.newbyteorder("<")
        count = math.prod(array.shape)
        array[...] = np.frombuffer(body, kind, count, place).reshape(array.shape)
        place += count * kind.itemsize
    if place != len(body):
        raise _unreadable("this forest's snapshot has another length than its header says")


def _little(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.ascontiguousarray(array, array.dtype.newbyteorder("<"))


def _unreadable(what: str) -> UnreadableSnapshot:
    return UnreadableSnapshot(what, hint="start the forest anew, or go back to an older checkpoint")
