"""Read numbers: JSON's grammar and the wider one of Java's parsers, as digits and an exponent."""

from __future__ import annotations

import numpy as np

from penstock.core.compiled import compiled
from penstock.formats.kernels.memory import load_byte
from penstock.formats.kernels.text import peek

PLUS, MINUS, DOT, ZERO, NINE = ord("+"), ord("-"), ord("."), ord("0"), ord("9")
NEGATIVE, FRACTION, LONG = 1, 2, 4
"""What is known of a number beside its digits: signed, not whole, more digits than fit."""
DIGITS_MAX = 19
"""Decimal digits that an unsigned word always holds."""
_EXPONENT_MAX = 100_000


@compiled
def scan_digits(at: int, end: int, digits: np.uint64, count: int) -> tuple[int, np.uint64, int]:
    """Append decimal digits to a number; return the address behind, the number, its length."""
    while at < end:
        code = load_byte(at) - ZERO
        if code < 0 or code > 9:
            break
        digits = digits * np.uint64(10) + np.uint64(code)
        count += digits != 0
        at += 1
    return at, digits, count


@compiled
def scan_number(at: int, end: int, strict: bool) -> tuple[int, np.uint64, int, int]:
    """Return the address behind a number, its digits, decimal exponent and flags.

    `strict` is JSON's grammar; otherwise '+5', '05', '.5' and '5.' are numbers too. The address
    is 0 when there is no number.
    """
    fail = (0, np.uint64(0), 0, 0)
    sign = peek(at, end)
    flags = NEGATIVE if sign == MINUS else 0
    if sign == MINUS or (sign == PLUS and not strict):  # noqa: PLR1714 -- compiled
        at += 1
    start = at
    at, digits, count = scan_digits(at, end, np.uint64(0), 0)
    whole = at - start
    if strict and (whole == 0 or (whole > 1 and load_byte(start) == ZERO)):
        return fail
    exponent = 0
    if peek(at, end) == DOT:
        at, digits, count = scan_digits(at + 1, end, digits, count)
        exponent = start + whole + 1 - at
        flags |= FRACTION
        if exponent == 0 and (strict or whole == 0):
            return fail
    elif whole == 0:
        return fail
    if peek(at, end) | 32 == ord("e"):
        at, power = _scan_exponent(at + 1, end)
        exponent += power
        flags |= FRACTION
        if at == 0:
            return fail
    return at, digits, exponent, flags | (LONG if count > DIGITS_MAX else 0)


@compiled
def _scan_exponent(at: int, end: int) -> tuple[int, int]:
    sign = peek(at, end)
    if sign == PLUS or sign == MINUS:  # noqa: PLR1714 -- compiled
        at += 1
    start, power = at, 0
    while at < end:
        code = load_byte(at) - ZERO
        if code < 0 or code > 9:
            break
        power = min(power * 10 + code, _EXPONENT_MAX)
        at += 1
    if at == start:
        return 0, 0
    return at, -power if sign == MINUS else power
