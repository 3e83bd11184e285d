"""Times and intervals: moved by days or months, measured apart, scaled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from penstock.core.batch import Column
from penstock.functions.function import Call, Value
from penstock.functions.value import (
    apply,
    column_of,
    convert,
    numbers,
    on_columns,
    validity,
)

US_PER_DAY = 86_400_000_000
_LONG = pa.int64()


def plus_days(time: Value, interval: Value) -> Value:
    """Return times moved by an interval of microseconds.

    A TIME stays within its day, and a DATE is moved by the interval's whole days.
    """
    ticks = convert(interval, _LONG)
    if pa.types.is_time(time.type):
        moved = apply("add", convert(time, _LONG), ticks)
        return convert(apply("modulo", moved, pa.scalar(US_PER_DAY, _LONG)), time.type)
    if pa.types.is_date(time.type):
        days = apply("divide", ticks, pa.scalar(US_PER_DAY, _LONG))
        moved = apply("add", convert(time, pa.int32()), convert(days, pa.int32()))
        return convert(moved, time.type)
    return apply("add", time, interval)


def time_difference(left: Value, right: Value) -> Value:
    """Return how much later the left time is, in microseconds."""
    if pa.types.is_date(left.type):
        left, right = (convert(each, pa.timestamp("us")) for each in (left, right))
    ticks = apply("subtract", convert(left, _LONG), convert(right, _LONG))
    return convert(ticks, pa.duration("us"))


def scaled_interval(name: str, left: Value, right: Value) -> Value:
    """Return an interval times or divided by a number, truncated to microseconds."""
    left, right = (
        convert(each, _LONG) if pa.types.is_duration(each.type) else each for each in (left, right)
    )
    if pa.types.is_floating(left.type) or pa.types.is_floating(right.type):
        left, right = (convert(each, pa.float64()) for each in (left, right))
        return convert(apply("trunc", apply(name, left, right)), pa.duration("us"))
    return convert(apply(name, left, right), pa.duration("us"))


def plus_months(time: Value, months: Value, call: Call) -> Value:
    """Return times moved by months; the 31st becomes the last day where a month is shorter."""
    return _plus_months([time, months], call)


@on_columns
def _plus_months(arguments: Sequence[Column], call: Call) -> Column:
    times, months = arguments
    masks = [mask for mask in map(validity, arguments) if mask is not None]
    valid = np.logical_and.reduce(masks) if masks else None
    ticks, shifts = numbers(times), numbers(months)
    if valid is not None:
        ticks, shifts = np.where(valid, ticks, 0), np.where(valid, shifts, 0)
    if pa.types.is_date(times.type):
        return column_of(shifted_days(ticks, shifts).astype(np.int32), times.type, valid)
    days, clock = np.divmod(ticks, US_PER_DAY)
    return column_of(shifted_days(days, shifts) * US_PER_DAY + clock, times.type, valid)


def shifted_days(days: npt.NDArray[Any], months: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Return days since 1970 moved by whole months.

    >>> shifted_days(np.array([30]), np.array([1])).tolist()
    [58]
    """
    dates = days.astype("M8[D]")
    month = dates.astype("M8[M]")
    day_of_month = dates - month.astype("M8[D]")
    start = (month + months.astype("m8[M]")).astype("M8[D]")
    length = (month + months.astype("m8[M]") + 1).astype("M8[D]") - start
    last = length - np.timedelta64(1, "D")
    moved: npt.NDArray[np.int64] = (start + np.minimum(day_of_month, last)).astype(np.int64)
    return moved
