"""Which statements keep more the longer they run, and which forget by themselves."""

from __future__ import annotations

import pytest

from penstock.sql import compile_script
from penstock.sql.state_growth import growing_state

TABLES = """
CREATE TABLE t (k STRING, a BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (k STRING, n BIGINT, PRIMARY KEY (k) NOT ENFORCED);
INSERT INTO o """


@pytest.mark.parametrize(
    ("call", "bytes_each"),
    [
        ("RANDOM_CUT_FOREST(TABLE t PARTITION BY k, DESCRIPTOR(a))", 153_000),
        ("RANDOM_CUT_FOREST(TABLE t, DESCRIPTOR(a))", None),
        ("HOTSPOTS(TABLE t PARTITION BY k, DESCRIPTOR(a), 1000, 1.0, 3)", 16_000),
    ],
)
def test_a_forest_or_window_for_each_key_is_named(call: str, bytes_each: int | None) -> None:
    plan = compile_script(TABLES + f"SELECT k, a FROM TABLE({call});")
    sizes = [growth.bytes_each for growth in growing_state(plan)]
    assert sizes == ([] if bytes_each is None else [pytest.approx(bytes_each, rel=0.05)])


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ("SELECT k, COUNT(*) FROM t GROUP BY k", ["group"]),
        ("SELECT k, COUNT(DISTINCT a) FROM t GROUP BY k", ["group", "distinct value"]),
        ("SELECT 'all', COUNT(*) FROM t", []),
        ("SELECT k, a FROM t WHERE a > 1", []),
        (
            "SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' HOUR))"
            " GROUP BY window_start, window_end, k",
            [],
        ),
        ("SELECT x.k, y.a FROM t x JOIN t y ON x.k = y.k", ["left row", "right row"]),
    ],
)
def test_what_grows_is_named(query: str, units: list[str]) -> None:
    found = growing_state(compile_script(TABLES + query + ";"))
    assert [growth.unit for growth in found] == units
    assert all(50 < growth.bytes_each < 300 for growth in found)
