"""FIRST_VALUE and LAST_VALUE: by the order in which rows come; NULL is passed over, as in Flink."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.types import Kind, SqlType
from penstock.functions.aggregate_collected import collected_kernel
from penstock.functions.aggregate_kernel import (
    ALL_ADDED,
    Accumulators,
    AggregateKernel,
    Bools,
    Fold,
    Numbers,
    finish_value,
)
from penstock.functions.aggregate_kernels import WORDS
from penstock.functions.function import AggregateFunction, MakeKernel, Signature


def _resolve(types: Sequence[SqlType]) -> Signature | None:
    if len(types) != 1 or types[0].kind is Kind.NULL:
        return None
    return Signature((types[0],), types[0].with_nullable(True))


def _make(*, first: bool) -> MakeKernel:
    fold = _fold(_take_first if first else _take_last)

    def merge(
        into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s
    ) -> None:
        known = source[1][source_rows] > 0
        fold(into, into_rows, source[0][source_rows], known)

    def make(arguments: Sequence[SqlType], result: SqlType) -> AggregateKernel:
        place = 0 if first else -1
        updating = collected_kernel(lambda values: values[place])
        return AggregateKernel((_dtype(result), "i8"), fold, merge, finish_value, updating=updating)

    return make


def _fold(take: Callable[[Accumulators, Int64s, Numbers], None]) -> Fold:
    def fold(
        accumulators: Accumulators,
        slots: Int64s,
        values: Numbers,
        keep: Bools,
        signs: Int64s = ALL_ADDED,
    ) -> None:
        rows = np.flatnonzero(keep) if len(keep) else np.arange(len(slots))
        take(accumulators, slots[rows], values[rows])

    return fold


def _dtype(kind: SqlType) -> str:
    if kind.kind is Kind.DECIMAL:
        return "(2,)i8"
    if kind.kind in {Kind.FLOAT, Kind.DOUBLE}:
        return "f8"
    return "i8" if kind.kind in WORDS else "O"


def _take_first(accumulators: Accumulators, slots: Int64s, values: Numbers) -> None:
    best, rows = accumulators
    fresh = rows[slots] == 0
    # Of several values for one slot the last one written stays, so the first comes last.
    best[slots[fresh][::-1]] = values[fresh][::-1]
    rows[slots] = 1


def _take_last(accumulators: Accumulators, slots: Int64s, values: Numbers) -> None:
    best, rows = accumulators
    best[slots] = values
    rows[slots] = 1


FUNCTIONS = (
    AggregateFunction(
        "FIRST_VALUE",
        "Gives the first value that is not NULL.",
        _resolve,
        ("FIRST_VALUE(x)", "1"),
        _make(first=True),
    ),
    AggregateFunction(
        "LAST_VALUE",
        "Gives the last value that is not NULL.",
        _resolve,
        ("LAST_VALUE(x)", "3"),
        _make(first=False),
    ),
)
