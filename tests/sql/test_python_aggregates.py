"""An aggregate in Python that adds up gives what SUM gives, wherever it stands."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sql.front_door import Given, Job

SCRIPT = """
CREATE FUNCTION total AS 'functions.Total' LANGUAGE PYTHON;
CREATE TABLE t (k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '4' SECOND);
CREATE TABLE o (k STRING, built_in BIGINT, own BIGINT) WITH ('connector' = 'blackhole');
CREATE VIEW v AS SELECT k, MAX(v) AS v FROM t GROUP BY k, MOD(v, 3);
INSERT INTO o """
_BOTH = "SUM({0}v) AS b, total({0}v) AS own"
_WINDOW = "SELECT k, {0} FROM TABLE({1}) GROUP BY k, window_start, window_end"
_OF = "TABLE t, DESCRIPTOR(ts), INTERVAL '3' SECOND"
QUERIES = {
    "groups": f"SELECT k, {_BOTH.format('')} FROM t GROUP BY k",
    "distinct": f"SELECT k, {_BOTH.format('DISTINCT ')} FROM t GROUP BY k",
    "updates": f"SELECT k, {_BOTH.format('')} FROM v GROUP BY k",
    "distinct of updates": f"SELECT k, {_BOTH.format('DISTINCT ')} FROM v GROUP BY k",
    "tumble": _WINDOW.format(_BOTH.format(""), f"TUMBLE({_OF})"),
    "hop": _WINDOW.format(_BOTH.format(""), f"HOP({_OF}, INTERVAL '9' SECOND)"),
    "cumulate": _WINDOW.format(_BOTH.format(""), f"CUMULATE({_OF}, INTERVAL '9' SECOND)"),
    "session": _WINDOW.format(
        _BOTH.format(""), f"SESSION({_OF.replace('t,', 't PARTITION BY k,')})"
    ),
    "distinct session": _WINDOW.format(
        _BOTH.format("DISTINCT "), f"SESSION({_OF.replace('t,', 't PARTITION BY k,')})"
    ),
    "over": "SELECT k, SUM(v) OVER w, total(v) OVER w FROM t WINDOW w AS "
    "(PARTITION BY k ORDER BY ts ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)",
    "over in any order": "SELECT k, SUM(v) OVER w, total(v) OVER w FROM t WINDOW w AS "
    "(PARTITION BY k ORDER BY v)",
    "over all": "SELECT k, SUM(v) OVER w, total(v) OVER w FROM t WINDOW w AS "
    "(PARTITION BY k ORDER BY ts)",
}
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", None]),
        st.one_of(st.none(), st.integers(-5, 5)),
        st.integers(0, 20),
    ),
    max_size=12,
)
Row = tuple[str | None, int | None, int]


def record(row: Row) -> bytes:
    key, value, second = row
    return json.dumps({"k": key, "v": value, "ts": f"2024-01-01 00:00:{second:02}"}).encode()


def outcome(query: str, batches: Sequence[Sequence[Row]], restart_before: int) -> Job:
    """Return the job after batches, begun anew before one of them."""
    job = Job(SCRIPT + query)
    for number, batch in enumerate(batches):
        if number == restart_before:
            job.restart()
        job.step([Given("t", [record(row) for row in batch])])
    job.step([Given("t", finished=True)])
    return job


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
@settings(max_examples=25, deadline=None)
@given(rows=ROWS, cut=st.integers(0, 12), restart_before=st.integers(0, 2))
def test_it_is_the_built_in_sum_after_every_change(
    query: str, rows: list[Row], cut: int, restart_before: int
) -> None:
    job = outcome(query, [rows[:cut], rows[cut:]], restart_before)
    assert all(built_in == own for _, built_in, own in job.outputs["o"])
    assert job.rejected == [] or all("late" in reason for _, reason, _ in job.rejected)
    assert job.folded("o") == outcome(query, [rows], 0).folded("o")
