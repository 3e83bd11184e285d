"""The compiled comparisons of conditions: whole numbers, floating-point numbers, texts."""

from __future__ import annotations

import numpy as np

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

_SAME_TEXT, _COMPARE_TEXT = int(Op.SAME_TEXT), int(Op.COMPARE_TEXT)
_SAME_REAL, _COMPARE_REAL = int(Op.SAME_REAL), int(Op.COMPARE_REAL)


@inlined
def compare(conditions: Conditions, kind: int, wanted: int, top: int) -> None:
    """Put on top whether the outcome of comparing two values is among those wanted.

    To be the same is to be equal or to be NULL both, and is known.
    """
    stack = conditions.program.stack
    state, other = stack[top, STATE], stack[top + 1, STATE]
    worst = max(state, other)
    outcome = np.int64(0)
    if worst == KNOWN:
        outcome = _outcome(conditions, kind, top)
    elif worst == NULL and kind <= _SAME_TEXT:
        outcome = np.int64(EQUAL if state == other else UNORDERED)
        worst = np.int64(KNOWN)
    stack[top, VALUE] = 1 if outcome & wanted != 0 else 0
    stack[top, STATE] = worst


@inlined
def _outcome(conditions: Conditions, kind: int, top: int) -> int:
    stack, reals = conditions.program.stack, conditions.program.reals
    if kind in (_SAME_TEXT, _COMPARE_TEXT):
        return _text_outcome(conditions, top)
    if kind in (_SAME_REAL, _COMPARE_REAL):
        one, other = reals[top, VALUE], reals[top + 1, VALUE]
        if one != one or other != other:  # noqa: PLR0124 -- NaN is what differs from itself
            return UNORDERED
        return LESS if one < other else (EQUAL if one == other else GREATER)
    left, right = stack[top, VALUE], stack[top + 1, VALUE]
    return LESS if left < right else (EQUAL if left == right else GREATER)


@inlined
def _text_outcome(conditions: Conditions, top: int) -> int:
    """Compare texts byte by byte, as their characters' numbers in Unicode stand."""
    stack = conditions.program.stack
    sizes = stack[top, SIZE], stack[top + 1, SIZE]
    places = stack[top, VALUE], stack[top + 1, VALUE]
    for number in range(min(sizes[0], sizes[1])):
        one = _byte(conditions, places[0], number)
        other = _byte(conditions, places[1], number)
        if one != other:
            return LESS if one < other else GREATER
    return LESS if sizes[0] < sizes[1] else (EQUAL if sizes[0] == sizes[1] else GREATER)


@inlined
def _byte(conditions: Conditions, place: int, number: int) -> int:
    """Return a byte of a text: odd places are constants', even ones twice those of rows."""
    if place & 1:
        return int(conditions.program.constants[(place >> 1) + number])
    blob_place = place >> 1
    if blob_place & 1:
        return int(conditions.stored.odd[(blob_place >> 1) + number])
    return int(conditions.stored.even[(blob_place >> 1) + number])
