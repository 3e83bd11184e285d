"""Read numbers: JSON's grammar and the wider one of Java's parsers, as digits and an exponent."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from penstock.formats.kernels.characters import SPACE, peek
from penstock.formats.kernels.inlining import inlined
from penstock.formats.kernels.memory import load_byte

PLUS, MINUS, DOT, ZERO, NINE = ord("+"), ord("-"), ord("."), ord("0"), ord("9")
NEGATIVE, FRACTION, LONG = 1, 2, 4
"""What is known of a number beside its digits: signed, not whole, more digits than fit."""
DIGITS_MAX = 19
"""Decimal digits that an unsigned word always holds."""
_EXPONENT_MAX = 100_000


class Number(NamedTuple):
    """The address behind a number (0: there is none), its digits, decimal exponent and flags."""

    after: int
    digits: np.uint64
    exponent: int
    flags: int


@inlined
def scan_number(at: int, end: int, strict: bool) -> Number:
    """Read the number at `at`.

    `strict` is JSON's grammar; otherwise '+5', '05', '.5' and '5.' are numbers too.
    """
    none = Number(0, np.uint64(0), 0, 0)
    sign = peek(at, end)
    flags = NEGATIVE if sign == MINUS else 0
    if sign == MINUS or (sign == PLUS and not strict):
        at += 1
    start = at
    at, digits, count = _scan_digits(at, end, np.uint64(0), 0)
    whole, exponent = at - start, 0
    if strict and (whole == 0 or (whole > 1 and load_byte(start) == ZERO)):
        return none
    if peek(at, end) == DOT:
        at, digits, count = _scan_digits(at + 1, end, digits, count)
        exponent = start + whole + 1 - at
        flags |= FRACTION
        if exponent == 0 and (strict or whole == 0):
            return none
    elif whole == 0:
        return none
    if peek(at, end) | SPACE == ord("e"):
        at, power = _scan_exponent(at + 1, end)
        exponent += power
        flags |= FRACTION
    return Number(at, digits, exponent, flags | (LONG if count > DIGITS_MAX else 0))


@inlined
def _scan_digits(at: int, end: int, digits: np.uint64, count: int) -> tuple[int, np.uint64, int]:
    """Append decimal digits to a number; return the address behind, the number, its length."""
    while at < end:
        code = load_byte(at)
        if code < ZERO or code > NINE:
            break
        digits = digits * np.uint64(10) + np.uint64(code - ZERO)
        count += digits != 0
        at += 1
    return at, digits, count


@inlined
def _scan_exponent(at: int, end: int) -> tuple[int, int]:
    """Return the address behind an exponent, 0 when there is none, and its value."""
    sign = peek(at, end)
    if sign in (PLUS, MINUS):
        at += 1
    start, power = at, 0
    while at < end:
        code = load_byte(at)
        if code < ZERO or code > NINE:
            break
        power = min(power * 10 + code - ZERO, _EXPONENT_MAX)
        at += 1
    if at == start:
        return 0, 0
    return at, -power if sign == MINUS else power
