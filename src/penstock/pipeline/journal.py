"""The journal: which records each step took, written down before any of its results is.

A step is a pure function of what it read, the state and the clock. So a run that died is carried
on by taking the last checkpoint and stepping through the journal again: the results are the same
to the bit, in the same steps, and sinks drop those that they already hold. Sources that cannot be
read twice have their records in the journal itself.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import msgspec

from penstock.core.errors import ExternalError, InternalError

_FRAME = struct.Struct("<II")
_MAGIC = b"PENJRNL1"


class JournalUnwritable(ExternalError):
    """The journal cannot be written, so no result may be published.

    >>> print(JournalUnwritable("cannot write the journal: No space left on device"))
    E501 cannot write the journal: No space left on device
    """

    code = "E501"


class BrokenJournal(InternalError):
    """A journal is damaged in its middle; what follows was acknowledged and cannot be left out.

    >>> print(BrokenJournal("journal 7 is damaged at byte 8"))
    E513 journal 7 is damaged at byte 8
    """

    code = "E513"


class Reading(msgspec.Struct, frozen=True, array_like=True):
    """What a step took from one split: positions, and the chunk itself if it cannot be re-read."""

    table: str
    split: str
    start: str
    end: str
    finished: bool
    payload: bytes | None = None


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """One step: its number, its clock and its readings in order.

    `resumed` says that the job had been down just before, so no split counts as idle for it.
    """

    step: int
    now_us: int
    readings: tuple[Reading, ...]
    resumed: bool = False


class Journal:
    """An append-only file of entries since one checkpoint."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        except OSError as wrong:
            raise self._unwritable(wrong) from wrong
        if os.fstat(self._file).st_size == 0:
            self._begin()

    def append(self, entry: Entry) -> None:
        """Make the entry durable."""
        data = msgspec.msgpack.encode(entry)
        self._write(_FRAME.pack(len(data), zlib.crc32(data)) + data)

    def _begin(self) -> None:
        try:
            self._write(_MAGIC)
        except JournalUnwritable:
            self.close()
            raise

    def _unwritable(self, wrong: OSError) -> JournalUnwritable:
        return JournalUnwritable(
            f"cannot write the journal: {wrong.strerror}",
            hint=f"make room on the disk of {self._path.parent}; nothing is lost",
        )

    def _write(self, data: bytes) -> None:
        size = os.fstat(self._file).st_size
        try:
            _write_all(self._file, data)
            os.fdatasync(self._file)
        except OSError as wrong:
            # A torn frame in the middle would hide the frames after it from recovery.
            os.ftruncate(self._file, size)
            raise self._unwritable(wrong) from wrong

    def close(self) -> None:
        """Let go of the file; may be called twice."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __enter__(self) -> Journal:
        """Return the journal itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()


def begin_journal(path: Path, entry: Entry) -> Journal:
    """Return a journal of one entry, in place of what there was."""
    path.unlink(missing_ok=True)
    journal = Journal(path)
    journal.append(entry)
    return journal


def _write_all(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def read_journal(path: Path) -> Iterator[Entry]:
    """Yield the whole entries of a journal; a torn last frame was never acknowledged."""
    for body, _ in _frames(path):
        yield msgspec.msgpack.decode(body, type=Entry)


def _frames(path: Path) -> Iterator[tuple[memoryview, int]]:
    """Yield each whole frame's body and the position behind it."""
    data = memoryview(path.read_bytes() if path.exists() else b"")
    position = len(_MAGIC)
    while position + _FRAME.size <= len(data):
        size, checksum = _FRAME.unpack_from(data, position)
        end = position + _FRAME.size + size
        body = data[position + _FRAME.size : end]
        # A power failure may leave zeros where a frame should be, which look like an empty one.
        if not size or len(body) < size:
            return
        if zlib.crc32(body) != checksum:
            if end < len(data):
                raise BrokenJournal(f"journal {path} is damaged at byte {position}")
            return
        yield body, end
        position = end


def mend_journal(path: Path) -> None:
    """Cut a torn last frame off, so that new entries follow whole ones."""
    if not path.exists():
        return
    whole = len(_MAGIC) if path.stat().st_size >= len(_MAGIC) else 0
    for _, end in _frames(path):
        whole = end
    if path.stat().st_size != whole:
        os.truncate(path, whole)
