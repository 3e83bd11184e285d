"""The compiled loads of a condition: constants, the current row, rows of the match, aggregates."""

from __future__ import annotations

import numpy as np

from penstock.core.compiled import inlined
from penstock.engine.match_code import (
    KNOWN,
    MEMO_WORDS,
    NULL,
    SIZE,
    Conditions,
    Memo,
    MemoPart,
    Op,
    Part,
)
from penstock.engine.match_memos import recalled, with_row
from penstock.engine.match_pool import Node
from penstock.engine.match_words import (
    bits_of_real,
    kept_at,
    memo_of,
    node_of,
    part_of,
    put,
    put_known,
    real_of,
    word_of,
)
from penstock.formats.kernels.memory import load_int

_CONSTANT, _CURRENT, _LAST, _FIRST = int(Op.CONSTANT), int(Op.CURRENT), int(Op.LAST), int(Op.FIRST)
_OP, _WORD, _NULL_WORD, _NULL_BIT, _TEXT, _MEMO, _OFFSET, _COUNTED, _AVERAGE = map(int, Part)
_PARENT, _ROW = int(Node.PARENT), int(Node.ROW)
_KIND, _FIRST_ROW = int(MemoPart.KIND), int(Memo.FIRST_ROW)
_COUNT, _REALS = int(Memo.COUNT), int(Memo.SUM_REAL)
_SIZE = SIZE


@inlined
def load(conditions: Conditions, given: tuple[int, int], at: int, top: int) -> None:
    """Put the value of instruction `at` on top; `given` is the last node (-1: none), the row."""
    node, row = given
    kind = part_of(conditions, at, _OP)
    if kind == _CONSTANT:
        put_known(
            conditions, top, part_of(conditions, at, _WORD), part_of(conditions, at, _NULL_BIT)
        )
        put(conditions, top, _SIZE, part_of(conditions, at, _NULL_WORD))
    elif kind > _FIRST:
        _put_aggregate(conditions, (node, row), at, top)
    else:
        if kind == _LAST:
            row = _last_row(conditions, node, at)
        elif kind == _FIRST:
            row = _first_row(conditions, (node, row), at)
        _put_value(conditions, at, row, top)


@inlined
def _put_value(conditions: Conditions, at: int, row: int, top: int) -> None:
    """Put a row's value on top; row -1 is NULL."""
    if row < 0:
        put_known(conditions, top, 0, NULL)
        return
    nulls = word_of(conditions, row, part_of(conditions, at, _NULL_WORD))
    if nulls & part_of(conditions, at, _NULL_BIT) != 0:
        put_known(conditions, top, 0, NULL)
        return
    word = part_of(conditions, at, _WORD)
    value = word_of(conditions, row, word)
    if part_of(conditions, at, _TEXT) != 0:
        # Texts of rows have even places, constants odd ones.
        value = value << 1
        put(conditions, top, _SIZE, word_of(conditions, row, word + 1))
    put_known(conditions, top, value, KNOWN)


@inlined
def _last_row(conditions: Conditions, node: int, at: int) -> int:
    """Return a variable's last row but `offset` in the path that ends with a node, or -1."""
    memo, left = part_of(conditions, at, _MEMO), part_of(conditions, at, _OFFSET)
    while node >= 0:
        if memo >= 0:
            node = load_int(kept_at(conditions, node, memo))
        if node < 0 or left == 0:
            break
        node = node_of(conditions, node, _PARENT)
        left -= 1
    if node < 0:
        return -1
    return node_of(conditions, node, _ROW)


@inlined
def _first_row(conditions: Conditions, given: tuple[int, int], at: int) -> int:
    """Return a variable's first row but `offset`, which may be the current one, or -1."""
    node, row = given
    memo = part_of(conditions, at, _MEMO) // MEMO_WORDS
    found, count = recalled(conditions, node, memo, _FIRST_ROW)
    counted = part_of(conditions, at, _COUNTED) != 0
    if found < 0 and counted and count == part_of(conditions, at, _OFFSET):
        found = row
    return found


@inlined
def _put_aggregate(conditions: Conditions, given: tuple[int, int], at: int, top: int) -> None:
    """Put an aggregate on top, with the current row if that counts."""
    node, row = given
    memo = part_of(conditions, at, _MEMO) // MEMO_WORDS
    kind = memo_of(conditions, memo, _KIND)
    total, rows = recalled(conditions, node, memo, kind)
    if part_of(conditions, at, _COUNTED) != 0:
        total, rows = with_row(conditions, (memo, row), total, rows)
    if part_of(conditions, at, _AVERAGE) != 0 and rows > 0:
        total = _average(total, rows, kind)
    put_known(conditions, top, total, KNOWN if kind == _COUNT or rows > 0 else NULL)


@inlined
def _average(total: int, rows: int, kind: int) -> int:
    """Divide a sum by its rows; whole numbers truncate, as Java's."""
    if kind >= _REALS:
        return bits_of_real(real_of(total) / np.float64(rows))
    quotient = total // rows
    return quotient + (1 if total < 0 and quotient * rows != total else 0)
