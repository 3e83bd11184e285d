"""Read a text as a column's type and write it to the column's memory.

0 is the answer to every text that the exact path must look at. `slot` and `output` are the
addresses of a slot's numbers and of its three memory addresses.
"""

from __future__ import annotations

import numpy as np

from penstock.formats.kernels.characters import SPACE
from penstock.formats.kernels.clock import NOT_A_TIME, scan_date, scan_time, scan_timestamp
from penstock.formats.kernels.copying import ESCAPED
from penstock.formats.kernels.double import nearest_double
from penstock.formats.kernels.inlining import inlined
from penstock.formats.kernels.memory import bits_of, load_byte, load_int, store_byte, store_int
from penstock.formats.kernels.number import (
    DIGITS_MAX,
    FRACTION,
    LONG,
    NEGATIVE,
    Number,
    scan_number,
)
from penstock.formats.kernels.slots import Take

INTEGER, DOUBLE, DECIMAL, BOOLEAN, TEXT = (
    int(Take.INTEGER), int(Take.DOUBLE), int(Take.DECIMAL), int(Take.BOOLEAN), int(Take.TEXT),
)  # fmt: skip
TIMESTAMP, DATE, TIME, LATER, ROW = (
    int(Take.TIMESTAMP), int(Take.DATE), int(Take.TIME), int(Take.LATER), int(Take.ROW),
)  # fmt: skip
_TWO_63 = 2.0**63
_TRUE_LENGTH = 4
_TENS = np.array([10**power for power in range(DIGITS_MAX)], np.uint64)


@inlined
def take_text(at: int, end: int, slot: int, output: int, row: int) -> int:
    """Store the value of a text for a column that is no STRING."""
    take = load_int(slot)
    if take >= TIMESTAMP:
        return take_time(at, end, slot, output, row)
    while at < end and load_byte(at) <= SPACE:
        at += 1
    while at < end and load_byte(end - 1) <= SPACE:
        end -= 1
    if take == BOOLEAN:
        return store(output, row, _is_true(at, end))
    number = scan_number(at, end, False)
    cut = take == INTEGER and number.flags & FRACTION
    if number.after != end or number.after == 0 or cut:
        return 0
    return store_number(number, slot, output, row)


@inlined
def store_number(number: Number, slot: int, output: int, row: int) -> int:
    """Store a number in a column of numbers; an integer's fraction is cut off."""
    if number.flags & LONG or load_int(slot) > DECIMAL:
        return 0
    if load_int(slot) == DECIMAL:
        return _store_decimal(number, slot, output, row)
    if load_int(slot) == INTEGER and not number.flags & FRACTION:
        return _store_whole(number, slot, output, row)
    decided, value = nearest_double(number.digits, number.exponent)
    if not decided:
        return 0
    value = -value if number.flags & NEGATIVE else value
    if load_int(slot) == DOUBLE:
        return store(output, row, bits_of(value))
    return _store_cut(value, slot, output, row)


@inlined
def _store_cut(value: float, slot: int, output: int, row: int) -> int:
    """Store what is left of a number without its fraction."""
    if not -_TWO_63 <= value < _TWO_63:
        return 0
    whole = int(value)
    fits = load_int(slot + 8) <= whole <= load_int(slot + 16)
    return store(output, row, whole) if fits else 0


@inlined
def _store_whole(number: Number, slot: int, output: int, row: int) -> int:
    negative = number.flags & NEGATIVE
    if number.digits > np.uint64(load_int(slot + 16)) + np.uint64(negative):
        return 0
    value = np.int64(number.digits)
    return store(output, row, int(-value if negative else value))


@inlined
def _store_decimal(number: Number, slot: int, output: int, row: int) -> int:
    """Store a DECIMAL as an integer of its last digits, rounded half up."""
    shift = number.exponent + load_int(slot + 40)
    most = np.uint64(load_int(slot + 16))
    if abs(shift) >= len(_TENS):
        return 0
    power = _TENS[abs(shift)]
    if shift >= 0:
        if number.digits > most // power:
            return 0
        scaled = number.digits * power
    else:
        scaled = number.digits // power
        rest = number.digits - scaled * power
        scaled += np.uint64(1) if rest >= power - rest else np.uint64(0)
    if scaled > most:
        return 0
    value = np.int64(scaled)
    return store(output, row, int(-value if number.flags & NEGATIVE else value))


@inlined
def store(output: int, row: int, value: int) -> int:
    """Write a value and mark it present; return 1."""
    store_int(load_int(output) + row * 8, value)
    store_byte(load_int(output + 16) + row, 1)
    return 1


@inlined
def store_span(output: int, row: int, start: int, end: int, escaped: int) -> int:
    """Note where a text stands; return its end, which is 0 when there is none."""
    if end != 0:
        store_int(load_int(output + 8) + row * 8, end - start + (ESCAPED if escaped else 0))
        store(output, row, start)
    return end


@inlined
def take_time(at: int, end: int, slot: int, output: int, row: int) -> int:
    """Store the time that a text is."""
    take = load_int(slot)
    value = NOT_A_TIME
    if take == TIMESTAMP:
        value = scan_timestamp(at, end, slot, output + 24)
    elif take == DATE:
        value = scan_date(at, end)
    elif take == TIME:
        value = scan_time(at, end)
    if value == NOT_A_TIME:
        return 0
    unit = load_int(slot + 40)
    return store(output, row, value - value % unit if unit > 1 else value)


@inlined
def _is_true(at: int, end: int) -> int:
    same = (
        end - at == _TRUE_LENGTH
        and load_byte(at) | SPACE == ord("t")
        and load_byte(at + 1) | SPACE == ord("r")
        and load_byte(at + 2) | SPACE == ord("u")
        and load_byte(at + 3) | SPACE == ord("e")
    )
    return 1 if same else 0
