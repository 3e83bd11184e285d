"""MIN and MAX over texts and binaries, which are Python objects in the accumulators."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from penstock.core.batch import Int64s
from penstock.functions.aggregate_kernel import (
    Accumulators,
    AggregateKernel,
    Bools,
    Finished,
    Numbers,
)


def text_kernel(function: str) -> AggregateKernel:
    """Return a kernel for strings and binaries, which compare by their code points."""
    better = _less if function == "MIN" else _greater
    fold = partial(_fold_object, better=better)
    merge = partial(_merge_object, better=better)
    return AggregateKernel(("O",), fold, merge, _finish_object)


def _finish_object(accumulators: Accumulators) -> Finished:
    values = accumulators[0]
    return values, np.array([value is not None for value in values], np.bool_)


def _less(left: Any, right: Any) -> bool:
    return bool(left < right)


def _greater(left: Any, right: Any) -> bool:
    return bool(left > right)


def _fold_object(
    accumulators: Accumulators,
    slots: Int64s,
    values: Numbers,
    keep: Bools,
    better: Callable[[Any, Any], bool],
) -> None:
    """Fold objects; a loop over rows in Python, which strings leave no way around."""
    best = accumulators[0]
    for row in np.flatnonzero(keep) if len(keep) else range(len(slots)):
        value, current = values[row], best[slots[row]]
        if current is None or better(value, current):
            best[slots[row]] = value


def _merge_object(
    into: Accumulators,
    into_rows: Int64s,
    source: Accumulators,
    source_rows: Int64s,
    better: Callable[[Any, Any], bool],
) -> None:
    values = source[0][source_rows]
    keep = np.array([value is not None for value in values], np.bool_)
    if len(values):
        _fold_object(into, into_rows, values, keep, better)
