"""What MATCH_RECOGNIZE reads of its input, and how it is rebuilt over fewer columns."""

from __future__ import annotations

from dataclasses import replace

from penstock.sql.expression import ColumnReference, Expression
from penstock.sql.paths import Path, paths_of
from penstock.sql.plan_match import Match
from penstock.sql.pruned import Pruned
from penstock.sql.walk import remapped


def match_needs(node: Match) -> set[Path]:
    """Return what a pattern reads: keys, times, what is kept of rows, conditions on them."""
    own = {*node.partition, node.time, *(key.column for key in node.order)}
    read = [*node.values, *(each for each in node.row_conditions if each is not None)]
    return {(column,) for column in own} | {path for each in read for path in paths_of(each)}


def rebuilt_match(node: Match, below: Pruned) -> Pruned:
    """Return a pattern over a rebuilt input; all of its measures stay."""

    def moved(expression: Expression) -> Expression:
        return remapped(expression, below.columns)

    changed = replace(
        node,
        input=below.relation,
        partition=tuple(map(below.place, node.partition)),
        time=below.place(node.time),
        order=tuple(replace(key, column=below.place(key.column)) for key in node.order),
        values=tuple(map(moved, node.values)),
        row_conditions=tuple(None if each is None else moved(each) for each in node.row_conditions),
    )
    fields = enumerate(node.schema.fields)
    return Pruned(changed, {n: ColumnReference(n, field.name, field.type) for n, field in fields})
