"""Joins over streams end with what DuckDB gives for the same tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.batch import RowKind
from tests.sql.front_door import Given, Job

COLUMNS = {"a": ("id", "x", "y"), "b": ("x", "z"), "c": ("z", "w")}
TABLES = "".join(
    f"CREATE TABLE {name} ({', '.join(f'{column} INT' for column in columns)});\n"
    for name, columns in COLUMNS.items()
)
GROUPS = "(SELECT x, COUNT(*) AS n, MAX(z) AS m FROM b GROUP BY x)"
KINDS = ("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN")
CONDITIONS = ("a.x = b.x", "a.x = b.x AND a.y > b.z", "a.x + 1 = b.x AND a.id > 1")
QUERIES = (
    *(f"SELECT a.id, b.z, a.x FROM a {kind} b ON {on}" for kind in KINDS for on in CONDITIONS),
    *(f"SELECT id, g.n, g.m FROM a {kind} {GROUPS} AS g ON a.x = g.x" for kind in KINDS),
    *(f"SELECT id, z, w FROM a JOIN b ON a.x = b.x {kind} c USING (z)" for kind in KINDS),
    *(f"SELECT x, id, z FROM a {kind} b USING (x) WHERE z > 0" for kind in KINDS),
    "SELECT a.id, b.z, a.y FROM a, b WHERE a.x = b.x AND a.y > 0 AND b.z < 2",
    "SELECT a.id, b.z, c.w FROM a CROSS JOIN b LEFT JOIN c ON c.z = b.z AND a.y < c.w",
    "SELECT a.id, b.z, a.y FROM a JOIN b ON a.x IS NOT DISTINCT FROM b.x",
    "SELECT p.id, q.id, p.x FROM a AS p LEFT JOIN a AS q ON p.x = q.y",
    "SELECT id, x, y FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.x = a.x AND b.z > a.y)",
    "SELECT id, x, y FROM a WHERE NOT EXISTS (SELECT 1 FROM b WHERE b.x = a.x)",
    "SELECT id, x, y FROM a WHERE x IN (SELECT x FROM b WHERE z > 0) AND y > 0",
    "SELECT id, x, y FROM a WHERE x NOT IN (SELECT x FROM b)",
    "SELECT id, x, y FROM a WHERE x NOT IN (SELECT x FROM b WHERE b.z = a.y)",
    "SELECT id, x, y FROM a WHERE (x, y) IN (SELECT x, z FROM b)",
    "SELECT id, x, y FROM a WHERE x IN (SELECT MAX(x) FROM b GROUP BY z)",
    "SELECT id, x, (SELECT MAX(z) FROM b) FROM a",
    "SELECT id, x, (SELECT MAX(z) FROM b WHERE b.x = a.x) FROM a",
    "SELECT id, x, y FROM a WHERE y < (SELECT MAX(z) FROM b)",
)
NUMBERS = st.one_of(st.none(), st.integers(0, 2))
BATCHES = st.lists(
    st.tuples(
        st.sampled_from(list(COLUMNS)),
        st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=5),
    ),
    max_size=8,
)
Batches = Sequence[tuple[str, Sequence[tuple[int | None, ...]]]]


def streamed(query: str, batches: Batches, restart: int) -> Counter[tuple[Any, ...]]:
    """Return the rows that are left when all changes have come."""
    table = "CREATE TABLE o (p BIGINT, q BIGINT, r BIGINT) WITH ('connector' = 'blackhole');"
    job = Job(f"{TABLES}{table} INSERT INTO o {query};")
    for number, (name, rows) in enumerate(batches):
        records = [json.dumps(dict(zip(COLUMNS[name], row, strict=False))) for row in rows]
        job.step([Given(name, [record.encode() for record in records])])
        if number == restart:
            job.restart()
    found: Counter[tuple[Any, ...]] = Counter()
    for row, kind in zip(job.outputs["o"], job.kinds["o"], strict=True):
        found[row] += -1 if kind in {RowKind.UPDATE_BEFORE, RowKind.DELETE} else 1
        assert found[row] >= 0
    return +found


def batched(query: str, batches: Batches) -> Counter[tuple[Any, ...]]:
    """Return the rows that DuckDB gives."""
    with duckdb.connect() as connection:
        connection.execute(TABLES)
        for name, rows in batches:
            marks = ", ".join("?" for _ in COLUMNS[name])
            cut = [row[: len(COLUMNS[name])] for row in rows]
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", cut)
        return Counter(connection.execute(query).fetchall())


@settings(max_examples=250, derandomize=True, deadline=None, print_blob=True)
@given(query=st.sampled_from(QUERIES), batches=BATCHES, restart=st.integers(0, 8))
def test_a_join_of_streams_ends_as_the_join_of_their_tables(
    query: str, batches: Batches, restart: int
) -> None:
    assert streamed(query, batches, restart) == batched(query, batches)
