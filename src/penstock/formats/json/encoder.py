"""Encode rows as JSON objects: each column as JSON texts, then rows joined from them."""

from __future__ import annotations

import base64
import json
from typing import Any, cast

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Records
from penstock.core.types import BINARIES, STRINGS, TIMESTAMPS, Field, Kind, Schema, SqlType
from penstock.formats.errors import UnwritableValue
from penstock.formats.joining import RowStyle, joined
from penstock.formats.json.settings import JsonSettings
from penstock.formats.kernels.characters import QUOTE
from penstock.formats.kernels.writing import escape_texts, escaped_size
from penstock.formats.texts import (
    TextStyle,
    decimal_texts,
    double_texts,
    pc,
    plain_texts,
    text_array,
    text_parts,
    time_texts,
)

_NOT_FINITE = ('"NaN"', '"Infinity"', '"-Infinity"')


class JsonEncoder:
    """Writes each row as one JSON object in the order of its columns."""

    def __init__(self, schema: Schema, settings: JsonSettings) -> None:
        self._schema = schema
        self._settings = settings
        self._style = TextStyle(settings.standard, QUOTE, settings.decimal_as_plain_number)

    def encode(self, batch: pa.RecordBatch) -> Records:
        """Return one record for each row, with a newline behind each."""
        return self._objects(self._schema.fields, batch.columns, batch.num_rows)

    def _objects(self, fields: tuple[Field, ...], columns: list[Column], rows: int) -> Records:
        texts = [self._texts(column, f) for f, column in zip(fields, columns, strict=True)]
        names = [f"{json.dumps(field.name, ensure_ascii=False)}:".encode() for field in fields]
        style = RowStyle("{", ",", "}", self._settings.ignore_null_fields)
        return joined(texts, names, rows, style)

    def _texts(self, column: Column, field: Field) -> Column:
        """Return a column's values as JSON texts, NULL where the column has NULL."""
        if field.type.kind is Kind.ROW:
            return self._row_texts(column, field)
        if field.type.kind is Kind.ARRAY:
            return self._array_texts(column, field)
        if field.type.kind in {Kind.MAP, Kind.MULTISET}:
            return self._map_texts(column, field)
        return _scalar_texts(column, field.type, self._style)

    def _row_texts(self, column: Column, field: Field) -> Column:
        fields = field.type.children
        columns = [pc.struct_field(column, [index]) for index in range(len(fields))]
        records = self._objects(fields, columns, len(column))
        offsets = np.append(records.starts, len(records.data)).astype(np.int32)
        # The newline behind each object is white space to JSON, but not to a reader of lines.
        data = np.frombuffer(records.data, np.uint8)
        if len(records):
            data = np.delete(data, records.ends)
            offsets -= np.arange(len(offsets), dtype=np.int32)
        return text_array(offsets, data, column)

    def _array_texts(self, column: Column, field: Field) -> Column:
        element = field.type.children[0]
        lists = cast("pa.ListArray[Any]", column)
        items = self._texts(lists.values, element).to_pylist()
        return _bracketed(lists, ["null" if item is None else item for item in items], "[", "]")

    def _map_texts(self, column: Column, field: Field) -> Column:
        maps = cast("pa.MapArray[Any, Any]", column)
        of_value = Field("value", SqlType(Kind.INT))
        if field.type.kind is Kind.MAP:
            of_value = field.type.children[1]
        keys = self._keys(maps.keys.to_pylist(), field)
        items = self._texts(maps.items, of_value).to_pylist()
        entries = [
            None if key is None else f"{json.dumps(key, ensure_ascii=False)}:{item or 'null'}"
            for key, item in zip(keys, items, strict=True)
        ]
        return _bracketed(maps, entries, "{", "}")

    def _keys(self, keys: list[Any], field: Field) -> list[Any]:
        mode = self._settings.map_null_key_mode
        if mode == "FAIL" and None in keys:
            raise UnwritableValue(
                f"column '{field.name}': a NULL key in a MAP",
                hint="set 'json.map-null-key.mode' to 'DROP' or 'LITERAL'",
            )
        literal = self._settings.map_null_key_literal if mode == "LITERAL" else None
        return [literal if key is None else key for key in keys]


def _scalar_texts(column: Column, type_: SqlType, style: TextStyle) -> Column:
    kind = type_.kind
    if kind in STRINGS:
        return _string_texts(column)
    if kind in {Kind.DATE, Kind.TIME, *TIMESTAMPS}:
        return time_texts(column, type_, style)
    if kind in {Kind.FLOAT, Kind.DOUBLE}:
        return double_texts(column, _NOT_FINITE)
    if kind is Kind.DECIMAL:
        return decimal_texts(column, type_, style)
    if kind in BINARIES:
        return pa.array([_base64(value) for value in column.to_pylist()], pa.string())
    if kind is Kind.INTERVAL_DAY:
        column = pc.divide(column.view(pa.int64()), 1_000)
    return plain_texts(column)


def _string_texts(column: Column) -> Column:
    offsets, data = text_parts(column)
    out_offsets = np.empty(len(offsets), np.int32)
    out = np.empty(escaped_size(offsets, data), np.uint8)
    escape_texts(offsets, data, out_offsets, out)
    return text_array(out_offsets, out, column)


def _base64(value: bytes | None) -> str | None:
    return None if value is None else f'"{base64.b64encode(value).decode()}"'


def _bracketed(column: Any, items: list[Any], opening: str, closing: str) -> Column:
    """Join the entries of each list of a column; None among the entries is left out."""
    offsets = column.offsets.to_pylist()
    present = column.is_valid().to_pylist()
    texts = [
        opening + ",".join(item for item in items[low:high] if item is not None) + closing
        if there
        else None
        for low, high, there in zip(offsets, offsets[1:], present, strict=False)
    ]
    return pa.array(texts, pa.string())
