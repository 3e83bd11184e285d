"""LATERAL over streams ends with what DuckDB gives for the same tables."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sql.test_joins_equal_batch import BATCHES, Batches, batched, streamed

_B = "LATERAL (SELECT"
_OF_X = "FROM b WHERE b.x = a.x"
_FIRST = f"z {_OF_X} ORDER BY z DESC NULLS LAST LIMIT"
QUERIES = (
    f"SELECT a.id, r.z, a.x FROM a, {_B} z {_OF_X} AND z > 0) AS r",
    f"SELECT a.id, r.z, r.n FROM a LEFT JOIN {_B} z, 1 AS n {_OF_X}) AS r ON TRUE",
    f"SELECT a.id, r.z, a.y FROM a LEFT JOIN {_B} z {_OF_X}) AS r ON r.z > a.y",
    f"SELECT a.id, r.s, a.y FROM a, {_B} a.y + z AS s FROM b WHERE z < a.y) AS r",
    f"SELECT a.id, r.z, a.x FROM a, {_B} {_FIRST} 2) AS r",
    f"SELECT a.id, r.z, a.x FROM a LEFT JOIN {_B} {_FIRST} 1) AS r ON TRUE",
    f"SELECT a.id, r.z, a.x FROM a, {_B} {_FIRST} 1 OFFSET 1) AS r",
    f"SELECT a.id, r.m, a.x FROM a LEFT JOIN {_B} MAX(z) AS m {_OF_X}) AS r ON TRUE",
    f"SELECT a.id, r.m, a.x FROM a LEFT JOIN {_B} COALESCE(a.y, z) {_OF_X}) AS r (m) ON TRUE",
    f"SELECT a.id, r.z, r.n FROM a, {_B} z, COUNT(*) AS n {_OF_X} GROUP BY z) AS r",
    f"SELECT a.id, r.z, a.y FROM a, {_B} DISTINCT z {_OF_X} AND z = a.y) AS r",
    f"SELECT a.id, r.z, s.w FROM a, {_B} z {_OF_X}) AS r, {_B} w FROM c WHERE c.z = r.z) AS s",
    f"SELECT a.id, r.z, r.w FROM a, {_B} b.z, w FROM b JOIN c ON b.z = c.z WHERE b.x = a.x) AS r",
)


@pytest.mark.parametrize("query", QUERIES)
@settings(max_examples=12, derandomize=True, deadline=None, print_blob=True)
@given(batches=BATCHES, restart=st.integers(0, 8))
def test_a_query_per_row_ends_as_over_tables(query: str, batches: Batches, restart: int) -> None:
    assert streamed(query, batches, restart) == batched(query, batches)
