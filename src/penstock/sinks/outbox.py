"""Alerts on their way: raised with their step in one transaction, kept until they are delivered."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from penstock.sinks.alert import Alert, AlertStatus
from penstock.sinks.database import Database, note_step
from penstock.sinks.episodes import Episode
from penstock.sinks.request import ignore_alert, unhindered

FILE_NAME = "outbox.db"
WAITING_MAX = 10_000
"""Alerts of one sink that may wait; when there are more, new ones fail at once, and say so."""
KEPT_MAX = 10_000
"""Alerts of the whole outbox that are kept for the record once they are settled."""
EPISODES_KEPT_US = 7 * 86_400 * 1_000_000
"""A key without a row for so long, by the clock, is forgotten."""
_COLUMNS = "id, at_us, table_name, key, subject, body, receiver, status, attempts, error"
_TABLES = (
    "CREATE TABLE IF NOT EXISTS alerts (number INTEGER PRIMARY KEY, producer TEXT NOT NULL,"
    " id TEXT NOT NULL UNIQUE, at_us INTEGER NOT NULL, table_name TEXT NOT NULL,"
    " key TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, receiver TEXT NOT NULL,"
    " status TEXT NOT NULL, attempts INTEGER NOT NULL, error TEXT NOT NULL,"
    " row TEXT NOT NULL, due_us INTEGER)",
    "CREATE INDEX IF NOT EXISTS alerts_due ON alerts (producer, due_us) WHERE due_us IS NOT NULL",
    "CREATE TABLE IF NOT EXISTS episodes (producer TEXT, key TEXT, seen_us INTEGER NOT NULL,"
    " told_us INTEGER, is_told INTEGER NOT NULL, touched_us INTEGER NOT NULL,"
    " PRIMARY KEY (producer, key)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS channels"
    " (producer TEXT PRIMARY KEY, is_configured INTEGER NOT NULL) WITHOUT ROWID",
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """An alert and its row as JSON, as they are handed to a receiver."""

    alert: Alert
    row: str


@dataclass(frozen=True, slots=True)
class RaisedStep:
    """What one step of one sink leaves behind: alerts, and the episodes of the keys it saw.

    Without `is_sent` nobody is there to deliver the alerts: they stay in the outbox.
    """

    producer: str
    step: int
    now_us: int
    deliveries: tuple[Delivery, ...]
    episodes: Mapping[str, Episode]
    is_sent: bool


class Outbox:
    """The alerts of a folder in one SQLite file, shared by all its alert sinks.

    `on_change` hears of each alert that is raised or changes, after that is durable.
    """

    def __init__(
        self,
        path: Path,
        on_change: Callable[[Alert], object] = ignore_alert,
        before: Callable[[str, Path], object] = unhindered,
    ) -> None:
        self._database = Database(path, _TABLES, before)
        self._on_change = on_change

    def announce(self, producer: str, is_configured: bool) -> None:
        """Note whether a sink's alerts are sent anywhere."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO channels VALUES (?, ?)", (producer, is_configured)
            )

    def is_configured(self) -> bool:
        """Say whether every sink of the folder sends its alerts somewhere."""
        return not self._database.rows("SELECT 1 FROM channels WHERE NOT is_configured LIMIT 1")

    def step_held(self, producer: str) -> int | None:
        """Return the newest step whose alerts are raised, or None."""
        return self._database.step_held(producer)

    def episodes(self, producer: str, keys: Iterable[str]) -> dict[str, Episode]:
        """Return the episodes of those keys that have been seen."""
        found = {}
        for key in keys:
            for seen_us, told_us, is_told in self._database.rows(
                "SELECT seen_us, told_us, is_told FROM episodes WHERE producer = ? AND key = ?",
                (producer, key),
            ):
                found[key] = Episode(seen_us, told_us, bool(is_told))
        return found

    def raise_alerts(self, raised: RaisedStep) -> None:
        """Store a step's alerts, its episodes and its number in one transaction."""
        with self._database.transaction() as connection:
            room = WAITING_MAX - _waiting(connection, raised.producer)
            deliveries = [
                delivery if number < room or not raised.is_sent else _refused(delivery)
                for number, delivery in enumerate(raised.deliveries)
            ]
            _insert(connection, raised, deliveries)
            note_step(connection, raised.producer, raised.step)
        for delivery in deliveries:
            self._on_change(delivery.alert)

    def due(self, producer: str, now_us: int) -> Delivery | None:
        """Return the alert whose turn it is, if any."""
        found = self._database.rows(
            f"SELECT {_COLUMNS}, row FROM alerts WHERE producer = ? AND due_us <= ?"  # noqa: S608 -- the columns are a constant
            " ORDER BY due_us, number LIMIT 1",
            (producer, now_us),
        )
        return Delivery(_alert(*found[0][:-1]), found[0][-1]) if found else None

    def next_due_us(self, producer: str) -> int | None:
        """Return when the next alert is due, or None when none waits."""
        (found,) = self._database.rows(
            "SELECT min(due_us) FROM alerts WHERE producer = ? AND due_us IS NOT NULL", (producer,)
        )
        return None if found[0] is None else int(found[0])

    def settle(self, alert: Alert, due_us: int | None = None) -> None:
        """Store how far an alert is; without `due_us` it will not be tried again."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE alerts SET status = ?, attempts = ?, error = ?, due_us = ? WHERE id = ?",
                (alert.status, alert.attempts, alert.error, due_us, alert.id),
            )
        self._on_change(alert)

    def forget_old(self, now_us: int) -> None:
        """Drop what is settled and beyond the record, and keys that have been silent for long."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM alerts WHERE due_us IS NULL AND number <="
                " (SELECT max(number) FROM alerts) - ?",
                (KEPT_MAX,),
            )
            connection.execute(
                "DELETE FROM episodes WHERE touched_us < ?", (now_us - EPISODES_KEPT_US,)
            )

    def recent(self, limit: int = 100) -> list[Alert]:
        """Return the newest alerts, newest first."""
        found = self._database.rows(
            f"SELECT {_COLUMNS} FROM alerts ORDER BY number DESC LIMIT ?",  # noqa: S608 -- the columns are a constant
            (limit,),
        )
        return [_alert(*row) for row in found]

    def close(self) -> None:
        """Let go of the file; may be called twice."""
        self._database.close()


