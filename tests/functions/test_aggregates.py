"""Aggregates have the result types that Flink gives them."""

from __future__ import annotations

import pytest

from penstock.core.types import BIGINT, DOUBLE, INT, STRING, Field, Kind, SqlType
from penstock.functions import AGGREGATES

DECIMAL = SqlType(Kind.DECIMAL, precision=10, scale=2)
ARRAY = SqlType(Kind.ARRAY, children=(Field("element", INT),))


@pytest.mark.parametrize(
    ("name", "types", "result"),
    [
        ("COUNT", [], "BIGINT NOT NULL"),
        ("COUNT", [STRING], "BIGINT NOT NULL"),
        ("SUM", [SqlType(Kind.TINYINT, nullable=False)], "TINYINT"),
        ("SUM", [INT], "INT"),
        ("SUM", [BIGINT], "BIGINT"),
        ("SUM", [SqlType(Kind.FLOAT)], "FLOAT"),
        ("SUM", [DOUBLE], "DOUBLE"),
        ("SUM", [DECIMAL], "DECIMAL(38, 2)"),
        ("SUM", [STRING], None),
        ("AVG", [INT], "INT"),
        ("AVG", [DECIMAL], "DECIMAL(38, 6)"),
        ("AVG", [SqlType(Kind.DECIMAL, precision=20, scale=9)], "DECIMAL(38, 9)"),
        ("MIN", [STRING.with_nullable(False)], "STRING"),
        ("MAX", [SqlType(Kind.TIMESTAMP, precision=3)], "TIMESTAMP(3)"),
        ("MAX", [ARRAY], None),
        ("MIN", [], None),
    ],
)
def test_result_types_are_flinks(name: str, types: list[SqlType], result: str | None) -> None:
    signature = AGGREGATES[name].resolve(types)
    assert (signature and str(signature.result)) == result
