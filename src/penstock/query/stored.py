"""Read what a folder has stored of a table: its stream, documents, files or metrics."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from penstock.core.batch import Records
from penstock.core.errors import UserError
from penstock.core.protocols import Stream, Streams
from penstock.core.table import Option, Table
from penstock.core.types import Schema
from penstock.formats import open_decoder
from penstock.query.files import read_files
from penstock.query.rejected import REJECTED_SCHEMA, SUFFIXES, rejected_stream
from penstock.sinks import documents, metrics
from penstock.sinks.read_documents import read_documents
from penstock.sinks.read_metrics import MetricQuery, read_metrics
from penstock.sql.plan import Plan

ROWS_PER_READ = 50_000
ROWS_MAX = 5_000_000
"""The newest rows of a stream that one query reads, its shards taken together."""


class NothingStored(UserError):
    """A table's rows pass through and are kept nowhere in the folder.

    >>> print(NothingStored("table 't' keeps nothing: its connector is 'print'"))
    E262 table 't' keeps nothing: its connector is 'print'
    """

    code = "E262"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table's rows may lie, and how many of a table are read at most."""

    folder: Path
    state: Path
    streams: Streams
    rows_max: int = ROWS_MAX


def stored_names(plan: Plan, streams: Streams) -> set[str]:
    """Return every name that a query can use: tables, their rejected rows, bare streams."""
    rejected = {f"{name}{suffix}" for name in plan.tables for suffix in SUFFIXES}
    return {*plan.tables, *rejected, *streams.names()}


def read_stored(name: str, plan: Plan, place: Place) -> pa.Table:
    """Return all rows that the folder holds of a table; when they are too many, the newest."""
    if name.endswith(SUFFIXES):
        return _read_stream(rejected_stream(name), REJECTED_SCHEMA, {}, place)
    if name not in plan.tables:
        return _read_raw(place.streams.open(name), place.rows_max)
    table = plan.tables[name]
    if table.connector not in _READERS:
        raise NothingStored(
            f"table '{name}' keeps nothing: its connector is '{table.connector}'",
            hint="query a table that it feeds",
        )
    return _READERS[table.connector](table, place)


def _stream_table(table: Table, place: Place) -> pa.Table:
    return _read_stream(stream_name(table), table.schema, table.options, place)


def stream_name(table: Table) -> str:
    """Return the name of the stream behind a `stream` table."""
    option = table.options.get("stream")
    return option.value if option else table.name


def _read_stream(
    name: str, schema: Schema, options: Mapping[str, Option], place: Place
) -> pa.Table:
    if name not in place.streams.names():
        return schema.arrow.empty_table()
    decoder = open_decoder(schema, schema, options, None)
    records = _records(place.streams.open(name), place.rows_max)
    batches = [decoder.decode(part, 0).batch for part in records]
    return pa.Table.from_batches(batches, schema.arrow)


def _records(stream: Stream, rows_max: int) -> Iterator[Records]:
    share = -(-rows_max // len(stream.shards))
    for shard in stream.shards:
        end = stream.latest(shard)
        position = max(stream.earliest(shard), end - share)
        while position < end:
            found = stream.read(shard, position, ROWS_PER_READ, end)
            if found is None:
                break
            yield found.records
            position = found.sequence_next


def _read_raw(stream: Stream, rows_max: int) -> pa.Table:
    texts = [
        records[index].decode("utf-8", "backslashreplace")
        for records in _records(stream, rows_max)
        for index in range(len(records))
    ]
    return pa.table({"record": pa.array(texts, pa.string())})


def _documents_table(table: Table, place: Place) -> pa.Table:
    return read_documents(place.state / documents.FILE_NAME, table.name)


def _metrics_table(table: Table, place: Place) -> pa.Table:
    named = table.options.get("metric.name")
    query = MetricQuery(named.value if named else table.name)
    return read_metrics(place.state / metrics.FILE_NAME, query)


def _files_table(table: Table, place: Place) -> pa.Table:
    return read_files(table, place.folder, place.rows_max)


_READERS: Mapping[str, Callable[[Table, Place], pa.Table]] = {
    "stream": _stream_table,
    "documents": _documents_table,
    "metrics": _metrics_table,
    "filesystem": _files_table,
}
