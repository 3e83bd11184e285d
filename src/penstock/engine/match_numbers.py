"""The compiled arithmetic of conditions, which is Java's: integers wrap and truncate."""

from __future__ import annotations

import math

import numpy as np

from penstock.core.compiled import inlined
from penstock.engine.match_code import FAILED, KNOWN, STATE, VALUE, Op, Program

_NOT, _NARROW, _NEGATE_WHOLE, _ABS_WHOLE = (
    int(Op.NOT), int(Op.NARROW), int(Op.NEGATE_WHOLE), int(Op.ABS_WHOLE),
)  # fmt: skip
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
def change(program: Program, kind: int, bits: int, top: int) -> None:
    """Change the value on top; NULL stays NULL."""
    stack, reals = program.stack, program.reals
    value = stack[top, VALUE]
    if stack[top, STATE] != KNOWN:
        return
    if kind == _NOT:
        stack[top, VALUE] = 1 - value
    elif kind == _NARROW:
        stack[top, VALUE] = (value << (_BITS - bits)) >> (_BITS - bits)
    elif kind == _NEGATE_WHOLE:
        stack[top, VALUE] = -value
    elif kind == _ABS_WHOLE:
        stack[top, VALUE] = -value if value < 0 else value
    elif kind == _NEGATE_REAL:
        reals[top, VALUE] = -reals[top, VALUE]
    elif kind == _ABS_REAL:
        reals[top, VALUE] = abs(reals[top, VALUE])
    elif kind == _TO_REAL:
        reals[top, VALUE] = np.float64(value)
    else:
        reals[top, VALUE] = np.float64(np.float32(reals[top, VALUE]))


@inlined
def combine(program: Program, kind: int, top: int) -> None:
    """Put the sum, difference, product, quotient or remainder of two values on top."""
    stack, reals = program.stack, program.reals
    worst = max(stack[top, STATE], stack[top + 1, STATE])
    stack[top, STATE] = worst
    if worst != KNOWN:
        return
    if kind >= _ADD_REAL:
        reals[top, VALUE] = _real(kind, reals[top, VALUE], reals[top + 1, VALUE])
    elif kind >= _DIVIDE and stack[top + 1, VALUE] == 0:
        stack[top, STATE] = FAILED
    else:
        stack[top, VALUE] = _whole(kind, stack[top, VALUE], stack[top + 1, VALUE])


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
