"""A plan without old rows ends with the same rows as the plan that sends them all."""

from __future__ import annotations

import json

import pytest

from penstock.engine import Graph, Limits
from penstock.sql.changelog import without_old_rows
from tests.sql.front_door import Given, Job

TABLES = """
CREATE TABLE a (k BIGINT, n BIGINT);
CREATE TABLE b (k BIGINT, n BIGINT);
CREATE TABLE o (k BIGINT, n BIGINT, m BIGINT) WITH ('connector' = 'blackhole');
"""
LIMITS = Limits(clock_guard_us=None)
COUNTS = "(SELECT k, COUNT(*) AS n FROM a GROUP BY k)"
LARGEST = "(SELECT k, n FROM a ORDER BY n DESC LIMIT 1)"
FIRST = """(SELECT k, n FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY n DESC) AS rn FROM a) WHERE rn = 1)"""
SUMS = "(SELECT k, SUM(n) AS n FROM b GROUP BY k)"
QUERIES = (
    # The join's key is more than that of the counts: an update moves the row to another one.
    f"SELECT x.k, x.n, y.n FROM {COUNTS} AS x JOIN b AS y ON x.k = y.k AND x.n = y.n",
    f"SELECT x.k, x.n, y.n FROM {COUNTS} AS x LEFT JOIN {SUMS} AS y ON x.k = y.k AND x.n = y.n",
    f"SELECT x.k, x.n, y.n FROM {COUNTS} AS x FULL JOIN {SUMS} AS y ON x.k = y.k AND x.n = y.n",
    f"SELECT x.k, x.n, y.n FROM {FIRST} AS x JOIN {SUMS} AS y ON x.k = y.k AND x.n = y.n",
    f"SELECT x.k, x.n, x.n FROM {COUNTS} AS x WHERE EXISTS "
    "(SELECT 1 FROM b WHERE b.k = x.k AND b.n = x.n)",
    # A row without a key of its own is the only one: any update may move it.
    f"SELECT x.k, x.n, y.n FROM b AS y JOIN {LARGEST} AS x ON x.k = y.k",
    # Here the keys are the same, and no old row is needed.
    f"SELECT x.k, x.n, y.n FROM {COUNTS} AS x LEFT JOIN {SUMS} AS y ON x.k = y.k",
    f"SELECT k, n, rn FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY n, k) AS rn FROM {COUNTS}) "
    "WHERE rn <= 2",
)
STEPS = (
    ("b", [(1, 1), (1, 2), (2, 1)]),
    ("a", [(1, 4)]),
    ("a", [(1, 2), (2, 1)]),
    ("a", [(2, 7), (3, 3)]),
    ("b", [(2, 2), (3, 1), (1, 2)]),
    ("a", [(1, 5), (3, 9)]),
)


@pytest.mark.parametrize("query", QUERIES)
def test_a_plan_without_old_rows_ends_with_the_same_rows(query: str) -> None:
    script = f"{TABLES} INSERT INTO o {query};"
    every, few = Job(script), Job(script)
    few.graph = Graph(without_old_rows(few.plan, lambda insert: True), LIMITS)
    for job in (every, few):
        for table, rows in STEPS:
            records = [json.dumps({"k": k, "n": n}).encode() for k, n in rows]
            job.step([Given(table, records)])
    assert few.folded("o") == every.folded("o")
