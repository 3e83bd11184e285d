"""The rows of a query, before they are grouped or computed with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from penstock.sql.expression import Expression
from penstock.sql.plan import Relation
from penstock.sql.scope import OUTER, Scope
from penstock.sql.walk import columns_of, renumbered


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that FROM and WHERE give, and how their columns are named.

    `ties` are conditions that also read columns of the query around this one.
    """

    relation: Relation
    scope: Scope
    ties: tuple[Expression, ...] = ()

    def ties_to(self, columns: int) -> list[Expression]:
        """Return the ties over the outer query's columns, so many, and these rows behind them."""
        return [
            renumbered(tie, lambda index: index - OUTER if index >= OUTER else index + columns)
            for tie in self.ties
        ]


def reads_outer(expression: Expression) -> bool:
    """Say whether an expression reads columns of the query around its own."""
    return any(index >= OUTER for index in columns_of(expression))


def parts_of(condition: exp.Expr | None) -> Iterator[exp.Expr]:
    """Yield the conditions that AND connects, from left to right."""
    waiting = [] if condition is None else [condition]
    while waiting:
        node = waiting.pop()
        if isinstance(node, exp.And):
            waiting += [node.expression, node.this]
        elif isinstance(node, exp.Paren) and isinstance(node.this, exp.And):
            waiting.append(node.this)
        else:
            yield node


def queries_in(node: exp.Expr) -> list[exp.Expr]:
    """Return the outermost queries inside an expression."""
    waiting, found = [node], list[exp.Expr]()
    while waiting:
        each = waiting.pop()
        if isinstance(each, exp.Query):
            found.append(each)
        else:
            waiting += each.iter_expressions(reverse=True)
    return found
