"""Turns the conditions of MATCH_RECOGNIZE into programs for the compiled machine, if it can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from penstock.engine.expressions import evaluate
from penstock.engine.guards import as_case, is_constant
from penstock.engine.match_calls import call_code
from penstock.engine.match_casts import cast_code
from penstock.engine.match_code import FAILED, KNOWN, NULL, Op, Part, Program
from penstock.engine.match_values import Form, Instruction, MatchLoads, NotCompiled, form_of
from penstock.functions import EvaluationError
from penstock.sql.expression import Call, Case, Cast, ColumnReference, Expression
from penstock.sql.plan_match import Match
from penstock.state.arrow import bytes_of, numbers_of
from penstock.state.row_store import RowStore

_SINGLE = pa.record_batch({"row": [0]})
_STACK_PARTS = 3
_MEMO_PARTS = 6


def program_of(node: Match, store: RowStore) -> Program | None:
    """Return the program of a pattern's conditions; None if the machine cannot do one of them."""
    loads, constants = MatchLoads(node, store), bytearray()
    codes: list[list[Instruction]] = []
    try:
        for variable, condition in enumerate(node.conditions):
            writer = _Writer(loads, constants, variable)
            codes.append([] if condition is None else list(writer.code(condition)))
    except NotCompiled:
        return None
    firsts = np.cumsum([0, *map(len, codes)]).astype(np.int64)
    code = _table([each for part in codes for each in part], len(Part))
    stack = np.zeros((len(code) + 1, _STACK_PARTS), np.int64)
    return Program(
        code, firsts, _table(loads.memos, _MEMO_PARTS), stack,
        np.frombuffer(bytes(constants), np.uint8).copy(),
    )  # fmt: skip


def no_program() -> Program:
    """Return the program of conditions that are answered otherwise."""
    stack = np.zeros((1, _STACK_PARTS), np.int64)
    return Program(
        _table([], len(Part)), np.zeros(1, np.int64), _table([], _MEMO_PARTS), stack,
        np.zeros(0, np.uint8),
    )  # fmt: skip


def _table(rows: Sequence[tuple[int, ...]], width: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    table = np.zeros((len(rows), width), np.int64)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table


class _Writer:
    """Writes the condition of one variable; texts go into `constants`."""

    def __init__(self, loads: MatchLoads, constants: bytearray, variable: int) -> None:
        self._loads, self._constants, self._variable = loads, constants, variable

    def code(self, expression: Expression) -> Iterator[Instruction]:
        """Yield the instructions that put an expression's value on the stack."""
        if is_constant(expression):
            yield self._constant(expression)
        elif isinstance(expression, ColumnReference):
            yield from self._loads.load(expression.index, self._variable)
        elif isinstance(expression, Cast):
            yield from cast_code(expression, self.code)
        elif isinstance(expression, Case):
            yield from self._case(expression)
        elif isinstance(expression, Call):
            chosen = as_case(expression)
            yield from call_code(expression, self.code) if chosen is None else self._case(chosen)
        else:
            raise NotCompiled

    def _case(self, case: Case) -> Iterator[Instruction]:
        values = [*(then for _, then in case.branches), case.otherwise]
        if any(each.type.arrow != case.type.arrow for each in values):
            raise NotCompiled
        for when, then in case.branches:
            yield from self.code(when)
            yield from self.code(then)
        yield from self.code(case.otherwise)
        yield from ((Op.CHOOSE,) for _ in case.branches)

    def _constant(self, expression: Expression) -> Instruction:
        try:
            column = evaluate(expression, _SINGLE, 0)
        except EvaluationError:
            return (Op.CONSTANT, 0, 0, FAILED)
        if column.null_count:
            return (Op.CONSTANT, 0, 0, NULL)
        form = form_of(expression.type)
        if form is Form.TEXT:
            return self._text(column)
        number = numbers_of(column).reshape(-1)[:1]
        return (Op.CONSTANT, int(number.view(np.int64)[0]), 0, KNOWN)

    def _text(self, column: pa.Array) -> Instruction:
        starts, ends, blob = bytes_of(column)
        place = len(self._constants)
        self._constants += blob[starts[0] : ends[0]].tobytes()
        return (Op.CONSTANT, 2 * place + 1, int(ends[0] - starts[0]), KNOWN)
