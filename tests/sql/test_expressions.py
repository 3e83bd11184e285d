"""Scalar syntax becomes typed expressions."""

from __future__ import annotations

from decimal import Decimal

import pytest

from penstock.functions import SCALARS
from penstock.sql import compile_query, compile_script
from penstock.sql.expression import Expression, Literal
from penstock.sql.expression_text import expression_text
from penstock.sql.plan import Project, Scan, Values

TABLE = compile_script("""
    CREATE TABLE t (
        i INT, b BIGINT, d DOUBLE, s STRING, f BOOLEAN, ts TIMESTAMP(3), z TIMESTAMP_LTZ(3),
        day DATE, r ROW<a INT, `b c` ROW<x STRING>>, list ARRAY<INT>, m MAP<STRING, DOUBLE>,
        n INT NOT NULL, p DECIMAL(10, 2), `odd (name)` INT
    )
""")


def constant(text: str) -> Literal:
    relation = compile_query(f"SELECT {text}", TABLE)
    assert isinstance(relation, Values)
    value = relation.rows[0][0]
    assert isinstance(value, Literal)
    return value


def bound(text: str) -> Expression:
    relation = compile_query(f"SELECT {text} AS x FROM t", TABLE)
    assert isinstance(relation, (Project, Scan))
    return relation.columns[0]


@pytest.mark.parametrize(
    ("text", "value", "printed"),
    [
        ("5", 5, "INT NOT NULL"),
        ("-5", -5, "INT NOT NULL"),
        ("-2147483648", -(2**31), "INT NOT NULL"),
        ("2147483648", 2**31, "BIGINT NOT NULL"),
        ("1.50", Decimal("1.50"), "DECIMAL(3, 2) NOT NULL"),
        ("0.05", Decimal("0.05"), "DECIMAL(3, 2) NOT NULL"),
        ("1e3", 1000.0, "DOUBLE NOT NULL"),
        ("'it''s'", "it's", "CHAR(4) NOT NULL"),
        ("TRUE", True, "BOOLEAN NOT NULL"),
        ("NULL", None, "NULL"),
        ("X'0AFF'", b"\n\xff", "BINARY(2) NOT NULL"),
        ("X'0012'", b"\x00\x12", "BINARY(2) NOT NULL"),
        ("DATE '1970-01-02'", 1, "DATE NOT NULL"),
        ("DATE '1969-12-31'", -1, "DATE NOT NULL"),
        ("TIME '00:00:01.5'", 1_500_000, "TIME(1) NOT NULL"),
        ("TIMESTAMP '1970-01-01 00:00:01.123'", 1_123_000, "TIMESTAMP(3) NOT NULL"),
        ("TIMESTAMP '1969-12-31 23:59:59'", -1_000_000, "TIMESTAMP(0) NOT NULL"),
        ("INTERVAL '5' SECOND", 5_000_000, "INTERVAL DAY TO SECOND NOT NULL"),
        ("INTERVAL '0.25' SECOND", 250_000, "INTERVAL DAY TO SECOND NOT NULL"),
        ("INTERVAL -'5' MINUTE", -300_000_000, "INTERVAL DAY TO SECOND NOT NULL"),
        ("INTERVAL '1 02:03:04.5' DAY TO SECOND", 93_784_500_000,
         "INTERVAL DAY TO SECOND NOT NULL"),
        ("INTERVAL '1:30' HOUR TO MINUTE", 5_400_000_000, "INTERVAL DAY TO SECOND NOT NULL"),
        ("INTERVAL '2' WEEKS", 1_209_600_000_000, "INTERVAL DAY TO SECOND NOT NULL"),
        ("INTERVAL '2-6' YEAR TO MONTH", 30, "INTERVAL YEAR TO MONTH NOT NULL"),
        ("INTERVAL '3' QUARTER", 9, "INTERVAL YEAR TO MONTH NOT NULL"),
    ],
)  # fmt: skip
def test_constants_have_flinks_types(text: str, value: object, printed: str) -> None:
    literal = constant(text)
    assert (literal.value, str(literal.type)) == (value, printed)


