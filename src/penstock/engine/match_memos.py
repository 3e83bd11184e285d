"""The compiled loops that keep what nodes remember of their paths, so that nobody walks back.

The last node of a variable, its first rows, sums and counts: each is known from the node before
and one row, whatever the length of the path. Sums are made in the order of the rows.
"""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled, inlined
from penstock.engine.match_code import MEMO_WORDS, WORD_BYTES, Conditions, Memo, MemoPart
from penstock.engine.match_pool import Node
from penstock.engine.match_words import bits_of_real, kept_at, memo_of, node_of, real_of, word_of
from penstock.formats.kernels.memory import load_int, store_int

_PARENT, _VARIABLE, _ROW = int(Node.PARENT), int(Node.VARIABLE), int(Node.ROW)
_KIND, _OF, _WORD, _NULL_WORD, _NULL_BIT, _OFFSET = map(int, MemoPart)
(
    _LAST_NODE, _FIRST_ROW, _COUNT, _SUM_WHOLE, _MIN_WHOLE, _MAX_WHOLE,
    _SUM_REAL, _SUM_FLOAT, _MIN_REAL, _MAX_REAL,
) = map(int, Memo)  # fmt: skip


@inlined
def remember(conditions: Conditions, node: int) -> None:
    """Write what a new node remembers."""
    parent, row = node_of(conditions, node, _PARENT), node_of(conditions, node, _ROW)
    variable = node_of(conditions, node, _VARIABLE)
    for memo in range(conditions.memos_count):
        kind, of = memo_of(conditions, memo, _KIND), memo_of(conditions, memo, _OF)
        first, second = recalled(conditions, parent, memo, kind)
        if of < 0 or of == variable:
            if kind == _LAST_NODE:
                first = node
            elif kind == _FIRST_ROW:
                first = row if second == memo_of(conditions, memo, _OFFSET) else first
                second += 1
            else:
                first, second = with_row(conditions, (memo, row), first, second)
        into = kept_at(conditions, node, memo * MEMO_WORDS)
        store_int(into, first)
        store_int(into + WORD_BYTES, second)


@inlined
def recalled(conditions: Conditions, node: int, memo: int, kind: int) -> tuple[int, int]:
    """Return the two words that a node (-1: none) remembers."""
    first, second = (-1 if kind <= _FIRST_ROW else 0), 0
    if node >= 0:
        at = kept_at(conditions, node, memo * MEMO_WORDS)
        first, second = load_int(at), load_int(at + WORD_BYTES)
    return first, second


@inlined
def with_row(conditions: Conditions, at: tuple[int, int], total: int, rows: int) -> tuple[int, int]:
    """Return an aggregate with one row more, which counts unless its argument is NULL."""
    memo, row = at
    word, bit = memo_of(conditions, memo, _NULL_WORD), memo_of(conditions, memo, _NULL_BIT)
    if word < 0 or word_of(conditions, row, word) & bit == 0:
        kind = memo_of(conditions, memo, _KIND)
        value = word_of(conditions, row, memo_of(conditions, memo, _WORD))
        if kind == _COUNT:
            total += 1
        elif kind >= _SUM_REAL:
            total = bits_of_real(_real(kind, real_of(total), real_of(value), rows))
        elif kind == _SUM_WHOLE:
            total += value
        elif rows == 0 or (value < total if kind == _MIN_WHOLE else value > total):
            total = value
        rows += 1
    return total, rows


@inlined
def _real(kind: int, total: float, value: float, rows: int) -> float:
    if kind == _SUM_REAL:
        return total + value
    if kind == _SUM_FLOAT:
        return np.float64(np.float32(total + value))
    if rows == 0 or (value < total if kind == _MIN_REAL else value > total):
        return value
    return total


@compiled
def remember_again(conditions: Conditions, order: Int64s) -> None:
    """Write what nodes remember, given so that none comes before the one that it follows."""
    for node in order:
        remember(conditions, node)
