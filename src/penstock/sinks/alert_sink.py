"""What e-mail and webhook share: rows become alerts, once per episode and key."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Int64s
from penstock.core.protocols import Sink
from penstock.core.time import US_PER_SECOND
from penstock.sinks.alert import Alert
from penstock.sinks.alert_rule import AlertRule
from penstock.sinks.changes import current_rows
from penstock.sinks.courier import Courier, Send
from penstock.sinks.courier_thread import CourierThread
from penstock.sinks.episodes import Episode, rows_to_tell
from penstock.sinks.grouping import grouped
from penstock.sinks.nested_json import to_json
from penstock.sinks.outbox import FILE_NAME, Delivery, Outbox, RaisedStep
from penstock.sinks.request import SinkRequest
from penstock.sinks.template import MISSING
from penstock.sinks.zones import without_zones

Row = dict[str, Any]

SUBJECT_CHARACTERS_MAX = 200
BODY_CHARACTERS_MAX = 65_536
UPKEEP_US = 3600 * US_PER_SECOND
"""How often settled alerts and silent keys beyond the limits are dropped."""
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whom alerts go to, as it may be shown, and how; without `send` they stay in the outbox.

    `close` lets go of connections.
    """

    to: str
    send: Send | None
    close: Callable[[], None] = lambda: None


def open_alert_sink(request: SinkRequest, rule: AlertRule, receiver: Receiver) -> Sink:
    """Return a sink that raises alerts in the folder's outbox and has them delivered."""
    surroundings = request.surroundings
    path = surroundings.state_folder / FILE_NAME
    outbox = Outbox(path, request.on_alert, request.before)
    outbox.announce(request.producer, receiver.send is not None)
    thread = None
    if receiver.send is not None:
        name = f"alerts of table '{request.table.name}'"
        courier = Courier(outbox, request.producer, receiver.send, surroundings.clock, rule.limits)
        thread = CourierThread(courier, surroundings.clock, name)
    return AlertSink(request, rule, receiver, outbox, thread)


class AlertSink:
    """Raises alerts step by step; the courier's thread is woken as soon as they are durable."""

    def __init__(
        self,
        request: SinkRequest,
        rule: AlertRule,
        receiver: Receiver,
        outbox: Outbox,
        thread: CourierThread | None,
    ) -> None:
        self._request = request
        self._rule = rule
        self._receiver = receiver
        self._outbox = outbox
        self._thread = thread
        self._clock = request.surroundings.clock
        self._step: int | None = None
        self._kept_up_us = 0

    def write(self, step: int, batches: Sequence[Batch]) -> None:
        """Raise the alerts of a step, unless they are raised already."""
        if self._step is not None and step <= self._step:
            return
        episodes: dict[str, Episode] = {}
        told = [pair for batch in batches for pair in self._to_tell(batch, episodes)]
        deliveries = tuple(
            self._delivery(f"{step}:{number}", key, row) for number, (key, row) in enumerate(told)
        )
        if episodes:
            self._outbox.raise_alerts(
                RaisedStep(
                    self._request.producer,
                    step,
                    self._clock.now_us(),
                    deliveries,
                    episodes,
                    is_sent=self._thread is not None,
                )
            )
        self._step = step
        if deliveries and self._thread is not None:
            self._thread.start()
            self._thread.wake()

    def on_time(self, now_us: int) -> None:
        """Let due retries happen; once an hour drop what is long settled."""
        if self._thread is not None:
            self._thread.on_time(now_us)
        if not 0 <= now_us - self._kept_up_us < UPKEEP_US:
            self._kept_up_us = now_us
            self._outbox.forget_old(now_us)

    def snapshot(self) -> bytes:
        """Return nothing: every alert that was raised is durable."""
        return b""

    def restore(self, token: bytes | None) -> None:
        """Find out which steps are told of, and go on with deliveries from before."""
        self._step = self._outbox.step_held(self._request.producer)
        if self._thread is not None:
            self._thread.start()

    @property
    def rows_pending(self) -> int:
        """Always 0: an alert is visible in the outbox as soon as it is raised."""
        return 0

    def close(self) -> None:
        """Stop the courier; the rest closes unless a delivery is still under way."""
        if self._thread is None or self._thread.close():
            self._outbox.close()
            self._receiver.close()

    def _to_tell(self, batch: Batch, episodes: dict[str, Episode]) -> list[tuple[str, Row]]:
        """Return keys and rows to tell of; `episodes` takes up what is known after the batch."""
        data = current_rows(batch)
        times_us = _times_us(data, self._rule.time, batch.arrived_us)
        groups = grouped(data, self._rule.key, _key_text, ", ")
        unseen = [key for key, _ in groups if key not in episodes]
        known = self._outbox.episodes(self._request.producer, unseen) | episodes
        keys: dict[int, str] = {}
        for key, rows in groups:
            told, episodes[key] = rows_to_tell(times_us[rows], known.get(key), self._rule.episodes)
            keys |= {int(rows[i]): key for i in told}
        chosen = sorted(keys)
        told_rows = without_zones(data.take(pa.array(chosen, pa.int64()))).to_pylist()
        return [(keys[i], row) for i, row in zip(chosen, told_rows, strict=True)]

    def _delivery(self, place: str, key: str, row: Row) -> Delivery:
        request = self._request
        at_us = self._clock.now_us()
        whole = f"{request.producer}\n{place}\n{key}\n{at_us}"
        subject = self._rule.subject.render(row) if self._rule.subject else _subject(request, key)
        body = self._rule.body.render(row) if self._rule.body else _body(row)
        alert = Alert(
            hashlib.sha256(whole.encode()).hexdigest()[:24],
            at_us,
            request.table.name,
            key,
            one_line(subject)[:SUBJECT_CHARACTERS_MAX],
            body[:BODY_CHARACTERS_MAX],
            self._receiver.to,
        )
        return Delivery(alert, to_json(row, pa.struct(request.schema.arrow)) or "{}")


def one_line(text: str) -> str:
    """Return the text without line breaks and controls, so that it can stand in a header.

    >>> one_line("storm\\r\\nBcc: everybody")
    'storm Bcc: everybody'
    """
    return _CONTROLS.sub(" ", text).strip()


def _times_us(data: pa.RecordBatch, column: str | None, arrived_us: int) -> Int64s:
    if column is None:
        return np.full(data.num_rows, arrived_us, np.int64)
    return data.column(column).cast(pa.int64()).fill_null(arrived_us).to_numpy()


def _key_text(column: str, text: str | None) -> str:
    return MISSING if text is None else text


def _subject(request: SinkRequest, key: str) -> str:
    return f"{request.table.name}: {key}" if key else request.table.name


def _body(row: Row) -> str:
    return "\n".join(f"{name}: {MISSING if v is None else v}" for name, v in row.items())
