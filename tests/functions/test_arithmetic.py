"""Arithmetic is Java's for integers and exact for DECIMAL, with Flink's digits."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from penstock.core.types import BIGINT, DOUBLE, INT, Kind, SqlType
from penstock.engine.expressions import evaluate
from penstock.functions import SCALARS, EvaluationError
from penstock.functions.cast_number import saturated
from penstock.sql.expression import Call, ColumnReference
from tests.functions.sql_text import batch_of, call, typed

EXACT = Context(prec=200)
INTS = st.integers(-(2**31), 2**31 - 1)
LONGS = st.integers(-(2**63), 2**63 - 1) | st.sampled_from([-(2**63), -1, 0, 1, 2**63 - 1])


def decimal(precision: int, scale: int) -> SqlType:
    return SqlType(Kind.DECIMAL, precision=precision, scale=scale)


def wrapped(value: int, bits: int) -> int:
    return (value + 2 ** (bits - 1)) % 2**bits - 2 ** (bits - 1)


def over(text: str, kind: SqlType, left: list[object], right: list[object]) -> list[object]:
    batch = batch_of({"l": (kind, left), "r": (kind, right)})
    return evaluate(typed(text, {"l": kind, "r": kind}), batch, 0).to_pylist()


@settings(deadline=None)
@given(st.lists(st.tuples(LONGS, LONGS), min_size=1))
def test_bigint_wraps_as_in_java(pairs: list[tuple[int, int]]) -> None:
    left, right = map(list, zip(*pairs, strict=True))
    assert over("l + r", BIGINT, left, right) == [wrapped(a + b, 64) for a, b in pairs]
    assert over("l - r", BIGINT, left, right) == [wrapped(a - b, 64) for a, b in pairs]
    assert over("l * r", BIGINT, left, right) == [wrapped(a * b, 64) for a, b in pairs]
    assert over("-(l)", BIGINT, left, right) == [wrapped(-a, 64) for a, _ in pairs]


@settings(deadline=None)
@given(st.lists(st.tuples(INTS, INTS.filter(bool)), min_size=1))
def test_int_division_truncates_toward_zero(pairs: list[tuple[int, int]]) -> None:
    left, right = map(list, zip(*pairs, strict=True))
    quotients = [int(Decimal(a) / Decimal(b)) for a, b in pairs]
    assert over("l / r", INT, left, right) == [wrapped(each, 32) for each in quotients]
    rests = [a - b * quotient for (a, b), quotient in zip(pairs, quotients, strict=True)]
    assert over("l % r", INT, left, right) == rests


def test_the_least_integer_divided_by_minus_one_is_itself() -> None:
    assert over("l / r", INT, [-(2**31), 7], [-1, -1]) == [-(2**31), -7]
    assert over("l % r", INT, [-(2**31), 7], [-1, -2]) == [0, 1]


def test_zero_divides_no_integer_and_no_decimal_but_null() -> None:
    for kind, one in ((INT, 1), (decimal(5, 2), Decimal(1))):
        with pytest.raises(EvaluationError) as caught:
            over("l / r", kind, [one, None, one, one], [one, one * 0, None, one * 0])
        assert caught.value.rows.tolist() == [3]
    assert str(over("l / r", DOUBLE, [1.0, -1.0, 0.0], [0.0] * 3)) == "[inf, -inf, nan]"


@st.composite
def decimals(draw: st.DrawFn) -> tuple[SqlType, Decimal]:
    precision = draw(st.integers(1, 38) | st.just(38))
    scale = draw(st.integers(0, precision) | st.sampled_from([0, precision]))
    digits = draw(st.integers(-(10**precision) + 1, 10**precision - 1))
    return decimal(precision, scale), Decimal(digits).scaleb(-scale, EXACT)


@pytest.mark.parametrize("sign", ["+", "-", "*", "/", "%"])
@settings(deadline=None)
@given(left=decimals(), right=decimals())
@example(
    left=(decimal(38, 38), Decimal("0.99999999999999999999999999995000000000")),
    right=(decimal(1, 0), Decimal(1)),
)
@example(left=(decimal(38, 0), Decimal(10**38 - 1)), right=(decimal(38, 38), Decimal(1) / 10**38))
@example(left=(decimal(38, 0), Decimal(10**38 - 1)), right=(decimal(38, 37), Decimal(-9)))
def test_decimal_results_are_exact_then_rounded_half_up_or_null(
    sign: str, left: tuple[SqlType, Decimal], right: tuple[SqlType, Decimal]
) -> None:
    (left_type, a), (right_type, b) = left, right
    if b == 0 and sign in "/%":
        return
    columns = [ColumnReference(0, "a", left_type), ColumnReference(1, "b", right_type)]
    expression = call(sign, *columns)
    batch = batch_of({"a": (left_type, [a]), "b": (right_type, [b])})
    found = evaluate(expression, batch, 0)[0].as_py()
    exact = {
        "+": EXACT.add, "-": EXACT.subtract, "*": EXACT.multiply, "/": EXACT.divide,
        "%": EXACT.remainder,
    }[sign](a, b)  # fmt: skip
    precision, scale = expression.type.precision or 0, expression.type.scale or 0
    rounded = exact.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP, EXACT)
    fits = rounded.copy_abs() < Decimal(10) ** (precision - scale)  # abs() would round to 28 digits
    assert found == (rounded if fits else None)


@pytest.mark.parametrize(
    ("sign", "left", "right", "result"),
    [
        ("+", decimal(10, 2), decimal(5, 3), "DECIMAL(12, 3)"),
        ("*", decimal(10, 2), decimal(5, 3), "DECIMAL(16, 5)"),
        ("/", decimal(10, 2), decimal(5, 3), "DECIMAL(19, 8)"),
        ("%", decimal(10, 2), decimal(5, 3), "DECIMAL(5, 3)"),
        ("*", decimal(38, 10), decimal(38, 10), "DECIMAL(38, 6)"),
        ("*", BIGINT, decimal(3, 3), "DECIMAL(23, 3)"),
        ("+", INT, BIGINT, "BIGINT"),
        ("%", BIGINT, INT, "INT"),
        ("*", SqlType(Kind.FLOAT), INT, "FLOAT"),
        ("*", SqlType(Kind.FLOAT), decimal(3, 1), "DOUBLE"),
    ],
)
def test_results_have_flinks_types(sign: str, left: SqlType, right: SqlType, result: str) -> None:
    signature = SCALARS[sign].resolve([left, right])
    assert signature is not None
    assert str(signature.result) == result


@settings(deadline=None)
@given(
    st.integers(-(10**15), 10**15),
    st.integers(-(10**12), 10**12),
)
def test_times_move_by_intervals_also_before_1970(time: int, us: int) -> None:
    stamp, days = SqlType(Kind.TIMESTAMP, precision=6), SqlType(Kind.INTERVAL_DAY)
    batch = batch_of({"t": (stamp, [time]), "i": (days, [us])})
    columns = {"t": stamp, "i": days}
    moved = evaluate(typed("t + i", columns), batch, 0)
    assert moved.cast(pa.int64()).to_pylist() == [time + us]
    apart = evaluate(typed("(t + i) - t", columns), batch, 0)
    assert apart.cast(pa.int64()).to_pylist() == [us]


@settings(deadline=None)
@given(st.dates(), st.integers(-1000, 1000))
def test_months_clamp_to_the_last_day(day: object, months: int) -> None:
    date, interval = SqlType(Kind.DATE), SqlType(Kind.INTERVAL_YEAR)
    batch = batch_of({"d": (date, [day]), "m": (interval, [months])})
    found = evaluate(typed("d + m", {"d": date, "m": interval}), batch, 0)
    days = found.cast(pa.int32()).to_numpy()[0]
    start = batch.column(0).cast(pa.int32()).to_numpy()[0]
    assert abs(days - start - months * 30.436875) < 4
    here = batch.column(0)[0].as_py()
    month = (here.year * 12 + here.month - 1 + months) % 12 + 1
    found_month = pa.compute.month(found)[0].as_py()
    assert found_month == month


@settings(deadline=None)
@given(st.lists(st.floats(width=64)))
def test_floats_saturate_as_in_java(values: list[float]) -> None:
    found = saturated(np.array(values, np.float64), np.dtype(np.int32)).tolist()
    expected = [0 if math.isnan(v) else int(max(min(v, 2**31 - 1), -(2**31))) for v in values]
    assert found == expected


def test_numbers_of_38_digits_are_multiplied() -> None:
    wide = SqlType(Kind.DECIMAL, precision=38, scale=0)
    column = pa.array([Decimal(0), Decimal(-3), Decimal("9" * 38), None], wide.arrow)
    product = Call("*", (ColumnReference(0, "x", wide),) * 2, wide)
    found = evaluate(product, pa.record_batch({"x": column}), 0)
    assert found.to_pylist() == [Decimal(0), Decimal(9), None, None]


def test_fractions_of_38_digits_are_multiplied() -> None:
    fine = SqlType(Kind.DECIMAL, precision=38, scale=38)
    column = pa.array([Decimal("0." + "9" * 38), Decimal("0.5"), None], fine.arrow)
    product = Call("*", (ColumnReference(0, "x", fine),) * 2, decimal(38, 6))
    found = evaluate(product, pa.record_batch({"x": column}), 0)
    assert found.to_pylist() == [Decimal("1.000000"), Decimal("0.250000"), None]
