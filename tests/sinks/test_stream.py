"""The stream sink holds each row once, in its key's shard, however often steps come again."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.batch import Batch, Records
from penstock.core.protocols import Sink, Surroundings
from penstock.core.table import Option, Table
from penstock.core.time import ManualClock
from penstock.core.types import BIGINT, STRING, Field, Kind, Schema, SqlType
from penstock.sinks import stream
from penstock.sinks.request import SinkRequest
from penstock.sinks.stream import (
    Encode,
    StreamSink,
    StreamTakesNewRowsOnly,
    UnfitStreamTable,
)
from penstock.streams.store import StreamStore

FIELDS = (
    Field("site", STRING),
    Field("severity", BIGINT),
    Field("tags", SqlType(Kind.ARRAY, children=(Field("element", STRING),))),
)
ROW = st.tuples(st.sampled_from(["north", "south", None]), st.integers(0, 3))


def open_sink(
    table: Table, producer: str, encode: Encode, surroundings: Surroundings
) -> StreamSink:
    return stream.open_sink(
        SinkRequest(table, producer, table.schema, surroundings, lambda schema: encode)
    )


def world(folder: Path) -> Surroundings:
    clock = ManualClock(now_us=1)
    return Surroundings(folder, folder, clock, StreamStore(folder / "streams", clock, 8192))


def table(partition_keys: tuple[str, ...] = (), **options: str) -> Table:
    given = {name.replace("__", "-").replace("_", "."): value for name, value in options.items()}
    return Table(
        "alerts",
        Schema(FIELDS),
        {name: Option(value) for name, value in given.items()},
        partition_keys=partition_keys,
    )


def batch(rows: list[tuple[str | None, int]]) -> Batch:
    columns = {
        "site": pa.array([r[0] for r in rows], pa.string()),
        "severity": [r[1] for r in rows],
    }
    return Batch(pa.record_batch(columns), arrived_us=0)


def encode(rows: pa.RecordBatch) -> Records:
    return Records.of([f"{row['site']} {row['severity']}".encode() for row in rows.to_pylist()])


def held(surroundings: Surroundings) -> dict[str, list[tuple[bytes, bytes | None]]]:
    """Return each shard's records with their keys."""
    stream, rows = surroundings.streams.open("alerts"), {}
    for shard in stream.shards:
        found = stream.read(shard, 0, 10_000)
        count = len(found.records) if found else 0
        rows[shard] = [(found.records[n], found.keys[n].as_py()) for n in range(count) if found]
    return rows


@settings(max_examples=30, deadline=None)
@given(
    steps=st.lists(st.lists(st.lists(ROW, max_size=5), max_size=3), min_size=1, max_size=8),
    data=st.data(),
)
def test_however_restarted_each_row_is_held_once(
    steps: list[list[list[tuple[str | None, int]]]], data: st.DataObject
) -> None:
    target = table(("site",), shards="3")
    with tempfile.TemporaryDirectory() as folder:
        surroundings = world(Path(folder))
        sink: Sink = open_sink(target, "job/alerts", encode, surroundings)
        step = 0
        for _ in range(len(steps) + 5):
            if step == len(steps):
                break
            sink.write(step, [batch(rows) for rows in steps[step]])
            step += 1
            if data.draw(st.booleans()):
                surroundings.streams.close()
                surroundings = world(Path(folder))
                sink = open_sink(target, "job/alerts", encode, surroundings)
                sink.restore(None)
                step = data.draw(st.integers(0, step))
        written = [row for rows in steps[:step] for part in rows for row in part]
        expected = [f"{site} {severity}".encode() for site, severity in written]
        rows = [row[0] for shard in held(surroundings).values() for row in shard]
        assert len(rows) >= len(expected)
        for again in range(step, len(steps)):
            sink.write(again, [batch(part) for part in steps[again]])
        everything = [row for rows in steps for part in rows for row in part]
        rows = [row[0] for shard in held(surroundings).values() for row in shard]
        assert sorted(rows) == sorted(f"{site} {n}".encode() for site, n in everything)
        assert (sink.rows_pending, sink.snapshot()) == (0, b"")
        sink.close()
        surroundings.streams.close()


def test_the_partition_key_is_made_of_the_partitioned_by_columns(tmp_path: Path) -> None:
    surroundings = world(tmp_path)
    target = table(("site", "severity"), sink_partitioner__field__delimiter="/")
    sink = open_sink(target, "job", encode, surroundings)
    sink.write(0, [batch([("north", 1), (None, 2), ("north", 1)])])
    (rows,) = held(surroundings).values()
    assert [row[1] for row in rows] == [b"north/1", b"/2", b"north/1"]
    surroundings.streams.close()


def test_without_partition_keys_shards_take_turns_or_one_takes_all(tmp_path: Path) -> None:
    surroundings = world(tmp_path)
    spread = open_sink(table(shards="2"), "spread", encode, surroundings)
    for step in range(4):
        spread.write(step, [batch([("a", step)])])
    assert [len(rows) for rows in held(surroundings).values()] == [2, 2]
    fixed = open_sink(table(sink_partitioner="fixed"), "fixed", encode, surroundings)
    for step in range(4):
        fixed.write(step, [batch([("b", step)])])
    assert sorted(len(rows) for rows in held(surroundings).values()) == [2, 6]
    surroundings.streams.close()


def test_rows_that_change_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    surroundings = world(tmp_path)
    sink = open_sink(table(), "job", encode, surroundings)
    changed = Batch(batch([("a", 1)]).data, 0, kinds=np.array([2], np.int8))
    with pytest.raises(StreamTakesNewRowsOnly, match="E303 stream table 'alerts'"):
        sink.write(0, [batch([("a", 1)]), changed])
    assert held(surroundings) == {"shardId-000000000000": []}
    surroundings.streams.close()


@pytest.mark.parametrize(("column", "says"), [("sit", "did you mean 'site'"), ("tags", "ARRAY")])
def test_a_partition_column_must_be_there_and_plain(tmp_path: Path, column: str, says: str) -> None:
    surroundings = world(tmp_path)
    with pytest.raises(UnfitStreamTable, match=says):
        open_sink(table((column,)), "job", encode, surroundings)
    assert surroundings.streams.names() == []
