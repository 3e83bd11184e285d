"""Statements become plans: what is read, computed, grouped and written."""

from __future__ import annotations

import pytest

from penstock.core.errors import UserError
from penstock.sql import compile_query, compile_script
from penstock.sql.plan import (
    Filter,
    Plan,
    Project,
    Relation,
    Scan,
    TableFunction,
    Union,
    Window,
    WindowAggregate,
    WindowKind,
    WindowProperty,
)

TABLES = """
CREATE TABLE wind (
    location STRING, speed DOUBLE, ts TIMESTAMP(3), junk STRING,
    WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('scan.watermark.idle-timeout' = '3 s');
CREATE TABLE minutes (location STRING, starts TIMESTAMP(3), readings BIGINT, mean DOUBLE);
CREATE TABLE scores (location STRING, speed DOUBLE, anomaly_score DOUBLE);
"""
TUMBLED = "TABLE(TUMBLE(TABLE wind, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"


def compiled(*statements: str) -> Plan:
    return compile_script(TABLES + ";\n".join(statements))


def below(relation: Relation, kind: type[Relation]) -> Relation:
    """Return the first relation of a kind on the way down."""
    while not isinstance(relation, kind):
        relation = relation.inputs[0] if isinstance(relation, Union) else relation.input
    return relation


def test_a_filter_reads_its_condition_and_the_columns_selected_and_the_watermarks() -> None:
    plan = compiled("INSERT INTO scores SELECT location, speed, 0.5 FROM wind WHERE speed > 3")
    scan = below(plan.inserts[0].input, Scan)
    assert scan.wanted.names == ("location", "speed", "ts")
    assert scan.traits.rowtimes == (2,)
    assert scan.watermark.idle_timeout_us == 3_000_000
    assert str(below(plan.inserts[0].input, Filter).condition) == ">(speed, 3.0)"


@pytest.mark.parametrize(
    ("source", "window"),
    [
        (TUMBLED, (WindowKind.TUMBLE, 60, 60, 0)),
        ("TUMBLE(TABLE wind, DESCRIPTOR(ts), INTERVAL '1' MINUTE)", (WindowKind.TUMBLE, 60, 60, 0)),
        (
            "TABLE(TUMBLE(DATA => TABLE wind, TIMECOL => DESCRIPTOR(ts), SIZE => INTERVAL '1' HOUR,"
            " OFFSET => INTERVAL '10' MINUTE))",
            (WindowKind.TUMBLE, 3600, 3600, 600),
        ),
        (
            "TABLE(HOP(TABLE wind, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '10' SECOND))",
            (WindowKind.HOP, 10, 2, 0),
        ),
        (
            "TABLE(HOP(DATA => TABLE wind, TIMECOL => DESCRIPTOR(ts), SIZE => INTERVAL '10' SECOND,"
            " SLIDE => INTERVAL '2' SECOND))",
            (WindowKind.HOP, 10, 2, 0),
        ),
        (
            "TABLE(CUMULATE(TABLE wind, DESCRIPTOR(ts), INTERVAL '2' MINUTE, INTERVAL '1' HOUR))",
            (WindowKind.CUMULATE, 3600, 120, 0),
        ),
    ],
)
def test_each_window_function_becomes_one_aggregation(
    source: str, window: tuple[WindowKind, int, int, int]
) -> None:
    plan = compiled(
        f"INSERT INTO minutes SELECT location, window_start, COUNT(*), AVG(speed) FROM {source}"
        " GROUP BY window_start, window_end, location"
    )
    node = below(plan.inserts[0].input, WindowAggregate)
    kind, size, slide, offset = window
    expected = Window(kind, node.window.time, size * 10**6, slide * 10**6, offset * 10**6)
    assert node.window == expected
    assert node.input.schema.fields[node.window.time].type.precision == 3
    assert [(each.function, len(each.arguments)) for each in node.aggregates] == [
        ("COUNT", 0), ("AVG", 1),
    ]  # fmt: skip
    assert node.properties == (WindowProperty.START,)
    assert node.schema.names == ("location", "count0", "avg1", "window_start")


def test_the_older_group_window_gives_the_same_plan() -> None:
    newer = compiled(
        f"INSERT INTO minutes SELECT location, window_start, COUNT(*), AVG(speed) FROM {TUMBLED}"
        " GROUP BY window_start, window_end, location"
    )
    older = compiled(
        "INSERT INTO minutes SELECT location, TUMBLE_START(ts, INTERVAL '1' MINUTE), COUNT(*),"
        " AVG(speed) FROM wind GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE), location"
    )
    assert below(newer.inserts[0].input, WindowAggregate) == below(
        older.inserts[0].input, WindowAggregate
    )


def test_hop_in_group_by_takes_the_slide_first() -> None:
    plan = compiled(
        "INSERT INTO minutes SELECT location, HOP_END(ts, INTERVAL '1' SECOND, INTERVAL '5' SECOND)"
        ", COUNT(*), 0 FROM wind GROUP BY HOP(ts, INTERVAL '1' SECOND, INTERVAL '5' SECOND),"
        " location"
    )
    node = below(plan.inserts[0].input, WindowAggregate)
    assert (node.window.size_us, node.window.slide_us) == (5_000_000, 1_000_000)
    assert node.properties == (WindowProperty.END,)


