"""The compiled machine that computes a condition of MATCH_RECOGNIZE for a match and its next row.

Values are NULL, known, or could not be computed. What is strict takes the worst state of its
operands; AND and OR do not heed a right side that the left one has decided.
"""

from __future__ import annotations

from penstock.core.batch import Int64s
from penstock.core.compiled import inlined
from penstock.engine.match_code import (
    KNOWN,
    NULL,
    STATE,
    VALUE,
    Conditions,
    Op,
    Part,
    Program,
)
from penstock.engine.match_compare import compare
from penstock.engine.match_loads import load
from penstock.engine.match_numbers import change, combine

_OP, _WORD = int(Part.OP), int(Part.WORD)
_LOADS_END, _UNARY_END = int(Op.NOT), int(Op.AND)
_IS_NULL, _IS_FALSE = int(Op.IS_NULL), int(Op.IS_FALSE)
_AND, _OR, _SAME, _ADD, _CHOOSE = (
    int(Op.AND), int(Op.OR), int(Op.SAME_WHOLE), int(Op.ADD_WHOLE), int(Op.CHOOSE),
)  # fmt: skip


@inlined
def holds(
    conditions: Conditions, nodes: Int64s, given: tuple[int, int], variable: int
) -> int:
    """Return 1 if a variable's condition holds for a node (-1: none) and the next row, else 0."""
    program = conditions.program
    code, stack = program.code, program.stack
    top = -1
    for at in range(program.first[variable], program.first[variable + 1]):
        kind = code[at, _OP]
        if kind < _LOADS_END:
            top += 1
            load(conditions, nodes, given, at, top)
        elif kind < _UNARY_END:
            if kind >= _IS_NULL and kind <= _IS_FALSE:
                _test(program, kind, top)
            else:
                change(program, kind, code[at, _WORD], top)
        elif kind == _CHOOSE:
            top -= 2
            _choose(program, top)
        else:
            top -= 1
            if kind <= _OR:
                _decide(program, kind, top)
            elif kind < _ADD:
                compare(conditions, kind, code[at, _WORD], top)
            else:
                combine(program, kind, top)
    return 1 if stack[0, STATE] == KNOWN and stack[0, VALUE] != 0 else 0


@inlined
def _test(program: Program, kind: int, top: int) -> None:
    """Say whether the value is NULL, true or false; the answer is known."""
    stack = program.stack
    is_null = stack[top, STATE] == NULL
    if kind == _IS_NULL:
        answer = is_null
    else:
        answer = not is_null and (stack[top, VALUE] != 0) != (kind == _IS_FALSE)
    if stack[top, STATE] <= NULL:
        stack[top, VALUE], stack[top, STATE] = int(answer), KNOWN


@inlined
def _decide(program: Program, kind: int, top: int) -> None:
    """AND and OR of three values: what the left one decides stands."""
    stack = program.stack
    deciding = 0 if kind == _AND else 1
    state, other = stack[top, STATE], stack[top + 1, STATE]
    if state > NULL or (state == KNOWN and stack[top, VALUE] == deciding):
        return
    if state == KNOWN or other > NULL or (other == KNOWN and stack[top + 1, VALUE] == deciding):
        stack[top, VALUE], stack[top, STATE] = stack[top + 1, VALUE], other
    else:
        stack[top, STATE] = NULL


@inlined
def _choose(program: Program, top: int) -> None:
    """Keep the second value where the first is true, else the third."""
    stack = program.stack
    if stack[top, STATE] <= NULL:
        chosen = 1 if stack[top, STATE] == KNOWN and stack[top, VALUE] != 0 else 2
        for part in range(STATE + 1):
            stack[top, part] = stack[top + chosen, part]


