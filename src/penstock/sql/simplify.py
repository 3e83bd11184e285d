"""Shortens plans: projections are folded into each other, filters move below plain projections.

Only what costs nothing twice is folded: an expression that several relations share, or that is
read more than once, stays where it is computed once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from penstock.sql.expression import ColumnReference, Expression, FieldAccess, Literal
from penstock.sql.plan import Filter, Project, Relation
from penstock.sql.plan_walk import inputs_of, parents_first, with_inputs
from penstock.sql.planner import filtered
from penstock.sql.walk import children, columns_of, remapped


def simplified(relations: Sequence[Relation]) -> list[Relation]:
    """Return relations that give the same rows with fewer steps; what was shared stays shared."""
    order = parents_first(relations)
    uses = Counter(id(below) for node in order for below in inputs_of(node))
    done: dict[int, Relation] = {}
    shared: set[int] = set()
    for node in reversed(order):
        above = with_inputs(node, [done[id(below)] for below in inputs_of(node)])
        done[id(node)] = _folded(above, shared)
        if uses[id(node)] > 1:
            shared.add(id(done[id(node)]))
    return [done[id(relation)] for relation in relations]


def _folded(node: Relation, shared: set[int]) -> Relation:
    match node:
        case Project(input=Project() as below) if _foldable(node, below, id(below) in shared):
            columns = dict(enumerate(below.columns))
            changed = tuple(remapped(column, columns) for column in node.columns)
            return _folded(replace(node, input=below.input, columns=changed), shared)
        case Filter(input=Project() as below) if _sinkable(node, below, id(below) in shared):
            condition = remapped(node.condition, dict(enumerate(below.columns)))
            return replace(below, input=_folded(filtered(below.input, condition), shared))
        case Project(input=below) if _changes_nothing(node):
            return below
        case _:
            return node


def _foldable(above: Project, below: Project, shared: bool) -> bool:
    reads = Counter(index for column in above.columns for index in _reads(column))
    return all(
        is_plain(column) or (reads[index] <= 1 and not shared)
        for index, column in enumerate(below.columns)
    )


def _sinkable(above: Filter, below: Project, shared: bool) -> bool:
    read = columns_of(above.condition)
    kept = all(map(is_plain, below.columns)) or not shared
    return kept and all(is_plain(below.columns[index]) for index in read)


def _changes_nothing(node: Project) -> bool:
    same = all(isinstance(c, ColumnReference) and c.index == i for i, c in enumerate(node.columns))
    return same and node.schema == node.input.schema


def _reads(expression: Expression) -> list[int]:
    """Return the columns that an expression reads, one as often as it stands there."""
    if isinstance(expression, ColumnReference):
        return [expression.index]
    return [index for child in children(expression) for index in _reads(child)]


def is_plain(expression: Expression) -> bool:
    """Say whether an expression costs nothing: a column, a field of one, a constant."""
    while isinstance(expression, FieldAccess):
        expression = expression.argument
    return isinstance(expression, (ColumnReference, Literal))
