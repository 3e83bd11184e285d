"""Read runs of decimal digits eight at a time, as numbers within one machine word.

The digits of a word are added up in pairs, then pairs of pairs: three multiplications for eight.
"""

from __future__ import annotations

from penstock.formats.kernels.inlining import inlined
from penstock.formats.kernels.memory import trailing_zeros

_ZEROS = 0x3030303030303030
_TO_HIGH_BIT = 0x7676767676767676
"""Added to a byte of at most 9 it leaves the high bit clear."""
_HIGH_BITS = -0x7F7F7F7F7F7F7F80
_PAIRS, _FOURS, _EIGHT = 0x00FF00FF00FF00FF, 0x0000FFFF0000FFFF, 0xFFFFFFFF
WORD_DIGITS = 8


@inlined
def leading_digits(word: int) -> int:
    """Return how many of a word's eight bytes, from the first on, are digits."""
    return trailing_zeros(_wrong(word ^ _ZEROS)) >> 3


@inlined
def digits_value(word: int, count: int) -> int:
    """Return the number that a word's first `count` bytes are: 1 to 8 digits."""
    return _summed((word ^ _ZEROS) << (64 - 8 * count))


@inlined
def eight_decimals(word: int, count: int) -> int:
    """Return the number that a word's last `count` bytes are, with zeros behind up to eight digits.

    -1 when one of them is no digit.
    """
    values = (word ^ _ZEROS) >> (64 - 8 * count)
    return -1 if _wrong(values) else _summed(values)


@inlined
def _wrong(values: int) -> int:
    """Return a bit for bytes beyond 9, right up to the first of them."""
    return (values | (values + _TO_HIGH_BIT)) & _HIGH_BITS


@inlined
def _summed(values: int) -> int:
    """Return the number of eight digits, the first in the lowest byte."""
    values = (values * 10 + (values >> 8)) & _PAIRS
    values = (values * 100 + (values >> 16)) & _FOURS
    return (values * 10_000 + (values >> 32)) & _EIGHT
