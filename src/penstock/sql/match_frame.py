"""Binds what MATCH_RECOGNIZE says of its variables: A.price, FIRST(A.price, 2), AVG(A.price).

What an expression reads of other rows than the current one becomes a column of its own: a
navigation or an aggregate. Until all of these are known they have numbers below zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from penstock.core.types import SqlType
from penstock.sql.expression import ColumnReference, Expression, FieldAccess
from penstock.sql.plan import Relation
from penstock.sql.plan_match import MatchAggregate, Navigation
from penstock.sql.planner import Planner
from penstock.sql.walk import columns_of, with_children

Item = TypeVar("Item")


@dataclass
class MatchFrame:
    """Collects the values, navigations and aggregates of one MATCH_RECOGNIZE."""

    planner: Planner
    relation: Relation
    variables: Sequence[str]
    time: int
    values: list[Expression] = field(default_factory=list)
    navigations: list[Navigation] = field(default_factory=list)
    aggregates: list[MatchAggregate] = field(default_factory=list)

    def lowered(self, expression: Expression) -> Expression:
        """Return an expression whose columns of the current row are values of the frame."""
        if isinstance(expression, (ColumnReference, FieldAccess)) and not depends_on_match(
            expression
        ):
            return ColumnReference(self.value(expression), str(expression), expression.type)
        return with_children(expression, self.lowered)

    def settled(self, expression: Expression) -> Expression:
        """Return an expression with the final numbers of navigations and aggregates."""
        if isinstance(expression, ColumnReference) and expression.index < 0:
            first = len(self.values) + (len(self.navigations) if expression.index % 2 else 0)
            return replace(expression, index=first + (-expression.index - 1) // 2)
        return with_children(expression, self.settled)

    def value(self, expression: Expression) -> int:
        """Return the number of an expression over the input among the values."""
        return _place(self.values, expression)

    def found(self, each: Navigation | MatchAggregate, kind: SqlType, name: str) -> Expression:
        """Return a reference to a navigation (its number is odd below zero) or an aggregate."""
        if isinstance(each, Navigation):
            number = _place(self.navigations, each)
            return ColumnReference(-2 * number - 2, name, kind)
        number = _place(self.aggregates, each)
        return ColumnReference(-2 * number - 1, name, kind)


def depends_on_match(expression: Expression) -> bool:
    """Say whether an expression reads other rows than the current one."""
    return any(index < 0 for index in columns_of(expression))


def _place(items: list[Item], item: Item) -> int:
    if item not in items:
        items.append(item)
    return items.index(item)
