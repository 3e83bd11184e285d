"""Read dates and times of fixed layouts into days and microseconds.

NOT_A_TIME is the answer to every text that the exact path must look at.
"""

from __future__ import annotations

from penstock.formats.kernels.inlining import inlined
from penstock.formats.kernels.memory import load_byte

NOT_A_TIME = -(2**63)
_DATE_LENGTH, _TIME_LENGTH = 10, 8
_COLON, _MINUS, _DOT = ord(":"), ord("-"), ord(".")
_BAD = 1 << 32
_US_PER_SECOND = 1_000_000
_FRACTION_DIGITS = 9
_MONTHS, _HOUR_MAX, _SIXTIETH_MAX, _DIGIT_MAX, _FEBRUARY = 12, 23, 59, 9, 2


@inlined
def scan_timestamp(at: int, end: int, separator: int, zoned: bool) -> int:
    """Return microseconds since 1970 for `yyyy-MM-dd?HH:mm:ss[.fraction][Z]`, or NOT_A_TIME."""
    if end - at < _DATE_LENGTH + 1 + _TIME_LENGTH or load_byte(at + _DATE_LENGTH) != separator:
        return NOT_A_TIME
    if zoned:
        if load_byte(end - 1) != ord("Z"):
            return NOT_A_TIME
        end -= 1
    days = scan_date(at, at + _DATE_LENGTH)
    time_us = scan_time(at + _DATE_LENGTH + 1, end)
    if NOT_A_TIME in (days, time_us):
        return NOT_A_TIME
    return days * (86_400 * _US_PER_SECOND) + time_us


@inlined
def scan_date(at: int, end: int) -> int:
    """Return days since 1970 for `yyyy-MM-dd`, or NOT_A_TIME."""
    if end - at != _DATE_LENGTH:
        return NOT_A_TIME
    year = _pair(at) * 100 + _pair(at + 2)
    month, day = _pair(at + 5), _pair(at + 8)
    wrong = load_byte(at + 4) != _MINUS or load_byte(at + 7) != _MINUS
    if wrong or year < 1 or year >= _BAD or month < 1 or month > _MONTHS:
        return NOT_A_TIME
    if day < 1 or day > _days_in(year, month):
        return NOT_A_TIME
    return _days_since_1970(year, month, day)


@inlined
def scan_time(at: int, end: int) -> int:
    """Return microseconds since midnight for `HH:mm:ss[.fraction]`, or NOT_A_TIME."""
    if end - at < _TIME_LENGTH:
        return NOT_A_TIME
    hour, minute, second = _pair(at), _pair(at + 3), _pair(at + 6)
    wrong = load_byte(at + 2) != _COLON or load_byte(at + 5) != _COLON
    if wrong or hour > _HOUR_MAX or minute > _SIXTIETH_MAX or second > _SIXTIETH_MAX:
        return NOT_A_TIME
    fraction_us = _fraction(at + _TIME_LENGTH, end)
    if fraction_us < 0:
        return NOT_A_TIME
    return ((hour * 60 + minute) * 60 + second) * _US_PER_SECOND + fraction_us


@inlined
def _pair(at: int) -> int:
    """Return the value of two digits, or something huge."""
    tens, ones = load_byte(at) - 48, load_byte(at + 1) - 48
    if tens < 0 or tens > _DIGIT_MAX or ones < 0 or ones > _DIGIT_MAX:
        return _BAD
    return tens * 10 + ones


@inlined
def _fraction(at: int, end: int) -> int:
    """Return the microseconds of `.digits` or of nothing, -1 when it is neither."""
    if at == end:
        return 0
    if load_byte(at) != _DOT or at + 1 == end or end - at > _FRACTION_DIGITS + 1:
        return -1
    value, unit = 0, 100_000
    for position in range(at + 1, end):
        digit = load_byte(position) - 48
        if digit < 0 or digit > _DIGIT_MAX:
            return -1
        value += digit * unit
        unit //= 10
    return value


@inlined
def _days_in(year: int, month: int) -> int:
    if month == _FEBRUARY:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 + ((month + (month >> 3)) & 1)


@inlined
def _days_since_1970(year: int, month: int, day: int) -> int:
    """Count days in years that begin in March, so that the leap day comes last."""
    if month <= _FEBRUARY:
        year -= 1
        month += _MONTHS
    leap_days = year // 4 - year // 100 + year // 400
    return year * 365 + leap_days + (153 * (month - 3) + 2) // 5 + day - 719_469
