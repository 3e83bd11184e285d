"""Ad-hoc queries run in DuckDB as their users mean them."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.errors import UserError
from penstock.sql.duckdb import transpile_to_duckdb

START = datetime(2024, 1, 1)  # noqa: DTZ001 -- DuckDB's TIMESTAMP has no zone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT `Distance(mi)` FROM t;", 'SELECT "Distance(mi)" FROM t'),
        ('SELECT "a b", x::INT FROM t', 'SELECT "a b", CAST(x AS INT) FROM t'),
        ("%flink.ssql\nSELECT 1 AS a", "SELECT 1 AS a"),
        ("FROM t SELECT a", "SELECT a FROM t"),
        ("SELECT CAST(a AS STRING) FROM t", "SELECT CAST(a AS TEXT) FROM t"),
        ("WITH q AS (SELECT 1) SELECT * FROM q", "WITH q AS (SELECT 1) SELECT * FROM q"),
    ],
)
def test_the_dialect_is_duckdbs_with_backquotes(text: str, expected: str) -> None:
    assert transpile_to_duckdb(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DATE_FORMAT(TIMESTAMP '2024-03-05 06:07:08', 'yyyy-MM-dd HH:mm')", "2024-03-05 06:07"),
        (
            "TIMESTAMPDIFF(HOUR, TIMESTAMP '2024-01-01 00:30:00', TIMESTAMP '2024-01-01 02:00:00')",
            1,
        ),
        ("JSON_VALUE('{\"a\": \"x\"}', '$.a')", "x"),
        ("SPLIT_INDEX('a,b,c', ',', 1)", "b"),
        ("CHAR_LENGTH('abc')", 3),
        ("IFNULL(NULL, 5)", 5),
    ],
)
def test_functions_that_flinks_users_know_work(text: str, expected: object) -> None:
    assert duckdb.sql(transpile_to_duckdb(f"SELECT {text}")).fetchall() == [(expected,)]


@pytest.mark.parametrize(
    "text",
    [
        "ATTACH 'x'", "COPY t TO 'x'", "DROP TABLE t", "CREATE TABLE t (a INT)", "SET a = 1",
        "INSTALL x", "SELECT 1; SELECT 2", "", "SELECT 'abc", 'SELECT "abc', "SELECT (1", "a + 1",
        "SELECT * FROM TABLE(FOREST(TABLE t))",
        "SELECT * FROM TABLE(TUMBLE", "SELECT * FROM HOP(TABLE t, DESCRIPTOR(ts))",
        "CALL f()", "SHOW TABLES", "EXPLAIN SELECT 1", "PRAGMA version",
    ],
)  # fmt: skip
def test_what_is_no_query_is_refused_with_its_place(
    text: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="sqlglot")
    with pytest.raises(UserError, match=r"E20[18]") as caught:
        transpile_to_duckdb(text, "ask.sql")
    assert caught.value.where is not None
    assert caught.value.where.path == "ask.sql"
    assert caplog.records == []


SECONDS = st.integers(-500, 500)


@settings(max_examples=25, deadline=None)
@given(
    times=st.lists(st.one_of(st.none(), SECONDS), max_size=12),
    slide=st.integers(1, 7),
    slides=st.integers(1, 4),
    offset=st.integers(0, 20),
)
def test_hop_puts_each_row_into_the_windows_that_hold_its_time(
    times: list[int | None], slide: int, slides: int, offset: int
) -> None:
    size = slide * slides
    rows = [None if at is None else START + timedelta(seconds=at) for at in times]
    expected = Counter(
        START + timedelta(seconds=first)
        for at in times
        if at is not None
        for first in range(at - size + 1, at + 1)
        if (timedelta(seconds=first - offset) + (START - datetime(1970, 1, 1)))  # noqa: DTZ001
        % timedelta(seconds=slide)
        == timedelta()
    )
    query = transpile_to_duckdb(
        f"SELECT window_start, window_end, COUNT(*) FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts),"
        f" INTERVAL '{slide}' SECOND, INTERVAL '{size}' SECOND, INTERVAL '{offset}' SECOND))"
        " GROUP BY window_start, window_end"
    )
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (ts TIMESTAMP)")
        connection.executemany("INSERT INTO t VALUES (?)", [(row,) for row in rows] or [(None,)])
        found = connection.execute(query).fetchall()
    assert {start: count for start, _, count in found} == expected
    assert all(end - start == timedelta(seconds=size) for start, end, _ in found)


def test_tumble_and_cumulate_are_queries_too() -> None:
    table = "(SELECT TIMESTAMP '2024-01-01 00:00:07' AS ts)"
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t AS FROM {table}")
        tumbled = connection.execute(
            transpile_to_duckdb(
                "SELECT * FROM TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND)"
            )
        ).fetchall()
        cumulated = connection.execute(
            transpile_to_duckdb(
                "SELECT window_start, window_end FROM TABLE(CUMULATE(DATA => TABLE t, TIMECOL =>"
                " DESCRIPTOR(ts), STEP => INTERVAL '5' SECOND, SIZE => INTERVAL '20' SECOND))"
                " ORDER BY window_end"
            )
        ).fetchall()
    assert [(row[1].second, row[2].second) for row in tumbled] == [(5, 10)]
    assert [(start.second, end.second) for start, end in cumulated] == [(0, 10), (0, 15), (0, 20)]
