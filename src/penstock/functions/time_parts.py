"""Parts of times: EXTRACT, YEAR, HOUR …, and FLOOR and CEIL to a unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.types import BIGINT, TIMESTAMPS, Kind, SqlType
from penstock.functions.errors import InvalidArgument
from penstock.functions.function import Call, Kernel, ScalarFunction, Value
from penstock.functions.mathematics import WHOLE_TYPE, ceil, floor
from penstock.functions.signature import (
    ANY_TIME,
    DATE_OR_TIMESTAMP,
    TEXT,
    TIME_OR_TIMESTAMP,
    first_of,
    one_of,
    takes,
)
from penstock.functions.value import apply, convert, is_scalar

US_PER_SECOND = 1_000_000
US_PER_UNIT = {
    "MICROSECOND": 1,
    "MILLISECOND": 1_000,
    "SECOND": US_PER_SECOND,
    "MINUTE": 60 * US_PER_SECOND,
    "HOUR": 3_600 * US_PER_SECOND,
    "DAY": 86_400 * US_PER_SECOND,
    "WEEK": 7 * 86_400 * US_PER_SECOND,
}
MONTHS_PER_UNIT = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}
_LONG = pa.int64()
_FLOOR_UNITS = frozenset((*US_PER_UNIT, *MONTHS_PER_UNIT))
_SUNDAY_FIRST = pc.DayOfWeekOptions(count_from_zero=False, week_start=7)
_MONDAY_FIRST = pc.DayOfWeekOptions(count_from_zero=False, week_start=1)
_ANY_POINT = one_of(
    Kind.DATE, Kind.TIME, *TIMESTAMPS, Kind.INTERVAL_DAY, Kind.INTERVAL_YEAR,
    default=SqlType(Kind.TIMESTAMP, precision=3),
)  # fmt: skip

_PART_OF_POINT: dict[str, Callable[[Value], Value]] = {
    "YEAR": lambda point: apply("year", point),
    "ISOYEAR": lambda point: apply("iso_year", point),
    "QUARTER": lambda point: apply("quarter", point),
    "MONTH": lambda point: apply("month", point),
    "WEEK": lambda point: apply("iso_week", point),
    "DAY": lambda point: apply("day", point),
    "DOY": lambda point: apply("day_of_year", point),
    "DOW": lambda point: apply("day_of_week", point, options=_SUNDAY_FIRST),
    "ISODOW": lambda point: apply("day_of_week", point, options=_MONDAY_FIRST),
    "DECADE": lambda point: _floor_divided(apply("year", point), 10, 0),
    "CENTURY": lambda point: _floor_divided(apply("year", point), 100, 99),
    "MILLENNIUM": lambda point: _floor_divided(apply("year", point), 1000, 999),
    "EPOCH": lambda point: _floor_divided(convert(point, _LONG), US_PER_SECOND, 0),
    "HOUR": lambda point: apply("hour", point),
    "MINUTE": lambda point: apply("minute", point),
    "SECOND": lambda point: apply("second", point),
    "MILLISECOND": lambda point: apply("millisecond", point),
    "MICROSECOND": lambda point: _after_dividing(point, US_PER_SECOND),
    "NANOSECOND": lambda point: apply(
        "multiply", _after_dividing(point, US_PER_SECOND), pa.scalar(1_000)
    ),
}
_PARTS_OF_CLOCK = ("EPOCH", "HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND", "NANOSECOND")


def _floor_divided(value: Value, divisor: int, added: int) -> Value:
    shifted = apply("add", value, pa.scalar(added, _LONG))
    rest = apply("modulo", shifted, pa.scalar(divisor, _LONG))
    return apply("divide", apply("subtract", shifted, rest), pa.scalar(divisor, _LONG))


def _after_dividing(point: Value, size: int) -> Value:
    return apply("modulo", convert(point, _LONG), pa.scalar(size, _LONG))


def unit_of(value: Value, function: str) -> str:
    """Return the time unit that a call names first, such as DAY."""
    unit = str(value.as_py()).upper() if is_scalar(value) else ""
    return unit.removeprefix("SQL_TSI_")


def extract(unit: str, point: Value) -> Value:
    """Return one part of times or intervals as BIGINT.

    >>> extract("MILLISECOND", pa.scalar(-1, pa.timestamp("us"))).as_py()
    999
    """
    if pa.types.is_duration(point.type) or pa.types.is_integer(point.type):
        return convert(_part_of_interval(unit, point), _LONG)
    if unit not in _PART_OF_POINT or (pa.types.is_time(point.type) and unit not in _PARTS_OF_CLOCK):
        raise InvalidArgument("EXTRACT", f"there is no {unit} in {point.type}")
    if pa.types.is_date(point.type):
        point = convert(point, pa.timestamp("us"))
    return convert(_PART_OF_POINT[unit](point), _LONG)


def _part_of_interval(unit: str, interval: Value) -> Value:
    """Intervals keep their sign in every part."""
    if pa.types.is_integer(interval.type):
        if unit not in MONTHS_PER_UNIT:
            raise InvalidArgument("EXTRACT", f"there is no {unit} in an interval of months")
        return _cycle(interval, MONTHS_PER_UNIT[unit], None if unit == "YEAR" else 12)
    sizes = {"DAY": None, "HOUR": 24, "MINUTE": 60, "SECOND": 60, "MILLISECOND": 1000}
    if unit not in sizes:
        raise InvalidArgument("EXTRACT", f"there is no {unit} in an interval of days")
    return _cycle(convert(interval, _LONG), US_PER_UNIT[unit], sizes[unit])


def _cycle(value: Value, size: int, cycle: int | None) -> Value:
    counted = apply("divide", convert(value, _LONG), pa.scalar(size, _LONG))
    return counted if cycle is None else apply("remainder", counted, pa.scalar(cycle, _LONG))


def _extract(arguments: Sequence[Value], call: Call) -> Value:
    return extract(unit_of(arguments[0], "EXTRACT"), arguments[1])


def _part(unit: str) -> Kernel:
    def run(arguments: Sequence[Value], call: Call) -> Value:
        return extract(unit, arguments[0])

    return run


def rounded_down(point: Value, unit: str, function: str = "FLOOR") -> Value:
    """Return times cut to a unit; weeks begin on Sunday."""
    if unit not in _FLOOR_UNITS or (pa.types.is_time(point.type) and unit in _DATE_UNITS):
        raise InvalidArgument(function, f"{point.type} cannot be rounded to {unit}")
    if pa.types.is_time(point.type):
        ticks = convert(point, _LONG)
        rest = apply("modulo", ticks, pa.scalar(US_PER_UNIT[unit], _LONG))
        return convert(apply("subtract", ticks, rest), point.type)
    return apply("floor_temporal", point, options=_options(unit))


_DATE_UNITS = frozenset(("DAY", "WEEK", *MONTHS_PER_UNIT))


def _options(unit: str) -> Any:
    return pc.RoundTemporalOptions(1, unit.lower(), week_starts_monday=False)  # type: ignore[arg-type]  # stubs list units as literals


def _rounded_up(point: Value, unit: str) -> Value:
    """Leave what is already on a boundary, where Arrow would take the next one."""
    down = rounded_down(point, unit, "CEIL")
    if pa.types.is_time(point.type):
        step = pa.scalar(US_PER_UNIT[unit], _LONG)
        up = convert(apply("add", convert(down, _LONG), step), _LONG)
        up = convert(apply("modulo", up, pa.scalar(US_PER_UNIT["DAY"], _LONG)), point.type)
    else:
        up = apply("ceil_temporal", point, options=_options(unit))
    return apply("if_else", apply("equal", down, point), point, up)


def _floor(arguments: Sequence[Value], call: Call) -> Value:
    if len(arguments) == 1:
        return floor(arguments, call)
    return rounded_down(arguments[0], unit_of(arguments[1], "FLOOR"))


def _ceil(arguments: Sequence[Value], call: Call) -> Value:
    if len(arguments) == 1:
        return ceil(arguments, call)
    return _rounded_up(arguments[0], unit_of(arguments[1], "CEIL"))


def _same(types: Sequence[SqlType]) -> SqlType | None:
    return types[0] if types else None


_ROUNDED = first_of(WHOLE_TYPE, takes(ANY_TIME, TEXT, gives=_same))
_STAMP = "TIMESTAMP '1994-09-27 13:14:15.123'"
_CEIL_SUMMARY = "Rounds a number up, or a time to a unit: CEIL(t TO DAY)."
_CEIL_EXAMPLES = (
    ("{}(1.2)", "2"), ("{}(TIME '12:44:31' TO MINUTE)", "12:45:00"),
    ("{}(TIMESTAMP '2024-01-01 00:00:00' TO YEAR)", "2024-01-01 00:00:00"),
)  # fmt: skip


def _named(name: str, unit: str, summary: str, example: str) -> ScalarFunction:
    fit = TIME_OR_TIMESTAMP if unit in _PARTS_OF_CLOCK else DATE_OR_TIMESTAMP
    text = f"{name}({_STAMP})"
    return ScalarFunction(name, summary, takes(fit, gives=BIGINT), _part(unit), ((text, example),))


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "EXTRACT", "Gives a part of a time, as EXTRACT(DAY FROM t).",
        takes(TEXT, _ANY_POINT, gives=BIGINT), _extract,
        (("EXTRACT(DAY FROM DATE '2006-06-05')", "5"),
         ("EXTRACT(MILLISECOND FROM TIMESTAMP '1969-12-31 23:59:59.999')", "999"),
         ("EXTRACT(HOUR FROM INTERVAL '26' HOUR)", "2"),
         ("EXTRACT(EPOCH FROM TIMESTAMP '1969-12-31 23:59:59.5')", "-1")),
    ),
    ScalarFunction(
        "FLOOR", "Rounds a number down, or a time to a unit: FLOOR(t TO DAY).", _ROUNDED, _floor,
        (("FLOOR(-1.2)", "-2"), ("FLOOR(TIME '12:44:31' TO MINUTE)", "12:44:00"),
         ("FLOOR(TIMESTAMP '1969-12-31 23:59:59' TO HOUR)", "1969-12-31 23:00:00"),
         ("FLOOR(DATE '2024-02-29' TO YEAR)", "2024-01-01")),
    ),
    *(
        ScalarFunction(
            name, _CEIL_SUMMARY, _ROUNDED, _ceil,
            tuple((text.format(name), result) for text, result in _CEIL_EXAMPLES),
        )
        for name in ("CEIL", "CEILING")
    ),
    _named("YEAR", "YEAR", "Gives the year.", "1994"),
    _named("QUARTER", "QUARTER", "Gives the quarter, 1 to 4.", "3"),
    _named("MONTH", "MONTH", "Gives the month, 1 to 12.", "9"),
    _named("WEEK", "WEEK", "Gives the ISO week, 1 to 53.", "39"),
    _named("DAYOFYEAR", "DOY", "Gives the day of the year, 1 to 366.", "270"),
    _named("DAYOFMONTH", "DAY", "Gives the day of the month, 1 to 31.", "27"),
    _named("DAYOFWEEK", "DOW", "Gives the day of the week, 1 (Sunday) to 7.", "3"),
    _named("HOUR", "HOUR", "Gives the hour, 0 to 23.", "13"),
    _named("MINUTE", "MINUTE", "Gives the minute, 0 to 59.", "14"),
    _named("SECOND", "SECOND", "Gives the second, 0 to 59.", "15"),
)  # fmt: skip
