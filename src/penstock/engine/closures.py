"""Expressions as closures: each computes its value in a frame, and calls those of its parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Column, Int64s
from penstock.engine.draws import Draws, is_random
from penstock.engine.guards import as_case, is_constant, is_guarded, parts_of
from penstock.engine.selection import Frame, Node, on_rows, rows_where, stitched
from penstock.functions import EvaluationError, Value
from penstock.functions import cast as cast_value
from penstock.functions.function import Call as CallContext
from penstock.functions.value import apply, column, flags, is_scalar
from penstock.sql.expression import (
    Call,
    Case,
    Cast,
    ColumnReference,
    Expression,
    FieldAccess,
    Literal,
)


class Compiler:
    """Turns expressions into nodes; an expression that occurs more than once is kept per batch."""

    def __init__(self, expressions: Sequence[Expression]) -> None:
        self._times = Counter(part for each in expressions for part in parts_of(each))
        self._draws = Draws(expressions)
        self._slots: dict[Expression, int] = {}

    def node(self, expression: Expression) -> Node:
        """Return the closure that computes an expression in a frame."""
        if isinstance(expression, Literal):
            return _literal(expression)
        if isinstance(expression, ColumnReference):
            index = expression.index
            return lambda frame: frame.column(index)
        node = self._computed(expression)
        if is_constant(expression):
            return _folded(node)
        again = self._times[expression] > 1 and not is_random(expression)
        return self._remembered(expression, node) if again else node

    def _remembered(self, expression: Expression, node: Node) -> Node:
        slot = self._slots.setdefault(expression, len(self._slots))

        def run(frame: Frame) -> Value:
            found = frame.memory.get(slot)
            if found is None:
                found = frame.memory[slot] = node(frame)
            return found

        return run

    def _computed(self, expression: Expression) -> Node:
        if isinstance(expression, Call):
            return self._call(expression)
        if isinstance(expression, Cast):
            return self._cast(expression)
        if isinstance(expression, FieldAccess):
            return self._field(expression)
        return self._case(cast(Case, expression))

    def _call(self, call: Call) -> Node:
        if any(is_guarded(argument) for argument in call.arguments[1:]):
            if call.function in {"AND", "OR"}:
                return self._short_circuit(call)
            lazy = as_case(call)
            if lazy is not None:
                return self._case(lazy)
        return self._kernel(call)

    def _kernel(self, call: Call) -> Node:
        kernel, result = call.definition.kernel, call.type
        nodes = [self.node(argument) for argument in call.arguments]
        if call.definition.random:
            return self._draws.drawing(kernel, nodes, result)
        given = tuple(argument.type for argument in call.arguments)

        def run(frame: Frame) -> Value:
            context = CallContext(frame.rows, frame.now_us, result, given)
            return kernel([node(frame) for node in nodes], context)

        return run

    def _cast(self, expression: Cast) -> Node:
        node = self.node(expression.argument)
        source, target = expression.argument.type, expression.type
        forgiving = expression.forgiving

        def run(frame: Frame) -> Value:
            value = node(frame)
            try:
                return cast_value(value, source, target, forgiving)
            except EvaluationError as error:
                raise (error.everywhere(frame.rows) if is_scalar(value) else error) from error

        return run

    def _field(self, access: FieldAccess) -> Node:
        node = self.node(access.argument)
        options = pc.StructFieldOptions([access.name])
        return lambda frame: apply("struct_field", node(frame), options=options)

    def _case(self, case: Case) -> Node:
        branches = [(self.node(when), self.node(then)) for when, then in case.branches]
        otherwise = self.node(case.otherwise)
        parts = [*(part for branch in case.branches for part in branch), case.otherwise]
        if pa.types.is_nested(case.type.arrow) or any(is_guarded(part) for part in parts):
            return _selecting_case(branches, otherwise)
        return _eager_case(branches, otherwise)

    def _short_circuit(self, call: Call) -> Node:
        """Compute the right sides of AND and OR only where the left does not decide."""
        deciding = call.function == "OR"
        name = "or_kleene" if deciding else "and_kleene"
        first, *rest = [self.node(argument) for argument in call.arguments]

        def run(frame: Frame) -> Value:
            result = first(frame)
            for node in rest:
                result = _decided(result, node, frame, deciding, name)
            return result

        return run


def _literal(literal: Literal) -> Node:
    value = pa.scalar(literal.value, literal.type.arrow)
    return lambda frame: value


def _folded(node: Node) -> Node:
    """Compute a constant now; one that fails must fail its rows, later."""
    try:
        value = node(Frame.single())
    except EvaluationError:
        return node
    constant = column(value, 1)[0]
    return lambda frame: constant


def _eager_case(branches: Sequence[tuple[Node, Node]], otherwise: Node) -> Node:
    """Compute every branch for every row: cheap ones cost less than picking their rows."""
    if len(branches) == 1:
        return _eager_if(*branches[0], otherwise)

    def run(frame: Frame) -> Value:
        conditions = [column(when(frame), frame.rows) for when, _ in branches]
        cases = apply("make_struct", *conditions, options=pc.MakeStructOptions(_names(conditions)))
        values = [then(frame) for _, then in branches]
        return apply("case_when", cases, *values, otherwise(frame))

    return run


def _names(conditions: Sequence[Column]) -> list[str]:
    return [str(position) for position in range(len(conditions))]


def _eager_if(when: Node, then: Node, otherwise: Node) -> Node:
    no = pa.scalar(False)

    def run(frame: Frame) -> Value:
        condition = when(frame)
        if isinstance(condition, pa.Array) and condition.null_count:
            condition = condition.fill_null(False)
        elif is_scalar(condition) and not condition.is_valid:
            condition = no
        return apply("if_else", condition, then(frame), otherwise(frame))

    return run


def _selecting_case(branches: Sequence[tuple[Node, Node]], otherwise: Node) -> Node:
    """Compute each branch for the rows that take it, and nothing else."""

    def run(frame: Frame) -> Value:
        left = np.arange(frame.rows, dtype=np.int64)
        pieces: list[tuple[Int64s, Value]] = []
        for when, then in branches:
            met = flags(on_rows(when, frame, left), len(left))
            chosen, left = left[met], left[~met]
            if len(chosen):
                pieces.append((chosen, on_rows(then, frame, chosen)))
            if not len(left):
                break
        if len(left):
            pieces.append((left, on_rows(otherwise, frame, left)))
        return stitched(pieces)

    return run


def _decided(left: Value, right: Node, frame: Frame, deciding: bool, name: str) -> Value:
    """Return `left AND right` (or OR), computing the right where left is not `deciding`."""
    verdict = pa.scalar(deciding)
    settled = rows_where(apply("equal", left, verdict), frame.rows)
    if len(settled) == frame.rows:
        return left
    if not len(settled):
        return apply(name, left, right(frame))
    open_rows = np.delete(np.arange(frame.rows, dtype=np.int64), settled)
    pieces = [(settled, verdict), (open_rows, on_rows(right, frame, open_rows))]
    return apply(name, left, stitched(pieces))
