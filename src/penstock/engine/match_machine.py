"""The compiled machine that computes a condition of MATCH_RECOGNIZE for a match and its next row.

Values are NULL, known, or could not be computed. What is strict takes the worst state of its
operands; AND and OR do not heed a right side that the left one has decided.
"""

from __future__ import annotations

from penstock.core.compiled import inlined
from penstock.engine.match_code import KNOWN, NULL, SIZE, STATE, VALUE, Conditions, Op, Part
from penstock.engine.match_compare import compare
from penstock.engine.match_loads import load
from penstock.engine.match_numbers import change, combine
from penstock.engine.match_words import first_of, on_stack, part_of, put, put_known

_OP, _WORD = int(Part.OP), int(Part.WORD)
_VALUE, _SIZE, _STATE = VALUE, SIZE, STATE
_LOADS_END, _UNARY_END = int(Op.NOT), int(Op.AND)
_IS_NULL, _IS_FALSE = int(Op.IS_NULL), int(Op.IS_FALSE)
_AND, _OR, _SAME, _ADD, _CHOOSE = (
    int(Op.AND), int(Op.OR), int(Op.SAME_WHOLE), int(Op.ADD_WHOLE), int(Op.CHOOSE),
)  # fmt: skip


@inlined
def holds(conditions: Conditions, given: tuple[int, int], variable: int) -> int:
    """Return 1 if a variable's condition holds for a node (-1: none) and the next row, else 0."""
    top = -1
    for at in range(first_of(conditions, variable), first_of(conditions, variable + 1)):
        kind = part_of(conditions, at, _OP)
        if kind < _LOADS_END:
            top += 1
            load(conditions, given, at, top)
        elif kind < _UNARY_END:
            if kind >= _IS_NULL and kind <= _IS_FALSE:
                _test(conditions, kind, top)
            else:
                change(conditions, kind, part_of(conditions, at, _WORD), top)
        elif kind == _CHOOSE:
            top -= 2
            _choose(conditions, top)
        else:
            top -= 1
            if kind <= _OR:
                _decide(conditions, kind, top)
            elif kind < _ADD:
                compare(conditions, kind, part_of(conditions, at, _WORD), top)
            else:
                combine(conditions, kind, top)
    return 1 if on_stack(conditions, 0, _STATE) == KNOWN and on_stack(conditions, 0, _VALUE) else 0


@inlined
def _test(conditions: Conditions, kind: int, top: int) -> None:
    """Say whether the value is NULL, true or false; the answer is known."""
    state = on_stack(conditions, top, _STATE)
    if kind == _IS_NULL:
        answer = state == NULL
    else:
        is_true = on_stack(conditions, top, _VALUE) != 0
        answer = state == KNOWN and is_true == (kind != _IS_FALSE)
    if state <= NULL:
        put_known(conditions, top, 1 if answer else 0, KNOWN)


@inlined
def _decide(conditions: Conditions, kind: int, top: int) -> None:
    """AND and OR of three values: what the left one decides stands."""
    deciding = 0 if kind == _AND else 1
    state, other = on_stack(conditions, top, _STATE), on_stack(conditions, top + 1, _STATE)
    left, right = on_stack(conditions, top, _VALUE), on_stack(conditions, top + 1, _VALUE)
    if state > NULL or (state == KNOWN and left == deciding):
        return
    if state == KNOWN or other > NULL or (other == KNOWN and right == deciding):
        put_known(conditions, top, right, other)
    else:
        put(conditions, top, _STATE, NULL)


@inlined
def _choose(conditions: Conditions, top: int) -> None:
    """Keep the second value where the first is true, else the third."""
    state = on_stack(conditions, top, _STATE)
    if state <= NULL:
        is_true = state == KNOWN and on_stack(conditions, top, _VALUE) != 0
        chosen = top + (1 if is_true else 2)
        put(conditions, top, _VALUE, on_stack(conditions, chosen, _VALUE))
        put(conditions, top, _SIZE, on_stack(conditions, chosen, _SIZE))
        put(conditions, top, _STATE, on_stack(conditions, chosen, _STATE))
