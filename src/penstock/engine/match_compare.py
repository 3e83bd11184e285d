"""The compiled comparisons of conditions: whole numbers, floating-point numbers, texts."""

from __future__ import annotations

from penstock.core.compiled import inlined
from penstock.engine.match_code import (
    EQUAL,
    GREATER,
    KNOWN,
    LESS,
    NULL,
    SIZE,
    STATE,
    UNORDERED,
    VALUE,
    Conditions,
    Op,
)
from penstock.engine.match_words import on_stack, put_known, real_of
from penstock.formats.kernels.memory import load_byte

_VALUE, _SIZE, _STATE = VALUE, SIZE, STATE
_SAME_TEXT, _COMPARE_TEXT = int(Op.SAME_TEXT), int(Op.COMPARE_TEXT)
_SAME_REAL, _COMPARE_REAL = int(Op.SAME_REAL), int(Op.COMPARE_REAL)


@inlined
def compare(conditions: Conditions, kind: int, wanted: int, top: int) -> None:
    """Put on top whether the outcome of comparing two values is among those wanted.

    To be the same is to be equal or to be NULL both, and is known.
    """
    state, other = on_stack(conditions, top, _STATE), on_stack(conditions, top + 1, _STATE)
    worst, outcome = max(state, other), 0
    if worst == KNOWN:
        outcome = _outcome(conditions, kind, top)
    elif worst == NULL and kind <= _SAME_TEXT:
        worst, outcome = KNOWN, (EQUAL if state == other else UNORDERED)
    put_known(conditions, top, 1 if outcome & wanted != 0 else 0, worst)


@inlined
def _outcome(conditions: Conditions, kind: int, top: int) -> int:
    if kind in (_SAME_TEXT, _COMPARE_TEXT):
        return _text_outcome(conditions, top)
    left, right = on_stack(conditions, top, _VALUE), on_stack(conditions, top + 1, _VALUE)
    if kind in (_SAME_REAL, _COMPARE_REAL):
        one, other = real_of(left), real_of(right)
        if one < other:
            return LESS
        if one == other:
            return EQUAL
        return GREATER if one > other else UNORDERED
    return LESS if left < right else (EQUAL if left == right else GREATER)


@inlined
def _text_outcome(conditions: Conditions, top: int) -> int:
    """Compare texts byte by byte, as their characters' numbers in Unicode stand."""
    size, other_size = on_stack(conditions, top, _SIZE), on_stack(conditions, top + 1, _SIZE)
    one, other = _address(conditions, top), _address(conditions, top + 1)
    for number in range(min(size, other_size)):
        byte, other_byte = load_byte(one + number), load_byte(other + number)
        if byte != other_byte:
            return LESS if byte < other_byte else GREATER
    return LESS if size < other_size else (EQUAL if size == other_size else GREATER)


@inlined
def _address(conditions: Conditions, place: int) -> int:
    """Return where a text begins: odd places are constants', even ones twice those of rows."""
    at = on_stack(conditions, place, _VALUE)
    if at & 1:
        return conditions.constants + (at >> 1)
    row_place = at >> 1
    return (conditions.odd if row_place & 1 else conditions.even) + (row_place >> 1)
