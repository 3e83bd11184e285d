"""Aggregates against exact Python arithmetic, folded and merged."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.types import BIGINT, BOOLEAN, INT, STRING, Kind, SqlType
from penstock.functions.aggregate_kernel import EVERY_ROW, AggregateKernel, NoKernel
from penstock.functions.aggregate_single import SecondValue
from penstock.functions.aggregates import aggregate_kernel

MONEY = SqlType(Kind.DECIMAL, precision=38, scale=2)
AVERAGE = SqlType(Kind.DECIMAL, precision=38, scale=6)
LARGE = 10**38 - 1


def words(unscaled: list[int]) -> Any:
    data = b"".join(number.to_bytes(16, "little", signed=True) for number in unscaled)
    return np.frombuffer(data, np.int64).reshape(-1, 2).copy()


def decimals(values: Any) -> list[int]:
    return [int.from_bytes(row.tobytes(), "little", signed=True) for row in values]


def empty(kernel: AggregateKernel, rows: int) -> list[Any]:
    return [
        np.full(rows, None) if dtype == "O" else np.zeros(rows, dtype) for dtype in kernel.dtypes
    ]


def folded(kernel: AggregateKernel, values: Any) -> list[Any]:
    accumulators = empty(kernel, 1)
    kernel.fold(accumulators, np.zeros(len(values), np.int64), values, EVERY_ROW)
    return accumulators


def both_ways(kernel: AggregateKernel, values: Any, cut: int) -> tuple[Any, Any]:
    """Return the result of folding all, and of merging what two parts were folded to."""
    parts = [folded(kernel, part) for part in (values[:cut], values[cut:])]
    merged, zero = empty(kernel, 1), np.zeros(1, np.int64)
    for part in parts:
        kernel.merge(merged, zero, part, zero)
    return kernel.finish(folded(kernel, values)), kernel.finish(merged)


NUMBERS = st.lists(st.integers(-LARGE // 20, LARGE // 20), min_size=1, max_size=9)


@settings(deadline=None)
@given(numbers=NUMBERS, data=st.data())
def test_decimals_are_summed_averaged_and_compared_exactly(
    numbers: list[int], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(numbers)))
    mean = (Decimal(sum(numbers)) * 10_000 / len(numbers)) if len(str(sum(numbers))) < 20 else None
    expected: dict[str, int] = {"SUM": sum(numbers), "MIN": min(numbers), "MAX": max(numbers)}
    for function, result in expected.items():
        kernel = aggregate_kernel(function, [MONEY], MONEY)
        for values, valid in both_ways(kernel, words(numbers), cut):
            assert (decimals(values), valid.tolist()) == ([result], [True])
    if mean is not None:
        kernel = aggregate_kernel("AVG", [MONEY], AVERAGE)
        for values, _ in both_ways(kernel, words(numbers), cut):
            assert decimals(values) == [int(mean.to_integral_value(ROUND_HALF_UP))]


def test_a_decimal_sum_that_does_not_fit_is_null() -> None:
    kernel = aggregate_kernel("SUM", [MONEY], MONEY)
    for numbers in (
        [LARGE, 1],
        [-LARGE, -1],
        [LARGE] * 4,
        [-LARGE] * 9,
        [LARGE, LARGE, -LARGE, -LARGE],
    ):
        for _, valid in both_ways(kernel, words(numbers), 2):
            assert valid.tolist() == [False]


@settings(deadline=None)
@given(
    numbers=st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=6),
    cut=st.integers(0, 6),
)
def test_integers_wrap_around_and_averages_truncate(numbers: list[int], cut: int) -> None:
    values = np.array(numbers, np.int64)
    wrapped = (sum(numbers) + 2**63) % 2**64 - 2**63
    truncated = abs(wrapped) // len(numbers) * (1 if wrapped >= 0 else -1)
    results = {"SUM": wrapped, "AVG": truncated, "MIN": min(numbers), "MAX": max(numbers)}
    for function, result in results.items():
        for found, _ in both_ways(aggregate_kernel(function, [BIGINT], BIGINT), values, cut):
            assert found.tolist() == [result]


def test_booleans_and_texts_have_a_least_and_a_greatest() -> None:
    values = np.array([1, 0, 1])
    assert aggregate_kernel("MIN", [BOOLEAN], BOOLEAN).finish(
        folded(aggregate_kernel("MIN", [BOOLEAN], BOOLEAN), values)
    )[0].tolist() == [0]
    texts = np.array(["b", "a", "é"], object)
    for found, _ in both_ways(aggregate_kernel("MAX", [STRING], STRING), texts, 1):
        assert found.tolist() == ["é"]


def test_an_aggregate_without_a_kernel_is_named() -> None:
    with pytest.raises(NoKernel, match=r"SUM\(STRING\)"):
        aggregate_kernel("SUM", [STRING], STRING)
    assert aggregate_kernel("COUNT", [], INT).finish([np.array([3])])[1] is None


@pytest.mark.parametrize("cut", [0, 1, 2])
def test_a_second_row_of_a_single_value_is_an_error_however_rows_are_cut(cut: int) -> None:
    kernel = aggregate_kernel("SINGLE_VALUE", [STRING], STRING)
    values = np.array(["a", "b"], object)
    with pytest.raises(SecondValue, match="second row"):
        both_ways(kernel, values, cut)
    assert kernel.finish(folded(kernel, values[:1]))[0].tolist() == ["a"]
