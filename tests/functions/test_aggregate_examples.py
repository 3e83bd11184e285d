"""Every aggregate's example is true over x in (1, 2, 3): grouped, in a window, and over updates."""

from __future__ import annotations

from typing import Any

import pytest

from penstock.core.batch import RowKind
from penstock.functions import AGGREGATES
from penstock.sql.compile import compile_query, compile_script
from tests.sql.front_door import Given, Job

TABLES = "CREATE TABLE t (x INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);"
FROM = {
    "all rows": "FROM t",
    "a window": "FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' DAY))"
    " GROUP BY window_start, window_end",
    "updates": "FROM (SELECT y AS x FROM (SELECT x AS y, COUNT(*) AS c FROM t GROUP BY x))",
}


@pytest.mark.parametrize("place", FROM)
@pytest.mark.parametrize("name", AGGREGATES)
def test_an_aggregates_example_is_true(name: str, place: str) -> None:
    text, answer = AGGREGATES[name].example
    query = f"SELECT {text} {FROM[place]}"
    kind = compile_query(query, compile_script(TABLES)).schema.fields[0].type
    sink = f"CREATE TABLE o (y {kind.with_nullable(True)}) WITH ('connector' = 'blackhole');"
    job = Job(f"{TABLES} {sink} INSERT INTO o {query};")
    for x in (1, 2, 3):
        job.step([Given("t", [b'{"x": %d, "ts": "2024-01-01 00:00:0%d"}' % (x, x)])])
        job.restart()
    job.step([Given("t", finished=True)])
    ((result,),) = folded(job)
    assert str(result) == answer


def folded(job: Job) -> list[tuple[Any, ...]]:
    """Return what an insert's changes add up to; some results cannot be counted."""
    found: list[tuple[Any, ...]] = []
    for row, kind in zip(job.outputs["o"], job.kinds["o"], strict=True):
        if kind in {RowKind.UPDATE_BEFORE, RowKind.DELETE}:
            found.remove(row)
        else:
            found.append(row)
    return found
