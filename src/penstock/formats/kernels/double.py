"""Decimal digits and an exponent to the nearest double: the method of Eisel and Lemire.

A product with a 128-bit power of five decides nearly every number; what it cannot decide, and
what would be subnormal, is refused and read by the exact path.

>>> nearest_double(np.uint64(30000000000000004), -17)
(True, 0.30000000000000004)
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from penstock.core.compiled import compiled
from penstock.formats.kernels.memory import double_of, high_product, leading_zeros

POWER_MIN, POWER_MAX = -342, 308
_EXACT_POWER = 22
"""The largest power of ten that a double holds exactly."""
_EXACT_DIGITS = 1 << 53
_FRACTION_BITS = 52
_BIAS = 1023
_INFINITE = 0x7FF
_ROUNDED_UP_FROM = -27
_TIE_MIN, _TIE_MAX = -4, 23
"""Only with these exponents can a number stand exactly between two doubles."""
_TENS = np.array([10.0**power for power in range(_EXACT_POWER + 1)])


def _power_of_five(power: int) -> int:
    """Return 5**power scaled to 128 bits, cut off; those of few digits below 1 rounded up."""
    five: int = 5 ** abs(power)
    if power >= 0:
        shift = five.bit_length() - 128
        return five >> shift if shift > 0 else five << -shift
    bits = (five - 1).bit_length()
    if power >= _ROUNDED_UP_FROM:
        return (1 << (bits + 127)) // five + 1
    quotient = (1 << (2 * bits + 128)) // five + 1
    return quotient >> (quotient.bit_length() - 128)


def _power_table() -> npt.NDArray[np.uint64]:
    powers = [_power_of_five(power) for power in range(POWER_MIN, POWER_MAX + 1)]
    halves = [half for value in powers for half in (value >> 64, value & (2**64 - 1))]
    return np.array(halves, np.uint64)


_POWERS = _power_table()


@compiled
def nearest_double(digits: np.uint64, exponent: int) -> tuple[bool, float]:
    """Return whether the value was decided and the double nearest to digits * 10**exponent."""
    if digits == 0 or exponent < POWER_MIN - 20:
        return digits == 0, 0.0
    if digits <= np.uint64(_EXACT_DIGITS) and -_EXACT_POWER <= exponent <= _EXACT_POWER:
        if exponent < 0:
            return True, float(digits) / _TENS[-exponent]
        return True, float(digits) * _TENS[exponent]
    if exponent > POWER_MAX:
        return True, np.inf
    return _by_product(digits, exponent) if exponent >= POWER_MIN else (False, 0.0)


@compiled
def _by_product(digits: np.uint64, exponent: int) -> tuple[bool, float]:
    zeros = leading_zeros(digits)
    low, high = _product(digits << zeros, exponent)
    upper = high >> np.uint64(63)
    shift = upper + np.uint64(64 - _FRACTION_BITS - 3)
    fraction = high >> shift
    power = ((217706 * exponent) >> 16) + 63 + np.int64(upper) - np.int64(zeros) + _BIAS
    if power <= 0:
        return False, 0.0
    halfway = (
        low <= np.uint64(1) and _TIE_MIN <= exponent <= _TIE_MAX and fraction & np.uint64(3) == 1
    )
    if halfway and (fraction << shift) == high:
        fraction &= ~np.uint64(1)
    fraction = (fraction + (fraction & np.uint64(1))) >> np.uint64(1)
    if fraction >= np.uint64(2 << _FRACTION_BITS):
        fraction = np.uint64(1 << _FRACTION_BITS)
        power += 1
    if power >= _INFINITE:
        return True, np.inf
    fraction &= ~np.uint64(1 << _FRACTION_BITS)
    return True, double_of(fraction | (np.uint64(power) << np.uint64(_FRACTION_BITS)))


@compiled
def _product(digits: np.uint64, exponent: int) -> tuple[np.uint64, np.uint64]:
    """Return the low and high word of digits times the power of five, as precise as needed."""
    index = 2 * (exponent - POWER_MIN)
    mask = np.uint64(0xFFFFFFFFFFFFFFFF) >> np.uint64(_FRACTION_BITS + 3)
    low = digits * _POWERS[index]
    high = high_product(digits, _POWERS[index])
    if high & mask == mask:
        second = high_product(digits, _POWERS[index + 1])
        low += second
        if second > low:
            high += np.uint64(1)
    return low, high
