"""The small mapped file through which all processes that use a shard see where it stands."""

from __future__ import annotations

import fcntl
import mmap
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path

FORMAT = 0x31_4C_54_43_4B_4E_50
SIZE = 4096
NO_SEGMENT = -1


class Word(IntEnum):
    """What the 64-bit words of the file hold; each is read and written in one instruction.

    Readers look at PUBLISHED alone: all records before that sequence number are on the disk.
    The words from BUSY on belong to whoever holds the append lock. While BUSY is set the others
    are not to be trusted: its owner died in the middle, or the machine did (BOOT differs).
    """

    FORMAT = 0
    PUBLISHED = 1
    EARLIEST = 2
    REMOVED = 3
    RETENTION_US = 4
    BUSY = 5
    BOOT = 6
    BASE = 7
    """Sequence number with which the segment being written begins; NO_SEGMENT at first."""
    OFFSET = 8
    """Where the next frame goes in that segment."""
    WRITTEN = 9
    """The sequence number that the next record gets; records from PUBLISHED on may be unsynced."""
    ARRIVED_US = 10
    """Arrival time of the newest record."""
    ALLOCATED = 11
    """Up to where that segment has blocks on the disk."""
    SUSPECT = 12
    """A sync failed: what is written and not published must be written again."""


class Control:
    """A shard's mapped words and its two locks between processes.

    The append lock orders writers. The sync lock lets one of them sync for all: who waited for it
    mostly finds its records published already (group commit across threads and processes).
    """

    def __init__(self, folder: Path) -> None:
        self._append_file = os.open(folder / "control", os.O_RDWR | os.O_CREAT, 0o644)
        self._sync_file = os.open(folder / "sync", os.O_RDWR | os.O_CREAT, 0o644)
        self._open: tuple[int, ...] = (self._append_file, self._sync_file)
        with self.append_lock():
            if os.fstat(self._append_file).st_size < SIZE:
                os.ftruncate(self._append_file, SIZE)
        self.words = memoryview(mmap.mmap(self._append_file, SIZE)).cast("q")

    @contextmanager
    def append_lock(self) -> Iterator[None]:
        """Keep other processes from appending; a process that dies lets go by itself.

        The system lets processes in by their order of coming. Looking again and again instead
        was measured: it is no faster, and under load some processes starve.
        """
        fcntl.flock(self._append_file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._append_file, fcntl.LOCK_UN)

    @contextmanager
    def sync_lock(self) -> Iterator[None]:
        """Keep other processes from publishing; taken inside the append lock or alone."""
        fcntl.flock(self._sync_file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._sync_file, fcntl.LOCK_UN)

    @property
    def trusted(self) -> bool:
        """Whether the words are whole and were written since the machine started."""
        words = self.words
        return words[Word.FORMAT] == FORMAT and not words[Word.BUSY] and words[Word.BOOT] == BOOT

    def close(self) -> None:
        """Let go of the lock files; the mapping goes with its last reader."""
        files, self._open = self._open, ()
        for file in files:
            os.close(file)


def _boot() -> int:
    """Return a number that changes when the machine starts; 0 where the system tells none."""
    path = Path("/proc/sys/kernel/random/boot_id")
    return zlib.crc32(path.read_bytes()) if path.exists() else 0


BOOT = _boot()
