"""Statements other than queries: tables, views, settings, statement sets, notebooks."""

from __future__ import annotations

import logging

import pytest

from penstock.core.errors import UserError
from penstock.sql import compile_query, compile_script, parse_script
from penstock.sql.expression import ColumnReference
from penstock.sql.plan import Plan, Scan, Values
from penstock.sql.syntax import InsertInto, Select, SetOption

TABLE = """
CREATE TEMPORARY TABLE IF NOT EXISTS cat.db.orders (
    id BIGINT PRIMARY KEY NOT ENFORCED COMMENT 'the order',
    details ROW<price DOUBLE, city STRING>,
    price AS details.price * 2,
    arrived TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
    partition_key STRING METADATA VIRTUAL,
    happened TIMESTAMP(3) NOT NULL,
    seen AS PROCTIME(),
    WATERMARK FOR happened AS happened - INTERVAL '1' MINUTE
) COMMENT 'orders' PARTITIONED BY (id) WITH ('connector' = 'kafka', 'topic' = 'or''ders')
"""


def test_a_table_is_split_into_what_records_hold_and_what_is_computed() -> None:
    plan = compile_script(TABLE)
    table, scan = plan.tables["orders"], plan.scans["orders"]
    assert table.schema.names == ("id", "details", "happened")
    assert table.metadata == {"arrived": "timestamp", "partition_key": "partition_key"}
    assert (table.primary_key, table.partition_keys) == (("id",), ("id",))
    assert table.options["topic"].value == "or'ders"
    assert not table.schema.fields[0].type.nullable
    assert scan.schema.names == (
        "id", "details", "price", "arrived", "partition_key", "happened", "seen",
    )  # fmt: skip
    assert [str(column) for column in scan.columns][2:4] == ["*(details.price, 2.0)", "arrived"]
    assert scan.columns[3] == ColumnReference(3, "arrived", scan.schema.fields[3].type)
    assert (scan.traits.rowtimes, scan.traits.proctimes) == ((5,), (6,))
    assert scan.traits.upsert_key == (0,)
    assert scan.watermark is not None
    assert str(scan.watermark.expression) == "-(happened, 60000000)"


def test_a_constraint_may_name_the_key() -> None:
    plan = compile_script(
        "CREATE TABLE t (a INT, b INT, CONSTRAINT k PRIMARY KEY (b, a) NOT ENFORCED)"
    )
    assert plan.tables["t"].primary_key == ("b", "a")


def test_a_table_like_another_takes_its_columns_and_options() -> None:
    plan = compile_script(
        "CREATE TABLE a (x INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)"
        " WITH ('k' = '1', 'l' = '2');"
        "CREATE TABLE b (y INT) WITH ('l' = '3') LIKE a"
    )
    assert plan.tables["b"].schema.names == ("x", "ts", "y")
    values = {key: option.value for key, option in plan.tables["b"].options.items()}
    assert values == {"k": "1", "l": "3"}
    assert plan.scans["b"].watermark == plan.scans["a"].watermark


def test_writing_metadata_is_refused_until_sinks_take_it() -> None:
    with pytest.raises(UserError, match="metadata column 'arrived'"):
        compile_script(TABLE + "; INSERT INTO orders SELECT * FROM orders")


def test_views_rename_their_columns_and_are_inlined() -> None:
    plan = compile_script(
        "CREATE TABLE t (a INT, b INT); CREATE VIEW v (x, y) AS SELECT b, a FROM t;"
        "CREATE VIEW IF NOT EXISTS v AS SELECT 1; CREATE TABLE o (x INT);"
        "INSERT INTO o SELECT x + y FROM v"
    )
    assert plan.views["v"].schema.names == ("x", "y")
    assert str(plan.inserts[0].input.columns[0]) == "+(b, a)"


def test_what_is_dropped_can_be_created_anew() -> None:
    plan = compile_script(
        "CREATE TABLE t (a INT); DROP TABLE t; DROP VIEW IF EXISTS v; CREATE TABLE t (b INT);"
        "CREATE TEMPORARY VIEW v AS SELECT b FROM t; DROP TEMPORARY VIEW v"
    )
    assert plan.tables["t"].schema.names == ("b",)
    assert plan.views == {}


