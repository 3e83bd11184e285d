"""Aggregates that need all values of a group, kept as a list of Python objects per partial result.

A batch is sorted by partial result, so that Python appends a stretch of values at a time. A value
that is taken out is looked for from the first one on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.core.batch import Int64s
from penstock.functions.aggregate_kernel import (
    ALL_ADDED,
    Accumulators,
    AggregateKernel,
    Bools,
    Finished,
    Numbers,
)

Summary = Callable[[list[Any]], Any]
"""Makes the result of values, at least one."""


def collected_kernel(summary: Summary, *, takes_nulls: bool = False) -> AggregateKernel:
    """Return a kernel that keeps all values; without any value the result is NULL."""

    def finish(accumulators: Accumulators) -> Finished:
        results = np.full(len(accumulators[0]), None)
        valid = np.zeros(len(results), np.bool_)
        for place, values in enumerate(accumulators[0]):
            if values:
                results[place], valid[place] = summary(values), True
        return results, valid

    return AggregateKernel(
        ("O",), _fold, _merge, finish, retracts=True, takes_nulls=takes_nulls, columnar=True
    )


def _fold(
    accumulators: Accumulators, slots: Int64s, values: Any, keep: Bools, signs: Int64s = ALL_ADDED
) -> None:
    rows = np.flatnonzero(keep) if len(keep) else np.arange(len(slots))
    order = rows[np.argsort(slots[rows], kind="stable")]
    sorted_values = python_values(values, order)
    (lists,) = accumulators
    for slot, place, until in stretches(slots[order]):
        if lists[slot] is None:
            lists[slot] = []
        if not len(signs) or (signs[order[place:until]] > 0).all():
            lists[slot] += sorted_values[place:until]
            continue
        for number in range(place, until):
            _change(lists[slot], sorted_values[number], added=signs[order[number]] > 0)


def _change(values: list[Any], value: Any, *, added: bool) -> None:
    if added:
        values.append(value)
    elif value in values:
        values.remove(value)


def _merge(
    into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s
) -> None:
    for place, values in zip(into_rows.tolist(), source[0][source_rows], strict=True):
        if values:
            into[0][place] = [*(into[0][place] or ()), *values]


def stretches(slots: Int64s) -> Iterator[tuple[int, int, int]]:
    """Yield each slot of sorted ones with where its rows begin and end."""
    begins = np.flatnonzero(np.diff(slots, prepend=-1))
    ends = [*begins[1:].tolist(), len(slots)][: len(begins)]
    yield from zip(slots[begins].tolist(), begins.tolist(), ends, strict=True)


def python_values(values: Any, rows: Int64s) -> list[Any]:
    """Return rows of an Arrow column, or of an array of objects, as Python objects."""
    if isinstance(values, pa.Array):
        return list(values.take(rows).to_pylist())
    taken: Numbers = values[rows]
    return list(taken.tolist())
