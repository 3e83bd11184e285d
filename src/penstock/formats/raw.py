"""The `raw` format: a record's bytes are the table's one column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.config.options import Declaration
from penstock.core.batch import Int64s, Records
from penstock.core.types import BINARIES, STRINGS, Schema
from penstock.formats.columns import address_of, buffer_of, no_columns
from penstock.formats.decoding import Decoded, DecodingTask, Format, Invalid
from penstock.formats.errors import UnsupportedType, UnwritableValue
from penstock.formats.kernels.copying import copy_texts, text_size
from penstock.formats.texts import text_parts


class RawDecoder:
    """Gives each record whole, as BYTES or as the STRING that its UTF-8 spells."""

    def __init__(self, task: DecodingTask) -> None:
        self._wanted = task.wanted.arrow
        self._is_text = task.schema.fields[0].type.kind in STRINGS

    def decode(self, records: Records, arrived_us: int) -> Decoded:
        """Return the records as one column; those that are not UTF-8 are invalid for a STRING."""
        whole = _column(records)
        invalid = _not_utf8(whole) if self._is_text else Invalid()
        kept = None
        if len(invalid):
            kept = np.delete(np.arange(len(records)), invalid.rows)
            whole = whole.take(kept)
        if len(self._wanted) == 0:
            return Decoded(no_columns(len(whole)), invalid, kept)
        column = whole.cast(self._wanted.field(0).type)
        return Decoded(pa.RecordBatch.from_arrays([column], schema=self._wanted), invalid, kept)


class RawEncoder:
    """Writes the one column's bytes."""

    def __init__(self, name: str) -> None:
        self._name = name

    def encode(self, batch: pa.RecordBatch) -> Records:
        """Return the values as records; NULL has no bytes and is an error."""
        column = batch.column(0)
        if column.null_count:
            raise UnwritableValue(
                f"column '{self._name}': format 'raw' cannot write NULL",
                hint="filter it out with WHERE … IS NOT NULL",
            )
        return records_of(column.cast(pa.binary()))


def records_of(column: pa.Array[Any]) -> Records:
    """Return a binary or string column without NULLs as records, without a copy."""
    offsets, data = text_parts(column)
    places = offsets.astype(np.int64)
    return Records(data.data, places[:-1], places[1:])


def _column(records: Records) -> pa.Array[Any]:
    data = np.frombuffer(records.data, np.uint8)
    start = address_of(data)
    lengths: Int64s = records.ends - records.starts
    offsets = np.empty(len(records) + 1, np.int32)
    copied = np.empty(text_size(lengths), np.uint8)
    copy_texts(records.starts + start, lengths, start + len(data), offsets, copied)
    buffers = [None, buffer_of(offsets), buffer_of(copied)]
    return pa.Array.from_buffers(pa.binary(), len(records), buffers, 0)


def _not_utf8(column: pa.Array[Any]) -> Invalid:
    try:
        column.cast(pa.string())
    except pa.ArrowInvalid:
        wrong = {row: _wrong_byte(value) for row, value in enumerate(column.to_pylist())}
        bad = {row: place for row, place in wrong.items() if place is not None}
        reasons = [f"not UTF-8: wrong byte at {place}" for place in bad.values()]
        return Invalid(np.array(list(bad), np.int64), reasons)
    return Invalid()


def _wrong_byte(value: Any) -> int | None:
    try:
        value.decode()
    except UnicodeDecodeError as wrong:
        return wrong.start
    return None


def _check(schema: Schema, settings: Mapping[str, Any]) -> None:
    kinds = [field.type.kind for field in schema.fields]
    if len(kinds) != 1 or kinds[0] not in {*STRINGS, *BINARIES}:
        raise UnsupportedType(
            f"format 'raw' needs one column of type BYTES or STRING, not {schema}",
            hint="declare the record's bytes as one column, or use 'format' = 'json'",
        )


RAW = Format(
    declaration=Declaration(
        name="raw",
        summary="The record's bytes as the one column, BYTES or STRING.",
        guarantee="A record that is not UTF-8 is invalid when the column is a STRING.",
        settings=(),
        example="'format' = 'raw'",
    ),
    check=_check,
    open_decoder=RawDecoder,
    open_encoder=lambda schema, settings: RawEncoder(schema.names[0]),
)
