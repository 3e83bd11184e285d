"""A stream up to an end: fixed once, kept in positions, reached though retention was faster."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from penstock.config.options import BadOption, MissingOption
from penstock.core.batch import Records
from penstock.core.bounds import is_bounded
from penstock.core.protocols import Source, Surroundings
from penstock.core.table import Option, Table
from penstock.core.time import ManualClock
from penstock.core.types import STRING, Field, Schema
from penstock.sources.stream import open_source, origin
from penstock.streams.store import StreamStore

SHARD = "shardId-000000000000"
MODE, MILLIS = "scan.bounded.mode", "scan.bounded.timestamp-millis"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Surroundings]:
    clock = ManualClock(now_us=1_000_000)
    streams = StreamStore(tmp_path / "streams", clock, segment_bytes=8192)
    yield Surroundings(tmp_path, tmp_path / "state", clock, streams)
    streams.close()


def table(**options: str) -> Table:
    names = {"mode": MODE, "millis": MILLIS, "initpos": "scan.stream.initpos"}
    given = {names.get(name, name): Option(value) for name, value in options.items()}
    return Table("wind", Schema((Field("speed", STRING),)), given)


def fill(world: Surroundings, count: int = 5) -> None:
    """Put one record per second into the stream."""
    stream = world.streams.create("wind")
    for number in range(count):
        stream.append(Records.of([b"record %d" % number]))
        world.clock.sleep(1)


def numbers(source: Source, position: str, rows_max: int = 2) -> tuple[list[int], str]:
    """Return the records from a position to the end, and the position there."""
    found, rows = source.read(SHARD, position, rows_max), list[int]()
    while found is not None:
        assert found.records is not None
        rows += [int(found.records[row].split()[-1]) for row in range(len(found))]
        position = found.position
        found = source.read(SHARD, position, rows_max)
    return rows, position


@pytest.mark.parametrize(
    ("options", "rows"),
    [
        ({"mode": "latest-offset"}, [0, 1, 2, 3, 4]),
        ({"mode": "Latest-Offset", "initpos": "LATEST"}, []),
        ({"mode": "timestamp", "millis": "3000"}, [0, 1]),
        ({"mode": "timestamp", "millis": "3001"}, [0, 1, 2]),
        ({"mode": "timestamp", "millis": "0"}, []),
        ({"mode": "timestamp", "millis": "99999999"}, [0, 1, 2, 3, 4]),
    ],
)
def test_what_comes_after_the_first_look_is_not_read(
    world: Surroundings, options: dict[str, str], rows: list[int]
) -> None:
    fill(world)
    source = open_source(table(**options), world)
    begin = source.start(SHARD)
    fill(world)
    assert is_bounded(table(**options))
    assert source.finished(SHARD, begin) == (not rows)
    found, end = numbers(source, begin)
    assert found == rows
    assert source.finished(SHARD, end)
    again = open_source(table(**options), world)
    assert numbers(again, begin, rows_max=100)[0] == rows


def test_a_replay_gives_the_same_records_up_to_where_it_was(world: Surroundings) -> None:
    fill(world)
    source = open_source(table(mode="latest-offset"), world)
    first = source.read(SHARD, source.start(SHARD), 3)
    assert first is not None
    assert (first.start, first.position) == ("0/5", "3/5")
    repeated = source.read(SHARD, "0/5", 1000, until="3/5")
    assert repeated is not None
    assert repeated.position == "3/5"
    assert repeated.records is not None
    assert len(repeated.records) == 3


def test_records_that_retention_dropped_are_not_waited_for(world: Surroundings) -> None:
    stream = world.streams.create("wind", 1, retention_us=10_000_000)
    stream.append(Records.of([b"record %d" % n for n in range(500)]))
    source = open_source(table(mode="latest-offset"), world)
    begin = source.start(SHARD)
    for _ in range(40):
        world.clock.sleep(5)
        stream.append(Records.of([b"x" * 1000] * 8))
    world.streams.expire()
    assert stream.earliest(SHARD) >= 500
    assert numbers(source, begin) == ([], begin)
    assert source.finished(SHARD, begin)


def test_an_end_at_a_time_needs_the_time(world: Surroundings) -> None:
    with pytest.raises(MissingOption, match=MILLIS):
        open_source(table(mode="timestamp"), world)
    with pytest.raises(BadOption):
        open_source(table(mode="soon"), world)


def test_positions_with_an_end_are_not_taken_for_those_without() -> None:
    assert origin(table()) == origin(table(mode="unbounded")) == "stream wind"
    assert origin(table(mode="latest-offset")) != origin(table())
    assert not is_bounded(table(mode="Unbounded"))
