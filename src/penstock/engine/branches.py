"""CASE, AND and OR as closures: which branches are computed for which rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Column, Int64s
from penstock.engine.selection import Frame, Node, on_rows, rows_where, stitched
from penstock.functions import Value
from penstock.functions.value import apply, column, flags, is_scalar


def eager_case(branches: Sequence[tuple[Node, Node]], otherwise: Node) -> Node:
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


def selecting_case(branches: Sequence[tuple[Node, Node]], otherwise: Node) -> Node:
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


def decided(left: Value, right: Node, frame: Frame, deciding: bool, name: str) -> Value:
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
