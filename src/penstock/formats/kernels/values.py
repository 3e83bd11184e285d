"""Read a text as a column's type and write it to the column's memory.

0 is the answer to every text that the exact path must look at.
"""

from __future__ import annotations

import numpy as np

from penstock.core.compiled import compiled
from penstock.formats.kernels.clock import NOT_A_TIME, scan_date, scan_time, scan_timestamp
from penstock.formats.kernels.copying import ESCAPED
from penstock.formats.kernels.double import nearest_double
from penstock.formats.kernels.memory import bits_of, load_byte, load_int, store_byte, store_int
from penstock.formats.kernels.number import FRACTION, LONG, NEGATIVE, scan_number
from penstock.formats.kernels.slots import Take

INTEGER, DOUBLE, BOOLEAN, TEXT = (
    int(Take.INTEGER), int(Take.DOUBLE), int(Take.BOOLEAN), int(Take.TEXT),
)  # fmt: skip
TIMESTAMP, DATE, TIME, LATER, ROW = (
    int(Take.TIMESTAMP), int(Take.DATE), int(Take.TIME), int(Take.LATER), int(Take.ROW),
)  # fmt: skip
_TWO_63 = 2.0**63


@compiled
def take_text(at: int, end: int, slot: int, output: int, row: int) -> int:
    """Store the value of a text for a column that is no STRING."""
    take = load_int(slot)
    if take >= TIMESTAMP:
        return _take_time(at, end, slot, output, row)
    while at < end and load_byte(at) <= 32:
        at += 1
    while at < end and load_byte(end - 1) <= 32:
        end -= 1
    if take == BOOLEAN:
        return store(output, row, _is_true(at, end))
    after, digits, exponent, flags = scan_number(at, end, False)
    if after != end or after == 0 or (take == INTEGER and flags & FRACTION):
        return 0
    return store_number(digits, exponent, flags, slot, output, row)


@compiled
def store_number(
    digits: np.uint64, exponent: int, flags: int, slot: int, output: int, row: int
) -> int:  # noqa: E501, PLR0913, PLR0917 -- compiled
    """Store a number in an integer or floating column."""
    take = load_int(slot)
    if flags & LONG or take > DOUBLE:
        return 0
    negative = flags & NEGATIVE
    if take == INTEGER and not flags & FRACTION:
        if digits > np.uint64(load_int(slot + 16)) + np.uint64(negative):
            return 0
        return store(output, row, -np.int64(digits) if negative else np.int64(digits))
    decided, value = nearest_double(digits, exponent)
    if not decided:
        return 0
    value = -value if negative else value
    if take == DOUBLE:
        return store(output, row, bits_of(value))
    if not -_TWO_63 <= value < _TWO_63:
        return 0
    whole = np.int64(value)
    return store(output, row, whole) if load_int(slot + 8) <= whole <= load_int(slot + 16) else 0


@compiled
def store(output: int, row: int, value: int) -> int:
    """Write a value and mark it present; return 1."""
    store_int(load_int(output) + row * 8, value)
    store_byte(load_int(output + 16) + row, 1)
    return 1


@compiled
def store_span(output: int, row: int, start: int, end: int, escaped: int) -> int:
    """Note where a text stands; return its end, which is 0 when there is none."""
    if end != 0:
        store_int(load_int(output + 8) + row * 8, end - start + (ESCAPED if escaped else 0))
        store(output, row, start)
    return end


@compiled
def _take_time(at: int, end: int, slot: int, output: int, row: int) -> int:
    take = load_int(slot)
    if take == TIMESTAMP:
        value = scan_timestamp(at, end, load_int(slot + 48), load_int(slot + 56) != 0)
    elif take == DATE:
        value = scan_date(at, end)
    elif take == TIME:
        value = scan_time(at, end)
    else:
        value = NOT_A_TIME
    if value == NOT_A_TIME:
        return 0
    unit = load_int(slot + 40)
    return store(output, row, value - value % unit if unit > 1 else value)


@compiled
def _is_true(at: int, end: int) -> int:
    same = (
        end - at == 4
        and load_byte(at) | 32 == ord("t")
        and load_byte(at + 1) | 32 == ord("r")
        and load_byte(at + 2) | 32 == ord("u")
        and load_byte(at + 3) | 32 == ord("e")
    )
    return 1 if same else 0
