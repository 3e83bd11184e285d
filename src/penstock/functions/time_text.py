"""Times as texts and texts as times: DATE_FORMAT, TO_TIMESTAMP, UNIX_TIMESTAMP and their kin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyarrow as pa

from penstock.core.batch import Column
from penstock.core.types import (
    BIGINT,
    NUMBERS,
    STRING,
    STRINGS,
    TIMESTAMP_3,
    TIMESTAMP_LTZ_3,
    TIMESTAMPS,
    Kind,
    SqlType,
)
from penstock.functions.by_row import by_row
from penstock.functions.cast_parse import timestamp_us
from penstock.functions.clock import unix_timestamp_now
from penstock.functions.function import Call, ScalarFunction, Value
from penstock.functions.signature import AS_BIGINT, INTEGER, TEXT, Nulls, first_of, one_of, takes
from penstock.functions.time_pattern import printer, reader, resolution_us
from penstock.functions.value import apply, convert, distinct, is_scalar

_US_PER_MS = 1_000
_US_PER_SECOND = 1_000_000
_US_PER_DAY = 86_400 * _US_PER_SECOND
_LONG = pa.int64()
_STANDARD = "yyyy-MM-dd HH:mm:ss"
_UNREADABLE = -(2**63)
"""What UNIX_TIMESTAMP gives for a text that it cannot read."""
_POINT_OR_TEXT = one_of(*TIMESTAMPS, Kind.DATE, *STRINGS, default=TIMESTAMP_3)
_DATE = SqlType(Kind.DATE)


def _floored(value: int, step: int) -> int:
    return value - value % step


def _date_format(arguments: Sequence[Value], call: Call) -> Value:
    time, pattern = arguments
    if pa.types.is_string(time.type):
        time = by_row(timestamp_us)([time], replace(call, result=TIMESTAMP_3))
    ticks = convert(convert(time, pa.timestamp("us")), _LONG)
    return _printed(ticks, pattern, call)


def _printed(ticks: Value, pattern: Value, call: Call) -> Value:
    """Print each distinct time once, cut to what the pattern shows: there are few of them."""
    if not is_scalar(pattern) or not pattern.is_valid or is_scalar(ticks):
        return by_row(lambda us, text: printer(text)(us))([ticks, pattern], call)
    step = pa.scalar(resolution_us(pattern.as_py()), _LONG)
    floored = apply("subtract", ticks, apply("modulo", ticks, step))
    moments, indices = distinct(cast(Column, floored))
    show = printer(pattern.as_py())
    texts = [show(us) for us in cast(list[int], moments.to_pylist())]
    return pa.array(texts, pa.string()).take(indices)


def to_timestamp_us(text: str, pattern: str = _STANDARD) -> int | None:
    """Read a time by a pattern, or failing that in SQL's own form; to the millisecond."""
    us = reader(pattern)(text)
    if us is None:
        us = _sql_form(text.strip())
    return None if us is None else _floored(us, _US_PER_MS)


def _sql_form(text: str) -> int | None:
    return timestamp_us(text)


def _to_date(text: str, pattern: str = "yyyy-MM-dd") -> int | None:
    us = reader(pattern, whole=False)(text)
    return None if us is None else us // _US_PER_DAY


def _epoch_to_instant(arguments: Sequence[Value], call: Call) -> Value:
    """Take seconds (precision 0) or milliseconds (3); fractions of a DOUBLE count."""
    number = arguments[0]
    digits = arguments[1].as_py() if len(arguments) > 1 and is_scalar(arguments[1]) else 3
    scale = _US_PER_SECOND if digits == 0 else _US_PER_MS
    if not pa.types.is_integer(number.type):
        number = apply("multiply", convert(number, pa.float64()), pa.scalar(float(scale)))
        return convert(apply("trunc", number), call.result.arrow)
    ticks = apply("multiply", convert(number, _LONG), pa.scalar(scale, _LONG))
    return convert(ticks, call.result.arrow)


def _to_instant(arguments: Sequence[Value], call: Call) -> Value:
    if pa.types.is_string(arguments[0].type):
        return by_row(_text_to_instant)(arguments, call)
    return _epoch_to_instant(arguments, call)


def _text_to_instant(text: str, pattern: str = _STANDARD, zone: str = "UTC") -> int | None:
    us = to_timestamp_us(text, pattern)
    return None if us is None else us - _offset_us(us, zone)


def _unix_timestamp(arguments: Sequence[Value], call: Call) -> Value:
    return _UNIX_BY_ROW(arguments, call) if arguments else unix_timestamp_now(call)


def _unix_seconds(text: str, pattern: str = _STANDARD) -> int:
    us = reader(pattern, whole=False)(text)
    return _UNREADABLE if us is None else us // _US_PER_SECOND


_UNIX_BY_ROW = by_row(_unix_seconds)


def _from_unixtime(arguments: Sequence[Value], call: Call) -> Value:
    seconds = convert(arguments[0], _LONG)
    ticks = apply("multiply", seconds, pa.scalar(_US_PER_SECOND, _LONG))
    pattern = arguments[1] if len(arguments) > 1 else pa.scalar(_STANDARD)
    return _printed(ticks, pattern, call)


