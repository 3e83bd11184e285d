"""What the compiled conditions of MATCH_RECOGNIZE are made of: instructions, values, memos.

A condition is a short program for a machine with a stack. There is one machine for all conditions,
so a new query compiles nothing.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Op(IntEnum):
    """What an instruction does; those that put a value on the stack come first, then by operands.

    The numbers of a group follow each other; the machine tells groups by where they end.
    """

    CONSTANT = 0
    CURRENT = 1
    LAST = 2
    FIRST = 3
    AGGREGATE = 4
    NOT = 5
    IS_NULL = 6
    IS_TRUE = 7
    IS_FALSE = 8
    NARROW = 9
    NEGATE_WHOLE = 10
    ABS_WHOLE = 11
    NEGATE_REAL = 12
    ABS_REAL = 13
    TO_REAL = 14
    ROUND = 15
    AND = 16
    OR = 17
    SAME_WHOLE = 18
    SAME_REAL = 19
    SAME_TEXT = 20
    COMPARE_WHOLE = 21
    COMPARE_REAL = 22
    COMPARE_TEXT = 23
    ADD_WHOLE = 24
    SUBTRACT_WHOLE = 25
    MULTIPLY_WHOLE = 26
    DIVIDE_WHOLE = 27
    REMAINDER_WHOLE = 28
    ADD_REAL = 29
    SUBTRACT_REAL = 30
    MULTIPLY_REAL = 31
    DIVIDE_REAL = 32
    CHOOSE = 33


class Part(IntEnum):
    """The columns of an instruction.

    The first four operands of a load say where the row's value stands: its word, the word and the
    bit of its NULL, whether it is a text. MEMO is the word of a node's memos (-1: none).
    """

    OP = 0
    WORD = 1
    NULL_WORD = 2
    NULL_BIT = 3
    TEXT = 4
    MEMO = 5
    OFFSET = 6
    COUNTED = 7
    AVERAGE = 8


class Memo(IntEnum):
    """What a node may remember of the path that ends with it."""

    LAST_NODE = 0
    FIRST_ROW = 1
    COUNT = 2
    SUM_WHOLE = 3
    MIN_WHOLE = 4
    MAX_WHOLE = 5
    SUM_REAL = 6
    SUM_FLOAT = 7
    MIN_REAL = 8
    MAX_REAL = 9


class MemoPart(IntEnum):
    """The columns of a memo: its kind, its variable (-1: any), and the value that it is about."""

    KIND = 0
    VARIABLE = 1
    WORD = 2
    NULL_WORD = 3
    NULL_BIT = 4
    OFFSET = 5


class Conditions(NamedTuple):
    """How a kernel comes to know the conditions that depend on the match.

    The instructions of variable v are those from `first[v]` to `first[v + 1]`. Memo m is the words
    2m and 2m + 1 of what a node remembers. A place of the stack holds a value, its size, its state.

    Addresses of a program, of the nodes and what they remember, of the rows' values and texts, and
    of answers that are given beforehand. Addresses, because each array that a function takes is
    counted atomically, which costs more than what an instruction does.
    """

    code: int
    first: int
    memos: int
    memos_count: int
    stack: int
    constants: int
    nodes: int
    kept: int
    words: int
    words_width: int
    even: int
    odd: int
    answers: int
    answers_count: int


WORD_BYTES = 8
VALUE, SIZE, STATE = range(3)
"""The columns of the stack."""

KNOWN, NULL, FAILED = range(3)
"""The states of a value; of two operands the greater one counts."""

LESS, EQUAL, GREATER, UNORDERED = 1, 2, 4, 8
"""The outcomes of a comparison, of which an instruction names those that make it true."""

MEMO_WORDS = 2
