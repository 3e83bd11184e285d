"""Texts as values: the part of CAST that can fail, row by row.

Each conversion first tries Arrow's fast one on the whole column, and only when some text is odd
looks at each distinct text itself.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column
from penstock.core.types import SqlType
from penstock.functions.decimals import round_half_up
from penstock.functions.value import Mask, all_true, apply, column, convert, distinct

_TRUE = frozenset({"t", "true", "y", "yes", "1"})
_FALSE = frozenset({"f", "false", "n", "no", "0"})
_INTEGER = re.compile(r"([+-]?)(\d*)(?:\.\d*)?", re.ASCII)
_FLOAT = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[fFdD]?", re.ASCII)
_NOT_FINITE = re.compile(r"[+-]?(?:NaN|Infinity)")
_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)
_DATE = re.compile(r"(\d{1,4})(?:-(\d{1,2})(?:-(\d{1,2})(?: .*)?)?)?", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?)?", re.ASCII)
_TIMESTAMP = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?: (\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{0,9}))?)?", re.ASCII
)
_USUAL_TIMESTAMP = r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?$"
_EPOCH = date(1970, 1, 1).toordinal()
_US_PER_DAY = 86_400_000_000
_MONTHS, _DAYS = range(1, 13), range(1, 32)
_LAST_CLOCK = (23, 59, 59)


@dataclass(frozen=True, slots=True)
class Parsed:
    """Converted values, and which rows failed (None: none did); those are NULL in `values`."""

    values: Column
    failing: Mask | None = None


def text_to_boolean(values: Column, target: SqlType) -> Parsed:
    """Take true, t, yes, y, 1 and their opposites in any case."""
    return _by_distinct(values, target.arrow, _boolean)


def text_to_integer(values: Column, target: SqlType) -> Parsed:
    """Take digits with a sign, dropping a fraction; what is out of range fails.

    >>> from penstock.core.types import INT
    >>> text_to_integer(pa.array([" 1.9 ", "-7", "3000000000"]), INT)  # doctest: +ELLIPSIS
    Parsed(values=...1,...-7,...null..., failing=array([False, False,  True]))
    """
    limits = np.iinfo(f"i{target.arrow.bit_width // 8}")
    return _arrow_first(
        values, target.arrow, lambda text: _integer(text, int(limits.min), int(limits.max))
    )


def text_to_float(values: Column, target: SqlType) -> Parsed:
    """Take what Java's Double.parseDouble takes, hexadecimal floats aside."""
    parsed = _arrow_first(values, target.arrow, _float)
    if parsed.failing is None and not _all_finite(parsed.values):
        return _by_distinct(values, target.arrow, _float)
    return parsed


def text_to_decimal(values: Column, target: SqlType) -> Parsed:
    """Round half up; what does not fit the precision fails."""
    arrow = cast(pa.Decimal128Type, target.arrow)
    limit, step = Decimal(10) ** (arrow.precision - arrow.scale), Decimal(1).scaleb(-arrow.scale)
    return _by_distinct(values, arrow, lambda text: _decimal(text, limit, step))


def text_to_date(values: Column, target: SqlType) -> Parsed:
    """Take yyyy-MM-dd, with what may follow after a space."""
    return _by_distinct(values, target.arrow, _days)


def text_to_time(values: Column, target: SqlType) -> Parsed:
    """Take HH:mm:ss with a fraction; digits that the type does not have are dropped."""
    return _by_distinct(values, target.arrow, _to_digits(_time_us, target))


def text_to_timestamp(values: Column, target: SqlType) -> Parsed:
    """Take yyyy-MM-dd, alone or with HH:mm:ss and a fraction, as UTC."""
    usual = apply("match_substring_regex", values, options=_pattern(_USUAL_TIMESTAMP))
    if all_true(usual):
        try:
            times = convert(values, pa.timestamp("us"))
        except pa.ArrowInvalid:
            pass  # A 30th of February, say: the slow way knows what to do with it.
        else:
            return Parsed(_floored(times, target))
    return _by_distinct(values, target.arrow, _to_digits(timestamp_us, target))


