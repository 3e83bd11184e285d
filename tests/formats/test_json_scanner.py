"""The compiled scanner against the exact path, and both against another parser."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import orjson
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from penstock.config.options import read_options
from penstock.core.batch import Records
from penstock.core.types import BIGINT, STRING, Field, Kind, Schema, SqlType
from penstock.formats import Decoded
from penstock.formats.decoding import DecodingTask
from penstock.formats.exactly import decode_in_two
from penstock.formats.json.decoder import JsonDecoder, make_scanner
from penstock.formats.json.exact import ExactReader
from penstock.formats.json.settings import DECLARATION, JsonSettings
from penstock.formats.json_scanner.scanner import JsonScanner
from penstock.formats.times import TimeStandard
from tests.formats.helpers import columns, decoder
from tests.formats.strategies import damaged, objects, records, schemas

SETTINGS = st.builds(
    JsonSettings,
    ignore_parse_errors=st.booleans(),
    standard=st.sampled_from(TimeStandard),
) | st.builds(JsonSettings, fail_on_missing_field=st.just(True))


def plain(decoded: Decoded) -> tuple[object, ...]:
    """Return all of a result in a form where NaN equals NaN and 0.0 is not -0.0."""
    kept = None if decoded.kept is None else decoded.kept.tolist()
    decoded.batch.validate(full=True)
    rows = repr(decoded.batch.to_pylist())
    return rows, kept, decoded.invalid.rows.tolist(), decoded.invalid.reasons


def scanner(wanted: Schema, how: JsonSettings) -> JsonScanner:
    return make_scanner(wanted, how, ExactReader(wanted, how))


def scanned(wanted: Schema, how: JsonSettings, lines: Records) -> Decoded:
    return decode_in_two(lines, wanted, scanner(wanted, how).scan, ExactReader(wanted, how).row)


def read_exactly(wanted: Schema, how: JsonSettings, lines: Records) -> Decoded:
    return decode_in_two(lines, wanted, None, ExactReader(wanted, how).row)


@settings(max_examples=200, deadline=None)
@given(schema=schemas, how=SETTINGS, data=st.data())
def test_the_scanner_agrees_with_the_exact_path(
    schema: Schema, how: JsonSettings, data: st.DataObject
) -> None:
    lines = Records.of(data.draw(records(schema)))
    assert plain(scanned(schema, how, lines)) == plain(read_exactly(schema, how, lines))


@settings(max_examples=150, deadline=None)
@given(record=objects(depth=3).map(str.encode).flatmap(damaged))
def test_a_record_is_valid_exactly_when_another_strict_parser_takes_it(record: bytes) -> None:
    assume(b"400" not in record)  # that parser refuses numbers beyond a double
    try:
        expected = isinstance(orjson.loads(record), dict)
    except orjson.JSONDecodeError:
        expected = False
    nothing = Schema(())
    decoded = scanned(nothing, JsonSettings(), Records.of([record]))
    lenient = any(byte < 32 for byte in record) or b"\\u" in record
    assert (len(decoded.invalid) == 0) == expected or lenient
    assert decoded.batch.num_rows == 1 - len(decoded.invalid)


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(objects().map(str.encode), min_size=1, max_size=20), data=st.data())
def test_records_do_not_depend_on_their_neighbours(lines: list[bytes], data: st.DataObject) -> None:
    schema, how = columns(a=STRING, b=BIGINT), JsonSettings()
    together = scanned(schema, how, Records.of(lines))
    alone = [scanned(schema, how, Records.of([line])) for line in lines]
    assert together.batch.to_pylist() == [row for one in alone for row in one.batch.to_pylist()]
    assert together.invalid.reasons == [why for one in alone for why in one.invalid.reasons]


def test_the_scanner_itself_takes_what_streams_usually_carry() -> None:
    row = SqlType(Kind.ROW, children=(Field("x", STRING), Field("n", BIGINT)))
    schema = columns(event=BIGINT, r=row, flag=SqlType(Kind.BOOLEAN), d=SqlType(Kind.DOUBLE))
    lines = [
        {"event": 1, "r": {"x": "é", "n": 2}, "other": [1, {"x": None}], "flag": True, "d": 0.1},
        {"r": None, "event": "17", "flag": "FALSE", "d": "2.5e3"},
        {"r": {"x": 'quoted "text"\n', "n": 3.7}},
        {"r": {"x": 1.5}, "d": 3},
    ]
    records = Records.of([json.dumps(line).encode() for line in lines])
    result = scanner(schema, JsonSettings()).scan(records)
    assert result.refused.tolist() == []
    assert result.batch.to_pylist() == [
        {"event": 1, "r": {"x": "é", "n": 2}, "flag": True, "d": 0.1},
        {"event": 17, "r": None, "flag": False, "d": 2500.0},
        {"event": None, "r": {"x": 'quoted "text"\n', "n": 3}, "flag": None, "d": None},
        {"event": None, "r": {"x": "1.5", "n": None}, "flag": None, "d": 3.0},
    ]


def test_records_may_stand_anywhere_in_any_kind_of_buffer() -> None:
    data = b'xx{"a":1}yyyy{"a":22}{"a":333}'
    starts, ends = np.array([2, 13, 21]), np.array([9, 21, 30])
    starts.flags.writeable = False
    for buffer in (data, bytearray(data), memoryview(data), memoryview(bytearray(data))):
        decoded = decoder(columns(a=BIGINT)).decode(Records(buffer, starts, ends), 0)
        assert decoded.batch["a"].to_pylist() == [1, 22, 333]


def test_a_string_that_is_not_closed_ends_with_its_record() -> None:
    lines = [b'{"a":"x', b'{"a":"y"}', b'{"a":"' + b"z" * 100, b'{"a":"' + b"w" * 100 + b'"}']
    decoded = decoder(columns(a=STRING)).decode(Records.of(lines), 0)
    assert decoded.batch["a"].to_pylist() == ["y", "w" * 100]
    assert decoded.kept is not None
    assert decoded.kept.tolist() == [1, 3]


def test_no_records_give_no_rows() -> None:
    schema = columns(a=STRING, r=SqlType(Kind.ROW, children=(Field("x", BIGINT),)))
    decoded = decoder(schema).decode(Records.of([]), 0)
    assert decoded.batch.num_rows == 0
    assert decoded.batch.schema == schema.arrow


def test_a_plan_without_columns_still_counts_rows() -> None:
    wanted = Schema(())
    task = DecodingTask(columns(a=STRING), wanted, _defaults())
    decoded = JsonDecoder(task).decode(Records.of([b"{}", b"oops", b'{"a":1}']), 0)
    assert decoded.batch.num_rows == 2
    assert decoded.invalid.rows.tolist() == [1]


def test_nesting_is_bounded_alike_on_both_paths() -> None:
    schema, how = columns(a=STRING), JsonSettings()
    for depth in (254, 255, 256, 257, 5_000):
        record = b'{"b":' + b"[" * depth + b"]" * depth + b"}"
        lines = Records.of([record])
        assert plain(scanned(schema, how, lines)) == plain(read_exactly(schema, how, lines))
        refused = scanner(schema, how).scan(lines).refused
        assert (len(refused) == 0) == (depth <= 255)


def test_many_columns_with_like_names_are_told_apart() -> None:
    names = [f"common_prefix_{number}" for number in range(200)]
    schema = Schema(tuple(Field(name, BIGINT) for name in names))
    record = json.dumps({name: place for place, name in enumerate(reversed(names))}).encode()
    row = scanned(schema, JsonSettings(), Records.of([record])).batch.to_pylist()[0]
    assert row == {name: 199 - place for place, name in enumerate(names)}


def _defaults() -> dict[str, Any]:
    return read_options("format 'json'", DECLARATION.settings, {})
