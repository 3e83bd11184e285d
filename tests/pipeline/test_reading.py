"""What a step takes from its sources is what the plan wants, and what a repeat gives again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from penstock.core.batch import Chunk, Records
from penstock.core.errors import ExternalError
from penstock.core.time import ManualClock
from penstock.pipeline.reader import TableReader, UnrepeatableRead
from penstock.pipeline.wiring import scans
from penstock.sql import compile_script
from tests.pipeline.opening import NOW_US, append, opened, rows

NESTED = """
CREATE TABLE feed (r ROW<a INT, b STRING>, extra STRING) WITH ('connector' = 'simulator');
CREATE TABLE o (a INT) WITH ('connector' = 'print');
INSERT INTO o SELECT r.a FROM feed;
"""


class Columns:
    """A source of columns that need no decoding and cannot be read again."""

    replayable = False

    def __init__(self, *batches: pa.RecordBatch) -> None:
        self.batches = batches

    def splits(self) -> Sequence[str]:
        return ("0",)

    def start(self, split: str) -> str:
        return "0"

    def read(
        self, split: str, position: str, rows_max: int, until: str | None = None
    ) -> Chunk | None:
        number = int(position)
        if number >= len(self.batches):
            return None
        return Chunk(str(number + 1), 1, columns=self.batches[number])

    def finished(self, split: str, position: str) -> bool:
        return int(position) >= len(self.batches)

    def close(self) -> None:
        """Let go of nothing."""


def reader_of(source: Columns) -> TableReader:
    (scan,) = scans(compile_script(NESTED))
    reader = TableReader(scan, source, None, 100, "here")
    reader.begin({})
    return reader


def test_columns_that_come_decoded_are_cut_down_to_what_is_wanted() -> None:
    given = pa.record_batch({"r": [{"a": 1, "b": "x"}], "extra": ["y"]})
    (taken,) = reader_of(Columns(given)).poll()
    assert taken.arrival.columns.to_pylist() == [{"r": {"a": 1}}]
    assert taken.arrival.columns.schema.field("r").type == pa.struct([("a", pa.int32())])


def test_what_cannot_be_read_twice_comes_again_from_the_journal() -> None:
    given = pa.record_batch({"r": [{"a": 1, "b": "x"}], "extra": ["y"]})
    (taken,) = reader_of(Columns(given)).poll()
    later = reader_of(Columns())
    again = later.repeat(taken.reading)
    assert again.arrival.columns.equals(taken.arrival.columns)
    assert later.positions == {"0": "1"}
    assert later.finished


EVENTS = """
CREATE TABLE events (id BIGINT, seq STRING METADATA FROM 'sequence-number' VIRTUAL)
WITH ('connector' = 'stream');
CREATE TABLE o (id BIGINT, seq STRING) WITH ('connector' = 'stream');
INSERT INTO o SELECT id, seq FROM events;
"""


def test_metadata_stay_with_their_records_when_others_are_dropped(tmp_path: Path) -> None:
    with opened(tmp_path, EVENTS) as run:
        lines = [b'{"id": 1}', b"no json", b'{"id": 3}']
        run.streams.open("events").append(Records.of(lines))
        run.job.step()
    assert rows(tmp_path, "o") == [{"id": 1, "seq": "0"}, {"id": 3, "seq": "2"}]


def test_a_simulated_feed_goes_on_after_a_crash_with_no_row_twice(tmp_path: Path) -> None:
    script = """
    CREATE TABLE feed (reading BIGINT, turbine STRING)
    WITH ('connector' = 'simulator', 'kind' = 'wind', 'rows-per-second' = '80');
    CREATE TABLE o (reading BIGINT, turbine STRING) WITH ('connector' = 'stream');
    INSERT INTO o SELECT reading, turbine FROM feed;"""
    clock = ManualClock(NOW_US)
    for _ in range(3):
        with opened(tmp_path, script, clock) as run:
            clock.sleep(0.1)
            assert run.job.step() > 0
    found = [(row["reading"], row["turbine"]) for row in rows(tmp_path, "o")]
    assert len(found) == len(set(found)) == 8 * (max(found)[0] + 1)


def test_a_source_that_fails_holds_the_others_up_in_nothing(tmp_path: Path) -> None:
    script = """
    CREATE TABLE a (id BIGINT) WITH ('connector' = 'stream');
    CREATE TABLE b (id BIGINT) WITH ('connector' = 'stream');
    CREATE TABLE o (id BIGINT) WITH ('connector' = 'stream');
    INSERT INTO o SELECT id FROM a UNION ALL SELECT id FROM b;"""
    with opened(tmp_path, script) as run:
        append(run, "a", {"id": 1})
        append(run, "b", {"id": 2})

        def refuse(*_: object, **__: object) -> None:
            raise ExternalError("the disk is away")

        run.job.wiring.readers["a"].source.read = refuse  # type: ignore[method-assign, assignment]
        run.job.step()
        assert "the disk is away" in str(run.job.intake.problem)
    with opened(tmp_path, script) as run:
        run.job.step()
    assert [row["id"] for row in rows(tmp_path, "o")] == [2, 1]


def test_records_that_are_gone_stop_recovery_rather_than_being_skipped(tmp_path: Path) -> None:
    (tmp_path / "in").write_text('{"id": 1}\n{"id": 2}\n')
    script = """
    CREATE TABLE f (id BIGINT) WITH ('connector' = 'filesystem', 'path' = 'in');
    CREATE TABLE o (id BIGINT) WITH ('connector' = 'stream');
    INSERT INTO o SELECT id FROM f;"""
    with opened(tmp_path, script) as run:
        run.job.step()
    (tmp_path / "in").write_text('{"id": 1}\n')
    with pytest.raises(UnrepeatableRead), opened(tmp_path, script):
        pass
