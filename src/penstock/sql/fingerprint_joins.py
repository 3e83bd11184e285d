"""Names what a join computes: what makes rows partners, and which columns its state holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeAlias

from penstock.sql.expression import ColumnReference, Expression
from penstock.sql.plan import Relation
from penstock.sql.plan_joins import AnyJoin, IntervalJoin, times_of
from penstock.sql.walk import columns_of, remapped

Column: TypeAlias = "Callable[[Relation, int], str]"
"""Returns what computes a column of a relation, down to the tables."""
_DIGITS, _TEXT_MAX = 16, 200


def join_meaning(node: AnyJoin, column: Column) -> str:
    """Return what makes rows partners, and what is kept of them."""
    on, kept = node.on, set(node.columns)
    fields = (*node.left.schema.fields, *node.right.schema.fields)
    first = len(node.left.schema)
    pairs = [(one, first + other) for one, other in zip(on.left_keys, on.right_keys, strict=True)]
    keys = [
        f"{side_column(node, each, column)} {fields[each].type.arrow}" for p in pairs for each in p
    ]
    condition = ""
    if on.condition is not None:
        kept |= columns_of(on.condition)
        columns: dict[int, Expression] = {
            index: ColumnReference(-1, side_column(node, index, column), fields[index].type)
            for index in columns_of(on.condition)
        }
        condition = str(remapped(on.condition, columns))
    state = [
        f"{side_column(node, each, column)} {fields[each].type.arrow}" for each in sorted(kept)
    ]
    return (
        f"on {', '.join(keys)} {on.null_safe} and {condition}"
        f" in {_times(node, column)} keeping {', '.join(state)}"
    )


def _times(node: AnyJoin, column: Column) -> str:
    left, right = times_of(node)
    times = [column(node.left, each) for each in left] + [
        column(node.right, each) for each in right
    ]
    if isinstance(node, IntervalJoin):
        times.append(f"from {node.lower_us} to {node.upper_us} {node.processing_time}")
    return " ".join(times)


def side_column(node: AnyJoin, index: int, column: Column) -> str:
    """Return what computes a column of a join's side, and which side that is."""
    first = len(node.left.schema)
    if index < first:
        found = f"left {column(node.left, index)}"
    else:
        found = f"right {column(node.right, index - first)}"
    short = hashlib.sha256(found.encode()).hexdigest()[:_DIGITS]
    return found if len(found) <= _TEXT_MAX else short
