"""Casts of numbers and times in compiled conditions, and decimals brought to one scale."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from penstock.core.types import INTEGERS, TIMESTAMPS, Kind, SqlType
from penstock.engine.match_code import KNOWN, Op
from penstock.engine.match_values import DIGITS_MAX, Instruction, NotCompiled, fitted
from penstock.sql.expression import Cast, Expression

Coder = Callable[[Expression], Iterator[Instruction]]
"""Yields the instructions that put an expression's value on the stack."""

_INTEGER_DIGITS = {Kind.TINYINT: 3, Kind.SMALLINT: 5, Kind.INT: 10}
_EXACT_DIGITS = 15
"""Decimals of so many digits divide exactly as DOUBLE."""
_FINEST = 6


def whole_constant(value: int) -> Instruction:
    """Return what puts a whole number on the stack."""
    return (Op.CONSTANT, value, 0, KNOWN)


def scaled(expression: Expression, scale: int, code: Coder) -> Iterator[Instruction]:
    """Yield a DECIMAL as a whole number of units of a scale, which is no coarser than its own."""
    kind = expression.type
    more = scale - (kind.scale or 0)
    if kind.kind is not Kind.DECIMAL or (kind.precision or 10) + more > DIGITS_MAX:
        raise NotCompiled
    yield from code(expression)
    yield from _times(10**more)


def _times(factor: int) -> Iterator[Instruction]:
    if factor != 1:
        yield from (whole_constant(factor), (Op.MULTIPLY_WHOLE,))


def cast_code(cast: Cast, code: Coder) -> Iterator[Instruction]:
    """Yield a CAST that cannot fail, is exact or rounds as the processor does."""
    source, target = cast.argument.type, cast.type
    if target.kind is Kind.DECIMAL:
        yield from _to_decimal(cast, code)
        return
    yield from code(cast.argument)
    if source.with_nullable(True) == target.with_nullable(True):
        return
    if source.kind in INTEGERS and target.kind in INTEGERS:
        yield from fitted(target)
    elif target.kind in (Kind.DOUBLE, Kind.FLOAT):
        yield from _to_real(source, target)
    elif source.kind is not target.kind or target.kind not in TIMESTAMPS or _coarser(cast):
        raise NotCompiled


def _coarser(cast: Cast) -> bool:
    source, target = cast.argument.type.precision, cast.type.precision
    return (_FINEST if target is None else target) < (_FINEST if source is None else source)


def _to_real(source: SqlType, target: SqlType) -> Iterator[Instruction]:
    if source.kind in INTEGERS:
        if source.kind is Kind.BIGINT and target.kind is Kind.FLOAT:
            raise NotCompiled
        yield (Op.TO_REAL,)
    elif source.kind is Kind.DECIMAL and (source.precision or 10) <= _EXACT_DIGITS:
        power = int(np.float64(10.0 ** (source.scale or 0)).view(np.int64))
        yield from ((Op.TO_REAL,), (Op.CONSTANT, power, 0, KNOWN), (Op.DIVIDE_REAL,))
    elif source.kind not in (Kind.DOUBLE, Kind.FLOAT):
        raise NotCompiled
    yield from fitted(target)


def _to_decimal(cast: Cast, code: Coder) -> Iterator[Instruction]:
    """Only where all digits fit; what does not fit would be NULL."""
    source, target = cast.argument.type, cast.type
    digits, scale = target.precision or 10, target.scale or 0
    if digits > DIGITS_MAX:
        raise NotCompiled
    given, given_scale = _INTEGER_DIGITS.get(source.kind, DIGITS_MAX + 1), 0
    if source.kind is Kind.DECIMAL:
        given, given_scale = source.precision or 10, source.scale or 0
    if given_scale > scale or given - given_scale > digits - scale:
        raise NotCompiled
    yield from code(cast.argument)
    yield from _times(10 ** (scale - given_scale))
