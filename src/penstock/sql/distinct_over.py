"""DISTINCT before OVER, from the partition's start: each value counts where it comes first.

The rows of each value are numbered in the same order; the aggregate then takes the first of each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from penstock.core.types import BIGINT, BOOLEAN, Field, Schema
from penstock.sql.expression import Call, Expression, Literal
from penstock.sql.plan import Relation, Traits
from penstock.sql.plan_rank import Frame, Over, OverCall, SortKey
from penstock.sql.planner import project, references

_NUMBER = BIGINT.with_nullable(False)


def first_of_values(
    below: Relation,
    partition: tuple[int, ...],
    order: tuple[SortKey, ...],
    calls: Sequence[OverCall],
) -> tuple[Relation, tuple[OverCall, ...]]:
    """Return rows that say where a value comes first, and calls that are no longer DISTINCT."""
    changed = []
    for call in calls:
        if call.distinct:
            below = _numbered(below, partition, order, call)
            first = len(below.schema) - 1
            changed.append(replace(call, condition=first, distinct=False))
        else:
            changed.append(call)
    return below, tuple(changed)


def _numbered(
    below: Relation, partition: tuple[int, ...], order: tuple[SortKey, ...], call: OverCall
) -> Relation:
    """Return the rows with whether each is the first of its value that the call would take."""
    condition = () if call.condition is None else (call.condition,)
    values = (*partition, *call.arguments, *condition)
    number = OverCall("ROW_NUMBER", (), _NUMBER)
    schema = Schema((*below.schema.fields, Field("$number", _NUMBER)))
    traits = Traits(below.traits.changelog, below.traits.rowtimes, below.traits.proctimes)
    numbered = Over(below, values, order, Frame.ROWS, None, (number,), schema, traits)
    *columns, counted = references(numbered)
    is_first: Expression = Call("=", (counted, Literal(1, _NUMBER)), BOOLEAN.with_nullable(False))
    if condition:
        is_first = Call("AND", (columns[condition[0]], is_first), BOOLEAN)
    name = f"$first{len(columns)}"
    return project(numbered, [*columns, is_first], [*below.schema.names, name])
