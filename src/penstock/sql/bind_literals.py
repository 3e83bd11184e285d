"""Constants: numbers, texts, dates, times, intervals, TRUE, FALSE and NULL."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal

from sqlglot import exp

from penstock.core.time import US_PER_SECOND
from penstock.core.types import Kind, SqlType
from penstock.sql.binder import Binder
from penstock.sql.errors import BadLiteral
from penstock.sql.expression import Expression, Literal
from penstock.sql.interval_syntax import interval_value, units_kind

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EXAMPLES = {"DATE": "2024-01-31", "TIME": "23:59:59", "TIMESTAMP": "2024-01-31 23:59:59.123"}
DECIMAL_DIGITS_MAX = 38


def bind_literal(binder: Binder, node: exp.Expr) -> Expression:
    """Bind a number or a text: 5 is INT, 5000000000 BIGINT, 1.5 DECIMAL(2, 1), 1e3 DOUBLE."""
    text = node.name
    if node.is_string:
        return Literal(text, SqlType(Kind.CHAR, nullable=False, precision=len(text)))
    if "e" in text.lower():
        return Literal(float(text), SqlType(Kind.DOUBLE, nullable=False))
    if "." in text:
        return _decimal(binder, node, Decimal(text))
    number = int(text)
    if number < 2**31:
        return Literal(number, SqlType(Kind.INT, nullable=False))
    if number < 2**63:
        return Literal(number, SqlType(Kind.BIGINT, nullable=False))
    return _decimal(binder, node, Decimal(text))


def _decimal(binder: Binder, node: exp.Expr, value: Decimal) -> Expression:
    # All digits that are written count, zeros in front included: 0.5 is DECIMAL(2, 1).
    precision = len(node.name.replace(".", ""))
    scale = -int(value.as_tuple().exponent)
    if precision > DECIMAL_DIGITS_MAX:
        message = f"{node.name} has more than {DECIMAL_DIGITS_MAX} digits"
        raise BadLiteral(message, where=binder.place(node), hint="write it as 1e3: a DOUBLE")
    return Literal(value, SqlType(Kind.DECIMAL, False, precision, scale))


def bind_null(binder: Binder, node: exp.Expr) -> Expression:
    """Bind NULL, which takes the type of what stands around it."""
    return Literal(None, SqlType(Kind.NULL))


def bind_boolean(binder: Binder, node: exp.Expr) -> Expression:
    """Bind TRUE or FALSE."""
    return Literal(bool(node.this), SqlType(Kind.BOOLEAN, nullable=False))


def bind_bytes(binder: Binder, node: exp.Expr) -> Expression:
    """Bind X'0AFF'."""
    try:
        value = bytes.fromhex(node.name)
    except ValueError:
        message = f"X'{node.name}' is no text of hexadecimal digits, two for each byte"
        raise BadLiteral(message, where=binder.place(node), hint="X'0AFF'") from None
    return Literal(value, SqlType(Kind.BINARY, nullable=False, precision=max(1, len(value))))


def bind_interval(binder: Binder, node: exp.Expr) -> Expression:
    """Bind INTERVAL '5' SECOND: microseconds, or months for years and months."""
    units = node.args["units"].split()
    try:
        value = node.args["sign"] * interval_value(node.name, units)
    except ValueError as wrong:
        unit = " TO ".join(units)
        message = f"INTERVAL '{node.name}' {unit}: {wrong}"
        raise BadLiteral(message, where=binder.place(node)) from None
    return Literal(value, SqlType(units_kind(units), nullable=False))


def bind_typed_literal(binder: Binder, node: exp.Expr) -> Expression:
    """Bind DATE '…' (days), TIME '…' or TIMESTAMP '…' (microseconds)."""
    kind, text = node.args["kind"], node.name.strip()
    precision = len(text.partition(".")[2])
    try:
        if kind == "DATE":
            days = (date.fromisoformat(text) - _EPOCH.date()).days
            return Literal(days, SqlType(Kind.DATE, nullable=False))
        if kind == "TIME":
            value = _since_midnight_us(text)
            return Literal(value, SqlType(Kind.TIME, False, precision))
        return Literal(_since_1970_us(text), SqlType(Kind.TIMESTAMP, False, precision))
    except ValueError:
        message = f"{kind} '{node.name}' is no {kind.lower()}"
        hint = f"write {kind} '{_EXAMPLES[kind]}'"
        raise BadLiteral(message, where=binder.place(node), hint=hint) from None


def _fraction_us(digits: str) -> int:
    return int(digits.ljust(6, "0")[:6] or 0)


def _since_midnight_us(text: str) -> int:
    whole, _, fraction = text.partition(".")
    at = time.fromisoformat(whole)
    return (at.hour * 3600 + at.minute * 60 + at.second) * US_PER_SECOND + _fraction_us(fraction)


def _since_1970_us(text: str) -> int:
    match = re.fullmatch(r"(\d{4,}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?)?", text)
    if match is None:
        raise ValueError(text)
    moment = datetime.fromisoformat(f"{match[1]}T{match[2] or '00:00'}").replace(tzinfo=UTC)
    return (moment - _EPOCH) // (_EPOCH.resolution) + _fraction_us(match[3] or "")
