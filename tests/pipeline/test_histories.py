"""A forest's history from a stream: read to where it was at first, also over a crash."""

from __future__ import annotations

from pathlib import Path

import pytest

from penstock.engine import passing
from penstock.pipeline.run import Run
from tests.pipeline.opening import append, opened, rows

SCRIPT = """
CREATE TABLE live (x DOUBLE) WITH ('connector' = 'stream', 'stream' = 'wind',
    'scan.stream.initpos' = 'LATEST');
CREATE TABLE past (x DOUBLE) WITH ('connector' = 'stream', 'stream' = 'wind',
    'scan.bounded.mode' = 'latest-offset');
CREATE TABLE o (x DOUBLE, score DOUBLE) WITH ('connector' = 'stream');
INSERT INTO o SELECT x, anomaly_score FROM TABLE(RANDOM_CUT_FOREST(
    TABLE live, DESCRIPTOR(x), OUTPUT_AFTER => 1, HISTORY => TABLE past));
CREATE TABLE whole (x DOUBLE) WITH ('connector' = 'stream', 'stream' = 'wind');
CREATE TABLE plain (x DOUBLE, score DOUBLE) WITH ('connector' = 'stream');
INSERT INTO plain SELECT x, anomaly_score FROM TABLE(RANDOM_CUT_FOREST(
    TABLE whole, DESCRIPTOR(x), OUTPUT_AFTER => 1));
"""
FILE = SCRIPT.replace("'stream', 'stream' = 'wind',\n    'scan.bounded.mode' = 'latest-offset'",
                      "'filesystem', 'path' = 'past.json', 'format' = 'json'")  # fmt: skip


def give(run: Run, *values: float) -> None:
    append(run, "wind", *({"x": value} for value in values))


def settle(run: Run) -> None:
    while run.job.step():
        pass


def test_one_stream_is_history_and_then_live(tmp_path: Path) -> None:
    with opened(tmp_path, "CREATE TABLE wind (x DOUBLE);") as run:
        give(run, 1.0, 1.0)
    with opened(tmp_path, SCRIPT) as run:
        give(run, 2.0)
        run.job.step()
    # As after a crash: what is history now must still be, and the same.
    with opened(tmp_path, SCRIPT) as run:
        give(run, 3.0)
        settle(run)
    assert [row["x"] for row in rows(tmp_path, "o")] == [2.0, 3.0]
    assert rows(tmp_path, "o") == rows(tmp_path, "plain")[2:]


def test_live_rows_wait_where_they_come_from_when_many_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passing, "WAITING_BYTES_MAX", 8_000)
    (tmp_path / "past.json").write_text('{"x": 1}\n' * 10_000)
    with opened(tmp_path, FILE) as run:
        give(run, *[1.0] * 4_000)
        most = taken = 0
        while stepped := run.job.step():
            taken += stepped
            waits = run.job.wiring.graph.state_holders()
            most = max(most, sum(h.size_bytes for h in waits if "Union" in str(type(h.relation))))
        run.job.finish()
    assert taken == 18_000
    assert 0 < most < 40_000
    assert len(rows(tmp_path, "o")) == 4_000
