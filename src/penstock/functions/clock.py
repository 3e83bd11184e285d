"""The present: CURRENT_TIMESTAMP and its kin, all read from the step's clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from penstock.core.types import BIGINT, TIMESTAMP_3, TIMESTAMP_LTZ_3, TIMESTAMPS, Kind, SqlType
from penstock.functions.function import Call, Kernel, ScalarFunction, Value
from penstock.functions.signature import Nulls, anything, takes
from penstock.functions.value import null, scalar

_US_PER_SECOND = 1_000_000
_US_PER_MS = 1_000
_MS_DIGITS = 3
_US_PER_DAY = 86_400 * _US_PER_SECOND
_DATE = SqlType(Kind.DATE)
_TIME = SqlType(Kind.TIME, precision=0)
_NOW_SUMMARY = "Gives the present time, from the clock of the step that computes the row."


def _now(read: Callable[[int], int]) -> Kernel:
    """Return the kernel that makes one value of the clock's microseconds."""

    def run(arguments: Sequence[Value], call: Call) -> Value:
        return scalar(read(call.now_us), call.result.arrow)

    return run


def whole_ms(now_us: int) -> int:
    """Return the clock without what is finer than a millisecond: the present is TIMESTAMP(3)."""
    return now_us - now_us % _US_PER_MS


def _present(
    name: str, result: SqlType, read: Callable[[int], int], example: tuple[str, str]
) -> ScalarFunction:
    resolve = takes(gives=result, nulls=Nulls.NEVER)
    return ScalarFunction(name, _NOW_SUMMARY, resolve, _now(read), (example,), deterministic=False)


def unix_seconds(now_us: int) -> int:
    """Return whole seconds since 1970."""
    return now_us // _US_PER_SECOND


CURRENT_WATERMARK = "CURRENT_WATERMARK"


def _rowtime(types: Sequence[SqlType]) -> SqlType | None:
    """Return the type of a time attribute, which has milliseconds."""
    known = bool(types) and types[0].kind in TIMESTAMPS
    return replace(types[0], precision=_MS_DIGITS) if known else None


def _no_watermark(arguments: Sequence[Value], call: Call) -> Value:
    """Return NULL: operators that know a watermark put it in the call's place."""
    return null(call.result.arrow)


_INSTANT = "1970-01-02 00:00:01.500"
"""The examples run at this time."""

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        CURRENT_WATERMARK,
        "Gives the watermark before a row; NULL while there is none.",
        takes(anything, gives=_rowtime, nulls=Nulls.ALWAYS),
        _no_watermark,
        (("CURRENT_WATERMARK(ts)", None),),
        deterministic=False,
    ),
    *(
        _present(name, TIMESTAMP_LTZ_3, whole_ms, (text, _INSTANT))
        for name, text in (
            ("CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"),
            ("NOW", "NOW()"),
            ("PROCTIME", "PROCTIME()"),
            ("CURRENT_ROW_TIMESTAMP", "CURRENT_ROW_TIMESTAMP()"),
        )
    ),
    _present("LOCALTIMESTAMP", TIMESTAMP_3, whole_ms, ("LOCALTIMESTAMP", _INSTANT)),
    _present("CURRENT_DATE", _DATE, lambda us: us // _US_PER_DAY, ("CURRENT_DATE", "1970-01-02")),
    *(
        _present(
            name,
            _TIME,
            lambda us: us % _US_PER_DAY // _US_PER_SECOND * _US_PER_SECOND,
            (name, "00:00:01"),
        )
        for name in ("CURRENT_TIME", "LOCALTIME")
    ),
)


def unix_timestamp_now(call: Call) -> Value:
    """Return UNIX_TIMESTAMP() without arguments."""
    return scalar(unix_seconds(call.now_us), BIGINT.arrow)
