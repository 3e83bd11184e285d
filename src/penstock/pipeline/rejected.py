"""Rows that could not be used: written to `t$late` and `t$invalid`, never to nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from penstock.core.batch import Records
from penstock.core.protocols import Streams
from penstock.engine.operator import Rejected
from penstock.pipeline.reader import Undecodable
from penstock.query.rejected import INVALID, LATE, rejected_stream
from penstock.query.results import plain_rows

RECORD_BYTES_MAX = 65_536


class RejectedRows:
    """Appends rejected rows to one stream per table and kind, exactly once per step.

    The records are JSON with the columns of `query.rejected.REJECTED_SCHEMA`.
    """

    def __init__(self, streams: Streams, identity: str) -> None:
        self._streams = streams
        self._producer = f"rejected/{identity}"

    def write(
        self,
        step: int,
        now_us: int,
        undecodable: Sequence[Undecodable],
        rejected: Mapping[str, Sequence[Rejected]],
    ) -> None:
        """Make the step's rejected rows durable."""
        lines: dict[str, list[bytes]] = {}
        for bad in undecodable:
            rows = lines.setdefault(f"{bad.table}{INVALID}", [])
            for reason, record in zip(bad.reasons, bad.records, strict=True):
                rows.append(_line(now_us, reason, bad.split, _text(record)))
        for table, groups in rejected.items():
            for group in groups:
                rows = lines.setdefault(f"{table}{LATE if group.late else INVALID}", [])
                rows.extend(_rows(now_us, group))
        for stream, records in lines.items():
            self._streams.create(rejected_stream(stream)).append(
                Records.of(records), producer=self._producer, step=step
            )


def _rows(now_us: int, group: Rejected) -> list[bytes]:
    rows = plain_rows(group.rows)
    return [
        _line(now_us, group.reason, "", _json.encode(row).decode()[:RECORD_BYTES_MAX])
        for row in rows
    ]


def _line(now_us: int, reason: str, split: str, record: str) -> bytes:
    at = datetime.fromtimestamp(now_us // 1_000_000, UTC)
    text = f"{at:%Y-%m-%d %H:%M:%S}.{now_us // 1_000 % 1_000:03d}Z"
    return _json.encode({"rejected_at": text, "reason": reason, "split": split, "record": record})


def _text(record: bytes) -> str:
    return record[:RECORD_BYTES_MAX].decode("utf-8", "backslashreplace")


def _plain(value: Any) -> str:
    return str(value)


_json = msgspec.json.Encoder(enc_hook=_plain)