def _pattern(regex: str) -> Any:
    return pa.compute.MatchSubstringOptions(regex)


def _floored(times: Any, target: SqlType) -> Column:
    ticks = convert(times, pa.int64())
    step = 10 ** (6 - _digits(target))
    if step > 1:
        ticks = apply("subtract", ticks, apply("modulo", ticks, pa.scalar(step, pa.int64())))
    return cast(Column, convert(ticks, target.arrow))


def _digits(target: SqlType) -> int:
    return 6 if target.precision is None else min(6, target.precision)


def _to_digits(parse: Callable[[str], int | None], target: SqlType) -> Callable[[str], int | None]:
    step = 10 ** (6 - _digits(target))

    def floored(text: str) -> int | None:
        us = parse(text)
        return None if us is None else us - us % step

    return floored


def _all_finite(values: Column) -> bool:
    return all_true(apply("is_finite", values))


def _arrow_first(values: Column, arrow: pa.DataType, parse: Callable[[str], Any]) -> Parsed:
    try:
        return Parsed(values.cast(arrow))
    except pa.ArrowInvalid:
        return _by_distinct(values, arrow, parse)


def _by_distinct(values: Column, arrow: pa.DataType, parse: Callable[[str], Any]) -> Parsed:
    texts, indices = distinct(values)
    found = [parse(str(text).strip(" ")) for text in texts.to_pylist()]
    failing = np.fromiter((each is None for each in found), np.bool_, len(found))
    converted = column(pa.array(found, arrow), len(found)).take(indices)
    if not failing.any():
        return Parsed(converted)
    positions = indices.fill_null(len(found)).to_numpy()
    return Parsed(converted, np.append(failing, False)[positions])


def _boolean(text: str) -> bool | None:
    folded = text.lower()
    return True if folded in _TRUE else False if folded in _FALSE else None


def _integer(text: str, least: int, most: int) -> int | None:
    match = _INTEGER.fullmatch(text)
    if match is None or not match[2]:
        return None
    number = int(match[1] + match[2])
    return number if least <= number <= most else None


def _float(text: str) -> float | None:
    text = text.strip()
    if _NOT_FINITE.fullmatch(text):
        return float(text)
    match = _FLOAT.fullmatch(text)
    return None if match is None else float(match[1])


def _decimal(text: str, limit: Decimal, step: Decimal) -> Decimal | None:
    if _DECIMAL.fullmatch(text) is None:
        return None
    number = Decimal(text)
    if number.copy_abs() >= limit:
        return None
    rounded = round_half_up(number, step)
    return rounded if rounded.copy_abs() < limit else None


def _days(text: str) -> int | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        return date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return None


def _time_us(text: str) -> int | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second = (int(part or 0) for part in match.groups()[:3])
    return _clock_us(hour, minute, second, match[4])


def timestamp_us(text: str) -> int | None:
    """Read yyyy-MM-dd with an optional clock; None where that fails."""
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    clock = _clock_us(hour, minute, second, match[7])
    if clock is None or month not in _MONTHS or day not in _DAYS or year < 1:
        return None
    # Java's formatter takes a 31st in every month, and means the last day.
    day = min(day, monthrange(year, month)[1])
    return (date(year, month, day).toordinal() - _EPOCH) * _US_PER_DAY + clock


def _clock_us(hour: int, minute: int, second: int, fraction: str | None) -> int | None:
    if (hour, minute, second) > _LAST_CLOCK or minute > _LAST_CLOCK[1] or second > _LAST_CLOCK[2]:
        return None
    us = int(((fraction or "") + "000000")[:6])
    return ((hour * 60 + minute) * 60 + second) * 1_000_000 + us
