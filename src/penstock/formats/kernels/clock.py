"""Read dates and times of fixed layouts into days and microseconds.

NOT_A_TIME is the answer to every text that the exact path must look at.
"""

from __future__ import annotations

from penstock.core.compiled import compiled
from penstock.formats.kernels.digits import eight_decimals
from penstock.formats.kernels.inlining import inlined
from penstock.formats.kernels.memory import load_byte, load_int, store_int

NOT_A_TIME = -(2**63)
_DATE_LENGTH, _MINUTE_LENGTH, _TIME_LENGTH = 10, 16, 8
_COLON, _MINUS, _DOT = ord(":"), ord("-"), ord(".")
_BAD = 1 << 32
_US_PER_SECOND = 1_000_000
_FRACTION_DIGITS = 9
_MONTHS, _HOUR_MAX, _SIXTIETH_MAX, _DIGIT_MAX, _FEBRUARY = 12, 23, 59, 9, 2


@inlined
def scan_timestamp(at: int, end: int, slot: int, memo: int) -> int:
    """Return microseconds since 1970 for `yyyy-MM-dd?HH:mm:ss[.fraction][Z]`, or NOT_A_TIME.

    `slot` holds the separator and whether there is a zone. Times in a stream mostly share their
    minute: `memo` is the address of the last minute's sixteen letters and its microseconds.
    """
    if end - at < _DATE_LENGTH + 1 + _TIME_LENGTH:
        return NOT_A_TIME
    if load_int(slot + 56):
        if load_byte(end - 1) != ord("Z"):
            return NOT_A_TIME
        end -= 1
    if load_int(at) != load_int(memo) or load_int(at + 8) != load_int(memo + 8):
        minute_us = _scan_minute(at, load_int(slot + 48))
        if minute_us == NOT_A_TIME:
            return NOT_A_TIME
        store_int(memo, load_int(at))
        store_int(memo + 8, load_int(at + 8))
        store_int(memo + 16, minute_us)
    second_us = _scan_seconds(at + _MINUTE_LENGTH, end)
    return NOT_A_TIME if second_us < 0 else load_int(memo + 16) + second_us


@compiled
def _scan_minute(at: int, separator: int) -> int:
    """Return microseconds since 1970 for `yyyy-MM-dd?HH:mm`, or NOT_A_TIME."""
    days = scan_date(at, at + _DATE_LENGTH)
    hour, minute = _pair(at + 11), _pair(at + 14)
    wrong = load_byte(at + _DATE_LENGTH) != separator or load_byte(at + 13) != _COLON
    if wrong or days == NOT_A_TIME or hour > _HOUR_MAX or minute > _SIXTIETH_MAX:
        return NOT_A_TIME
    return ((days * 24 + hour) * 60 + minute) * 60 * _US_PER_SECOND


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
    hour, minute = _pair(at), _pair(at + 3)
    second_us = _scan_seconds(at + 5, end)
    wrong = load_byte(at + 2) != _COLON or second_us < 0
    if wrong or hour > _HOUR_MAX or minute > _SIXTIETH_MAX:
        return NOT_A_TIME
    return (hour * 60 + minute) * 60 * _US_PER_SECOND + second_us


@inlined
def _scan_seconds(at: int, end: int) -> int:
    """Return the microseconds of `:ss[.fraction]`, -1 when it is none; eight bytes stand there."""
    second, fraction_us = _pair(at + 1), _fraction(at + 3, end)
    if load_byte(at) != _COLON or second > _SIXTIETH_MAX or fraction_us < 0:
        return -1
    return second * _US_PER_SECOND + fraction_us


@inlined
def _pair(at: int) -> int:
    """Return the value of two digits, or something huge."""
    tens, ones = load_byte(at) - 48, load_byte(at + 1) - 48
    if tens < 0 or tens > _DIGIT_MAX or ones < 0 or ones > _DIGIT_MAX:
        return _BAD
    return tens * 10 + ones


@inlined
def _fraction(at: int, end: int) -> int:
    """Return the microseconds of `.digits` or of nothing, -1 when it is neither.

    The clock before it lets eight bytes be loaded up to `end`.
    """
    count = end - at - 1
    if count < 0:
        return 0
    if load_byte(at) != _DOT or count == 0 or count > _FRACTION_DIGITS:
        return -1
    if count == _FRACTION_DIGITS:
        if load_byte(end - 1) < ord("0") or load_byte(end - 1) > ord("9"):
            return -1
        end, count = end - 1, count - 1
    decimals = eight_decimals(load_int(end - 8), count)
    return decimals // 100 if decimals >= 0 else -1


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
