"""CAST gives what Flink gives, value by value, and names the rows that it cannot convert."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.types import (
    BIGINT,
    BOOLEAN,
    BYTES,
    DOUBLE,
    INT,
    STRING,
    TIMESTAMP_3,
    TIMESTAMP_LTZ_3,
    Field,
    Kind,
    SqlType,
)
from penstock.functions import EvaluationError, cast, castable, implicitly_castable
from penstock.functions.coercion import common_type

FLOAT = SqlType(Kind.FLOAT)
TINYINT = SqlType(Kind.TINYINT)
SMALLINT = SqlType(Kind.SMALLINT)
DATE = SqlType(Kind.DATE)
TIME = SqlType(Kind.TIME, precision=0)
DAYS = SqlType(Kind.INTERVAL_DAY)
MONTHS = SqlType(Kind.INTERVAL_YEAR)
INTEGER_TYPES = (TINYINT, SMALLINT, INT, BIGINT)


def decimal(precision: int, scale: int) -> SqlType:
    return SqlType(Kind.DECIMAL, precision=precision, scale=scale)


def text(length: int) -> SqlType:
    return SqlType(Kind.VARCHAR, precision=length)


def stamp(digits: int) -> SqlType:
    return SqlType(Kind.TIMESTAMP, precision=digits)


def array(element: SqlType) -> SqlType:
    return SqlType(Kind.ARRAY, children=(Field("element", element),))


def mapping(key: SqlType, value: SqlType) -> SqlType:
    return SqlType(Kind.MAP, children=(Field("key", key), Field("value", value)))


def row(**fields: SqlType) -> SqlType:
    return SqlType(Kind.ROW, children=tuple(Field(name, kind) for name, kind in fields.items()))


def converted(value: Any, source: SqlType, target: SqlType) -> Any:
    """Cast one value as a constant and within a slice of a column, and return what both give."""
    alone = cast(pa.scalar(value, source.arrow), source, target)
    assert isinstance(alone, pa.Scalar)
    column = pa.array([None, value, None], source.arrow).slice(1)
    found = cast(column, source, target)
    assert isinstance(found, pa.Array)
    found.validate(full=True)
    assert found.type == target.arrow
    assert found.to_pylist() == [alone.as_py(), None] or math.isnan(alone.as_py())
    return alone.as_py()


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        # numbers to integers: truncated, wrapped, saturated
        (Decimal("9.87"), decimal(4, 3), INT, 9),
        (Decimal("9123.87"), decimal(10, 3), TINYINT, -93),
        (Decimal("91235.87"), decimal(10, 3), SMALLINT, 25699),
        (Decimal("3276913443134.87"), decimal(20, 3), INT, -146603714),
        (1234, SMALLINT, TINYINT, -46),
        (32780, INT, SMALLINT, -32756),
        (1234567891234, BIGINT, INT, 1912277282),
        (-123.9, DOUBLE, INT, -123),
        (9234567891.12, DOUBLE, INT, 2147483647),
        (9234567891.12, DOUBLE, BIGINT, 9234567891),
        (123456.78, DOUBLE, SMALLINT, -7616),
        (1e30, DOUBLE, BIGINT, 2**63 - 1),
        (math.nan, DOUBLE, INT, 0),
        (True, BOOLEAN, INT, 1),
        (14, MONTHS, INT, 14),
        (1_500_000, DAYS, BIGINT, 1500),
        # texts to integers: trimmed, cut at the point
        (" 42 ", STRING, INT, 42),
        ("+7", STRING, BIGINT, 7),
        ("1.234", STRING, TINYINT, 1),
        ("-3276913443134", STRING, BIGINT, -3276913443134),
        # to DECIMAL: half up, NULL when too large
        (Decimal("12.34565"), decimal(10, 5), decimal(8, 4), Decimal("12.3457")),
        (3.123456, DOUBLE, decimal(8, 4), Decimal("3.1235")),
        (12345, INT, decimal(8, 4), None),
        (12345.678912, DOUBLE, decimal(8, 4), None),
        (True, BOOLEAN, decimal(5, 3), Decimal("1.000")),
        ("1.2", STRING, decimal(5, 3), Decimal("1.200")),
        ("1e1", STRING, decimal(5, 3), Decimal("10.000")),
        ("1.0005", STRING, decimal(5, 3), Decimal("1.001")),
        (-(2**63), BIGINT, decimal(38, 0), Decimal(-(2**63))),
        # to floats
        ("-Infinity", STRING, DOUBLE, -math.inf),
        (" 1.5e3f ", STRING, DOUBLE, 1500.0),
        (Decimal("9.87"), decimal(4, 3), DOUBLE, 9.87),
        (-1.7976931348623157e308, DOUBLE, FLOAT, -math.inf),
        # to texts
        (True, BOOLEAN, STRING, "TRUE"),
        (1e10, DOUBLE, STRING, "1.0E10"),
        (1.0, DOUBLE, STRING, "1.0"),
        (1e7, DOUBLE, STRING, "1.0E7"),
        (9999999.0, DOUBLE, STRING, "9999999.0"),
        (0.001, DOUBLE, STRING, "0.001"),
        (0.00012, DOUBLE, STRING, "1.2E-4"),
        (-0.0, DOUBLE, STRING, "-0.0"),
        (math.inf, DOUBLE, STRING, "Infinity"),
        (123.456, FLOAT, STRING, "123.456"),
        (3.4e38, FLOAT, STRING, "3.4E38"),
        (Decimal("9.870"), decimal(4, 3), STRING, "9.870"),
        (Decimal("0E-10"), decimal(20, 10), STRING, "0.0000000000"),
        (1632486896123456, stamp(6), STRING, "2021-09-24 12:34:56.123456"),
        (1632486896123456, stamp(9), STRING, "2021-09-24 12:34:56.123456000"),
        (1632486896123456, stamp(0), STRING, "2021-09-24 12:34:56"),
        (-1, TIMESTAMP_3, STRING, "1969-12-31 23:59:59.999"),
        (1632486896100000, TIMESTAMP_LTZ_3, STRING, "2021-09-24 12:34:56.100"),
        (18894, DATE, STRING, "2021-09-24"),
        (45_296_000_000, TIME, STRING, "12:34:56"),
        (84, MONTHS, STRING, "+7-00"),
        (-123, MONTHS, STRING, "-10-03"),
        (123_456_789_000, DAYS, STRING, "+1 10:17:36.789"),
        (b"wind", BYTES, STRING, "wind"),
        ("Penstock", STRING, text(3), "Pen"),
        ("ab", STRING, SqlType(Kind.CHAR, precision=4), "ab  "),
        (12345, INT, text(3), "123"),
        ([None, 456], array(INT), STRING, "[NULL, 456]"),
        ([("a", -123)], mapping(STRING, MONTHS), STRING, "{a=-10-03}"),
        ({"f0": None, "f1": "abc"}, row(f0=INT, f1=STRING), STRING, "(NULL, abc)"),
        # booleans
        ("FalsE", STRING, BOOLEAN, False),
        ("y", STRING, BOOLEAN, True),
        (-5, INT, BOOLEAN, True),
        # binaries
        ("wind", STRING, BYTES, b"wind"),
        (b"\x6f", BYTES, SqlType(Kind.BINARY, precision=2), b"o\0"),
        (b"\0\1\2", BYTES, SqlType(Kind.VARBINARY, precision=2), b"\0\1"),
        # nested, element by element
        (["1", "2", None], array(STRING), array(INT), [1, 2, None]),
        ([(1, 2)], mapping(INT, INT), mapping(STRING, STRING), [("1", "2")]),
        ({"a": 1, "b": None}, row(a=INT, b=INT), row(x=STRING, y=BIGINT), {"x": "1", "y": None}),
    ],
)
def test_values_become_what_flink_makes_of_them(
    value: Any, source: SqlType, target: SqlType, expected: Any
) -> None:
    assert converted(value, source, target) == expected


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        ("2021-09-27", STRING, DATE, "2021-09-27"),
        ("2021-9-7", STRING, DATE, "2021-09-07"),
        ("2021-09-27 12:34:56.123456789", STRING, DATE, "2021-09-27"),
        ("123", STRING, DATE, "0123-01-01"),
        ("12:34:56.123456789", STRING, TIME, "12:34:56"),
        ("23:45", STRING, TIME, "23:45:00"),
        ("2021-09-27", STRING, TIMESTAMP_3, "2021-09-27 00:00:00.000"),
        ("2021-09-27 12:34:56.1239", STRING, TIMESTAMP_3, "2021-09-27 12:34:56.123"),
        ("1969-12-31 23:59:59.9999", STRING, TIMESTAMP_3, "1969-12-31 23:59:59.999"),
        ("2021-02-30 1:2:3", STRING, TIMESTAMP_3, "2021-02-28 01:02:03.000"),
        (-1, stamp(6), DATE, "1969-12-31"),
        (-1, stamp(6), TIME, "23:59:59"),
        (-1, stamp(6), stamp(0), "1969-12-31 23:59:59"),
        (18894, DATE, TIMESTAMP_LTZ_3, "2021-09-24 00:00:00.000"),
        (45_296_123_456, SqlType(Kind.TIME, precision=6), TIMESTAMP_3, "1970-01-01 12:34:56.123"),
        (1632486896123456, stamp(6), TIMESTAMP_LTZ_3, "2021-09-24 12:34:56.123"),
    ],
)
def test_times_become_what_flink_makes_of_them(
    value: Any, source: SqlType, target: SqlType, expected: str
) -> None:
    moment = cast(pa.scalar(value, source.arrow), source, target)
    column = cast(pa.array([None, value], source.arrow), source, target)
    assert cast(moment, target, STRING).as_py() == expected  # type: ignore[union-attr]  # one value
    assert cast(column, target, STRING).to_pylist() == [None, expected]  # type: ignore[union-attr]  # a column


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("foo", INT), ("", INT), ("-130", TINYINT), ("3000000000", INT), ("1_000", INT),
        ("1e3", INT), ("foo", DOUBLE), ("inf", DOUBLE), ("nan", DOUBLE), ("1_0", DOUBLE),
        ("foo", BOOLEAN), ("", BOOLEAN), ("12345.6789", decimal(8, 4)), ("x", decimal(8, 4)),
        ("2021/09/27", DATE), ("2021-13-01", DATE), ("foo", DATE), ("2021-09-27", TIME),
        ("24:00:00", TIME), ("2021-09-27T12:34:56", TIMESTAMP_3), ("123", TIMESTAMP_3),
        ("soon", TIMESTAMP_LTZ_3),
    ],
)  # fmt: skip
def test_a_text_that_does_not_parse_fails_its_row_or_is_null(value: str, target: SqlType) -> None:
    good = (
        cast(cast(pa.scalar(1, pa.int32()), INT, target), target, STRING)
        if (castable(INT, target))
        else pa.scalar(None, pa.string())
    )
    column = pa.array([None, good.as_py(), value, value])  # type: ignore[union-attr]  # one value
    with pytest.raises(EvaluationError) as caught:
        cast(column, STRING, target)
    assert caught.value.rows.tolist() == [2, 3]
    forgiven = cast(column, STRING, target, forgiving=True)
    assert forgiven.is_null().to_pylist()[2:] == [True, True]  # type: ignore[union-attr]  # a column
    assert forgiven[1].is_valid == good.is_valid  # type: ignore[union-attr, index]  # as above


def test_a_bad_element_fails_the_row_of_its_array() -> None:
    column = pa.array([["x"], ["1"], None, ["2", "y"]]).slice(1)
    with pytest.raises(EvaluationError) as caught:
        cast(column, array(STRING), array(INT))
    assert caught.value.rows.tolist() == [2]
    forgiven = cast(column, array(STRING), array(INT), forgiving=True)
    assert forgiven.to_pylist() == [[1], None, None]  # type: ignore[union-attr]  # a column


def test_a_bad_key_makes_its_map_null() -> None:
    kinds = mapping(STRING, INT), mapping(INT, STRING)
    column = pa.array([[("1", 1), ("x", 2)], [("2", 3)], None], kinds[0].arrow)
    forgiven = cast(column, *kinds, forgiving=True)
    assert forgiven.to_pylist() == [None, [(2, "3")], None]  # type: ignore[union-attr]  # a column


@settings(deadline=None)
@given(st.lists(st.floats(width=64) | st.none()))
def test_a_double_survives_its_text(values: list[float | None]) -> None:
    column = pa.array(values, pa.float64())
    back = cast(cast(column, DOUBLE, STRING), STRING, DOUBLE)
    assert str(back.to_pylist()) == str(values)  # type: ignore[union-attr]  # a column


@settings(deadline=None)
@given(st.data())
def test_exact_values_survive_their_texts(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([*INTEGER_TYPES, decimal(20, 5), DATE, stamp(6), BOOLEAN]))
    bits = {Kind.TINYINT: 8, Kind.SMALLINT: 16, Kind.INT: 32, Kind.BIGINT: 64}.get(kind.kind)
    values: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.DECIMAL: st.decimals(-(10**14), 10**14, places=5),
        Kind.DATE: st.integers(-700_000, 2_900_000),
        Kind.TIMESTAMP: st.integers(-(6 * 10**16), 2 * 10**17),
        Kind.BOOLEAN: st.booleans(),
    }
    one = st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if bits else values[kind.kind]
    column = pa.array(data.draw(st.lists(one | st.none())), kind.arrow)
    back = cast(cast(column, kind, STRING), STRING, kind)
    assert back.equals(column)


def test_what_needs_no_cast_widens_and_what_needs_one_may_lose() -> None:
    assert implicitly_castable(INT, BIGINT)
    assert not implicitly_castable(BIGINT, INT)
    assert implicitly_castable(INT, DOUBLE)
    assert implicitly_castable(TIMESTAMP_3, TIMESTAMP_LTZ_3)
    assert not implicitly_castable(INT, STRING)
    assert implicitly_castable(array(INT), array(BIGINT))
    assert not implicitly_castable(array(STRING), array(BIGINT))


def test_no_cast_makes_a_time_of_a_number_or_a_number_of_an_array() -> None:
    assert not castable(INT, DATE)
    assert not castable(TIMESTAMP_3, BIGINT)
    assert not castable(BYTES, BOOLEAN)
    assert not castable(array(INT), INT)
    assert castable(array(INT), STRING)
    assert castable(SqlType(Kind.NULL), array(INT))
    assert castable(row(a=INT), row(b=STRING))
    assert not castable(row(a=INT), row(b=STRING, c=INT))


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ([INT, BIGINT], "BIGINT"),
        ([INT, DOUBLE, decimal(3, 1)], "DOUBLE"),
        ([FLOAT, INT], "FLOAT"),
        ([decimal(5, 3), decimal(10, 1)], "DECIMAL(12, 3)"),
        ([INT, decimal(5, 3)], "DECIMAL(13, 3)"),
        ([text(3), SqlType(Kind.CHAR, precision=5)], "VARCHAR(5)"),
        ([text(3), STRING], "STRING"),
        ([SqlType(Kind.NULL), INT.with_nullable(False)], "INT"),
        ([INT.with_nullable(False), INT.with_nullable(False)], "INT NOT NULL"),
        ([DATE, TIMESTAMP_3], "TIMESTAMP(3)"),
        ([stamp(6), TIMESTAMP_LTZ_3], "TIMESTAMP_LTZ(6)"),
        ([array(INT), array(BIGINT)], "ARRAY<BIGINT>"),
        ([row(a=INT), row(b=decimal(12, 1))], "ROW<`a` DECIMAL(12, 1)>"),
        ([INT, STRING], "None"),
        ([BOOLEAN, INT], "None"),
        ([], "None"),
    ],
)
def test_the_common_type_is_the_narrowest_that_holds_all(
    types: list[SqlType], expected: str
) -> None:
    assert str(common_type(types)) == expected
    assert str(common_type(types[::-1])).replace("`b`", "`a`") == expected
