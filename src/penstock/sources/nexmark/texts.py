"""Tables of random texts: the names, addresses and padding that events carry.

The benchmark asks nothing of its padding but its size. So a row's padding is the next text of a
table that is made once and then read round and round, which costs a copy and no chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from penstock.core.batch import Int64s
from penstock.sources.nexmark.chance import below, below_too, words

Texts: TypeAlias = "pa.StringArray"
Bytes: TypeAlias = npt.NDArray[np.uint8]
_LETTERS = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz", np.uint8)
SHORTEST = 3
"""A word has at least so many letters."""
_GAP_ONE_IN = 13
"""One letter in so many is a gap."""
_SPREAD = 0.2
"""Padding is longer or shorter than the average by up to this share."""


def random_words(seed: int, lane: int, count: int, longest: int, gap: bytes = b" ") -> list[str]:
    """Return words of 3 up to less than `longest` letters with gaps in them, trimmed.

    >>> random_words(seed=1, lane=7, count=2, longest=9)
    ['bpmfwjk', 'rdxzc']
    """
    lengths = SHORTEST + below(words(seed, lane, np.arange(count)), longest - SHORTEST)
    ends = np.cumsum(lengths)
    bits = words(seed, lane + 1, np.arange(ends[-1]))
    letters = _LETTERS[below(bits, 26)]
    letters[below_too(bits, _GAP_ONE_IN) == 0] = gap[0]
    text = letters.tobytes().decode()
    starts = ends - lengths
    return [
        text[start:end].strip() for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    ]


def padding(seed: int, lane: int, taken: Int64s, average: int) -> Texts:
    """Return a text per row that brings the `taken` bytes up to `average`, give or take a fifth."""
    wanted = np.maximum(average - taken, 0)
    spread = np.round(wanted * _SPREAD).astype(np.int64)
    lengths = wanted - spread + below(words(seed, lane, np.arange(len(taken))), 2 * spread)
    ends = np.cumsum(lengths)
    letters = _LETTERS[below(words(seed, lane + 1, np.arange(ends[-1])), 26)]
    offsets = np.concatenate([[0], ends]).astype(np.int32)
    return pa.StringArray.from_buffers(
        len(taken), pa.py_buffer(offsets.data), pa.py_buffer(letters.data)
    )


def sizes(texts: Sequence[str]) -> Int64s:
    """Return the length of each text."""
    return np.fromiter(map(len, texts), np.int64, len(texts))


def cycled(table: Texts, numbers: Int64s, *, in_order: bool) -> Texts:
    """Return text `number % len(table)` for each number; of numbers in order, in one piece."""
    rows = len(table)
    if not in_order or not len(numbers):
        return table.take(numbers % rows)
    first = int(numbers[0]) % rows
    if first + len(numbers) <= rows:
        return table.slice(first, len(numbers))
    whole, rest = divmod(first + len(numbers) - rows, rows)
    parts = [table.slice(first), *[table] * whole, table.slice(0, rest)]
    joined: Texts = pa.concat_arrays(parts)
    return joined
