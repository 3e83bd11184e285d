"""The compiled arithmetic of conditions, which is Java's: integers wrap and truncate."""

from __future__ import annotations

import math

import numpy as np

from penstock.core.compiled import inlined
from penstock.engine.match_code import FAILED, KNOWN, STATE, VALUE, Conditions, Op
from penstock.engine.match_words import bits_of_real, on_stack, put, put_known, real_of

_VALUE, _STATE = VALUE, STATE
_NOT, _NARROW, _NEGATE_WHOLE = int(Op.NOT), int(Op.NARROW), int(Op.NEGATE_WHOLE)
_NEGATE_REAL, _ABS_REAL, _TO_REAL = int(Op.NEGATE_REAL), int(Op.ABS_REAL), int(Op.TO_REAL)
_ADD, _SUBTRACT, _MULTIPLY, _DIVIDE, _REMAINDER = (
    int(Op.ADD_WHOLE), int(Op.SUBTRACT_WHOLE), int(Op.MULTIPLY_WHOLE), int(Op.DIVIDE_WHOLE),
    int(Op.REMAINDER_WHOLE),
)  # fmt: skip
_ADD_REAL, _SUBTRACT_REAL, _MULTIPLY_REAL = (
    int(Op.ADD_REAL), int(Op.SUBTRACT_REAL), int(Op.MULTIPLY_REAL),
)  # fmt: skip
_BITS = 64


@inlined
def change(conditions: Conditions, kind: int, bits: int, top: int) -> None:
    """Change the value on top; NULL stays NULL."""
    value = on_stack(conditions, top, _VALUE)
    if on_stack(conditions, top, _STATE) == KNOWN:
        if kind >= _NEGATE_REAL:
            value = bits_of_real(_changed_real(kind, value))
        elif kind == _NOT:
            value = 1 - value
        elif kind == _NARROW:
            value = (value << (_BITS - bits)) >> (_BITS - bits)
        elif kind == _NEGATE_WHOLE or value < 0:
            value = -value
        put(conditions, top, _VALUE, value)


@inlined
def _changed_real(kind: int, bits: int) -> float:
    if kind == _TO_REAL:
        return np.float64(bits)
    value = real_of(bits)
    if kind == _NEGATE_REAL:
        return -value
    return abs(value) if kind == _ABS_REAL else np.float64(np.float32(value))


@inlined
def combine(conditions: Conditions, kind: int, top: int) -> None:
    """Put the sum, difference, product, quotient or remainder of two values on top."""
    state = max(on_stack(conditions, top, _STATE), on_stack(conditions, top + 1, _STATE))
    left, right = on_stack(conditions, top, _VALUE), on_stack(conditions, top + 1, _VALUE)
    if state == KNOWN:
        if kind >= _ADD_REAL:
            left = bits_of_real(_real(kind, real_of(left), real_of(right)))
        elif kind >= _DIVIDE and right == 0:
            state = FAILED
        else:
            left = _whole(kind, left, right)
    put_known(conditions, top, left, state)


@inlined
def _whole(kind: int, left: int, right: int) -> int:
    if kind == _ADD:
        return left + right
    if kind == _SUBTRACT:
        return left - right
    if kind == _MULTIPLY:
        return left * right
    if right == -1:
        return -left if kind == _DIVIDE else left - left
    quotient = left // right
    if quotient < 0 and quotient * right != left:
        quotient += 1
    return quotient if kind == _DIVIDE else left - quotient * right


@inlined
def _real(kind: int, left: float, right: float) -> float:
    if kind == _ADD_REAL:
        return left + right
    if kind == _SUBTRACT_REAL:
        return left - right
    if kind == _MULTIPLY_REAL:
        return left * right
    if right == 0:
        # As the processor does; Numba would raise.
        if left == 0 or left != left:  # noqa: PLR0124 -- NaN is what differs from itself
            return math.nan
        return math.copysign(math.inf, left) * math.copysign(1.0, right)
    return left / right
