"""Retention deletes whole segments, oldest first, and says so to who still wanted them."""

from __future__ import annotations

from pathlib import Path

import pytest

from penstock.core.time import ManualClock
from penstock.streams.errors import RecordsExpired
from penstock.streams.store import StreamStore
from tests.streams.test_stream import SMALL, rows_of

HOUR_US = 3_600_000_000


def test_records_older_than_the_retention_go_and_younger_ones_stay(tmp_path: Path) -> None:
    clock = ManualClock(now_us=HOUR_US)
    store = StreamStore(tmp_path, clock, SMALL)
    stream = store.create("s", retention_us=HOUR_US)
    shard = stream.shards[0]
    for number in range(30):
        stream.append_list([b"%d" % number])
        clock.sleep(600)
    earliest, latest = stream.earliest(shard), stream.latest(shard)
    rows = rows_of(stream, shard, earliest)
    assert latest == 30
    assert [row[0] for row in rows] == [b"%d" % number for number in range(earliest, latest)]
    oldest_kept_us, now_us = rows[0][1], clock.now_us()
    assert now_us - 2 * HOUR_US < oldest_kept_us
    assert sum(row[1] > now_us - HOUR_US for row in rows) == 5
    store.close()


def test_reading_goes_on_at_the_earliest_record_and_a_replay_does_not(tmp_path: Path) -> None:
    clock = ManualClock(now_us=HOUR_US)
    store = StreamStore(tmp_path, clock, SMALL)
    stream = store.create("s", retention_us=HOUR_US)
    shard = stream.shards[0]
    stream.append_list([b"old"] * 3)
    clock.sleep(2 * 3600)
    stream.append_list([b"new"])
    found = stream.read(shard, 1, 10)
    assert found is not None
    assert found.sequences.tolist() == [3]
    with pytest.raises(RecordsExpired, match=r"E407 records 1 to 2 of .* are needed again"):
        stream.read(shard, 1, 10, until=4)
    assert stream.at_time(shard, 0) == 3
    store.close()


def test_an_idle_stream_expires_when_told(tmp_path: Path) -> None:
    clock = ManualClock(now_us=HOUR_US)
    store = StreamStore(tmp_path, clock, SMALL)
    stream = store.create("s")
    shard = stream.shards[0]
    stream.append_list([b"old"] * 3)
    clock.sleep(2 * 3600)
    stream.expire()
    assert stream.earliest(shard) == 0
    stream = store.create("s", retention_us=HOUR_US)
    store.expire()
    assert (stream.earliest(shard), stream.latest(shard)) == (3, 3)
    assert stream.read(shard, 0, 10) is None
    assert stream.at_time(shard, 0) == 3
    stream.append_list([b"new"])
    assert [row[0] for row in rows_of(stream, shard, 3)] == [b"new"]
    store.close()


def test_a_reader_in_another_store_follows_over_rolls_and_deletions(tmp_path: Path) -> None:
    clock = ManualClock(now_us=HOUR_US)
    writers, readers = (StreamStore(tmp_path, clock, SMALL) for _ in range(2))
    stream = writers.create("s", retention_us=HOUR_US)
    reader = readers.open("s")
    shard, place, seen = stream.shards[0], 0, []
    for number in range(200):
        stream.append_list([b"%d" % number * 200])
        clock.sleep(60)
        if number % 7 == 0:
            while (found := reader.read(shard, place, 3)) is not None:
                seen += found.sequences.tolist()
                place = found.sequence_next
    assert seen == list(range(197))
    assert reader.earliest(shard) > 0
    writers.close()
    readers.close()
