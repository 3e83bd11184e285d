"""State that is seldom needed, in a file beside the checkpoints, which hold only its numbers.

What a durable checkpoint names stays, whenever the process dies: `commit` comes before each
checkpoint is written, and what was dropped is deleted by the commit after the next, when the
checkpoint that no longer names it is durable. What no checkpoint names, because the process died
before one was written, is deleted in the same way. Numbers are never given twice.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from pathlib import Path

from penstock.core.errors import ExternalError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS cold (
    number INTEGER PRIMARY KEY AUTOINCREMENT, checksum INTEGER NOT NULL, data BLOB NOT NULL)
"""
_HINT = "start the job anew, or put back the whole .penstock folder, of which this file is a part"


class ColdStateLost(ExternalError):
    """State that a checkpoint names is not in its file, or not as it was written.

    >>> print(ColdStateLost("cold state 7 in 'wind/.penstock/cold.sqlite' is damaged"))
    E515 cold state 7 in 'wind/.penstock/cold.sqlite' is damaged
    """

    code = "E515"


class ColdFile:
    """One job's cold state; the file is made when something is first put there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection = self._opened() if path.exists() else None
        self._held: set[int] = set()
        self._dropped: list[int] = []
        self._dropped_before: list[int] = []

    def put(self, data: bytes) -> int:
        """Keep bytes and return their number."""
        with self._lock:
            if self._connection is None:
                self._connection = self._opened()
            row = "INSERT INTO cold (checksum, data) VALUES (?, ?)"
            number = self._run(row, (zlib.crc32(data), data)).lastrowid
        assert number is not None, "SQLite numbers the rows of this table"
        return number

    def get(self, number: int) -> bytes:
        """Return the bytes of a number; ColdStateLost when they are not what was put there."""
        with self._lock:
            query = "SELECT checksum, data FROM cold WHERE number = ?"
            found = self._run(query, (number,)).fetchone() if self._connection else None
        if found is None or zlib.crc32(found[1]) != found[0]:
            what = "missing" if found is None else "damaged"
            raise ColdStateLost(f"cold state {number} in '{self._path}' is {what}", hint=_HINT)
        return bytes(found[1])

    def drop(self, number: int) -> None:
        """Learn that no checkpoint from now on names a number."""
        self._dropped.append(number)

    def hold(self, number: int) -> None:
        """Learn that the checkpoint that was restored names a number."""
        self._held.add(number)

    def begin(self) -> None:
        """Drop everything that the operators did not hold when they were restored."""
        with self._lock:
            rows = self._run("SELECT number FROM cold").fetchall() if self._connection else []
        self._dropped += [number for (number,) in rows if number not in self._held]
        self._held.clear()

    def commit(self) -> None:
        """Make all that was put durable; call it when the last checkpoint is durable."""
        with self._lock:
            if self._connection is not None:
                gone = [(number,) for number in self._dropped_before]
                try:
                    self._connection.executemany("DELETE FROM cold WHERE number = ?", gone)
                    self._connection.commit()
                except sqlite3.Error as wrong:
                    raise self._unusable(wrong) from wrong
        self._dropped_before, self._dropped = self._dropped, []

    def close(self) -> None:
        """Let go of the file; what was not committed is gone. May be called twice."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _opened(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, check_same_thread=False)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(_SCHEMA)
            connection.commit()
        except (OSError, sqlite3.Error) as wrong:
            raise self._unusable(wrong) from wrong
        return connection

    def _run(self, statement: str, values: tuple[int | bytes, ...] = ()) -> sqlite3.Cursor:
        assert self._connection is not None, "the file is open"
        try:
            return self._connection.execute(statement, values)
        except sqlite3.Error as wrong:
            raise self._unusable(wrong) from wrong

    def _unusable(self, wrong: Exception) -> ColdStateLost:
        return ColdStateLost(f"cannot use the cold state in '{self._path}': {wrong}", hint=_HINT)
