"""The rows of each combination of values, in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s

Name = Callable[[str, str | None], str]
"""From a column's name and a value's text (None: NULL) to the value's part of a group's name."""


def grouped(
    data: pa.RecordBatch, columns: Sequence[str], name: Name, separator: str
) -> list[tuple[str, Int64s]]:
    """Return each group's name and the numbers of its rows; no columns make one group.

    >>> wind = pa.record_batch({"place": ["a", "b", "a"]})
    >>> [(key, rows.tolist()) for key, rows in grouped(wind, ["place"], lambda _, text: text, "/")]
    [('a', [0, 2]), ('b', [1])]
    """
    if data.num_rows == 0:
        return []
    codes, names = np.zeros(data.num_rows, np.int64), [""]
    for number, column in enumerate(columns):
        inner, inner_names = _coded(data.column(column), partial(name, column))
        glue = separator if number else ""
        pairs, codes = np.unique(codes * len(inner_names) + inner, return_inverse=True)
        divided = [divmod(pair, len(inner_names)) for pair in pairs.tolist()]
        names = [f"{names[i]}{glue}{inner_names[j]}" for i, j in divided]
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(len(names) + 1))
    return [(key, order[starts[i] : starts[i + 1]]) for i, key in enumerate(names)]


def _coded(column: Column, name: Callable[[str | None], str]) -> tuple[Int64s, list[str]]:
    """Return for each row the number of its value's name, and the names."""
    coded = column.dictionary_encode(null_encoding="encode")
    names = [name(text) for text in texts_of(coded.dictionary)]
    number = {text: i for i, text in enumerate(dict.fromkeys(names))}
    numbers = np.array([number[text] for text in names], np.int64)
    return numbers[coded.indices.to_numpy()], list(number)


def texts_of(values: Column) -> list[str | None]:
    """Return flat values as text, times without a fraction of zeros, bytes in hexadecimal."""
    if pa.types.is_timestamp(values.type):
        texts = values.cast(pa.timestamp("us")).cast(pa.string()).to_pylist()
        return [text and text.removesuffix(".000000") for text in texts]
    if pa.types.is_binary(values.type):
        return [value if value is None else value.hex() for value in values.to_pylist()]
    return list(values.cast(pa.string()).to_pylist())
