"""Encode rows as CSV lines: each column as texts, then rows joined from them."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Records
from penstock.core.types import BINARIES, STRINGS, TIMESTAMPS, Field, Kind, Schema
from penstock.formats.csv.settings import CsvSettings
from penstock.formats.joining import RowStyle, joined
from penstock.formats.kernels.writing import quote_texts
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
from penstock.formats.times import TimeStandard

_NOT_FINITE = ("NaN", "Infinity", "-Infinity")


class CsvEncoder:
    """Writes each row as one line; a STRING that is empty is quoted, so that it is not NULL."""

    def __init__(self, schema: Schema, settings: CsvSettings) -> None:
        self._schema = schema
        self._settings = settings
        self._style = TextStyle(TimeStandard.SQL, 0, not settings.scientific_decimals)

    def encode(self, batch: pa.RecordBatch) -> Records:
        """Return one record for each row, with a newline behind each."""
        texts = [
            self._field_texts(column, field)
            for field, column in zip(self._schema.fields, batch.columns, strict=True)
        ]
        style = RowStyle(between=self._settings.delimiter)
        return joined(texts, [b""] * len(texts), batch.num_rows, style)

    def _field_texts(self, column: Column, field: Field) -> Column:
        texts = self._texts(column, field)
        if field.type.kind in {*STRINGS, Kind.ARRAY, Kind.ROW, *TIMESTAMPS}:
            texts = self._quoted(texts)
        literal = self._settings.null_literal
        return texts if literal is None else pc.fill_null(texts, literal)

    def _texts(self, column: Column, field: Field) -> Column:
        kind = field.type.kind
        if kind in {Kind.DATE, Kind.TIME, *TIMESTAMPS}:
            return time_texts(column, field.type, self._style)
        if kind in {Kind.FLOAT, Kind.DOUBLE}:
            return double_texts(column, _NOT_FINITE)
        if kind is Kind.DECIMAL:
            return decimal_texts(column, field.type, self._style)
        if kind in BINARIES:
            values = column.to_pylist()
            encoded = [None if v is None else base64.b64encode(v).decode() for v in values]
            return pa.array(encoded, pa.string())
        if kind in {Kind.ARRAY, Kind.ROW}:
            return self._part_texts(column, field)
        return plain_texts(column)

    def _part_texts(self, column: Column, field: Field) -> Column:
        """Return the elements of an ARRAY or the fields of a ROW with delimiters between."""
        delimiter, literal = self._settings.element_delimiter, self._settings.null_literal or ""
        nested: Any = column
        if field.type.kind is Kind.ROW:
            parts = [
                pc.fill_null(self._texts(pc.struct_field(column, [index]), child), literal)
                for index, child in enumerate(field.type.children)
            ]
            texts: Column = pc.binary_join_element_wise(*parts, delimiter)
        else:
            elements = self._texts(nested.values, field.type.children[0])
            lists: Any = pa.ListArray
            filled = lists.from_arrays(nested.offsets, pc.fill_null(elements, literal))
            texts = pc.binary_join(filled, delimiter)
        present: Column = pc.if_else(nested.is_valid(), texts, pa.scalar(None, pa.string()))
        return present

    def _quoted(self, texts: Column) -> Column:
        if not self._settings.quote:
            return texts
        offsets, data = text_parts(texts)
        out_offsets = np.empty(len(offsets), np.int32)
        out = np.empty(2 * (int(offsets[-1] - offsets[0]) + len(offsets)) + 64, np.uint8)
        marks = ord(self._settings.delimiter) | ord(self._settings.quote) << 8
        quote_texts(offsets, data, out_offsets, out, marks)
        return text_array(out_offsets, out, texts)
