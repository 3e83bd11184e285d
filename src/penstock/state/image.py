"""Arrays as bytes and back, each byte copied once: what a checkpoint of millions of rows needs.

>>> thaw(freeze({"slot": np.array([1, 2])}))["slot"].tolist()
[1, 2]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from penstock.state.snapshot import VERSION, StateVersion

Arrays = dict[str, npt.NDArray[Any]]
_SIZE_BYTES = 4


class _Part(msgspec.Struct, frozen=True, array_like=True):
    name: str
    dtype: str
    shape: tuple[int, ...]


class _Head(msgspec.Struct, frozen=True, array_like=True):
    version: str
    parts: tuple[_Part, ...]


def freeze(arrays: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """Return arrays of numbers, of any lengths and shapes, as bytes."""
    parts = tuple(_Part(name, array.dtype.str, array.shape) for name, array in arrays.items())
    head = msgspec.msgpack.encode(_Head(str(VERSION), parts))
    bodies = [np.ascontiguousarray(array).reshape(-1).view(np.uint8) for array in arrays.values()]
    return b"".join([len(head).to_bytes(_SIZE_BYTES, "little"), head, *(b.data for b in bodies)])


def thaw(image: bytes) -> Arrays:
    """Return the arrays that `freeze` was given, as copies that may be written."""
    at = _SIZE_BYTES + int.from_bytes(image[:_SIZE_BYTES], "little")
    head = msgspec.msgpack.decode(image[_SIZE_BYTES:at], type=_Head)
    if head.version != str(VERSION):
        raise StateVersion(head.version)
    arrays: Arrays = {}
    for part in head.parts:
        dtype = np.dtype(part.dtype)
        size = int(np.prod(part.shape))
        arrays[part.name] = np.frombuffer(image, dtype, size, at).reshape(part.shape).copy()
        at += size * dtype.itemsize
    return arrays