@pytest.mark.parametrize(
    ("text", "expected", "printed"),
    [
        ("i + b", "CAST(i AS BIGINT) + b", "BIGINT"),
        ("i / 2", "i / 2", "INT"),
        ("i + d", "CAST(i AS DOUBLE) + d", "DOUBLE"),
        ("d > 5", "d > 5.0", "BOOLEAN"),
        ("n + 1", "n + 1", "INT NOT NULL"),
        ("n = 1", "n = 1", "BOOLEAN NOT NULL"),
        ("-i", "NEG(i)", "INT"),
        ("(i + 1) * 2", "(i + 1) * 2", "INT"),
        ("i - (b - 1)", "CAST(i AS BIGINT) - (b - 1)", "BIGINT"),
        ("i BETWEEN 1 AND 3", "i >= 1 AND i <= 3", "BOOLEAN"),
        ("i NOT BETWEEN 1 AND 3", "NOT (i >= 1 AND i <= 3)", "BOOLEAN"),
        ("i IN (1, 2)", "i IN (1, 2)", "BOOLEAN"),
        ("i NOT IN (1, 2)", "NOT i IN (1, 2)", "BOOLEAN"),
        ("s LIKE 'a%'", "s LIKE 'a%'", "BOOLEAN"),
        ("s NOT LIKE 'a!%' ESCAPE '!'", "NOT s LIKE 'a!%' ESCAPE '!'", "BOOLEAN"),
        ("s IS NULL", "s IS NULL", "BOOLEAN NOT NULL"),
        ("s IS NOT NULL", "s IS NOT NULL", "BOOLEAN NOT NULL"),
        ("f IS NOT TRUE", "f IS NOT TRUE", "BOOLEAN NOT NULL"),
        ("f IS UNKNOWN", "f IS NULL", "BOOLEAN NOT NULL"),
        ("i IS DISTINCT FROM b", "CAST(i AS BIGINT) IS DISTINCT FROM b", "BOOLEAN NOT NULL"),
        ("i IS NOT DISTINCT FROM i", "i IS NOT DISTINCT FROM i", "BOOLEAN NOT NULL"),
        ("NOT (f AND i = 1 OR FALSE)", "NOT (f AND i = 1 OR FALSE)", "BOOLEAN"),
        ("CASE WHEN f THEN 1 ELSE d END", "CASE WHEN f THEN 1.0 ELSE d END", "DOUBLE"),
        ("CASE i WHEN 1 THEN 'a' END", "CASE WHEN i = 1 THEN 'a' ELSE NULL END", "CHAR(1)"),
        ("IF(f, 1, 2)", "CASE WHEN f THEN 1 ELSE 2 END", "INT NOT NULL"),
        ("CAST(s AS INT)", "CAST(s AS INT)", "INT"),
        ("TRY_CAST(s AS INT)", "TRY_CAST(s AS INT)", "INT"),
        ("CAST(n AS STRING)", "CAST(n AS STRING)", "STRING NOT NULL"),
        ("r.a", "r.a", "INT"),
        ("t.r.`b c`.x", "r.`b c`.x", "STRING"),
        ("`odd (name)` + 1", "`odd (name)` + 1", "INT"),
        ("list[1]", "ELEMENT(list, 1)", "INT"),
        ("m['k']", "ELEMENT(m, 'k')", "DOUBLE"),
        ("ARRAY[1, 2][1]", "ELEMENT(ARRAY(1, 2), 1)", "INT"),
        ("ts - INTERVAL '5' SECOND", "ts - 5 s", "TIMESTAMP(3)"),
        ("ts > '2024-01-01'", None, "BOOLEAN"),
        ("EXTRACT(DAY FROM ts)", "EXTRACT('DAY', ts)", "BIGINT"),
        ("FLOOR(ts TO HOUR)", "FLOOR(ts, 'HOUR')", "TIMESTAMP(3)"),
        ("TRIM(s)", "TRIM('BOTH', ' ', s)", "STRING"),
        ("TRIM(LEADING 'x' FROM s)", "TRIM('LEADING', 'x', s)", "STRING"),
        ("SUBSTRING(s FROM 2 FOR 3)", "SUBSTRING(s, 2, 3)", "STRING"),
        ("SUBSTRING(s, 2)", "SUBSTRING(s, 2)", "STRING"),
        ("POSITION('a' IN s)", "POSITION('a', s)", "INT"),
        ("OVERLAY(s PLACING 'x' FROM 2 FOR 1)", "OVERLAY(s, 'x', 2, 1)", "STRING"),
        ("TIMESTAMPDIFF(DAY, ts, ts)", "TIMESTAMPDIFF('DAY', ts, ts)", "INT"),
        ("JSON_VALUE(s, '$.a' RETURNING INT)", "JSON_VALUE(s, '$.a', CAST(NULL AS INT))", "INT"),
        ("s IS NOT JSON OBJECT", "NOT s IS JSON OBJECT", None),
        ("CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP()", None),
        ("upper(s) || 'x'", "UPPER(s) || 'x'", "STRING"),
        ("COALESCE(i, b, 0)", None, "BIGINT NOT NULL"),
    ],
)  # fmt: skip
def test_expressions_are_typed_as_in_flink(
    text: str, expected: str | None, printed: str | None
) -> None:
    found = bound(text)
    assert expected is None or expression_text(found) == expected
    assert printed is None or str(found.type) == printed


@pytest.mark.parametrize("name", [name for name in SCALARS if name != "CURRENT_WATERMARK"])
def test_each_function_can_be_written_as_its_examples_are(name: str) -> None:
    for text, _ in SCALARS[name].examples:
        relation = compile_query(f"SELECT {text}", TABLE)
        assert isinstance(relation, Values)


def test_a_long_chain_of_conditions_is_bound_to_a_tree_of_little_depth() -> None:
    text = " OR ".join(f"i = {number}" for number in range(1_000))
    assert expression_text(bound(text)).count(" OR ") == 999
