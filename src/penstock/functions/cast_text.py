"""Values as texts: numbers as Java prints them, times as SQL writes them."""

from __future__ import annotations

import math
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Column
from penstock.core.roaring import bitmap_text, read_bitmap
from penstock.core.types import UNBOUNDED, Field, Kind, SqlType
from penstock.functions.function import Value
from penstock.functions.nested import as_list, entries_of, offsets_of, parts_of
from penstock.functions.value import any_true, apply, column, convert, numbers, validity

_SECONDS_LENGTH = 19
"""yyyy-MM-dd HH:mm:ss"""
_DIGITS_US = 6
_CLOCK_LENGTH = 8
"""HH:mm:ss"""
_PLAIN_LEAST, _PLAIN_BELOW = 1e-3, 1e7
"""Java prints numbers between these without an exponent."""


def to_text(values: Column, source: SqlType) -> Column:
    """Return the values as SQL's CAST prints them."""
    convert_one = _CONVERTERS.get(source.kind)
    text = convert_one(values, source) if convert_one else convert(values, pa.string())
    return column(text, len(values))


def with_length(values: Column, target: SqlType) -> Column:
    """Return texts or bytes cut to the length of the type, and filled up if it is fixed."""
    if target.precision is None or target.precision == UNBOUNDED:
        return values
    binary = target.kind in {Kind.BINARY, Kind.VARBINARY}
    options = pc.SliceOptions(0, target.precision)
    cut = apply("binary_slice" if binary else "utf8_slice_codeunits", values, options=options)
    if target.kind is Kind.CHAR:
        cut = apply("utf8_rpad", cut, options=pc.PadOptions(target.precision, " "))
    if target.kind is Kind.BINARY:
        return _zero_filled(column(cut, len(values)), target.precision)
    return column(cut, len(values))


def _zero_filled(values: Column, length: int) -> Column:
    return pa.array(
        [None if each is None else each.ljust(length, b"\0") for each in values.to_pylist()],
        pa.binary(),
    )


def _boolean(values: Column, _: SqlType) -> Any:
    return apply("if_else", values, pa.scalar("TRUE"), pa.scalar("FALSE"))


def _decimal(values: Column, _: SqlType) -> Any:
    text = values.cast(pa.string())
    exponents = apply("match_substring", text, options=pc.MatchSubstringOptions("E"))
    if any_true(exponents):
        return pa.array(
            [None if each is None else f"{each:f}" for each in values.to_pylist()], pa.string()
        )
    return text


def _float(values: Column, _: SqlType) -> Any:
    text: Value = values.cast(pa.string())
    size = np.abs(numbers(values).astype(np.float64))
    plain = ((size >= _PLAIN_LEAST) & (size < _PLAIN_BELOW)) | (size == 0)
    whole = apply("invert", apply("match_substring", text, options=pc.MatchSubstringOptions(".")))
    text = apply(
        "if_else",
        whole,
        apply("binary_join_element_wise", text, pa.scalar(".0"), pa.scalar("")),
        text,
    )
    valid = validity(values)
    odd = ~plain if valid is None else ~plain & valid
    if not odd.any():
        return text
    replacement = pa.array([_java_float(each) for each in text_of(values, odd)], pa.string())
    return apply("replace_with_mask", text, cast(Column, pa.array(odd)), replacement)


def text_of(values: Column, chosen: Any) -> list[str]:
    """Return the shortest texts of some floats that read back as the same float."""
    return cast(list[str], values.filter(pa.array(chosen)).cast(pa.string()).to_pylist())


def _java_float(text: str) -> str:
    """Return the shortest text of a very small or large float in Java's way.

    >>> [_java_float(text) for text in ("1e+10", "-0.00001", "123456789.5", "nan", "-inf")]
    ['1.0E10', '-1.0E-5', '1.234567895E8', 'NaN', '-Infinity']
    """
    number = float(text)
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    mantissa, _, exponent = text.lower().partition("e")
    sign = "-" if mantissa.startswith("-") else ""
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    digits = (whole + fraction).lstrip("0")
    leading_zeros = len(whole + fraction) - len(digits)
    power = int(exponent or 0) + len(whole) - 1 - leading_zeros
    digits = digits.rstrip("0") or "0"
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{power}"


def java_float(number: float) -> str:
    """Return a DOUBLE as Java prints it.

    >>> java_float(12345678.5), java_float(0.5)
    ('1.23456785E7', '0.5')
    """
    text = _java_float(repr(number))
    return repr(number) if number == 0 or _PLAIN_LEAST <= abs(number) < _PLAIN_BELOW else text


