"""Expressions as closures: each computes its value in a frame, and calls those of its parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import cast

import pyarrow as pa
import pyarrow.compute as pc

from penstock.engine.branches import decided, eager_case, selecting_case
from penstock.engine.draws import Draws, is_random
from penstock.engine.guards import as_case, is_constant, is_guarded, parts_of
from penstock.engine.selection import Frame, Node
from penstock.functions import EvaluationError, Value
from penstock.functions import cast as cast_value
from penstock.functions.function import Call as CallContext
from penstock.functions.value import apply, column, is_scalar
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
            return selecting_case(branches, otherwise)
        return eager_case(branches, otherwise)

    def _short_circuit(self, call: Call) -> Node:
        """Compute the right sides of AND and OR only where the left does not decide."""
        deciding = call.function == "OR"
        name = "or_kleene" if deciding else "and_kleene"
        first, *rest = [self.node(argument) for argument in call.arguments]

        def run(frame: Frame) -> Value:
            result = first(frame)
            for node in rest:
                result = decided(result, node, frame, deciding, name)
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
