"""A stream gives back what was appended: however it was batched, rolled and reopened."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.batch import Records
from penstock.core.time import ManualClock
from penstock.streams.errors import RecordsUnfit, RecordTooLarge, ShardUnknown
from penstock.streams.frame import RECORD_BYTES_MAX
from penstock.streams.partition import Partitioner
from penstock.streams.store import StreamStore
from penstock.streams.stream import EmbeddedStream

SMALL = 8192
RECORD = st.binary(max_size=300)
APPEND = st.tuples(
    st.lists(st.tuples(st.sampled_from([b"", b"a", b"bb", b"ccc"]), RECORD), max_size=30),
    st.booleans(),
)
STEPS = st.lists(st.one_of(APPEND, st.just("reopen")), max_size=25)


@dataclass
class Model:
    """What a stream must hold: per shard the records, their arrivals and keys."""

    shards: int
    rows: dict[int, list[tuple[bytes, int, bytes | None]]] = field(default_factory=dict)
    turn: int = 0

    def append(self, rows: list[tuple[bytes, bytes]], keyed: bool, now_us: int) -> None:
        if not rows:
            return
        if keyed:
            indexes = Partitioner(self.shards).shards_of([key for key, _ in rows]).tolist()
        else:
            indexes = [self.turn % self.shards] * len(rows)
            self.turn += 1
        for index, (key, record) in zip(indexes, rows, strict=True):
            self.rows.setdefault(index, []).append((record, now_us, key if keyed else None))


def rows_of(
    stream: EmbeddedStream, shard: str, first: int = 0, rows_max: int = 7, until: int | None = None
) -> list[tuple[bytes, int, bytes | None]]:
    """Read a shard to its end in reads of `rows_max`, checking the sequence numbers."""
    rows: list[tuple[bytes, int, bytes | None]] = []
    while (found := stream.read(shard, first, rows_max, until)) is not None:
        count = len(found.records)
        assert 0 < count <= rows_max
        assert found.sequences.tolist() == list(range(first, first + count))
        assert found.sequence_next == first + count
        keys = found.keys.to_pylist()
        rows += zip(map(found.records.__getitem__, range(count)), found.arrived_us.tolist(), keys,
                    strict=True)  # fmt: skip
        first = found.sequence_next
    return rows


@settings(max_examples=60, deadline=None)
@given(steps=STEPS, shards=st.integers(1, 3), rows_max=st.integers(1, 40), data=st.data())
def test_what_was_appended_is_read_from_anywhere_to_anywhere(
    steps: list[object], shards: int, rows_max: int, data: st.DataObject
) -> None:
    clock, model = ManualClock(now_us=100), Model(shards)
    with tempfile.TemporaryDirectory() as folder:
        store = StreamStore(Path(folder), clock, SMALL)
        stream = store.create("s", shards)
        for step in steps:
            if step == "reopen":
                store.close()
                store = StreamStore(Path(folder), clock, SMALL)
                stream, model.turn = store.open("s"), 0
                continue
            rows, keyed = step  # type: ignore[misc]
            stream.append_list([row for _, row in rows], [k for k, _ in rows] if keyed else None)
            model.append(rows, keyed, clock.now_us())
            clock.sleep(0.001)
        for index, shard in enumerate(stream.shards):
            expected = model.rows.get(index, [])
            assert stream.latest(shard) == len(expected)
            assert rows_of(stream, shard, rows_max=rows_max) == expected
            first = data.draw(st.integers(0, len(expected)))
            until = data.draw(st.integers(0, len(expected) + 2))
            assert rows_of(stream, shard, first, rows_max, until) == expected[first:until]
            time_us = data.draw(st.integers(90, 100_000))
            arrived = sum(row[1] < time_us for row in expected)
            assert stream.at_time(shard, time_us) == arrived
        store.close()


@given(
    pieces=st.lists(st.tuples(st.binary(max_size=20), st.binary(max_size=90)), min_size=1),
    picked=st.lists(st.integers(0, 1000), min_size=1, max_size=20),
    kind=st.sampled_from([bytes, bytearray, memoryview]),
)
@settings(max_examples=50, deadline=None)
def test_records_may_lie_anywhere_in_their_buffer(
    pieces: list[tuple[bytes, bytes]], picked: list[int], kind: type
) -> None:
    buffer, spans = bytearray(), []
    for record, gap in pieces:
        spans.append((len(buffer), len(buffer) + len(record)))
        buffer += record + gap
    chosen = [spans[pick % len(spans)] for pick in picked]
    starts, ends = np.array(chosen, np.int64).T
    with tempfile.TemporaryDirectory() as folder:
        store = StreamStore(Path(folder), ManualClock(), SMALL)
        stream = store.create("s")
        stream.append(Records(kind(buffer), starts.copy(), ends.copy()))
        rows = rows_of(stream, stream.shards[0])
        store.close()
    assert [row[0] for row in rows] == [bytes(buffer[low:high]) for low, high in chosen]


def test_what_a_read_returned_outlives_the_store(tmp_path: Path) -> None:
    store = StreamStore(tmp_path, ManualClock(), SMALL)
    stream = store.create("s")
    stream.append_list([b"kept"])
    found = stream.read(stream.shards[0], 0, 10)
    store.remove("s")
    store.close()
    assert found is not None
    assert found.records[0] == b"kept"


def test_an_append_larger_than_a_segment_gets_a_segment_of_its_own(tmp_path: Path) -> None:
    store = StreamStore(tmp_path, ManualClock(), SMALL)
    stream = store.create("s")
    records = [bytes([number]) * 5_000 for number in range(9)]
    stream.append_list([b"before"])
    stream.append_list(records)
    stream.append_list([b"after"])
    rows = [row[0] for row in rows_of(stream, stream.shards[0])]
    assert rows == [b"before", *records, b"after"]
    store.close()


def test_arrival_never_goes_back_though_the_clock_does(tmp_path: Path) -> None:
    clock = ManualClock(now_us=1_000)
    store = StreamStore(tmp_path, clock, SMALL)
    stream = store.create("s")
    stream.append_list([b"a"])
    clock.set_us(500)
    stream.append_list([b"b"])
    assert [row[1] for row in rows_of(stream, stream.shards[0])] == [1_000, 1_000]
    store.close()


def test_a_record_over_the_limit_is_refused_and_nothing_of_its_append_is_kept(
    tmp_path: Path,
) -> None:
    store = StreamStore(tmp_path, ManualClock())
    stream = store.create("s")
    with pytest.raises(RecordTooLarge, match="E403 a record of 10485761 bytes"):
        stream.append_list([b"small", bytes(RECORD_BYTES_MAX + 1)])
    stream.append_list([])
    assert stream.latest(stream.shards[0]) == 0
    store.close()


def test_records_outside_their_buffer_and_missing_keys_are_refused(tmp_path: Path) -> None:
    store = StreamStore(tmp_path, ManualClock())
    stream = store.create("s", shards=2)
    with pytest.raises(RecordsUnfit, match="E413 2 records with 1 keys"):
        stream.append_list([b"a", b"b"], [b"k"])
    for start, end in ((-1, 1), (2, 1), (0, 4)):
        with pytest.raises(RecordsUnfit, match="E413 records reach beyond"):
            stream.append(Records(b"abc", np.array([start]), np.array([end])))
    assert [stream.latest(shard) for shard in stream.shards] == [0, 0]
    store.close()


def test_a_wrong_shard_is_named_with_the_right_one(tmp_path: Path) -> None:
    store = StreamStore(tmp_path, ManualClock())
    stream = store.create("s")
    with pytest.raises(ShardUnknown, match="did you mean 'shardId-000000000000'"):
        stream.read("shardId-00000000000", 0, 1)
    assert stream.hash_range(stream.shards[0]) == (0, 2**128 - 1)
    store.close()
