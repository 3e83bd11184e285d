"""Texts to values, one at a time, with the leniency of the Java parsers that Flink calls.

This is the exact path: it decides what a text means. The compiled path must give the same value
or hand the record over to this one.

>>> text_parser(SqlType(Kind.BIGINT), TimeStandard.SQL)(" 42 ")
42
>>> text_parser(SqlType(Kind.DOUBLE), TimeStandard.SQL)("abc")
Traceback (most recent call last):
    ...
penstock.formats.scalars.BadValue: 'abc' is no DOUBLE
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from penstock.core.types import BINARIES, STRINGS, TIMESTAMPS, Kind, SqlType
from penstock.formats.times import (
    TimeStandard,
    layout,
    parse_date,
    parse_time,
    parse_timestamp,
    unit_us,
)

TextParser = Callable[[str], Any]

INTEGER_BITS = {
    Kind.TINYINT: 8, Kind.SMALLINT: 16, Kind.INT: 32, Kind.BIGINT: 64,
    Kind.INTERVAL_YEAR: 32, Kind.INTERVAL_DAY: 64,
}  # fmt: skip
SHOWN_MAX = 40
"""How much of a wrong value its message shows."""
JAVA_SPACES = "".join(chr(code) for code in range(33))
"""What Java's String.trim takes away."""
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DOUBLE = re.compile(
    r"[+-]?(?:NaN|Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[fFdD]?)"
)
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?")
_SHORT = 100
_WIDE = Context(prec=100)


class BadValue(ValueError):
    """A value has no meaning in its column's type; the text says which and why."""


def shown(value: object) -> str:
    """Return a value for a message, cut to a readable length.

    >>> shown("x" * 100)[-3:]
    "x…'"
    """
    text = str(value)
    return repr(text if len(text) <= SHOWN_MAX else f"{text[:SHOWN_MAX]}…")


def no_such(value: object, type_: SqlType, detail: str = "") -> BadValue:
    """Return the error that says of a value that it is none of its column's type."""
    return BadValue(f"{shown(value)} is no {type_.with_nullable(True)}{detail}")


def text_parser(type_: SqlType, standard: TimeStandard) -> TextParser:
    """Return the function from a text to a value that `pyarrow.array` takes for the type."""
    kind = type_.kind
    if kind in INTEGER_BITS:
        return _integer_parser(type_)
    if kind in TIMESTAMPS:
        return _timestamp_parser(type_, standard)
    if kind in STRINGS:
        return whole_text
    if kind in BINARIES:
        return lambda text: _bytes(text, type_)
    parsers: dict[Kind, TextParser] = {
        Kind.BOOLEAN: lambda text: text.strip(JAVA_SPACES).lower() == "true",
        Kind.FLOAT: lambda text: _double(text, type_),
        Kind.DOUBLE: lambda text: _double(text, type_),
        Kind.DECIMAL: lambda text: _decimal(text, type_),
        Kind.DATE: lambda text: _time(text, type_, parse_date),
        Kind.TIME: lambda text: _time(text, type_, parse_time),
        Kind.NULL: lambda text: None,
    }
    return parsers[kind]


def whole_text(text: str) -> str:
    """Return the text itself; half a surrogate pair becomes '?', as in Java's UTF-8.

    >>> whole_text("a" + chr(0xD800))
    'a?'
    """
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def integer_limits(type_: SqlType) -> Callable[[int, object], int]:
    """Return the check that a type's bits hold a value; an INTERVAL in days comes in milliseconds.

    >>> integer_limits(SqlType(Kind.TINYINT))(128, "128")
    Traceback (most recent call last):
        ...
    penstock.formats.scalars.BadValue: '128' is no TINYINT (out of range)
    """
    scale = 1_000 if type_.kind is Kind.INTERVAL_DAY else 1
    beyond = 1 << (INTEGER_BITS[type_.kind] - 1)

    def checked(value: int, given: object) -> int:
        if not -beyond <= value * scale < beyond:
            raise no_such(given, type_, " (out of range)")
        return value * scale

    return checked


def _integer_parser(type_: SqlType) -> TextParser:
    checked = integer_limits(type_)

    def parse(text: str) -> int:
        trimmed = text.strip(JAVA_SPACES)
        if _INTEGER.fullmatch(trimmed) is None:
            raise no_such(text, type_)
        return checked(int(trimmed) if len(trimmed) < _SHORT else _long_integer(trimmed), text)

    return parse


def _long_integer(text: str) -> int:
    """Return an integer from any number of digits; beyond all types' range it need not be exact."""
    digits = text.lstrip("+-").lstrip("0")[:_SHORT] or "0"
    return -int(digits) if text[0] == "-" else int(digits)


def _double(text: str, type_: SqlType) -> float:
    trimmed = text.strip(JAVA_SPACES)
    if _DOUBLE.fullmatch(trimmed) is None:
        raise no_such(text, type_)
    return float(trimmed if trimmed[-1] in "yN" else trimmed.rstrip("fFdD"))


def _decimal(text: str, type_: SqlType) -> Decimal | None:
    """Round half up to the scale; NULL when the digits do not fit, as Flink has it."""
    trimmed = text.strip(JAVA_SPACES)
    if _DECIMAL.fullmatch(trimmed) is None:
        raise no_such(text, type_)
    value = Decimal(trimmed)
    precision, scale = type_.precision or 10, type_.scale or 0
    if value and value.adjusted() >= precision - scale:
        return None
    if value.adjusted() < -scale - 1:
        value = Decimal(0)
    rounded = value.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP, _WIDE)
    # copy_abs, because abs rounds to the 28 digits of the thread's context.
    return rounded if rounded.copy_abs() < Decimal(10) ** (precision - scale) else None


def _timestamp_parser(type_: SqlType, standard: TimeStandard) -> TextParser:
    zoned = type_.kind is Kind.TIMESTAMP_LTZ
    unit = unit_us(type_)

    def parse(text: str) -> int:
        try:
            value = parse_timestamp(text, standard, zoned)
        except ValueError:
            raise no_such(text, type_, f" ({layout(standard, zoned)})") from None
        return value - value % unit

    return parse


def _time(text: str, type_: SqlType, parse: Callable[[str], int]) -> int:
    try:
        value = parse(text)
    except ValueError:
        raise no_such(text, type_) from None
    return value - value % unit_us(type_)


def _bytes(text: str, type_: SqlType) -> bytes:
    try:
        return binascii.a2b_base64(text.encode(), strict_mode=True)
    except (binascii.Error, UnicodeEncodeError):
        raise no_such(text, type_, " (base64)") from None
