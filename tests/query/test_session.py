"""One SELECT over whatever a folder holds: streams, documents, files, metrics, rejected rows."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from penstock.core.batch import Records
from penstock.core.errors import PenstockError
from penstock.core.time import ManualClock
from penstock.pipeline.folder import Variant, read_folder
from penstock.pipeline.prepare import prepare
from penstock.pipeline.run import Circumstances, Run, open_run
from penstock.pipeline.runner import StopWhen
from penstock.query.files import UnreadableFile
from penstock.query.results import rows_as_json
from penstock.query.session import Session
from penstock.query.stored import Place

NOW_US = 1_795_000_000_000_000
SCRIPT = """
CREATE TABLE `My Events` (id BIGINT, k STRING, at TIMESTAMP(3))
WITH ('connector' = 'stream', 'stream' = 'events', 'shards' = '2');
CREATE TABLE kept (id BIGINT, k STRING, PRIMARY KEY (id) NOT ENFORCED)
WITH ('connector' = 'documents');
INSERT INTO kept SELECT id, k FROM `My Events`;
CREATE TABLE files (id BIGINT, k STRING) PARTITIONED BY (k)
WITH ('connector' = 'filesystem', 'path' = 'out', 'compression' = 'gzip');
INSERT INTO files SELECT id, k FROM `My Events`;
CREATE TABLE parquet_files (id BIGINT)
WITH ('connector' = 'filesystem', 'path' = 'parquet', 'format' = 'parquet');
INSERT INTO parquet_files SELECT id FROM `My Events`;
CREATE TABLE counted (id BIGINT, k STRING)
WITH ('connector' = 'metrics', 'metric.dimensions' = 'k');
INSERT INTO counted SELECT id, k FROM `My Events`;
CREATE TABLE printed (id BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO printed SELECT id FROM `My Events`;
CREATE TABLE given (a STRING, b STRING)
WITH ('connector' = 'filesystem', 'path' = 'given.csv', 'format' = 'csv', 'header' = 'true');
"""
LINES = [
    b'{"id": 1, "k": "a b/c", "at": "2026-01-01 00:00:00"}',
    b'{"id": 2, "k": "d", "at": "2026-01-01 12:00:00.5"}',
    b"no json",
    b'{"id": 2, "k": null, "at": null}',
]


def ignore(error: Exception) -> None:
    """Take note of nothing."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("held")
    (folder / "pipeline.sql").write_text(SCRIPT)
    (folder / "given.csv").write_text("a,b\r\n1,x\r\n2,y")
    circumstances = Circumstances(ManualClock(NOW_US), {}, ignore, lambda: "job")
    opened = open_run(prepare(read_folder(folder), Variant(), {}), StopWhen(), circumstances)
    opened.streams.open("events").append(Records.of(LINES))
    opened.streams.create("bare").append(Records.of([b"any \xff bytes"]))
    opened.job.step()
    opened.job.finish()
    yield opened
    opened.close()


def ask(run: Run, sql: str, **place: Any) -> list[dict[str, Any]]:
    """Return the rows of a query while the run still holds everything open."""
    where = Place(run.folder.path, run.folder.state, run.streams, **place)
    return Session(run.plan, where).query(sql).to_pylist()


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (
            "SELECT COUNT(*) AS n, EPOCH(MAX(at)) - EPOCH(MIN(at)) AS d FROM `My Events`",
            (3, 43_200.5),
        ),
        ("SELECT id, k FROM kept ORDER BY id", (1, "a b/c", 2, None)),
        ("SELECT id, k FROM files ORDER BY id, k", (1, "a b/c", 2, "d", 2, None)),
        ("SELECT SUM(id) AS n FROM parquet_files", (5,)),
        ("SELECT SUM(count) AS n FROM counted", (3,)),
        ("SELECT record FROM `My Events$invalid`", ("no json",)),
        ("SELECT COUNT(*) AS n FROM `My Events$late`", (0,)),
        ("SELECT record FROM bare", ("any \\xff bytes",)),
        ("SELECT a, b FROM given ORDER BY a", ("1", "x", "2", "y")),
        ("WITH Few AS (SELECT id FROM kept) SELECT SUM(id) AS n FROM few", (3,)),
        ("SELECT a.id FROM KEPT a JOIN kept b ON a.id = b.id ORDER BY 1", (1, 2)),
        ("SELECT SUM(range) AS n FROM range(4)", (6,)),
    ],
)
def test_every_kind_of_table_can_be_asked(run: Run, sql: str, expected: tuple[Any, ...]) -> None:
    found = [value for row in ask(run, sql) for value in row.values()]
    assert found == [*expected]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT * FROM kep", "did you mean 'kept'"),
        ("SELECT * FROM printed", "keeps nothing"),
        ("SELECT nope FROM kept", "nope"),
        ("DELETE FROM kept", "query"),
        ("SELECT 1; SELECT 2", "one query"),
        ("SELECT * FROM read_csv('/etc/passwd')", "disabled"),
        ("SELECT * FROM '/etc/passwd'", "unknown table"),
        ("COPY (SELECT 1) TO '/tmp/penstock-escape'", "query"),
        ("SELECT * FROM sqlite_scan('a', 'b')", "sqlite_scan"),
        ("SELECT * FROM query('SELECT * FROM read_text(''/etc/hostname'')')", "disabled"),
    ],
)
def test_what_cannot_be_asked_is_refused(run: Run, sql: str, message: str) -> None:
    with pytest.raises(PenstockError, match=message):
        ask(run, sql)


def test_of_too_many_rows_the_newest_are_read(run: Run) -> None:
    assert len(ask(run, "SELECT * FROM bare", rows_max=1)) == 1
    # Half of the rows may come from each of the two shards.
    assert ask(run, "SELECT id, k FROM `My Events`", rows_max=2) == [{"id": 2, "k": None}]
    assert ask(run, "SELECT COUNT(*) AS n FROM files", rows_max=1) == [{"n": 1}]


def test_a_sort_that_needs_more_than_memory_leaves_no_file_behind(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ask(run, "SELECT current_setting('temp_directory') AS d") == [{"d": ""}]
    assert os.listdir(tmp_path) == []


def test_a_broken_file_is_named(run: Run) -> None:
    whole = next((run.folder.path / "out").rglob("part-*"))
    broken = whole.with_name("part-broken.gz")
    broken.write_bytes(gzip.compress(b"{}\n")[:10])
    try:
        with pytest.raises(UnreadableFile, match="part-broken"):
            ask(run, "SELECT * FROM files")
    finally:
        broken.unlink()


def test_a_file_that_goes_away_meanwhile_is_left_out(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = run.folder.path / "out" / "part-gone.gz"
    from penstock.query import files  # noqa: PLC0415 -- only to hide a race in it

    found = files.files_below
    monkeypatch.setattr(files, "files_below", lambda root: [*found(root), gone])
    assert ask(run, "SELECT COUNT(*) AS n FROM files") == [{"n": 3}]


def test_times_that_python_cannot_hold_are_text() -> None:
    far = pa.array([9 * 10**17, None], pa.timestamp("us"))
    fine = pa.array([1, None], pa.timestamp("ns"))
    text = rows_as_json(
        pa.table(
            {"far": far, "fine": fine, "days": pa.array([10**8, 0]).cast("int32").cast(pa.date32())}
        )
    )
    assert "30489-11-11 16:00:00" in text
    assert "00.000000001" in text
