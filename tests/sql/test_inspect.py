"""SHOW, DESCRIBE and EXPLAIN answer with rows."""

from __future__ import annotations

import pytest

from penstock.core.errors import UserError
from penstock.sql import compile_script
from penstock.sql.inspect import inspected

PLAN = compile_script("""
    CREATE TABLE orders (id BIGINT NOT NULL, `the price` DOUBLE, kept AS id + 1);
    CREATE TABLE old_orders (id BIGINT);
    CREATE VIEW dear AS SELECT id FROM orders WHERE `the price` > 5;
""")


def rows(text: str) -> list[tuple[object, ...]]:
    found = inspected(text, PLAN)
    assert found is not None
    return list(zip(*(column.to_pylist() for column in found.columns), strict=True))


def test_tables_and_views_are_listed_by_name_and_by_pattern() -> None:
    assert rows("SHOW TABLES;") == [("dear",), ("old_orders",), ("orders",)]
    assert rows("show views") == [("dear",)]
    assert rows("SHOW TABLES LIKE 'old%'") == [("old_orders",)]
    assert ("REGEXP_REPLACE",) in rows("SHOW FUNCTIONS LIKE 'REGEXP%'")


def test_columns_are_described_with_type_and_nullability() -> None:
    assert rows("DESCRIBE `orders`") == [
        ("id", "BIGINT", False), ("the price", "DOUBLE", True), ("kept", "BIGINT", False),
    ]  # fmt: skip
    assert rows("DESC dear") == [("id", "BIGINT", False)]


def test_a_query_is_explained_from_the_result_down() -> None:
    lines = [line for (line,) in rows("EXPLAIN PLAN FOR SELECT id FROM dear")]
    assert [str(line).split()[0] for line in lines] == ["Project", "Filter", "Scan"]


def test_a_select_is_none_of_them() -> None:
    assert inspected("SELECT 1", PLAN) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("DESCRIBE ordres", "did you mean 'orders'"),
        ("SHOW MODULES", "SHOW TABLES"),
        ("EXPLAIN SELECT idd FROM orders", "1:16"),
    ],
)
def test_what_is_not_there_is_said_with_a_place(text: str, said: str) -> None:
    with pytest.raises(UserError) as caught:
        inspected(text, PLAN)
    assert said in str(caught.value)
