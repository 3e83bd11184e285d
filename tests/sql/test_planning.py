"""Statements become plans: what is read, computed, grouped and written."""

from __future__ import annotations

import pytest

from penstock.core.errors import UserError
from penstock.sql import compile_query
from penstock.sql.plan import (
    Filter,
    Project,
    Scan,
    TableFunction,
    Union,
)
from tests.sql.wind import below, compiled


def test_a_filter_reads_its_condition_and_the_columns_selected_and_the_watermarks() -> None:
    plan = compiled("INSERT INTO scores SELECT location, speed, 0.5 FROM wind WHERE speed > 3")
    scan = below(plan.inserts[0].input, Scan)
    assert scan.wanted.names == ("location", "speed", "ts")
    assert scan.traits.rowtimes == (2,)
    assert scan.watermark.idle_timeout_us == 3_000_000
    assert str(below(plan.inserts[0].input, Filter).condition) == ">(speed, 3.0)"


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
