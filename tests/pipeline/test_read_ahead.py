"""A reader that is one batch ahead gives the same batches, and holds what it handed out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pyarrow as pa
import pytest

from penstock.core.batch import Chunk
from penstock.core.errors import ExternalError
from penstock.pipeline.read_ahead import ReadAhead, Reader
from penstock.pipeline.reader import ROWS_MIN, TableReader, Taken
from penstock.pipeline.wiring import scans
from penstock.sql import compile_script

(SCAN,) = scans(
    compile_script("""
    CREATE TABLE feed (n BIGINT) WITH ('connector' = 'simulator');
    CREATE TABLE o (n BIGINT) WITH ('connector' = 'print');
    INSERT INTO o SELECT n FROM feed;
    """)
)


class Numbers:
    """A source that can be read twice: the numbers from 0 to under `there`, then none for now."""

    replayable = True

    def __init__(self, there: int, *, ends: bool, fails_at: int = -1) -> None:
        self.there = there
        self.ends = ends
        self.fails_at = fails_at

    def splits(self) -> Sequence[str]:
        return ("0",)

    def start(self, split: str) -> str:
        return "0"

    def read(
        self, split: str, position: str, rows_max: int, until: str | None = None
    ) -> Chunk | None:
        first = int(position)
        if first == self.fails_at:
            self.fails_at = -1
            raise ExternalError("the disk is away")
        last = min(first + rows_max, self.there)
        if first == last:
            return None
        numbers = pa.record_batch({"n": pa.array(range(first, last), pa.int64())})
        return Chunk(str(last), 1, columns=numbers)

    def finished(self, split: str, position: str) -> bool:
        return self.ends and int(position) >= self.there

    def close(self) -> None:
        """Let go of nothing."""


@contextmanager
def reading(source: Numbers, *, ahead: bool) -> Iterator[Reader]:
    table_reader = TableReader(SCAN, source, None, 4 * ROWS_MIN, "here")
    with ThreadPoolExecutor(2) as decoding:
        reader: Reader = ReadAhead(table_reader, decoding) if ahead else table_reader
        reader.begin({})
        yield reader
        reader.close()


def all_of(reader: Reader) -> list[Taken]:
    taken: list[Taken] = []
    while not reader.finished:
        taken += reader.poll()
    return taken


def test_the_batches_are_the_same() -> None:
    found = []
    for ahead in (False, True):
        with reading(Numbers(9_999, ends=True), ahead=ahead) as reader:
            found.append([(part.reading, part.rows) for part in all_of(reader)])
    assert found[0] == found[1]
    assert sum(rows for _, rows in found[1]) == 9_999


def test_positions_are_those_of_what_was_handed_out() -> None:
    with reading(Numbers(9_999, ends=True), ahead=True) as reader:
        for _ in range(3):
            (taken,) = reader.poll()
            assert reader.positions == {"0": taken.reading.end}


def test_what_has_come_since_is_not_waited_for() -> None:
    source = Numbers(ROWS_MIN, ends=False)
    with reading(source, ahead=True) as reader:
        (first,) = reader.poll()
        assert first.rows == ROWS_MIN
        source.there += 7
        assert sum(part.rows for part in reader.poll()) <= 7
        source.there += 7
        assert list(reader.poll()) or reader.positions == {"0": str(source.there)}
        assert reader.positions == {"0": str(source.there)}


def test_a_problem_comes_up_when_its_batch_is_due_and_is_over_when_it_is_over() -> None:
    with reading(Numbers(5_000, ends=True, fails_at=ROWS_MIN), ahead=True) as reader:
        assert [part.rows for part in reader.poll()] == [ROWS_MIN]
        with pytest.raises(ExternalError):
            list(reader.poll())
        assert sum(part.rows for part in all_of(reader)) == 5_000 - ROWS_MIN


def test_a_restart_reads_again_what_was_only_read_ahead() -> None:
    with reading(Numbers(9_999, ends=True), ahead=True) as reader:
        (first,) = reader.poll()
        reader.begin({"0": first.reading.end})
        assert sum(part.rows for part in all_of(reader)) == 9_999 - first.rows
