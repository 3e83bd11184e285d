"""The few durable things that a sink does to files, each an error with a hint when it fails."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from penstock.sinks.errors import DiskFailed, ProgressLost
from penstock.sinks.request import unhindered

HINTS = {
    errno.ENOSPC: "free some space, then run again: nothing is lost",
    errno.EDQUOT: "raise the disk quota, then run again: nothing is lost",
    errno.EACCES: "let this user write there, then run again",
    errno.EPERM: "let this user write there, then run again",
    errno.EROFS: "the file system is mounted read-only; choose another path",
    errno.ENOTDIR: "a file stands where a folder should be; choose another path",
}


class Disk:
    """Does one durable action at a time; `before` hears of each and may interrupt it."""

    def __init__(self, before: Callable[[str, Path], object] = unhindered) -> None:
        self._before = before

    @contextmanager
    def doing(self, action: str, path: Path) -> Iterator[None]:
        """Turn a failure of the enclosed action into an error that says what and what next."""
        try:
            self._before(action, path)
            yield
        except OSError as failed:
            reason = failed.strerror or str(failed)
            hint = HINTS.get(failed.errno or 0, "check the disk, then run again")
            raise DiskFailed(f"cannot {action} '{path}': {reason}", hint=hint) from failed

    def append(self, path: Path, offset: int, data: bytes) -> None:
        """Write `data` at `offset`, dropping whatever an earlier attempt left behind it."""
        with self.doing("append", path), _opened(path, os.O_RDWR | os.O_CREAT) as file:
            _cut(file, path, offset)
            view = memoryview(data)
            while view:
                written = os.pwrite(file, view, offset)
                offset, view = offset + written, view[written:]

    def truncate(self, path: Path, length: int) -> None:
        """Cut the file to `length` durably; an error when it is shorter than that."""
        if not path.exists():
            raise _lost(path, 0, length)
        with self.doing("truncate", path), _opened(path, os.O_RDWR) as file:
            _cut(file, path, length)
            os.fsync(file)

    def sync(self, path: Path) -> None:
        """Wait until the file's contents, or the folder's names, are on the disk."""
        with self.doing("sync", path), _opened(path, os.O_RDONLY) as file:
            os.fsync(file)

    def make_folder(self, path: Path) -> None:
        """Make the folder and its missing parents, durably."""
        if path.is_dir():
            return
        self.make_folder(path.parent)
        with self.doing("make folder", path):
            path.mkdir(exist_ok=True)
        self.sync(path.parent)

    def rename(self, source: Path, target: Path) -> None:
        """Give the file its final name in one instant; `sync` the folder to make it last."""
        with self.doing("rename", source):
            source.rename(target)

    def remove(self, path: Path) -> None:
        """Delete the file if it is there."""
        with self.doing("remove", path), suppress(FileNotFoundError):
            path.unlink()


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    file = os.open(path, flags | os.O_CLOEXEC, 0o644)
    try:
        yield file
    finally:
        os.close(file)


def _cut(file: int, path: Path, length: int) -> None:
    size = os.fstat(file).st_size
    if size < length:
        raise _lost(path, size, length)
    if size > length:
        os.ftruncate(file, length)


def _lost(path: Path, size: int, length: int) -> ProgressLost:
    return ProgressLost(
        f"'{path}' holds {size} of the {length} bytes that the last checkpoint relies on",
        hint="put the file back, or remove the folder's .penstock to start afresh",
    )
