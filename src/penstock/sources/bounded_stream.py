"""A stream up to an end: where it was when the job began, or what had arrived by a time.

The end is fixed when a split is first read, and is part of the position from then on; so a job that
is started anew stops at the same record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from penstock.config.options import MissingOption
from penstock.config.settings import Setting, SettingKind
from penstock.core.batch import Chunk
from penstock.core.bounds import BOUNDED_MODE, UNBOUNDED
from penstock.core.protocols import Source, Stream
from penstock.core.table import Option
from penstock.core.time import US_PER_MS

BOUNDED_TIMESTAMP = "scan.bounded.timestamp-millis"
LATEST = "latest-offset"
TIMESTAMP = "timestamp"
BOUNDED_SETTINGS = (
    Setting(
        BOUNDED_MODE, SettingKind.CHOICE, "Where reading ends: behind the newest record of when "
        "the job first began, before the first record of a time, or never. A restart keeps the "
        "end.", default=UNBOUNDED, choices=(UNBOUNDED, LATEST, TIMESTAMP),
    ),
    Setting(
        BOUNDED_TIMESTAMP, SettingKind.INTEGER, "The time for 'timestamp', in milliseconds since "
        "1970; one that lies ahead when the job first began means that moment.", minimum=0,
        example="1769515200000",
    ),
)  # fmt: skip

EndOf: TypeAlias = Callable[[Stream, str], int]
"""Gives the sequence number behind a shard's last record that is wanted."""


def end_of(options: Mapping[str, Any], given: Mapping[str, Option]) -> EndOf | None:
    """Return what finds the end that a table's options ask for; None when it has none."""
    mode, millis = options[BOUNDED_MODE], options[BOUNDED_TIMESTAMP]
    if mode == UNBOUNDED:
        return None
    if mode == LATEST:
        return lambda stream, shard: stream.latest(shard)
    if millis is None:
        raise MissingOption(
            f"'{BOUNDED_MODE}' = '{TIMESTAMP}' needs the option '{BOUNDED_TIMESTAMP}'",
            where=given[BOUNDED_MODE].where,
            hint=f"add '{BOUNDED_TIMESTAMP}' = '1769515200000'",
        )
    return lambda stream, shard: stream.at_time(shard, millis * US_PER_MS)


class BoundedStreamSource:
    """A position is the sequence numbers of the next record and of the end, as `3/10`."""

    replayable = True

    def __init__(self, source: Source, stream: Stream, end: EndOf) -> None:
        self._source = source
        self._stream = stream
        self._end = end

    def splits(self) -> Sequence[str]:
        """Return the shards in hash-range order."""
        return self._source.splits()

    def start(self, split: str) -> str:
        """Return the position at which a new job begins; the end is fixed here."""
        return _position(self._source.start(split), str(self._end(self._stream, split)))

    def read(
        self, split: str, position: str, rows_max: int, until: str | None = None
    ) -> Chunk | None:
        """Return up to `rows_max` records before the end, or before `until`; None: none now."""
        begin, end = _numbers(position)
        if until is not None:
            found = self._source.read(split, str(begin), rows_max, str(_numbers(until)[0]))
        else:
            begin = max(begin, self._stream.earliest(split))
            if begin >= end:
                return None
            found = self._source.read(split, str(begin), min(rows_max, end - begin))
        if found is None or int(found.position) > end:
            # Retention overtook us between two lines; next time we begin at what it left.
            return None
        start = None if found.start is None else _position(found.start, str(end))
        return replace(found, position=_position(found.position, str(end)), start=start)

    def finished(self, split: str, position: str) -> bool:
        """Say whether all records before the end are read, or retention has dropped the rest."""
        begin, end = _numbers(position)
        return max(begin, self._stream.earliest(split)) >= end

    def close(self) -> None:
        """Let go of the stream's source."""
        self._source.close()


def _position(begin: str, end: str) -> str:
    return f"{begin}/{end}"


def _numbers(position: str) -> tuple[int, int]:
    begin, _, end = position.partition("/")
    return int(begin), int(end)
