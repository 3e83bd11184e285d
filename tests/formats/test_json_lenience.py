"""What JSON values become in columns of each type: as Flink has it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from math import isnan

import pytest

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
from tests.formats.helpers import columns, decode, one, rows

TINYINT, FLOAT = SqlType(Kind.TINYINT), SqlType(Kind.FLOAT)
DATE, TIME_3 = SqlType(Kind.DATE), SqlType(Kind.TIME, precision=3)
DECIMAL_6_2 = SqlType(Kind.DECIMAL, precision=6, scale=2)
INTS = SqlType(Kind.ARRAY, children=(Field("element", INT),))
MAP = SqlType(Kind.MAP, children=(Field("key", STRING), Field("value", BIGINT)))
ROW = SqlType(Kind.ROW, children=(Field("x", INT), Field("t", STRING)))


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        (BIGINT, '"3"', 3), (BIGINT, '" +3 "', 3), (BIGINT, "3.7", 3), (BIGINT, "-3.7", -3),
        (BIGINT, "1e3", 1000), (BIGINT, "9223372036854775807", 2**63 - 1),
        (BIGINT, "-9223372036854775808", -(2**63)), (INT, "-2147483648", -(2**31)),
        (TINYINT, "-128", -128), (BIGINT, "null", None),
        (BIGINT, f'"{"0" * 5000}5"', 5),
        (BOOLEAN, "true", True), (BOOLEAN, '"FALSE"', False), (BOOLEAN, '" True "', True),
        (BOOLEAN, '"yes"', False), (BOOLEAN, "1", False),
        (DOUBLE, '"2.5e3"', 2500.0), (DOUBLE, '"Infinity"', float("inf")), (DOUBLE, "7", 7.0),
        (DOUBLE, '"5."', 5.0), (DOUBLE, '".5f"', 0.5), (DOUBLE, "1e400", float("inf")),
        (DOUBLE, "0.30000000000000004", 0.30000000000000004), (DOUBLE, "5e-324", 5e-324),
        (FLOAT, "1e39", float("inf")), (FLOAT, "0.5", 0.5),
        (STRING, "1.50", "1.50"), (STRING, "true", "true"), (STRING, '"a\\u00e9\\n"', "aé\n"),
        (STRING, '"\\ud83d\\ude00"', "😀"), (STRING, '"\\ud83d"', "?"), (STRING, '""', ""),
        (STRING, '{"a": [1.50, null]}', '{"a":[1.50,null]}'), (STRING, "[ ]", "[]"),
        (TIMESTAMP_3, '"2020-02-29 23:59:59.123456789"',
         datetime.fromisoformat("2020-02-29 23:59:59.123000")),
        (TIMESTAMP_3, '"1969-12-31 23:59:59.9996"',
         datetime.fromisoformat("1969-12-31 23:59:59.999000")),
        (TIMESTAMP_LTZ_3, '"2020-01-01 00:00:00Z"', datetime(2020, 1, 1, tzinfo=UTC)),
        (DATE, '"2020-12-31"', date(2020, 12, 31)), (TIME_3, '"01:02:03.5"', time(1, 2, 3, 500000)),
        (DECIMAL_6_2, "1.005", Decimal("1.01")), (DECIMAL_6_2, '" -12.3 "', Decimal("-12.30")),
        (DECIMAL_6_2, "12345.6", None),
        (DECIMAL_6_2, "9999.994", Decimal("9999.99")), (DECIMAL_6_2, "9999.995", None),
        (DECIMAL_6_2, "-0.005", Decimal("-0.01")), (DECIMAL_6_2, "1.5e3", Decimal("1500.00")),
        (BYTES, '"aGk="', b"hi"),
        (INTS, '[1, "2", null]', [1, 2, None]),
        (MAP, '{"a": "1", "b": null}', [("a", 1), ("b", None)]),
        (ROW, '{"t": 5, "other": 1}', {"x": None, "t": "5"}), (ROW, "null", None),
    ],
)  # fmt: skip
def test_a_value_is_read_as_leniently_as_in_flink(type_: SqlType, text: str, value: object) -> None:
    assert one(type_, text) == value


@pytest.mark.parametrize(
    ("type_", "text", "reason"),
    [
        (DOUBLE, '"abc"', "column 'v': 'abc' is no DOUBLE"),
        (BIGINT, "99999999999999999999", "column 'v': '99999999999999999999' is no BIGINT"),
        (BIGINT, f'"-5{"0" * 5000}"', "is no BIGINT (out of range)"),
        (BIGINT, "7" * 5000, "is no BIGINT (out of range)"),
        (BIGINT, '"3.7"', "column 'v': '3.7' is no BIGINT"),
        (BIGINT, "1e30", "column 'v': '1e30' is no BIGINT (out of range)"),
        (TINYINT, "128", "column 'v': '128' is no TINYINT (out of range)"),
        (TINYINT, "3.0", "column 'v': '3.0' is no TINYINT"),
        (BIGINT, "true", "column 'v': 'true' is no BIGINT"),
        (BIGINT, '""', "column 'v': '' is no BIGINT"),
        (BIGINT, "[1]", "column 'v': '[1]' is no BIGINT"),
        (TIMESTAMP_3, '"2020-01-01T00:00:00"',
         "'2020-01-01T00:00:00' is no TIMESTAMP(3) (yyyy-MM-dd HH:mm:ss[.fraction])"),
        (TIMESTAMP_3, '"2019-02-29 00:00:00"', "is no TIMESTAMP(3)"),
        (TIMESTAMP_3, "1577836800", "is no TIMESTAMP(3)"),
        (TIMESTAMP_LTZ_3, '"2020-01-01 00:00:00"', "is no TIMESTAMP_LTZ(3)"),
        (DATE, '"2020-13-01"', "is no DATE"), (TIME_3, '"24:00:00"', "is no TIME(3)"),
        (BYTES, '"aGk"', "is no BYTES (base64)"), (BYTES, "1", "is no BYTES"),
        (INTS, '{"a":1}', "is no ARRAY<INT>"), (INTS, '["x"]', "column 'v[]': 'x' is no INT"),
        (ROW, '"x"', "is no ROW"), (ROW, '{"x": "y"}', "column 'v.x': 'y' is no INT"),
    ],
)  # fmt: skip
def test_a_value_without_meaning_makes_its_record_invalid_and_says_why(
    type_: SqlType, text: str, reason: str
) -> None:
    answer = one(type_, text)
    assert isinstance(answer, str)
    assert reason.removesuffix(" (out of range)") in answer
    assert answer.startswith("column 'v")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (b"", "empty record"), (b"  ", "empty record"),
        (b"oops", "not JSON: expecting value at 0"),
        (b'{"v":1', "not JSON: expecting ',' delimiter at 6"),
        (b"[1]", "not a JSON object: an array"),
        (b"null", "not a JSON object: null"), (b"7", "not a JSON object: a number"),
        (b'{"v":1} x', "not JSON: extra data at 8"),
        (b'{"v":"\xff"}', "not UTF-8: wrong byte at 6"),
        (b'{"w":NaN}', "not JSON: NaN is no JSON value"),
        (b"[" * 300, "nested deeper than 256"),
    ],
)  # fmt: skip
def test_a_record_that_is_no_object_is_invalid_with_its_reason(record: bytes, reason: str) -> None:
    decoded = decode(columns(v=BIGINT), [b'{"v":1}', record, b'{"v":2}'])
    assert decoded.invalid.reasons == [reason]
    assert decoded.invalid.rows.tolist() == [1]
    assert decoded.batch["v"].to_pylist() == [1, 2]
    assert decoded.kept is not None
    assert decoded.kept.tolist() == [0, 2]


def test_when_errors_are_ignored_the_field_is_null_but_no_json_stays_invalid() -> None:
    lines = [b'{"n":"x","r":{"x":"y","t":"z"}}', b"oops", b'{"n":1}']
    decoded = decode(columns(n=BIGINT, r=ROW), lines, json__ignore_parse_errors="true")
    assert decoded.batch.to_pylist() == [
        {"n": None, "r": {"x": None, "t": "z"}},
        {"n": 1, "r": None},
    ]
    assert decoded.invalid.rows.tolist() == [1]


def test_a_missing_field_is_null_unless_the_table_asks_for_all() -> None:
    schema = columns(n=BIGINT, r=ROW)
    lines = [b"{}", b'{"n":1,"r":null}', b'{"n":1,"r":{"x":1}}', b'{"n":1,"r":{"x":1,"t":""}}']
    assert len(decode(schema, lines).invalid) == 0
    strict = decode(schema, lines, json__fail_on_missing_field="true")
    assert strict.invalid.reasons == ["column 'n' is missing", "column 'r.t' is missing"]
    assert strict.invalid.rows.tolist() == [0, 2]


def test_the_last_of_repeated_names_counts_even_when_escaped() -> None:
    lines = [b'{"n":1,"n":2}', b'{"n":1,"\\u006e":3}', b'{"n":1,"n":null}']
    assert [row["n"] for row in rows(columns(n=BIGINT), lines)] == [2, 3, None]


def test_a_byte_order_mark_is_skipped() -> None:
    assert rows(columns(n=BIGINT), [b'\xef\xbb\xbf{"n":1}']) == [{"n": 1}]


def test_timestamps_follow_the_standard_that_the_table_names() -> None:
    iso = {"json__timestamp_format__standard": "ISO-8601"}
    expected = datetime.fromisoformat("2020-01-01 10:00:00")
    assert one(TIMESTAMP_3, '"2020-01-01T10:00:00.000"', **iso) == expected
    assert one(TIMESTAMP_3, '"2020-01-01T10:00"', **iso) == expected
    assert one(TIMESTAMP_LTZ_3, '"2020-01-01T10:00:00Z"', **iso) == expected.replace(tzinfo=UTC)
    assert "is no TIMESTAMP(3)" in str(one(TIMESTAMP_3, '"2020-01-01 10:00:00"', **iso))


def test_not_a_number_is_a_double() -> None:
    value = one(DOUBLE, '"NaN"')
    assert isinstance(value, float)
    assert isnan(value)
