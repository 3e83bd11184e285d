"""A job on two cores writes what one on one core writes, through a crash and a restart as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline.opening import append, opened, rows

SCRIPT = """
SET 'run.cores' = '{cores}';
SET 'run.batch-rows-max' = '700';
CREATE TABLE events (k BIGINT, v BIGINT, at TIMESTAMP(3), WATERMARK FOR at AS at)
WITH ('connector' = 'stream');
CREATE TABLE big (k BIGINT, v BIGINT) WITH ('connector' = 'stream');
CREATE TABLE sums (k BIGINT, s BIGINT, n BIGINT) WITH ('connector' = 'stream');
INSERT INTO big SELECT k, v FROM events WHERE v > 3;
INSERT INTO sums SELECT k, SUM(v), COUNT(*)
FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(at), INTERVAL '10' SECOND))
GROUP BY window_start, window_end, k;
"""
EVENTS = 30_000


def written(folder: Path, cores: int, crash_after: int) -> list[list[object]]:
    folder.mkdir()
    script = SCRIPT.format(cores=cores)
    given = [
        {"k": n % 7, "v": n % 11, "at": f"2026-01-01 00:{n // 6000:02d}:{n // 100 % 60:02d}"}
        for n in range(EVENTS)
    ]
    with opened(folder, script) as run:
        append(run, "events", *given)
        for _ in range(crash_after):
            run.job.step()
    with opened(folder, script) as run:
        while run.job.step():
            pass
        for tables in run.job.wiring.graph.ledger().values():
            for counts in tables.values():
                gone = counts.rows_out + counts.rows_filtered + counts.rows_late
                assert counts.rows_in == EVENTS == gone + counts.rows_in_flight
        run.job.finish()
    return [list(rows(folder, "big")), list(rows(folder, "sums"))]


@pytest.mark.parametrize("crash_after", [0, 3, 20])
def test_two_cores_write_what_one_writes(tmp_path: Path, crash_after: int) -> None:
    one = written(tmp_path / "one", 1, 0)
    assert written(tmp_path / "two", 2, crash_after) == one
    assert len(one[0]) == sum(n % 11 > 3 for n in range(EVENTS))


def test_what_two_cores_began_one_core_goes_on_with(tmp_path: Path) -> None:
    with opened(tmp_path, SCRIPT.format(cores=2)) as run:
        append(run, "events", *({"k": 1, "v": n, "at": "2026-01-01 00:00:01"} for n in range(9000)))
        for _ in range(6):
            run.job.step()
        run.job.checkpoint()
        run.job.step()
    with opened(tmp_path, SCRIPT.format(cores=1)) as run:
        while run.job.step():
            pass
        run.job.finish()
    assert rows(tmp_path, "big") == [{"k": 1, "v": n} for n in range(4, 9000)]
