"""Which streams a folder has, in SQLite: few rows, seldom changed, never half changed."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

LOCK_WAIT_S = 10.0
PRIMARY_CODE = 0xFF
"""SQLite's error codes keep the general code in the low byte."""
_ERRNOS = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
}
_TABLE = """
CREATE TABLE IF NOT EXISTS streams (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    shards INTEGER NOT NULL,
    retention_us INTEGER
)
"""


@dataclass(frozen=True, slots=True)
class StreamEntry:
    """A stream's row; `number` is never used twice, so that a stream made anew is another."""

    number: int
    name: str
    shards: int
    retention_us: int | None

    @property
    def folder_name(self) -> str:
        """The name of the folder that holds the shards."""
        return f"{self.number:06d}-{self.name}"


class Catalog:
    """The rows of `streams.sqlite`; each call is a transaction that is on the disk at its end."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "streams.sqlite"
        with self._transaction() as database:
            database.execute(_TABLE)

    def names(self) -> list[str]:
        """Return the names, sorted."""
        with self._transaction() as database:
            return [name for (name,) in database.execute("SELECT name FROM streams ORDER BY name")]

    def find(self, name: str) -> StreamEntry | None:
        """Return the row of a stream, or None."""
        with self._transaction() as database:
            query = "SELECT number, name, shards, retention_us FROM streams WHERE name = ?"
            row = database.execute(query, (name,)).fetchone()
        return StreamEntry(*row) if row else None

    def put(self, name: str, shards: int, retention_us: int | None) -> StreamEntry:
        """Return the stream's row, inserted if need be; a given retention replaces the old one."""
        insert = (
            "INSERT INTO streams (name, shards, retention_us) VALUES (?, ?, ?) ON CONFLICT (name)"
            " DO UPDATE SET retention_us = coalesce(excluded.retention_us, retention_us)"
            " RETURNING number, name, shards, retention_us"
        )
        with self._transaction() as database:
            (row,) = database.execute(insert, (name, shards, retention_us)).fetchall()
        return StreamEntry(*row)

    def remove(self, name: str) -> None:
        """Delete the row."""
        with self._transaction() as database:
            database.execute("DELETE FROM streams WHERE name = ?", (name,))

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=LOCK_WAIT_S)) as database, database:
                database.execute("PRAGMA synchronous = FULL")
                yield database
        except sqlite3.DatabaseError as wrong:
            number = _ERRNOS.get(wrong.sqlite_errorcode & PRIMARY_CODE, errno.EIO)
            raise OSError(number, str(wrong)) from wrong
