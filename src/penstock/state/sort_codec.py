"""Sort keys as rows of words that compare, word by word, as the keys do.

A number is one word; of a 64-bit one that may be NULL, a second word in front says so. A DECIMAL
of more than 18 digits is two words. A text is eight of its bytes per word, then its length; how
many words that takes is known when the longest text is, so a layout can be widened.

>>> codec = SortCodec([SortColumn(pa.int32(), descending=True)])
>>> layout = codec.layout_for([pa.array([1, None, 3], pa.int32())], codec.least)
>>> codec.encode([pa.array([1, None, 3], pa.int32())], layout)[:, 0].argsort().tolist()
[2, 0, 1]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.state.arrow import bytes_of, is_decimal, is_float, numbers_of, valid_of
from penstock.state.hash_kernels import read_only
from penstock.state.sort_kernels import pack_bytes

Layout: TypeAlias = tuple[int, ...]
"""How many words each column takes."""

_LEAST, _GREATEST = np.int64(-(2**63)), np.int64(2**63 - 1)
_DIGITS_PER_WORD = 18
_BYTES_PER_WORD = 8
_WIDE = 2


@dataclass(frozen=True, slots=True)
class SortColumn:
    """One column of an order; `nulls_first` holds whichever way the values go."""

    type: pa.DataType
    descending: bool = False
    nulls_first: bool = False

    @property
    def null_word(self) -> np.int64:
        """What stands for NULL: before or behind every value."""
        return _LEAST if self.nulls_first else _GREATEST


class SortCodec:
    """Encodes the columns of an order."""

    def __init__(self, columns: Sequence[SortColumn]) -> None:
        self._columns = tuple(columns)

    @property
    def least(self) -> Layout:
        """The layout with which every order begins."""
        return tuple(map(_least_words, self._columns))

    def layout_for(self, columns: Sequence[Column], layout: Layout) -> Layout:
        """Return a layout that holds what `layout` does and these values too."""
        each = zip(self._columns, columns, layout, strict=True)
        return tuple(max(words, _words(kind, column)) for kind, column, words in each)

    def encode(self, columns: Sequence[Column], layout: Layout) -> Int64s:
        """Return a row of words per row."""
        rows = len(columns[0]) if columns else 0
        into = np.zeros((rows, sum(layout)), np.int64)
        for (first, end), kind, column in zip(_spans(layout), self._columns, columns, strict=True):
            _encode(kind, column, into[:, first:end])
        return into

    def widened(self, words: Int64s, before: Layout, after: Layout) -> Int64s:
        """Return rows of one layout in another that has more words."""
        into = np.zeros((len(words), sum(after)), np.int64)
        spans = zip(self._columns, _spans(before), _spans(after), strict=True)
        for kind, (first, end), (place, place_end) in spans:
            old, new = words[:, first:end], into[:, place:place_end]
            if end - first == place_end - place:
                new[:] = old
            elif _is_text(kind.type):
                shorter = end - first - 1
                new[:, :shorter], new[:, -1] = old[:, :-1], old[:, -1]
                nothing = ~_LEAST if kind.descending else _LEAST
                is_null = old[:, -1] == kind.null_word
                new[:, shorter:-1] = np.where(is_null, kind.null_word, nothing)[:, None]
            else:
                new[:, 1] = old[:, 0]
        return into


def _spans(layout: Layout) -> Iterator[tuple[int, int]]:
    return pairwise((0, *accumulate(layout)))


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_binary(kind))


def _is_long(kind: pa.DataType) -> bool:
    """Say whether values may be any 64 bits, so that none is left to stand for NULL."""
    return bool(pa.types.is_int64(kind) or pa.types.is_duration(kind))


def _least_words(column: SortColumn) -> int:
    if _is_text(column.type):
        return _WIDE
    wide = is_decimal(column.type) and _digits(column.type) > _DIGITS_PER_WORD
    return _WIDE if wide else 1


def _digits(kind: Any) -> int:
    return int(kind.precision)


def _words(kind: SortColumn, column: Column) -> int:
    if _is_text(kind.type):
        starts, ends, _ = bytes_of(column)
        longest = int((ends - starts).max(initial=1))
        return -(-longest // _BYTES_PER_WORD) + 1
    if _is_long(kind.type) and column.null_count:
        return _WIDE
    return _least_words(kind)


def _encode(kind: SortColumn, column: Column, into: Any) -> None:
    words = into.shape[1]
    if _is_text(kind.type):
        starts, ends, blob = bytes_of(column)
        packed = np.zeros((len(column), words), np.int64)
        pack_bytes((starts, ends, read_only(blob)), packed)
        into[:] = packed
    elif pa.types.is_null(kind.type):
        into[:] = kind.null_word
        return
    else:
        values = _ordered(kind.type, column)
        into[:, words - values.shape[1] :] = values
    first = words - 1 if _is_flagged(kind, words) else 0
    if kind.descending:
        into[:, first:] = ~into[:, first:]
    valid = valid_of(column)
    if valid is not None:
        into[~valid] = kind.null_word


def _is_flagged(kind: SortColumn, words: int) -> bool:
    return _is_long(kind.type) and words == _WIDE


def _ordered(kind: pa.DataType, column: Column) -> Int64s:
    """Return numbers as words whose order is theirs; NaN is the greatest, as in Java."""
    values = numbers_of(column)
    if is_decimal(kind):
        if _digits(kind) <= _DIGITS_PER_WORD:
            return values[:, :1]
        return np.stack([values[:, 1], values[:, 0] ^ _LEAST], axis=1)
    if is_float(kind):
        bits = np.where(np.isnan(values), np.nan, values + 0.0).view(np.int64)
        values = np.where(bits < 0, bits ^ _GREATEST, bits)
    return values.reshape(-1, 1)
