"""A step that is appended again after a crash is held once, whichever shards had it already."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.batch import Records
from penstock.core.time import ManualClock
from penstock.streams import tail as tail_module
from penstock.streams.errors import ProducersTooMany
from penstock.streams.store import StreamStore
from penstock.streams.writer import ShardWriter
from tests.streams.test_stream import SMALL, rows_of

KEYS = [f"key-{number}".encode() for number in range(20)]


def step_records(producer: str, step: int) -> list[bytes]:
    return [f"{producer} {step} {number}".encode() for number in range(len(KEYS))]


class Crash(Exception):
    """Stands for the process's end between two shards."""


@settings(max_examples=25, deadline=None)
@given(
    crashes=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), max_size=6),
    others=st.booleans(),
)
def test_a_crash_between_shards_repeats_and_loses_nothing(
    tmp_path_factory: pytest.TempPathFactory, crashes: list[tuple[int, int]], others: bool
) -> None:
    folder = tmp_path_factory.mktemp("streams")
    steps_max, step = 8, 0
    store = StreamStore(folder, ManualClock(), SMALL)
    other = StreamStore(folder, ManualClock(), SMALL)
    pending = list(crashes)
    while step < steps_max:
        stream = store.create("s", shards=4)
        after = pending.pop(0) if pending else None
        try:
            with pytest.MonkeyPatch.context() as patch:
                if after is not None:
                    _crash_in_shard(patch, after[1])
                records = Records.of(step_records("job", step))
                stream.append(records, KEYS, producer="job/out", step=step)
            step += 1
        except Crash:
            store.close()
            store = StreamStore(folder, ManualClock(), SMALL)
            step = max(0, step - (after[0] if after else 0))
        if others:
            other.create("s").append_list(step_records("other", step), KEYS)
    stream = store.open("s")
    rows = [row[0] for shard in stream.shards for row in rows_of(stream, shard)]
    expected = [record for step in range(steps_max) for record in step_records("job", step)]
    assert sorted(row for row in rows if row.startswith(b"job")) == sorted(expected)
    store.close()
    other.close()
    shutil.rmtree(folder)


def _crash_in_shard(patch: pytest.MonkeyPatch, shards: int) -> None:
    """Let `shards` shards take their part of the next append, then crash."""
    append, left = ShardWriter.append, [shards]

    def crashing(self: ShardWriter, *arguments: object) -> None:
        if left[0] == 0:
            raise Crash
        left[0] -= 1
        append(self, *arguments)  # type: ignore[arg-type]

    patch.setattr(ShardWriter, "append", crashing)


def test_a_step_is_remembered_over_segments_that_retention_deleted(tmp_path: Path) -> None:
    clock = ManualClock(now_us=1_000_000)
    store = StreamStore(tmp_path, clock, SMALL)
    stream = store.create("s", retention_us=1_000_000)
    stream.append(Records.of([b"x" * 3000]), producer="job/out", step=9)
    for _ in range(9):
        clock.sleep(10)
        stream.append_list([b"y" * 5000])
    assert stream.earliest(stream.shards[0]) > 0
    store.close()
    store = StreamStore(tmp_path, clock, SMALL)
    stream = store.open("s")
    latest = stream.latest(stream.shards[0])
    stream.append(Records.of([b"again"]), producer="job/out", step=9)
    assert stream.latest(stream.shards[0]) == latest
    stream.append(Records.of([b"new"]), producer="job/out", step=10)
    assert stream.latest(stream.shards[0]) == latest + 1
    store.close()


def test_a_repeated_step_without_keys_finds_the_shard_it_went_to(tmp_path: Path) -> None:
    store = StreamStore(tmp_path, ManualClock(), SMALL)
    stream = store.create("s", shards=3)
    for step in (0, 1, 2, 3, 1, 2, 3, 4):
        stream.append(Records.of([b"%d" % step]), producer="job/out", step=step)
    rows = sorted(row[0] for shard in stream.shards for row in rows_of(stream, shard))
    assert rows == [b"0", b"1", b"2", b"3", b"4"]
    store.close()


def test_producers_are_limited_in_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tail_module, "PRODUCERS_MAX", 2)
    store = StreamStore(tmp_path, ManualClock(), SMALL)
    stream = store.create("s")
    for producer in ("a", "b", ""):
        stream.append(Records.of([b"x"]), producer=producer, step=1)
    with pytest.raises(ProducersTooMany, match="E412 more than 2 producers"):
        stream.append(Records.of([b"x"]), producer="c", step=1)
    store.close()
