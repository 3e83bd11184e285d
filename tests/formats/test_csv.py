"""CSV records: fields, quotes, NULLs, counts, comments."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.batch import Records
from penstock.core.types import (
    BIGINT,
    BOOLEAN,
    DOUBLE,
    INT,
    STRING,
    TIMESTAMP_3,
    Field,
    Kind,
    Schema,
    SqlType,
)
from penstock.formats.csv.exact import CsvReader
from penstock.formats.csv.scanner import CsvScanner
from penstock.formats.csv.settings import CsvSettings
from penstock.formats.errors import UnsupportedType
from penstock.formats.exactly import decode_in_two
from tests.formats.helpers import columns, decode, decoder, encoder, rows
from tests.formats.strategies import DAMAGE, NUMBER_TEXTS, SOUND_TEXTS, flat_schemas

THREE = columns(a=STRING, n=BIGINT, d=DOUBLE)
FIELDS = st.one_of(
    st.sampled_from(("", "N/A", '"a;b"', '"a ""b"""', "a,b", *NUMBER_TEXTS, *SOUND_TEXTS)),
    st.text(alphabet='ab",;\\#é\r', max_size=8),
)


@settings(max_examples=150, deadline=None)
@given(schema=flat_schemas, data=st.data())
def test_the_scanner_agrees_with_the_exact_path(schema: Schema, data: st.DataObject) -> None:
    lines = st.lists(FIELDS, min_size=len(schema) - 1, max_size=len(schema) + 1)
    texts = data.draw(st.lists(lines.map(",".join), max_size=5))
    damage = data.draw(st.sampled_from(DAMAGE))
    how = CsvSettings(null_literal="N/A", allow_comments=data.draw(st.booleans()))
    records = Records.of([text.encode() + damage for text in texts])
    read = CsvReader(schema, schema, how).row
    fast = decode_in_two(records, schema, CsvScanner(schema, schema, how).scan, read)
    slow = decode_in_two(records, schema, None, read)
    assert repr(fast.batch.to_pylist()) == repr(slow.batch.to_pylist())
    assert fast.invalid.reasons == slow.invalid.reasons
    assert fast.invalid.rows.tolist() == slow.invalid.rows.tolist()


@settings(max_examples=200, deadline=None)
@given(fields=st.lists(st.text(alphabet='ab ",;é', max_size=6), min_size=2, max_size=4))
def test_fields_are_those_that_another_reader_sees(fields: list[str]) -> None:
    schema = Schema(tuple(Field(f"c{place}", STRING) for place in range(len(fields))))
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(fields)
    assert list(rows(schema, [line.getvalue().encode()], format="csv")[0].values()) == fields


def test_quotes_hold_delimiters_and_doubled_quotes() -> None:
    lines = [b'"x, ""y""",1,2.5', b"plain,,", b'in"side,3,4\r']
    assert rows(THREE, lines, format="csv") == [
        {"a": 'x, "y"', "n": 1, "d": 2.5},
        {"a": "plain", "n": None, "d": None},
        {"a": 'in"side', "n": 3, "d": 4.0},
    ]


def test_wanted_columns_are_found_by_their_place_in_the_table() -> None:
    wanted = columns(d=DOUBLE, a=STRING)
    decoded = decoder(THREE, wanted, format="csv").decode(Records.of([b"x,oops,1.5"]), 0)
    assert decoded.batch.to_pylist() == [{"d": 1.5, "a": "x"}]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"x,1", "2 fields instead of 3"), (b"x,1,2,3", "4 fields instead of 3"),
        (b'"x,1,2', "not CSV: the quote at 0 is not closed"), (b"", "empty record"),
        (b"x,abc,1", "column 'n': 'abc' is no BIGINT"), (b"\xff,1,2", "not UTF-8: wrong byte at 0"),
        (b'"x"y,1,2', "not CSV: 'y' behind a closing quote at 3"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_invalid_with_its_reason(line: bytes, reason: str) -> None:
    decoded = decode(THREE, [b"a,1,1", line, b"b,2,2"], format="csv")
    assert decoded.invalid.reasons == [reason]
    assert decoded.batch["a"].to_pylist() == ["a", "b"]


def test_settings_change_marks_nulls_and_what_errors_do() -> None:
    given = {
        "format": "csv", "csv__field_delimiter": ";", "csv__quote_character": "'",
        "csv__null_literal": "N/A", "csv__ignore_parse_errors": "true",
        "csv__allow_comments": "true", "csv__escape_character": "\\",
    }  # fmt: skip
    lines = [b"# header", b"'a;b';N/A;x", b"N/A;1", b"a\\;b;1;1"]
    decoded = decode(THREE, lines, **given)
    assert decoded.batch.to_pylist() == [
        {"a": "a;b", "n": None, "d": None},
        {"a": None, "n": 1, "d": None},
        {"a": "a;b", "n": 1, "d": 1.0},
    ]
    assert len(decoded.invalid) == 0
    assert decoded.kept is not None
    assert decoded.kept.tolist() == [1, 2, 3]


def test_arrays_and_rows_are_separated_texts_in_both_directions() -> None:
    ints = SqlType(Kind.ARRAY, children=(Field("element", INT),))
    row = SqlType(Kind.ROW, children=(Field("x", INT), Field("y", STRING)))
    schema = columns(i=ints, r=row)
    decoded = decode(schema, [b"1;2,3;z", b","], format="csv")
    assert decoded.batch.to_pylist() == [
        {"i": [1, 2], "r": {"x": 3, "y": "z"}},
        {"i": None, "r": None},
    ]
    assert encoder(schema, format="csv").encode(decoded.batch)[0] == b"1;2,3;z"


def test_what_is_written_is_read_back() -> None:
    schema = columns(a=STRING, n=BIGINT, t=TIMESTAMP_3, b=BOOLEAN, d=DOUBLE)
    lines = [
        b'"x,""",1,2020-01-01 00:00:00.5,true,1.0',
        b'"",,,,',
        b"a,-5,1969-12-31 23:59:59,false,1e-7",
    ]
    batch = decode(schema, lines, format="csv").batch
    records = encoder(schema, format="csv").encode(batch)
    assert [records[row] for row in range(3)] == lines
    assert batch["t"].to_pylist()[0] == datetime.fromisoformat("2020-01-01 00:00:00.500000")


def test_a_type_without_a_text_is_refused_when_the_table_is_opened() -> None:
    tags = SqlType(Kind.MAP, children=(Field("key", STRING), Field("value", INT)))
    with pytest.raises(UnsupportedType, match="'tags'"):
        decoder(columns(tags=tags), format="csv")
