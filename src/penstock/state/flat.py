"""Columns of accumulators as Arrow takes them, one column per word, and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from penstock.core.batch import Column
from penstock.state.arrow import Numbers


def flat(columns: Sequence[Numbers]) -> list[object]:
    """Return a column per word; objects become Arrow columns of what they are.

    A dict, as DISTINCT keeps its values in, becomes a list of its keys, each a ROW.
    """
    words: list[object] = []
    for column in columns:
        if column.dtype == object:
            words.append([_storable(each) for each in column])
            continue
        words += list(column.T) if column.ndim > 1 else [column]
    return words


def _storable(value: object) -> object:
    if type(value) is not dict:
        return value
    return [{str(place): part for place, part in enumerate(key)} for key in value]


def unflat(values: Iterator[Column], like: Numbers) -> Numbers:
    """Return the next column of the shape and type of another one."""
    if like.ndim > 1:
        words = [next(values).to_numpy() for _ in range(like.shape[1])]
        return np.stack(words, axis=1).astype(like.dtype)
    column = next(values)
    if like.dtype == object:
        return np.array([*column.to_pylist(), None], object)[:-1]
    return column.to_numpy().astype(like.dtype)
