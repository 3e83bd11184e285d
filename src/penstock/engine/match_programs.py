"""Turns the conditions of MATCH_RECOGNIZE into programs for the compiled machine, if it can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.engine.expressions import evaluate
from penstock.engine.guards import as_case, is_constant
from penstock.engine.match_calls import call_code
from penstock.engine.match_casts import cast_code
from penstock.engine.match_code import (
    FAILED,
    KNOWN,
    MEMO_WORDS,
    NULL,
    Conditions,
    MemoPart,
    Op,
    Part,
)
from penstock.engine.match_values import Form, Instruction, MatchLoads, NotCompiled, form_of
from penstock.functions import EvaluationError
from penstock.sql.expression import Call, Case, Cast, ColumnReference, Expression
from penstock.sql.plan_match import Match
from penstock.state.arrow import bytes_of, numbers_of
from penstock.state.row_store import RowStore

_SINGLE = pa.record_batch({"row": [0]})
_STACK_PARTS = 3


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
    code = [each for part in codes for each in part]
    return Program(code, np.cumsum([0, *map(len, codes)]), loads.memos, bytes(constants))


class Program:
    """The conditions' instructions with what nodes are to remember for them."""

    def __init__(
        self, code: Sequence[Instruction], first: Int64s, memos: Sequence[Instruction], texts: bytes
    ) -> None:
        self.code, self._first = _table(code, len(Part)), first
        self.memos = _table(memos, len(MemoPart))
        self._stack = np.zeros((len(code) + 1, _STACK_PARTS), np.int64)
        self._texts = np.frombuffer(texts, np.uint8)

    @staticmethod
    def none() -> Program:
        """Return the program of conditions that are answered otherwise."""
        return Program([], np.zeros(1, np.int64), [], b"")

    @property
    def memo_words(self) -> int:
        """How many words a node remembers, at least one pair."""
        return MEMO_WORDS * max(1, len(self.memos))

    def lent(self, rows: RowStore, nodes: Sequence[Int64s], answers: Int64s) -> Conditions:
        """Return what kernels need, until a table grows; `nodes` is them and what they remember.

        The caller keeps `answers` meanwhile.
        """
        tables = (self.code, self._first, self.memos, self._stack, self._texts)
        code, first, memos, stack, constants = map(_address, tables)
        words, even, odd = map(_address, (rows.words, *rows.heap.blobs))
        own, kept = map(_address, nodes)
        return Conditions(
            code, first, memos, len(self.memos), stack, constants, own, kept, words,
            rows.words.shape[1], even, odd, _address(answers), len(answers),
        )  # fmt: skip


def _address(array: Any) -> int:
    return int(array.ctypes.data)


def _table(rows: Sequence[Instruction], width: int) -> Int64s:
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

    def _text(self, column: Column) -> Instruction:
        starts, ends, blob = bytes_of(column)
        place = len(self._constants)
        self._constants += blob[starts[0] : ends[0]].tobytes()
        return (Op.CONSTANT, 2 * place + 1, int(ends[0] - starts[0]), KNOWN)
