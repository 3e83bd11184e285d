"""The compiled leaves against Python's own readers."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.types import DOUBLE, TIMESTAMP_3, Kind, SqlType
from penstock.formats.columns import address_of
from penstock.formats.kernels.characters import after_character
from penstock.formats.kernels.clock import NOT_A_TIME, scan_date
from penstock.formats.kernels.double import nearest_double
from tests.formats.helpers import one


@settings(max_examples=500, deadline=None)
@given(digits=st.integers(0, 10**19 - 1), exponent=st.integers(-400, 400))
def test_decided_doubles_are_the_nearest_ones(digits: int, exponent: int) -> None:
    decided, value = nearest_double(np.uint64(digits), exponent)
    assert not decided or value == float(f"{digits}e{exponent}")


@settings(max_examples=300, deadline=None)
@given(number=st.floats(allow_nan=False, allow_infinity=False))
def test_doubles_come_back_as_they_were_written(number: float) -> None:
    read = one(DOUBLE, repr(number))
    assert isinstance(read, float)
    assert (read, math.copysign(1, read)) == (number, math.copysign(1, number))


def test_every_day_of_eight_centuries_is_counted_rightly() -> None:
    first = date(1599, 12, 25)
    for offset in range(0, 300_000, 7):
        day = first + timedelta(offset)
        text = np.frombuffer(day.isoformat().encode(), np.uint8)
        expected = day.toordinal() - date(1970, 1, 1).toordinal()
        assert scan_date(address_of(text), address_of(text) + 10) == expected


def test_days_that_no_calendar_has_are_refused() -> None:
    for wrong in (b"2019-02-29", b"1900-02-29", b"2020-04-31", b"2020-00-10", b"2020-01-00",
                  b"2020-13-01", b"0000-01-01", b"2020/01/01", b"20a0-01-01"):  # fmt: skip
        text = np.frombuffer(wrong, np.uint8)
        assert scan_date(address_of(text), address_of(text) + 10) == NOT_A_TIME


@settings(max_examples=500, deadline=None)
@given(raw=st.binary(min_size=1, max_size=6) | st.text(min_size=1, max_size=4).map(str.encode))
def test_a_character_ends_where_python_ends_it(raw: bytes) -> None:
    memory = np.frombuffer(raw, np.uint8)
    start = address_of(memory)
    after = after_character(start, start + len(raw))
    lengths = [length for length in range(1, 5) if _is_character(raw[:length])]
    assert after == (start + lengths[0] if lengths else 0)


def test_fractions_are_cut_to_the_columns_precision() -> None:
    micro = SqlType(Kind.TIMESTAMP, precision=6)
    whole = SqlType(Kind.TIMESTAMP, precision=0)
    text = '"2020-01-01 00:00:00.1239999"'
    assert [str(one(type_, text))[20:] for type_ in (micro, TIMESTAMP_3, whole)] == [
        "123999", "123000", "",
    ]  # fmt: skip


def _is_character(raw: bytes) -> bool:
    try:
        return len(raw.decode()) == 1
    except UnicodeDecodeError:
        return False
