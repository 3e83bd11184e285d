"""SINGLE_VALUE: the value of a group's only row; a second row stops the run, as in Flink."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.errors import UserError
from penstock.core.types import Kind, SqlType
from penstock.functions.aggregate_collected import python_values
from penstock.functions.aggregate_kernel import (
    ALL_ADDED,
    Accumulators,
    AggregateKernel,
    Bools,
    Finished,
    Numbers,
)
from penstock.functions.function import AggregateFunction, Signature


class SecondValue(UserError):
    """SINGLE_VALUE was given a second row of a group.

    >>> print(SecondValue())
    E763 SINGLE_VALUE met a second row of a group
    hint: FIRST_VALUE and LAST_VALUE choose one of many
    """

    code = "E763"

    def __init__(self) -> None:
        super().__init__(
            "SINGLE_VALUE met a second row of a group",
            hint="FIRST_VALUE and LAST_VALUE choose one of many",
        )


def _resolve(types: Sequence[SqlType]) -> Signature | None:
    if len(types) != 1 or types[0].kind is Kind.NULL:
        return None
    return Signature((types[0],), types[0].with_nullable(True))


def _kernel(arguments: Sequence[SqlType], result: SqlType) -> AggregateKernel:
    return AggregateKernel(
        ("O", "i8"), _fold, _merge, _finish, retracts=True, takes_nulls=True, columnar=True
    )


def _fold(
    accumulators: Accumulators,
    slots: Int64s,
    values: Numbers,
    keep: Bools,
    signs: Int64s = ALL_ADDED,
) -> None:
    """Take rows one by one, so that a second one is met however rows are batched."""
    single, counts = accumulators
    rows = np.flatnonzero(keep) if len(keep) else np.arange(len(slots))
    added = signs[rows] > 0 if len(signs) else np.ones(len(rows), np.bool_)
    for slot, value, adds in zip(slots[rows], python_values(values, rows), added, strict=True):
        counts[slot] += 1 if adds else -1
        if counts[slot] > 1:
            raise SecondValue
        single[slot] = value if adds else None


def _merge(
    into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s
) -> None:
    there = source[1][source_rows] > 0
    slots, values = into_rows[there], source[0][source_rows[there]]
    if len(np.unique(slots)) < len(slots) or into[1][slots].any():
        raise SecondValue
    into[0][slots], into[1][slots] = values, 1


def _finish(accumulators: Accumulators) -> Finished:
    known = np.array([value is not None for value in accumulators[0]], np.bool_)
    return accumulators[0], known


FUNCTIONS = (
    AggregateFunction(
        "SINGLE_VALUE",
        "Gives the value of a group's only row; a second row is an error.",
        _resolve,
        ("SINGLE_VALUE(x) FILTER (WHERE x = 2)", "2"),
        _kernel,
    ),
)
