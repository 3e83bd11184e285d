"""Every Nexmark query gives the rows that another program computes from the same events."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb
import pytest

from penstock.bench.suite import QUERIES
from tests.bench.answers import Row, all_events, answer
from tests.bench.oracle_patterns import MATCHERS, Bid, matches
from tests.bench.oracle_queries import ORACLE, VIEWS

CHECKED = (*ORACLE, *MATCHERS)


@pytest.fixture(scope="module")
def oracle() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.register("events", all_events())
    connection.execute(VIEWS)
    return connection


def expected(query: str, oracle: duckdb.DuckDBPyConnection) -> Counter[Row]:
    if query in MATCHERS:
        bids = oracle.sql(
            "SELECT auction, bidder, price, dateTime FROM bid ORDER BY dateTime, place"
        ).fetchall()
        return Counter(matches(query, [Bid(*bid) for bid in bids]))
    return Counter(oracle.sql(ORACLE[query]).fetchall())


@pytest.mark.parametrize("rows_max", [777, 20_000])
@pytest.mark.parametrize("query", CHECKED)
def test_the_answer_is_the_oracles_however_batched(
    query: str, rows_max: int, tmp_path: Path, oracle: duckdb.DuckDBPyConnection
) -> None:
    wanted = expected(query, oracle)
    assert wanted, "an oracle without rows proves nothing"
    found = answer(query, tmp_path, rows_max)
    missing, surplus = wanted - found, found - wanted
    assert not missing, f"{missing.total()} rows are missing, such as {next(iter(missing))}"
    assert not surplus, f"{surplus.total()} rows too many, such as {next(iter(surplus))}"


def test_every_query_but_the_one_that_depends_on_the_clock_has_an_oracle() -> None:
    assert {*ORACLE, *MATCHERS} == {*QUERIES} - {"q12"}
