"""Rows to JSON records, and back to the same rows."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.batch import Records
from penstock.core.types import (
    BIGINT,
    BYTES,
    DOUBLE,
    INT,
    STRING,
    TIMESTAMP_3,
    TIMESTAMP_LTZ_3,
    Field,
    Kind,
    Schema,
    SqlType,
)
from penstock.formats.errors import UnwritableValue
from penstock.formats.json.encoder import JsonEncoder
from penstock.formats.json.settings import JsonSettings
from tests.formats.helpers import columns, decoder, encoder
from tests.formats.strategies import records, schemas

MAP = SqlType(Kind.MAP, children=(Field("key", STRING), Field("value", BIGINT)))
NEW_YEAR = datetime.fromisoformat("2020-01-01")
DECIMAL_10_8 = SqlType(Kind.DECIMAL, precision=10, scale=8)


def batch_of(schema: Schema, *rows: dict[str, object]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(list(rows), schema=schema.arrow)


def texts(written: Records) -> list[str]:
    return [written[row].decode() for row in range(len(written))]


@settings(max_examples=100, deadline=None)
@given(schema=schemas, data=st.data())
def test_what_is_written_is_read_back(schema: Schema, data: st.DataObject) -> None:
    lines = Records.of(data.draw(records(schema)))
    rows = decoder(schema, json__ignore_parse_errors="true").decode(lines, 0).batch
    written = encoder(schema).encode(rows)
    assert all(isinstance(json.loads(text), dict) for text in texts(written))
    again = decoder(schema).decode(written, 0)
    assert again.invalid.reasons == []
    assert repr(again.batch.to_pylist()) == repr(rows.to_pylist())


def test_each_type_is_written_as_flink_writes_it() -> None:
    row = SqlType(Kind.ROW, children=(Field("x", INT),))
    schema = columns(
        s=STRING, n=BIGINT, d=DOUBLE, b=BYTES, m=MAP, r=row, t=TIMESTAMP_3, z=TIMESTAMP_LTZ_3,
        day=SqlType(Kind.DATE), clock=SqlType(Kind.TIME, precision=3), price=DECIMAL_10_8,
    )  # fmt: skip
    batch = batch_of(schema, {
        "s": 'é"\n\x01', "n": -5, "d": 3.0, "b": b"hi", "m": [("k", None)], "r": {"x": 1},
        "t": datetime.fromisoformat("2020-01-01 00:00:00.500000"),
        "z": datetime(1960, 2, 29, 1, tzinfo=UTC),
        "day": date(2000, 2, 29), "clock": time(1, 2, 3), "price": Decimal("0.00000001"),
    })  # fmt: skip
    assert texts(encoder(schema).encode(batch)) == [
        '{"s":"é\\"\\n\\u0001","n":-5,"d":3.0,"b":"aGk=","m":{"k":null},"r":{"x":1},'
        '"t":"2020-01-01 00:00:00.5","z":"1960-02-29 01:00:00Z","day":"2000-02-29",'
        '"clock":"01:02:03","price":1E-8}'
    ]


def test_options_change_what_is_written() -> None:
    schema = columns(d=DOUBLE, t=TIMESTAMP_3, price=DECIMAL_10_8)
    batch = batch_of(schema, {"t": NEW_YEAR, "price": Decimal("0.00000001")})
    how = {
        "json__encode__ignore_null_fields": "true",
        "json__timestamp_format__standard": "ISO-8601",
        "json__encode__decimal_as_plain_number": "true",
    }
    assert texts(encoder(schema, **how).encode(batch)) == [
        '{"t":"2020-01-01T00:00:00","price":0.00000001}'
    ]


def test_a_map_is_written_as_an_object() -> None:
    schema = columns(m=MAP)
    keys, items = pa.array(["x", "a"]), pa.array([1, 2])
    maps = pa.MapArray.from_arrays(pa.array([0, 2], pa.int32()), keys, items)
    batch = pa.RecordBatch.from_arrays([maps], schema=schema.arrow)
    assert texts(encoder(schema).encode(batch)) == ['{"m":{"x":1,"a":2}}']


@pytest.mark.parametrize(("mode", "keys"), [("DROP", ["a"]), ("LITERAL", ["none", "a"])])
def test_the_modes_for_missing_keys_drop_or_name_them(mode: str, keys: list[str]) -> None:
    how = JsonSettings(map_null_key_mode=mode, map_null_key_literal="none")
    field = Field("m", MAP)
    given = JsonEncoder(Schema((field,)), how)._keys([None, "a"], field)
    assert [key for key in given if key is not None] == keys


def test_a_missing_key_is_an_error_unless_the_table_says_otherwise() -> None:
    field = Field("m", MAP)
    with pytest.raises(UnwritableValue, match="a NULL key"):
        JsonEncoder(Schema((field,)), JsonSettings())._keys([None], field)


def test_slices_and_empty_batches_are_written_rightly() -> None:
    schema = columns(s=STRING, n=BIGINT, r=SqlType(Kind.ROW, children=(Field("x", STRING),)))
    rows = [{"s": "a" * place, "n": place, "r": {"x": str(place)}} for place in range(9)]
    batch = batch_of(schema, *rows)
    written = texts(encoder(schema).encode(batch.slice(3, 4)))
    assert [json.loads(text) for text in written] == rows[3:7]
    assert texts(encoder(schema).encode(batch.slice(0, 0))) == []


def test_whole_numbers_are_written_with_a_point_or_an_exponent_but_not_both() -> None:
    schema = columns(f=SqlType(Kind.FLOAT), d=DOUBLE)
    batch = batch_of(schema, {"f": 9999999489.0, "d": 1e10}, {"f": 16.0, "d": 1e22})
    assert texts(encoder(schema).encode(batch)) == [
        '{"f":1e+10,"d":1e+10}',
        '{"f":16.0,"d":1e+22}',
    ]


def test_numbers_that_are_not_finite_are_texts() -> None:
    schema = columns(d=DOUBLE)
    numbers = [float("nan"), float("inf"), float("-inf"), -0.0, 1e300, None]
    batch = batch_of(schema, *({"d": number} for number in numbers))
    assert texts(encoder(schema).encode(batch)) == [
        '{"d":"NaN"}', '{"d":"Infinity"}', '{"d":"-Infinity"}', '{"d":-0.0}', '{"d":1e+300}',
        '{"d":null}',
    ]  # fmt: skip
