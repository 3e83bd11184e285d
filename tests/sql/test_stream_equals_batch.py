"""What a stream of records gives is what DuckDB says of the same rows, however they came.

Every run asks the same cases; `PENSTOCK_ORACLE_CASES=5000` asks for so many others.
"""

from __future__ import annotations

import os
from collections import Counter

from hypothesis import given, settings

from tests.sql.front_door import Given, Job, Row
from tests.sql.oracle import batch_answer
from tests.sql.random_queries import Case, cases

OTHERS = int(os.environ.get("PENSTOCK_ORACLE_CASES", "0"))


@settings(max_examples=OTHERS or 150, derandomize=not OTHERS, deadline=None, print_blob=True)
@given(case=cases())
def test_a_stream_gives_what_a_batch_query_gives_over_the_same_rows(case: Case) -> None:
    job = run(case)
    rows, late = batch_answer(case)
    assert rounded(job.folded("o")) == rounded(Counter(rows))
    if late is not None:
        assert sum(reason.startswith("late") for _, reason, _ in job.rejected) == late
    for tables in job.graph.ledger().values():
        for counts in tables.values():
            gone = counts.rows_out + counts.rows_filtered + counts.rows_late + counts.rows_invalid
            assert (counts.rows_in, counts.rows_in_flight) == (gone, 0)


def rounded(rows: Counter[Row]) -> Counter[Row]:
    """Return rows without the last digits of DOUBLE, which follow the order of a sum."""
    found: Counter[Row] = Counter()
    for row, count in rows.items():
        found[tuple(float(f"{x:.10g}") if isinstance(x, float) else x for x in row)] += count
    return found


def run(case: Case) -> Job:
    """Run a case to the end of all splits, with a restart on the way."""
    job = Job(case.script)
    job.step([Given(table, split=split) for table, split in case.arriving.splits])
    for number, step in enumerate(case.arriving.steps):
        job.step([Given(table, records, split) for table, split, records in step])
        if number == case.arriving.restart_after:
            job.restart()
    job.step([Given(table, split=split, finished=True) for table, split in case.arriving.splits])
    return job
