"""GZIP whose bytes depend on nothing but the input, so that a repeated write is the same file.

>>> gunzip(gzip_member(b"lines")) == b"lines"
True
"""

from __future__ import annotations

import gzip

_LEVEL = 6


def gzip_member(data: bytes | bytearray | memoryview, level: int = _LEVEL) -> bytes:
    """Return the data as one GZIP member; members written one after the other are one file."""
    return gzip.compress(data, level, mtime=0)


def gunzip(data: bytes) -> bytes:
    """Return what all members of a GZIP file hold."""
    return gzip.decompress(data)
