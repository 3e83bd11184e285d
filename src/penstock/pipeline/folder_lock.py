"""One run at a time per folder: a lock that ends with its process, however it ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from penstock.core.errors import ExternalError, UserError


class AlreadyRunning(UserError):
    """Another process runs this folder.

    >>> print(AlreadyRunning("'wind' is already running (process 7)", hint="stop it with Ctrl-C"))
    E508 'wind' is already running (process 7)
    hint: stop it with Ctrl-C
    """

    code = "E508"


class FolderUnwritable(ExternalError):
    """The folder's state cannot be written.

    >>> print(FolderUnwritable("cannot write in 'wind/.penstock': Permission denied"))
    E509 cannot write in 'wind/.penstock': Permission denied
    """

    code = "E509"


class FolderLock:
    """Holds `.penstock/lock` until closed or until the process is gone."""

    def __init__(self, state: Path) -> None:
        self._file = _open(state)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(self._file, 32, 0).decode() or "unknown"
            os.close(self._file)
            hint = "stop it with Ctrl-C, or run a copy of the folder"
            raise AlreadyRunning(
                f"'{state.parent.name}' is already running (process {owner.strip()})", hint=hint
            ) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def close(self) -> None:
        """Release the lock; may be called twice."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _open(state: Path) -> int:
    try:
        state.mkdir(parents=True, exist_ok=True)
        return os.open(state / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as wrong:
        raise FolderUnwritable(
            f"cannot write in '{state}': {wrong.strerror}", hint="check its owner and free space"
        ) from wrong
