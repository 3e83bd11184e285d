"""What stands between SELECT and FROM: expressions with their names, * opened up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from penstock.sql.clauses import refuse_others
from penstock.sql.errors import UnknownTable
from penstock.sql.nodes import ResolvedColumn
from penstock.sql.place import mark, span_of
from penstock.sql.planner import Planner
from penstock.sql.scope import Scope, Visible


@dataclass(frozen=True, slots=True)
class Item:
    """One output column: its name and what computes it."""

    name: str
    node: exp.Expr


def items_of(planner: Planner, node: exp.Select, scope: Scope) -> list[Item]:
    """Return a query's output columns in order."""
    return [item for part in node.expressions for item in _items(planner, part, scope)]


def _items(planner: Planner, node: exp.Expr, scope: Scope) -> Iterator[Item]:
    star = node.this if isinstance(node, exp.Column) else node
    if isinstance(star, exp.Star):
        refuse_others(planner, star, ())
        for visible in _starred(planner, node, scope):
            yield Item(visible.name, _resolved(visible, node))
    elif isinstance(node, exp.Alias):
        yield Item(node.alias, node.this)
    else:
        yield Item(name_of(node), node)


def name_of(node: exp.Expr) -> str:
    """Return the name that a column without alias has; '' if it has none of its own."""
    if isinstance(node, exp.Column):
        return str(node.name)
    if isinstance(node, exp.Dot) and isinstance(node.expression, exp.Identifier):
        return str(node.expression.name)
    return ""


def _starred(planner: Planner, node: exp.Expr, scope: Scope) -> tuple[Visible, ...]:
    if not isinstance(node, exp.Column):
        return scope.starred
    alias = node.args["table"]
    owned = scope.owned_by(alias.name)
    if not owned:
        known = {each.qualifier for each in scope.columns if each.qualifier}
        raise UnknownTable(alias.name, known, planner.place(alias))
    return owned


def _resolved(visible: Visible, star: exp.Expr) -> ResolvedColumn:
    node = ResolvedColumn(this=visible.column)
    span = span_of(star)
    if span:
        mark(node, span)
    return node


def output_names(items: list[Item]) -> list[str]:
    """Return unique names: EXPR$0 for a column without one, a0 for the second a.

    >>> output_names([Item("a", exp.Star()), Item("", exp.Star()), Item("a", exp.Star())])
    ['a', 'EXPR$1', 'a0']
    """
    taken: list[str] = []
    for position, item in enumerate(items):
        name = item.name or f"EXPR${position}"
        candidates = (name, *(f"{name}{number}" for number in range(len(items))))
        taken.append(next(each for each in candidates if each not in taken))
    return taken
