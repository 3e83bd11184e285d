"""Compiled access to the words that conditions of MATCH_RECOGNIZE work on, by address."""

from __future__ import annotations

import numpy as np

from penstock.core.compiled import inlined
from penstock.engine.match_code import (
    MEMO_WORDS,
    STATE,
    VALUE,
    WORD_BYTES,
    Conditions,
    MemoPart,
    Part,
)
from penstock.engine.match_pool import Node
from penstock.formats.kernels.memory import bits_of, double_of, load_int, store_int

_PARTS, _MEMO_PARTS, _NODE_PARTS = len(Part), len(MemoPart), len(Node)
_STACK_PARTS = STATE + 1
_VALUE, _STATE = VALUE, STATE


@inlined
def part_of(conditions: Conditions, at: int, part: int) -> int:
    """Return an operand of an instruction."""
    return load_int(conditions.code + (at * _PARTS + part) * WORD_BYTES)


@inlined
def first_of(conditions: Conditions, variable: int) -> int:
    """Return where the instructions of a variable's condition begin."""
    return load_int(conditions.first + variable * WORD_BYTES)


@inlined
def memo_of(conditions: Conditions, memo: int, part: int) -> int:
    """Return what a memo is about."""
    return load_int(conditions.memos + (memo * _MEMO_PARTS + part) * WORD_BYTES)


@inlined
def node_of(conditions: Conditions, node: int, part: int) -> int:
    """Return a property of a node."""
    return load_int(conditions.nodes + (node * _NODE_PARTS + part) * WORD_BYTES)


@inlined
def kept_at(conditions: Conditions, node: int, word: int) -> int:
    """Return the address of a word that a node remembers."""
    width = max(1, conditions.memos_count) * MEMO_WORDS
    return conditions.kept + (node * width + word) * WORD_BYTES


@inlined
def word_of(conditions: Conditions, row: int, word: int) -> int:
    """Return a word of a row."""
    return load_int(conditions.words + (row * conditions.words_width + word) * WORD_BYTES)


@inlined
def on_stack(conditions: Conditions, place: int, part: int) -> int:
    """Return a value's bits, size or state."""
    return load_int(conditions.stack + (place * _STACK_PARTS + part) * WORD_BYTES)


@inlined
def put(conditions: Conditions, place: int, part: int, word: int) -> None:
    """Write a value's bits, size or state."""
    store_int(conditions.stack + (place * _STACK_PARTS + part) * WORD_BYTES, word)


@inlined
def put_known(conditions: Conditions, place: int, value: int, state: int) -> None:
    """Write a value and its state."""
    put(conditions, place, _VALUE, value)
    put(conditions, place, _STATE, state)


@inlined
def real_of(bits: int) -> float:
    """Return the floating-point number of these bits."""
    return double_of(np.uint64(bits))


@inlined
def bits_of_real(number: float) -> int:
    """Return the bits of a floating-point number."""
    return bits_of(np.float64(number))
