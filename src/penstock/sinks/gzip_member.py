"""One GZIP member that grows, pauses at a checkpoint and goes on in another process.

>>> import gzip
>>> member = GzipMember()
>>> data = HEADER + member.add(b"12") + member.pause()
>>> resumed = GzipMember(member.checksum, member.size)
>>> gzip.decompress(data + resumed.add(b"3") + resumed.finish())
b'123'
"""

from __future__ import annotations

import struct
import zlib

HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""Deflate, no name, no time, so that equal rows give equal bytes."""
LEVEL = 6


class GzipMember:
    """Compresses what comes between HEADER and the end of one member.

    A pause flushes to a whole byte. A fresh compressor can go on from there, since it refers only
    to what it has seen itself; it needs but the checksum and the size so far.
    """

    def __init__(self, checksum: int = 0, size: int = 0) -> None:
        self.checksum = checksum
        self.size = size
        self._compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)

    def copy(self) -> GzipMember:
        """Return the same state once more, to try something and keep or drop the outcome."""
        twin = GzipMember(self.checksum, self.size)
        twin._compressor = self._compressor.copy()
        return twin

    def add(self, data: bytes) -> bytes:
        """Return the compressed bytes that are ready after `data`."""
        self.checksum = zlib.crc32(data, self.checksum)
        self.size += len(data)
        return self._compressor.compress(data)

    def pause(self) -> bytes:
        """Return everything held back, up to a point from which a fresh member can go on."""
        return self._compressor.flush(zlib.Z_SYNC_FLUSH)

    def finish(self) -> bytes:
        """Return the end of the member."""
        size = self.size % 2**32
        return self._compressor.flush() + struct.pack("<II", self.checksum, size)
