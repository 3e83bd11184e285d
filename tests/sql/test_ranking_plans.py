"""What rankings look like in a plan: how they are shown, what they promise, how they are named."""

from __future__ import annotations

from penstock.engine.limits import Limits
from penstock.sql import compile_script
from penstock.sql.changelog import without_old_rows
from penstock.sql.explain import explain
from penstock.sql.fingerprint import fingerprint
from penstock.sql.plan import ChangelogMode, Relation
from penstock.sql.plan_rank import Rank
from penstock.sql.plan_walk import inputs_of
from tests.sql.front_door import Given, Job

TABLES = """
CREATE TABLE t (k STRING, n BIGINT, x STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (k STRING, n BIGINT) WITH ('connector' = 'blackhole');
"""
BEST = "SELECT k, n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY {}) AS rn FROM t)"


def shown(query: str) -> str:
    """Return the line of a query's plan that ranks."""
    lines = explain(compile_script(f"{TABLES} INSERT INTO o {query};")).splitlines()
    words = ("Rank", "WindowRank", "FirstByTime", "Over", "TimeSort")
    return next(line.strip() for line in lines if line.strip().startswith(words))


def rank_below(relation: Relation) -> Rank:
    """Return the Top-N in a plan."""
    return relation if isinstance(relation, Rank) else rank_below(inputs_of(relation)[0])


def test_each_ranking_says_what_it_keeps_and_in_which_order() -> None:
    top = BEST.format("n DESC, x NULLS LAST")
    assert shown(f"{top} WHERE rn <= 3") == (
        "Rank rows 1 to 3, of k, by n DESC, x NULLS LAST  [retract]"
    )
    assert shown(f"{BEST.format('ts DESC')} WHERE rn = 1") == (
        "Rank row 1, of k, by ts DESC, the latest of equals first  [retract, key k, time ts]"
    )
    assert shown(f"{BEST.format('ts')} WHERE rn = 1") == (
        "FirstByTime of k by ts  [append, key k, time ts]"
    )
    assert shown("SELECT k, n FROM t LIMIT 5") == "Rank rows 1 to 5, as they come  [append]"
    assert shown("SELECT k, n FROM t ORDER BY ts, n DESC") == (
        "TimeSort by ts, n DESC  [append, time ts]"
    )
    over = "SUM(n) OVER (PARTITION BY k ORDER BY ts ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)"
    assert shown(f"SELECT k, {over} FROM t") == (
        "Over of k by ts ROWS 2 back to the current row: $over0 = SUM(n)  [append, time ts]"
    )


def test_a_top_1_needs_no_old_rows_where_the_sink_finds_them_by_key() -> None:
    plan = compile_script(f"{TABLES} INSERT INTO o {BEST.format('n')} WHERE rn = 1;")
    rank = rank_below(without_old_rows(plan, lambda insert: False).inserts[0].input)
    assert (rank.traits.changelog, rank.traits.upsert_key) == (ChangelogMode.UPSERT, (0,))


def test_the_state_of_a_ranking_keeps_its_name_when_others_read_more_of_the_table() -> None:
    script = f"{TABLES} INSERT INTO o {BEST.format('n')} WHERE rn <= 2;"
    alone = rank_below(compile_script(script).inserts[0].input)
    more = f"{script} INSERT INTO o SELECT x, n FROM t;"
    assert fingerprint(rank_below(compile_script(more).inserts[0].input)) == fingerprint(alone)


def test_a_key_that_was_not_written_for_its_time_to_live_begins_anew() -> None:
    script = f"{TABLES} INSERT INTO o {BEST.format('n')} WHERE rn = 1;"
    job = Job(script, Limits(clock_guard_us=None, state_ttl_us=10))
    for now_us, number in ((0, 5), (5, 7), (14, 6), (30, 9)):
        record = f'{{"k": "a", "n": {number}, "ts": "2024-01-01 00:00:00"}}'
        job.step([Given("t", [record.encode()])], now_us)
    assert job.outputs["o"] == [("a", 5), ("a", 9)]


def test_groups_that_expired_are_ranked_no_more() -> None:
    script = (
        f"{TABLES} INSERT INTO o SELECT k, n FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY n DESC) AS"
        " rn FROM (SELECT k, SUM(n) AS n FROM t GROUP BY k)) WHERE rn <= 2;"
    )
    job = Job(script, Limits(clock_guard_us=None, state_ttl_us=10))
    for now_us, key in ((0, "a"), (1, "b"), (50, "c")):
        record = f'{{"k": "{key}", "n": 1, "ts": "2024-01-01 00:00:00"}}'
        job.step([Given("t", [record.encode()])], now_us)
    assert job.outputs["o"] == [("a", 1), ("b", 1), ("c", 1)]