def _waiting(connection: sqlite3.Connection, producer: str) -> int:
    counted = "SELECT count(*) FROM alerts WHERE producer = ? AND due_us IS NOT NULL"
    return int(connection.execute(counted, (producer,)).fetchone()[0])


def _refused(delivery: Delivery) -> Delivery:
    error = f"{WAITING_MAX} alerts wait already"
    return replace(delivery, alert=replace(delivery.alert, status=AlertStatus.FAILED, error=error))


def _insert(
    connection: sqlite3.Connection, raised: RaisedStep, deliveries: Iterable[Delivery]
) -> None:
    for delivery in deliveries:
        alert = delivery.alert
        waits = raised.is_sent and alert.status is AlertStatus.OUTBOX
        connection.execute(
            f"INSERT INTO alerts (producer, {_COLUMNS}, row, due_us)"  # noqa: S608 -- the columns are a constant
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                raised.producer, alert.id, alert.at_us, alert.table, alert.key, alert.subject,
                alert.body, alert.to, alert.status, alert.attempts, alert.error,
                delivery.row, raised.now_us if waits else None,
            ),
        )  # fmt: skip
    connection.executemany(
        "INSERT OR REPLACE INTO episodes VALUES (?, ?, ?, ?, ?, ?)",
        [
            (raised.producer, key, e.seen_us, e.told_us, e.is_told, raised.now_us)
            for key, e in raised.episodes.items()
        ],
    )


def _alert(*row: Any) -> Alert:
    alert = Alert(*row)
    return replace(alert, status=AlertStatus(alert.status))
