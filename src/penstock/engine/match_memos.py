"""The compiled loops that keep what nodes remember of their paths, so that nobody walks back.

The last node of a variable, its first rows, sums and counts: each is known from the node before
and one row, whatever the length of the path. Sums are made in the order of the rows.
"""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled, inlined
from penstock.engine.match_code import MEMO_WORDS, Conditions, Memo, MemoPart, Stored
from penstock.engine.match_pool import Node

_PARENT, _VARIABLE, _ROW = int(Node.PARENT), int(Node.VARIABLE), int(Node.ROW)
_KIND, _OF, _WORD, _NULL_WORD, _NULL_BIT, _OFFSET = map(int, MemoPart)
(
    _LAST_NODE, _FIRST_ROW, _COUNT, _SUM_WHOLE, _MIN_WHOLE, _MAX_WHOLE,
    _SUM_REAL, _SUM_FLOAT, _MIN_REAL, _MAX_REAL,
) = map(int, Memo)  # fmt: skip


@inlined
def remember(conditions: Conditions, nodes: Int64s, node: int) -> None:
    """Write what a new node remembers."""
    memos, own = conditions.program.memos, conditions.stored.memos
    parent, variable, row = nodes[node, _PARENT], nodes[node, _VARIABLE], nodes[node, _ROW]
    for memo in range(len(memos)):
        at = memo * MEMO_WORDS
        kind = memos[memo, _KIND]
        first, second = np.int64(-1 if kind <= _FIRST_ROW else 0), np.int64(0)
        if parent >= 0:
            first, second = own[parent, at], own[parent, at + 1]
        if memos[memo, _OF] < 0 or memos[memo, _OF] == variable:
            if kind == _LAST_NODE:
                first = np.int64(node)
            elif kind == _FIRST_ROW:
                first = np.int64(row) if second == memos[memo, _OFFSET] else first
                second += 1
            elif kind >= _SUM_REAL:
                real = 0.0 if parent < 0 else conditions.stored.memo_reals[parent, at]
                total, second = real_with(conditions, (memo, row), real, second)
                own[node, at + 1] = second
                conditions.stored.memo_reals[node, at] = total
                continue
            else:
                first, second = whole_with(conditions, (memo, row), first, second)
        own[node, at], own[node, at + 1] = first, second


@inlined
def _counts(stored: Stored, memos: Int64s, memo: int, row: int) -> bool:
    """Say whether an aggregate counts a row: its argument is not NULL, or there is none."""
    word = memos[memo, _NULL_WORD]
    return bool(word < 0 or stored.words[row, word] & memos[memo, _NULL_BIT] == 0)


@inlined
def whole_with(
    conditions: Conditions, at: tuple[int, int], total: int, rows: int
) -> tuple[int, int]:
    """Return an aggregate of whole numbers with one row more; `at` is the memo and the row."""
    memo, row = at
    memos, stored = conditions.program.memos, conditions.stored
    if _counts(stored, memos, memo, row):
        kind = memos[memo, _KIND]
        if kind == _COUNT:
            total += 1
        else:
            value = stored.words[row, memos[memo, _WORD]]
            if kind == _SUM_WHOLE:
                total += value
            elif rows == 0 or (value < total if kind == _MIN_WHOLE else value > total):
                total = value
        rows += 1
    return total, rows


@inlined
def real_with(
    conditions: Conditions, at: tuple[int, int], total: float, rows: int
) -> tuple[float, int]:
    """Return an aggregate of floating-point numbers with one row more."""
    memo, row = at
    memos, stored = conditions.program.memos, conditions.stored
    if _counts(stored, memos, memo, row):
        kind = memos[memo, _KIND]
        value = stored.reals[row, memos[memo, _WORD]]
        if kind == _SUM_REAL:
            total += value
        elif kind == _SUM_FLOAT:
            total = np.float64(np.float32(total + value))
        elif rows == 0 or (value < total if kind == _MIN_REAL else value > total):
            total = value
        rows += 1
    return total, rows


@compiled
def remember_again(conditions: Conditions, nodes: Int64s, order: Int64s) -> None:
    """Write what nodes remember, given so that none comes before the one that it follows."""
    for node in order:
        remember(conditions, nodes, node)
