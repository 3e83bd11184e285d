"""What several statements need is read once, computed once, and named the same when others go."""

from __future__ import annotations

import random
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.sql import compile_script, explain
from penstock.sql.fingerprint import fingerprint
from penstock.sql.plan import (
    Filter,
    Plan,
    Project,
    Relation,
    Scan,
    TableFunction,
)
from penstock.sql.plan_groups import WindowAggregate
from penstock.sql.plan_walk import inputs_of, parents_first

TABLES = """
CREATE TABLE wind (
    place STRING, speed DOUBLE, gust DOUBLE, note STRING, r ROW<a INT, b ROW<c INT, d INT>>,
    ts TIMESTAMP(3), arrived TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL,
    kmh AS speed * 3.6, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
);
CREATE TABLE scores (place STRING, score DOUBLE);
CREATE TABLE counts (place STRING, n BIGINT);
CREATE VIEW scored AS SELECT * FROM TABLE(RANDOM_CUT_FOREST(
    TABLE wind PARTITION BY place, DESCRIPTOR(speed)));
CREATE VIEW minutes AS SELECT place, window_start AS starts, COUNT(*) AS n, MAX(gust) AS top
    FROM TABLE(TUMBLE(TABLE wind, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
    GROUP BY place, window_start, window_end;
"""
INSERTS = (
    "INSERT INTO scores SELECT place, anomaly_score FROM scored",
    "INSERT INTO scores SELECT note, anomaly_score FROM scored WHERE gust > 1",
    "INSERT INTO counts SELECT place, n FROM minutes",
    "INSERT INTO scores SELECT place, top FROM minutes WHERE n > 5",
    "INSERT INTO counts SELECT note, r.b.d FROM wind WHERE kmh > 100",
    "INSERT INTO counts SELECT note, r.a FROM wind WHERE arrived IS NOT NULL",
)


def compiled(inserts: Iterator[str] | tuple[str, ...] | list[str]) -> Plan:
    return compile_script(TABLES + ";".join(inserts))


def relations(plan: Plan) -> list[Relation]:
    return parents_first([insert.input for insert in plan.inserts])


def stateful(plan: Plan) -> set[str]:
    kinds = (TableFunction, WindowAggregate)
    return {fingerprint(each) for each in relations(plan) if isinstance(each, kinds)}


def test_a_table_has_one_scan_that_reads_what_all_statements_need() -> None:
    scans = [each for each in relations(compiled(INSERTS)) if isinstance(each, Scan)]
    assert len(scans) == 1
    assert str(scans[0].wanted) == (
        "(`place` STRING, `speed` DOUBLE, `gust` DOUBLE, `note` STRING,"
        " `r` ROW<`a` INT, `b` ROW<`d` INT>>, `ts` TIMESTAMP(3))"
    )
    assert [each.key for each in scans[0].metadata] == ["timestamp"]


def test_metadata_and_computed_columns_are_read_only_when_asked_for() -> None:
    (scan,) = (each for each in relations(compiled(INSERTS[:1])) if isinstance(each, Scan))
    assert scan.metadata == ()
    assert scan.schema.names == ("place", "speed", "ts")
    (scan,) = (each for each in relations(compiled(INSERTS[4:5])) if isinstance(each, Scan))
    assert scan.wanted.names == ("speed", "note", "r", "ts")
    assert scan.schema.names == ("note", "r", "ts", "kmh")


def test_a_view_that_two_statements_read_grows_one_forest() -> None:
    plan = compiled(INSERTS[:2])
    assert sum(isinstance(each, TableFunction) for each in relations(plan)) == 1
    assert explain(plan).count("RANDOM_CUT_FOREST") == 1
    assert "#1 as above" in explain(plan)


def test_equal_subqueries_are_shared_without_a_view() -> None:
    query = (
        "INSERT INTO counts SELECT place, COUNT(*) FROM TABLE(TUMBLE(TABLE wind, DESCRIPTOR(ts),"
        " INTERVAL '1' HOUR)) WHERE speed > {} GROUP BY place, window_start, window_end"
    )
    same = compiled([query.format(1), query.format(1)])
    other = compiled([query.format(1), query.format(2)])
    assert sum(isinstance(each, WindowAggregate) for each in relations(same)) == 1
    assert sum(isinstance(each, WindowAggregate) for each in relations(other)) == 2


def test_projections_of_projections_are_folded_unless_work_would_be_done_twice() -> None:
    folded = compiled(
        ["INSERT INTO counts SELECT p, x + 1 FROM (SELECT place AS p, r.a * 2 AS x FROM wind)"]
    )
    assert [type(each) for each in relations(folded)] == [Project, Scan]
    twice = compiled(
        ["INSERT INTO counts SELECT p, x + x FROM (SELECT place p, r.a * 2 x FROM wind)"]
    )
    assert [type(each) for each in relations(twice)] == [Project, Project, Scan]


def test_filters_move_below_projections_that_only_rename() -> None:
    plan = compiled(
        ["INSERT INTO counts SELECT p, 1 FROM (SELECT place AS p FROM wind) WHERE p <> ''"]
    )
    assert [type(each) for each in relations(plan)] == [Project, Filter, Scan]


@settings(max_examples=20, deadline=None)
@given(chosen=st.sets(st.sampled_from(range(len(INSERTS))), min_size=1), seed=st.integers(0, 9))
def test_state_keeps_its_name_whatever_other_statements_there_are(
    chosen: set[int], seed: int
) -> None:
    order = sorted(chosen)
    random.Random(seed).shuffle(order)
    alone = set.union(*(stateful(compiled([INSERTS[each]])) for each in order))
    assert stateful(compiled([INSERTS[each] for each in order])) == alone


def test_a_changed_window_or_argument_is_another_state() -> None:
    window = "INSERT INTO counts SELECT place, n FROM minutes"
    names = set.union(
        stateful(compiled([window])),
        stateful(compile_script((TABLES + window).replace("'1' MINUTE", "'2' MINUTE"))),
        stateful(compile_script((TABLES + window).replace("MAX(gust)", "MIN(gust)"))),
        stateful(compile_script((TABLES + window).replace("TABLE wind, DESC", "TABLE calm, DESC")
            .replace("CREATE VIEW minutes", "CREATE VIEW calm AS SELECT * FROM wind WHERE gust < 9;"
            " CREATE VIEW minutes"))),
    )  # fmt: skip
    assert len(names) == 4


def test_every_relation_knows_its_inputs() -> None:
    for each in relations(compiled(INSERTS)):
        assert all(below in relations(compiled(INSERTS)) for below in inputs_of(each))
