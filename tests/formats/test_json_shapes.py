"""Records that follow learned shapes are read as any other, and none slips through."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.batch import Records
from penstock.core.types import BIGINT, STRING, TIMESTAMP_3, Field, Kind, Schema, SqlType
from penstock.formats.json.exact import ExactReader
from penstock.formats.json.settings import JsonSettings
from penstock.formats.json_scanner.plan import make_plan
from penstock.formats.json_scanner.shapes import EDGES_MAX, Learner
from penstock.formats.times import TimeStandard
from tests.formats.helpers import columns, decode, decoder
from tests.formats.strategies import damaged, records, schemas
from tests.formats.test_json_scanner import SETTINGS, plain, read_exactly, scanned

PADDING = b'{"padding":"' + b"x" * 300 + b'"}'
"""Stands last, because a record at the very end of its buffer is left to the scanner."""
INNER = SqlType(Kind.ROW, children=(Field("x", BIGINT), Field("s", STRING)))


@settings(max_examples=150, deadline=None)
@given(schema=schemas, how=SETTINGS, data=st.data())
def test_shapes_change_nothing_but_speed(
    schema: Schema, how: JsonSettings, data: st.DataObject
) -> None:
    drawn = data.draw(records(schema))
    broken = [data.draw(damaged(record)) for record in drawn]
    lines = Records.of([*drawn, *broken, *drawn, PADDING])
    assert plain(scanned(schema, how, lines)) == plain(read_exactly(schema, how, lines))


@pytest.mark.parametrize("wrong", [b'{"n":01}', b'{"n":1,}', b'{"n":1}}', b'{"n":1', b'{"n":-}',
    b'{"n":1 2}', b'{"n":"1}', b'{"m":1}{', b'{"n":1]', b'{"n":+1}', b'{"n":1.}', b'{"n":nul}',
    b'{"n":1}\x00', b'x{"n":1}'])  # fmt: skip
def test_what_only_resembles_a_shape_is_refused(wrong: bytes) -> None:
    lines = [b'{"n":1}'] * 5 + [wrong] + [b'{"n":2}'] * 3 + [PADDING]
    for schema in (columns(n=BIGINT), columns(other=STRING), Schema(())):
        invalid = decode(schema, lines).invalid
        assert invalid.rows.tolist() == [5]


@pytest.mark.parametrize("place", range(11, 60, 7))
def test_damage_in_a_pruned_text_is_found_wherever_it_stands(place: int) -> None:
    sound = b'{"n":1,"t":"' + b"abcdefgh" * 20 + b'"}'
    for damage in (b"\xff", b"\\x", b"\xc3", b'"', b"\\u12g4"):
        wrong = sound[: place + 5] + damage + sound[place + 5 + len(damage) :]
        lines = [sound] * 5 + [wrong] + [PADDING]
        assert decode(columns(n=BIGINT), lines).invalid.rows.tolist() == [5]


def test_brackets_after_long_space_close_what_is_open_there() -> None:
    space = b" " * 100
    lines = [
        b'{"a":{"n":1' + space + b'},"x":2}',
        b'{"a":1' + space + b',"x":2}',
    ] * 3  # fmt: skip
    wrong = [b'{"a":1' + space + b'},"x":2}', b'{"a":{"n":1' + space + b',"x":2}']
    decoded = decode(columns(x=BIGINT), [*lines, *wrong, PADDING])
    assert decoded.invalid.rows.tolist() == [6, 7]


def test_a_shape_ends_before_a_name_with_escapes() -> None:
    line = b'{"skipped":{"a":null,"\\u00e9":null,"c":1},"b":true}'
    wrong = b'{"skipped":{"a":null{"skipped":{"a":null,"c":1}}'
    decoded = decode(columns(b=SqlType(Kind.BOOLEAN)), [line, line, wrong, line, PADDING])
    assert decoded.batch["b"].to_pylist() == [True, True, True, None]
    assert decoded.invalid.rows.tolist() == [2]


def test_values_may_change_their_kind_and_names_their_order() -> None:
    schema = columns(n=BIGINT, t=TIMESTAMP_3, r=INNER)
    given = [
        {"n": 5, "t": "2026-01-01 00:00:00.5", "r": {"x": 1, "s": 'a"b'}},
        {"n": -5, "t": "2026-01-01 00:01:00", "r": {"x": None, "s": "é"}},
        {"n": 5.7, "t": None, "r": None},
        {"n": "7", "r": {"s": 1.5, "x": "6"}, "t": "2026-01-01 00:01:59.123456"},
        {"n": None, "r": {}},
    ] * 4  # fmt: skip
    lines = Records.of([*(json.dumps(line).encode() for line in given), PADDING])
    how = JsonSettings()
    assert plain(scanned(schema, how, lines)) == plain(read_exactly(schema, how, lines))


def test_a_missing_name_is_missed_along_known_shapes_too() -> None:
    schema = columns(n=BIGINT, r=INNER)
    whole = b'{"n":1,"r":{"x":1,"s":"a"}}'
    lines = [whole, whole, b'{"n":1,"r":{"x":1}}', b'{"r":{"x":1,"s":"a"}}', whole]
    padding = b'{"n":1,"r":{"x":1,"s":"' + b"x" * 300 + b'"}}'
    strict = decode(schema, [*lines, padding], json__fail_on_missing_field="true")
    assert strict.invalid.rows.tolist() == [2, 3]


def test_shapes_are_kept_from_batch_to_batch_and_results_do_not_depend_on_it() -> None:
    made = decoder(columns(n=BIGINT, s=STRING))
    lines = [b'{"n":%d,"s":"text %d"}' % (n, n) for n in range(300)]
    expected = [{"n": n, "s": f"text {n}"} for n in range(300)]
    for size in (300, 1, 50, 299):
        rows = [
            row
            for at in range(0, 300, size)
            for row in made.decode(Records.of(lines[at : at + size]), 0).batch.to_pylist()
        ]
        assert rows == expected


def test_endless_shapes_are_forgotten_in_time() -> None:
    schema = columns(n=BIGINT)
    learner = Learner(make_plan(schema, TimeStandard.SQL, complete=False))
    for number in range(2_000):
        shapes = learner.learn(b'{"name %d":1,"n":2,"x%d":3}' % (number, number % 7))
        assert len(shapes.edges) <= EDGES_MAX + 8
    lines = [b'{"name %d":1,"n":%d}' % (n, n) for n in range(3_000)]
    assert decode(schema, lines).batch["n"].to_pylist() == list(range(3_000))


def test_a_number_of_any_length_is_read_as_the_exact_path_reads_it() -> None:
    schema, how = columns(n=BIGINT, m=BIGINT), JsonSettings()
    numbers = [
        sign + "1234567890123456789012"[:size] for size in range(1, 22) for sign in ("", "-")
    ]
    lines = Records.of([f'{{"n":{n},"o":{n},"m":1}}'.encode() for n in numbers * 2] + [PADDING])
    assert plain(scanned(schema, how, lines)) == plain(read_exactly(schema, how, lines))
    assert ExactReader(schema, how).row(b'{"n":12345678}') == (12345678, None)
