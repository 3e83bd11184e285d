"""Typed expressions as closures over batches: compiled once, run on every batch.

Rows that fail (a division by zero, a text that is no number) raise one EvaluationError with their
positions; `surviving` computes the rest. CASE, AND, OR and COALESCE compute what may fail only for
the rows that ask for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Column, Int64s
from penstock.core.types import BOOLEAN, STRINGS, Kind
from penstock.engine.selection import Frame, Node, on_rows, rows_where, stitched
from penstock.functions import SCALARS, EvaluationError, Value
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

Compiled: TypeAlias = Callable[[pa.RecordBatch, int], Value]
CompiledColumns: TypeAlias = Callable[[pa.RecordBatch, int], list[Column]]
CompiledFilter: TypeAlias = Callable[[pa.RecordBatch, int], pa.BooleanArray]

_DIVISIONS = ("/", "%", "MOD")
_FLOATS = (Kind.FLOAT, Kind.DOUBLE)


def compile_expression(expression: Expression) -> Compiled:
    """Return a function of a batch and the step's clock that computes the expression.

    It returns a column of the batch's length, or one value for all rows.
    """
    node = _Compiler([expression]).node(expression)

    def run(batch: pa.RecordBatch, now_us: int) -> Value:
        frame = Frame.of(batch, now_us)
        return node(frame) if frame.rows else _no_rows(expression)

    return run


def compile_columns(expressions: Sequence[Expression]) -> CompiledColumns:
    """Return a function that computes several columns; what they have in common, once."""
    compiler = _Compiler(expressions)
    nodes = [compiler.node(expression) for expression in expressions]

    def run(batch: pa.RecordBatch, now_us: int) -> list[Column]:
        frame = Frame.of(batch, now_us)
        if not frame.rows:
            return [_no_rows(expression) for expression in expressions]
        return [column(node(frame), frame.rows) for node in nodes]

    return run


def compile_filter(condition: Expression) -> CompiledFilter:
    """Return a function that says which rows meet a condition; unknown is no."""
    compiled = compile_expression(condition)

    def run(batch: pa.RecordBatch, now_us: int) -> pa.BooleanArray:
        mask = column(compiled(batch, now_us), batch.num_rows)
        return cast(pa.BooleanArray, mask.fill_null(False) if mask.null_count else mask)

    return run


def evaluate(expression: Expression, batch: pa.RecordBatch, now_us: int) -> Column:
    """Return the expression's column over one batch; to run it often, compile it.

    >>> from penstock.core.types import BIGINT
    >>> batch = pa.record_batch({"x": [1, 2]})
    >>> x = ColumnReference(0, "x", BIGINT)
    >>> evaluate(x, batch, now_us=0).to_pylist()
    [1, 2]
    """
    return column(compile_expression(expression)(batch, now_us), batch.num_rows)


def filter_mask(condition: Expression, batch: pa.RecordBatch, now_us: int) -> pa.BooleanArray:
    """Return which rows of one batch meet a condition; unknown is no."""
    return compile_filter(condition)(batch, now_us)


@dataclass(frozen=True, slots=True)
class Survivors:
    """The columns of the rows that could be computed, which rows those are, and what went wrong.

    `rows` is None when all survived; each failure holds positions in the batch given.
    """

    columns: list[Column]
    rows: Int64s | None = None
    failures: tuple[EvaluationError, ...] = ()


def surviving(compute: CompiledColumns, batch: pa.RecordBatch, now_us: int) -> Survivors:
    """Compute columns, leaving out the rows that fail and saying why they did."""
    rows: Int64s | None = None
    failures: list[EvaluationError] = []
    while True:
        try:
            return Survivors(compute(batch, now_us), rows, tuple(failures))
        except EvaluationError as error:
            kept = np.delete(np.arange(batch.num_rows, dtype=np.int64), error.rows)
            failures.append(error if rows is None else error.within(rows))
            rows = kept if rows is None else rows[kept]
            batch = batch.take(kept)


def _no_rows(expression: Expression) -> Column:
    return pa.array([], expression.type.arrow)


class _Compiler:
    """Turns expressions into nodes; an expression that occurs more than once is kept per batch."""

    def __init__(self, expressions: Sequence[Expression]) -> None:
        self._times = Counter(part for each in expressions for part in _parts(each))
        self._slots: dict[Expression, int] = {}

    def node(self, expression: Expression) -> Node:
        """Return the closure that computes an expression in a frame."""
        if isinstance(expression, Literal):
            return _literal(expression)
        if isinstance(expression, ColumnReference):
            index = expression.index
            return lambda frame: frame.column(index)
        node = self._computed(expression)
        if _is_constant(expression):
            return _folded(node)
        return self._remembered(expression, node) if self._times[expression] > 1 else node

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
            lazy = _as_case(call)
            if lazy is not None:
                return self._case(lazy)
        return self._kernel(call)

    def _kernel(self, call: Call) -> Node:
        kernel, result = SCALARS[call.function].kernel, call.type
        nodes = [self.node(argument) for argument in call.arguments]

        def run(frame: Frame) -> Value:
            context = CallContext(frame.rows, frame.now_us, result)
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


def is_guarded(expression: Expression) -> bool:
    """Say whether some part may fail or costs so much that only the rows in need are computed."""
    return any(_is_guarded(part) for part in _parts(expression))


def _is_guarded(part: Expression) -> bool:
    if isinstance(part, Cast):
        return not part.forgiving and _parses(part)
    if not isinstance(part, Call) or not SCALARS[part.function].guarded:
        return False
    return not (part.function in _DIVISIONS and _never_by_zero(part))


def _parses(part: Cast) -> bool:
    source, target = part.argument.type, part.type
    return "STRING" in str(source) or (source.kind in STRINGS and target.kind not in STRINGS)


def _never_by_zero(division: Call) -> bool:
    divisor = division.arguments[1]
    known = isinstance(divisor, Literal) and bool(divisor.value)
    return known or (division.type.kind in _FLOATS and divisor.type.kind in _FLOATS)


def _as_case(call: Call) -> Case | None:
    """Return functions that choose among their arguments as the CASE they mean."""
    arguments = call.arguments
    if call.function == "IF":
        return Case(((arguments[0], arguments[1]),), arguments[2], call.type)
    if call.function in {"COALESCE", "IFNULL"}:
        known = [Call("IS NOT NULL", (each,), BOOLEAN) for each in arguments[:-1]]
        return Case(tuple(zip(known, arguments, strict=False)), arguments[-1], call.type)
    return None


def _is_constant(expression: Expression) -> bool:
    return all(
        not isinstance(part, ColumnReference)
        and (not isinstance(part, Call) or SCALARS[part.function].deterministic)
        for part in _parts(expression)
    )


def _parts(expression: Expression) -> Iterator[Expression]:
    yield expression
    for child in _children(expression):
        yield from _parts(child)


def _children(expression: Expression) -> Sequence[Expression]:
    if isinstance(expression, Call):
        return expression.arguments
    if isinstance(expression, Cast | FieldAccess):
        return (expression.argument,)
    if isinstance(expression, Case):
        return (*(part for branch in expression.branches for part in branch), expression.otherwise)
    return ()
