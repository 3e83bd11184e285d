"""Accumulator columns as the columns of a snapshot, and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from penstock.core.batch import Column, Int64s
from penstock.state.arrow import Numbers


def numbered(columns: Sequence[object]) -> dict[str, object]:
    """Return columns under their numbers as names."""
    return {str(number): column for number, column in enumerate(columns)}


def flat(columns: Sequence[Numbers]) -> list[object]:
    """Return a column per word; objects become Arrow columns of what they are."""
    found: list[object] = []
    for column in columns:
        found += list(column.T) if column.ndim > 1 else [column]
    return found


def unflat(columns: Iterator[Column], like: Numbers) -> Numbers:
    """Return the next column that `flat` was given."""
    if like.ndim > 1:
        return np.stack([int64s(next(columns)) for _ in range(like.shape[1])], axis=1)
    column = next(columns)
    if like.dtype == object:
        return np.array([*column.to_pylist(), None], object)[:-1]
    return column.to_numpy().astype(like.dtype)


def int64s(column: Column) -> Int64s:
    """Return an integer column as an array of its own."""
    return np.array(column.to_numpy(), np.int64)
