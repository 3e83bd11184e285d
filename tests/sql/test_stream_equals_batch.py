"""What a stream of records gives is what DuckDB says of the same rows, however they came."""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings

from tests.sql.front_door import Given, Job
from tests.sql.oracle import batch_answer, late_rows
from tests.sql.random_queries import Case, cases

CASES = int(os.environ.get("PENSTOCK_ORACLE_CASES", "200"))


@settings(
    max_examples=CASES,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(case=cases())
def test_a_stream_gives_what_a_batch_query_gives_over_the_same_rows(case: Case) -> None:
    job = Job(case.script)
    job.step([Given(table, split=split) for table, split in case.splits])
    for number, step in enumerate(case.steps):
        job.step([Given(table, records, split) for table, split, records in step])
        if number == case.restart_after:
            job.restart()
    job.step([Given(table, split=split, finished=True) for table, split in case.splits])

    expected = batch_answer(case)
    assert counted(job.outputs["o"]) == counted(expected), case.script
    balanced(job)
    if case.late_query is not None:
        late = sum(reason.startswith("late") for _, reason, _ in job.rejected)
        assert late == late_rows(case), case.script


def counted(rows: list[tuple[Any, ...]]) -> Counter[tuple[Any, ...]]:
    return Counter(rows)


def balanced(job: Job) -> None:
    for tables in job.graph.ledger().values():
        for counts in tables.values():
            gone = counts.rows_out + counts.rows_filtered + counts.rows_late + counts.rows_invalid
            assert counts.rows_in == gone, counts
            assert counts.rows_in_flight == 0
