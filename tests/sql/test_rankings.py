"""Rankings of a stream, folded, are what DuckDB says of the same rows, however they came.

`PENSTOCK_ORACLE_CASES=5000` asks for so many other cases.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import duckdb
from hypothesis import given, settings

from tests.sql.front_door import Given, Job
from tests.sql.random_ranking_rows import BATCH_DDL, Case, records
from tests.sql.random_rankings import cases

OTHERS = int(os.environ.get("PENSTOCK_ORACLE_CASES", "0"))


@settings(max_examples=OTHERS or 400, derandomize=not OTHERS, deadline=None, print_blob=True)
@given(case=cases())
def test_a_ranked_stream_folds_to_what_a_batch_query_gives(case: Case) -> None:
    job = Job(case.script)
    job.step([Given("t")])
    for number, step in enumerate(case.steps):
        job.step([Given("t", records(step))])
        if number == case.restart_after:
            job.restart()
    job.step([Given("t", finished=True)])
    assert job.folded("o") == Counter(batch_answer(case))
    for tables in job.graph.ledger().values():
        for counts in tables.values():
            gone = counts.rows_out + counts.rows_filtered + counts.rows_late + counts.rows_invalid
            assert (counts.rows_in, counts.rows_in_flight) == (gone, 0)


def batch_answer(case: Case) -> list[tuple[Any, ...]]:
    """Return DuckDB's rows."""
    with duckdb.connect() as connection:
        connection.execute(BATCH_DDL)
        if case.rows:
            places = ", ".join(["?"] * len(case.rows[0]))
            connection.executemany(f"INSERT INTO t VALUES ({places})", case.rows)
        return connection.execute(case.batch_query).fetchall()
