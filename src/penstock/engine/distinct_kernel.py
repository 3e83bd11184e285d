"""DISTINCT for partial results that are merged, as those of windows: a dict of values for each.

The values stand in the order of their first coming, and are folded when the result is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.functions.aggregate_collected import python_values, stretches
from penstock.functions.aggregate_kernel import (
    ALL_ADDED,
    EVERY_ROW,
    Accumulators,
    AggregateKernel,
    Bools,
    Finished,
)
from penstock.state.columns import DenseColumns

Values = Callable[[Sequence[Column]], Any]
"""Makes of argument columns what the kernel takes as its values."""
_NAN = float("nan")


def distinct_kernel(
    inner: AggregateKernel, types: Sequence[pa.DataType], values_of: Values
) -> AggregateKernel:
    """Return a kernel that folds each value, of arguments of these types, once into `inner`."""

    def finish(accumulators: Accumulators) -> Finished:
        known = [_dict(each) for each in accumulators[0]]
        keys = [key for each in known for key in each]
        slots = np.repeat(np.arange(len(known)), [len(each) for each in known])
        into = DenseColumns(inner.dtypes)
        into.reserve(len(known))
        columns = [pa.array([key[n] for key in keys], kind) for n, kind in enumerate(types)]
        inner.fold(into.arrays, slots, values_of(columns), EVERY_ROW)
        return inner.finish([array[: len(known)] for array in into.arrays])

    return AggregateKernel(
        ("O",), _fold, _merge, finish, takes_nulls=inner.takes_nulls, columnar=True
    )


def _fold(
    accumulators: Accumulators, slots: Int64s, values: Any, keep: Bools, signs: Int64s = ALL_ADDED
) -> None:
    rows = np.flatnonzero(keep) if len(keep) else np.arange(len(slots))
    order = rows[np.argsort(slots[rows], kind="stable")]
    keys = [_key(value) for value in python_values(values, order)]
    (known,) = accumulators
    for slot, place, until in stretches(slots[order]):
        known[slot] = _dict(known[slot])
        known[slot].update(dict.fromkeys(keys[place:until]))


def _merge(
    into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s
) -> None:
    (known,) = into
    for slot, more in zip(into_rows.tolist(), source[0][source_rows], strict=True):
        known[slot] = _dict(known[slot])
        known[slot].update(_dict(more))


def _dict(known: Any) -> dict[Any, None]:
    """Return what is known of a partial result; a checkpoint gives its keys back as a list."""
    if isinstance(known, dict):
        return known
    return dict.fromkeys(_key(value) for value in known or ())


def _key(value: Any) -> tuple[Any, ...]:
    """Return the arguments' values, each NaN the same and each list a tuple."""
    parts: Iterable[Any] = (value,)
    if isinstance(value, (dict, list, tuple)):
        parts = value.values() if isinstance(value, dict) else value
    return tuple(_NAN if part != part else part for part in parts)  # noqa: PLR0124 -- NaN alone
