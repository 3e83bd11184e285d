"""A SQLite file whose transactions are durable when they return."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from penstock.core.errors import PenstockError
from penstock.sinks.errors import DatabaseFailed
from penstock.sinks.request import unhindered

BUSY_TIMEOUT_S = 30.0
"""How long to wait for another connection's transaction."""
STEPS_TABLE = """
CREATE TABLE IF NOT EXISTS penstock_steps
    (producer TEXT PRIMARY KEY, step INTEGER NOT NULL) WITHOUT ROWID
"""


class Database:
    """One connection in WAL mode with synchronous FULL; threads take turns.

    `before` hears of each commit and may interrupt it.
    """

    def __init__(
        self,
        path: Path,
        tables: Sequence[str] = (),
        before: Callable[[str, Path], object] = unhindered,
    ) -> None:
        self._path = path
        self._before = before
        self._lock = threading.RLock()
        with self._named_errors("open"):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
        with self.transaction() as connection:
            for statement in (STEPS_TABLE, *tables):
                connection.execute(statement)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Commit what the enclosed statements did, or nothing of it when anything is raised."""
        with self._lock, self._named_errors("write"):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._before("commit", self._path)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """Return all rows of a query."""
        with self._lock, self._named_errors("read"):
            return self._connection.execute(statement, values).fetchall()

    def step_held(self, producer: str) -> int | None:
        """Return the newest step whose rows are stored, or None."""
        found = self.rows("SELECT step FROM penstock_steps WHERE producer = ?", (producer,))
        return int(found[0][0]) if found else None

    def close(self) -> None:
        """Let go of the file; may be called twice."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _named_errors(self, action: str) -> Iterator[None]:
        try:
            yield
        except (PenstockError, sqlite3.ProgrammingError):
            raise
        except (sqlite3.Error, OSError) as failed:
            reason = getattr(failed, "strerror", None) or str(failed)
            raise DatabaseFailed(
                f"cannot {action} '{self._path}': {reason}",
                hint="free the disk or the file, then run again: nothing is lost",
            ) from failed


def note_step(connection: sqlite3.Connection, producer: str, step: int) -> None:
    """Note within a transaction that it holds the rows of `step`."""
    connection.execute(
        "INSERT INTO penstock_steps VALUES (?, ?) "
        "ON CONFLICT (producer) DO UPDATE SET step = excluded.step",
        (producer, step),
    )


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open an existing database to read from, beside whoever writes it."""
    connection = None
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_TIMEOUT_S
        )
        yield connection
    except sqlite3.Error as failed:
        raise DatabaseFailed(f"cannot read '{path}': {failed}") from failed
    finally:
        if connection is not None:
            connection.close()
