"""Times moved and measured by units: TIMESTAMPADD and TIMESTAMPDIFF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from penstock.core.batch import Column
from penstock.core.types import INT, Kind, SqlType
from penstock.functions.arithmetic_time import US_PER_DAY, plus_days, plus_months, shifted_days
from penstock.functions.errors import InvalidArgument
from penstock.functions.function import Call, ScalarFunction, Signature, Value
from penstock.functions.signature import AS_BIGINT, DATE_OR_TIMESTAMP, TEXT, takes
from penstock.functions.time_parts import MONTHS_PER_UNIT, US_PER_UNIT, unit_of
from penstock.functions.value import apply, column_of, convert, numbers, on_columns, validity

_LONG = pa.int64()
_CLOCK_UNITS = frozenset({"HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND"})


def _timestamp_add(arguments: Sequence[Value], call: Call) -> Value:
    unit, count, time = unit_of(arguments[0], "TIMESTAMPADD"), arguments[1], arguments[2]
    if unit in MONTHS_PER_UNIT:
        months = apply("multiply", count, pa.scalar(MONTHS_PER_UNIT[unit], _LONG))
        return plus_months(time, months, call)
    ticks = apply("multiply", count, pa.scalar(_size(unit, "TIMESTAMPADD"), _LONG))
    return plus_days(time, convert(ticks, pa.duration("us")))


def _size(unit: str, function: str) -> int:
    if unit not in US_PER_UNIT:
        raise InvalidArgument(function, f"'{unit}' is no unit of time")
    return US_PER_UNIT[unit]


def _timestamp_difference(arguments: Sequence[Value], call: Call) -> Value:
    unit = unit_of(arguments[0], "TIMESTAMPDIFF")
    start, end = (convert(convert(each, pa.timestamp("us")), _LONG) for each in arguments[1:])
    if unit in MONTHS_PER_UNIT:
        months = _months_between([start, end], call)
        whole = apply("divide", months, pa.scalar(MONTHS_PER_UNIT[unit], _LONG))
        return convert(whole, call.result.arrow)
    size = pa.scalar(_size(unit, "TIMESTAMPDIFF"), _LONG)
    return convert(apply("divide", apply("subtract", end, start), size), call.result.arrow)


@on_columns
def _months_between(arguments: Sequence[Column], call: Call) -> Column:
    masks = [mask for mask in map(validity, arguments) if mask is not None]
    valid = np.logical_and.reduce(masks) if masks else None
    start, end = (numbers(argument) for argument in arguments)
    if valid is not None:
        start, end = np.where(valid, start, 0), np.where(valid, end, 0)
    early, late = np.minimum(start, end), np.maximum(start, end)
    return column_of(np.sign(end - start) * _whole_months(early, late), _LONG, valid)


def _whole_months(early: npt.NDArray[Any], late: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Return the most months that `early` can be moved by without passing `late`."""
    days, clock = np.divmod(early, US_PER_DAY)
    days_late = late // US_PER_DAY
    estimate = (_month_of(days_late) - _month_of(days)).astype(np.int64)
    too_far = shifted_days(days, estimate) * US_PER_DAY + clock > late
    months: npt.NDArray[np.int64] = estimate - too_far
    return months


def _month_of(days: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    return days.astype("M8[D]").astype("M8[M]").astype(np.int64)


def _refine_add(signature: Signature, constants: Sequence[Any]) -> Signature:
    """A DATE moved by hours or less becomes a TIMESTAMP."""
    unit, count, time = signature.arguments
    if time.kind is not Kind.DATE or str(constants[0]).upper() not in _CLOCK_UNITS:
        return signature
    stamp = SqlType(Kind.TIMESTAMP, time.nullable, precision=6)
    return Signature((unit, count, stamp), stamp.with_nullable(signature.result.nullable))


def _third(types: Sequence[SqlType]) -> SqlType | None:
    return types[-1] if types else None


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "TIMESTAMPADD", "Moves a time by a number of units.",
        takes(TEXT, AS_BIGINT, DATE_OR_TIMESTAMP, gives=_third), _timestamp_add,
        (("TIMESTAMPADD(WEEK, 1, DATE '2024-02-25')", "2024-03-03"),
         ("TIMESTAMPADD(MONTH, 1, TIMESTAMP '2024-01-31 12:00:00')", "2024-02-29 12:00:00"),
         ("TIMESTAMPADD(HOUR, 36, DATE '2024-02-28')", "2024-02-29 12:00:00.000000")),
        refine=_refine_add,
    ),
    ScalarFunction(
        "TIMESTAMPDIFF", "Counts the whole units between two times.",
        takes(TEXT, DATE_OR_TIMESTAMP, DATE_OR_TIMESTAMP, gives=INT), _timestamp_difference,
        (("TIMESTAMPDIFF(DAY, DATE '2024-02-28', DATE '2024-03-01')", "2"),
         ("TIMESTAMPDIFF(MONTH, TIMESTAMP '2024-01-31 12:00:00', TIMESTAMP '2024-02-29 11:00:00')",
          "0"),
         ("TIMESTAMPDIFF(HOUR, TIMESTAMP '2024-01-01 01:30:00', TIMESTAMP '2024-01-01 00:00:00')",
          "-1")),
    ),
)  # fmt: skip
