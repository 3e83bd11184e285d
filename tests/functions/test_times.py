"""Functions of time agree with Python's calendar and DuckDB's, before 1970 too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.types import Kind, SqlType
from penstock.engine.expressions import evaluate
from penstock.functions import InvalidArgument
from penstock.functions.time_pattern import printer, reader, resolution_us
from tests.functions.sql_text import batch_of, typed

STAMP = SqlType(Kind.TIMESTAMP, precision=6)
COLUMNS = {"t": STAMP, "u": STAMP}
MOMENTS = st.integers(-(6 * 10**16), 6 * 10**16)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ONE_ROW = pa.record_batch({"nothing": [0]})


def over(text: str, t: list[int], u: list[int] | None = None) -> list[object]:
    batch = batch_of({"t": (STAMP, t), "u": (STAMP, u or t)})
    return evaluate(typed(text, COLUMNS), batch, 0).to_pylist()


def at(us: int) -> datetime:
    return EPOCH + timedelta(microseconds=us)


@settings(deadline=None)
@given(st.lists(MOMENTS, min_size=1))
def test_parts_are_those_of_the_calendar(moments: list[int]) -> None:
    times = [at(us) for us in moments]
    assert over("YEAR(t)", moments) == [each.year for each in times]
    assert over("DAYOFYEAR(t)", moments) == [each.timetuple().tm_yday for each in times]
    assert over("WEEK(t)", moments) == [each.isocalendar().week for each in times]
    assert over("DAYOFWEEK(t)", moments) == [each.isoweekday() % 7 + 1 for each in times]
    assert over("HOUR(t)", moments) == [each.hour for each in times]
    assert over("EXTRACT(MICROSECOND FROM t)", moments) == [each.microsecond for each in times]
    assert over("EXTRACT(EPOCH FROM t)", moments) == [us // 1_000_000 for us in moments]


@pytest.mark.parametrize("unit", ["SECOND", "MINUTE", "HOUR", "DAY", "MONTH", "QUARTER", "YEAR"])
@settings(deadline=None, max_examples=30)
@given(us=MOMENTS)
def test_floor_and_ceil_meet_on_a_boundary_and_stand_around_a_time(unit: str, us: int) -> None:
    below, above = over(f"FLOOR(t TO {unit})", [us])[0], over(f"CEIL(t TO {unit})", [us])[0]
    query = f"SELECT CAST(date_trunc('{unit}', make_timestamp({us})) AS TIMESTAMP)"
    assert [(below,)] == duckdb.sql(query).fetchall()
    time = at(us).replace(tzinfo=None)
    assert below <= time <= above  # type: ignore[operator]  # both are times
    assert (below == time) == (above == time)


def test_weeks_begin_on_sunday() -> None:
    assert over("FLOOR(t TO WEEK)", [-1]) == [datetime(1969, 12, 28)]  # noqa: DTZ001 -- local time


@settings(deadline=None)
@given(st.lists(st.tuples(MOMENTS, MOMENTS), min_size=1, max_size=5))
def test_whole_months_between_times_move_one_toward_the_other(
    pairs: list[tuple[int, int]],
) -> None:
    early, late = [min(pair) for pair in pairs], [max(pair) for pair in pairs]
    months = over("TIMESTAMPDIFF(MONTH, t, u)", early, late)
    assert over("TIMESTAMPDIFF(MONTH, t, u)", late, early) == [-each for each in months]  # type: ignore[operator]  # numbers
    for start, end, count in zip(early, late, months, strict=True):
        one, next_one = (f"TIMESTAMPADD(MONTH, {count} + {more}, t)" for more in (0, 1))
        assert over(f"{one} <= u AND {next_one} > u", [start], [end]) == [True]


def test_an_hour_is_whole_when_it_has_passed() -> None:
    assert over("TIMESTAMPDIFF(HOUR, t, u)", [0, 0, 3_599_999_999], [3_599_999_999] * 3) == [0] * 3


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        ("yyyy-MM-dd HH:mm:ss.SSS", "2016-02-08 17:46:05.123"),
        ("dd/MM/yy h:mm a", "08/02/16 5:46 PM"),
        ("EEEE, d. MMMM yyyy", "Monday, 8. February 2016"),
        ("yyyyMMdd'T'HHmmss''SSSSSS", "20160208T174605'123456"),
        ("yyyy-MM-dd'T'HH:mm:ssX", "2016-02-08T17:46:05Z"),
        ("D k K", "39 17 5"),
    ],
)
def test_patterns_print_as_java_does(pattern: str, shown: str) -> None:
    us = 1_454_953_565_123_456
    assert printer(pattern)(us) == shown
    step = resolution_us(pattern)
    assert printer(pattern)(us - us % step) == shown


@settings(deadline=None)
@given(MOMENTS, st.sampled_from(["yyyy-MM-dd HH:mm:ss.SSSSSS", "yyyyMMddHHmmssSSSSSS",
                                 "d MMM yyyy h:mm:ss.SSSSSS a"]))  # fmt: skip
def test_what_a_pattern_prints_it_reads(us: int, pattern: str) -> None:
    assert reader(pattern)(printer(pattern)(us)) == us


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("2016-02-08", "dd/MM/yyyy"), ("31/02/2016", "dd/MM/yyyy"), ("2016-02-08x", "yyyy-MM-dd"),
        ("13:00 PM", "hh:mm a"), ("", "yyyy"), ("2016-Foo", "yyyy-MMM"),
    ],
)  # fmt: skip
def test_a_text_that_does_not_fit_a_pattern_is_not_read(text: str, pattern: str) -> None:
    assert reader(pattern)(text) is None


def test_the_real_forms_of_accident_times_are_read() -> None:
    forms = ("2016-02-08 05:46:00", "2016-02-08 05:46:00.000000000")
    for form in forms:
        text = f"CAST(TO_TIMESTAMP('{form}') AS STRING)"
        assert evaluate(typed(text), ONE_ROW, 0).to_pylist() == ["2016-02-08 05:46:00.000"]


def test_a_unit_that_a_time_does_not_have_is_refused() -> None:
    with pytest.raises(InvalidArgument, match="there is no MONTH in time64"):
        evaluate(typed("EXTRACT(MONTH FROM TIME '12:00:00')"), ONE_ROW, 0)
