"""Conditions as lists: what AND connects, taken apart and put together."""

from __future__ import annotations

from collections.abc import Sequence

from penstock.core.types import BOOLEAN
from penstock.sql.expression import Call, Expression, Literal
from penstock.sql.plan import Relation
from penstock.sql.planner import filtered


def conjuncts(condition: Expression | None) -> list[Expression]:
    """Return the conditions that AND connects.

    >>> from penstock.sql.expression import ColumnReference
    >>> a, b = (ColumnReference(i, name, BOOLEAN) for i, name in enumerate("ab"))
    >>> [str(each) for each in conjuncts(all_of([a, b, a]))]
    ['a', 'b', 'a']
    """
    if isinstance(condition, Call) and condition.function == "AND":
        return [part for each in condition.arguments for part in conjuncts(each)]
    return [] if condition is None else [condition]


def asked_by(condition: Expression) -> list[Expression]:
    """Return the conditions that AND connects, without TRUE, which asks nothing."""
    parts = conjuncts(condition)
    return [each for each in parts if not (isinstance(each, Literal) and each.value is True)]


def all_of(conditions: Sequence[Expression]) -> Expression | None:
    """Return conditions connected by AND, None for none; of many, a tree of little depth."""
    parts = list(conditions)
    while len(parts) > 1:
        pairs = [parts[place : place + 2] for place in range(0, len(parts), 2)]
        parts = [_both(*pair) if len(pair) > 1 else pair[0] for pair in pairs]
    return parts[0] if parts else None


def _both(one: Expression, other: Expression) -> Expression:
    nullable = one.type.nullable or other.type.nullable
    return Call("AND", (one, other), BOOLEAN.with_nullable(nullable))


def meeting(relation: Relation, conditions: Sequence[Expression]) -> Relation:
    """Return the rows of a relation that meet all conditions."""
    whole = all_of(conditions)
    return relation if whole is None else filtered(relation, whole)
