"""The stream source begins where the table says and gives a shard back in order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from penstock.config.options import BadOption, MissingOption, UnknownOption
from penstock.core.batch import Records
from penstock.core.protocols import Source, Surroundings
from penstock.core.table import Option, Table
from penstock.core.time import ManualClock
from penstock.core.types import STRING, Field, Schema
from penstock.sources.stream import UnknownMetadata, open_source
from penstock.streams.store import StreamStore

SHARD = "shardId-000000000000"
MILLION_US = 1_000_000


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Surroundings]:
    clock = ManualClock(now_us=MILLION_US)
    streams = StreamStore(tmp_path / "streams", clock, segment_bytes=8192)
    yield Surroundings(tmp_path, tmp_path / "state", clock, streams)
    streams.close()


def table(metadata: tuple[str, ...] = (), **options: str) -> Table:
    given = {name.replace("__", "-").replace("_", "."): value for name, value in options.items()}
    return Table(
        "wind",
        Schema((Field("speed", STRING),)),
        {name: Option(value) for name, value in given.items()},
        metadata={key: key for key in metadata},
    )


def fill(world: Surroundings) -> None:
    """Put one record per second into the stream, from second 1 on."""
    stream = world.streams.create("wind")
    for number in range(5):
        stream.append(Records.of([b"record %d" % number]), [b"key %d" % number])
        world.clock.sleep(1)


def texts(source: Source, split: str, position: str, until: str | None = None) -> list[bytes]:
    found, rows = source.read(split, position, 2, until), []
    while found is not None:
        assert found.records is not None
        rows += [found.records[row] for row in range(len(found))]
        found = source.read(split, found.position, 2, until)
    return rows


@pytest.mark.parametrize(
    ("options", "start"),
    [
        ({}, "0"),
        ({"scan_stream_initpos": "LATEST"}, "5"),
        ({"scan_stream_initpos": "trim_horizon"}, "0"),
        (
            {
                "scan_stream_initpos": "AT_TIMESTAMP",
                "scan_stream_initpos__timestamp": "1970-01-01T00:00:03Z",
            },
            "2",
        ),
        (
            {
                "scan_stream_initpos": "AT_TIMESTAMP",
                "scan_stream_initpos__timestamp": "1970-01-01 02:00:03.5+02:00",
            },
            "3",
        ),
        ({"scan_stream_initpos": "AT_TIMESTAMP", "scan_stream_initpos__timestamp": "4.0"}, "3"),
    ],
)
def test_a_new_job_begins_where_the_table_says(
    world: Surroundings, options: dict[str, str], start: str
) -> None:
    fill(world)
    source: Source = open_source(table(connector="stream", format="json", **options), world)
    assert list(source.splits()) == [SHARD]
    assert source.start(SHARD) == start
    assert texts(source, SHARD, start) == [b"record %d" % n for n in range(int(start), 5)]
    assert not source.finished(SHARD, "5")
    source.close()


def test_a_replay_stops_exactly_at_its_end(world: Surroundings) -> None:
    fill(world)
    source = open_source(table(), world)
    assert texts(source, SHARD, "1", until="4") == [b"record 1", b"record 2", b"record 3"]
    assert source.read(SHARD, "4", 10, until="4") is None


def test_metadata_that_the_table_asks_for_comes_along_and_no_other(world: Surroundings) -> None:
    fill(world)
    keys = ("timestamp", "sequence-number", "shard-id", "partition-key")
    found = open_source(table(keys), world).read(SHARD, "1", 2)
    assert found is not None
    assert found.arrived_us == 2 * MILLION_US
    assert {key: column.to_pylist() for key, column in found.metadata.items()} == {
        "timestamp": found.metadata["timestamp"].to_pylist(),
        "sequence-number": ["1", "2"],
        "shard-id": [SHARD, SHARD],
        "partition-key": ["key 1", "key 2"],
    }
    assert [time.timestamp() for time in found.metadata["timestamp"].to_pylist()] == [2.0, 3.0]
    bare = open_source(table(), world).read(SHARD, "1", 2)
    assert bare is not None
    assert not bare.metadata


def test_keys_that_are_no_text_are_shown_as_such(world: Surroundings) -> None:
    stream = world.streams.create("wind")
    stream.append(Records.of([b"a", b"b"]), [b"\xff", b"k"])
    stream.append(Records.of([b"c"]))
    found = open_source(table(("partition-key",)), world).read(SHARD, "0", 9)
    assert found is not None
    assert found.metadata["partition-key"].to_pylist() == ["\ufffd", "k", None]


def test_the_stream_is_made_as_the_table_says(world: Surroundings) -> None:
    source = open_source(table(stream="other", shards="3", retention="7 d"), world)
    assert len(source.splits()) == 3
    assert world.streams.names() == ["other"]
    assert source.start(SHARD) == "0"
    assert source.read(SHARD, "0", 10) is None


def test_mistakes_are_answered_with_what_to_do(world: Surroundings) -> None:
    with pytest.raises(UnknownMetadata, match=r"E301 .*'timestmp'\nhint: did you mean 'timestamp'"):
        open_source(table(("timestmp",)), world)
    with pytest.raises(MissingOption, match=r"E103 .* needs the option"):
        open_source(table(scan_stream_initpos="AT_TIMESTAMP"), world)
    with pytest.raises(BadOption, match=r"E102 .*, not 'noon'"):
        open_source(
            table(scan_stream_initpos="AT_TIMESTAMP", scan_stream_initpos__timestamp="noon"), world
        )
    with pytest.raises(UnknownOption, match="E101"):
        open_source(table(sharts="3"), world)