def _timestamp(values: Column, source: SqlType) -> Any:
    text = convert(convert(values, pa.timestamp("us")), pa.string())
    return _with_fraction(text, source.precision, _SECONDS_LENGTH)


def _time(values: Column, source: SqlType) -> Any:
    return _with_fraction(convert(values, pa.string()), source.precision or 0, _CLOCK_LENGTH)


def _with_fraction(text: Any, precision: int | None, length: int) -> Any:
    digits = _DIGITS_US if precision is None else precision
    if digits > _DIGITS_US:
        zeros = pa.scalar("0" * (digits - _DIGITS_US))
        return apply("binary_join_element_wise", text, zeros, pa.scalar(""))
    stop = length + (digits + 1 if digits else 0)
    return apply("utf8_slice_codeunits", text, options=pc.SliceOptions(0, stop))


def _interval_day(values: Column, _: SqlType) -> Any:
    ticks = column(convert(values, pa.int64()), len(values)).to_pylist()
    return pa.array([None if us is None else _days_text(us) for us in ticks], pa.string())


def _days_text(us: int) -> str:
    seconds, fraction = divmod(abs(us) // 1000, 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    day, hour = divmod(hours, 24)
    return f"{'-' if us < 0 else '+'}{day} {hour:02}:{minute:02}:{second:02}.{fraction:03}"


def _interval_year(values: Column, _: SqlType) -> Any:
    texts = [None if each is None else _months_text(each) for each in values.to_pylist()]
    return pa.array(texts, pa.string())


def _months_text(months: int) -> str:
    years, month = divmod(abs(months), 12)
    return f"{'-' if months < 0 else '+'}{years}-{month:02}"


def _array(values: Column, source: SqlType) -> Any:
    items = _or_null(to_text(as_list(values).flatten(), source.children[0].type))
    return _joined(values, items, "[", "]")


def _map(values: Column, source: SqlType) -> Any:
    keys, items = entries_of(values)
    key_type = source.children[0].type
    item_type = source.children[1].type if len(source.children) > 1 else SqlType(Kind.INT)
    pairs = apply(
        "binary_join_element_wise",
        _or_null(to_text(keys, key_type)),
        _or_null(to_text(items, item_type)),
        pa.scalar("="),
    )
    return _joined(values, cast(Column, pairs), "{", "}")


def _joined(values: Column, items: Column, opening: str, closing: str) -> Any:
    lists = pa.ListArray.from_arrays(offsets_of(values), items, mask=values.is_null())
    inner = apply("binary_join", lists, pa.scalar(", "))
    return apply(
        "binary_join_element_wise", pa.scalar(opening), inner, pa.scalar(closing), pa.scalar("")
    )


def _row(values: Column, source: SqlType) -> Any:
    parts = [
        _or_null(to_text(part, child.type))
        for part, child in zip(parts_of(values), source.children, strict=True)
    ]
    if source.name is not None:
        parts = [_named(*each) for each in zip(source.children, parts, strict=True)]
    inner = apply("binary_join_element_wise", *parts, pa.scalar(", "))
    text = apply("binary_join_element_wise", pa.scalar("("), inner, pa.scalar(")"), pa.scalar(""))
    return apply("if_else", values.is_valid(), text, pa.scalar(None, pa.string()))


def _named(field: Field, text: Column) -> Column:
    name = pa.scalar(f"{field.name}=")
    return column(apply("binary_join_element_wise", name, text, pa.scalar("")), len(text))


def _or_null(text: Column) -> Column:
    return text.fill_null("NULL")


def _bitmap(values: Column, _: SqlType) -> Any:
    texts = [each and bitmap_text(read_bitmap(each)) for each in values.to_pylist()]
    return pa.array(texts, pa.string())


_CONVERTERS = {
    Kind.BOOLEAN: _boolean,
    Kind.DECIMAL: _decimal,
    Kind.FLOAT: _float,
    Kind.DOUBLE: _float,
    Kind.TIMESTAMP: _timestamp,
    Kind.TIMESTAMP_LTZ: _timestamp,
    Kind.TIME: _time,
    Kind.INTERVAL_DAY: _interval_day,
    Kind.INTERVAL_YEAR: _interval_year,
    Kind.ARRAY: _array,
    Kind.MAP: _map,
    Kind.MULTISET: _map,
    Kind.ROW: _row,
    Kind.BITMAP: _bitmap,
}
