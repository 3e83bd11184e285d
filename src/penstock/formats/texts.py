"""Columns to columns of text, as JSON and CSV write their values.

>>> from penstock.core.types import TIMESTAMP_3
>>> style = TextStyle(TimeStandard.SQL, quote=34)
>>> time_texts(pa.array([1_500_000], pa.timestamp("us")), TIMESTAMP_3, style).to_pylist()
['"1970-01-01 00:00:01.5"']
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from penstock.core.batch import Column, Int64s
from penstock.core.types import Kind, SqlType
from penstock.formats.columns import buffer_of, read_only
from penstock.formats.kernels.clock_text import CLOCK_BYTES, WITH_DATE, WITH_TIME, write_times
from penstock.formats.times import US_PER_DAY, TimeStandard

pc: Any = pyarrow.compute
"""Untyped: Arrow's stubs lack the overloads that take an array and a constant."""
_PLAIN_SCALE_MAX = 6
"""Up to this scale no decimal needs scientific notation."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a format writes times (between quotes: their byte, 0 for none) and decimals."""

    standard: TimeStandard
    quote: int
    plain_decimals: bool = False


def text_parts(column: Column) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return a STRING column's offsets and bytes without a copy."""
    _, offsets, data = column.buffers()
    if offsets is None or len(column) == 0:
        return read_only(np.zeros(1, np.int32)), read_only(np.empty(0, np.uint8))
    memory: Any = offsets
    positions = np.frombuffer(memory, np.int32, len(column) + 1, column.offset * 4)
    bytes_ = np.frombuffer(memoryview(data) if data is not None else b"", np.uint8)
    return read_only(positions), read_only(bytes_)


def text_array(offsets: np.ndarray[Any, Any], data: np.ndarray[Any, Any], like: Column) -> Column:
    """Return a STRING column of texts that has its NULLs where another column has them."""
    bits = None
    if like.null_count:
        present = np.asarray(like.is_valid())
        bits = buffer_of(np.packbits(present, bitorder="little"))
    buffers = [bits, buffer_of(offsets), buffer_of(data)]
    return pa.Array.from_buffers(pa.string(), len(like), buffers)


def time_texts(column: Column, type_: SqlType, style: TextStyle) -> Column:
    """Return a column of dates or times as text."""
    parts = {Kind.DATE: WITH_DATE, Kind.TIME: WITH_TIME}.get(type_.kind, WITH_DATE | WITH_TIME)
    values = _integers(column)
    if type_.kind is Kind.DATE:
        values = read_only(values * US_PER_DAY)
    separator = ord(" " if style.standard is TimeStandard.SQL else "T")
    zone = ord("Z") if type_.kind is Kind.TIMESTAMP_LTZ else 0
    offsets = np.empty(len(column) + 1, np.int32)
    out = np.empty(len(column) * CLOCK_BYTES, np.uint8)
    marks = style.quote | separator << 8 | zone << 16
    write_times(values, parts, marks, offsets, out)
    return text_array(offsets, out, column)


def double_texts(column: Column, not_finite: tuple[str, str, str]) -> Column:
    """Return doubles in the fewest digits that read back the same; whole ones end in '.0'.

    `not_finite` spells NaN, Infinity and -Infinity.
    """
    texts = plain_texts(column)
    values = np.asarray(pc.fill_null(column, 0.0))
    whole = np.trunc(values) == values
    if whole.any():
        with_exponent = pc.fill_null(pc.match_substring(texts, "e"), False)
        tails = pc.if_else(pa.array(whole & ~np.asarray(with_exponent)), ".0", "")
        texts = pc.binary_join_element_wise(texts, tails, "")
    if np.isfinite(values).all():
        return texts
    for spelling, mask in zip(not_finite, _not_finite(values), strict=True):
        texts = pc.if_else(pa.array(mask), spelling, texts)
    return texts


def plain_texts(column: Column) -> Column:
    """Return values of any simple type in the words that Arrow has for them."""
    texts: Column = pc.cast(column, pa.string())
    return texts


def decimal_texts(column: Column, type_: SqlType, style: TextStyle) -> Column:
    """Return decimals as Java's BigDecimal prints them, or always without an exponent."""
    if (type_.scale or 0) <= _PLAIN_SCALE_MAX:
        return plain_texts(column)
    spell = (lambda value: format(value, "f")) if style.plain_decimals else _scientific
    return pa.array(
        [None if value is None else spell(value) for value in column.to_pylist()], pa.string()
    )


def _scientific(value: Decimal) -> str:
    return str(value)


def _not_finite(values: np.ndarray[Any, Any]) -> tuple[Any, Any, Any]:
    return np.isnan(values), np.isposinf(values), np.isneginf(values)


def _integers(column: Column) -> Int64s:
    physical = pa.int32() if pa.types.is_date32(column.type) else pa.int64()
    numbers = pc.fill_null(column.view(physical), 0)
    return read_only(np.asarray(numbers).astype(np.int64, copy=False))
