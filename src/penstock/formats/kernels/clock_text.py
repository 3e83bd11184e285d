"""Write days and microseconds as dates and times of fixed layouts."""

from __future__ import annotations

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.formats.kernels.copying import Bytes, Int32s
from penstock.formats.kernels.memory import store_byte

CLOCK_BYTES = 32
"""What the longest of these texts takes, quotes included."""
WITH_DATE, WITH_TIME = 1, 2
_US_PER_DAY = 86_400_000_000
_DAYS_0000_TO_1970 = 719_468
_DAYS_PER_ERA = 146_097
_JANUARY = 10
"""Months are counted from March, so that the leap day ends the year."""


@compiled
def write_times(values: Int64s, parts: int, marks: int, offsets: Int32s, out: Bytes) -> None:
    """Write each value, one text behind the other.

    `marks` holds, from the low byte up: the quote around, the separator between date and time,
    and the zone behind; 0 leaves one out.

    `values` are microseconds, since 1970 or (without a date) since midnight. Fractions end with
    their last digit that is not 0, as Java's formatters have it.
    """
    quote, separator, zone = marks & 255, (marks >> 8) & 255, marks >> 16
    start = out.ctypes.data
    target = start
    offsets[0] = 0
    for row in range(len(values)):
        days = values[row] // _US_PER_DAY
        if quote:
            store_byte(target, quote)
            target += 1
        if parts & WITH_DATE:
            target = _write_date(days, target)
        if parts == WITH_DATE | WITH_TIME:
            store_byte(target, separator)
            target += 1
        if parts & WITH_TIME:
            target = _write_time(values[row] - days * _US_PER_DAY, target)
        for mark in (zone, quote):
            if mark:
                store_byte(target, mark)
                target += 1
        offsets[row + 1] = target - start


@compiled
def _write_date(days: int, target: int) -> int:
    """Write `yyyy-MM-dd` of the proleptic Gregorian calendar, years 0 to 9999."""
    shifted = days + _DAYS_0000_TO_1970
    era = shifted // _DAYS_PER_ERA
    day_of_era = shifted - era * _DAYS_PER_ERA
    leaps = day_of_era // 1_460 - day_of_era // 36_524 + day_of_era // 146_096
    year_of_era = (day_of_era - leaps) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted_month + 2) // 5 + 1
    month = shifted_month + 3 if shifted_month < _JANUARY else shifted_month - 9
    year = year_of_era + era * 400 + (1 if shifted_month >= _JANUARY else 0)
    target = _write_digits(year, 4, target)
    store_byte(target, ord("-"))
    target = _write_digits(month, 2, target + 1)
    store_byte(target, ord("-"))
    return _write_digits(day, 2, target + 1)


@compiled
def _write_time(time_us: int, target: int) -> int:
    seconds = time_us // 1_000_000
    target = _write_digits(seconds // 3_600, 2, target)
    store_byte(target, ord(":"))
    target = _write_digits(seconds // 60 % 60, 2, target + 1)
    store_byte(target, ord(":"))
    target = _write_digits(seconds % 60, 2, target + 1)
    fraction, digits = time_us % 1_000_000, 6
    if fraction == 0:
        return target
    while fraction % 10 == 0:
        fraction //= 10
        digits -= 1
    store_byte(target, ord("."))
    return _write_digits(fraction, digits, target + 1)


@compiled
def _write_digits(value: int, digits: int, target: int) -> int:
    for place in range(digits - 1, -1, -1):
        store_byte(target + place, 48 + value % 10)
        value //= 10
    return target + digits
