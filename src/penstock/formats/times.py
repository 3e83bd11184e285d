"""Times as text: the layouts that Flink reads and writes, parsed one value at a time.

>>> parse_timestamp("2020-01-01 00:00:01.5", TimeStandard.SQL, zoned=False)
1577836801500000
>>> parse_date("1970-01-02"), parse_time("00:00:01.25")
(1, 1250000)
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from penstock.core.time import US_PER_SECOND
from penstock.core.types import Kind, SqlType

US_PER_DAY = 86_400 * US_PER_SECOND
PRECISION_MAX = 6
_EPOCH_DAY = date(1970, 1, 1).toordinal()

_DATE = r"(\d{4})-(\d\d)-(\d\d)"
_TIME = r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?"
_ISO_TIME = r"(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?"


class TimeStandard(StrEnum):
    """How a timestamp separates date and time, as `json.timestamp-format.standard` names it."""

    SQL = "SQL"
    ISO_8601 = "ISO-8601"


_ONLY_DATE = re.compile(_DATE, re.ASCII)
_ONLY_TIME = re.compile(_TIME, re.ASCII)
_TIMESTAMP = {
    (TimeStandard.SQL, False): re.compile(f"{_DATE} {_TIME}", re.ASCII),
    (TimeStandard.SQL, True): re.compile(f"{_DATE} {_TIME}Z", re.ASCII),
    (TimeStandard.ISO_8601, False): re.compile(f"{_DATE}T{_ISO_TIME}", re.ASCII),
    (TimeStandard.ISO_8601, True): re.compile(f"{_DATE}T{_ISO_TIME}Z", re.ASCII),
}


def layout(standard: TimeStandard, zoned: bool) -> str:
    """Return a timestamp's layout, as messages show it."""
    separator = " " if standard is TimeStandard.SQL else "T"
    return f"yyyy-MM-dd{separator}HH:mm:ss[.fraction]{'Z' if zoned else ''}"


def parse_timestamp(text: str, standard: TimeStandard, zoned: bool) -> int:
    """Return microseconds since 1970; ValueError when the text has another layout.

    Dates that do not exist are refused in both standards; Flink moves 30 February to the 29th
    in one of them. Fractions finer than a microsecond are cut off.
    """
    match = _TIMESTAMP[standard, zoned].fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day, *time = match.groups()
    return _days(year, month, day) * US_PER_DAY + _time_us(*time)


def parse_date(text: str) -> int:
    """Return days since 1970; ValueError when the text is no date."""
    match = _ONLY_DATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return _days(*match.groups())


def parse_time(text: str) -> int:
    """Return microseconds since midnight; ValueError when the text is no time of day."""
    match = _ONLY_TIME.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return _time_us(*match.groups())


def unit_us(type_: SqlType) -> int:
    """Return the microseconds that a type's last digit stands for; finer ones are cut off.

    >>> unit_us(SqlType(Kind.TIMESTAMP, precision=3))
    1000
    """
    if type_.kind not in {Kind.TIMESTAMP, Kind.TIMESTAMP_LTZ, Kind.TIME}:
        return 1
    digits = PRECISION_MAX if type_.precision is None else type_.precision
    return int(10 ** max(0, PRECISION_MAX - digits))


def _days(year: str, month: str, day: str) -> int:
    return date(int(year), int(month), int(day)).toordinal() - _EPOCH_DAY


def _time_us(hour: str, minute: str, second: str | None, fraction: str | None) -> int:
    h, m, s = int(hour), int(minute), int(second or 0)
    if h > 23 or m > 59 or s > 59:  # noqa: PLR2004 -- a clock's own limits
        raise ValueError(f"{hour}:{minute}:{second}")
    return ((h * 60 + m) * 60 + s) * US_PER_SECOND + int((fraction or "").ljust(6, "0")[:6])
