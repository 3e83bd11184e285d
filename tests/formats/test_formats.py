"""Choosing a format, its options, and the formats raw, Parquet and GZIP."""

from __future__ import annotations

import io

import pyarrow as pa
import pytest

from penstock.config.options import BadOption, UnknownOption
from penstock.core.batch import Records
from penstock.core.errors import Location
from penstock.core.table import Option
from penstock.core.types import BIGINT, BYTES, STRING, Field, Kind, Schema, SqlType
from penstock.formats import FORMATS, open_decoder, warm
from penstock.formats.compression import gunzip, gzip_member
from penstock.formats.errors import (
    ConflictingOptions,
    NotThisWay,
    UnknownFormat,
    UnsupportedType,
    UnwritableValue,
)
from penstock.formats.parquet import read_parquet, write_parquet
from tests.formats.helpers import columns, decode, decoder, encoder

N = columns(n=BIGINT)


def test_every_setting_says_what_it_means_and_has_an_example_that_parses() -> None:
    for format_ in FORMATS:
        for setting in format_.declaration.settings:
            assert setting.name.startswith(f"{format_.declaration.name}.")
            assert setting.meaning.endswith(".")
            setting.parse(setting.example)


def test_an_unknown_format_or_option_is_shown_where_it_stands() -> None:
    place = Location("pipeline.sql", 3, 5, "    'format' = 'jsn'", 8)
    with pytest.raises(UnknownFormat, match=r"E601 unknown format 'jsn'\n  --> pipeline.sql:3:5"):
        open_decoder(N, N, {"format": Option("jsn", place)})
    with pytest.raises(UnknownOption, match=r"did you mean 'json\.ignore-parse-errors'"):
        decoder(N, json__ignore_parse_error="true")
    with pytest.raises(BadOption, match="E102"):
        decoder(N, json__timestamp_format__standard="RFC")


def test_options_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ConflictingOptions):
        decoder(N, json__ignore_parse_errors="true", json__fail_on_missing_field="true")
    with pytest.raises(ConflictingOptions):
        decoder(N, format="csv", csv__field_delimiter='"')
    with pytest.raises(ConflictingOptions):
        decoder(N, format="csv", csv__field_delimiter="||")


def test_a_kafka_tables_value_format_is_understood() -> None:
    made = decoder(N, value__format="csv", value__csv__field_delimiter=";")
    assert made.decode(Records.of([b"5"]), 0).batch.to_pylist() == [{"n": 5}]


def test_map_keys_other_than_strings_are_refused_for_json() -> None:
    bad = SqlType(Kind.MAP, children=(Field("key", BIGINT), Field("value", BIGINT)))
    with pytest.raises(UnsupportedType, match="STRING keys"):
        decoder(columns(m=bad))


def test_raw_gives_bytes_or_text_and_takes_them_back() -> None:
    lines = [b"plain", b"\xff\x00", b""]
    whole = decode(columns(b=BYTES), lines, format="raw")
    assert whole.batch["b"].to_pylist() == lines
    text = decode(columns(s=STRING), lines, format="raw")
    assert text.batch["s"].to_pylist() == ["plain", ""]
    assert text.invalid.reasons == ["not UTF-8: wrong byte at 0"]
    written = encoder(columns(b=BYTES), format="raw").encode(whole.batch.slice(1))
    assert [written[0], written[1]] == lines[1:]
    nothing = pa.record_batch({"b": pa.array([None], pa.binary())})
    with pytest.raises(UnwritableValue):
        encoder(columns(b=BYTES), format="raw").encode(nothing)
    with pytest.raises(UnsupportedType):
        decoder(columns(a=BYTES, b=BYTES), format="raw")


def test_raw_records_can_be_counted_without_their_bytes() -> None:
    counted = decoder(columns(s=STRING), Schema(()), format="raw")
    decoded = counted.decode(Records.of([b"a", b"\xff", b"b"]), 0)
    assert decoded.batch.num_rows == 2
    assert decoded.kept is not None
    assert decoded.kept.tolist() == [0, 2]


def test_parquet_is_for_files_and_repeats_to_the_byte() -> None:
    with pytest.raises(NotThisWay):
        decoder(N, format="parquet")
    batch = pa.record_batch({"n": list(range(100))})
    files = []
    for _ in range(2):
        file = io.BytesIO()
        write_parquet(file, [batch, batch], N, "ZSTD")
        files.append(file.getvalue())
    assert files[0] == files[1]
    assert sum(part.num_rows for part in read_parquet(io.BytesIO(files[0]))) == 200


def test_gzip_members_repeat_to_the_byte_and_join() -> None:
    assert gzip_member(b"one") == gzip_member(b"one")
    assert gunzip(gzip_member(b"one") + gzip_member(memoryview(b"two"))) == b"onetwo"


def test_warming_runs_every_kernel() -> None:
    warm()