def test_settings_are_kept_and_reset() -> None:
    plan = compile_script("SET 'a.b' = '1'; SET c.d = '2'; SET 'e' = '3'; RESET 'e'")
    assert plan.settings == {"a.b": "1", "c.d": "2"}
    assert compile_script("SET 'a' = '1'; RESET").settings == {}


def test_the_idle_timeout_is_the_tables_option_or_the_scripts_setting() -> None:
    table = "CREATE TABLE t (ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ({}'k' = 'v');"
    insert = "CREATE TABLE o (ts TIMESTAMP(3)); INSERT INTO o SELECT ts FROM t"
    setting = "SET 'table.exec.source.idle-timeout' = '10 s';"

    def idle_us(plan: Plan) -> int | None:
        scan = plan.inserts[0].input
        assert isinstance(scan, Scan)
        assert scan.watermark is not None
        return scan.watermark.idle_timeout_us

    option = "'scan.watermark.idle-timeout' = '3 s', "
    assert idle_us(compile_script(table.format("") + insert)) is None
    assert idle_us(compile_script(setting + table.format("") + insert)) == 10_000_000
    assert idle_us(compile_script(setting + table.format(option) + insert)) == 3_000_000


def test_insert_may_fix_the_partition() -> None:
    plan = compile_script(
        "CREATE TABLE t (a INT, b INT); CREATE TABLE o (a INT, d STRING, b INT) PARTITIONED BY (d);"
        "INSERT INTO o PARTITION (d = 'x') SELECT a, b FROM t"
    )
    assert [str(column) for column in plan.inserts[0].input.columns] == ["a", "'x'", "b"]


@pytest.mark.parametrize(
    "script",
    [
        "EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1; INSERT INTO b SELECT 2; END;",
        "EXECUTE STATEMENT SET\nBEGIN\nINSERT INTO a SELECT 1;\nINSERT INTO b SELECT 2;\nEND",
        "BEGIN STATEMENT SET; INSERT INTO a SELECT 1; INSERT INTO b SELECT 2; END;",
        "EXECUTE INSERT INTO a SELECT 1; INSERT INTO b VALUES (2)",
        "%flink.ssql\nINSERT INTO a SELECT 1\n  %flink.ssql(type=update)\nINSERT INTO b SELECT 2",
        "-- ; a comment\nINSERT INTO a /* ; */ SELECT 1;;\n\nINSERT INTO b (SELECT 2);--end",
    ],
)
def test_statement_sets_notebooks_and_comments_give_the_same_inserts(script: str) -> None:
    statements = parse_script(script)
    assert [type(each) for each in statements] == [InsertInto, InsertInto]
    assert [each.table.text for each in statements if isinstance(each, InsertInto)] == ["a", "b"]


def test_a_percent_sign_is_still_a_remainder() -> None:
    (statement,) = parse_script("SELECT 7\n% 4")
    assert isinstance(statement, Select)


def test_an_empty_script_is_an_empty_plan() -> None:
    assert compile_script(" ; -- nothing\n;").inserts == ()
    assert parse_script("SET 'a' = ';'") == (SetOption("a", ";", (0, 13)),)


def test_sqlglot_never_falls_back_to_commands_with_a_warning(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, logger="sqlglot")
    for text in ("ANALYZE TABLE t", "GRANT x", "SHOW x", "CALL p()", "EXPLAIN SELECT 1", "KILL 5"):
        with pytest.raises(UserError, match=r"E20[18]"):
            compile_script(text)
    assert caplog.records == []


def test_a_query_over_a_plan_is_pruned_like_any_other() -> None:
    plan = compile_script("CREATE TABLE t (a INT, b INT, c INT)")
    scan = compile_query("SELECT b FROM t", plan)
    assert isinstance(scan, Scan)
    assert scan.wanted.names == ("b",)
    assert isinstance(compile_query("VALUES (1), (2)", plan), Values)


def test_only_one_query_is_taken() -> None:
    with pytest.raises(UserError, match="one query"):
        compile_query("SELECT 1; SELECT 2", compile_script(""))
