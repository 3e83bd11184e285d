"""The filesystem sink as its readers see it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from penstock.core.errors import ExternalError, UserError
from penstock.core.time import ManualClock
from penstock.core.types import STRING, Field, Kind, Schema, SqlType
from penstock.sinks import filesystem
from penstock.sinks.partition import NAME_BYTES_MAX, folder_of
from tests.sinks.support import (
    NOW_US,
    SCHEMA,
    Trap,
    batch,
    memory_folder,
    published,
    request,
    row,
)

PATH = {"connector": "filesystem", "path": "out"}
MINUTE_US = 60_000_000


def lines(path: Path) -> list[dict[str, object]]:
    raw = path.read_bytes()
    text = gzip.decompress(raw) if path.suffix == ".gz" else raw
    return [json.loads(line) for line in text.splitlines()]


def test_rows_are_unseen_until_the_roll_and_then_whole(tmp_path: Path) -> None:
    clock = ManualClock(NOW_US)
    sink = filesystem.open_sink(request(tmp_path, PATH, clock=clock))
    sink.restore(None)
    sink.write(0, [batch([row("a"), row("b")])])
    assert published(tmp_path / "out") == []
    assert sink.rows_pending == 2
    clock.set_us(NOW_US + 31 * MINUTE_US)
    sink.on_time(clock.now_us())
    (file,) = published(tmp_path / "out")
    assert [line["location"] for line in lines(file)] == ["a", "b"]
    assert sink.rows_pending == 0
    assert file.name.endswith("-00000000-00000000.jsonl")


def test_a_file_rolls_between_two_steps_when_it_is_large(tmp_path: Path) -> None:
    options = PATH | {"sink.rolling-policy.file-size": "240", "compression": "gzip"}
    sink = filesystem.open_sink(request(tmp_path, options))
    sink.restore(None)
    for step in range(6):
        sink.write(step, [batch([row("a", turbine=step)])])
    files = published(tmp_path / "out")
    assert [[line["turbine"] for line in lines(file)] for file in files] == [
        [0, 1, 2],
        [3, 4, 5],
    ]
    assert all(file.read_bytes()[4:8] == bytes(4) for file in files)


def test_one_gzip_member_spans_a_checkpoint_and_a_restart(tmp_path: Path) -> None:
    options = PATH | {"compression": "gzip"}
    sink = filesystem.open_sink(request(tmp_path, options))
    sink.restore(None)
    sink.write(0, [batch([row("a")])])
    token = sink.snapshot()
    sink.write(1, [batch([row("lost")])])
    sink.close()
    sink = filesystem.open_sink(request(tmp_path, options))
    sink.restore(token)
    sink.write(1, [batch([row("b")])])
    sink.publish()
    (file,) = published(tmp_path / "out")
    assert [line["location"] for line in lines(file)] == ["a", "b"]


@pytest.mark.parametrize("codec", ["none", "gzip", "snappy", "zstd"])
def test_parquet_holds_the_columns_with_their_types(tmp_path: Path, codec: str) -> None:
    options = PATH | {"format": "parquet", "compression": codec}
    sink = filesystem.open_sink(request(tmp_path, options))
    sink.restore(None)
    sink.write(0, [batch([row("a", second=1)]), batch([row(None)])])
    sink.publish()
    (file,) = published(tmp_path / "out")
    table = pq.ParquetFile(file).read()
    assert table.schema.equals(SCHEMA.arrow)
    assert table["location"].to_pylist() == ["a", None]


def test_partitions_are_hive_folders_and_leave_the_rows(tmp_path: Path) -> None:
    sink = filesystem.open_sink(request(tmp_path, PATH, partition_keys=("location", "turbine")))
    sink.restore(None)
    sink.write(0, [batch([row("a/b", turbine=2), row(None), row("", speed=7.0), row("..")])])
    sink.publish()
    files = {
        str(f.parent.relative_to(tmp_path / "out")): lines(f) for f in published(tmp_path / "out")
    }
    assert sorted(files) == [
        "location=../turbine=1",
        "location=__HIVE_DEFAULT_PARTITION__/turbine=1",
        "location=a%2Fb/turbine=2",
    ]
    (line,) = files["location=../turbine=1"]
    assert list(line) == ["wind_speed", "event_time"]
    assert [x["wind_speed"] for x in files["location=__HIVE_DEFAULT_PARTITION__/turbine=1"]] == [
        1.0,
        7.0,
    ]


@pytest.mark.parametrize("value", ["x" * 500, "ü" * 300, "%" * 200, "/" * 99])
def test_no_value_is_too_long_for_a_folder(tmp_path: Path, value: str) -> None:
    name = folder_of("c", value)
    assert len(name.encode()) <= NAME_BYTES_MAX
    (tmp_path / name).mkdir()
    assert folder_of("c", value + "x") != name


def test_no_more_than_the_stated_number_of_folders_grow_at_once(tmp_path: Path) -> None:
    sink = filesystem.open_sink(request(tmp_path, PATH, partition_keys=("turbine",)))
    sink.restore(None)
    sink.write(0, [batch([row("a", turbine=i) for i in range(300)])])
    assert sink.rows_pending == 256
    assert len(published(tmp_path / "out")) == 44


def test_a_full_disk_is_an_error_with_a_hint_and_the_step_can_be_tried_again() -> None:
    with memory_folder() as folder:
        unhindered = Trap()
        _write_and_publish(folder / "whole", unhindered)
    for n in range(len(unhindered.actions)):
        with memory_folder() as folder:
            with pytest.raises(ExternalError, match="No space left") as full:
                _write_and_publish(folder, Trap(fulls=[n]))
            assert "nothing is lost" in (full.value.hint or "")
            assert all(len(lines(file)) == 1 for file in published(folder / "out"))
            _write_and_publish(folder, Trap())
            assert [len(lines(file)) for file in published(folder / "out")] == [1]


def _write_and_publish(folder: Path, trap: Trap) -> None:
    folder.mkdir(exist_ok=True)
    sink = filesystem.open_sink(request(folder, PATH, before=trap))
    sink.restore(None)
    sink.write(0, [batch([row("a")])])
    sink.publish()
    sink.close()


def test_a_step_that_did_not_fit_can_be_written_again_by_the_same_sink(tmp_path: Path) -> None:
    trap = Trap()
    sink = filesystem.open_sink(request(tmp_path, PATH, before=trap, partition_keys=("turbine",)))
    sink.restore(None)
    step = [batch([row("a", turbine=1), row("b", turbine=2)])]
    trap.fill_at(len(trap.actions) + 1)
    with pytest.raises(ExternalError, match="cannot append"):
        sink.write(0, step)
    assert sink.rows_pending == 0
    sink.write(0, step)
    sink.publish()
    assert [len(lines(file)) for file in published(tmp_path / "out")] == [1, 1]


def test_a_file_in_progress_that_vanished_is_reported(tmp_path: Path) -> None:
    sink = filesystem.open_sink(request(tmp_path, PATH))
    sink.restore(None)
    sink.write(0, [batch([row("a")])])
    token = sink.snapshot()
    (growing,) = (tmp_path / "out").rglob("*.grows")
    growing.unlink()
    with pytest.raises(ExternalError, match="E352"):
        filesystem.open_sink(request(tmp_path, PATH)).restore(token)


def test_another_format_does_not_go_on_with_files_in_progress(tmp_path: Path) -> None:
    sink = filesystem.open_sink(request(tmp_path, PATH))
    sink.restore(None)
    sink.write(0, [batch([row("a")])])
    token = sink.snapshot()
    other = filesystem.open_sink(request(tmp_path, PATH | {"format": "parquet"}))
    with pytest.raises(UserError, match="E355"):
        other.restore(token)


def test_a_new_state_folder_adds_files_beside_the_old_ones(tmp_path: Path) -> None:
    for attempt in range(2):
        clock = ManualClock(NOW_US + attempt)
        made = request(tmp_path, PATH, clock=clock)
        sink = filesystem.open_sink(made)
        sink.restore(None)
        sink.write(0, [batch([row("a")])])
        sink.publish()
        sink.close()
        for file in (tmp_path / ".penstock").iterdir():
            file.unlink()
    assert len(published(tmp_path / "out")) == 2


@pytest.mark.parametrize(
    ("options", "partition_keys", "message"),
    [
        ({"compression": "zstd"}, (), "goes with format 'parquet' only"),
        ({"path": "s3://bucket/x"}, (), "cannot be written to yet"),
        ({"pth": "x"}, (), "did you mean 'path'"),
        ({}, ("locaton",), "did you mean 'location'"),
        ({}, SCHEMA.names, "every column is PARTITIONED BY"),
    ],
)
def test_options_that_do_not_fit_are_refused_at_once(
    tmp_path: Path, options: dict[str, str], partition_keys: tuple[str, ...], message: str
) -> None:
    with pytest.raises(UserError, match=message):
        filesystem.open_sink(request(tmp_path, PATH | options, partition_keys=partition_keys))


def test_a_nested_column_names_no_folder(tmp_path: Path) -> None:
    nested = Schema(
        (Field("x", STRING), Field("tags", SqlType(Kind.ARRAY, children=(Field("e", STRING),))))
    )
    with pytest.raises(UserError, match="names no folder"):
        filesystem.open_sink(request(tmp_path, PATH, nested, partition_keys=("tags",)))


def test_changed_rows_are_refused(tmp_path: Path) -> None:
    sink = filesystem.open_sink(request(tmp_path, PATH))
    sink.restore(None)
    with pytest.raises(UserError, match="E353"):
        sink.write(0, [batch([row("a")], kinds=[3])])
