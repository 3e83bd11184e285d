"""Records of an embedded stream, shard by shard, from where the table says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from penstock.config.options import BadOption, Declaration, MissingOption, read_options
from penstock.config.settings import Setting, SettingKind
from penstock.core.batch import Chunk, Column
from penstock.core.bounds import is_bounded
from penstock.core.errors import UserError, did_you_mean
from penstock.core.protocols import Source, Stream, StreamRecords, Surroundings
from penstock.core.table import Option, Table
from penstock.core.time import US_PER_MS, US_PER_SECOND
from penstock.sources.bounded_stream import BOUNDED_SETTINGS, BoundedStreamSource, end_of

INITPOS = "scan.stream.initpos"
INITPOS_TIMESTAMP = "scan.stream.initpos-timestamp"
DECLARATION = Declaration(
    name="stream",
    summary="Reads an embedded stream: a durable log in shards under the pipeline's folder.",
    guarantee="Exactly once: after a restart reading goes on behind the last record that counted.",
    settings=(
        Setting("stream", SettingKind.TEXT, "The stream's name; without it, the table's.",
                example="wind"),
        Setting("shards", SettingKind.INTEGER, "Into how many shards the stream is divided when "
                "it is made; one that exists keeps its own.", default="1", minimum=1,
                maximum=1024),
        Setting("retention", SettingKind.DURATION, "How long records are kept; without it, for "
                "ever.", example="7 d", minimum=1),
        Setting(INITPOS, SettingKind.CHOICE, "Where a new job begins: at the oldest record, "
                "behind the newest, or at a time.", default="TRIM_HORIZON",
                choices=("TRIM_HORIZON", "LATEST", "AT_TIMESTAMP")),
        Setting(INITPOS_TIMESTAMP, SettingKind.TEXT, "The time for AT_TIMESTAMP, in ISO-8601 or "
                "seconds since 1970; UTC unless it names a zone.",
                example="2026-01-27T12:00:00Z"),
        *BOUNDED_SETTINGS,
        Setting("scan.watermark.idle-timeout", SettingKind.DURATION, "Silence after which a shard "
                "no longer holds the watermark back.", example="5 s"),
        Setting("sink.*", SettingKind.TEXT, "Settings for writing to the same table."),
        Setting("format", SettingKind.TEXT, "The format of the records.", example="json"),
        Setting("value.format", SettingKind.TEXT, "The same, by its longer name."),
        Setting("json.*", SettingKind.TEXT, "Settings of the JSON format."),
        Setting("csv.*", SettingKind.TEXT, "Settings of the CSV format."),
        Setting("raw.*", SettingKind.TEXT, "Settings of the raw format."),
    ),
    example="WITH ('connector' = 'stream', 'stream' = 'wind', 'format' = 'json')",
)  # fmt: skip


class UnknownMetadata(UserError):
    """A METADATA column asks for something that the connector does not tell.

    >>> print(UnknownMetadata("connector 'stream' has no metadata 'time'"))
    E301 connector 'stream' has no metadata 'time'
    """

    code = "E301"


def open_source(table: Table, surroundings: Surroundings) -> Source:
    """Return the source of a table with `'connector' = 'stream'`; its stream is made if need be."""
    given = {name: option for name, option in table.options.items() if name != "connector"}
    options = read_options("connector 'stream'", DECLARATION.settings, given, table.where)
    for key in table.metadata.values():
        if key not in _METADATA:
            raise UnknownMetadata(
                f"connector 'stream' has no metadata '{key}'",
                where=table.where,
                hint=did_you_mean(key, _METADATA),
            )
    start = _start(options, table.options)
    name = options["stream"] or table.name
    stream = surroundings.streams.create(name, options["shards"], options["retention"])
    source = StreamSource(stream, start, frozenset(table.metadata.values()))
    end = end_of(options, table.options)
    return source if end is None else BoundedStreamSource(source, stream, end)


def origin(table: Table) -> str:
    """Return which stream a table reads, and whether to an end."""
    given = table.options.get("stream")
    name = given.value if given else table.name
    return f"stream {name}{' up to an end' if is_bounded(table) else ''}"


class StreamSource:
    """A split is a shard; a position is the sequence number of the next record, as text."""

    replayable = True

    def __init__(
        self, stream: Stream, start: Callable[[Stream, str], int], metadata: frozenset[str]
    ) -> None:
        self._stream = stream
        self._start = start
        self._metadata = metadata

    def splits(self) -> Sequence[str]:
        """Return the shards in hash-range order."""
        return self._stream.shards

    def start(self, split: str) -> str:
        """Return the position at which a new job begins."""
        return str(self._start(self._stream, split))

    def read(
        self, split: str, position: str, rows_max: int, until: str | None = None
    ) -> Chunk | None:
        """Return up to `rows_max` records, none from the position `until` on; None: none yet."""
        end = None if until is None else int(until)
        found = self._stream.read(split, int(position), rows_max, end)
        if found is None:
            return None
        return Chunk(
            position=str(found.sequence_next),
            arrived_us=int(found.arrived_us[0]),
            records=found.records,
            metadata={key: _METADATA[key](split, found) for key in sorted(self._metadata)},
            start=str(found.sequences[0]),
        )

    def finished(self, split: str, position: str) -> bool:
        """Say no: a stream has no end."""
        return False

    def close(self) -> None:
        """Let go of nothing: the streams belong to whoever opened them."""


def _arrival(shard: str, found: StreamRecords) -> Column:
    """Return arrival times in whole milliseconds, as Kinesis gives them."""
    whole_us = found.arrived_us // US_PER_MS * US_PER_MS
    return pa.array(whole_us).cast(pa.timestamp("us", tz="UTC"))


def _sequence_number(shard: str, found: StreamRecords) -> Column:
    return pa.array(found.sequences).cast(pa.string())


def _shard_id(shard: str, found: StreamRecords) -> Column:
    return pa.repeat(pa.scalar(shard), len(found.records))


def _partition_key(shard: str, found: StreamRecords) -> Column:
    texts: Column
    try:
        texts = found.keys.cast(pa.string())
    except pa.ArrowInvalid:
        # Other programs may append any bytes as a key; what is no text is shown as such.
        keys: list[bytes | None] = found.keys.to_pylist()
        texts = pa.array([None if key is None else key.decode(errors="replace") for key in keys])
    return texts


_METADATA: Mapping[str, Callable[[str, StreamRecords], Column]] = {
    "timestamp": _arrival,
    "sequence-number": _sequence_number,
    "shard-id": _shard_id,
    "partition-key": _partition_key,
}


def _start(options: Mapping[str, Any], given: Mapping[str, Option]) -> Callable[[Stream, str], int]:
    if options[INITPOS] == "LATEST":
        return lambda stream, shard: stream.latest(shard)
    if options[INITPOS] == "TRIM_HORIZON":
        return lambda stream, shard: stream.earliest(shard)
    text = options[INITPOS_TIMESTAMP]
    if text is None:
        raise MissingOption(
            f"'{INITPOS}' = 'AT_TIMESTAMP' needs the option '{INITPOS_TIMESTAMP}'",
            where=given[INITPOS].where,
            hint=f"add '{INITPOS_TIMESTAMP}' = '2026-01-27T12:00:00Z'",
        )
    arrived_us = _time_us(text, given[INITPOS_TIMESTAMP])
    return lambda stream, shard: stream.at_time(shard, arrived_us)


def _time_us(text: str, option: Option) -> int:
    try:
        return round(float(text) * US_PER_SECOND)
    except (ValueError, OverflowError):
        pass
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise BadOption(
            f"option '{INITPOS_TIMESTAMP}': a time such as '2026-01-27T12:00:00Z', not '{text}'",
            where=option.where,
            hint="ISO-8601, or seconds since 1970",
        ) from None
    zoned = time if time.tzinfo else time.replace(tzinfo=UTC)
    return round(zoned.timestamp() * US_PER_SECOND)
