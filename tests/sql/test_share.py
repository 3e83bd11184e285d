"""What WHERE and SELECT both ask for is computed once, and rows fare as they would otherwise."""

from __future__ import annotations

import json

import pytest

from penstock.sql.compile import compile_script
from penstock.sql.plan import Filter, Project
from tests.sql.front_door import Given, Job

TABLES = (
    "CREATE TABLE t (a STRING, b INT); CREATE TABLE o (n INT) WITH ('connector' = 'blackhole');"
)
ROWS = [("2", 1), ("x", 2), ("0", 3), (None, 4), ("7", 0)]


def run(query: str) -> tuple[list[int], list[str]]:
    """Return what comes out, and why rows were refused."""
    job = Job(f"{TABLES} INSERT INTO o {query};")
    job.step([Given("t", [json.dumps({"a": a, "b": b}).encode() for a, b in ROWS], finished=True)])
    for counts in job.graph.ledger()["o"].values():
        gone = counts.rows_out + counts.rows_filtered + counts.rows_late + counts.rows_invalid
        assert (counts.rows_in, counts.rows_in_flight) == (gone, 0)
    return sorted(row[0] for row in job.outputs["o"]), [each[1] for each in job.rejected]


def is_shared(query: str) -> bool:
    """Say whether the plan computes something before its filter."""
    root = compile_script(f"{TABLES} INSERT INTO o {query};").inserts[0].input
    assert isinstance(root, Project)
    return isinstance(root.input, Filter) and isinstance(root.input.input, Project)


def test_a_cast_in_both_is_computed_once_and_refuses_a_row_once() -> None:
    query = "SELECT CAST(a AS INT) FROM t WHERE CAST(a AS INT) > 1"
    found, refused = run(query)
    assert (found, len(refused)) == ([2, 7], 1)
    assert is_shared(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 10 / b FROM t WHERE b > 0 AND 10 / b > 4",
        "SELECT 10 / b FROM t WHERE b > 0",
        "SELECT 10 / b FROM t WHERE CASE WHEN b > 0 THEN 10 / b > 4 ELSE FALSE END",
    ],
)
def test_what_a_condition_guards_is_not_computed_before_it(query: str) -> None:
    found, refused = run(query)
    assert set(found) >= {10, 5}
    assert refused == []


def test_chance_is_drawn_anew_in_each_place() -> None:
    assert not is_shared("SELECT RAND_INTEGER(9) FROM t WHERE RAND_INTEGER(9) >= 0 AND b > 0")