def _offset_us(us: int, zone: str) -> int:
    """Return how far ahead of UTC a zone's clock is that shows `us`."""
    local = datetime(1970, 1, 1, tzinfo=_zone(zone)) + timedelta(microseconds=us)
    return int((local.utcoffset() or timedelta()) / timedelta(microseconds=1))


def _zone(name: str) -> Any:
    """A zone that nobody knows means UTC, as in Java."""
    offset = re.fullmatch(r"GMT([+-])(\d{1,2}):?(\d{2})?", name)
    try:
        if offset is None:
            return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    east = timedelta(minutes=-minutes if offset[1] == "-" else minutes)
    return timezone(east)


def _convert_tz(text: str, source: str, target: str) -> str | None:
    us = reader(_STANDARD)(text)
    if us is None:
        return None
    instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us - _offset_us(us, source))
    return instant.astimezone(_zone(target)).strftime("%Y-%m-%d %H:%M:%S")


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "DATE_FORMAT", "Prints a time by a pattern of Java's.",
        takes(_POINT_OR_TEXT, TEXT, gives=STRING, nulls=Nulls.ALWAYS), _date_format,
        (("DATE_FORMAT(TIMESTAMP '2024-02-29 13:14:15', 'dd.MM.yyyy HH:mm')", "29.02.2024 13:14"),
         ("DATE_FORMAT('2024-02-29 13:14:15', 'yyyy-MM-dd')", "2024-02-29"),
         ("DATE_FORMAT(TIMESTAMP '2024-02-29 13:14:15.5', 'EEE h:mm a SSS')", "Thu 1:14 PM 500")),
    ),
    ScalarFunction(
        "TO_TIMESTAMP", "Reads a time from a text, by a pattern; NULL if it does not fit.",
        takes(TEXT, TEXT, gives=TIMESTAMP_3, least=1, nulls=Nulls.ALWAYS), by_row(to_timestamp_us),
        (("TO_TIMESTAMP('2024-02-29 13:14:15')", "2024-02-29 13:14:15.000"),
         ("TO_TIMESTAMP('08/02/2016 5:46', 'dd/MM/yyyy H:mm')", "2016-02-08 05:46:00.000"),
         ("TO_TIMESTAMP('2024-02-29T13:14:15Z', 'yyyy-MM-dd''T''HH:mm:ss''Z''')",
          "2024-02-29 13:14:15.000"), ("TO_TIMESTAMP('soon')", None)), guarded=True,
    ),
    ScalarFunction(
        "TO_TIMESTAMP_LTZ", "Gives the time of seconds (0) or milliseconds (3) since 1970.",
        first_of(
            takes(one_of(*NUMBERS, default=BIGINT), INTEGER, gives=TIMESTAMP_LTZ_3, least=1),
            takes(TEXT, TEXT, TEXT, gives=TIMESTAMP_LTZ_3, least=1, nulls=Nulls.ALWAYS),
        ), _to_instant,
        (("TO_TIMESTAMP_LTZ(100, 0)", "1970-01-01 00:01:40.000"),
         ("TO_TIMESTAMP_LTZ(-1)", "1969-12-31 23:59:59.999"),
         ("TO_TIMESTAMP_LTZ('2024-02-29 13:14:15')", "2024-02-29 13:14:15.000")),
    ),
    ScalarFunction(
        "TO_DATE", "Reads a date from a text, by a pattern; NULL if it does not fit.",
        takes(TEXT, TEXT, gives=_DATE, least=1, nulls=Nulls.ALWAYS), by_row(_to_date),
        (("TO_DATE('2024-02-29')", "2024-02-29"),
         ("TO_DATE('29.02.2024', 'dd.MM.yyyy')", "2024-02-29"), ("TO_DATE('soon')", None)),
        guarded=True,
    ),
    ScalarFunction(
        "UNIX_TIMESTAMP", "Gives seconds since 1970, of the present or of a text.",
        takes(TEXT, TEXT, gives=BIGINT, least=0), _unix_timestamp,
        (("UNIX_TIMESTAMP('1970-01-01 08:00:01')", "28801"),
         ("UNIX_TIMESTAMP('1970-01-01 08:00:01.001 +0800', 'yyyy-MM-dd HH:mm:ss.SSS X')", "1"),
         ("UNIX_TIMESTAMP('soon')", "-9223372036854775808"), ("UNIX_TIMESTAMP()", "86401")),
        deterministic=False,
    ),
    ScalarFunction(
        "FROM_UNIXTIME", "Prints seconds since 1970 by a pattern.",
        takes(AS_BIGINT, TEXT, gives=STRING, least=1), _from_unixtime,
        (("FROM_UNIXTIME(44)", "1970-01-01 00:00:44"), ("FROM_UNIXTIME(44, 'mm:ss')", "00:44")),
    ),
    ScalarFunction(
        "CONVERT_TZ", "Moves a printed time from one zone to another.",
        takes(TEXT, TEXT, TEXT, gives=STRING, nulls=Nulls.ALWAYS), by_row(_convert_tz),
        (("CONVERT_TZ('1970-01-01 00:00:00', 'UTC', 'America/Los_Angeles')",
          "1969-12-31 16:00:00"),
         ("CONVERT_TZ('1970-01-01 00:00:00', 'GMT-08:00', 'UTC')", "1970-01-01 08:00:00")),
        guarded=True,
    ),
)  # fmt: skip
