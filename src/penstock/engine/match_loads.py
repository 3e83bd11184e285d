"""The compiled loads of a condition: constants, the current row, rows of the match, aggregates."""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.compiled import inlined
from penstock.engine.match_code import (
    KNOWN,
    MEMO_WORDS,
    NULL,
    SIZE,
    STATE,
    VALUE,
    Conditions,
    Memo,
    MemoPart,
    Op,
    Part,
)
from penstock.engine.match_memos import real_with, whole_with
from penstock.engine.match_pool import Node

_CONSTANT, _CURRENT, _LAST, _FIRST = int(Op.CONSTANT), int(Op.CURRENT), int(Op.LAST), int(Op.FIRST)
_OP, _WORD, _NULL_WORD, _NULL_BIT, _TEXT, _MEMO, _OFFSET, _COUNTED, _AVERAGE = map(int, Part)
_PARENT, _ROW = int(Node.PARENT), int(Node.ROW)
_KIND, _COUNT, _REALS = int(MemoPart.KIND), int(Memo.COUNT), int(Memo.SUM_REAL)


@inlined
def load(
    conditions: Conditions, nodes: Int64s, given: tuple[int, int], at: int, top: int
) -> None:
    """Put the value of instruction `at` on top; `given` is the last node (-1: none), the row."""
    code, stack = conditions.program.code, conditions.program.stack
    node, row = given
    kind = code[at, _OP]
    if kind == _CONSTANT:
        stack[top, VALUE], stack[top, SIZE] = code[at, _WORD], code[at, _NULL_WORD]
        stack[top, STATE] = code[at, _NULL_BIT]
    elif kind == _CURRENT:
        _put(conditions, at, row, top)
    elif kind == _LAST:
        _put(conditions, at, _last_row(conditions, nodes, node, at), top)
    elif kind == _FIRST:
        _put(conditions, at, _first_row(conditions, (node, row), at), top)
    elif conditions.program.memos[code[at, _MEMO] // MEMO_WORDS, _KIND] >= _REALS:
        _put_real(conditions, (node, row), at, top)
    else:
        _put_whole(conditions, (node, row), at, top)


@inlined
def _put(conditions: Conditions, at: int, row: int, top: int) -> None:
    """Put a row's value on top; row -1 is NULL."""
    code, stack, words = conditions.program.code, conditions.program.stack, conditions.stored.words
    if row < 0 or words[row, code[at, _NULL_WORD]] & code[at, _NULL_BIT] != 0:
        stack[top, VALUE], stack[top, STATE] = 0, NULL
        return
    value = words[row, code[at, _WORD]]
    stack[top, STATE] = KNOWN
    if code[at, _TEXT] != 0:
        # Texts of rows have even places, constants odd ones.
        value = value << 1
        stack[top, SIZE] = words[row, code[at, _WORD] + 1]
    stack[top, VALUE] = value


@inlined
def _last_row(conditions: Conditions, nodes: Int64s, node: int, at: int) -> int:
    """Return a variable's last row but `offset` in the path that ends with a node, or -1."""
    code, memos = conditions.program.code, conditions.stored.memos
    memo, left = code[at, _MEMO], code[at, _OFFSET]
    while node >= 0:
        node = node if memo < 0 else memos[node, memo]
        if node < 0 or left == 0:
            break
        node = nodes[node, _PARENT]
        left -= 1
    return -1 if node < 0 else int(nodes[node, _ROW])


@inlined
def _first_row(conditions: Conditions, given: tuple[int, int], at: int) -> int:
    """Return a variable's first row but `offset`, which may be the current one, or -1."""
    code, memos = conditions.program.code, conditions.stored.memos
    node, row = given
    memo = code[at, _MEMO]
    found, count = np.int64(-1), np.int64(0)
    if node >= 0:
        found, count = memos[node, memo], memos[node, memo + 1]
    if found < 0 and code[at, _COUNTED] != 0 and count == code[at, _OFFSET]:
        found = np.int64(row)
    return int(found)


@inlined
def _put_whole(conditions: Conditions, given: tuple[int, int], at: int, top: int) -> None:
    """Put an aggregate of whole numbers on top; an average is truncated, as Java's."""
    code, stack, memos = conditions.program.code, conditions.program.stack, conditions.stored.memos
    node, row = given
    memo = code[at, _MEMO]
    total, rows = np.int64(0), np.int64(0)
    if node >= 0:
        total, rows = memos[node, memo], memos[node, memo + 1]
    if code[at, _COUNTED] != 0:
        total, rows = whole_with(conditions, (memo // MEMO_WORDS, row), total, rows)
    never_null = conditions.program.memos[memo // MEMO_WORDS, _KIND] == _COUNT
    stack[top, STATE] = KNOWN if never_null or rows > 0 else NULL
    if code[at, _AVERAGE] != 0 and rows > 0:
        quotient = total // rows
        total = quotient + np.int64(total < 0 and quotient * rows != total)
    stack[top, VALUE] = total


@inlined
def _put_real(conditions: Conditions, given: tuple[int, int], at: int, top: int) -> None:
    """Put an aggregate of floating-point numbers on top."""
    code, stack, stored = conditions.program.code, conditions.program.stack, conditions.stored
    node, row = given
    memo = code[at, _MEMO]
    total, rows = 0.0, np.int64(0)
    if node >= 0:
        total, rows = stored.memo_reals[node, memo], stored.memos[node, memo + 1]
    if code[at, _COUNTED] != 0:
        total, rows = real_with(conditions, (memo // MEMO_WORDS, row), total, rows)
    stack[top, STATE] = KNOWN if rows > 0 else NULL
    conditions.program.reals[top, VALUE] = (
        total / rows if code[at, _AVERAGE] != 0 and rows > 0 else total
    )
