"""Rows into a table of documents: by key or appended, found by key and time while it grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from penstock.config.options import Declaration
from penstock.config.settings import Setting, SettingKind
from penstock.core.batch import Batch, Int8s, RowKind
from penstock.core.time import US_PER_SECOND
from penstock.sinks.changes import new_rows
from penstock.sinks.database import Database, note_step
from penstock.sinks.document_tables import TABLES, DocumentTable, joined, quoted, stored_table
from penstock.sinks.document_values import to_sqlite
from penstock.sinks.errors import NullInKey, UnfitSetting
from penstock.sinks.request import SinkRequest, read_sink_options, time_column

FILE_NAME = "documents.db"
EXPIRED_ROWS_MAX = 10_000
"""Rows that one call of `on_time` deletes at most; the rest waits for the next."""
EXPIRY_CHECK_US = US_PER_SECOND

DECLARATION = Declaration(
    name="documents",
    summary="Keeps rows in an embedded table: the newest row per PRIMARY KEY, or all rows.",
    guarantee="Exactly once: a step's rows and its number are stored in one transaction.",
    settings=(
        Setting("time-index", SettingKind.TEXT, "The TIMESTAMP column to find rows by; without "
                "it the first one.", example="event_time"),
        Setting("ttl", SettingKind.DURATION, "Delete rows whose time is longer ago than this.",
                example="7 d", minimum=1),
    ),
    example="PRIMARY KEY (location) NOT ENFORCED) WITH ('connector' = 'documents')",
)  # fmt: skip


def open_sink(request: SinkRequest) -> DocumentsSink:
    """Return the sink of a table with `'connector' = 'documents'`, its table made if need be."""
    options = read_sink_options(DECLARATION, request.table)
    time_index = time_column(request, "time-index", options["time-index"])
    if options["ttl"] is not None and time_index is None:
        raise UnfitSetting(
            "option 'ttl' needs a TIMESTAMP column to count from",
            where=request.place_of("ttl"),
            hint="add a TIMESTAMP(3) column to the table",
        )
    return DocumentsSink(request, time_index, options["ttl"])


@dataclass(frozen=True, slots=True)
class Statements:
    """The SQL that one table is written with."""

    put: str
    delete: str
    is_expired: str
    expire: str


class DocumentsSink:
    """Stores each step in one transaction with its number, so that repeated steps are known."""

    def __init__(self, request: SinkRequest, time_index: str | None, ttl_us: int | None) -> None:
        self._request = request
        self._database = Database(
            request.surroundings.state_folder / FILE_NAME, TABLES, request.before
        )
        wanted = DocumentTable(
            request.table.name, "", (), request.schema.arrow, request.table.primary_key, time_index
        )
        with self._database.transaction() as connection:
            self._table = stored_table(connection, wanted)
        self._sql = _statements(self._table, request.schema.names)
        self._ttl_us = ttl_us
        self._checked_us = 0
        self._step: int | None = None

    def write(self, step: int, batches: Sequence[Batch]) -> None:
        """Store a step's rows, unless they are stored already."""
        if self._step is not None and step <= self._step:
            return
        full = [batch for batch in batches if len(batch)]
        if full:
            with self._database.transaction() as connection:
                for batch in full:
                    puts, deletes = self._changes(batch)
                    connection.executemany(self._sql.delete, deletes)
                    connection.executemany(self._sql.put, puts)
                note_step(connection, self._request.producer, step)
        self._step = step

    def on_time(self, now_us: int) -> None:
        """Delete some of the rows that have outlived the table's `ttl`."""
        if self._ttl_us is None or 0 <= now_us - self._checked_us < EXPIRY_CHECK_US:
            return
        before_us = now_us - self._ttl_us
        if not self._database.rows(self._sql.is_expired, (before_us,)):
            self._checked_us = now_us
            return
        with self._database.transaction() as connection:
            connection.execute(self._sql.expire, (before_us, EXPIRED_ROWS_MAX))

    def snapshot(self) -> bytes:
        """Return nothing: every step that was written is durable."""
        return b""

    def restore(self, token: bytes | None) -> None:
        """Find out which steps are stored."""
        self._step = self._database.step_held(self._request.producer)

    @property
    def rows_pending(self) -> int:
        """Always 0: what is written is visible."""
        return 0

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _changes(self, batch: Batch) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
        """Return the rows to put and the keys to delete."""
        if not self._table.primary_key:
            return _tuples(new_rows(batch, self._request)), []
        kinds = batch.kinds if batch.kinds is not None else np.zeros(len(batch), np.int8)
        last, kinds = self._last_per_key(batch.data, kinds)
        gone = (kinds == RowKind.DELETE) | (kinds == RowKind.UPDATE_BEFORE)
        keys = last.filter(pa.array(gone)).select(list(self._table.primary_key))
        return _tuples(last.filter(pa.array(~gone))), _tuples(keys)

    def _last_per_key(self, data: pa.RecordBatch, kinds: Int8s) -> tuple[pa.RecordBatch, Int8s]:
        """Return each key's last row: all that a step leaves behind, in one pass.

        An old row (-U) is the last one of its key where the new row has another key, or none.
        """
        keys = data.select(list(self._table.primary_key))
        for name, column in zip(keys.schema.names, keys.columns, strict=True):
            if column.null_count:
                raise NullInKey(
                    f"table '{self._request.table.name}': NULL in the key column '{name}'",
                    where=self._request.where,
                    hint=f"leave such rows out: WHERE `{name}` IS NOT NULL",
                )
        newest = dict(zip(_tuples(keys), range(len(data)), strict=True))
        chosen = np.fromiter(newest.values(), np.int64, len(newest))
        return data.take(chosen), kinds[chosen]


def _tuples(data: pa.RecordBatch) -> list[tuple[object, ...]]:
    return list(zip(*(to_sqlite(column) for column in data.columns), strict=True))


def _statements(table: DocumentTable, names: Sequence[str]) -> Statements:
    name, key = quoted(table.stored_as), table.primary_key
    marks = ", ".join("?" * len(names))
    found = " AND ".join(f"{table.column(column)} = ?" for column in key) or "FALSE"
    old = f"{table.column(table.time_index)} < ?" if table.time_index else "FALSE"
    expired = joined("rowid IN (SELECT rowid FROM", name, "WHERE", old, "LIMIT ?)")
    return Statements(
        joined(
            "INSERT INTO", name, f"({table.columns(names)}) VALUES ({marks})", _upsert(table, names)
        ),
        joined("DELETE FROM", name, "WHERE", found),
        joined("SELECT 1 FROM", name, "WHERE", old, "LIMIT 1"),
        joined("DELETE FROM", name, "WHERE", expired),
    )


def _upsert(table: DocumentTable, names: Sequence[str]) -> str:
    if not table.primary_key:
        return ""
    changed = [table.column(name) for name in names if name not in table.primary_key]
    updates = ", ".join(f"{column} = excluded.{column}" for column in changed)
    action = f"UPDATE SET {updates}" if updates else "NOTHING"
    return f"ON CONFLICT ({table.columns(table.primary_key)}) DO {action}"
