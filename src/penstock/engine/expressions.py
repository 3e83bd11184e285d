"""Typed expressions as closures over batches: compiled once, run on every batch.

Rows that fail (a division by zero, a text that is no number) raise one EvaluationError with their
positions; `surviving` computes the rest. CASE, AND, OR and COALESCE compute what may fail only for
the rows that ask for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.engine.closures import Compiler
from penstock.engine.selection import Frame
from penstock.functions import EvaluationError, Value
from penstock.functions.value import column
from penstock.sql.expression import Expression

Compiled: TypeAlias = Callable[[pa.RecordBatch, int], Value]
CompiledColumns: TypeAlias = Callable[[pa.RecordBatch, int], list[Column]]
CompiledFilter: TypeAlias = Callable[[pa.RecordBatch, int], pa.BooleanArray]


def compile_expression(expression: Expression) -> Compiled:
    """Return a function of a batch and the step's clock that computes the expression.

    It returns a column of the batch's length, or one value for all rows.
    """
    node = Compiler([expression]).node(expression)

    def run(batch: pa.RecordBatch, now_us: int) -> Value:
        frame = Frame.of(batch, now_us)
        return node(frame) if frame.rows else _no_rows(expression)

    return run


def compile_columns(expressions: Sequence[Expression]) -> CompiledColumns:
    """Return a function that computes several columns; what they have in common, once."""
    compiler = Compiler(expressions)
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
    >>> from penstock.sql.expression import ColumnReference
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