def test_filters_and_views_between_window_and_grouping_move_below_the_window() -> None:
    plan = compiled(
        f"CREATE VIEW fast AS SELECT speed * 2 AS twice, window_start, window_end FROM {TUMBLED}"
        " WHERE speed > 1",
        "INSERT INTO minutes SELECT 'all', window_start, COUNT(*), MAX(twice) FROM fast"
        " WHERE twice < 9 GROUP BY window_start, window_end",
    )
    node = below(plan.inserts[0].input, WindowAggregate)
    assert node.input.schema.names[-1] == "ts"
    assert below(node, Filter).schema.names[0] == "twice"
    assert isinstance(below(below(node, Filter).input, Filter).input, Scan)


def test_having_and_expressions_over_aggregates_see_each_aggregate_once() -> None:
    plan = compiled(
        "INSERT INTO minutes SELECT UPPER_OR_NOT, window_start, COUNT(*) + 1, SUM(speed) / COUNT(*)"
        f" FROM (SELECT location AS UPPER_OR_NOT, * FROM {TUMBLED})"
        " GROUP BY UPPER_OR_NOT, window_start, window_end HAVING COUNT(*) > 2 AND MIN(speed) > 0"
    )
    node = below(plan.inserts[0].input, WindowAggregate)
    assert [each.function for each in node.aggregates] == ["COUNT", "SUM", "MIN"]
    assert str(below(plan.inserts[0].input, Filter).condition) == "AND(>(count0, 2), >(min2, 0.0))"


def test_filter_of_an_aggregate_is_a_column_of_its_input() -> None:
    plan = compiled(
        "INSERT INTO minutes SELECT 'x', window_start, COUNT(*) FILTER (WHERE speed > 3), 0"
        f" FROM {TUMBLED} GROUP BY window_start, window_end"
    )
    node = below(plan.inserts[0].input, WindowAggregate)
    assert node.aggregates[0].condition == 0
    assert str(node.input.columns[0]) == ">(speed, 3.0)"


def test_a_forest_scores_per_key_and_adds_its_column() -> None:
    plan = compiled(
        "INSERT INTO scores SELECT location, speed, anomaly_score FROM TABLE(RANDOM_CUT_FOREST("
        "TABLE wind PARTITION BY location, DESCRIPTOR(speed), number_of_trees => 50))"
        " WHERE anomaly_score > 3"
    )
    node = below(plan.inserts[0].input, TableFunction)
    assert node.schema.names == ("location", "speed", "ts", "anomaly_score")
    assert (node.partition, node.columns) == ((0,), (1,))
    assert dict(node.arguments) == {
        "number_of_trees": 50,
        "sub_sample_size": 256,
        "time_decay": 100_000,
        "shingle_size": 1,
        "seed": 0,
    }
    assert [name for name, _ in node.arguments] == sorted(dict(node.arguments))
    assert node.traits.rowtimes == (2,)


def test_union_all_brings_columns_to_a_type_in_common_and_keeps_time() -> None:
    relation = compile_query(
        "SELECT 1 AS n, ts FROM wind UNION ALL SELECT speed, ts FROM wind UNION ALL"
        " SELECT CAST(2 AS BIGINT), ts FROM wind",
        compiled(),
    )
    assert isinstance(relation, Union)
    assert str(relation.schema) == "(`n` DOUBLE, `ts` TIMESTAMP(3))"
    assert len(relation.inputs) == 3
    assert relation.traits.rowtimes == (1,)


def test_time_is_kept_by_a_column_and_lost_by_an_expression() -> None:
    plan = compiled()
    kept = compile_query("SELECT speed, ts AS t FROM (SELECT * FROM wind)", plan)
    lost = compile_query("SELECT ts + INTERVAL '1' SECOND AS ts FROM wind", plan)
    mixed = compile_query(
        "SELECT ts FROM wind UNION ALL SELECT ts - INTERVAL '1' DAY FROM wind", plan
    )
    assert kept.traits.rowtimes == (1,)
    assert lost.traits.rowtimes == ()
    assert mixed.traits.rowtimes == ()


def test_window_time_can_be_windowed_again() -> None:
    relation = compile_query(
        "WITH m AS (SELECT window_time AS t, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE wind,"
        " DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, window_time)"
        " SELECT window_end, SUM(n) FROM TABLE(TUMBLE(TABLE m, DESCRIPTOR(t), INTERVAL '1' HOUR))"
        " GROUP BY window_start, window_end",
        compiled(),
    )
    outer = below(relation, WindowAggregate)
    inner = below(outer.input, WindowAggregate)
    assert (outer.window.size_us, inner.window.size_us) == (3_600_000_000, 60_000_000)
    assert inner.traits.rowtimes == (inner.schema.index("window_time"),)


def test_inserts_are_named_by_table_and_ordinal() -> None:
    insert = "INSERT INTO scores SELECT location, speed, 1 FROM wind"
    plan = compiled(insert, insert, "INSERT INTO minutes SELECT location, ts, 1, 2 FROM wind")
    assert [each.name for each in plan.inserts] == ["scores", "scores#2", "minutes"]


def test_insert_with_columns_fills_the_others_with_null() -> None:
    plan = compiled("INSERT INTO scores (speed, location) SELECT speed, location FROM wind")
    project = plan.inserts[0].input
    assert isinstance(project, Project)
    assert list(map(str, project.columns)) == ["location", "speed", "NULL"]
    assert project.schema == plan.tables["scores"].schema


def test_values_may_be_inserted() -> None:
    plan = compiled("INSERT INTO scores VALUES ('a', 1, NULL), ('bc', 2.5, 3)")
    assert str(plan.inserts[0].input.schema) == str(plan.tables["scores"].schema)


def test_a_user_error_says_where() -> None:
    with pytest.raises(UserError, match="E203 unknown column 'sped'"):
        compiled("INSERT INTO scores SELECT location, sped, 1 FROM wind")
